"""Put the edit into the full-size original, in strips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from . import lift, mattes
from .arrays import Floats, Pixels8

STRIP = 256


@dataclass(frozen=True, slots=True)
class Layer:
    """A content region: `matte` as `mattes.edge_true` makes it, `delta` what its pixels gain where it covers fully."""

    matte: Floats
    delta: Floats


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything needed to render any part of the output; `content` is the regions' joint coverage at working size."""

    tone: lift.Transform | None
    layers: tuple[Layer, ...]
    content: Floats


def plan(small: Pixels8, answer: Pixels8, valid: Floats, tone: bool, found: Mapping[str, Floats]) -> Plan:
    """Fit tone on what is not content, and work out what each region gains.

    A mixed edge pixel is I = (1 - a) F + a B. With the ground's transform T (affine) and new content S the result
    (1 - a) T(F) + a S equals T(I) + a (S - T(B)): no division, and exactly T(I), or I itself, where a is 0.
    """
    content = np.zeros(valid.shape, np.float32)
    for matte in found.values():
        content = np.maximum(content, matte)
    transform = None
    based = small.astype(np.float32)
    if tone:
        transform = lift.fit(small, answer, valid * (1 - content) + 0.002)
        based = transform.apply(small)
    layers = []
    for matte in found.values():
        if matte.max() < 0.5:
            continue
        sure = (cv2.erode(matte, np.ones((3, 3), np.uint8)) > 0.95).astype(np.float32) * (valid > 0.5)
        delta = mattes.extend(answer.astype(np.float32) - based, sure)
        layers.append(Layer(mattes.edge_true(small, matte), delta))
    return Plan(transform, tuple(layers), content)


def render(pixels: Pixels8, plan: Plan) -> Pixels8:
    """Overwrite `pixels` (the original, full size) with the output, and return it. Untouched pixels are not written."""
    height, width = pixels.shape[:2]
    for top in range(0, height, STRIP):
        strip = pixels[top : top + STRIP]
        rows = strip.shape[0]
        four = np.ones((rows, width, 4), np.float32)
        four[..., :3] = strip
        result = plan.tone.apply_four(four, top, height) if plan.tone else None
        for layer in plan.layers:
            if not _reaches(layer.matte, top, rows, height):
                continue
            alpha = mattes.coverage(layer.matte, four, top, height)
            result = four[..., :3].copy() if result is None else result
            delta = lift.enlarge(layer.delta, top, rows, height, width, cv2.INTER_CUBIC)
            result += alpha[..., None] * delta
        if result is not None:
            strip[:] = np.clip(np.rint(result), 0, 255)
    return pixels


def _reaches(matte: Floats, top: int, rows: int, height: int) -> bool:
    first = int(top * matte.shape[0] / height) - 1
    last = int((top + rows) * matte.shape[0] / height) + 2
    return bool(matte[max(first, 0) : last].any())
