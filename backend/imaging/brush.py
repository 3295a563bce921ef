"""A region that the user has painted, as coverage at any size."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from .arrays import Floats, Pixels8, disc
from .values import Stroke

SHIFT = 4
"""OpenCV draws at sixteenths of a pixel."""

FEATHER = 0.0015
"""Of the longer edge: how soft the region's border is; about 2 pixels of a model-sized picture."""


def coverage(strokes: Sequence[Stroke], width: int, height: int) -> Floats:
    """What the strokes cover, softly.

    Parameters
    ----------
    strokes : sequence of Stroke
    width, height : int
        Pixels of the picture that they are laid over.

    Returns
    -------
    (height, width) Floats
        1 wherever a stroke is, and over `FEATHER` outside it down to 0.
    """
    mask = _drawn(strokes, width, height)
    feather = max(1.0, FEATHER * max(width, height))
    wide = cv2.dilate(mask, disc(max(1, round(2 * feather))))
    return np.asarray(cv2.GaussianBlur(wide.astype(np.float32), (0, 0), feather))


SOFT, INSET = 0.01, 3
"""Of the longer edge: how soft the border of what an edit is limited to is, all of it inside; and pixels by which the
strokes are drawn thinner for it: lines are drawn too thick by up to 2.2, and none of it may lie beyond the strokes."""


def inside(strokes: Sequence[Stroke], width: int, height: int) -> Floats:
    """How far what the strokes cover may be edited: nothing beyond them.

    Parameters
    ----------
    strokes : sequence of Stroke
    width, height : int
        Pixels of the picture that they are laid over.

    Returns
    -------
    (height, width) Floats
        0 outside the strokes and at their border, then up to 1 over `SOFT`, or less where all of them are thin.
    """
    deep = cv2.distanceTransform(_drawn(strokes, width, height, INSET), cv2.DIST_L2, 5) - 1
    soft = max(0.2, min(SOFT * max(width, height), float(deep.max()) / 2))
    share = np.clip(deep / soft, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _drawn(strokes: Sequence[Stroke], width: int, height: int, thinner: int = 0) -> Pixels8:
    """1 wherever a stroke is; `thinner`: pixels off its radius."""
    mask = np.zeros((height, width), np.uint8)
    for stroke in strokes:
        radius = max(1, round(stroke.radius * max(width, height)) - thinner)
        points = np.array([(x * width, y * height) for x, y in stroke.points]) * (1 << SHIFT)
        line = np.rint(points).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(mask, [line], False, 1, 2 * radius, cv2.LINE_8, SHIFT)
        for x, y in line[:, 0]:
            cv2.circle(mask, (int(x), int(y)), radius << SHIFT, 1, -1, cv2.LINE_8, SHIFT)
    return mask


def extended(strokes: Sequence[Stroke], share: float) -> tuple[Stroke, ...]:
    """The strokes over a picture that goes on beyond its left and right edges, where it begins again.

    Parameters
    ----------
    strokes : sequence of Stroke
    share : float
        Of the picture's width (its longer edge), what is added on either side.

    Returns
    -------
    tuple of Stroke
    """
    wide = 1 + 2 * share
    return tuple(
        Stroke(stroke.radius / wide, tuple(((x + turn + share) / wide, y) for x, y in stroke.points))
        for stroke in strokes
        for turn in (-1, 0, 1)
    )


def mask(strokes: Sequence[Stroke], width: int, height: int) -> bytes:
    """The mask for the image model.

    Parameters
    ----------
    strokes : sequence of Stroke
    width, height : int
        Pixels of the picture that is sent with it.

    Returns
    -------
    bytes
        A PNG of that size, black, transparent where the model may draw.
    """
    free = coverage(strokes, width, height) > 0.5
    picture = np.zeros((height, width, 4), np.uint8)
    picture[..., 3] = np.where(free, 0, 255)
    return bytes(cv2.imencode(".png", picture)[1])
