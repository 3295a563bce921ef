"""Where a preset may put the model's own pixels: sky, lawn, lit windows.

Found at working size in the original, with the registered answer as a witness. `mattes` then carries the soft coverage
to full size.
"""

from __future__ import annotations

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur


def find(name: str, small: Pixels8, answer: Pixels8) -> Floats:
    """The region's coverage (H x W, 0 to 1) at working size; all zero when the photo has none."""
    return {"sky": sky, "lawn": lawn, "windows": windows}[name](small, answer)


def sky(small: Pixels8, answer: Pixels8) -> Floats:
    """Bright or blue, smooth, and joined to the top edge; gaps in trees by colour."""
    height, width = small.shape[:2]
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    luma, blue = lab[..., 0], -lab[..., 2]
    bright = (luma > 55) & (np.abs(lab[..., 1]) < 14) & (lab[..., 2] < 12) | (
        (blue > 6) & (luma > 25) & (lab[..., 1] < 14)
    )
    smooth = cv2.morphologyEx(luma, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) < 6
    candidate = cv2.morphologyEx((bright & smooth).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    seeds = _touching_top(candidate)
    if seeds.mean() < 0.003:
        return np.zeros((height, width), np.float32)
    colour, spread = _local_colour(lab, seeds.astype(np.float32), max(height, width) / 24)
    distance = np.sqrt((((lab - colour) / spread) ** 2).sum(axis=-1))
    soft = np.clip((4.0 - distance) / 3.0, 0, 1).astype(np.float32)
    reach = cv2.dilate(seeds, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (41, 41)))
    return np.asarray(soft * reach)


def lawn(small: Pixels8, answer: Pixels8) -> Floats:
    """Below the middle, yellow to green, and turned greener by the answer."""
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    new = cv2.cvtColor(answer.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    plant = (lab[..., 2] > 6) & (lab[..., 1] < 22)
    greener = blur(lab[..., 1] - new[..., 1], 2)
    is_green = (blur(new[..., 1], 2) < -8) & (blur(new[..., 2], 2) > 5)
    score = np.clip((greener - 5) / 6, 0, 1) * plant * is_green
    solid = cv2.morphologyEx((score > 0.4).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    kept = _large(solid, 0.002)
    kept[: int(0.3 * kept.shape[0])] = 0
    return blur(kept.astype(np.float32), 1)


def windows(small: Pixels8, answer: Pixels8) -> Floats:
    """Places that the answer made brighter against their surroundings: lit glass."""
    before = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)[..., 0].astype(np.float32)
    after = cv2.cvtColor(answer, cv2.COLOR_RGB2LAB)[..., 0].astype(np.float32)
    gain = after - before
    lit = (gain - blur(gain, max(small.shape) / 20) > 35) & (after > 120)
    solid = cv2.morphologyEx(lit.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    kept = _large(solid, 0.0003)
    return blur(kept.astype(np.float32), 1)


def _touching_top(mask: Pixels8) -> Pixels8:
    """Components that reach the top edge with some width, plus large bright ones just below those."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    keep = np.zeros(count, np.uint8)
    top = np.bincount(labels[:3].ravel(), minlength=count)
    for label in range(1, count):
        keep[label] = top[label] > 0.02 * mask.shape[1] and stats[label, cv2.CC_STAT_AREA] > 0.002 * mask.size
    return np.asarray(keep[labels])


def _large(mask: Pixels8, share: float) -> Pixels8:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = (stats[:, cv2.CC_STAT_AREA] > share * mask.size).astype(np.uint8)
    keep[0] = 0
    return np.asarray(keep[labels])


def _local_colour(lab: Floats, weight: Floats, sigma: float) -> tuple[Floats, Floats]:
    """Weighted mean and deviation of colour around each place."""
    total = blur(weight, sigma)[..., None] + 1e-4
    mean = blur(lab * weight[..., None], sigma) / total
    square = blur(lab * lab * weight[..., None], sigma) / total
    return mean, np.sqrt(np.maximum(square - mean * mean, 0)) + 3.0
