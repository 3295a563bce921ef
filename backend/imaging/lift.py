"""Colour and light of the model's answer as local affine transforms, for the original's own pixels.

The transform of a place is the guided filter's (He, Sun, Tang 2013) with the original as guide: answer = A x + b. What
cannot be said that way (an invented lamp, softened bark, a bent line) is not carried over. It is fitted from coarse to
fine; each level is pulled towards the one before instead of towards zero contrast, so that fine texture, which a coarse
grid cannot see, keeps the contrast of its surroundings. Against a single level: + 5 dB, a fifth of the gradient error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, Pixels8, disc

LEVELS = ((16, 6, 60.0), (8, 2, 240.0), (4, 1, 480.0))
"""Grid cell in working pixels, window radius in cells, pull towards the level before (in squared levels of 255)."""

WHITE, MORE = 251, 4.0
"""Above which level of 255 a channel of the answer may have been brighter than can be shown, and by how much at least.

Against white taken as a colour: tone and lamps + 0.5 dB or more and two thirds of the gradient error. From 249 on what
is just not white pales, from 253 on the answer's noise hides half of what is.
"""

FINEST, LEFT = (2, 1, 480.0), 8.0
"""The level for sharp light, and from which residual (in levels of 255, noise averaged out) it is asked for."""


@dataclass(frozen=True, slots=True)
class Transform:
    """Three maps of H x W x 4 on a coarse grid: row c gives output channel c as (r, g, b, 1) . map."""

    rows: tuple[Floats, Floats, Floats]

    def apply(self, pixels: Pixels8) -> Floats:
        """The whole picture transformed, as floats that are not clipped."""
        four = np.ones((*pixels.shape[:2], 4), np.float32)
        four[..., :3] = pixels
        return self.apply_four(four, 0, pixels.shape[0])

    def apply_four(self, four: Floats, top: int, height: int) -> Floats:
        """`four` (r, g, b, 1) holds the rows from `top` on of a picture that is `height` rows high."""
        rows, width = four.shape[:2]
        out = np.empty((rows, width, 3), np.float32)
        for channel, maps in enumerate(self.rows):
            enlarged = enlarge(maps, top, rows, height, width)
            cv2.multiply(enlarged, four, dst=enlarged)
            out[..., channel] = cv2.transform(enlarged, np.ones((1, 4), np.float32))
        return out


def enlarge(
    maps: Floats, top: int, rows: int, height: int, width: int, interpolation: int = cv2.INTER_LINEAR
) -> Floats:
    """Rows `top` to `top + rows` of `maps` brought to `height` x `width`, without making the rest."""
    sx, sy = maps.shape[1] / width, maps.shape[0] / height
    matrix = np.array([[sx, 0, (sx - 1) / 2], [0, sy, (sy - 1) / 2 + top * sy]], np.float32)
    return cv2.warpAffine(
        maps, matrix, (width, rows), flags=interpolation | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )


def fit(
    small: Pixels8,
    answer: Floats,
    weight: Floats,
    levels: tuple[tuple[int, int, float], ...] = LEVELS,
    start: Floats | None = None,
    *,
    clips: bool = True,
) -> Transform:
    """Fit on the original at working size and the registered answer; `weight` (H x W, 0 to 1) says what counts.

    `start`: the 12 coefficients that the coarsest level is pulled towards instead of towards no change.
    `clips`: what is white in the answer may be brighter than white in the result.
    """
    half = levels[-1][0] // 2
    planes = _coarser((small, answer, weight, _white(answer)), half)
    maps: Floats | None = None
    for cell, radius, pull in levels:
        guide, target, counts, white = _coarser(planes, cell // half)
        size = counts.shape[::-1]
        prior = uniform(start, size) if maps is None else cv2.resize(maps, size, interpolation=cv2.INTER_LINEAR)
        if clips and (white * counts[..., None]).max() > 0.1:
            if maps is None:
                maps = solve(guide, target, counts * (1 - white.max(axis=-1)) + 1e-4, prior, radius, pull)
            # At half the cell, where lines that are finer than a cell still are lines.
            near, shown, _, white = _coarser(planes, cell // half // 2)
            raised = _beyond(shown, white, _transform(maps).apply(near))
            target = cv2.resize(raised, size, interpolation=cv2.INTER_AREA)
        maps = solve(guide, target, counts + 1e-4, prior, radius, pull)
    assert maps is not None
    return _transform(maps)


def _coarser(planes: Iterable[Floats], cell: int) -> list[Floats]:
    """Averages of `cell` x `cell` pixels, as floats: rounded to whole levels they would be too bright on average."""
    return [
        cv2.resize(
            v.astype(np.float32, copy=False),
            (max(1, v.shape[1] // cell), max(1, v.shape[0] // cell)),
            interpolation=cv2.INTER_AREA,
        )
        for v in planes
    ]


def _white(answer: Floats) -> Floats:
    """1 where a channel of the answer may have been brighter than can be shown, else 0 (H x W x 3)."""
    return cv2.threshold(answer, WHITE, 1, cv2.THRESH_BINARY)[1]


def _beyond(shown: Floats, white: Floats, expected: Floats) -> Floats:
    """What the answer has `shown`, but where it is `white` (0 to 1) as bright as is `expected` of it, and `MORE`.

    White says how bright light is at least. Taken as it stands it would leave the photo's detail in blown out places.
    """
    return np.asarray(shown + white * (np.maximum(expected - shown, 0) + MORE))


def _transform(maps: Floats) -> Transform:
    """Of H x W x 12 coefficients."""
    return Transform((maps[..., 0:4].copy(), maps[..., 4:8].copy(), maps[..., 8:12].copy()))


def finer(transform: Transform, small: Pixels8, answer: Floats, weight: Floats) -> Transform:
    """`transform` (a fit of these) with one more level where it leaves something over: the sharp light of lamps.

    Everywhere else that level would only fit the answer's noise, which costs 3 dB.
    """
    cell, radius, pull = FINEST
    guide, target, counts, white = _coarser((small, answer, weight, _white(answer)), cell)
    size = counts.shape[::-1]
    shown = transform.apply(guide)
    target = _beyond(target, white, shown)
    prior = np.concatenate([cv2.resize(m, size, interpolation=cv2.INTER_LINEAR) for m in transform.rows], axis=-1)
    left = np.abs(cv2.GaussianBlur(target - shown, (0, 0), 1.2)).max(axis=-1)
    wanted = cv2.dilate(np.clip((left - LEFT) / LEFT, 0, 1) * (counts > 0.5), disc(1))
    wanted = cv2.GaussianBlur(wanted, (0, 0), 1)[..., None]
    lit = np.flatnonzero(wanted.any(axis=(1, 2)))
    if not lit.size:
        return transform
    rows = slice(lit[0], lit[-1] + 1)
    solved = solve(guide[rows], target[rows], counts[rows] + 1e-4, prior[rows], radius, pull)
    prior[rows] += wanted[rows] * (solved - prior[rows])
    return _transform(prior)


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
    """The same 12 coefficients everywhere (H x W x 12); without any, those that change nothing."""
    row = np.eye(3, 4, dtype=np.float32).ravel() if coefficients is None else coefficients
    return np.broadcast_to(row, (size[1], size[0], 12))


def _inverse(m: Floats) -> Floats:
    """Of symmetric 3 x 3 matrices (H x W x 3 x 3): by cofactors, ten times as fast as a general solver."""
    a, b, c, d, e, f = m[..., 0, 0], m[..., 0, 1], m[..., 0, 2], m[..., 1, 1], m[..., 1, 2], m[..., 2, 2]
    out = np.empty_like(m)
    out[..., 0, 0] = d * f - e * e
    out[..., 0, 1] = out[..., 1, 0] = c * e - b * f
    out[..., 0, 2] = out[..., 2, 0] = b * e - c * d
    out[..., 1, 1] = a * f - c * c
    out[..., 1, 2] = out[..., 2, 1] = b * c - a * e
    out[..., 2, 2] = a * d - b * b
    determinant = a * out[..., 0, 0] + b * out[..., 0, 1] + c * out[..., 0, 2]
    out /= determinant[..., None, None]
    return out


def solve(guide: Floats, target: Floats, weight: Floats, prior: Floats, radius: int, pull: float) -> Floats:
    """The weighted guided filter, averaged: H x W x 12, (r, g, b, 1) coefficients for each target channel."""
    window = (2 * radius + 1, 2 * radius + 1)

    def mean(values: Floats) -> Floats:
        """Over the window around each cell."""
        return cv2.blur(values, window, borderType=cv2.BORDER_REFLECT)

    height, width = weight.shape
    total = mean(weight)[..., None]
    mean_guide = mean(guide * weight[..., None]) / total
    mean_target = mean(target * weight[..., None]) / total
    covariance = np.empty((height, width, 3, 3), np.float32)
    cross = np.empty((height, width, 3, 3), np.float32)  # guide channel x target channel
    for i in range(3):
        weighted = guide[..., i : i + 1] * weight[..., None]
        covariance[..., i, :] = mean(weighted * guide) / total - mean_guide[..., i : i + 1] * mean_guide
        cross[..., i, :] = mean(weighted * target) / total - mean_guide[..., i : i + 1] * mean_target
    before = prior.reshape(height, width, 3, 4)[..., :3].swapaxes(-1, -2)
    slope = np.matmul(_inverse(covariance + np.eye(3, dtype=np.float32) * pull), cross + pull * before)
    offset = mean_target - np.einsum("hwi,hwij->hwj", mean_guide, slope)
    maps = np.concatenate((slope.swapaxes(-1, -2), offset[..., None]), axis=-1).reshape(height, width, 12)
    # Where next to nothing counts, the level before stands.
    known = total / (total + 0.02)
    maps = known * maps + (1 - known) * prior
    spread = weight[..., None] + 0.02
    return np.concatenate([mean(maps[..., k : k + 4] * spread) / (total + 0.02) for k in (0, 4, 8)], axis=-1)
