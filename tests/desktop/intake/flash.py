"""Rooms by daylight and warm lamps, and what a bounced flash makes of them: composed, with the neutral truth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.arrays import Picture
from luster_desktop.intake.merge.merging import Exposure, halved
from tests.backend.imaging.delta_e import ciede2000
from tests.desktop.intake.quirks import Light

_DAY = np.array([0.92, 1.0, 1.12], np.float32)
_LAMPS = np.array([1.25, 1.0, 0.62], np.float32)
_AMBIENT = 0.06
"""Of the ambient light reaches a flash frame."""
_LUMA = np.array([0.2126, 0.7152, 0.0722])
_STEPS = (-2.0, 0.0, 2.0)

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Room:
    neutral: Light
    ambient: Light
    flashes: list[Light]
    hot: Mask
    """Where a flash mirrors itself."""
    shadow: Mask
    """Where something stands in a flash's light."""
    window: Mask


def composed(day: Light, lamps: Light, seed: int, flashes: int = 1) -> Room:
    """`day` is the room by neutral daylight, which also is the truth; `lamps` what its lamps add, before their warmth.

    The flash lights what the day leaves dark, mirrors itself in a wall, casts a shadow, and does not reach outside.
    """
    rng = np.random.default_rng(seed)
    height, width = day.shape[:2]
    y, x = (axis.astype(np.float32) for axis in np.mgrid[0:height, 0:width])
    window = cv2.dilate((day.max(axis=2) > 3.0).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    inside = 1 - cv2.GaussianBlur(window.astype(np.float32), (0, 0), 3)[..., None]
    ambient = day * _DAY + lamps * _LAMPS
    base = cv2.GaussianBlur(day.mean(axis=2), (0, 0), width / 22)
    even = (base / np.median(base))[..., None] ** 0.6
    made, hot, shadow = [], np.zeros(day.shape[:2], bool), np.zeros(day.shape[:2], bool)
    for _ in range(flashes):
        at = rng.uniform((0.3, 0.1), (0.7, 0.4)) * (width, height)
        fall = 0.55 + 0.6 * np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * (0.45 * width) ** 2))
        box = rng.uniform((0.2, 0.4), (0.7, 0.7)) * (width, height)
        dark = (abs(x - box[0]) < 0.06 * width) & (abs(y - box[1]) < 0.1 * height)
        spot = rng.uniform((0.2, 0.2), (0.8, 0.5)) * (width, height)
        mirrored = 2.5 * np.exp(-((x - spot[0]) ** 2 + (y - spot[1]) ** 2) / (2 * (0.02 * width) ** 2))
        soft = 1 - 0.75 * cv2.GaussianBlur(dark.astype(np.float32), (0, 0), 3)
        lit = (day / even * (fall * soft)[..., None] + mirrored[..., None]) * inside
        made.append(np.asarray(0.9 * lit + _AMBIENT * ambient, np.float32))
        hot |= (mirrored > 0.5) & ~window
        shadow |= dark & ~window & (mirrored < 0.05)
    return Room(day, np.asarray(ambient, np.float32), made, hot, shadow, window)


def exposures(room: Room, *, told: bool = True) -> list[Exposure]:
    """Three ambient frames and the flash frames; without `told` nothing says which is which."""
    rng = np.random.default_rng(1)
    middle = float(np.log2(0.2 / np.median(room.ambient.mean(axis=2))))
    taken = [(developed(room.ambient, middle + step, rng), False, middle + step) for step in _STEPS]
    for lit in room.flashes:
        stops = float(np.log2(0.2 / np.median(lit.mean(axis=2))))
        taken.append((developed(lit, stops, rng), True, stops + float(np.log2(_AMBIENT))))
    return [
        Exposure(frame.copy, partial(halved, frame), flash and told, stops if told else None)
        for frame, flash, stops in taken
    ]


def developed(light: Light, stops: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """As a camera would: sRGB, clipped, noisy."""
    values = coded(light * 2.0**stops) * 255 + rng.normal(0, 1.2, light.shape)
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def coded(light: NDArray[np.floating]) -> NDArray[np.floating]:
    """sRGB of linear light, 0 to 1."""
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def linear(picture: Picture) -> NDArray[np.floating]:
    values = picture / 255.0
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def luminance(picture: Picture) -> NDArray[np.floating]:
    return np.asarray(linear(picture) @ _LUMA)


def colour_error(picture: Picture, neutral: Light, where: Mask) -> float:
    """Median CIEDE2000 to neutral light that is as bright at each pixel; what is clipped or black has no colour."""
    shown = linear(picture)
    wanted = neutral * ((shown @ _LUMA) / np.maximum(neutral @ _LUMA, 1e-6))[..., None]
    valid = where & (picture.max(axis=2) < 245) & (picture.min(axis=2) > 15) & (wanted.max(axis=2) < 1)
    one, other = (cv2.cvtColor(coded(light).astype(np.float32), cv2.COLOR_RGB2LAB) for light in (shown, wanted))
    return float(np.median(ciede2000(one[valid], other[valid])))


def stands_out(picture: Picture, truth: Picture, where: Mask) -> float:
    """By how much more brightness differs from the truth's there than around, as a ratio; 1 where nothing does."""
    ratio = luminance(picture) / np.maximum(luminance(truth), 1e-4)
    size = 2 * (picture.shape[1] // 30) + 1
    around = (cv2.dilate(where.astype(np.uint8), np.ones((size, size), np.uint8)) > 0) & ~where
    return float(np.median(ratio[where]) / np.median(ratio[around]))


def house(seed: int = 0) -> tuple[Light, Light]:
    """A room made of boxes: two walls, a floor, furniture and a window, by day and what two lamps add."""
    rng = np.random.default_rng(seed)
    height, width = 600, 900
    albedo = np.empty((height, width, 3), np.float32)
    albedo[:, : width // 2], albedo[:, width // 2 :] = (0.7, 0.68, 0.62), (0.45, 0.55, 0.6)
    albedo[400:] = (0.35, 0.22, 0.13)
    for _ in range(14):
        left, top = int(rng.integers(0, 800)), int(rng.integers(330, 540))
        wide, tall = (int(n) for n in rng.integers((40, 30), (160, 110)))
        albedo[top : top + tall, left : left + wide] = rng.uniform(0.05, 0.7, 3)
    for _ in range(10):
        left, top = int(rng.integers(0, 860)), int(rng.integers(20, 300))
        albedo[top : top + 40, left : left + 30] = rng.uniform(0.1, 0.8, 3)
    grain = cv2.GaussianBlur(rng.normal(0, 1, (height, width)), (0, 0), 1.2)
    albedo *= (1 + 0.06 * grain / grain.std()).astype(np.float32)[..., None]
    y, x = (axis.astype(np.float32) for axis in np.mgrid[0:height, 0:width])
    day = albedo * (0.5 + 1.2 * np.exp(-((x - 620) ** 2 + (y - 240) ** 2) / 2e5))[..., None]
    view = 2.0 ** cv2.GaussianBlur(rng.normal(0, 4, (200, 170, 3)), (0, 0), 6).astype(np.float32)
    day[110:310, 560:730] = 6.0 * view / view.mean()
    pools = sum(np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 3e4) for cx, cy in ((160, 120), (420, 160)))
    lamps = albedo * (0.3 + 1.6 * np.asarray(pools))[..., None]
    lamps[110:310, 560:730] = 0
    return np.asarray(day, np.float32), np.asarray(lamps, np.float32)
