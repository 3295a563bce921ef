"""What a model does when it misunderstands: an object put in, an object taken away, nothing at all."""

from __future__ import annotations

import cv2
import numpy as np

from backend.local.image_model.editor.raster import Plane, Rgb, blur, luma, mix, plane, quantise, to_float


def invent(image: Rgb, seed: int) -> Rgb:
    """The picture with a framed picture hung somewhere in it that was not there, 9 % of the width."""
    rng = np.random.default_rng(seed)
    height, width = image.shape[:2]
    across = max(12, round(0.09 * width))
    down = round(across * 1.25)
    x = int(rng.integers(round(0.15 * width), round(0.85 * width) - across))
    y = int(rng.integers(round(0.45 * height), max(round(0.45 * height) + 1, round(0.9 * height) - down)))
    thing = np.full((down, across, 3), (0.93, 0.91, 0.86), np.float32)
    hues = rng.uniform(0.2, 0.9, (3, 3)).astype(np.float32)
    for hue in hues:
        at = (int(rng.integers(across // 4, across * 3 // 4)), int(rng.integers(down // 4, down * 3 // 4)))
        cv2.circle(thing, at, across // 5, tuple(float(c) for c in hue), cv2.FILLED, cv2.LINE_AA)
    cv2.rectangle(thing, (0, 0), (across - 1, down - 1), (0.12, 0.09, 0.07), max(2, across // 12))
    cover = np.zeros((height, width), np.float32)
    cover[y : y + down, x : x + across] = 1
    shadow = blur(plane(np.roll(cover, (across // 12, across // 16), (0, 1))), across / 14) * (1 - cover)
    result = to_float(image) * (1 - 0.45 * shadow[..., None])
    result[y : y + down, x : x + across] = thing * (0.55 + 0.45 * float(luma(to_float(image)).mean()) * 1.4)
    return quantise(plane(result), rng)


def erase(image: Rgb, seed: int) -> Rgb:
    """The picture with one distinct thing taken out, about 9 % of the width, and painted over from around it."""
    rng = np.random.default_rng(seed)
    height, width = image.shape[:2]
    scale = 480 / max(width, height)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    h, w = small.shape[:2]
    grey = luma(to_float(np.asarray(small, dtype=np.uint8)))
    edges = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    radius = 0.045 * w
    # A thing stands out from calm surroundings: much structure within, little around.
    score = blur(plane(edges), radius * 0.5) - 0.6 * blur(plane(edges), radius * 2)
    margin = round(radius * 1.6)
    inner = score[margin : h - margin, margin : w - margin]
    y, x = np.unravel_index(int(inner.argmax()), inner.shape)
    hole = np.zeros((h, w), np.uint8)
    cv2.ellipse(hole, (int(x) + margin, int(y) + margin), (round(radius), round(radius)), 0, 0, 360, 255, cv2.FILLED)
    filled = plane(
        cv2.resize(cv2.inpaint(small, hole, 5, cv2.INPAINT_TELEA), (width, height), interpolation=cv2.INTER_CUBIC)
    )
    soft: Plane = blur(plane(cv2.resize(hole, (width, height)) / 255), 2.0)
    return quantise(mix(to_float(image), plane(filled / 255), soft[..., None]), rng)


def blacken(image: Rgb) -> Rgb:
    """Nothing but black."""
    return np.zeros_like(image)
