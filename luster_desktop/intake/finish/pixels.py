"""What the steps of finishing share."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[Any]
"""H x W x 3, RGB, uint8 or uint16, upright."""

Floats: TypeAlias = NDArray[np.float64]


def white(pixels: Pixels) -> int:
    """The value of a clipped pixel."""
    return 65535 if pixels.dtype == np.uint16 else 255


def small(pixels: Pixels, edge: int) -> NDArray[np.float32]:
    """At most `edge` pixels long, with values from 0 to 1."""
    factor = min(1.0, edge / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    shrunk = pixels if factor == 1 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, np.float32) / np.float32(white(pixels))


def small_luma(pixels: Pixels, edge: int) -> NDArray[np.uint8]:
    """The same, as 8-bit luma."""
    return np.asarray(cv2.cvtColor(small(pixels, edge), cv2.COLOR_RGB2GRAY) * 255 + 0.5, np.uint8)


def linear(display: NDArray[np.float32]) -> NDArray[np.float32]:
    """Light for sRGB values, both from 0 to 1."""
    return np.where(display <= 0.04045, display / 12.92, ((display + 0.055) / 1.055) ** 2.4).astype(np.float32)


def display(light: Floats) -> Floats:
    """sRGB values for light, both from 0 to 1."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
