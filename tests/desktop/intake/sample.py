"""The sample shoot's brackets, with the hand's movement that was rendered into them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.arrays import Matrix

SHOOT = Path(__file__).resolve().parents[3] / "resources" / "sample_shoot"
WIDTH, HEIGHT = 2400, 1600

MOVED = {
    "living": {
        3: (-1.314, 1.376, 0.005),
        4: (-1.711, 0.22, 0.021),
        5: (0.0, 0.0, 0.0),
        6: (-1.91, -0.797, 0.024),
        7: (0.045, 0.025, 0.031),
    },
    "kitchen": {
        8: (0.541, 0.654, 0.002),
        9: (1.633, -0.379, -0.035),
        10: (0.0, 0.0, 0.0),
        11: (-0.433, -0.006, 0.021),
        12: (0.768, 1.828, 0.032),
    },
}
"""Right and down in pixels and clockwise in degrees, by the number of the photo, from -4 to +4 EV."""


def paths(bracket: str) -> list[Path]:
    return [SHOOT / f"IMG_{number:04d}.JPG" for number in MOVED[bracket]]


def pixels(number: int) -> NDArray[np.uint8]:
    data = np.fromfile(SHOOT / f"IMG_{number:04d}.JPG", np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB)
    assert picture is not None
    return np.asarray(picture, np.uint8)


def frames(bracket: str) -> list[NDArray[np.uint8]]:
    return [pixels(number) for number in MOVED[bracket]]


def motions(bracket: str) -> list[Matrix]:
    """Where each pixel of the 0 EV frame lies in each frame."""
    centre = np.array([(WIDTH - 1) / 2, (HEIGHT - 1) / 2])
    found = []
    for right, down, degrees in MOVED[bracket].values():
        angle = np.deg2rad(degrees)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        matrix = np.eye(3)
        matrix[:2, :2], matrix[:2, 2] = turn, centre - turn @ centre + (right, down)
        found.append(matrix)
    return found


def aligned(bracket: str) -> list[NDArray[np.uint8]]:
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return [
        np.asarray(cv2.warpPerspective(f, m, (WIDTH, HEIGHT), flags=flags, borderMode=cv2.BORDER_REFLECT), np.uint8)
        for f, m in zip(frames(bracket), motions(bracket), strict=True)
    ]


def corner_error(one: Matrix, other: Matrix, width: int = WIDTH, height: int = HEIGHT) -> float:
    """The largest distance between the two at a corner, in pixels."""
    corners = np.array([[[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]]], np.float64)
    apart = cv2.perspectiveTransform(corners, one) - cv2.perspectiveTransform(corners, other)
    return float(np.linalg.norm(apart, axis=2).max())
