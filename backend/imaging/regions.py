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
    """A content region's coverage at working size.

    Parameters
    ----------
    name : str
        "sky", "lawn", "windows", "view" or "white".
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Pixels8
        The registered answer.
    valid : (H, W) Floats, optional
        0 to 1: where the answer shows the photo; without it, everywhere.

    Returns
    -------
    (H, W) Floats
        0 to 1; all zero when the photo has none.
    """
    if name == "sky":
        return sky(small, answer, valid)
    if name == "lawn":
        return lawn(small, answer)
    if name == "windows":
        return glass.coverage(small, answer, glass.windows(small, answer, valid))
    return blown.views(small, answer) if name == "view" else blown.places(small)


def lawn(small: Pixels8, answer: Pixels8) -> Floats:
    """The lawn: plants in the lower part that the answer shows as one even green, grown from what it made greener, and
    what in the photo is the same grass, whatever the answer put there.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Pixels8
        The registered answer.

    Returns
    -------
    (H, W) Floats
        0 to 1.
    """
    before, after = (lab_of(blur(v.astype(np.float32), 1.5)) for v in (small, answer))
    plant = (before[..., 2] > 4) & (before[..., 1] < 20)
    greener = before[..., 1] - after[..., 1]
    turned = plant & (greener > 7) & (after[..., 1] < -7) & (after[..., 2] > 5)
    turned[: int(0.3 * turned.shape[0])] = False
    made: Pixels8 = cv2.morphologyEx(turned.astype(np.uint8), cv2.MORPH_OPEN, disc(2))
    even = (_leafiness(before, after)[0] < LEAFY).astype(np.uint8)
    seeds = _large(_joined(made, made & even, 0.5) & even, 0.002)
    # Where most of what was made greener is leaves, the rest is hardly a lawn.
    if not seeds.any() or (made & even).sum() < 0.5 * made.sum():
        return np.zeros(seeds.shape, np.float32)
    # Bare soil may be as grey as paving, but is rough; a shadow may be bluer than any plant.
    bare = (greener > 7) & ((_rough(before) > ROUGH) | (before[..., 0] < DARK))
    ground = (plant | bare) & (before[..., 1] < 20)
    grown: Pixels8 = (ground & turf(before, after, seeds)).astype(np.uint8) | seeds
    grown = cv2.morphologyEx(grown, cv2.MORPH_CLOSE, disc(2))
    reached = _joined(grown, seeds)
    reached |= _same_grass(before, after, reached)
    # What a lawn encloses (a few darker blades) is lawn; a tree in it or a path across it is not small.
    holes = 1 - _large(1 - reached, 0.0004)
    return cv2.GaussianBlur(holes.astype(np.float32), (0, 0), 0.8)


LEAFY = 0.13
"""Deviation of light over its mean, between a 400th and a 75th of the photo: lawns have up to 0.1, shrubs from 0.13."""

ROUGH, DARK = 2.0, 25.0
"""Deviation of L between neighbouring places, and an L."""


def turf(before: Floats, after: Floats, lawn: Floats) -> Pixels8:
    """Where the answer shows an even green, the same as in most of the lawn nearby.

    The photo's own shadows may lie on what became greener.

    Parameters
    ----------
    before, after : (H, W, 3) Floats
        Photo and answer in CIELAB.
    lawn : (H, W) Floats
        Coverage, 0 to 1.

    Returns
    -------
    (H, W) array of bool
    """
    green = after[..., 1] < -4
    leafy, own = _leafiness(before, after)
    was, now = _material(before), _material(after)
    even = green & (leafy < LEAFY)
    colour, spread = local_colour(now, (lawn * even).astype(np.float32), max(lawn.shape) / 16)
    unlike = (now - colour) / (spread + 2)
    shaded = green & (own < LEAFY) & (was[..., 1] - now[..., 1] > 8)
    return np.asarray((even | shaded) & (dot(unlike, unlike) < 3.0**2))


def _material(lab: Floats) -> Floats:
    """Colour with little of the light: in the shade there is as little of the one as of the other."""
    return np.dstack((0.4 * lab[..., 0], lab[..., 1:] / (lab[..., :1] + 10) * 60)).astype(np.float32)


def _leafiness(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """How much light and shade there is within what is green around each place, beside its light; and how much of that
    is not the photo's. H x W each."""
    size = (max(1, after.shape[1] // 4), max(1, after.shape[0] // 4))
    photo, answer = (cv2.resize(lab, size, interpolation=cv2.INTER_AREA) for lab in (before, after))
    unit = max(size) / 750
    green = (answer[..., 1] < -4).astype(np.float32)

    def mean(plane: Floats, sigma: float) -> Floats:
        return np.asarray(blur(plane * green, sigma * unit) / (blur(green, sigma * unit) + 1e-3))

    def relief(lab: Floats) -> Floats:
        light = np.ascontiguousarray(lab[..., 0])
        return np.asarray((mean(light, 2) - mean(light, 10)) / (mean(light, 12) + 5))

    ours, theirs = relief(photo), relief(answer)
    all_of_it = mean(theirs * theirs, 12)
    shared = mean(ours * theirs, 12) ** 2 / (mean(ours * ours, 12) + 1e-4)
    both = np.dstack((all_of_it, np.maximum(all_of_it - shared, 0)))
    leafy, own = cv2.split(cv2.resize(np.sqrt(both), after.shape[1::-1], interpolation=cv2.INTER_LINEAR))
    return leafy, own


def _rough(lab: Floats) -> Floats:
    light = np.ascontiguousarray(lab[..., 0])
    return np.sqrt(blur(np.square(light - blur(light, 3)), 4))


def _same_grass(before: Floats, after: Floats, lawn: Pixels8) -> Pixels8:
    """What looks in the photo as the `lawn` beside it does, where the answer shows something else: a mask.

    The answer may have moved the edge of the lawn or put a path there. Left dry, it would be a dead strip.
    """
    size = (max(1, lawn.shape[1] // 2), max(1, lawn.shape[0] // 2))
    even, shown = (blur(cv2.resize(lab, size, interpolation=cv2.INTER_AREA), 2) for lab in (before, after))
    known: Pixels8 = cv2.resize(lawn, size, interpolation=cv2.INTER_NEAREST)
    material = _material(even)
    colour, spread = local_colour(material, known.astype(np.float32), max(size) / 8)
    unlike = (material - colour) / (spread + 1)
    alike = dot(unlike, unlike)
    moved = shown - even
    grass: Pixels8 = ((even[..., 2] > 8) & (dot(moved, moved) > 12**2) & (known == 0)).astype(np.uint8)
    grass[: int(0.3 * grass.shape[0])] = 0
    surely, probably, hardly = (np.asarray(alike < most**2, np.uint8) for most in (1.5, 2.5, 3.0))
    same: Pixels8 = cv2.morphologyEx(cv2.bitwise_and(grass, probably), cv2.MORPH_OPEN, disc(STRIP))
    same = _large(_joined(same, cv2.bitwise_and(same, surely), 0.5), 0.01)
    if not same.any():
        return lawn
    # Between the two lies the answer's own edge, and in the grass shade.
    both: Pixels8 = cv2.bitwise_or(same, known)
    near = cv2.bitwise_and(cv2.morphologyEx(both, cv2.MORPH_CLOSE, disc(STRIP)), cv2.dilate(same, disc(2 * STRIP)))
    more = _joined(cv2.bitwise_or(both, cv2.bitwise_and(near, hardly)), known, 0.0)
    if more.sum() > MOST_MORE * known.sum():
        return lawn
    return np.asarray(cv2.resize(more, lawn.shape[::-1], interpolation=cv2.INTER_NEAREST) | lawn)


STRIP, MOST_MORE = 5, 1.2
"""A quarter of the width (working pixels) from which a strip of grass is one; how much more than in the answer the lawn
may be: beyond that the answer has laid out another garden."""


def _joined(mask: Pixels8, seeds: Pixels8, least: float = 0.1) -> Pixels8:
    """The components of `mask` that hold seeds for more than `least` of their area."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    share = np.bincount(labels[seeds > 0], minlength=len(stats)) / stats[:, cv2.CC_STAT_AREA]
    share[0] = 0
    return np.asarray((share > least)[labels].astype(np.uint8))


def _large(mask: Pixels8, share: float) -> Pixels8:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = (stats[:, cv2.CC_STAT_AREA] > share * mask.size).astype(np.uint8)
    keep[0] = 0
    return np.asarray(keep[labels])
