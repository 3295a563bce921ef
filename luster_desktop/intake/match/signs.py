"""What a photo is matched by: places that are found again in other photos, and the white of its walls and ceiling."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.finish.pixels import Floats, Pixels, linear, small
from luster_desktop.intake.finish.tones import odds

EDGE = 512
"""Longer edge in pixels at which photos are looked at."""
_PLACES = 500
_CLIPPED = 0.98
_FLAT = 0.035
"""Deviation around a pixel, of what is seen from 0 to 1, up to which it is one surface."""
_WALLS_EDGE = 160
_PLAIN = 0.05
_LEAST_LIGHT = 0.08
_UNCOLOURED = (0.5, 0.8)
"""How far red over green and blue over green of white paint may be off, as logarithms: lamps reach this far."""
_ALIKE = 0.08
_LEAST_WALL = 0.04
_GREY = np.array([0.2126, 0.7152, 0.0722], np.float32)


@dataclass(frozen=True, slots=True)
class Signs:
    """Of one photo, all at the small size."""

    room: bool
    """Whether the photo surely shows one."""
    light: NDArray[np.float32]
    """H x W x 3, linear, smoothed over what a surface's grain needs."""
    plain: NDArray[np.bool_]
    """H x W: one surface, neither clipped nor black."""
    places: NDArray[np.float32]
    """n x 2, x and y."""
    sizes: NDArray[np.float32]
    """n, in pixels."""
    looks: NDArray[np.float32]
    """n x 128; the scalar product of two says how alike they are, at most 1."""
    wall: Floats | None
    """Odds of red, green and blue of the lit white paint, or None where none is sure."""


def signs(pixels: Pixels, *, room: bool) -> Signs:
    """Look at an upright sRGB photo. Only what is surely a `room` has white walls: outside it may be a grey sky."""
    seen = small(pixels, EDGE)
    lit = linear(seen)
    luma = np.asarray(cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY), np.float32)
    even = cv2.createCLAHE(2.0, (8, 8)).apply(np.asarray(luma * 255 + 0.5, np.uint8))
    points, found = cv2.SIFT.create(_PLACES, contrastThreshold=0.03).detectAndCompute(even, None)
    raw = np.asarray(found, np.float32) if found is not None else np.empty((0, 128), np.float32)
    # Arandjelović and Zisserman, Three Things Everyone Should Know (2012): roots compare better than the values.
    looks = np.sqrt(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-6))
    return Signs(
        room=room,
        light=np.asarray(cv2.GaussianBlur(lit, (0, 0), 2.0), np.float32),
        plain=_plain(seen, luma),
        places=np.array([point.pt for point in points], np.float32).reshape(-1, 2),
        sizes=np.array([point.size for point in points], np.float32),
        looks=looks,
        wall=_wall(lit) if room else None,
    )


def _plain(seen: NDArray[np.float32], luma: NDArray[np.float32]) -> NDArray[np.bool_]:
    mean = cv2.blur(luma, (9, 9))
    deviation = np.sqrt(np.maximum(cv2.blur(luma * luma, (9, 9)) - mean * mean, 0))
    clipped = cv2.dilate((seen.max(axis=2) > _CLIPPED).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    return np.asarray((deviation < _FLAT) & ~clipped & (mean > 0.08))


def _wall(lit: NDArray[np.float32]) -> Floats | None:
    """The lit half of the largest bright surface without much colour of its own."""
    factor = _WALLS_EDGE / max(lit.shape[:2])
    tiny = np.maximum(cv2.resize(lit, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), 1e-3)
    brightness = tiny @ _GREY
    steps = np.log(brightness)
    slope = np.hypot(cv2.Sobel(steps, cv2.CV_32F, 1, 0), cv2.Sobel(steps, cv2.CV_32F, 0, 1)) / 8
    red, blue = np.log(tiny[..., 0] / tiny[..., 1]), np.log(tiny[..., 2] / tiny[..., 1])
    paint = (slope < _PLAIN) & (tiny.max(axis=2) < 0.93) & (brightness > _LEAST_LIGHT)
    paint &= (np.abs(red) < _UNCOLOURED[0]) & (np.abs(blue) < _UNCOLOURED[1])
    if paint.mean() < _LEAST_WALL:
        return None
    weight = np.clip(brightness[paint] / np.percentile(brightness[paint], 90), 0, 1) ** 2
    bounds = [(-side, side) for side in _UNCOLOURED]
    votes, reds, blues = np.histogram2d(red[paint], blue[paint], bins=(40, 64), range=bounds, weights=weight)
    middle_red, middle_blue = (reds[:-1] + reds[1:]) / 2, (blues[:-1] + blues[1:]) / 2
    # Of two surfaces alike in size, the one with less colour is the paint.
    doubt = (middle_red[:, None] / 0.35) ** 2 + (middle_blue[None] / 0.5) ** 2
    votes = cv2.GaussianBlur(votes, (0, 0), 1.2) * np.exp(-doubt)
    row, column = np.unravel_index(int(votes.argmax()), votes.shape)
    same = paint & (np.hypot(red - middle_red[row], blue - middle_blue[column]) < _ALIKE)
    if same.mean() < _LEAST_WALL:
        return None
    surface = tiny[same]
    return odds(np.median(surface[brightness[same] >= np.median(brightness[same])], axis=0).astype(np.float64))
