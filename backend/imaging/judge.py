"""The verdict on an answer: is there something that nobody asked for, and where?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, disc
from .drift import FIDELITY, Drift

RETRY_ABOVE: float = FIDELITY["retry_above"]

MAP_EDGE = 480

REACH = 20
"""Half working pixels around a region."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`score` 0 to 1; `peak` (x, y) from 0 to 1; `change_map` is a PNG to lay over the photo."""

    score: float
    peak: tuple[float, float]
    change_map: bytes


def survives(drift: Drift, regions: Mapping[str, Floats], *, tone: bool) -> bool:
    """Whether something uninvited may be in the output.

    Without `tone` everything outside the regions is the original itself: there only what reaches into a region
    counts, however high the score.
    """
    amount = drift.amount
    if not tone:
        size = (amount.shape[1], amount.shape[0])
        reach = np.zeros(amount.shape, np.float32)
        for matte in regions.values():
            reach = np.maximum(reach, cv2.resize(matte, size, interpolation=cv2.INTER_AREA))
        amount = amount * (cv2.dilate(reach, disc(REACH)) > 0.5)
    return bool(amount.max() > RETRY_ABOVE)


def judge(drift: Drift) -> Judgement:
    """The worst drift of an answer, its place, and the map of all of it."""
    amount = drift.amount
    y, x = np.unravel_index(int(amount.argmax()), amount.shape)
    peak = ((float(x) + 0.5) / amount.shape[1], (float(y) + 0.5) / amount.shape[0])
    return Judgement(float(np.clip(amount.max(), 0, 1)), peak, _map(amount, drift.invented))


def _map(amount: Floats, invented: Floats) -> bytes:
    """RGBA, at most 480 px: red invented, blue missing, opaque from the threshold on."""
    scale = min(1.0, MAP_EDGE / max(amount.shape))
    size = (max(1, round(amount.shape[1] * scale)), max(1, round(amount.shape[0] * scale)))
    level, red = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (amount, invented))
    picture = np.zeros((size[1], size[0], 4), np.uint8)
    picture[..., 2] = np.where(red >= 0.5, 255, 0)
    picture[..., 0] = np.where(red < 0.5, 255, 0)
    picture[..., 3] = np.clip((level / RETRY_ABOVE - 0.4) / 0.6, 0, 1) * 200
    return bytes(cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 4])[1])
