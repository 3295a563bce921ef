"""Typed pixel primitives: colour planes in float32, resampling, blurs, the guided filter and dithered rounding."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb: TypeAlias = NDArray[np.uint8]
"""H x W x 3, sRGB."""
Plane: TypeAlias = NDArray[np.float32]
"""H x W or H x W x C, float32; colours and masks lie in 0..1."""

_CODES = np.arange(256, dtype=np.float64) / 255
_TO_LINEAR = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4).astype(np.float32)
_STEPS = np.linspace(0, 1, 8193)
# Finer than codes; the table for coding is read by the root of the light, so that shadows keep their steps.
_TO_LINEAR_FINE = np.where(_STEPS <= 0.04045, _STEPS / 12.92, ((_STEPS + 0.055) / 1.055) ** 2.4).astype(np.float32)
_FROM_ROOT = np.where(_STEPS**2 <= 0.0031308, _STEPS**2 * 12.92, 1.055 * _STEPS ** (2 / 2.4) - 0.055).astype(np.float32)


def plane(values: Any) -> Plane:
    """Any array as float32, contiguous."""
    return np.ascontiguousarray(values, dtype=np.float32)


def to_float(image: Rgb) -> Plane:
    """sRGB codes as 0..1."""
    return plane(image) * np.float32(1 / 255)


def to_linear(image: Rgb) -> Plane:
    """sRGB codes as linear light, 0..1."""
    return plane(_TO_LINEAR[image])


def from_linear(light: Plane) -> Plane:
    """Linear light as gamma-coded 0..1; values outside are clipped."""
    root = np.sqrt(np.clip(light, 0, 1))
    return plane(_FROM_ROOT[(root * 8192 + 0.5).astype(np.uint16)])


def decode(coded: Plane) -> Plane:
    """Gamma-coded 0..1 as linear light."""
    return plane(_TO_LINEAR_FINE[(np.clip(coded, 0, 1) * 8192 + 0.5).astype(np.uint16)])


def luma(rgb: Plane) -> Plane:
    """Rec. 709 weighted sum of the three channels."""
    return plane(rgb @ np.array([0.2126, 0.7152, 0.0722], np.float32))


def brightest(rgb: Plane) -> Plane:
    """The largest channel."""
    red, green, blue = cv2.split(rgb)
    return plane(cv2.max(cv2.max(red, green), blue))


def darkest(rgb: Plane) -> Plane:
    """The smallest channel."""
    red, green, blue = cv2.split(rgb)
    return plane(cv2.min(cv2.min(red, green), blue))


def resize(values: Plane, width: int, height: int) -> Plane:
    """Area averaging when shrinking, bicubic when growing."""
    shrink = width < values.shape[1]
    return plane(cv2.resize(values, (width, height), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC))


def upscale(values: Plane, width: int, height: int) -> Plane:
    """Bilinear: no overshoot, for masks and smooth maps."""
    return plane(cv2.resize(values, (width, height), interpolation=cv2.INTER_LINEAR))


def blur(values: Plane, sigma: float) -> Plane:
    """Gaussian blur; wide ones run on a reduced copy, where they cost little and look the same."""
    height, width = values.shape[:2]
    if sigma > 8 and min(height, width) > 64:
        scale = min(sigma / 4, min(height, width) / 16)
        small = resize(values, max(8, round(width / scale)), max(8, round(height / scale)))
        return upscale(blur(small, sigma / scale), width, height)
    return plane(cv2.GaussianBlur(values, (0, 0), max(sigma, 0.05), borderType=cv2.BORDER_REPLICATE))


def box(values: Plane, radius: int) -> Plane:
    """Mean over a (2 radius + 1) square."""
    side = 2 * radius + 1
    return plane(cv2.blur(values, (side, side), borderType=cv2.BORDER_REFLECT))


def dilate(mask: Plane, radius: int) -> Plane:
    """Maximum over an ellipse."""
    return plane(cv2.dilate(mask, _ellipse(radius)))


def erode(mask: Plane, radius: int) -> Plane:
    """Minimum over an ellipse."""
    return plane(cv2.erode(mask, _ellipse(radius), borderType=cv2.BORDER_REPLICATE))


def _ellipse(radius: int) -> NDArray[Any]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)))


def guided(guide: Plane, values: Plane, radius: int, eps: float) -> Plane:
    """Fast guided filter (He and Sun 2015) of one plane by a grey guide; statistics on a quarter grid."""
    height, width = guide.shape[:2]
    sub = max(1, min(4, radius // 2))
    size = (max(4, width // sub), max(4, height // sub))
    small, target, r = resize(guide, *size), resize(values, *size), max(1, radius // sub)
    mean_i, mean_p = box(small, r), box(target, r)
    slope = (box(small * target, r) - mean_i * mean_p) / (box(small * small, r) - mean_i * mean_i + np.float32(eps))
    offset = mean_p - slope * mean_i
    return upscale(box(plane(slope), r), width, height) * guide + upscale(box(plane(offset), r), width, height)


def fill_from(values: Plane, weight: Plane, sigma: float, sub: int) -> Plane:
    """Weighted local mean of `values` (H x W x C) over a Gaussian of `sigma` pixels, found on a 1/sub grid.

    Where no weight is near, wider and wider ones tell.
    """
    height, width = weight.shape
    size = (max(8, width // sub), max(8, height // sub))
    share = resize(weight, *size)
    mass = resize(plane(values * weight[..., None]), *size)
    result = plane(np.broadcast_to(mass.sum((0, 1)) / max(float(share.sum()), 1e-6), mass.shape))
    for spread in (sigma * 16, sigma * 4, sigma):
        total = blur(share, spread / sub)
        mean = blur(mass, spread / sub) / np.maximum(total, 1e-6)[..., None]
        result = mix(result, plane(mean), np.clip(total / 0.02, 0, 1)[..., None])
    return upscale(result, width, height)


def grab_cut(codes: Rgb, labels: NDArray[np.uint8], rounds: int) -> NDArray[np.uint8]:
    """GrabCut from a mask of the GC_ labels, which it returns."""
    models = np.zeros((1, 65)), np.zeros((1, 65))
    # It starts its colour models at random places, from a generator of the thread's.
    cv2.setRNGSeed(1)
    found = cv2.grabCut(codes, labels, (0, 0, 1, 1), *models, rounds, cv2.GC_INIT_WITH_MASK)
    return np.asarray(found[0], dtype=np.uint8)


def smoothstep(low: float, high: float, values: Plane) -> Plane:
    """0 below `low`, 1 above `high`, a smooth S between."""
    t = np.clip((values - np.float32(low)) / np.float32(high - low), 0, 1)
    return plane(t * t * (3 - 2 * t))


def mix(first: Plane, second: Plane, weight: Plane | float) -> Plane:
    """first where the weight is 0, second where it is 1."""
    return plane(first + (second - first) * weight)


def quantise(coded: Plane, rng: np.random.Generator) -> Rgb:
    """Gamma-coded 0..1 to codes with triangular dither, so that slow gradients show no bands."""
    tile = rng.random((256, 256, 1), np.float32) - rng.random((256, 256, 1), np.float32)
    height, width = coded.shape[:2]
    noise = np.tile(tile, (height // 256 + 1, width // 256 + 1, 1))[:height, :width]
    return np.clip(coded * 255 + 0.5 + 0.5 * noise, 0, 255).astype(np.uint8)
