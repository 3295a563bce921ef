"""White balance: the colour of the light, by the edges in the picture.

After van de Weijer et al., Edge-Based Color Constancy (2007): edges are neutral on average even where walls and lawns
are not. The estimate is taken at 70 %: what is left of a warm evening is part of the room.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from luster_desktop.intake.finish.pixels import Pixels, display, linear, small, white

_EDGE = 640
_NORM = 6
_STRENGTH = 0.7
_MOST = 1.5
_LEAST_CAST = 0.03
_LEAST_EDGES = 0.02


@dataclass(frozen=True, slots=True)
class Balance:
    """Factors for red, green and blue in linear light; green's is one."""

    red: float
    green: float
    blue: float


def light(pixels: Pixels) -> tuple[float, float, float] | None:
    """The colour of the light (red, green, blue; green is one), or None where there are too few edges to judge."""
    lit = linear(small(pixels, _EDGE))
    seen = cv2.erode((lit.max(axis=2) < 0.93).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    smooth = cv2.GaussianBlur(lit, (0, 0), 1.5)
    dx, dy = cv2.Scharr(smooth, cv2.CV_32F, 1, 0), cv2.Scharr(smooth, cv2.CV_32F, 0, 1)
    strength = np.sqrt(dx * dx + dy * dy)[seen]
    if len(strength) < _LEAST_EDGES * seen.size:
        return None
    top = float(strength.max())
    if top < 0.05:
        return None
    norms = np.mean((strength / top).astype(np.float64) ** _NORM, axis=0) ** (1 / _NORM)
    red, green, blue = (float(n) for n in norms)
    return red / green, 1.0, blue / green


def balance(pixels: Pixels) -> Balance | None:
    """What makes the photo's whites neutral, taken at 70 %, or None where they are, or nothing tells."""
    found = light(pixels)
    return balance_of(found[0], found[2]) if found is not None else None


def balance_of(red: float, blue: float) -> Balance | None:
    """What makes light of this colour (red and blue over green) neutral, taken at 70 %, or None where it is."""
    factors = [float(np.clip(value**-_STRENGTH, 1 / _MOST, _MOST)) for value in (red, blue)]
    if max(abs(f - 1) for f in factors) < _LEAST_CAST:
        return None
    return Balance(factors[0], 1.0, factors[1])


def apply(pixels: Pixels, found: Balance) -> Pixels:
    """A new picture with the balance applied in linear light; as bright as before, clipped whites stay white."""
    top = white(pixels)
    level = np.arange(top + 1) / top
    lit = linear(level.astype(np.float32)).astype(np.float64)
    keep = 0.2126 * found.red + 0.7152 * found.green + 0.0722 * found.blue
    out = np.empty_like(pixels)
    for channel, factor in enumerate((found.red, found.green, found.blue)):
        gain = factor / keep
        # The factor fades out towards white, where a gain below one would turn clipped highlights into a colour.
        bent = lit * (gain + (1 - gain) * np.clip((lit - 0.6) / 0.4, 0, 1) ** 2)
        table = np.rint(display(np.clip(bent, 0, 1)) * top).astype(pixels.dtype)
        np.take(table, pixels[..., channel], out=out[..., channel])
    return out
