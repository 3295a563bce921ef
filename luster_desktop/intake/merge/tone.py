"""The last touch on a blend: blacks and whites where a photo has them, and no hard clipping."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_BLACK_SHARE, _WHITE_SHARE = 0.9, 99.5
_DEEPEST_BLACK, _DARKEST_WHITE = 0.12, 0.80
_WHITE = 0.98
_MIDDLE, _MOST_LIFT = 0.63, 0.35
_SHOULDER, _TOE = np.float32(0.94), np.float32(0.03)
_ROOM = 1 - _SHOULDER


def levels(small: Floats) -> Callable[[Floats], Floats]:
    """How to stretch a blended picture, measured on a small version of it (values from 0 to 1).

    Blending averages; this gives back the depth that it costs, within limits that leave a foggy morning foggy. Values
    beyond the ends are rolled off.
    """
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)[::2, ::2]
    low, high = np.percentile(luma, [_BLACK_SHARE, _WHITE_SHARE])
    middle = float(np.median(luma))
    low = float(np.clip(low, 0, _DEEPEST_BLACK))
    gain = np.float32(_WHITE / (max(float(high), _DARKEST_WHITE) - low))
    offset = np.float32(-low * gain)

    middle = float(np.clip(middle * gain + offset, 0.05, 0.95))
    lift = float(np.clip((_MIDDLE - middle) / (middle * (1 - middle)), 0, _MOST_LIFT))
    slope = np.float32(1 + lift)

    def apply(strip: Floats) -> Floats:
        values = strip * gain
        values += offset
        # room x / (x + room) has slope one at x = 0 and never exceeds the room.
        over = np.maximum(values - _SHOULDER, 0)
        over *= _ROOM / (over + _ROOM)
        under = np.maximum(_TOE - values, 0)
        under *= _TOE / (under + _TOE)
        np.clip(values, _TOE, _SHOULDER, out=values)
        values += over
        values -= under
        # v + lift v (1 - v) keeps black and white where they are.
        values *= slope - np.float32(lift) * values
        return values

    return apply
