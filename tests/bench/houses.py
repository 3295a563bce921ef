"""Regions and lift on drawn houses that nothing was fitted on: `python -m tests.bench.houses [SEED ...]`.

For each house and edit: PSNR against the true edit (everywhere and within 6 px of each region's border), GMSD, and how
well the region was found (intersection over union of coverages at working size).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from backend.imaging import Scope, regions
from backend.imaging.arrays import scale
from backend.imaging.register import register
from tests.backend.imaging import simulator
from tests.backend.imaging.houses import house
from tests.backend.imaging.scenes import encoded, opened

from .lifted import lifted
from .measures import gmsd, psnr

SCOPES = {
    "sky": Scope(False, frozenset({"sky"})),
    "lawn": Scope(False, frozenset({"lawn"})),
    "green": Scope(False, frozenset({"lawn"})),
    "dusk": Scope(True, frozenset({"sky", "windows"})),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", type=int, nargs="*", default=[1, 2, 3, 4])
    parser.add_argument("--edge", type=int, default=1536)
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    for seed in options.seeds:
        drawn = house(seed)
        noise = np.random.default_rng(seed).normal(0, 1.2, drawn.clean.shape)
        photo = np.clip(drawn.clean + noise, 0, 255).astype(np.uint8)
        size = (options.edge, options.edge * 2 // 3)
        small = scale(photo, size)
        for kind, scope in SCOPES.items():
            edited = getattr(drawn, kind)
            reply = simulator.answer(edited, size, seed + 300, cast=not scope.tone)
            made, image = lifted(encoded(photo, "PNG"), encoded(reply, "PNG"), scope)
            output = opened(image)
            verdict = made.verdict.reason or "pass"
            line = f"{seed:3} {kind:6} {psnr(output, edited):6.2f} dB {gmsd(output, edited):.4f} {verdict:6}"
            aligned = register(small, reply)
            for name in sorted(scope.content):
                found, truth = regions.find(name, small, aligned.answer, aligned.valid), drawn.masks[name]
                known = cv2.resize(truth, size, interpolation=cv2.INTER_AREA)
                overlap = float(np.minimum(found, known).sum() / np.maximum(found, known).sum())
                line += f"  {name} IoU {overlap:.3f}, border {psnr(output, edited, _border(truth)):.2f} dB"
            print(line, flush=True)
            if options.save:
                options.save.mkdir(parents=True, exist_ok=True)
                (options.save / f"{seed}_{kind}.jpg").write_bytes(image)
                Image.fromarray(edited).save(options.save / f"{seed}_{kind}.truth.png")


def _border(mask: np.ndarray) -> np.ndarray:
    inside, near = (mask > 0.02).astype(np.uint8), np.ones((13, 13), np.uint8)
    return (cv2.dilate(inside, near) - cv2.erode(inside, near)) > 0


if __name__ == "__main__":
    main()
