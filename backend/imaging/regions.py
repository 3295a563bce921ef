"""Where a preset may put the model's own pixels: sky, lawn, lit windows, views through blown-out ones.

Found at working size in the original, with the registered answer as a witness. `mattes` then carries the soft coverage
to full size.
"""

from __future__ import annotations

import cv2
import numpy as np

from . import blown, glass
from .arrays import Floats, Pixels8, blur, disc, dot, lab_of, local_colour
from .sky import sky


def find(name: str, small: Pixels8, answer: Pixels8, valid: Floats | None = None) -> Floats:
    """The region's coverage (H x W, 0 to 1) at working size; all zero when the photo has none.

    `valid` (H x W, 0 to 1): where the answer shows the photo; without it, everywhere.
    """
    if name == "sky":
        return sky(small, answer, valid)
    if name == "lawn":
        return lawn(small, answer)
    if name == "windows":
        return glass.coverage(small, answer, glass.windows(small, answer, valid))
    return blown.views(small, answer) if name == "view" else blown.places(small)


def lawn(small: Pixels8, answer: Pixels8) -> Floats:
    """Plants in the lower part that the answer shows as one lawn: grown from what it made greener."""
    before, after = (lab_of(blur(v.astype(np.float32), 1.5)) for v in (small, answer))
    plant = (before[..., 2] > 4) & (before[..., 1] < 20)
    greener = before[..., 1] - after[..., 1]
    seeds = plant & (greener > 7) & (after[..., 1] < -7) & (after[..., 2] > 5)
    seeds[: int(0.3 * seeds.shape[0])] = False
    seeds = _large(cv2.morphologyEx(seeds.astype(np.uint8), cv2.MORPH_OPEN, disc(2)), 0.002)
    if not seeds.any():
        return np.zeros(seeds.shape, np.float32)
    colour, spread = local_colour(after, seeds.astype(np.float32), max(small.shape) / 16)
    unlike = (after - colour) / (spread + 2)
    near = dot(unlike, unlike) < 3.0**2
    grown: Pixels8 = (near & plant & (after[..., 1] < -4)).astype(np.uint8) | seeds
    grown = cv2.morphologyEx(grown, cv2.MORPH_CLOSE, disc(2))
    reached = _joined(grown, seeds)
    # What a lawn encloses (a few darker blades) is lawn; a tree in it or a path across it is not small.
    holes = 1 - _large(1 - reached, 0.0004)
    return cv2.GaussianBlur(holes.astype(np.float32), (0, 0), 0.8)


def _joined(mask: Pixels8, seeds: Pixels8) -> Pixels8:
    """The components of `mask` that hold seeds for at least a tenth of their area."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    share = np.bincount(labels[seeds > 0], minlength=len(stats)) / stats[:, cv2.CC_STAT_AREA]
    share[0] = 0
    return np.asarray((share > 0.1)[labels].astype(np.uint8))


def _large(mask: Pixels8, share: float) -> Pixels8:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = (stats[:, cv2.CC_STAT_AREA] > share * mask.size).astype(np.uint8)
    keep[0] = 0
    return np.asarray(keep[labels])
