"""Where a preset may put the model's own pixels: sky, lawn, lit windows.

Found at working size in the original, with the registered answer as a witness. `mattes` then carries the soft coverage
to full size.
"""

from __future__ import annotations

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, disc


def find(name: str, small: Pixels8, answer: Pixels8) -> Floats:
    """The region's coverage (H x W, 0 to 1) at working size; all zero when the photo has none."""
    return {"sky": sky, "lawn": lawn, "windows": windows}[name](small, answer)


def sky(small: Pixels8, answer: Pixels8) -> Floats:
    """Bright or blue, smooth, and joined to the top edge; gaps in trees by colour."""
    height, width = small.shape[:2]
    lab = _lab(small)
    luma, blue = lab[..., 0], -lab[..., 2]
    bright = (luma > 55) & (np.abs(lab[..., 1]) < 14) & (lab[..., 2] < 12) | (
        (blue > 6) & (luma > 25) & (lab[..., 1] < 14)
    )
    smooth = cv2.morphologyEx(luma, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) < 6
    candidate = cv2.morphologyEx((bright & smooth).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    seeds = _replaced(small, answer, _touching_top(candidate))
    if seeds.mean() < 0.003:
        return np.zeros((height, width), np.float32)
    colour, spread = _local_colour(lab, seeds.astype(np.float32), max(height, width) / 24)
    distance = np.sqrt((((lab - colour) / spread) ** 2).sum(axis=-1))
    soft = np.clip((4.0 - distance) / 3.0, 0, 1).astype(np.float32)
    reach = cv2.dilate(seeds, disc(40))
    return np.asarray(soft * reach)


def lawn(small: Pixels8, answer: Pixels8) -> Floats:
    """Plants in the lower part that the answer shows as one lawn: grown from what it made greener."""
    before, after = (_lab(blur(v.astype(np.float32), 1.5)) for v in (small, answer))
    plant = (before[..., 2] > 4) & (before[..., 1] < 20)
    greener = before[..., 1] - after[..., 1]
    seeds = plant & (greener > 7) & (after[..., 1] < -7) & (after[..., 2] > 5)
    seeds[: int(0.3 * seeds.shape[0])] = False
    seeds = _large(cv2.morphologyEx(seeds.astype(np.uint8), cv2.MORPH_OPEN, disc(2)), 0.002)
    if not seeds.any():
        return np.zeros(seeds.shape, np.float32)
    colour, spread = _local_colour(after, seeds.astype(np.float32), max(small.shape) / 16)
    near = (((after - colour) / (spread + 2)) ** 2).sum(axis=-1) < 3.0**2
    grown = (near & plant & (after[..., 1] < -4)).astype(np.uint8) | seeds
    grown = cv2.morphologyEx(grown, cv2.MORPH_CLOSE, disc(2))
    reached = _joined(grown, seeds)
    # What a lawn encloses (a few darker blades) is lawn; a tree in it or a path across it is not small.
    holes = 1 - _large(1 - reached, 0.0004)
    return cv2.GaussianBlur(holes.astype(np.float32), (0, 0), 0.8)


def windows(small: Pixels8, answer: Pixels8) -> Floats:
    """Neutral, rather dark places that the answer made much brighter than their surroundings: glass that is lit now."""
    before, after = _lab(small), _lab(answer)
    light = after[..., 0]
    gain = light - before[..., 0]
    lit = (gain - blur(gain, max(small.shape) / 20) > 14) & (light > 50)
    glass = (before[..., 0] < 65) & (np.abs(before[..., 1]) < 9) & (np.abs(before[..., 2]) < 9)
    solid = _large(cv2.morphologyEx((lit & glass).astype(np.uint8), cv2.MORPH_OPEN, disc(2)), 0.00015)
    if not solid.any():
        return solid.astype(np.float32)
    # Frames and bars stay dark: between the two levels the answer's own light is the coverage.
    near = cv2.dilate(solid, disc(5))
    bright = blur(cv2.dilate(light * solid, disc(8)), 3)
    dark = blur(cv2.erode(light, disc(6)), 3)
    inner = cv2.erode(solid, disc(3))
    soft = np.clip((light - dark) / np.maximum(0.8 * bright - dark, 8), 0, 1) * near * (gain > 4)
    soft = soft * cv2.GaussianBlur(near.astype(np.float32), (0, 0), 1)
    return np.asarray(np.maximum(soft, inner), np.float32)


def _lab(picture: Pixels8) -> Floats:
    return cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)


def _joined(mask: Pixels8, seeds: Pixels8) -> Pixels8:
    """The components of `mask` that hold seeds for at least a tenth of their area."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    share = np.bincount(labels[seeds > 0], minlength=len(stats)) / stats[:, cv2.CC_STAT_AREA]
    share[0] = 0
    return np.asarray((share > 0.1)[labels].astype(np.uint8))


def _touching_top(mask: Pixels8) -> Pixels8:
    """Components that reach the top edge with some width, plus large bright ones just below those."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    keep = np.zeros(count, np.uint8)
    top = np.bincount(labels[:3].ravel(), minlength=count)
    for label in range(1, count):
        keep[label] = top[label] > 0.02 * mask.shape[1] and stats[label, cv2.CC_STAT_AREA] > 0.002 * mask.size
    return np.asarray(keep[labels])


def _replaced(small: Pixels8, answer: Pixels8, seeds: Pixels8) -> Pixels8:
    """The components that the answer treats unlike the rest: a white ceiling follows the room's light, a sky is new."""
    size = (max(1, small.shape[1] // 8), max(1, small.shape[0] // 8))
    before, after, inside = (
        cv2.resize(v.astype(np.float32), size, interpolation=cv2.INTER_AREA) for v in (small, answer, seeds)
    )
    rest = inside < 0.05
    if rest.sum() < 100:
        return seeds
    known = np.concatenate((before, np.ones((*rest.shape, 1), np.float32)), axis=-1)
    shared = np.linalg.lstsq(known[rest], after[rest], rcond=None)[0]
    miss = np.abs(np.clip(known @ shared, 0, 255) - after).mean(axis=-1)
    usual = float(miss[rest].mean())
    _, labels = cv2.connectedComponents(seeds, connectivity=4)
    small_labels = cv2.resize(labels.astype(np.float32), size, interpolation=cv2.INTER_NEAREST).astype(int)
    keep = np.zeros(labels.max() + 1, np.uint8)
    for label in range(1, len(keep)):
        place = (small_labels == label) & (inside > 0.9)
        keep[label] = place.any() and float(miss[place].mean()) > max(10.0, 2.5 * usual)
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
