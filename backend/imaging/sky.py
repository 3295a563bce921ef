"""Where the sky is: found at working size in the original, with the registered answer as a witness."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, disc, dot, lab_of, one_way, over, times
from .mattes import extend
from .open_sky import open_sky


def sky(small: Pixels8, answer: Pixels8, valid: Floats | None = None) -> Floats:
    """The open sky (`open_sky`), and what shows through trees and fences by colour.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Pixels8
        The registered answer.
    valid : (H, W) Floats, optional
        0 to 1: where the answer shows the photo; without it, everywhere.

    Returns
    -------
    (H, W) Floats
        Coverage, 0 to 1.
    """
    coverage = np.zeros(small.shape[:2], np.float32)
    seeds, walls = open_sky(small, answer)
    if seeds.mean() >= LEAST:
        reach = slice(0, int(np.flatnonzero(seeds.any(axis=1))[-1]) + len(small) // 3)
        shown = None if valid is None else valid[reach]
        shared = _shared(small, answer, seeds)
        coverage[reach] = _around(seeds[reach], walls[reach], small[reach], answer[reach], shown, shared)
    return coverage


LEAST = 0.003
"""Share of the photo below which there is no sky to speak of."""


def _around(
    seeds: Pixels8, walls: Pixels8, small: Pixels8, answer: Pixels8, valid: Floats | None, shared: Floats
) -> Floats:
    """The open sky (`seeds`), what of it is seen through something else, and pixels that are part sky: 0 to 1."""
    lab = lab_of(small)
    weight = seeds.astype(np.float32)
    colour, spread = _colours(lab, weight)
    apart = (lab - colour) / spread
    distance = np.sqrt(dot(apart, apart)) + np.maximum(lab[..., 2] - _warmest(lab, seeds) - WARMER, 0)
    behind = _continued(small.astype(np.float32), weight)
    away = cv2.distanceTransform(1 - seeds, cv2.DIST_L2, 3)
    unit = min(1.0, small.shape[1] / 1200)
    near = (away < NEAR * unit).astype(np.uint8)
    with ThreadPoolExecutor(1) as pool:
        seen_through = pool.submit(_seen_through, distance, lab, answer, seeds)
        alpha = _mixed(small, behind, distance)
        gaps = _gaps(lab, colour, distance, away)
        alpha *= ((away < FAR * unit) | gaps | seen_through.result()) & (1 - walls)
    leaves = near * leafy(small)
    told = _told(alpha, small, answer, behind, seeds, near, leaves, shared)
    told = np.maximum(told, leaves * (distance < 2))
    if valid is not None:
        # What the answer does not show is as what it shows beside it, or has all of the sky's colour.
        shown = cv2.erode(np.asarray(valid > 0.5, np.float32), disc(3))
        told = extend(cv2.merge((told, told)), shown)[..., 0]  # planes alone lose their axis
        told = np.maximum(told, near * (1 - shown) * (distance < 1.5))
    confirmed = alpha * np.maximum(told, weight)
    # Right next to open sky its colour is proof enough.
    plain = np.clip((4.0 - distance) / 3.0, 0, 1) * np.where(away < 2.5, 1, told * (away < 4.5))
    return np.asarray(np.maximum.reduce([confirmed, plain.astype(np.float32), weight]))


def _warmest(lab: Floats, seeds: Pixels8) -> float:
    """CIELAB b of the yellowest clouds: a wall in the sun may be as pale as these, but is warmer."""
    known = lab[::4, ::4, 2][seeds[::4, ::4] > 0]
    return float(np.quantile(known, 0.99)) if known.size else 0.0


WARMER = 4.0
"""By how much."""


def _shown_as_sky(lab: Floats, answer: Pixels8, seeds: Pixels8) -> Floats:
    """Whether the answer has its own sky's colour, and that is another than the photo's (`lab`) was."""
    after = lab_of(cv2.GaussianBlur(answer, (0, 0), 1))
    apart = after - _continued(after, cv2.erode(seeds, disc(6)).astype(np.float32))
    moved = after - lab
    return np.asarray((dot(apart, apart) < ALIKE**2) & (dot(moved, moved) > MOVED**2))


ALIKE, MOVED = 14.0, 20.0
"""In CIELAB."""


def _colours(lab: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Colour and deviation (H x W x 3) of the open sky (`weight`) around each place; beyond, those of the nearest."""
    size = (max(1, lab.shape[1] // 8), max(1, lab.shape[0] // 8))
    reach = max(size) / 24
    counts = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    squares = times(lab * lab, weight)
    total = cv2.GaussianBlur(counts, (0, 0), reach)
    known = np.clip(total / 0.05, 0, 1)
    mean, square = (
        extend(
            over(cv2.GaussianBlur(cv2.resize(v, size, interpolation=cv2.INTER_AREA), (0, 0), reach), total + 1e-6),
            known,
        )
        for v in (times(lab, weight), squares)
    )
    deviation = np.sqrt(np.maximum(square - mean * mean, 0)) + 3
    width, height = lab.shape[1::-1]
    return cv2.resize(mean, (width, height)), cv2.resize(deviation, (width, height))


NEAR, FAR = 40.0, 120.0
"""Working pixels around the open sky in which its colour is sky unless the answer denies it, and if it confirms it;
less in photos that are smaller than 1200."""


def _seen_through(distance: Floats, lab: Floats, answer: Pixels8, seeds: Pixels8) -> Pixels8:
    """Sky far from the open one (between planks, under branches): it looks like sky, and the answer made it so too.

    A new sky much like the old one tells nothing of what else is as pale.
    """
    alike = _shown_as_sky(lab, answer, seeds)
    count, labels = cv2.connectedComponents((distance < 2.5).astype(np.uint8), connectivity=4)
    size = np.bincount(labels.ravel(), minlength=count)
    # What stands before a sky ends sharply. The light of a lamp on a pale wall does not.
    ring = cv2.dilate(labels.astype(np.float32), np.ones((7, 7), np.uint8)).astype(np.intp) * (labels == 0)
    edge = np.bincount(ring.ravel(), minlength=count)
    sharp = np.bincount(ring[distance > 5], minlength=count) > 0.6 * edge
    keep = (np.bincount(labels[alike], minlength=count) > 0.6 * size) & (size > 3) & sharp
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


def _told(
    alpha: Floats,
    small: Pixels8,
    answer: Pixels8,
    behind: Floats,
    seeds: Pixels8,
    near: Pixels8,
    leaves: Floats,
    shared: Floats,
) -> Floats:
    """0 to 1: whether the answer changed a place as much as a new sky seen through `alpha` would have changed it.

    Gaps in trees and fences are sky wherever they are; a white wall, a chimney's cap or a bright roof never is.
    """
    part = alpha * (1 - seeds)
    after = answer.astype(np.float32)
    fresh = _continued(after, cv2.erode(seeds, disc(4)).astype(np.float32))
    expected = times(fresh - np.clip(cv2.transform(behind, shared.T), 0, 255), part)
    fresh -= after
    after -= np.clip(cv2.transform(small.astype(np.float32), shared.T), 0, 255)
    from_sky, from_ground, power = dot(fresh, fresh), dot(after, after), dot(expected, expected)
    shown = cv2.GaussianBlur(dot(after, expected), (0, 0), 2)
    power = cv2.GaussianBlur(power, (0, 0), 2)
    least = np.where(near, LOW, LOW_FAR)
    told = np.clip((shown / (power + 20) - least) / RISE, 0, 1)
    # Of a whole patch it is simple: does the answer show it as the sky, or as all else?
    whole = cv2.erode(np.asarray(alpha > 0.7, np.float32), disc(2))
    likely = _likely(from_sky, from_ground, 1.5, PATCH) * np.clip(shown / (power + 20) / LOW, 0, 1)
    told += cv2.GaussianBlur(cv2.dilate(whole, disc(3)), (0, 0), 1) * (likely - told)
    # And pale bricks that stay what they were are no gaps.
    told *= np.maximum(leaves, _likely(from_sky * part, from_ground * part, 4, TEXTURE))
    # Where the new sky is as bright as the old one there is nothing to see, and leaves nearby are believed.
    weak = near * leaves * (1 - np.clip(power / 60, 0, 1))
    return np.asarray(np.maximum(told, weak), np.float32)


def leafy(small: Pixels8) -> Floats:
    """What is rich in edges that run every way. Models draw leaves anew, so that an answer's do not deny a gap.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.

    Returns
    -------
    (H, W) Floats
        0 to 1.
    """
    whole, size = small.shape[1::-1], (max(1, small.shape[1] // 2), max(1, small.shape[0] // 2))
    luma = cv2.resize(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA).astype(np.float32)
    straight, _ = one_way(luma, 1.5, floor=1)
    mean, square = (cv2.GaussianBlur(v, (0, 0), 1) for v in (luma, luma * luma))
    rich = np.clip((square - mean * mean) / 150, 0, 1) * (1 - straight)
    return cv2.resize(np.clip((blur(rich, 3) - 0.2) / 0.15, 0, 1), whole)


def _likely(from_sky: Floats, from_ground: Floats, sigma: float, least: float) -> Floats:
    """0 to 1, from squared distances of the answer to the new sky, and to what it did to all else, over `sigma`."""
    sky_like, ground_like = (np.sqrt(cv2.GaussianBlur(v, (0, 0), sigma)) for v in (from_sky, from_ground))
    return np.clip((ground_like / (sky_like + ground_like + SMALL) - least) / RISE, 0, 1)


SMALL = 5.0
"""Levels of 255 that tell nothing."""

PATCH, TEXTURE = 0.15, 0.3
"""Share of the way from ground to sky, in the answer, up to which a patch or a texture is no sky."""

LOW, LOW_FAR, RISE = 0.15, 0.5, 0.2
"""Share of the expected change from which a place is sky, near the open one and far from it, and until it is surely."""


def _shared(small: Pixels8, answer: Pixels8, seeds: Pixels8) -> Floats:
    """What the answer did to everything but the sky: 4 x 3, for (r, g, b, 1), held towards a plain gain."""
    size = (max(1, seeds.shape[1] // 8), max(1, seeds.shape[0] // 8))
    before, after, inside = (
        cv2.resize(v.astype(np.float32), size, interpolation=cv2.INTER_AREA) for v in (small, answer, seeds)
    )
    rest = inside < 0.05
    mean, aimed = before[rest].mean(axis=0), after[rest].mean(axis=0)
    apart = before[rest] - mean
    covariance, cross = apart.T @ apart / len(apart), apart.T @ (after[rest] - aimed) / len(apart)
    held = HELD * np.eye(3, dtype=np.float32)
    slopes = np.linalg.solve(covariance + held, cross + held * (aimed / np.maximum(mean, 1)))
    return np.asarray(np.vstack((slopes, aimed - mean @ slopes)), np.float32)


HELD = 2000.0
"""Squared levels: what is brighter than all else (a white gutter) would else be told by what grass did."""


def _continued(values: Floats, weight: Floats) -> Floats:
    """`values` where `weight` is 1, coarsely, and smoothly continued from there."""
    size = (max(1, values.shape[1] // 4), max(1, values.shape[0] // 4))
    known = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    coarse = over(cv2.resize(times(values, weight), size, interpolation=cv2.INTER_AREA), known + 1e-6)
    return cv2.resize(extend(coarse, np.minimum(known * 4, 1)), values.shape[1::-1], interpolation=cv2.INTER_LINEAR)
