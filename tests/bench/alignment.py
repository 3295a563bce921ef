"""How well hand-held exposures are placed: `python -m tests.bench.alignment [--turns N]`.

The sample's brackets with the movement that was rendered into them, the same with a further movement on top, and
made-up rooms of 24 MP: photos of the sample, mirrored to a larger wall, lit unevenly, and taken anew at -4 to +4 EV
from a hand that shifts by up to 40 px and rolls by up to a degree, with grain and JPEG. Errors are the largest distance
of a corner from where it belongs, in pixels of the photo.
"""

from __future__ import annotations

import argparse
import time

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.alignment import align, reference_of
from luster_desktop.intake.merge.arrays import Matrix, scaled
from luster_desktop.intake.merge.merging import halved
from tests.desktop.intake import sample

LARGE = (6000, 4000)
STOPS = (-4, -2, 0, 2, 4)
FLAGS = cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP


def motion(rng: np.random.Generator, width: int, height: int, shift: float) -> Matrix:
    """Where each pixel of the still camera lies in the moved one's frame."""
    angle = np.deg2rad(rng.uniform(-1, 1))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    matrix = np.eye(3)
    matrix[:2, :2], matrix[:2, 2] = turn, centre - turn @ centre + rng.uniform(-shift, shift, 2)
    return matrix


def moved(frame: NDArray[np.uint8], matrix: Matrix) -> NDArray[np.uint8]:
    size = frame.shape[1::-1]
    there = cv2.warpPerspective(frame, np.linalg.inv(matrix), size, flags=FLAGS, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(there, np.uint8)


def room(number: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """A linear scene of 24 MP with detail to the last pixel."""
    photo = sample.pixels(number)
    height, width = photo.shape[:2]
    wide, high = LARGE
    borders = ((0, high - height), (0, wide - width), (0, 0))
    wall = np.pad(photo, borders, mode="symmetric").astype(np.float32) / 255
    light = cv2.resize(rng.normal(0, 1.2, (4, 6)).astype(np.float32), LARGE, interpolation=cv2.INTER_CUBIC)
    return np.asarray(wall**2.2 * np.exp2(light)[..., None], np.float32)


def taken(scene: NDArray[np.float32], ev: float, matrix: Matrix, rng: np.random.Generator) -> NDArray[np.uint8]:
    seen = cv2.warpPerspective(scene, np.linalg.inv(matrix), LARGE, flags=FLAGS, borderMode=cv2.BORDER_REFLECT)
    shown = np.clip(seen * 2.0**ev, 0, 1) ** np.float32(1 / 2.2) * 255
    shown += np.tile(rng.normal(0, 2, (500, LARGE[0], 3)).astype(np.float32), (LARGE[1] // 500, 1, 1))
    ok, data = cv2.imencode(".jpg", np.clip(shown, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 93])
    assert ok
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def errors(frames: list[NDArray[np.uint8]], truths: list[Matrix]) -> list[float]:
    half = [halved(frame) for frame in frames]
    reference = reference_of(half)
    started = time.process_time()
    placed = align(half, reference)
    print(f"({time.process_time() - started:.1f} s) ", end="")
    base = np.linalg.inv(truths[reference])
    height, width = frames[0].shape[:2]
    found = []
    for one, truth in zip(placed, truths, strict=True):
        wanted = truth @ base
        apart = sample.corner_error(scaled(one.matrix, 2.0), wanted / wanted[2, 2], width, height)
        found.append(apart if one.trusted else np.inf)
    return found


def told(what: str, found: list[float]) -> float:
    print(f"{what:28s} {max(found):.2f} px ({' '.join(f'{e:.2f}' for e in found)})", flush=True)
    return max(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=3, help="further movements of each bracket")
    arguments = parser.parse_args()
    worst = []
    for name in sample.MOVED:
        frames, truths = sample.frames(name), sample.motions(name)
        worst.append(told(f"{name}, as taken", errors(frames, truths)))
        for turn in range(arguments.turns):
            rng = np.random.default_rng(turn)
            more = [motion(rng, sample.WIDTH, sample.HEIGHT, 16) for _ in frames]
            again = [moved(frame, matrix) for frame, matrix in zip(frames, more, strict=True)]
            worst.append(
                told(f"{name}, moved again", errors(again, [m @ t for m, t in zip(more, truths, strict=True)]))
            )
    for number in (1, 2, 5, 10, 14):
        rng = np.random.default_rng(number)
        scene = room(number, rng)
        truths = [motion(rng, *LARGE, 40) if ev else np.eye(3) for ev in STOPS]
        frames = [taken(scene, ev, truth, rng) for ev, truth in zip(STOPS, truths, strict=True)]
        worst.append(told(f"24 MP of {number}", errors(frames, truths)))
    print(f"median {np.median(worst):.2f} px, worst {max(worst):.2f} px")


if __name__ == "__main__":
    main()
