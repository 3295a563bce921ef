"""Things that moved between the exposures: curtains, leaves, people. Each is shown as one frame saw it.

Two neighbours in brightness are compared through the mapping of brightness that turns one into the other. It comes from
their histograms, so that no camera curve need be known and what moves hardly shifts it. A pixel that is clipped in one
of the two is only asked to be bright (or dark) enough in the other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.arrays import Picture, Plane, white

Floats = NDArray[np.float32]
"""H x W x 3, 0 to 255."""

_DARK, _BRIGHT = 8.0, 245.0
_NEAR = np.ones((5, 5), np.uint8)
_LEAST_AREA = 1 / 8000
"""Of the picture; smaller differences are noise and fine foliage, which blending does not harm."""
_GROWTH = 1 / 100
_JOIN = 1 / 16
_FAINTLY, _REACH = 0.35, 1 / 8
"""Of what counts as a difference, and how far from one of those, in long edges."""
_PREFERENCE = 1.6
"""How much better another frame must show a moved thing than the reference does."""
_LONELY = 3.0
_STILL = 0.03
"""Share of an area that two frames may differ in and still count as showing the same there."""


def moved(frames: Sequence[Picture], reference: int) -> list[Plane] | None:
    """A factor 0 to 1 for the weights of each aligned frame, or None where nothing moved.

    Small frames will do (about 1000 px). In the area of each moved thing only
    the frames that show it alike keep their weight.
    """
    smooth = [_smooth(f) for f in frames]
    order = [int(i) for i in np.argsort([float(s.mean()) for s in smooth], kind="stable")]
    with ThreadPoolExecutor(2) as pool:
        between = list(pool.map(_difference, [smooth[i] for i in order[:-1]], [smooth[i] for i in order[1:]]))
    differs = _whole(np.max(between, axis=0))
    # A frame that agrees with one of its neighbours shows what is there most of the time.
    alone = dict(zip(order, (np.min(between[max(k - 1, 0) : k + 1], axis=0) for k in range(len(order))), strict=True))
    edge = int(max(differs.shape))
    size = 2 * round(edge * _GROWTH / 2) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    differs = _joined(differs, 2 * round(edge * _JOIN / 2) + 1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(differs)
    exposed = [np.exp(-((s.mean(axis=2) / 255 - 0.55) ** 2) / 0.08) for s in smooth]
    factors = [np.ones(differs.shape, np.float32) for _ in frames]
    found = False
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] < _LEAST_AREA * differs.size:
            continue
        found = True
        box = _grown(stats[label], 2 * size, differs.shape)
        inside = cv2.dilate((labels[box] == label).astype(np.uint8), kernel)
        at = inside > 0
        scores = [
            float(e[box][at].mean())
            * (_PREFERENCE if i == reference else math.exp(-_LONELY * alone[i][box][at].mean()))
            for i, e in enumerate(exposed)
        ]
        moving = [float((pair[box][at] > _FAINTLY).mean()) > _STILL for pair in between]
        kept = _agreeing(order, moving, int(np.argmax(scores)))
        soft = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), size / 4)
        for index, factor in enumerate(factors):
            if index not in kept:
                factor[box] = np.minimum(factor[box], 1 - soft)
    return factors if found else None


def _agreeing(order: Sequence[int], moving: Sequence[bool], best: int) -> set[int]:
    """The frames that show what the best one shows; `moving` is about each pair of neighbours in brightness."""
    first = last = order.index(best)
    while first > 0 and not moving[first - 1]:
        first -= 1
    while last < len(moving) and not moving[last]:
        last += 1
    return set(order[first : last + 1])


def _joined(mask: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Pieces of one moved thing made whole: gaps closed, holes filled."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    padded = cv2.copyMakeBorder(mask, size, size, size, size, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel)
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = cv2.drawContours(np.zeros_like(padded), outlines, -1, 1, cv2.FILLED)
    return np.ascontiguousarray(whole[size:-size, size:-size])


def _grown(stat: NDArray[np.int32], by: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    left, top, width, height = (int(v) for v in stat[:4])
    return (
        slice(max(0, top - by), min(shape[0], top + height + by)),
        slice(max(0, left - by), min(shape[1], left + width + by)),
    )


def _smooth(frame: Picture) -> Floats:
    floats = frame.astype(np.float32) * np.float32(255.0 / white(frame))
    return np.asarray(cv2.GaussianBlur(floats, (0, 0), 1.2), np.float32)


def _whole(most: Plane) -> NDArray[np.uint8]:
    """1 where things moved: what surely differs, and what is joined to it and close by and differs a little."""
    sure, maybe = (
        np.asarray(cv2.morphologyEx((most > least).astype(np.uint8), cv2.MORPH_OPEN, _NEAR), np.uint8)
        for least in (1.0, _FAINTLY)
    )
    reach = 2 * round(max(most.shape) * _REACH / 2) + 1
    close = cv2.dilate(sure, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    maybe = np.asarray(cv2.bitwise_and(maybe, close), np.uint8)
    _, labels = cv2.connectedComponents(maybe | sure)
    joined = np.unique(labels[sure > 0])
    return np.isin(labels, joined[joined > 0]).astype(np.uint8)


def _difference(darker: Floats, brighter: Floats) -> Plane:
    """How far two of the three channels agree that the frames show different things; above one they surely do.

    A pixel may match anything within its neighbourhood, so that half a pixel of misplacement and foliage that was
    averaged before or after it clipped are no movement.
    """
    found = []
    for channel in range(3):
        dark, bright = np.ascontiguousarray(darker[..., channel]), np.ascontiguousarray(brighter[..., channel])
        curve, slope = _mapping(dark, bright)
        whole = np.clip(dark, 0, 255).astype(np.uint8)
        steep = slope[whole]
        expected = curve[whole] + (dark - whole) * steep
        low, high = cv2.erode(expected, _NEAR), cv2.dilate(expected, _NEAR)
        # Where the brighter frame clips, the mapping only says "at least this bright", and less so the nearer to white.
        below = np.where(cv2.dilate(bright, _NEAR) < low, np.minimum(low, _BRIGHT - 25) - bright, 0)
        nothing_to_see = (dark <= _DARK) & (bright <= curve[int(_DARK) + 4] + 12)
        found.append(np.where(nothing_to_see, 0, np.maximum(below, bright - high)) / (12 + 4 * steep))
    red, green, blue = found
    middle = np.maximum(np.minimum(red, green), np.minimum(np.maximum(red, green), blue))
    return np.asarray(middle, np.float32)


def _mapping(darker: Plane, brighter: Plane) -> tuple[Plane, Plane]:
    """Value in the brighter frame for each value 0..255 of the darker, and its slope."""
    ranks = np.linspace(0, 1, 513)
    x = np.quantile(darker[::4, ::4], ranks)
    y = np.quantile(brighter[::4, ::4], ranks)
    levels = np.arange(256, dtype=np.float64)
    rising, first = np.unique(np.round(x, 2), return_index=True)
    last = np.append(first[1:], len(x)) - 1
    curve = np.interp(levels, rising, (y[first] + y[last]) / 2, right=255.0)
    curve = np.maximum.accumulate(np.maximum(curve, levels))
    return curve.astype(np.float32), np.maximum(np.gradient(curve), 0).astype(np.float32)
