"""Shoots of one house, developed as cameras do: at random in exposure, white balance, curve, noise and clipping."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.finish.pixels import Floats, Pixels, display, linear
from tests.backend.imaging.delta_e import ciede2000
from tests.shared import ROOMS

LAMPS = ("off", "on")
TUNED = ("living", "living_b", "kitchen", "bedroom")
HELD_OUT = ("kitchen_b", "living_c", "bathroom_b")
"""Views that no constant was chosen by."""
FRAMES = ((0.0, 0.0, 1.0, 1.0), (0.0, 0.05, 0.72, 0.77), (0.28, 0.0, 1.0, 0.72), (0.2, 0.2, 0.85, 0.85))
"""Left, top, right and bottom of pictures, in shares of the view: as if turned, and with a longer lens."""
_SEEN_THROUGH = {"glass", "bulb", "mirror", "chrome", "steel", "black glass", "shade", "frosted", "downlight"}
_LEAST = 0.01
_XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
_WHITE = np.array([0.9505, 1.0, 1.0888])


@dataclass(frozen=True, slots=True)
class Shot:
    pixels: Pixels
    view: str
    lamps: str
    box: tuple[int, int, int, int]
    """Where in the view the picture is: left, top, right, bottom."""


@cache
def surfaces(view: str) -> NDArray[np.uint8]:
    """The number of the surface at each pixel; 0 where light comes through, or from a mirror."""
    numbers = cv2.imread(str(ROOMS / f"{view}_surfaces.png"), cv2.IMREAD_GRAYSCALE)
    assert numbers is not None
    names = json.loads((ROOMS / "surfaces.json").read_text(encoding="utf-8"))
    without = [int(number) for number, name in names.items() if name in _SEEN_THROUGH]
    return np.where(np.isin(numbers, without), 0, numbers).astype(np.uint8)


@cache
def _light(view: str, lamps: str) -> NDArray[np.float32]:
    with np.load(ROOMS / f"{view}_{lamps}.npz") as file:
        return np.asarray(file["linear"], np.float32)


def shoot(views: Sequence[str], count: int, seed: int) -> list[Shot]:
    """So many photos, room after room: each view with lamps off and on, in several frames, each developed at random."""
    rng = np.random.default_rng(seed)
    every = [(view, lamps, frame) for view in views for lamps in LAMPS for frame in FRAMES]
    chosen = np.sort(rng.permutation(len(every))[:count])
    return [_shot(view, lamps, frame, rng) for view, lamps, frame in (every[i] for i in chosen)]


def _shot(view: str, lamps: str, frame: tuple[float, float, float, float], rng: np.random.Generator) -> Shot:
    light = _light(view, lamps)
    height, width = light.shape[:2]
    left, top, right, bottom = (round(share * side) for share, side in zip(frame, (width, height) * 2, strict=True))
    # A photographer exposes bright rooms less, though not quite as much less as they are brighter.
    usual = 0.75 / np.percentile(light[..., 1], 80) ** 0.8
    seen = developed(light[top:bottom, left:right] * np.float32(usual), rng)
    return Shot(seen, view, lamps, (left, top, right, bottom))


def developed(light: NDArray[np.float32], rng: np.random.Generator) -> Pixels:
    """As a camera would: up to 0.6 EV off, white balance off by a tenth, one of three curves, noise, JPEG."""
    balance = np.exp(np.array([rng.normal(0, 0.1), 0, rng.normal(0, 0.1)]))
    lit = light.astype(np.float64) * 2 ** rng.uniform(-0.6, 0.6) * balance
    lit = np.maximum(lit + rng.normal(0, 1, lit.shape) * np.sqrt(lit * 4e-4 + 1e-5), 0)
    curve = (lambda x: x, lambda x: 1 - np.exp(-1.2 * x), lambda x: 1.25 * x * (1 + x / 9) / (1 + x))
    shown = np.clip(display(np.clip(curve[rng.integers(3)](lit), 0, 1)), 1e-4, 1 - 1e-4)
    contrast = rng.uniform(0.9, 1.2)
    odds = (shown / (1 - shown)) ** contrast
    whole = np.rint(odds / (1 + odds) * 255).astype(np.uint8)
    coded = cv2.imencode(".jpg", whole[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
    picture = cv2.imdecode(coded, cv2.IMREAD_COLOR_RGB)
    assert picture is not None
    return np.asarray(picture, np.uint8)


@dataclass(frozen=True, slots=True)
class Differences:
    """CIEDE2000 between photos, for each surface that two of them show."""

    same_light: list[float]
    """Where both show the very same part of it under the same lamps: what cameras alone have done."""
    unclipped: list[float]
    """Of those, where neither photo came with the surface blown out."""
    other_views: list[float]
    """Of the surface's middle colour in different views and lights, once both are equally bright."""


def differences(shots: Sequence[Shot], pictures: Sequence[Pixels]) -> Differences:
    """How far the same surfaces are apart in `pictures`, one for each shot."""
    labs = [_lab(picture) for picture in pictures]
    found = Differences([], [], [])
    middles = [_middles(shot, lab) for shot, lab in zip(shots, labs, strict=True)]
    for i, one in enumerate(shots):
        for j, other in enumerate(shots[:i]):
            if (one.view, one.lamps) == (other.view, other.lamps):
                for here, there in _shared(one, other):
                    apart = float(ciede2000(np.median(labs[i][here], axis=0), np.median(labs[j][there], axis=0)))
                    found.same_light.append(apart)
                    if max(np.median(one.pixels[here].max(axis=1)), np.median(other.pixels[there].max(axis=1))) < 248:
                        found.unclipped.append(apart)
            else:
                for surface in middles[i].keys() & middles[j].keys():
                    level = np.concatenate([middles[i][surface][:1], middles[j][surface][1:]])
                    found.other_views.append(float(ciede2000(middles[i][surface], level)))
    return found


Place = tuple[NDArray[np.intp], NDArray[np.intp]]


def _shared(one: Shot, other: Shot) -> Iterable[tuple[Place, Place]]:
    """Where each surface that both show is, in one and in the other."""
    left, top = max(one.box[0], other.box[0]), max(one.box[1], other.box[1])
    right, bottom = min(one.box[2], other.box[2]), min(one.box[3], other.box[3])
    numbers = surfaces(one.view)[top:bottom, left:right]
    for surface in np.unique(numbers):
        rows, columns = _inner(numbers, int(surface))
        if surface and len(rows) > _LEAST * numbers.size:
            here = (rows + top - one.box[1], columns + left - one.box[0])
            yield here, (rows + top - other.box[1], columns + left - other.box[0])


def _middles(shot: Shot, lab: Floats) -> dict[int, Floats]:
    left, top, right, bottom = shot.box
    numbers = surfaces(shot.view)[top:bottom, left:right]
    places = {int(surface): _inner(numbers, int(surface)) for surface in np.unique(numbers) if surface}
    return {i: np.median(lab[at], axis=0) for i, at in places.items() if len(at[0]) > _LEAST * numbers.size}


def _inner(numbers: NDArray[np.uint8], surface: int) -> Place:
    rows, columns = np.nonzero(cv2.erode((numbers == surface).astype(np.uint8), np.ones((3, 3), np.uint8)))
    return rows, columns


def _lab(picture: Pixels) -> Floats:
    smooth = np.asarray(cv2.GaussianBlur(picture, (0, 0), 2), np.float32)
    xyz = linear(smooth / np.float32(255)).astype(np.float64) @ _XYZ.T / _WHITE
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)
