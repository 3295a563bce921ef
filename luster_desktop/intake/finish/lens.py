"""Straight lines where the lens bent them, for the lenses in Lensfun's database.

Lensfun needs GLib, which not every Linux has. Without it no lens is known, and all else is done as ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_STEP = 8
_LEAST_SCORE = 50
"""Lensfun's own measure of how well the name matches; a wrong profile is worse than none."""


@dataclass(frozen=True, slots=True)
class Optics:
    """What took the photo, as EXIF says it."""

    make: str
    model: str
    lens: str
    focal: float
    """Millimetres, as engraved."""
    aperture: float = 8.0


def distortion(optics: Optics, width: int, height: int) -> NDArray[np.float32] | None:
    """Where each pixel of the corrected photo lies in the photo as taken, or None where the lens or Lensfun is unknown.

    The photo is `width` x `height` as it left the sensor. The map has one point (x, y) for every 8 pixels in each
    direction, the first for pixel 0: bilinear interpolation between them is exact to far below a pixel.
    """
    profile = _profile(optics.make, optics.model, optics.lens)
    if profile is None:
        return None
    lensfun, lens, crop = profile
    if not lens.min_focal * 0.95 <= optics.focal <= lens.max_focal * 1.05 or not lens.calib_distortion:
        return None
    modifier = lensfun.Modifier(lens, crop, width, height)
    flags = lensfun.ModifyFlags.DISTORTION | lensfun.ModifyFlags.SCALE
    # Scale 0 enlarges just so far that no corner is left empty.
    modifier.initialize(optics.focal, optics.aperture, 1000.0, scale=0.0, flags=flags)
    columns, rows = -(-width // _STEP) + 1, -(-height // _STEP) + 1
    coarse = np.empty((rows, columns, 2), np.float32)
    for row in range(rows):
        line = modifier.apply_geometry_distortion(0, row * _STEP, _STEP * (columns - 1) + 1, 1)
        if line is None:
            return None
        coarse[row] = line[0, ::_STEP]
    return coarse


def corrected(points: NDArray[np.float32], bent: NDArray[np.float32]) -> NDArray[np.float32]:
    """Positions in the photo as taken for positions (H x W x 2) in the corrected one; `bent` is from `distortion`."""
    at = points / np.float32(_STEP)
    return np.asarray(
        cv2.remap(bent, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


@lru_cache(maxsize=64)
def _profile(make: str, model: str, name: str) -> tuple[Any, Any, float] | None:
    """Lensfun, the lens and the crop factor of the camera."""
    if (loaded := _lensfun()) is None:
        return None
    lensfun, database = loaded
    cameras = database.find_cameras(make, model)
    if not cameras:
        return None
    lenses = [lens for lens in database.find_lenses(cameras[0], None, name) if lens.score >= _LEAST_SCORE]
    return (lensfun, lenses[0], cameras[0].crop_factor) if lenses else None


@lru_cache(maxsize=1)
def _lensfun() -> tuple[Any, Any] | None:
    """The library and its database; None where one of its own libraries is missing."""
    try:
        import lensfunpy
    except ImportError:
        return None
    return lensfunpy, lensfunpy.Database()
