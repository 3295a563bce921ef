"""What two photos both show: the same places, and the light that each photo has there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.finish.pixels import Floats
from luster_desktop.intake.finish.tones import odds, steepness
from luster_desktop.intake.match.signs import Signs

_CLEARLY = 0.8
"""How much nearer the best fit has to be than the next (Lowe 2004)."""
_LEAST_PLACES = 14
_TURNED = 0.6
"""Share of the places from which on a turn of the camera explains the pair, so that every surface can be compared."""
_MOVED = 0.5
_STEP = 10
_LEAST_SAMPLES = 8
_MOST_SAMPLES = 120
"""Of a pair. Neighbouring ones err together: 400 match no better than by .14 CIEDE2000, in three times the memory."""
_WORST = 0.06
"""Deviation, of what is seen from 0 to 1, from which on two photos show the places in another light."""
_EVEN = 0.008


@dataclass(frozen=True, slots=True)
class Link:
    """Odds (n x 3) of the same places in two photos. There are thousands of links in a large shoot."""

    one: NDArray[np.float32]
    other: NDArray[np.float32]
    weights: NDArray[np.float32]
    """n: less where something moved, or shines."""
    deviation: float
    """Of what is seen from 0 to 1, once gain and contrast have made one like the other."""


def link(one: Signs, other: Signs) -> Link | None:
    """The places that both photos show, or None where there are too few, or they lie in another light."""
    if min(len(one.looks), len(other.looks)) < _LEAST_PLACES:
        return None
    here, there = _pairs(one, other)
    if len(here) < _LEAST_PLACES:
        return None
    samples = _by_a_turn(one, other, one.places[here], other.places[there])
    if samples is None:
        samples = _by_places(one, other, here, there)
    if samples is None or len(samples[0]) < _LEAST_SAMPLES:
        return None
    first, second = odds(samples[0]), odds(samples[1])
    weights, deviation = _fit(first, second)
    if deviation >= _WORST:
        return None
    one_lit, other_lit, weight = (part.astype(np.float32) for part in (first, second, weights))
    return Link(one_lit, other_lit, weight, deviation)


def _pairs(one: Signs, other: Signs) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    alike = one.looks @ other.looks.T
    best = alike.argmax(axis=1)
    rows = np.arange(len(alike))
    first = alike[rows, best]
    mutual = alike.argmax(axis=0)[best] == rows
    alike[rows, best] = -1
    second = alike.max(axis=1)
    clear = np.sqrt(np.maximum(1 - first, 0)) < _CLEARLY * np.sqrt(np.maximum(1 - second, 1e-9))
    here = np.flatnonzero(mutual & clear)
    return here, best[here]


def _by_a_turn(
    one: Signs, other: Signs, here: NDArray[np.float32], there: NDArray[np.float32]
) -> tuple[Floats, Floats] | None:
    """Light on a grid over what both photos show, where the camera was only turned, or zoomed, between them."""
    matrix, inside = cv2.findHomography(here, there, cv2.USAC_MAGSAC, 2.5, maxIters=1000, confidence=0.999)
    if matrix is None or inside is None or not inside.mean() >= _TURNED or inside.sum() < _LEAST_PLACES:
        return None
    height, width = one.plain.shape
    grid = np.stack(np.meshgrid(np.arange(4, width - 4, _STEP), np.arange(4, height - 4, _STEP)), axis=-1)
    points = grid.reshape(-1, 1, 2).astype(np.float32)
    points = points[one.plain[points[:, 0, 1].astype(int), points[:, 0, 0].astype(int)]]
    if not len(points):
        return None
    to = np.asarray(cv2.perspectiveTransform(points, matrix), np.float32)[:, 0]
    high, wide = other.plain.shape
    within = (to[:, 0] >= 4) & (to[:, 1] >= 4) & (to[:, 0] < wide - 4) & (to[:, 1] < high - 4)
    points, to = points[within, 0], to[within]
    kept = other.plain[to[:, 1].astype(int), to[:, 0].astype(int)]
    points, to = points[kept], to[kept]
    some = slice(None, None, -(-len(points) // _MOST_SAMPLES) or 1)
    return _at(one.light, points[some]), _at(other.light, to[some])


def _by_places(
    one: Signs, other: Signs, here: NDArray[np.intp], there: NDArray[np.intp]
) -> tuple[Floats, Floats] | None:
    """Light at the places themselves, where the camera has moved."""
    found, inside = cv2.findFundamentalMat(one.places[here], other.places[there], cv2.USAC_MAGSAC, 2.0, 0.999, 1000)
    if found is None or inside is None or inside.mean() < _MOVED or inside.sum() < _LEAST_PLACES:
        return None
    sure = inside.ravel() > 0
    here, there = here[sure], there[sure]
    lights = [np.empty((len(here), 3)), np.empty((len(here), 3))]
    for side, (signs, index) in enumerate(((one, here), (other, there))):
        # A place is looked at as far as it reaches, so that near and far show the same of it.
        reach = np.clip(np.searchsorted([4.0, 8.0, 16.0], signs.sizes[index]), 0, 2)
        for level, sigma in enumerate((0.0, 3.0, 7.0)):
            smooth = cv2.GaussianBlur(signs.light, (0, 0), sigma) if sigma else signs.light
            chosen = reach == level
            lights[side][chosen] = _at(np.asarray(smooth, np.float32), signs.places[index][chosen])
    clear = np.maximum(lights[0].max(axis=1), lights[1].max(axis=1)) < 0.9
    return lights[0][clear], lights[1][clear]


def _at(light: NDArray[np.float32], points: NDArray[np.float32]) -> Floats:
    if not len(points):
        return np.empty((0, 3))
    found = cv2.remap(light, points[None, :, 0], points[None, :, 1], cv2.INTER_LINEAR)
    return np.asarray(found[0], np.float64)


def _fit(one: Floats, other: Floats) -> tuple[Floats, float]:
    """How far each sample counts, and how far they are off, once gain and contrast have made one like the other."""
    change = np.array([1.0, 0, 0, 0])
    weights, deviation = np.ones(len(one)), _EVEN
    for _ in range(6):
        normal, right = np.diag([400.0, 0.1, 0.1, 0.1]), np.array([400.0, 0, 0, 0])
        worth = steepness((change[0] * one + change[1:] + other) / 2)
        for channel in range(3):
            rows = np.stack([one[:, channel], np.ones(len(one))], axis=1)
            strength = weights * worth[:, channel] ** 2 / 0.03**2
            at = [0, 1 + channel]
            normal[np.ix_(at, at)] += (rows * strength[:, None]).T @ rows
            right[at] += rows.T @ (strength * other[:, channel])
        change = np.linalg.solve(normal, right)
        off = np.sqrt((((change[0] * one + change[1:] - other) * worth) ** 2).mean(axis=1))
        deviation = max(_EVEN, 1.2 * float(np.median(off)))
        weights = 1 / (1 + (off / (2 * deviation)) ** 2)
    return weights, deviation
