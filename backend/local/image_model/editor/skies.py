"""Skies that a camera could have seen: clear, soft clouds, sunset and dusk, rendered for one photo's view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from backend.local.image_model.editor.clouds import Layer, View, density
from backend.local.image_model.editor.raster import Plane, decode, mix, plane, smoothstep, upscale

SkyKind: TypeAlias = Literal["clear", "clouds", "sunset"]
Warmth: TypeAlias = Literal["cool", "natural", "warm"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Gamma-coded colours of one sky."""

    zenith: tuple[float, float, float]
    middle: tuple[float, float, float]
    horizon: tuple[float, float, float]
    glow: tuple[float, float, float]
    """Added around the sun's place on the horizon."""
    lit: tuple[float, float, float]
    shadow: tuple[float, float, float]
    glow_reach: float
    layers: tuple[Layer, ...]
    band: float = 0.13
    """Elevation in radians over which the horizon's colour fades."""
    haze: float = 0.35
    """How far low clouds take the horizon's colour."""


CLEAR = Palette(
    zenith=(0.20, 0.43, 0.74),
    middle=(0.42, 0.63, 0.87),
    horizon=(0.77, 0.86, 0.93),
    glow=(0.10, 0.08, 0.04),
    lit=(1.0, 1.0, 1.0),
    shadow=(0.80, 0.86, 0.93),
    glow_reach=0.9,
    layers=(Layer(cover=0.22, size=4.0, edge=0.9, stretch=2.5, wisp=1.2, rough=0.62, opacity=0.35),),
)
CLOUDS = Palette(
    zenith=(0.21, 0.44, 0.75),
    middle=(0.42, 0.63, 0.87),
    horizon=(0.78, 0.86, 0.92),
    glow=(0.10, 0.08, 0.05),
    lit=(1.0, 0.995, 0.985),
    shadow=(0.72, 0.765, 0.83),
    glow_reach=0.9,
    layers=(
        Layer(cover=0.3, size=3.5, edge=0.9, stretch=2.5, wisp=1.2, rough=0.62, opacity=0.4),
        Layer(cover=0.40, size=1.35, edge=0.24, stretch=1.2, wisp=0.35, rough=0.6, heaped=True),
    ),
)
SUNSET = Palette(
    zenith=(0.27, 0.40, 0.62),
    middle=(0.58, 0.62, 0.74),
    horizon=(0.98, 0.76, 0.55),
    glow=(0.22, 0.11, 0.0),
    lit=(1.0, 0.74, 0.55),
    shadow=(0.52, 0.47, 0.58),
    glow_reach=0.8,
    layers=(
        Layer(cover=0.32, size=2.6, edge=0.5, stretch=3.0, wisp=1.0, rough=0.58),
        Layer(cover=0.30, size=1.6, edge=0.45, stretch=2.4, wisp=0.6, rough=0.58, heaped=True),
    ),
    haze=0.55,
)
DUSK_LAYERS = (
    Layer(cover=0.42, size=2.8, edge=0.75, stretch=3.2, wisp=1.1, rough=0.55),
    Layer(cover=0.20, size=1.8, edge=0.6, stretch=2.8, wisp=0.7, rough=0.56, heaped=True),
)
DUSK: dict[Warmth, Palette] = {
    "cool": Palette(
        zenith=(0.10, 0.17, 0.36),
        middle=(0.25, 0.36, 0.58),
        horizon=(0.62, 0.66, 0.76),
        glow=(0.10, 0.06, 0.02),
        lit=(0.56, 0.58, 0.72),
        shadow=(0.20, 0.26, 0.42),
        glow_reach=0.8,
        layers=DUSK_LAYERS,
        band=0.10,
        haze=0.5,
    ),
    "natural": Palette(
        zenith=(0.11, 0.20, 0.42),
        middle=(0.29, 0.42, 0.67),
        horizon=(0.95, 0.68, 0.48),
        glow=(0.15, 0.075, 0.0),
        lit=(0.80, 0.56, 0.58),
        shadow=(0.25, 0.27, 0.42),
        glow_reach=0.8,
        layers=DUSK_LAYERS,
        band=0.10,
        haze=0.5,
    ),
    "warm": Palette(
        zenith=(0.16, 0.20, 0.39),
        middle=(0.37, 0.42, 0.61),
        horizon=(0.99, 0.62, 0.34),
        glow=(0.22, 0.09, 0.0),
        lit=(0.97, 0.55, 0.42),
        shadow=(0.32, 0.26, 0.38),
        glow_reach=1.0,
        layers=DUSK_LAYERS,
        band=0.10,
        haze=0.5,
    ),
}


def palette(kind: SkyKind) -> Palette:
    """The colours and clouds of a kind of day sky."""
    return {"clear": CLEAR, "clouds": CLOUDS, "sunset": SUNSET}[kind]


def render(palette: Palette, width: int, height: int, horizon: float, rng: np.random.Generator) -> Plane:
    """The sky as linear light, height x width x 3; `horizon` is its row as a share of the height.

    Rows below the horizon repeat its colour.
    """
    scale = min(1.0, 1100 / max(width, height))
    above = min(height, round(horizon * height) + 1)
    focal = 0.72 * max(width, height)
    view = View(round(width * scale), round(above * scale), horizon * height * scale, focal * scale)
    side = float(rng.choice([-1.0, 1.0]))
    sun_x = 0.5 + side * float(rng.uniform(0.28, 0.5))
    air = _air(palette, view, sun_x)
    result = air
    rise = view.elevation()[:, None]
    for layer in palette.layers:
        body, light = density(view, layer, (side * 0.8, 0.45), rng)
        near_sun = _sun_glow(view, sun_x, palette.glow_reach)
        light = plane(np.clip(light * (0.85 + 0.3 * near_sun), 0, 1))
        colour = mix(_light(palette.shadow), _light(palette.lit), light[..., None])
        far = np.exp(-rise / 0.10) * palette.haze + (1 - palette.haze) * np.exp(-rise / 0.03)
        colour = mix(colour, air, np.clip(far, 0, 1)[..., None] * np.ones((1, view.width, 1), np.float32))
        opacity = body * smoothstep(0.0, 0.05, np.broadcast_to(rise - 0.01, body.shape))
        result = mix(result, colour, plane(opacity)[..., None])
    full = upscale(result, width, above)
    return plane(np.concatenate([full, np.repeat(full[-1:], height - above, axis=0)]))


def _air(palette: Palette, view: View, sun_x: float) -> Plane:
    """Clear air: three colours over the elevation, lighter and warmer towards the sun."""
    rise = np.arctan(view.elevation())
    low, high = np.exp(-rise / palette.band), 1 - np.exp(-rise / 0.55)
    column = _light(palette.middle) * np.ones((view.height, 1), np.float32)
    column = mix(plane(column), _light(palette.zenith), plane(high)[:, None])
    column = mix(column, _light(palette.horizon), plane(low)[:, None])
    across = _sun_glow(view, sun_x, palette.glow_reach)
    return plane(
        column[:, None, :] * (1 + 0.10 * (across - 0.4))[..., None] + _light(palette.glow, raw=True) * across[..., None]
    )


def _sun_glow(view: View, sun_x: float, reach: float) -> Plane:
    x = (np.arange(view.width, dtype=np.float32)[None, :] - sun_x * view.width) / view.focal
    y = (view.horizon - np.arange(view.height, dtype=np.float32)[:, None]) / view.focal
    return plane(np.exp(-((x / reach) ** 2) - (y / (reach * 0.32)) ** 2))


def _light(colour: tuple[float, float, float], *, raw: bool = False) -> Plane:
    values = plane(colour)
    return values if raw else decode(values)
