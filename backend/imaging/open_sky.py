"""The open sky: bright or blue, smooth, joined to the top edge, and treated by the answer unlike what it borders on."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from . import patches
from .arrays import Floats, Pixels8, over, times

LARGE = 0.002
"""Share of the photo from which a patch reaches the top for certain, or is surely none if it is not found to be one."""

APART, LEAST, MOST = 3.0, 0.1, 0.6
"""How far the answer must treat a sky otherwise than its surroundings, along a quarter of the border or more.

In deviations of what it did to these, but between 0.1 and 0.6 stops. Measured along the borders of 9 skies and 3 white
ceilings: new skies 0.6 to 2.1 stops, at dusk 1.0 to 2.1; ceilings and old skies in new light 0.1 to 0.6, and 0.02 where
nothing was to change.
"""

ALIKE, ALIKE_AFTER, TOGETHER = 2.1, 3.0, 4.0
"""Deviations of colour up to which a patch behind a tree is like the sky at its height, in photo and answer.

And in both together where the answer changed the light, so that walls are not told by that they stayed as they were.
"""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Photo and answer at a quarter of the working size (H x W, or H x W x 3).

    `groups`: labels of patches that continue each other, 0 for none. `lab`, `after`: CIELAB of photo and answer.
    `gain`: by how many stops the answer is brighter. `surroundings`: 1 where no patch is.
    """

    groups: Floats
    lab: Floats
    after: Floats
    gain: Floats
    surroundings: Floats


def open_sky(small: Pixels8, answer: Pixels8) -> tuple[Pixels8, Pixels8]:
    """The sky without gaps in trees, and what only has the colours of one.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Pixels8
        The registered answer.

    Returns
    -------
    sky, walls : (H, W) Pixels8
        0 or 1.
    """
    lab, after = (cv2.cvtColor(picture, cv2.COLOR_RGB2LAB) for picture in (small, answer))
    single = patches.smooth(lab, after)
    large = np.bincount(single.ravel()) > LARGE * single.size
    large[0] = False
    one, other = patches.continuing(single, lab, after)
    group = patches.merged(one, other, len(large))
    among_small = ~large[one] & ~large[other]
    unit = patches.merged(one[among_small], other[among_small], len(large))

    size = (max(1, single.shape[1] // 4), max(1, single.shape[0] // 4))
    share, lab, after, before, shown = (
        cv2.resize(v.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        for v in (single > 0, lab, after, small, answer)
    )
    groups, units = (
        cv2.resize(v[single].astype(np.float32), size, interpolation=cv2.INTER_NEAREST).astype(np.intp) * (share > 0.99)
        for v in (group, unit)
    )
    surroundings = (cv2.dilate(share, np.ones((3, 3), np.uint8)) < 0.01).astype(np.float32)
    gain = np.log2(_light(shown)) - np.log2(_light(before))
    pair = _Pair(groups, patches.cielab(lab), patches.cielab(after), gain, surroundings)

    top = group[single[:3]]
    reaching = [int(label) for label in np.unique(top) if label and (top == label).any(axis=0).mean() > 0.02]
    found = np.isin(group, _chosen(pair, reaching))
    # A white wall may continue a white cloud, but the answer has made nothing new of it.
    walls = [label for label in np.unique(unit[found]) if _apart(pair, units == label) < LEAST]
    seeds = found & ~np.isin(unit, walls)
    return seeds[single].astype(np.uint8), (large & ~found)[single].astype(np.uint8)


def _chosen(pair: _Pair, reaching: list[int]) -> list[int]:
    """The groups that are sky: of those that are `reaching` the top, and then of those that are like them."""
    elsewhere = pair.gain[pair.surroundings > 0]
    usual = np.median(np.abs(elsewhere - np.median(elsewhere, axis=0)).max(axis=1)) if len(elsewhere) else MOST
    least = np.clip(APART * usual, LEAST, MOST)
    together = TOGETHER if least == MOST else ALIKE + ALIKE_AFTER

    def differs(*labels: int) -> bool:
        return bool(_apart(pair, np.isin(pair.groups, labels)) > least)

    count = np.bincount(pair.groups.ravel())
    others = {int(label) for label in np.flatnonzero(count) if label}
    first = [k for k in reaching if k in others and count[k] > LARGE * pair.groups.size]
    # Where it borders on nothing but dark trees, what is seen below these tells.
    sky = {k for k in first if differs(k) or differs(k, *_like(pair, {k}, others - {k}, together))}
    more = sky
    while more:
        others -= more
        more = {label for label in _like(pair, sky, others, together) if differs(label)}
        sky |= more
    return sorted(sky)


def _like(pair: _Pair, sky: set[int], others: set[int], together: float) -> list[int]:
    """Those of `others` that have the colours of the sky at their height, begin about there and are no mere frames."""
    known = np.isin(pair.groups, list(sky))
    labels = pair.groups.ravel()
    area = np.maximum(np.bincount(labels), 1)
    away = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 3)
    close = np.bincount(labels, away.ravel() < CLOSE * max(known.shape)) > 0
    lowest = np.flatnonzero(known.any(axis=1))[-1] + np.where(close, len(known) // 8, -len(known) // 8)
    whole = cv2.erode((pair.groups > 0).astype(np.uint8), np.ones((3, 3), np.uint8))
    thick = np.bincount(labels, whole.ravel()) > 0
    rows = np.repeat(np.arange(len(known)), known.shape[1])
    top = np.zeros(len(area), np.intp)
    top[labels[::-1]] = rows[::-1]
    distances = []
    for picture in (pair.lab, pair.after):
        mean, spread = _by_height(picture, known)
        step = picture.reshape(-1, 3) - mean[rows]
        apart = np.column_stack([np.bincount(labels, step[:, k]) / area for k in range(3)])
        distances.append(np.linalg.norm(apart, axis=1) / (np.bincount(labels, spread[rows]) / area + 3))
    here, there = distances
    like = thick & (top < lowest) & (here < ALIKE) & (there < ALIKE_AFTER) & (here + there < together)
    # A white wall may look like a cloud of either sky; what the answer did to it tells.
    usual = np.median(pair.gain[pair.surroundings > 0], axis=0) if pair.surroundings.any() else np.zeros(3)
    gained = np.column_stack([np.bincount(labels, pair.gain[..., k].ravel()) / area for k in range(3)])
    height = np.bincount(labels, rows) / area
    new = _by_height(pair.gain, known)[0][height.astype(np.intp)]
    to_new, to_usual, to_none = (np.linalg.norm(gained - v, axis=1) for v in (new, usual, np.zeros(3)))
    like &= to_new < np.minimum(to_usual, to_none) + LEAST
    return [int(label) for label in np.flatnonzero(like) if label in others]


def _by_height(picture: Floats, known: Floats) -> tuple[Floats, Floats]:
    """Mean colour (H x 3) of what is `known` around each height, and its deviation (H); beyond, that of the nearest."""
    weight = known.astype(np.float32)
    sums = [
        cv2.blur(np.asarray(v, np.float64).sum(axis=1).reshape(len(known), -1), (1, ROWS))
        for v in (weight, times(picture, weight), times(picture * picture, weight))
    ]
    told = np.flatnonzero(sums[0][:, 0] >= min(1.0, sums[0].max()))
    nearest = told[np.abs(np.arange(len(known))[:, None] - told).argmin(axis=1)]
    mean, square = (v[nearest] / sums[0][nearest] for v in sums[1:])
    return mean, np.sqrt(np.maximum(square - mean * mean, 0).sum(axis=1))


ROWS = 15

CLOSE = 0.15
"""Share of the long edge: what is farther from the sky and begins where it ends (a white van) is none of it."""


def _apart(pair: _Pair, mask: Floats) -> float:
    """How many stops the gain in `mask` is from that around it, or more, along a quarter of the border; else NaN."""
    inside: Floats = cv2.erode(mask.astype(np.float32), np.ones((3, 3), np.uint8))
    if not inside.any():
        inside = mask.astype(np.float32)
    known = [cv2.GaussianBlur(part, (0, 0), BAND) for part in (inside, pair.surroundings)]
    border = (known[0] > 0.03) & (known[1] > 0.1)
    if not border.any():
        return float("nan")
    here, there = (
        over(cv2.GaussianBlur(times(pair.gain, part), (0, 0), BAND), total + 1e-4)
        for part, total in zip((inside, pair.surroundings), known, strict=True)
    )
    return float(np.quantile(np.abs(here - there).max(axis=-1)[border], 0.75))


BAND = 4.0
"""Quarter working pixels (standard deviation) to each side of a border that are compared."""


def _light(picture: Floats) -> Floats:
    return np.asarray((picture / 255) ** 2.2 + 0.01)
