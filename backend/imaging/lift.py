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

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, brightest, disc, over, times
from .curve import bent
from .guided import PAIRS, TRUST, offset_of, slopes_of, solve
from .transforms import Transform, resized, uniform

LEVELS = ((16, 6, 60.0), (8, 2, 240.0), (4, 1, 480.0))
"""Grid cell in working pixels (each half the one before), window radius in cells, and pull towards the level before (in
squared levels of 255)."""

LIGHT = 3.0
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


def fit(
    small: Pixels8,
    answer: Floats,
    weight: Floats,
    levels: tuple[tuple[int, int, float], ...] = LEVELS,
    start: Floats | None = None,
    *,
    lamps: bool = False,
    plain: bool = False,
    bend: float = 0.0,
) -> Transform:
    """Fit local affine transforms that bring the original to the answer.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The original at working size.
    answer : (H, W, 3) Floats
        The registered answer, in levels of 255.
    weight : (H, W) Floats
        0 to 1: what counts.
    levels : tuple of (int, int, float)
        From coarse to fine: cell, radius and pull as in `LEVELS`.
    start : (12,) Floats, optional
        The coefficients that the coarsest level is pulled towards, instead of towards no change.
    lamps : bool
        Whether the answer may have switched some on, whose light is sharp.
    plain : bool
        To compare with the answer: contrast as it fits best, however badly that is, and white is white. Without it what
        is white in the answer may be brighter than white in the result.
    bend : float
        As of `Transform`.

    Returns
    -------
    Transform
    """

    half = levels[-1][0] // 2
    # In the cells of a coarse grid, four pixels may count alike.
    fine = 2 if half > 2 else 1

    def shrunk(picture: Floats) -> Floats:
        size = (max(1, weight.shape[1] // fine), max(1, weight.shape[0] // fine))
        return picture if fine == 1 else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)

    def pictures() -> Iterator[Floats]:
        yield bent(shrunk(small.astype(np.float32)), bend)
        yield shrunk(answer)
        if not plain:
            yield shrunk(_white(answer))

    trust = np.inf if plain else TRUST
    grids = {half: _coarser(pictures(), shrunk(weight), half // fine)}
    for cell, _, _ in reversed(levels):
        grids[cell] = _coarser(*grids[cell // 2], 2)
    maps: Floats | None = None
    for cell, radius, pull in levels:
        (guide, target, *white), counts = grids[cell]
        size = counts.shape[::-1]
        prior = uniform(start, size) if maps is None else resized(maps, size)
        if white and times(white[0], counts).max() > 0.1:
            if maps is None:
                most = counts * (1 - brightest(white[0])) + 1e-4
                maps = solve(guide, target, most, prior, radius, pull, trust)
            # At half the cell, where lines that are finer than a cell still are lines.
            (near, shown, white_near), nearer = grids[cell // 2]
            raised = _beyond(shown, white_near, Transform(maps).apply(near))
            ((target,), _) = _coarser((raised,), nearer, 2)
        counts = counts + 1e-4
        if start is None:
            prior = _lit(prior, guide, target, counts)
            if cell == DETAIL_CELL:
                prior = _detailed(prior, guide, target, counts)
        maps = solve(guide, target, counts, prior, radius, pull, trust)
    assert maps is not None
    return Transform(_finer(maps, *grids[half]) if lamps else maps, bend)


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
    told = (expected > NOISE) & (shared > 0.8 * np.sqrt(np.maximum(expected * shown, 0))) & (counted > 0.5)
    sharpened = float(np.clip(np.median((shared / expected)[told]), 0.7, 1.4)) if told.sum() > 100 else 1.0
    shared, shown = shared / sharpened, shown / sharpened**2
    left = 2 * (shown - 2 * shared + expected) / (shown + expected + NOISE)
    follow = np.clip((left - EXPLAINED) / (NOT - EXPLAINED), 0, 1) * counted / (counted + 0.02)
    covariance = [common([ours[i]], [ours[j]]) for i, j in PAIRS]
    better = []
    for own, light, detail in zip(np.split(maps, 3), aimed, theirs, strict=True):
        cross = [common([plane], [detail]) / sharpened for plane in ours]
        slopes = slopes_of(covariance, cross, own, DETAIL_PULL)
        fitted = (*slopes, offset_of(slopes, middle, light))
        better += [before + follow * (plane - before) for plane, before in zip(fitted, own, strict=True)]
    return np.stack(better)


def _coarser(pictures: Iterable[Floats], weight: Floats, cell: int) -> tuple[list[Floats], Floats]:
    """Averages of `cell` x `cell` pixels, each as far as it counts, and of `weight`.

    As floats: rounded to whole levels they would be too bright on average. Weighted: of a cell with a dark bar between
    lit panes the bar is all that is asked for.
    """
    size = (max(1, weight.shape[1] // cell), max(1, weight.shape[0] // cell))
    counts = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    total = counts + 1e-9
    averages = []
    for picture in pictures:
        picture = times(picture.astype(np.float32, copy=False), weight)
        averages.append(over(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), total))
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
    solved = solve(guide[rows], target[rows], counts[rows] + 1e-4, maps[:, rows], radius, pull, TRUST)
    maps[:, rows] += wanted[rows] * (solved - maps[:, rows])
    return maps


def without_cast(small: Pixels8, answer: Floats, outside: Floats) -> Floats:
    """The answer less the gain and offset per channel that it shows outside the edit, where nothing was to change.

    A cast is one for the whole picture and small. Where the answer was lit anew, no gain and offset explain it, and
    carried over to the edit's own colours they would be wrong: what they leave over, and how much they would change,
    says how far they are believed.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The original at working size.
    answer : (H, W, 3) Floats
        The registered answer, in levels of 255.
    outside : (H, W) Floats
        1 where nothing was to change.

    Returns
    -------
    (H, W, 3) Floats
        `answer` itself where too little is outside to tell.
    """
    size = (max(1, small.shape[1] // 8), max(1, small.shape[0] // 8))
    truth, shown, counts = (
        cv2.resize(v, size, interpolation=cv2.INTER_AREA).astype(np.float32) for v in (small, answer, outside)
    )
    flat = counts > 0.9
    if flat.sum() < 200:
        return answer
    lines, left = zip(*(_line(shown[flat][:, k], truth[flat][:, k]) for k in range(3)), strict=True)
    believed = float(np.clip((LIT_ANEW - np.mean(left)) / (LIT_ANEW - SAME_LIGHT), 0, 1))
    change = cv2.merge([(gain - 1) * v + offset for (gain, offset), v in zip(lines, cv2.split(answer), strict=True)])
    light = change.mean(axis=-1, keepdims=True)
    bounded = np.clip(light, -MOST_LIGHT, MOST_LIGHT) + np.clip(change - light, -MOST_CAST, MOST_CAST)
    return np.asarray(answer + believed * bounded)


SAME_LIGHT, LIT_ANEW = 3.5, 6.5
"""Levels that gain and offset leave over in the median: up to 3.4 in 16 answers that kept the light, 5 to 37 in 9 that
did not."""

MOST_LIGHT, MOST_CAST = 24.0, 6.0
"""Levels by which a cast changes light, and a channel against the other two."""


def _line(x: Floats, y: Floats) -> tuple[tuple[float, float], float]:
    """Gain and offset that bring `x` to `y`, and the levels (of the median) that they leave over.

    Trimmed least squares, pulled a little towards no cast; what clips says nothing.
    """
    clipped = (y > 3) & (y < 252) & (x > 3) & (x < 252)
    x, y = (x[clipped], y[clipped]) if clipped.sum() > 200 else (x, y)
    gain, offset, miss = 1.0, 0.0, np.abs(y - x)
    keep = np.ones(x.shape, bool)
    for _ in range(4):
        u, v = x[keep], y[keep]
        pull = 20.0
        gain = float((np.mean((u - u.mean()) * (v - v.mean())) + pull) / (np.var(u) + pull))
        offset = float(v.mean() - gain * u.mean())
        miss = np.abs(gain * x + offset - y)
        keep = miss <= max(2.0, float(np.quantile(miss, 0.8)))
    return (gain, offset), float(np.median(miss))


def overall(small: Pixels8, answer: Floats, weight: Floats) -> Floats | None:
    """One transform for all that counts in full, by least squares.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The original at working size.
    answer : (H, W, 3) Floats
        The registered answer, in levels of 255.
    weight : (H, W) Floats
        0 to 1: what counts.

    Returns
    -------
    (12,) Floats or None
        The coefficients; None where that is too little to tell.
    """
    size = (max(1, small.shape[1] // 4), max(1, small.shape[0] // 4))
    guide, target, counts = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (small, answer, weight))
    inside = counts > 0.99
    if inside.sum() < 200:
        return None
    known = np.insert(guide[inside].astype(np.float32), 3, 1, axis=1)
    return np.linalg.lstsq(known, target[inside], rcond=None)[0].T.astype(np.float32).ravel()
