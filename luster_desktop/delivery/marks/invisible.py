"""The mark in the pixels: a faint pattern all over the picture, stronger where the picture itself is lively."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.delivery.items import Origin
from luster_desktop.delivery.marks import pattern

CODES: Mapping[Origin, int] = {Origin.ENHANCED: 9, Origin.GENERATED: 36}
"""What a mark says; others may follow."""
LEAST_EDGE = 1024
"""Of the long edge: the waves are too fine for smaller pictures."""

_EDGE, _LOOK = 2048, 1024
"""Long edges at which the pattern is drawn, and at which the picture is looked at."""
_QUIET, _LIVELY = 0.35, 2.2
"""Root mean square of the pattern, in steps of 255, on even walls and in leaves."""
_SHARE = 0.21
"""Of the picture's own detail."""
_ROWS = 512

Pixels = NDArray[np.uint8]


def marked(pixels: Pixels, origin: Origin) -> Pixels:
    """A copy of an RGB picture with a mark that says how it came about; the picture itself where it is too small for
    one, or there is no mark for that."""
    height, width = pixels.shape[:2]
    long = max(width, height)
    if long < LEAST_EDGE or origin not in CODES:
        return pixels
    strength = _strength(pixels)
    side = _EDGE // pattern.PERIODS
    scale = long / _EDGE
    down, across = (int(length / scale / side) + 1 for length in (height, width))
    drawn = np.tile(pattern.tile(CODES[origin], side), (down, across))
    out = np.empty_like(pixels)
    for top in range(0, height, _ROWS):
        rows = min(_ROWS, height - top)
        added = _cut(drawn, 1 / scale, top, (width, rows), cv2.INTER_CUBIC)
        added *= _cut(strength, strength.shape[1] / width, top, (width, rows), cv2.INTER_LINEAR)
        out[top : top + rows] = _added(pixels[top : top + rows], added)
    return out


def _cut(values: NDArray[np.float32], scale: float, top: int, size: tuple[int, int], how: int) -> NDArray[np.float32]:
    """Some rows of `values` at the picture's size."""
    half = 0.5 * scale - 0.5
    turned = np.array([[scale, 0, half], [0, scale, half + top * scale]])
    flags = how | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(values, turned, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _added(pixels: Pixels, added: NDArray[np.float32]) -> Pixels:
    """Rounded, and cut off at black and white."""
    return np.asarray(cv2.add(pixels, cv2.merge([added] * 3), dtype=cv2.CV_8U), np.uint8)


def _strength(pixels: Pixels) -> NDArray[np.float32]:
    """How much of the pattern each place of the picture hides, at most `_LOOK` wide or high."""
    height, width = pixels.shape[:2]
    scale = _LOOK / max(width, height)
    small = cv2.resize(pixels, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = grey - cv2.GaussianBlur(grey, (0, 0), 1.5)
    # Running sums leave a little less than nothing where a loud place ends.
    lively = np.sqrt(np.maximum(cv2.blur(detail * detail, (5, 5)), 0))
    # An edge is lively by itself, the wall beside it is not.
    lively = cv2.blur(cv2.erode(lively, np.ones((7, 7), np.uint8)), (5, 5))
    strength = np.clip(_QUIET + _SHARE * lively, _QUIET, _LIVELY)
    # Next to black and white nothing can hide, and half of the pattern would be cut off.
    room = np.minimum(grey, 255 - grey)
    made: NDArray[np.float32] = (strength * np.clip(cv2.blur(room, (3, 3)) / 16, 0, 1)).astype(np.float32)
    return made
