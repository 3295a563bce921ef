"""The last fraction of a pixel: displacements of many small tiles, and the motion that explains most of them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.arrays import Matrix, Plane
from luster_desktop.intake.merge.looks import MARGIN, Curve, Curves, Look, look_of

_SMALL_EDGE = 2000
_SMALL, _LARGE = (32, 20), (64, 10)
"""Pixels of a tile, and rows of tiles that are looked at: more hardly add to what these say."""
_ROUNDS, _SETTLED = 4, 0.04
_LEAST_TILES = 12
_TILES_FOR_PERSPECTIVE = 30


@dataclass(frozen=True, slots=True)
class Settled:
    matrix: Matrix
    residual: float
    """Median length of what the motion leaves unexplained, in pixels."""


def settle(fixed: Plane, moving: Plane, curves: Curves, matrix: Matrix) -> Settled | None:
    """Refine `matrix`, which is right to about a pixel, or None where too few tiles have texture in both frames.

    `fixed` and `moving` are luma, 0 to 255. The motion is a turn and a shift, as for a camera that rolls; a full
    perspective is taken only where it explains the tiles clearly better, as for a wide lens that was turned by hand.
    """
    tile, most = _SMALL if max(fixed.shape) <= _SMALL_EDGE else _LARGE
    count = fixed.shape[0] // tile
    rows = np.linspace(0, count - 1, min(count, most)).round().astype(int).tolist() if count else []
    bands = [slice(row * tile, (row + 1) * tile) for row in rows]
    residual = 0.0
    with ThreadPoolExecutor(2) as pool:
        looks = list(pool.map(lambda band: _cut(fixed, curves[0], band), bands))
        for _ in range(_ROUNDS):
            measured = _displacements(pool, looks, bands, moving, curves[1], matrix, fixed.shape)
            if measured is None:
                return None
            step, residual = _motion(*measured, size=max(fixed.shape))
            matrix = matrix @ step
            if np.abs(step[:2, 2]).max() < _SETTLED:
                break
    return Settled(matrix / matrix[2, 2], residual)


def _cut(luma: Plane, curve: Curve, band: slice) -> Look:
    first, last = max(band.start - MARGIN, 0), min(band.stop + MARGIN, luma.shape[0])
    look = look_of(luma[first:last], curve)
    inner = slice(band.start - first, band.stop - first)
    return Look(look.normal[inner], look.seen[inner])


def _displacements(
    pool: ThreadPoolExecutor,
    fixed: Sequence[Look],
    bands: Sequence[slice],
    moving: Plane,
    curve: Curve,
    matrix: Matrix,
    shape: tuple[int, ...],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]] | None:
    """Centres (n x 2), displacements (n x 2) and their certainty (n), by one Lucas-Kanade step a tile."""

    def sums(look: Look, band: slice) -> NDArray[np.float64]:
        first, last = max(band.start - MARGIN, 0), min(band.stop + MARGIN, shape[0])
        down = np.array([[1, 0, 0], [0, 1, first], [0, 0, 1.0]])
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        size = (shape[1], last - first)
        there = cv2.warpPerspective(moving, matrix @ down, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return _sums(look, _cut(np.asarray(there, np.float32), curve, slice(band.start - first, band.stop - first)))

    if not bands:
        return None
    xx, xy, yy, xt, yt, count = np.concatenate(list(pool.map(sums, fixed, bands)), axis=1)
    tile = bands[0].stop - bands[0].start
    columns, rows = np.meshgrid(np.arange(xx.shape[1]) * float(tile), [float(band.start) for band in bands])
    centres = np.stack([columns, rows], axis=-1) + (tile - 1) / 2
    trace, determinant = xx + yy, xx * yy - xy * xy
    smaller = trace / 2 - np.sqrt(np.maximum(trace * trace / 4 - determinant, 0))
    telling = (smaller > 0.002 * tile**2) & (count > 0.4 * tile**2) & _within(centres, matrix, moving.shape, tile)
    if telling.sum() < _LEAST_TILES:
        return None
    # The content of `there` that belongs at p sits at p + d.
    d = np.stack([-(yy * xt - xy * yt), -(xx * yt - xy * xt)], axis=-1)[telling] / determinant[telling][:, None]
    near = np.abs(d).max(axis=1) < 3.0
    if near.sum() < _LEAST_TILES:
        return None
    return centres[telling][near], d[near], np.sqrt(smaller[telling][near])


def _within(centres: NDArray[np.float64], matrix: Matrix, shape: tuple[int, ...], tile: int) -> NDArray[np.bool_]:
    """Whether each tile lies inside the moving frame, with what its look takes from around it."""
    there = cv2.perspectiveTransform(centres, matrix)
    edge = tile / 2
    return np.asarray(((there > edge) & (there < np.array([shape[1], shape[0]]) - edge)).all(axis=-1))


def _sums(fixed: Look, moving: Look) -> NDArray[np.float64]:
    """Products of gradients and difference, and the seen pixels, summed over each tile of a band: 6 x 1 x tiles."""
    weight = cv2.bitwise_and(fixed.seen, moving.seen).astype(np.float32) * np.float32(1 / 255)
    # The gradient of the mean of both pictures makes the step symmetric, and so blind to which one is noisier.
    mean = cv2.addWeighted(fixed.normal, 0.5, moving.normal, 0.5, 0)
    dx = cv2.sepFilter2D(mean, cv2.CV_32F, np.array([-0.5, 0, 0.5]), np.array([1.0]))
    dy = cv2.sepFilter2D(mean, cv2.CV_32F, np.array([1.0]), np.array([-0.5, 0, 0.5]))
    dt = cv2.subtract(moving.normal, fixed.normal)
    wx, wy = cv2.multiply(dx, weight), cv2.multiply(dy, weight)
    products = [cv2.multiply(p, q) for p, q in ((wx, dx), (wx, dy), (wy, dy), (wx, dt), (wy, dt))]
    return np.stack([_per_tile(np.asarray(p, np.float32)) for p in (*products, weight)])


def _per_tile(plane: Plane) -> NDArray[np.float64]:
    """Of a band that is one tile high."""
    tile = plane.shape[0]
    columns = plane.shape[1] // tile
    means = cv2.resize(plane[:, : columns * tile], (columns, 1), interpolation=cv2.INTER_AREA)
    return np.asarray(means, np.float64) * float(tile**2)


def _motion(
    centres: NDArray[np.float64], moved: NDArray[np.float64], certainty: NDArray[np.float64], size: int
) -> tuple[Matrix, float]:
    """The step that explains the displacements, and the median residual."""
    middle = centres.mean(axis=0)
    x, y = ((centres - middle) / size).T
    zero, one = np.zeros_like(x), np.ones_like(x)
    turn = np.concatenate([np.stack([one, zero, -y], 1), np.stack([zero, one, x], 1)])
    perspective = np.concatenate(
        [
            np.stack([one, zero, x, y, zero, zero, x * x, x * y], 1),
            np.stack([zero, one, zero, zero, x, y, x * y, y * y], 1),
        ]
    )
    values = np.concatenate([moved[:, 0], moved[:, 1]])
    few, few_residual = _robust(turn, values, certainty)
    if len(x) >= _TILES_FOR_PERSPECTIVE and few_residual > 0.12:
        many, many_residual = _robust(perspective, values, certainty)
        if many_residual < 0.6 * few_residual:
            tx, ty, a, b, c, d, p, q = many
            step = np.array(
                [[1 + a / size, b / size, tx], [c / size, 1 + d / size, ty], [-p / size**2, -q / size**2, 1]]
            )
            return _about(step, middle), many_residual
    tx, ty, angle = few[0], few[1], few[2] / size
    step = np.array([[np.cos(angle), -np.sin(angle), tx], [np.sin(angle), np.cos(angle), ty], [0, 0, 1]])
    return _about(step, middle), few_residual


def _about(step: Matrix, middle: NDArray[np.float64]) -> Matrix:
    to = np.array([[1, 0, middle[0]], [0, 1, middle[1]], [0, 0, 1.0]])
    return np.asarray(to @ step @ np.linalg.inv(to))


def _robust(
    model: NDArray[np.float64], values: NDArray[np.float64], certainty: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Least squares, re-weighted (Tukey), so that tiles on moving things do not count."""
    half = len(values) // 2
    weight = certainty.copy()
    solution = np.zeros(model.shape[1])
    lengths = np.zeros(half)
    for _ in range(12):
        root = np.sqrt(np.concatenate([weight, weight]))
        solution = np.linalg.lstsq(model * root[:, None], values * root, rcond=None)[0]
        left = values - model @ solution
        lengths = np.hypot(left[:half], left[half:])
        limit = max(4.5 * float(np.median(lengths)), 0.05)
        weight = certainty * np.clip(1 - (lengths / limit) ** 2, 0, 1) ** 2 + 1e-9
    return solution, float(np.median(lengths))
