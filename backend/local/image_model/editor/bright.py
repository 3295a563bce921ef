"""A clean, neutral, bright interior that keeps the view out of its windows."""

from __future__ import annotations

from typing import Literal, TypeAlias

import cv2
import numpy as np

from backend.local.image_model.editor.raster import (
    Plane,
    Rgb,
    brightest,
    darkest,
    decode,
    from_linear,
    guided,
    luma,
    mix,
    plane,
    quantise,
    resize,
    smoothstep,
    to_float,
    to_linear,
)

BrightStrength: TypeAlias = Literal["natural", "strong"]
Temperature: TypeAlias = Literal["neutral", "warm", "cool"]

TINT: dict[Temperature, tuple[float, float, float]] = {
    "neutral": (1.0, 1.0, 1.0),
    "warm": (1.035, 1.0, 0.955),
    "cool": (0.97, 1.0, 1.03),
}


def brighten(image: Rgb, strength: BrightStrength, temperature: Temperature, rng: np.random.Generator) -> Rgb:
    """The photo as bright and neutral as its room allows; nothing in it moves or goes."""
    light = to_linear(image)
    # What is clipped has no colour to correct: gains fade out towards white, or they would tint it.
    free = 1 - smoothstep(0.93, 1.0, darkest(to_float(image)))
    light = plane(light * mix(plane((1, 1, 1)), _white(image) * plane(TINT[temperature]), free[..., None]))
    grey = luma(light)
    return quantise(_contrast(from_linear(_relight(light, grey, strength))), rng)


def _white(image: Rgb) -> Plane:
    """Gains that make light neutral: from the colour of edges (grey edge, Minkowski 6) and of calm bright paint."""
    small = resize(to_float(image), 384, max(2, round(384 * image.shape[0] / image.shape[1])))
    linear = decode(small)
    soft = plane(cv2.GaussianBlur(linear, (0, 0), 1.5))
    dx, dy = np.diff(soft, axis=1)[:-1], np.diff(soft, axis=0)[:, :-1]
    # The view from a window is lit by another light than the room: what is far brighter than most is left out.
    grey = luma(linear)
    room = grey < max(4 * float(np.median(grey)), 0.02)
    usable = (room & (darkest(small) > 0.015) & (brightest(small) < 0.97))[:-1, :-1]
    strength = np.hypot(dx, dy)[usable]
    edge = (strength**6).mean(0) ** (1 / 6) if len(strength) > 100 else np.zeros(3)
    if not edge.all():
        return plane((1, 1, 1))
    # Large calm surfaces are mostly white paint: what they say counts as much as the edges.
    calm = linear[:-1, :-1][usable & ((brightest(small) - darkest(small))[:-1, :-1] < 0.25)]
    paint = calm[luma(calm) >= np.percentile(luma(calm), 60)].mean(0) if len(calm) > 100 else edge
    cast = np.sqrt((edge / edge.mean()) * (paint / paint.mean()))
    gains = np.clip(cast.mean() / cast, 0.65, 1.6)
    return plane(gains / (gains @ plane((0.2126, 0.7152, 0.0722))))


def _relight(light: Plane, grey: Plane, strength: BrightStrength) -> Plane:
    """Lift the room to a bright level and hold what is already bright, by a gain that follows surfaces, not pixels."""
    coded = from_linear(grey)
    radius = max(8, round(max(coded.shape) / 60))
    base = guided(coded, coded, radius, 0.004)
    base = np.clip(base, 0.003, 1)
    room = base[base < 0.93]
    middle = float(np.median(room)) if room.size > 0.1 * base.size else float(np.median(base))
    target, least = (0.74, 0.2) if strength == "natural" else (0.81, 0.16)
    # A power curve on the base in log space; steep only as far as the darkest exposure needs.
    power = np.clip(np.log(target) / np.log(np.clip(middle, 0.01, 0.95)), least, 1.15)
    lifted = base**power
    lifted = mix(plane(lifted), plane(base), smoothstep(0.72, 1.0, plane(base)) * 0.6)
    gain = decode(plane(np.clip(lifted, 0, 1))) / np.maximum(decode(plane(base)), 1e-5)
    noise_floor = smoothstep(0.0, 0.02, plane(base))
    gain = 1 + (gain - 1) * (0.4 + 0.6 * noise_floor)
    raised = plane(_calm(light) * gain[..., None])
    # Saturation grows with contrast in linear light; hold it where shadows were opened.
    tone = luma(raised)[..., None]
    raised = mix(tone * np.ones(3, np.float32), raised, plane(1 - 0.18 * smoothstep(1.5, 6, plane(gain)))[..., None])
    return _shoulder(raised)


def _contrast(coded: Plane) -> Plane:
    """Black where the darkest things are, and the gentle S-curve that lifted shadows need."""
    black = min(0.12, float(np.percentile(luma(coded)[::4, ::4], 0.3)))
    opened = np.clip((coded - black * 0.8) / (1 - black * 0.8), 0, 1)
    return plane(opened - 0.028 * np.sin(2 * np.pi * opened))


def _calm(light: Plane) -> Plane:
    """Take out the sensor's noise, which lifted shadows would show; edges stay."""
    root = plane(np.sqrt(light))
    grey = luma(root)
    fine = np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 1.0))[::3, ::3]
    noise = float(np.median(fine)) / 0.6
    if noise < 0.002:
        return light
    return plane(cv2.bilateralFilter(root, 5, min(4 * noise, 0.1), 1.6) ** 2)


def _shoulder(light: Plane) -> Plane:
    """Roll off towards white by the largest channel, so that colours keep their hue."""
    peak = np.maximum(brightest(light), 1e-5)
    over = np.maximum(peak - 0.8, 0)
    held = np.where(peak > 0.8, 0.8 + 0.2 * (1 - np.exp(-over / 0.2)), peak)
    return plane(light * (held / peak)[..., None])
