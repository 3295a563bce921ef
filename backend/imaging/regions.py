"""Where a preset may put the model's own pixels: sky, lawn, lit windows.

Found at working size in the original, with the registered answer as a witness. `mattes` then carries the soft coverage
to full size.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, disc, dot, over, times
from .mattes import extend


def find(name: str, small: Pixels8, answer: Pixels8, valid: Floats | None = None) -> Floats:
    """The region's coverage (H x W, 0 to 1) at working size; all zero when the photo has none.

    `valid` (H x W, 0 to 1): where the answer shows the photo; without it, everywhere.
    """
    if name == "sky":
        return sky(small, answer, valid)
    return {"lawn": lawn, "windows": windows}[name](small, answer)


def sky(small: Pixels8, answer: Pixels8, valid: Floats | None = None) -> Floats:
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
    weight = seeds.astype(np.float32)
    colour, spread = _local_colour(lab, weight, max(height, width) / 24)
    apart = (lab - colour) / spread
    distance = np.sqrt(dot(apart, apart))
    behind = _continued(small.astype(np.float32), weight)
    away = cv2.distanceTransform(1 - seeds, cv2.DIST_L2, 3)
    near = (away < NEAR).astype(np.uint8)
    with ThreadPoolExecutor(1) as pool:
        seen_through = pool.submit(_seen_through, distance, answer, seeds)
        alpha = _mixed(small, behind, distance)
        alpha *= near | _gaps(lab, colour, distance, away) | seen_through.result()
    confirmed = _confirmed(alpha, small, answer, behind, seeds, near)
    if valid is not None:
        # What the answer does not show it cannot deny.
        confirmed = np.maximum(confirmed, alpha * cv2.dilate(1 - valid, disc(10)))
    alpha = confirmed
    # Next to open sky its colour is proof enough.
    plain = np.clip((4.0 - distance) / 3.0, 0, 1) * (away < 4.5)
    return np.asarray(np.maximum(alpha, plain), np.float32)


NEAR = 40.0
"""Working pixels around the open sky in which its colour may be sky as well."""


def _seen_through(distance: Floats, answer: Pixels8, seeds: Pixels8) -> Pixels8:
    """Sky far from the open one (between planks, under branches): it looks like sky, and the answer made it so too."""
    after = _lab(cv2.GaussianBlur(answer, (0, 0), 1))
    wanted = _continued(after, cv2.erode(seeds, disc(6)).astype(np.float32))
    apart = after - wanted
    alike = dot(apart, apart) < 14**2
    count, labels = cv2.connectedComponents((distance < 2.5).astype(np.uint8), connectivity=4)
    size = np.bincount(labels.ravel(), minlength=count)
    keep = (np.bincount(labels[alike], minlength=count) > 0.6 * size) & (size > 3)
    keep[0] = False
    return cv2.dilate(keep[labels].astype(np.uint8), disc(3))


def _gaps(lab: Floats, colour: Floats, distance: Floats, away: Floats) -> Pixels8:
    """Specks of the sky's colour in something dark, as leaves leave them, not too far below the open sky."""
    alike = ((distance < 6) & (lab[..., 0] > 0.75 * colour[..., 0])).astype(np.uint8)
    solid = cv2.dilate(cv2.morphologyEx(alike, cv2.MORPH_OPEN, disc(4)), disc(8))
    dark = blur((lab[..., 0] < 40).astype(np.float32), 4) > 0.4
    within = away < max(away.shape) / 8
    return cv2.dilate(((alike > solid) & dark & within).astype(np.uint8), disc(2))


def _mixed(small: Pixels8, behind: Floats, distance: Floats) -> Floats:
    """Coverage of pixels that are part sky: how far they are from what stands before it to the sky's own colour."""
    picture = small.astype(np.float32)
    solid = (distance > 5).astype(np.float32)
    total = cv2.GaussianBlur(solid, (0, 0), 3)
    before = over(cv2.GaussianBlur(times(picture, solid), (0, 0), 3), total + 1e-4)
    way = behind - before
    length = dot(way, way)
    share = dot(picture - before, way) / (length + 100)
    alpha = np.clip((4.0 - distance) / 3.0, 0, 1)
    told = (total > 0.05) & (length > 40**2)
    return np.asarray(np.where(told, np.maximum(alpha, np.clip((share - 0.25) / 0.7, 0, 1)), alpha), np.float32)


def _confirmed(alpha: Floats, small: Pixels8, answer: Pixels8, behind: Floats, seeds: Pixels8, near: Pixels8) -> Floats:
    """`alpha` where the answer changed as much as a new sky seen through such a coverage would have changed it.

    Gaps in trees and fences are sky wherever they are; a white wall, a chimney's cap or a bright roof never is.
    """
    height, width = small.shape[:2]
    size = (max(1, width // 8), max(1, height // 8))
    shared = _shared(
        *(cv2.resize(v.astype(np.float32), size, interpolation=cv2.INTER_AREA) for v in (small, answer, seeds))
    )
    after = answer.astype(np.float32)
    gain = after - np.clip(cv2.transform(small.astype(np.float32), shared.T), 0, 255)
    sure = cv2.erode(seeds, disc(4)).astype(np.float32)
    full = _continued(after, sure) - np.clip(cv2.transform(behind, shared.T), 0, 255)
    expected = times(full, alpha * (1 - seeds))
    power = dot(expected, expected)
    shown = cv2.GaussianBlur(dot(gain, expected), (0, 0), 2)
    power = cv2.GaussianBlur(power, (0, 0), 2)
    told = np.clip((shown / (power + 20) - LOW) / (HIGH - LOW), 0, 1)
    # Where the new sky is as bright as the old one there is nothing to see, and what is near is believed.
    weak = near * (1 - np.clip(power / 60, 0, 1))
    return np.asarray(alpha * np.maximum(np.maximum(told, weak), seeds), np.float32)


LOW, HIGH = 0.15, 0.35


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
    unlike = (after - colour) / (spread + 2)
    near = dot(unlike, unlike) < 3.0**2
    grown: Pixels8 = (near & plant & (after[..., 1] < -4)).astype(np.uint8) | seeds
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
    # A post or a wall before the pane has a colour of its own; frames and glass have none.
    neutral = np.clip((18 - np.hypot(before[..., 1], before[..., 2])) / 8, 0, 1)
    soft = soft * neutral * cv2.GaussianBlur(near.astype(np.float32), (0, 0), 1)
    return np.asarray(np.maximum(soft, inner * neutral), np.float32)


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
    shared = _shared(before, after, inside)
    miss = np.abs(np.clip(cv2.transform(before, shared.T), 0, 255) - after).mean(axis=-1)
    usual = float(miss[rest].mean())
    _, labels = cv2.connectedComponents(seeds, connectivity=4)
    small_labels = cv2.resize(labels.astype(np.float32), size, interpolation=cv2.INTER_NEAREST).astype(int)
    keep = np.zeros(labels.max() + 1, np.uint8)
    for label in range(1, len(keep)):
        place = (small_labels == label) & (inside > 0.9)
        keep[label] = place.any() and float(miss[place].mean()) > max(10.0, 2.5 * usual)
    return np.asarray(keep[labels])


def _shared(before: Floats, after: Floats, inside: Floats) -> Floats:
    """What the answer did to everything but `inside`: 4 x 3, for (r, g, b, 1)."""
    rest = inside < 0.05
    return np.asarray(np.linalg.lstsq(np.insert(before[rest], 3, 1, axis=1), after[rest], rcond=None)[0], np.float32)


def _continued(values: Floats, weight: Floats) -> Floats:
    """`values` where `weight` is 1, coarsely, and smoothly continued from there."""
    size = (max(1, values.shape[1] // 4), max(1, values.shape[0] // 4))
    known = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    coarse = over(cv2.resize(times(values, weight), size, interpolation=cv2.INTER_AREA), known + 1e-6)
    return cv2.resize(extend(coarse, np.minimum(known * 4, 1)), values.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def _large(mask: Pixels8, share: float) -> Pixels8:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = (stats[:, cv2.CC_STAT_AREA] > share * mask.size).astype(np.uint8)
    keep[0] = 0
    return np.asarray(keep[labels])


def _local_colour(lab: Floats, weight: Floats, sigma: float) -> tuple[Floats, Floats]:
    """Weighted mean and deviation of colour around each place."""
    total = blur(weight, sigma) + 1e-4
    weighted = times(lab, weight)
    mean = over(blur(weighted, sigma), total)
    square = over(blur(weighted * lab, sigma), total)
    return mean, np.sqrt(np.maximum(square - mean * mean, 0)) + 3.0
