"""The last fraction of a pixel: displacements of many small tiles, and the motion that explains most of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.arrays import Matrix, Plane

_TILE = 64
_ROUNDS = 2
_LEAST_TILES = 12
_TILES_FOR_PERSPECTIVE = 30


@dataclass(frozen=True, slots=True)
class Settled:
    matrix: Matrix
    residual: float
    """Median length of what the motion leaves unexplained, in pixels."""


def settle(
    fixed: Plane, fixed_seen: NDArray[np.uint8], moving: Plane, moving_seen: NDArray[np.uint8], matrix: Matrix
) -> Settled | None:
    """Refine `matrix`, which is right to about a pixel, or None where too few tiles have texture in both frames.

    The motion is a turn and a shift, as for a camera that rolls; a full perspective is taken only where it explains the
    tiles clearly better, as for a wide lens that was turned by hand.
    """
    residual = 0.0
    for _ in range(_ROUNDS):
        measured = _displacements(fixed, fixed_seen, moving, moving_seen, matrix)
        if measured is None:
            return None
        step, residual = _motion(*measured, size=max(fixed.shape))
        matrix = matrix @ step
    return Settled(matrix / matrix[2, 2], residual)


def _displacements(
    fixed: Plane, fixed_seen: NDArray[np.uint8], moving: Plane, moving_seen: NDArray[np.uint8], matrix: Matrix
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]] | None:
    """Centres (n x 2), displacements (n x 2) and their certainty (n), by one Lucas-Kanade step a tile."""
    rows = fixed.shape[0] // _TILE

    def band(row: int) -> NDArray[np.float64]:
        part = slice(row * _TILE, (row + 1) * _TILE)
        return _sums(fixed[part], fixed_seen[part], moving, moving_seen, matrix @ _moved_down(row * _TILE))

    with ThreadPoolExecutor(2) as pool:
        xx, xy, yy, xt, yt, count = np.concatenate(list(pool.map(band, range(rows))), axis=1)
    trace, determinant = xx + yy, xx * yy - xy * xy
    smaller = trace / 2 - np.sqrt(np.maximum(trace * trace / 4 - determinant, 0))
    at = np.nonzero((smaller > 0.002 * _TILE**2) & (count > 0.4 * _TILE**2))
    if len(at[0]) < _LEAST_TILES:
        return None
    # The content of `warped` that belongs at p sits at p + d.
    d = np.stack([-(yy * xt - xy * yt)[at], -(xx * yt - xy * xt)[at]], axis=1) / determinant[at][:, None]
    centres = np.stack([at[1], at[0]], axis=1) * float(_TILE) + (_TILE - 1) / 2
    near = np.abs(d).max(axis=1) < 3.0
    if near.sum() < _LEAST_TILES:
        return None
    return centres[near], d[near], np.sqrt(smaller[at][near])


def _moved_down(by: int) -> Matrix:
    return np.array([[1, 0, 0], [0, 1, by], [0, 0, 1.0]])


def _sums(
    fixed: Plane, fixed_seen: NDArray[np.uint8], moving: Plane, moving_seen: NDArray[np.uint8], matrix: Matrix
) -> NDArray[np.float64]:
    """Products of gradients and difference, and the seen pixels, summed over each tile of a band: 6 x 1 x tiles."""
    size = fixed.shape[::-1]
    warped = cv2.warpPerspective(moving, matrix, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
    seen = cv2.warpPerspective(moving_seen, matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    both = cv2.bitwise_and(np.where(seen > 254, 255, 0).astype(np.uint8), fixed_seen)
    weight = both.astype(np.float32) * np.float32(1 / 255)
    # The gradient of the mean of both pictures makes the step symmetric, and so blind to which one is noisier.
    mean = cv2.addWeighted(fixed, 0.5, warped, 0.5, 0)
    dx = cv2.sepFilter2D(mean, cv2.CV_32F, np.array([-0.5, 0, 0.5]), np.array([1.0]))
    dy = cv2.sepFilter2D(mean, cv2.CV_32F, np.array([1.0]), np.array([-0.5, 0, 0.5]))
    dt = cv2.subtract(warped, fixed)
    wx, wy = cv2.multiply(dx, weight), cv2.multiply(dy, weight)
    products = [cv2.multiply(p, q) for p, q in ((wx, dx), (wx, dy), (wy, dy), (wx, dt), (wy, dt))]
    return np.stack([_per_tile(np.asarray(p, np.float32)) for p in (*products, weight)])


def _per_tile(plane: Plane) -> NDArray[np.float64]:
    rows, columns = plane.shape[0] // _TILE, plane.shape[1] // _TILE
    whole = plane[: rows * _TILE, : columns * _TILE]
    means = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(means, np.float64) * _TILE**2


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
