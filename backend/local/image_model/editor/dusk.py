"""Day to dusk: dim blue light from the sky, an evening sky, rooms lit warm behind the glass."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from backend.local.image_model.editor.glass import panes
from backend.local.image_model.editor.raster import (
    Plane,
    Rgb,
    blur,
    box,
    decode,
    from_linear,
    luma,
    mix,
    plane,
    quantise,
    to_linear,
)
from backend.local.image_model.editor.skies import DUSK, Warmth, render
from backend.local.image_model.editor.skymask import find_sky
from backend.local.image_model.editor.windows import Window, find_windows

Lights: TypeAlias = Literal["off", "on", "bright"]

LAMP = plane((1.0, 0.57, 0.22))
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
    windows = find_windows(image, matte.alpha) if lights != "off" else []
    openings = plane(np.zeros((height, width), np.float32))
    for window in windows:
        openings = np.maximum(openings, window.mask(width, height))
    # Sky mirrored in a pane or seen through two of them is not open sky: the room's light outshines it.
    alpha = plane(matte.alpha * (1 - openings))
    sky = render(DUSK[warmth], width, height, matte.horizon, rng)
    day = mix(decode(matte.ground), to_linear(image), openings[..., None])
    evening = _ambient(day, alpha, matte.horizon, warmth)
    if windows:
        evening = _light_rooms(evening, day, windows, alpha, 1.0 if lights == "on" else 1.5, rng)
    return quantise(from_linear(mix(evening, sky, alpha[..., None])), rng)


def _ambient(day: Plane, sky: Plane, horizon: float, warmth: Warmth) -> Plane:
    """What the sky alone lights: dim, blue, darker towards the foreground, with less colour in the shadows."""
    height = day.shape[0]
    white = float(np.percentile(luma(day)[sky < 0.5], 98))
    scaled = day / max(white, 0.2)
    grey = luma(plane(scaled))[..., None]
    # The eye and the camera see less colour in little light.
    faded = mix(plane(scaled), plane(grey * np.ones(3, np.float32)), 0.12)
    curved = faded * (0.55 + 0.45 * np.clip(grey, 0, 1) ** 0.35)
    below = np.clip((np.arange(height, dtype=np.float32) / height - horizon) / (1 - horizon), 0, 1)
    fall = (1.0 - 0.38 * below)[:, None, None]
    return plane(curved * plane(AMBIENT[warmth]) * 1.5 * fall)


def _light_rooms(
    evening: Plane, day: Plane, windows: list[Window], sky: Plane, strength: float, rng: np.random.Generator
) -> Plane:
    """Rooms lit behind the glass, and the light that falls out of them onto wall and ground."""
    height, width = sky.shape
    source = np.zeros((height, width), np.float32)
    result = evening
    tone = from_linear(luma(day))
    for window in windows:
        left, top, right, bottom = _bounds(window, width, height)
        cut = (slice(top, bottom), slice(left, right))
        opening = window.mask(width, height)[cut] * (1 - sky[cut])
        glass = panes(tone, window)[cut] * opening
        room = _room(tone[cut], opening, strength, rng)
        result[cut] = mix(result[cut], room, glass[..., None])
        source[cut] = np.maximum(source[cut], glass)
    if source.any():
        result = plane(result + _spill(day, source, sky, strength))
    return result


def _bounds(window: Window, width: int, height: int) -> tuple[int, int, int, int]:
    points = window.polygon(width, height)
    low, high = np.floor(points.min(0)).astype(int) - 2, np.ceil(points.max(0)).astype(int) + 3
    return max(int(low[0]), 0), max(int(low[1]), 0), min(int(high[0]), width), min(int(high[1]), height)


def _room(tone: Plane, opening: Plane, strength: float, rng: np.random.Generator) -> Plane:
    """A lit room as linear light: brighter where the lamp is, what shows through the glass kept as shading."""
    height, width = opening.shape
    weight = opening + 1e-3
    sigma = max(4.0, 0.2 * min(height, width))
    tone = blur(tone, 1.0)
    base = blur(plane(tone * weight), sigma) / np.maximum(blur(weight, sigma), 1e-3)
    detail = np.clip((tone - base) / (base + 0.06), -0.5, 0.9)
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    at = float(rng.uniform(-0.35, 0.35))
    lamp = np.exp(-(((x - at) / 0.9) ** 2) - ((y + 0.35) / 0.8) ** 2)
    level = (0.42 + 0.55 * lamp - 0.12 * np.clip(y, 0, 1)) * (1 + 0.7 * detail) * strength
    heat = np.clip(0.55 + 0.45 * lamp, 0, 1)[..., None]
    colour = mix(plane(LAMP * np.ones((height, width, 1), np.float32)), plane((1.0, 0.70, 0.38)), plane(heat))
    return plane(np.clip(level, 0.02, 1.6)[..., None] * colour)


def _spill(day: Plane, source: Plane, sky: Plane, strength: float) -> Plane:
    """Warm light on what is near the windows, most of it below them, by each surface's own colour."""
    width = source.shape[1]
    reach = 0.02 * width
    near = blur(source, reach)
    drop = blur(np.roll(source, round(2.2 * reach), axis=0), 2.6 * reach)
    far = blur(source, 7 * reach)
    amount = (0.22 * near + 0.45 * drop + 0.22 * far) * strength * (1 - np.clip(source, 0, 1)) * (1 - sky)
    # Light follows surfaces: the mean brightness of the neighbourhood hides single dark or bright pixels.
    albedo = day * 0.75 + box(day, 3) * 0.25
    return plane(amount[..., None] * LAMP * albedo * 1.7)
