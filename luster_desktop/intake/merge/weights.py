"""How much each exposure counts at each pixel.

The measures are those of Mertens, Kautz, Van Reeth (Exposure Fusion, 2007): exposedness and saturation. Their third,
local contrast, gained nothing in any set that was measured. Two things differ for rooms with windows: a clipped pixel
counts nothing, so that a blown window lays no veil over the view that a darker frame holds; and the wanted brightness
lies above the middle, where white walls belong.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from luster_desktop.intake.merge.arrays import Picture, Plane, white
from luster_desktop.intake.merge.pyramids import ONE, Weight

# Single precision, or NumPy would compute in double.
_WANTED = np.float32(0.55)
_EXPOSED = np.float32(-0.5 / 0.2**2)
_SATURATION, _LEAST_SATURATION = np.float32(0.2), np.float32(0.02)
_CLIPPED, _CLIPPING_SLOPE = np.float32(0.995), np.float32(1 / 0.05)
_THIRD = np.float32(1 / 3)
_LEAST = np.float32(1e-6)
"""Where every frame is clipped, all count alike."""
_STRIP = 64


def weigh(picture: Picture) -> Plane:
    """Weights of one exposure, not normalised, each above zero."""
    out = np.empty(picture.shape[:2], np.float32)
    for top in range(0, picture.shape[0], _STRIP):  # in strips, so that the steps stay in the cache
        out[top : top + _STRIP] = _weigh(picture[top : top + _STRIP])
    return out


def _weigh(picture: Picture) -> Plane:
    pixels = picture.astype(np.float32)
    pixels *= np.float32(1 / white(picture))
    red, green, blue = (pixels[..., i] for i in range(3))
    luma = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32)
    # The variance of the three channels, without their mean.
    total = red + green + blue
    variance = np.maximum(red * red + green * green + blue * blue - total * total * _THIRD, 0) * _THIRD
    # Both measures in one exponential: the slow part is the transcendental functions.
    power = _EXPOSED * (luma - _WANTED) ** 2 + _SATURATION * np.log(np.sqrt(variance) + _LEAST_SATURATION)
    highest = np.maximum(np.maximum(red, green), blue)
    unclipped = np.clip((_CLIPPED - highest) * _CLIPPING_SLOPE, 0, 1)
    return np.asarray(np.exp(power) * unclipped + _LEAST, np.float32)


def normalised(weights: Sequence[Plane]) -> list[Weight]:
    """The same, summing to one at each pixel, in half the memory. Spends the weights."""
    total = weights[0].copy()
    for weight in weights[1:]:
        total += weight
    return [np.asarray(cv2.divide(weight, total, scale=ONE, dtype=cv2.CV_16S), np.int16) for weight in weights]
