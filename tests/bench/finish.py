"""Verticals and white balance where the truth is known: `python -m tests.bench.finish [--turns N]`.

The sample's photos, tilted anew by a known roll and pitch (up to 4 and 8 degrees) and seen through another lens, and
with a known cast. After straightening, the error is how far the verticals of the scene still lean, and roll how far the
horizon does. Photos of leaves, grass and plain walls are there to be left alone.
"""

from __future__ import annotations

import argparse
import time

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.finish import verticals, whites
from luster_desktop.intake.finish.verticals import Tilt
from tests.desktop.intake import sample

FOCAL = 24.0
LEVEL = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14)
"""Photos that were taken level; the bedroom was not."""
AT = np.array([(x, y) for x in (0.15, 0.5, 0.85) for y in (0.25, 0.75)])
"""Where the lean of the verticals is looked at, in shares of the photo."""


def leaning(truth: Tilt, found: Tilt | None, width: int, height: int, focal: float | None) -> float:
    """How far verticals of the scene still lean in the finished photo, in degrees, worst place of six."""
    level_to_tilted = verticals.tilted(truth, width, height, FOCAL)
    turn = verticals.straighten(width, height, found, focal) if found is not None else None
    back = np.linalg.inv(turn.matrix) if turn is not None else np.eye(3)
    wide, high = (turn.width, turn.height) if turn is not None else (width, height)
    # A short vertical of the level scene through each place of the result.
    forth = np.linalg.inv(back @ level_to_tilted)
    worst = 0.0
    for place in AT * (wide, high):
        x, y = cv2.perspectiveTransform(np.array([[place]]), forth)[0, 0]
        ends = cv2.perspectiveTransform(np.array([[[x, y - 50], [x, y + 50]]]), back @ level_to_tilted)[0]
        run = ends[1] - ends[0]
        worst = max(worst, abs(float(np.degrees(np.arctan2(run[0], run[1])))))
    return worst


def straightened(turns: int, focal: float | None) -> None:
    rng = np.random.default_rng(21)
    before, after, rolls, kept, left_alone = [], [], [], [], []
    seconds = 0.0
    for number in LEVEL:
        photo = sample.pixels(number)
        height, width = photo.shape[:2]
        for _ in range(turns):
            truth = Tilt(float(rng.uniform(-4, 4)), float(rng.uniform(-8, 8)), 0, 0)
            tilted = cv2.warpPerspective(photo, verticals.tilted(truth, width, height, FOCAL), (width, height))
            started = time.process_time()
            found = verticals.tilt(tilted, focal)
            seconds += time.process_time() - started
            if found is None:
                left_alone.append(number)
                continue
            turn = verticals.straighten(width, height, found, focal)
            before.append(leaning(truth, None, width, height, focal))
            after.append(leaning(truth, found, width, height, focal))
            rolls.append(abs(found.roll - truth.roll))
            kept.append(turn.kept if turn is not None else 1.0)
    count = len(LEVEL) * turns
    print(f"{count} photos, focal length {'known' if focal else 'unknown'}:")
    print(f"verticals: {spread(before)} before, {spread(after)} after (degrees)")
    print(f"horizon: {spread(rolls)}; left alone {len(left_alone)} (photos {sorted(set(left_alone))})")
    print(f"area kept: median {np.median(kept):.0%}, least {min(kept):.0%}; {seconds / count:.2f} s each")


def spread(values: list[float]) -> str:
    return f"median {np.median(values):.2f}, p90 {np.percentile(values, 90):.2f}, worst {max(values):.2f}"


def abstained() -> None:
    rng = np.random.default_rng(5)
    made: dict[str, NDArray[np.uint8]] = {}
    for name, size in (("fine leaves", 2), ("large leaves", 9), ("clouds", 60)):
        noise = cv2.GaussianBlur(rng.normal(0, 1, (1000, 1500, 3)), (0, 0), size)
        made[name] = np.clip(128 + 50 * noise / noise.std(), 0, 255).astype(np.uint8)
    made["the lawn of 1"] = sample.pixels(1)[1150:, :1500]
    made["the carpet of 5"] = sample.pixels(5)[1150:1400, 700:1500]
    for name, picture in made.items():
        print(f"{name:16s} {'left alone' if verticals.tilt(picture, FOCAL) is None else 'STRAIGHTENED'}")


def balanced() -> None:
    rng = np.random.default_rng(2)
    casts, errors, lefts = [], [], []
    for number in (1, 2, 5, 10, 14):
        photo = (sample.pixels(number)[::2, ::2] / 255.0) ** 2.2
        for _ in range(8):
            cast = np.exp(rng.uniform(-0.25, 0.25, 3))
            seen = np.rint(np.clip(photo * cast / cast.max(), 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
            casts.append(angle(cast, np.ones(3)))
            errors.append(angle(np.array(whites.light(seen) or (1, 1, 1)), cast))
            found = whites.balance(seen)
            factors = np.array([found.red, found.green, found.blue]) if found is not None else np.ones(3)
            lefts.append(angle(cast * factors, np.ones(3)))
    print(f"white balance: cast {spread(casts)}; estimate off by {spread(errors)}; left over {spread(lefts)} (degrees)")


def angle(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    cosine = float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
    return float(np.degrees(np.arccos(min(cosine, 1.0))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=4, help="tilts of each photo")
    turns = parser.parse_args().turns
    straightened(turns, FOCAL)
    straightened(turns, None)
    abstained()
    balanced()


if __name__ == "__main__":
    main()
