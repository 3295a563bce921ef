"""Day to dusk: dim blue light from the sky, an evening sky, rooms lit warm behind the glass."""

from __future__ import annotations

from typing import Literal, TypeAlias

import cv2
import numpy as np

from .raster import Plane, Rgb, blur, box, decode, dilate, erode, from_linear, luma, mix, plane, quantise, smoothstep
from .skies import DUSK, Warmth, render
from .skymask import find_sky
from .windows import Window, find_windows

Lights: TypeAlias = Literal["off", "on", "bright"]

LAMP = plane((1.0, 0.62, 0.27))
"""Linear colour of indoor light at 2,900 K against the evening's white."""
AMBIENT: dict[Warmth, tuple[float, float, float]] = {
    "cool": (0.150, 0.200, 0.330),
    "natural": (0.175, 0.195, 0.300),
    "warm": (0.205, 0.190, 0.262),
}


def make_dusk(image: Rgb, warmth: Warmth, lights: Lights, rng: np.random.Generator) -> Rgb:
    """The photo at dusk; one without open sky (a room) stays as it is."""
    matte = find_sky(image)
    if matte is None:
        return image
    height, width = image.shape[:2]
    sky = render(DUSK[warmth], width, height, matte.horizon, rng)
    day = decode(matte.ground)
    evening = _ambient(day, matte.alpha, matte.horizon, warmth)
    if lights != "off":
        windows = find_windows(image, matte.alpha)
        evening = _light_rooms(evening, day, windows, matte.alpha, 1.0 if lights == "on" else 1.6, rng)
    return quantise(from_linear(mix(evening, sky, matte.alpha[..., None])), rng)


def _ambient(day: Plane, sky: Plane, horizon: float, warmth: Warmth) -> Plane:
    """What the sky alone lights: dim, blue, darker towards the foreground, with less colour in the shadows."""
    height = day.shape[0]
    white = float(np.percentile(luma(day)[sky < 0.5], 98))
    scaled = day / max(white, 0.2)
    grey = luma(plane(scaled))[..., None]
    # The eye and the camera see less colour in little light.
    faded = mix(plane(scaled), plane(grey * np.ones(3, np.float32)), 0.22)
    curved = faded * (0.55 + 0.45 * np.clip(grey, 0, 1) ** 0.35)
    below = np.clip((np.arange(height, dtype=np.float32) / height - horizon) / (1 - horizon), 0, 1)
    fall = (1.0 - 0.38 * below)[:, None, None]
    return plane(curved * plane(AMBIENT[warmth]) * 1.25 * fall)


def _light_rooms(
    evening: Plane, day: Plane, windows: list[Window], sky: Plane, strength: float, rng: np.random.Generator
) -> Plane:
    """Rooms lit behind the glass, and the light that falls out of them onto wall and ground."""
    height, width = sky.shape
    source = np.zeros((height, width), np.float32)
    result = evening
    for window in windows:
        left, top, right, bottom = _bounds(window, width, height)
        cut = (slice(top, bottom), slice(left, right))
        opening = window.mask(width, height)[cut] * (1 - sky[cut])
        glass = _glass(luma(day)[cut], opening, max(1, round(width / 1200)))
        room = _room(plane(np.sqrt(day[cut])), opening, strength, rng)
        result[cut] = mix(result[cut], room, glass[..., None])
        source[cut] = np.maximum(source[cut], glass)
    if source.any():
        result = plane(result + _spill(day, source, sky, strength))
    return result


def _bounds(window: Window, width: int, height: int) -> tuple[int, int, int, int]:
    points = window.polygon(width, height)
    low, high = np.floor(points.min(0)).astype(int) - 2, np.ceil(points.max(0)).astype(int) + 3
    return max(int(low[0]), 0), max(int(low[1]), 0), min(int(high[0]), width), min(int(high[1]), height)


def _glass(grey: Plane, opening: Plane, unit: int) -> Plane:
    """The panes of an opening: without frame and bars, and without what stands bright before it."""
    tone = np.sqrt(np.maximum(grey, 0))
    inner = erode(opening, 2 * unit)
    # Bars are thin and darker than the panes beside them: closing fills them, panes stay.
    size = max(7, 2 * (min(opening.shape) // 14) + 1)
    filled = plane(cv2.morphologyEx(tone, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8)))
    thin = plane(filled - tone)
    spread = max(0.02, float(np.percentile(tone[inner > 0.5], 60)) * 0.22) if (inner > 0.5).any() else 0.02
    bars = np.zeros_like(thin)
    length = max(9, min(opening.shape) // 3)
    dark = (thin > spread).astype(np.uint8)
    for kernel in (np.ones((length, 1), np.uint8), np.ones((1, length), np.uint8)):
        bars = np.maximum(bars, plane(cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)))
    bars = plane(cv2.GaussianBlur(dilate(bars, 1), (0, 0), 0.6 * unit))
    front = smoothstep(0.62, 0.82, plane(cv2.GaussianBlur(tone, (0, 0), unit)))
    return plane(inner * (1 - np.clip(bars, 0, 1)) * (1 - front))


def _room(tone: Plane, opening: Plane, strength: float, rng: np.random.Generator) -> Plane:
    """A lit room as linear light: brighter where the lamp is, what shows through the glass kept as shading."""
    height, width = opening.shape
    grey = tone.mean(2)
    weight = opening + 1e-3
    sigma = max(4.0, 0.2 * min(height, width))
    base = blur(plane(grey * weight), sigma) / np.maximum(blur(weight, sigma), 1e-3)
    detail = np.clip((grey - base) / (base + 0.06), -0.5, 0.9)
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    at = float(rng.uniform(-0.35, 0.35))
    lamp = np.exp(-(((x - at) / 0.9) ** 2) - ((y + 0.35) / 0.8) ** 2)
    level = (0.34 + 0.46 * lamp - 0.10 * np.clip(y, 0, 1)) * (1 + 0.65 * detail) * strength
    heat = np.clip(0.55 + 0.45 * lamp, 0, 1)[..., None]
    colour = mix(plane(LAMP * np.ones((height, width, 1), np.float32)), plane((1.0, 0.80, 0.52)), plane(heat))
    return plane(np.clip(level, 0.02, 1.6)[..., None] * colour)


def _spill(day: Plane, source: Plane, sky: Plane, strength: float) -> Plane:
    """Warm light on what is near the windows, most of it below them, by each surface's own colour."""
    width = source.shape[1]
    reach = 0.02 * width
    near = blur(source, reach)
    drop = blur(np.roll(source, round(2.2 * reach), axis=0), 2.6 * reach)
    far = blur(source, 7 * reach)
    amount = (0.10 * near + 0.22 * drop + 0.12 * far) * strength * (1 - np.clip(source, 0, 1)) * (1 - sky)
    # Light follows surfaces: the mean brightness of the neighbourhood hides single dark or bright pixels.
    albedo = day * 0.75 + box(day, 3) * 0.25
    return plane(amount[..., None] * LAMP * albedo * 1.7)
