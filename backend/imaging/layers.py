"""What a content region adds to the photo's own pixels, and how it is laid over a strip of them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats
from .transforms import Transform, enlarged_at


@dataclass(frozen=True, slots=True)
class Layer:
    """A content region: its pixels gain coverage times (`delta` + tone(x) - x).

    A mixed edge pixel is I = (1 - a) F + a B. With the ground's transform T (affine) and new content S the result
    (1 - a) T(F) + a S equals T(I) + a (S - T(B)): no division, and exactly T(I), or I itself, where a is 0. `delta`
    is S - T(B) at working size, known in the region and smoothly continued beyond it.
    `behind`, where given, is T(B) in the same way: mixed pixels are then made as light adds up, and gain `seen` times
    `delta` more.
    All are planes at working size. `matte`: as `mattes.edge_true` makes it, or 1 x H x W coverage that is simply
    enlarged; `delta` and `behind`: 3 x H x W; `seen`: 1 x H x W. `tone` is the region's own.
    `alone`: nothing of what was there shows through, not even its finest detail; `delta` then is S itself. It has the
    photo's grain, unless it is `smooth`.
    """

    matte: Floats
    delta: Floats
    tone: Transform | None = None
    behind: Floats | None = None
    alone: bool = False
    smooth: bool = False
    seen: Floats | None = None


def lay(result: Floats, layer: Layer, alpha: Floats, delta: Floats, top: int, height: int) -> None:
    """Add `alpha` (H x W) times `delta` to `result` (3 x H x W), rows from `top` on of a picture `height` rows high."""
    mixed = np.flatnonzero((alpha > 0) & (alpha < 1))
    if layer.behind is None or not mixed.size:
        _gain(result, alpha, delta)
        return

    def pick(values: Floats) -> Floats:
        return np.take(values.reshape(len(values), -1), mixed, axis=1)

    old = enlarged_at(layer.behind, mixed, top, height, alpha.shape[1])
    gained = pick(delta)
    lit = _in_light(pick(result), alpha.ravel()[mixed], old, gained)
    if layer.seen is not None:
        lit += enlarged_at(layer.seen, mixed, top, height, alpha.shape[1], cv2.INTER_CUBIC) * gained
    _gain(result, alpha, delta)
    result.reshape(3, -1)[:, mixed] = lit


def _gain(result: Floats, alpha: Floats, delta: Floats) -> None:
    for plane, more in zip(result, delta, strict=True):
        cv2.accumulateProduct(alpha, more, plane)


def _in_light(shown: Floats, alpha: Floats, behind: Floats, delta: Floats) -> Floats:
    """3 x N mixed pixels with the new content for the old, as light adds up.

    A bright sky outshines a leaf that covers half of the pixel: seen in code values it covers more than it does, and
    with a darker sky in its place such pixels would stay as a pale fringe.
    """
    front = (shown - alpha * behind) / np.maximum(1 - alpha, 0.05)
    light, front, old, new = (_light(v) for v in (shown, front, behind, behind + delta))
    way = old - front
    # Where front and sky look the same, the light says nothing and the coverage stands.
    length = (way * way).sum(axis=0)
    share = np.clip((((light - front) * way).sum(axis=0) + ALIKE * alpha) / (length + ALIKE), 0, 1)
    return _codes(light + share * (new - old))


ALIKE = 0.3
_STEPS = 4096
_LIGHT = np.linspace(0, 1, _STEPS, dtype=np.float32) ** 2.2
_LIGHT *= 1 + 1.1 * _LIGHT**3
"""The light behind each code value: a camera's curve bends off below white, so white is twice as bright as it looks."""

_CODES = np.interp(np.linspace(0, 1, _STEPS), np.sqrt(_LIGHT / _LIGHT[-1]), np.linspace(0, 255, _STEPS))
_CODES = _CODES.astype(np.float32)
"""The code value for each square root of light, which is nearly in proportion to it."""


def _light(codes: Floats) -> Floats:
    return _looked_up(_LIGHT, codes / 255)


def _codes(light: Floats) -> Floats:
    return _looked_up(_CODES, np.sqrt(np.maximum(light, 0) / _LIGHT[-1]))


def _looked_up(table: Floats, share: Floats) -> Floats:
    """The entry of `table` at 0 to 1 of its length, the nearest one."""
    return np.asarray(table[np.clip(share * (_STEPS - 1) + 0.5, 0, _STEPS - 1).astype(np.intp)])


def reaches(matte: Floats, top: int, rows: int, height: int) -> bool:
    """Whether any of `rows` rows from `top` on, of a picture that is `height` rows high, is covered."""
    first = int(top * matte.shape[1] / height) - 1
    last = int((top + rows) * matte.shape[1] / height) + 2
    return bool(matte[:, max(first, 0) : last].any())
