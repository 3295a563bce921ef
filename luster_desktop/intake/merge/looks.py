"""What is left of a frame when its exposure is taken away, so that dark and bright frames of one wall look alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.arrays import Plane

MARGIN = 16
"""How far around a pixel its look depends on, at most."""

Curve: TypeAlias = NDArray[np.float32]
"""A new value for each of 0 to 255."""

Curves: TypeAlias = tuple[Curve, Curve]
"""Of two frames; with them both are equally bright."""

_DARKEST, _BRIGHTEST = np.array([5.0]), np.array([247.0])
_WINDOW = (25, 25)


@dataclass(frozen=True, slots=True)
class Look:
    normal: Plane
    """Luma without its surroundings' brightness and contrast; zero where there is nothing to see."""
    seen: NDArray[np.uint8]
    """255 where the exposure is neither clipped nor black."""


def look_of(luma: Plane, curve: Curve) -> Look:
    """Of luma from 0 to 255 that `curve` is applied to."""
    luma = np.asarray(cv2.remap(curve[None], luma, np.zeros_like(luma), cv2.INTER_LINEAR), np.float32)
    smooth = np.asarray(cv2.GaussianBlur(luma, (0, 0), 0.5), np.float32)
    mean = cv2.boxFilter(smooth, cv2.CV_32F, _WINDOW)
    variance = cv2.sqrBoxFilter(smooth, cv2.CV_32F, _WINDOW) - mean * mean
    normal = (smooth - mean) / (np.sqrt(np.maximum(variance, 0)) + np.float32(3.0))
    seen = cv2.erode(exposed(luma), np.ones((9, 9), np.uint8))
    return Look(np.asarray(normal, np.float32), np.asarray(seen, np.uint8))


def exposed(luma: NDArray[Any]) -> NDArray[np.uint8]:
    """255 where the pixel itself is neither clipped nor black."""
    return np.asarray(cv2.inRange(luma, _DARKEST, _BRIGHTEST), np.uint8)
