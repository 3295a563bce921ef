"""The open sky: bright or blue, smooth, joined to the top edge, and treated by the answer unlike what it borders on."""

from __future__ import annotations

import cv2
import numpy as np

from .arrays import Floats, Pixels8, over, times

SMALLEST = 0.0002
"""Share of the photo below which a smooth patch is not looked at."""

LARGE = 0.002
"""Share of the photo from which a patch reaches the top for certain, or is surely none if it is not found to be one."""

GAP = 8.0
"""Half of the working pixels that a wire, a branch or an aerial may take out of a sky."""

SAME, SAME_AFTER = 6.0, 9.0
"""CIELAB distance up to which two patches continue each other, in the photo and in the answer."""

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


def open_sky(small: Pixels8, answer: Pixels8) -> tuple[Pixels8, Pixels8]:
    """Masks (H x W, 0 or 1) of the sky in `small`, without gaps in trees, and of what only has the colours of one."""
    lab, after = (cv2.cvtColor(picture, cv2.COLOR_RGB2LAB) for picture in (small, answer))
    single = _patches(lab, after)
    large = np.bincount(single.ravel()) > LARGE * single.size
    large[0] = False
    one, other = _continuing(single, lab, after)
    group, unit = _merged(one, other, len(large)), _merged(*_both(~large, one, other), len(large))
    patches = group[single]
    height, width = patches.shape
    size = (max(1, width // 4), max(1, height // 4))
    labels, parts = (
        cv2.resize(v.astype(np.float32), size, interpolation=cv2.INTER_NEAREST).astype(np.intp)
        for v in (patches, unit[single])
    )
    lab, after, before, shown, smooth = (
        cv2.resize(v.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        for v in (lab, after, small, answer, patches > 0)
    )
    lab, after = _cielab(lab), _cielab(after)
    labels[smooth < 0.99], parts[smooth < 0.99] = 0, 0
    gain = np.log2(_light(shown)) - np.log2(_light(before))
    surroundings = (cv2.dilate(smooth, np.ones((3, 3), np.uint8)) < 0.01).astype(np.float32)
    elsewhere = gain[surroundings > 0]
    usual = np.median(np.abs(elsewhere - np.median(elsewhere, axis=0)).max(axis=1)) if len(elsewhere) else MOST
    least = np.clip(APART * usual, LEAST, MOST)
    together = TOGETHER if least == MOST else ALIKE + ALIKE_AFTER

    def differs(*group: int) -> bool:
        return bool(_apart(np.isin(labels, group), surroundings, gain) > least)

    count = np.bincount(labels.ravel(), minlength=len(large))
    others = {int(label) for label in np.flatnonzero(count) if label}
    wide = [k for k in np.unique(patches[:3]) if (patches[:3] == k).any(axis=0).mean() > 0.02]
    first = [int(k) for k in wide if k in others and count[k] > LARGE * labels.size]
    # Where it borders on nothing but dark trees, what is seen below these tells.
    sky = {k for k in first if differs(k) or differs(k, *_like(labels, {k}, others - {k}, lab, after, together))}
    others -= sky
    while sky:
        more = {label for label in _like(labels, sky, others, lab, after, together) if differs(label)}
        if not more:
            break
        sky |= more
        others -= more
    found = np.isin(group, list(sky))
    # A white wall may continue a white cloud, but the answer has made nothing new of it.
    walls = [part for part in np.unique(unit[found]) if part and _apart(parts == part, surroundings, gain) < LEAST]
    seeds = found & ~np.isin(unit, walls)
    return seeds[single].astype(np.uint8), (large & ~found)[single].astype(np.uint8)


def _both(which: Floats, one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """The pairs of which both are meant."""
    both = which[one] & which[other]
    return one[both], other[both]


def _like(labels: Floats, sky: set[int], others: set[int], lab: Floats, after: Floats, together: float) -> list[int]:
    """Those of `others` that have the colours of the sky at their height and do not begin far below it."""
    known = np.isin(labels, list(sky))
    rows = np.flatnonzero(known.any(axis=1))
    lowest = rows[-1] + len(labels) // 8
    ways = [(picture, *_by_height(picture, known)) for picture in (lab, after)]
    found = []
    for label in others:
        y, x = np.nonzero(labels == label)
        here, there = (
            float(np.linalg.norm((picture[y, x] - mean[y]).mean(axis=0)) / (spread[y].mean() + 3))
            for picture, mean, spread in ways
        )
        if y[0] < lowest and here < ALIKE and there < ALIKE_AFTER and here + there < together:
            found.append(label)
    return found


def _by_height(picture: Floats, known: Floats) -> tuple[Floats, Floats]:
    """Mean colour (H x 3) of what is `known` around each height, and its deviation (H); beyond, that of the nearest."""
    weight = known.astype(np.float32)
    sums = [
        cv2.blur(np.asarray(v, np.float64).sum(axis=1).reshape(len(known), -1), (1, ROWS))
        for v in (weight, times(picture, weight), times(picture * picture, weight))
    ]
    told = np.flatnonzero(sums[0][:, 0] > 1)
    nearest = told[np.abs(np.arange(len(known))[:, None] - told).argmin(axis=1)]
    mean, square = (v[nearest] / sums[0][nearest] for v in sums[1:])
    return mean, np.sqrt(np.maximum(square - mean * mean, 0).sum(axis=1))


ROWS = 15


def _patches(lab: Pixels8, after: Pixels8) -> Floats:
    """Labels (H x W, 0 for none) of the smooth patches that have the colours of a sky."""
    luma, a, b = cv2.split(lab)
    pale = (luma > 140) & (a > 114) & (a < 142) & (b < 140)
    blue = (luma > 64) & (a < 142) & (b < 122)
    # A white wall before a white sky shows no edge in the photo, but in the answer.
    light, *colour = cv2.split(_gradient(cv2.GaussianBlur(after, (0, 0), 1)))
    rough = 0.4 * _gradient(luma) + 0.12 * light + 0.3 * cv2.add(colour[0], colour[1])
    mask: Pixels8 = ((pale | blue) & (rough < 6)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    kept = stats[:, cv2.CC_STAT_AREA] > SMALLEST * mask.size
    kept[0] = False
    return np.asarray((np.cumsum(kept) * kept)[labels])


def _gradient(plane: Pixels8) -> Pixels8:
    """Of each channel: what the values of a place and its neighbours span."""
    return cv2.morphologyEx(plane, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))


def _continuing(patches: Floats, lab: Pixels8, after: Pixels8) -> tuple[Floats, Floats]:
    """Pairs of labels that continue each other across a narrow gap, in photo and answer alike."""
    mask = (patches > 0).astype(np.uint8)
    if not mask.any():
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    distance, nearest = cv2.distanceTransformWithLabels(1 - mask, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    own = np.flatnonzero(mask)
    place = np.zeros(int(nearest.max()) + 1, np.intp)
    place[nearest.ravel()[own]] = own
    owner = patches.ravel()[place[nearest]]
    one, other = [], []
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        meet = (owner[here] != owner[there]) & (distance[here] < GAP) & (distance[there] < GAP)
        one.append(place[nearest[here][meet]])
        other.append(place[nearest[there][meet]])
    p, q = np.concatenate(one), np.concatenate(other)
    swapped = patches.ravel()[p] > patches.ravel()[q]
    p, q = np.where(swapped, q, p), np.where(swapped, p, q)
    count = int(patches.max()) + 1
    pairs, at, number = np.unique(
        patches.ravel()[p].astype(np.int64) * count + patches.ravel()[q], return_inverse=True, return_counts=True
    )
    same = number >= 3
    for picture, most in ((lab, SAME), (after, SAME_AFTER)):
        step = _cielab(picture.reshape(-1, 3)[p]) - _cielab(picture.reshape(-1, 3)[q])
        mean = np.column_stack([np.bincount(at, step[:, k], len(pairs)) / number for k in range(3)])
        same &= np.linalg.norm(mean, axis=1) < most
    return pairs[same] // count, pairs[same] % count


def _merged(one: Floats, other: Floats, count: int) -> Floats:
    """For each of `count` labels the lowest that pairs lead to."""
    label = np.arange(count)
    while True:
        lower = np.minimum(label[one], label[other])
        before = label.copy()
        np.minimum.at(label, one, lower)
        np.minimum.at(label, other, lower)
        if np.array_equal(label, before):
            return label


def _apart(mask: Floats, surroundings: Floats, gain: Floats) -> float:
    """How far `gain` (H x W x 3, stops) in `mask` is from that around it, or further, along a quarter of the border."""
    inside: Floats = cv2.erode(mask.astype(np.float32), np.ones((3, 3), np.uint8))
    if not inside.any():
        inside = mask.astype(np.float32)
    known = [cv2.GaussianBlur(part, (0, 0), BAND) for part in (inside, surroundings)]
    border = (known[0] > 0.03) & (known[1] > 0.1)
    if not border.any():
        return float("nan")
    here, there = (
        over(cv2.GaussianBlur(times(gain, part), (0, 0), BAND), total + 1e-4)
        for part, total in zip((inside, surroundings), known, strict=True)
    )
    return float(np.quantile(np.abs(here - there).max(axis=-1)[border], 0.75))


BAND = 4.0
"""Quarter working pixels (standard deviation) to each side of a border that are compared."""


def _cielab(values: Floats) -> Floats:
    """OpenCV's 8-bit form (... x 3) as L from 0 to 100, a and b around 0."""
    return np.asarray((values - _NEUTRAL) * _UNITS)


_NEUTRAL, _UNITS = np.array((0, 128, 128), np.float32), np.array((100 / 255, 1, 1), np.float32)


def _light(picture: Floats) -> Floats:
    return np.asarray((picture / 255) ** 2.2 + 0.01)
