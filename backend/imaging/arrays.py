"""Array shapes (H x W x 3 unless a name says otherwise) and the filters that everything here shares."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

# OpenCV's stubs know neither shapes nor result types, so these two names are documentation.
Pixels8: TypeAlias = NDArray[Any]
"""uint8 sRGB, 0 to 255 (or an 8-bit mask or luma where said)."""

Floats: TypeAlias = NDArray[Any]
"""float32."""


def blur(values: Floats, sigma: float) -> Floats:
    """Gaussian blur whose cost does not grow with `sigma`: wide ones run on a smaller picture."""
    factor = int(sigma // 2)
    if factor < 2 or min(values.shape[:2]) < 4 * factor:
        return cv2.GaussianBlur(values, (0, 0), sigma)
    height, width = values.shape[:2]
    small = cv2.resize(values, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / factor)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def disc(radius: int) -> Pixels8:
    """A round structuring element."""
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)))


def dot(a: Floats, b: Floats) -> Floats:
    """Of the last axis: several times as fast as multiplying and summing."""
    return np.asarray(np.einsum("...c,...c->...", a, b))


def scale(pixels: Pixels8, size: tuple[int, int]) -> Pixels8:
    """To (width, height): area average downwards, Lanczos upwards."""
    if size == pixels.shape[1::-1]:
        return pixels.copy()
    shrinks = size[0] <= pixels.shape[1]
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4)
