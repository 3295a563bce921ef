"""Soft mattes: from a coverage at working size to one that follows the full-size original's own edges."""

from __future__ import annotations

import cv2
import numpy as np

from . import lift
from .arrays import Floats, Pixels8, disc

FLOOR, CEILING = 0.04, 0.96

SIGMA, REACH = 2.0, 2
"""Working pixels: how far around what stands before a sky is averaged, and how far from its gaps that is used."""


def edge_true(small: Pixels8, coverage: Floats) -> Floats:
    """H x W x 4 coefficients at working size: coverage = (r, g, b, 1) . map wherever they are enlarged to.

    Zero (all four) where no coverage is near, so that nothing there can change.
    """
    size = (small.shape[1] // 2, small.shape[0] // 2)
    guide = cv2.resize(small, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    target = np.repeat(cv2.resize(coverage, size, interpolation=cv2.INTER_AREA)[..., None], 3, axis=-1) * 255
    flat: Floats = np.zeros((size[1], size[0], 12), np.float32)
    fitted = lift.solve(guide, target, flat[..., 0] + 1, flat, radius=2, pull=40.0)[..., :4] / 255
    maps = cv2.resize(fitted, small.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    near = cv2.dilate((coverage > 0.05).astype(np.uint8), np.ones((9, 9), np.uint8))
    maps[near == 0] = 0
    return maps


def before(small: Pixels8, coverage: Floats) -> Floats:
    """As `edge_true`, for something far and even (sky) with other things in front of it.

    Where its own colour and that of what stands before it are both known nearby and differ, the coverage of a pixel is
    its place between the two; so gaps in trees are as open as they are.
    """
    maps = edge_true(small, coverage)
    picture = small.astype(np.float32)
    behind = extend(picture, (coverage > 0.95).astype(np.float32))
    weight = np.asarray((1 - coverage) ** 4, np.float32)
    known = cv2.GaussianBlur(weight, (0, 0), SIGMA)
    front = cv2.GaussianBlur(picture * weight[..., None], (0, 0), SIGMA) / (known + 1e-4)[..., None]
    way = behind - front
    length = (way * way).sum(axis=-1)
    trust = np.clip((np.sqrt(length) - 180) / 100, 0, 1) * np.clip(known * 20, 0, 1)
    scaled = way / (length + 1)[..., None]
    between = np.dstack((scaled, -(front * scaled).sum(axis=-1)))
    # Further from the open sky a bright roof would pass for half a gap.
    close = cv2.GaussianBlur(cv2.dilate((coverage > 0.5).astype(np.float32), disc(REACH)), (0, 0), 0.7)
    trust *= close * maps.any(axis=-1)
    maps += trust[..., None] * (between - maps)
    return maps


def coverage(matte: Floats, four: Floats, top: int, height: int) -> Floats:
    """Full-size coverage of a strip; `four` is the strip's (r, g, b, 1). Exactly 0 and 1 at the ends.

    `matte` is H x W x 4 from `edge_true`, or a plain H x W coverage.
    """
    rows, width = four.shape[:2]
    enlarged = lift.enlarge(matte, top, rows, height, width)
    alpha = enlarged if enlarged.ndim == 2 else cv2.transform(enlarged * four, np.ones((1, 4), np.float32))
    return np.asarray(np.clip((alpha - FLOOR) / (CEILING - FLOOR), 0, 1))


def extend(values: Floats, weight: Floats) -> Floats:
    """Values where weight is 1, smoothly continued (pull-push) to where it is 0."""
    if min(values.shape[:2]) <= 2:
        total = weight.sum()
        mean = (values * weight[..., None]).sum(axis=(0, 1)) / max(float(total), 1e-6)
        return np.broadcast_to(mean, values.shape).astype(np.float32)
    size = ((values.shape[1] + 1) // 2, (values.shape[0] + 1) // 2)
    small_weight = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    small = (
        cv2.resize(values * weight[..., None], size, interpolation=cv2.INTER_AREA) / (small_weight + 1e-6)[..., None]
    )
    filled = extend(small.astype(np.float32), np.minimum(small_weight * 4, 1))
    below = cv2.resize(filled, values.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(values * weight[..., None] + below * (1 - weight[..., None]))
