"""Colour and light of the model's answer as local affine transforms, for the original's own pixels.

The transform of a place is the guided filter's (He, Sun, Tang 2013) with the original as guide: answer = A x + b. What
cannot be said that way (an invented lamp, softened bark, a bent line) is not carried over. It is fitted from coarse to
fine; each level is pulled towards the one before instead of towards zero contrast, so that fine texture, which a coarse
grid cannot see, keeps the contrast of its surroundings. Against a single level: + 5 dB, a fifth of the gradient error.

Light multiplies: what a level finds brighter than the one before made it gains contrast in proportion (dusk + 2 dB).
And where the level before explains the answer's detail badly, as under a lamp, whose light is no material's, the detail
itself says how strong it is (a rendered dusk + 0.5 dB, a sixth less gradient error).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, brightest, disc, over, planes, times

LEVELS = ((16, 6, 60.0), (8, 2, 240.0), (4, 1, 480.0))
"""Grid cell in working pixels, window radius in cells, pull towards the level before (in squared levels of 255)."""

LIGHT = 6.0
"""Cells (standard deviation) over which a level's light is compared with that of the level before."""

DETAIL_CELL = 4
NARROW, WIDE, DETAIL_PULL = 2, 3, 20.0
"""Cells to each side beyond which light is no detail, and over which detail counts; pull as in `LEVELS`."""
EXPLAINED, NOT = 0.03, 0.15
"""Share of the detail (squared) that may be left over, and from which it is fitted anew; noise of 30 is neither."""
NOISE = 30.0

WHITE, MORE = 251, 4.0
"""Above which level of 255 a channel of the answer may have been brighter than can be shown, and by how much at least.

Against white taken as a colour: tone and lamps + 0.5 dB or more and two thirds of the gradient error. From 249 on what
is just not white pales, from 253 on the answer's noise hides half of what is.
"""

FINEST, LEFT = (1, 480.0), 8.0
"""Radius and pull of the level for sharp light, in cells half as wide as the last; and from which residual on it is
asked for (in levels of 255, noise averaged out)."""


@dataclass(frozen=True, slots=True)
class Transform:
    """`maps`: 12 x H x W on a coarse grid. Four of them, times (r, g, b, 1), give each of the three output channels."""

    maps: Floats

    def apply(self, pixels: Floats) -> Floats:
        """The whole picture (H x W x 3, 8 bits or floats) transformed, as floats that are not clipped."""
        return np.asarray(cv2.merge(tuple(self.apply_planes(planes(pixels), 0, pixels.shape[0]))))

    def apply_planes(self, values: Floats, top: int, height: int) -> Floats:
        """`values` (3 x H x W) holds the rows from `top` on of a picture that is `height` rows high."""
        return np.stack([affine(self.maps[k : k + 4], values, top, height) for k in (0, 4, 8)])


def affine(maps: Floats, values: Floats, top: int, height: int) -> Floats:
    """(r, g, b, 1) . `maps` (4 coarse planes) for strips of three planes, as in `Transform`: H x W."""
    shape = (top, values.shape[1], height, values.shape[2])
    (total,) = enlarge(maps[3:], *shape)
    for k, plane in enumerate(values):
        cv2.accumulateProduct(plane, enlarge(maps[k : k + 1], *shape)[0], total)
    return np.asarray(total)


def enlarge(
    maps: Floats, top: int, rows: int, height: int, width: int, interpolation: int = cv2.INTER_LINEAR
) -> Floats:
    """Rows `top` to `top + rows` of the planes `maps` (K x H x W) brought to `height` x `width`: K x rows x width.

    First down, on narrow planes, then across: four times as fast as both at once.
    """
    step = maps.shape[1] / height
    down = np.array([[1, 0, 0], [0, step, (step - 1) / 2 + top * step]], np.float32)
    flags = interpolation | cv2.WARP_INVERSE_MAP
    enlarged = np.empty((len(maps), rows, width), np.float32)
    for plane, out in zip(maps, enlarged, strict=True):
        tall = cv2.warpAffine(plane, down, (plane.shape[1], rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        cv2.resize(tall, (width, rows), dst=out, interpolation=interpolation)
    return enlarged


def resized(maps: Floats, size: tuple[int, int]) -> Floats:
    """The planes `maps` (K x H x W) brought to (width, height)."""
    return np.stack([cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in maps])


def fit(
    small: Pixels8,
    answer: Floats,
    weight: Floats,
    levels: tuple[tuple[int, int, float], ...] = LEVELS,
    start: Floats | None = None,
    *,
    clips: bool = True,
    lamps: bool = False,
) -> Transform:
    """Fit on the original at working size and the registered answer; `weight` (H x W, 0 to 1) says what counts.

    `start`: the 12 coefficients that the coarsest level is pulled towards instead of towards no change.
    `clips`: what is white in the answer may be brighter than white in the result.
    `lamps`: the answer may have switched some on, whose light is sharp.
    """
    half = levels[-1][0] // 2
    pictures, weights = _coarser((small, answer, _white(answer)), weight, half)
    maps: Floats | None = None
    for cell, radius, pull in levels:
        (guide, target, white), counts = _coarser(pictures, weights, cell // half)
        size = counts.shape[::-1]
        prior = uniform(start, size) if maps is None else resized(maps, size)
        if clips and times(white, counts).max() > 0.1:
            if maps is None:
                maps = solve(guide, target, counts * (1 - brightest(white)) + 1e-4, prior, radius, pull)
            # At half the cell, where lines that are finer than a cell still are lines.
            (near, shown, white), nearer = _coarser(pictures, weights, cell // half // 2)
            raised = _beyond(shown, white, Transform(maps).apply(near))
            ((target,), _) = _coarser((raised,), nearer, 2)
        counts = counts + 1e-4
        if start is None:
            prior = _lit(prior, guide, target, counts)
            if cell == DETAIL_CELL:
                prior = _detailed(prior, guide, target, counts)
        maps = solve(guide, target, counts, prior, radius, pull)
    assert maps is not None
    return Transform(_finer(maps, pictures, weights) if lamps else maps)


def _lit(maps: Floats, guide: Floats, target: Floats, weight: Floats) -> Floats:
    """`maps`, each output channel times how much brighter `target` is around a place than they make `guide`."""
    made = Transform(maps).apply(guide)
    shown, had = (
        blur(times(np.maximum(v, 0), weight), LIGHT) + (4 * blur(weight, LIGHT) + 0.4)[..., None]
        for v in (target, made)
    )
    gain = cv2.split(np.clip(shown / had, 0.2, 5))
    return np.concatenate([maps[4 * k : 4 * k + 4] * plane for k, plane in enumerate(gain)])


def _detailed(maps: Floats, guide: Floats, target: Floats, weight: Floats) -> Floats:
    """`maps`, but where they explain the detail of `target` badly, the contrast that its own detail shows.

    Models sharpen. By how much is what most of the explained detail has in common, and is taken back.
    """

    def mean(plane: Floats, radius: int) -> Floats:
        return cv2.blur(plane, (2 * radius + 1, 2 * radius + 1), borderType=cv2.BORDER_REFLECT)

    total = mean(weight, NARROW)

    def split(picture: Floats) -> tuple[list[Floats], list[Floats]]:
        """Per channel: the light around each place, and the detail in it."""
        light = [mean(plane * weight, NARROW) / total for plane in cv2.split(picture)]
        return light, [plane - around for plane, around in zip(cv2.split(picture), light, strict=True)]

    counted = mean(weight, WIDE)

    def common(one: list[Floats], other: list[Floats]) -> Floats:
        return mean(weight * sum(a * b for a, b in zip(one, other, strict=True)), WIDE) / counted

    (middle, ours), (aimed, theirs), (_, made) = (split(v) for v in (guide, target, Transform(maps).apply(guide)))
    shared, expected, shown = common(theirs, made), common(made, made), common(theirs, theirs)
    told = (expected > NOISE) & (shared > 0.8 * np.sqrt(expected * shown)) & (counted > 0.5)
    sharpened = float(np.clip(np.median((shared / expected)[told]), 0.7, 1.4)) if told.sum() > 100 else 1.0
    shared, shown = shared / sharpened, shown / sharpened**2
    left = 2 * (shown - 2 * shared + expected) / (shown + expected + NOISE)
    follow = np.clip((left - EXPLAINED) / (NOT - EXPLAINED), 0, 1) * counted / (counted + 0.02)
    covariance = [common([ours[i]], [ours[j]]) for i, j in PAIRS]
    better = []
    for own, light, detail in zip(np.split(maps, 3), aimed, theirs, strict=True):
        cross = [common([plane], [detail]) / sharpened for plane in ours]
        fitted = _affine(covariance, cross, middle, light, own, DETAIL_PULL)
        better += [before + follow * (plane - before) for plane, before in zip(fitted, own, strict=True)]
    return np.stack(better)


def _coarser(pictures: Iterable[Floats], weight: Floats, cell: int) -> tuple[list[Floats], Floats]:
    """Averages of `cell` x `cell` pixels, each as far as it counts, and of `weight`.

    As floats: rounded to whole levels they would be too bright on average. Weighted: of a cell with a dark bar between
    lit panes the bar is all that is asked for.
    """
    size = (max(1, weight.shape[1] // cell), max(1, weight.shape[0] // cell))
    counts = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    total = counts + 1e-6
    averages = []
    for picture in pictures:
        weighted = times(picture.astype(np.float32, copy=False), weight)
        averages.append(over(cv2.resize(weighted, size, interpolation=cv2.INTER_AREA), total))
    return averages, counts


def _white(answer: Floats) -> Floats:
    """1 where a channel of the answer may have been brighter than can be shown, else 0 (H x W x 3)."""
    return cv2.threshold(answer, WHITE, 1, cv2.THRESH_BINARY)[1]


def _beyond(shown: Floats, white: Floats, expected: Floats) -> Floats:
    """What the answer has `shown`, but where it is `white` (0 to 1) as bright as is `expected` of it, and `MORE`.

    White says how bright light is at least. Taken as it stands it would leave the photo's detail in blown out places.
    """
    return np.asarray(shown + white * (np.maximum(expected - shown, 0) + MORE))


def _finer(maps: Floats, pictures: list[Floats], counts: Floats) -> Floats:
    """`maps` with one more level where they leave something over: the sharp light of lamps.

    Everywhere else that level would only fit the answer's noise, which costs 3 dB.
    """
    guide, target, white = pictures
    radius, pull = FINEST
    shown = Transform(maps).apply(guide)
    target = _beyond(target, white, shown)
    left = brightest(np.abs(cv2.GaussianBlur(target - shown, (0, 0), 1.2)))
    wanted = cv2.dilate(np.clip((left - LEFT) / LEFT, 0, 1) * (counts > 0.5), disc(1))
    wanted = cv2.GaussianBlur(wanted, (0, 0), 1)
    lit = np.flatnonzero(wanted.any(axis=1))
    if not lit.size:
        return maps
    maps = resized(maps, counts.shape[::-1])
    rows = slice(lit[0], lit[-1] + 1)
    solved = solve(guide[rows], target[rows], counts[rows] + 1e-4, maps[:, rows], radius, pull)
    maps[:, rows] += wanted[rows] * (solved - maps[:, rows])
    return maps


def without_cast(small: Pixels8, answer: Floats, outside: Floats) -> Floats:
    """`answer` less the gain and offset per channel that it shows `outside` the edit, where nothing was to change."""
    size = (max(1, small.shape[1] // 8), max(1, small.shape[0] // 8))
    truth, shown, counts = (
        cv2.resize(v, size, interpolation=cv2.INTER_AREA).astype(np.float32) for v in (small, answer, outside)
    )
    flat = counts > 0.9
    if flat.sum() < 200:
        return answer
    corrected = np.empty_like(answer)
    for channel in range(3):
        x, y = shown[..., channel][flat], truth[..., channel][flat]
        clipped = (y > 3) & (y < 252) & (x > 3) & (x < 252)
        x, y = (x[clipped], y[clipped]) if clipped.sum() > 200 else (x, y)
        gain, offset = 1.0, 0.0
        keep = np.ones(x.shape, bool)
        for _ in range(4):  # trimmed least squares, pulled a little towards "no cast"
            u, v = x[keep], y[keep]
            pull = 20.0
            gain = float((np.mean((u - u.mean()) * (v - v.mean())) + pull) / (np.var(u) + pull))
            offset = float(v.mean() - gain * u.mean())
            miss = np.abs(gain * x + offset - y)
            keep = miss <= max(2.0, float(np.quantile(miss, 0.8)))
        corrected[..., channel] = gain * answer[..., channel] + offset
    return corrected


def overall(small: Pixels8, answer: Floats, weight: Floats) -> Floats | None:
    """One transform (12 coefficients) for all that counts in full; None where that is too little to tell."""
    size = (max(1, small.shape[1] // 4), max(1, small.shape[0] // 4))
    guide, target, counts = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (small, answer, weight))
    inside = counts > 0.99
    if inside.sum() < 200:
        return None
    known = np.insert(guide[inside].astype(np.float32), 3, 1, axis=1)
    return np.linalg.lstsq(known, target[inside], rcond=None)[0].T.astype(np.float32).ravel()


def uniform(coefficients: Floats | None, size: tuple[int, int]) -> Floats:
    """The same 12 coefficients everywhere (12 x H x W); without any, those that change nothing."""
    row = np.eye(3, 4, dtype=np.float32).ravel() if coefficients is None else coefficients
    return np.broadcast_to(row[:, None, None], (12, size[1], size[0]))


def inverse(a: Floats, b: Floats, c: Floats, d: Floats, e: Floats, f: Floats) -> tuple[Floats, ...]:
    """Of symmetric 3 x 3 matrices, by cofactors. Given and returned as planes: 11, 12, 13, 22, 23 and 33."""
    xx, xy, xz = d * f - e * e, c * e - b * f, b * e - c * d
    scale = 1 / (a * xx + b * xy + c * xz)
    planes = (xx, xy, xz, a * f - c * c, b * c - a * e, a * d - b * b)
    return tuple(plane * scale for plane in planes)


def solve(guide: Floats, target: Floats, weight: Floats, prior: Floats, radius: int, pull: float) -> Floats:
    """The weighted guided filter, averaged: 12 x H x W, (r, g, b, 1) coefficients for each target channel.

    Plane by plane, which takes a fifth of the time that small matrices do.
    """
    window = (2 * radius + 1, 2 * radius + 1)

    def mean(plane: Floats) -> Floats:
        """Over the window around each cell."""
        return cv2.blur(plane, window, borderType=cv2.BORDER_REFLECT)

    guides, targets = cv2.split(guide), cv2.split(target)
    total = mean(weight)
    weighted = [plane * weight for plane in guides]
    middle, aimed = ([mean(plane) / total for plane in planes] for planes in (weighted, [t * weight for t in targets]))
    covariance = [mean(weighted[i] * guides[j]) / total - middle[i] * middle[j] for i, j in PAIRS]
    # Where next to nothing counts, the level before stands.
    known = total / (total + 0.02)
    spread = weight + 0.02
    maps = []
    for own, shown, light in zip(np.split(prior, 3), targets, aimed, strict=True):
        cross = [mean(plane * shown) / total - around * light for plane, around in zip(weighted, middle, strict=True)]
        for plane, before in zip(_affine(covariance, cross, middle, light, own, pull), own, strict=True):
            maps.append(mean((before + known * (plane - before)) * spread) / (total + 0.02))
    return np.stack(maps)


PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
"""The six different entries of a symmetric 3 x 3 matrix."""


def _affine(
    covariance: list[Floats], cross: list[Floats], middle: list[Floats], aimed: Floats, own: Floats, pull: float
) -> list[Floats]:
    """One output channel's slopes and offset (4 planes), pulled towards `own`.

    From the `covariance` of the guide's channels (`PAIRS`), theirs with the target (`cross`), and the means of both.
    """
    pulled = [plane + pull if i == j else plane for plane, (i, j) in zip(covariance, PAIRS, strict=True)]
    xx, xy, xz, yy, yz, zz = inverse(*pulled)
    x, y, z = (plane + pull * before for plane, before in zip(cross, own, strict=False))
    slopes = (xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z)
    return [*slopes, aimed - sum(slope * around for slope, around in zip(slopes, middle, strict=True))]
