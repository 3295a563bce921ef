"""How exactly answers are aligned: `python -m tests.bench.register [--pairs 1000] [--edge 1536] [PHOTO ...]`.

Each pair is a scene and a re-rendering of its relit version with a known displacement; scenes are made here unless
photos are named, and edits (tone, dusk) and warps (typical, hard) alternate. A failure is an answer that is not
aligned, or whose median error is above one pixel of the working size.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from backend.imaging import Unusable
from backend.imaging.arrays import scale
from backend.imaging.decode import decode
from backend.imaging.register import locate
from tests.backend.imaging import simulator
from tests.backend.imaging.scenes import room

BORDER = 32
"""Pixels along the edges that are not counted: there the answer may show what the photo does not."""


def errors(photo: np.ndarray, seed: int, *, warp: str, night: float) -> np.ndarray:
    """Distance in pixels between where each pixel was found and where it is; raises `Unusable`."""
    size = photo.shape[1::-1]
    reply = simulator.answer(simulator.relit(photo, seed, night=night), size, seed, warp=warp, cast=False)
    known = simulator.displacement(size, np.random.default_rng(seed), *simulator.WARPS[warp])
    where = locate(photo, reply)[0]
    back = cv2.remap(known, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    x, y = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    miss = np.hypot(back[..., 0] - x, back[..., 1] - y)
    return np.asarray(miss[BORDER:-BORDER, BORDER:-BORDER])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path, nargs="*")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--edge", type=int, default=1536)
    options = parser.parse_args()
    cv2.setNumThreads(2)
    failures, medians, tails = 0, [], []
    started = time.process_time()
    for pair in range(options.pairs):
        warp, night = ("typical", "hard")[pair % 2], (0.0, 0.6)[pair // 2 % 2]
        if options.photos:
            photo = decode(options.photos[pair % len(options.photos)].read_bytes()).pixels
            ratio = options.edge / max(photo.shape[:2])
            photo = scale(photo, (round(photo.shape[1] * ratio), round(photo.shape[0] * ratio)))
        else:
            photo = room(options.edge, options.edge * 2 // 3, pair + 1)
        try:
            miss = errors(photo, pair + 1, warp=warp, night=night)
        except Unusable as error:
            failures += 1
            print(f"pair {pair + 1} ({warp}, night {night:g}): {error.reason}", flush=True)
            continue
        medians.append(float(np.median(miss)))
        tails.append(float(np.quantile(miss, 0.95)))
        if medians[-1] > 1:
            failures += 1
            print(f"pair {pair + 1} ({warp}, night {night:g}): median error {medians[-1]:.2f}", flush=True)
    seconds = (time.process_time() - started) / options.pairs
    print(f"{options.pairs} pairs at {options.edge} px: {failures} failures, median error {np.median(medians):.3f} px,")
    print(f"worst {max(medians):.3f}, median of the 95th percentiles {np.median(tails):.3f}; {seconds:.2f} CPU s each")


if __name__ == "__main__":
    main()
