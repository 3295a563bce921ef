"""Flash and ambient frames of one scene to one photo, as photographers do it by hand.

The ambient frames, merged, give the light of the scene and its windows. The flash frames, merged, give the colours of
things, because the flash outshines lamps and the sky's blue, and crisper shapes. So the ambient picture takes the flash
picture's colours, and then both are blended; but for hot spots, where the flash mirrors itself, and for its shadows:
there the flash picture differs in brightness from the ambient one in another way than around.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.arrays import Picture, Plane, white
from luster_desktop.intake.merge.pyramids import Blend, Weight

Floats = NDArray[np.float32]
"""H x W x 3, linear, 0 to 1."""

_EDGE = 1000
_GAMMA = 2.2
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_DARKEST, _BRIGHTEST = np.float32(0.003), np.float32(0.97)
"""Linear values between which a colour is that of the thing."""
_SPREAD = 0.012
"""Of the long edge: how far a colour counts for its surroundings; light changes slowly but where a surface ends."""
_EDGES = 2e-4
"""Variance of brightness that tells one surface from the next."""
_AROUND = 0.08
"""Of the long edge: what brightness is compared with, to find hot spots and shadows."""
_STRIP = 128
_NARROW = 4.0
"""Pixels; a wider Gaussian is computed at a smaller size."""
_ODD_BRIGHTNESS, _ODD_COLOUR = (0.15, 0.5), (0.4, 1.0)
"""Natural logarithms of the ratio of brightness, beside that around, from which on and up to which it is less and less
trusted: a thing keeps its colour longer than its brightness."""
_SHARE = 0.45
"""Of the flash picture in the blend, where it is neither mirrored nor in shadow."""
_LEAST_FLASH = np.float32(0.3)
"""Of the flash picture's light, at least, is taken to come from the flash."""
_MOST = 1.1
"""The strongest change of a colour, as a natural logarithm."""
_BALANCE = 0.7
"""The most that the flash picture is brightened or darkened for the blend, as a natural logarithm."""


@dataclass(frozen=True, slots=True)
class Flash:
    """What the flash picture tells of the ambient one, at a small size."""

    gains: Floats
    """By what each channel of the ambient picture's linear values is multiplied."""
    own_gains: Floats
    """The same for the flash picture: the ambient light tints it a little, and it is to be as bright as the other."""
    share: Plane
    """Of the flash picture in the blend, 0 to 1."""


def joined(ambient: Picture, flash: Picture, tint: Picture | None, stops: float) -> Picture:
    """One picture of the merged ambient and the merged flash frames, which lie on each other. Spends both.

    `tint` is an ambient frame, at any size, and `stops` by how much brighter the flash frames are exposed: so much of
    the flash picture is ambient light. None where that is not known.
    """
    small, lit = _linear(_small(ambient)), _linear(_small(flash))
    light = np.zeros_like(lit)
    if tint is not None:
        light = np.asarray(
            cv2.resize(_linear(_small(tint)), lit.shape[1::-1], interpolation=cv2.INTER_AREA), np.float32
        )
    found = compared(small, lit, light, np.float32(2.0**stops))
    _recolour(ambient, found.gains)
    _recolour(flash, found.own_gains, keep=False)
    top = white(ambient)
    for start in range(0, ambient.shape[0], _STRIP):
        rows = slice(start, min(start + _STRIP, ambient.shape[0]))
        share = _rows(found.share, rows, ambient.shape)[..., None]
        mixed = ambient[rows] * (1 - share) + flash[rows] * share
        ambient[rows] = np.rint(np.clip(mixed, 0, top)).astype(ambient.dtype)
    return ambient


def as_they_are(pictures: Iterable[Picture], weights: Sequence[Weight]) -> Picture:
    """Flash frames in one, none of them brightened or darkened; asks for one at a time."""
    blend: Blend | None = None
    for picture, weight in zip(pictures, weights, strict=True):
        if len(weights) == 1:
            return picture
        blend = blend or Blend(picture.shape[0], picture.shape[1], picture.dtype)
        blend.add(picture, weight)
    if blend is None:
        raise ValueError("no flash frame")
    return blend.collapse(_as_it_is)


def compared(ambient: Floats, flash: Floats, light: Floats, exposed: np.float32) -> Flash:
    """What the flash tells, from the merged pictures at a small size.

    `light` is an ambient frame, or zero, and `exposed` by how much more light the flash frames were given.
    """
    edge = max(ambient.shape[:2])
    pure = np.asarray(np.maximum(flash - light * exposed, flash * _LEAST_FLASH), np.float32)
    bright, lit = ambient @ _LUMA, flash @ _LUMA
    outside = _outside(light @ _LUMA, (pure @ _LUMA) / np.maximum(lit, 1e-5))
    seen = _seen(ambient) * _seen(flash) * (1 - outside)
    ratio = np.log(np.maximum(lit, 1e-5)) - np.log(np.maximum(bright, 1e-5))
    around = _smooth(ratio, seen, edge * _AROUND)
    # Once more: at the first look what is odd took part in what is usual around it.
    usual = np.asarray(seen * (0.02 + _plain(ratio - around, _ODD_BRIGHTNESS)), np.float32)
    around = _smooth(ratio, usual, edge * _AROUND)
    plain = np.asarray(_plain(ratio - around, _ODD_BRIGHTNESS) * (1 - outside), np.float32)
    trust = np.asarray(seen * (0.02 + _plain(ratio - around, _ODD_COLOUR)), np.float32)
    colours, inside = _colours(pure), (1 - outside)[..., None]
    balance = np.exp(-np.clip(around, -_BALANCE, _BALANCE))[..., None]
    share = cv2.GaussianBlur(np.asarray(_SHARE * plain * _unclipped(flash), np.float32), (0, 0), max(1.0, edge * 0.004))
    return Flash(
        np.asarray(_gains(colours - _colours(ambient), ambient, trust) ** inside, np.float32),
        np.asarray(_gains(colours - _colours(flash), flash, trust) ** inside * balance, np.float32),
        np.asarray(share, np.float32),
    )


def _plain(odd: Plane, limits: tuple[float, float]) -> Plane:
    """0 to 1: where flash and ambient picture differ in brightness as they do around: no hot spot and no shadow."""
    edge = max(odd.shape)
    calm = np.abs(cv2.GaussianBlur(np.asarray(odd, np.float32), (0, 0), max(1.0, edge * 0.004)))
    size = 2 * round(edge * 0.006) + 1
    grown = cv2.dilate(np.asarray(calm, np.float32), np.ones((size, size), np.uint8))
    return np.asarray(1 - _step(grown, *limits), np.float32)


def _outside(light: Plane, of_flash: Plane) -> Plane:
    """0 to 1: where the flash lights nothing and the day is far brighter than in the room: the view from a window."""
    middle = max(float(np.median(light)), 1e-4)
    there = _step(light / middle, 2.0, 4.0) * (1 - _step(of_flash, 0.4, 0.7))
    return _blurred(there, max(light.shape) * 0.002)


def _colours(picture: Floats) -> Floats:
    """Each channel beside the luminance, as natural logarithms."""
    luma = np.maximum(picture @ _LUMA, 1e-5)[..., None]
    return np.asarray(np.log(np.maximum(picture, 1e-5) / luma), np.float32)


def _gains(change: Floats, picture: Floats, trust: Plane) -> Floats:
    """The change of colour, free of noise, filled in where it is not to be trusted, and with the picture's edges."""
    sigma = max(picture.shape[:2]) * _SPREAD
    guide = np.asarray(np.sqrt(picture @ _LUMA), np.float32)
    smooth = [_guided(guide, np.ascontiguousarray(change[..., i]), trust, sigma) for i in range(3)]
    return np.asarray(np.exp(np.clip(np.stack(smooth, axis=2), -_MOST, _MOST)), np.float32)


def _guided(guide: Plane, values: NDArray[Any], weight: Plane, sigma: float) -> Plane:
    """Locally a linear function of the guide (He, Sun and Tang 2010), fitted where the weight is."""
    filled = _smooth(values, weight, sigma)
    weight = np.asarray(weight + np.float32(1e-3), np.float32)
    amount = _blurred(weight, sigma)

    def mean(of: NDArray[Any]) -> Plane:
        return np.asarray(_blurred(of * weight, sigma) / amount, np.float32)

    known = np.asarray(np.where(weight > 0.1, values, filled), np.float32)
    mean_guide, mean_known = mean(guide), mean(known)
    slope = (mean(guide * known) - mean_guide * mean_known) / (mean(guide * guide) - mean_guide**2 + _EDGES)
    offset = mean_known - slope * mean_guide
    return np.asarray(_blurred(slope, sigma) * guide + _blurred(offset, sigma), np.float32)


def _seen(picture: Floats) -> Plane:
    """0 to 1: where no channel is clipped and the picture is not black."""
    dark = _step(picture @ _LUMA, float(_DARKEST), float(_DARKEST) * 4)
    return np.asarray(dark * _unclipped(picture), np.float32)


def _unclipped(picture: Floats) -> Plane:
    return np.asarray(1 - _step(picture.max(axis=2), float(_BRIGHTEST) - 0.07, float(_BRIGHTEST)), np.float32)


def _step(values: NDArray[Any], low: float, high: float) -> NDArray[Any]:
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def _smooth(values: NDArray[Any], weight: Plane, sigma: float) -> Plane:
    """The weighted mean around each pixel; where nothing counts, that of ever wider surroundings."""
    values, weight = np.asarray(values, np.float32), np.asarray(weight, np.float32)
    mean = float((values * weight).sum() / max(float(weight.sum()), 1e-6))
    total = np.full(values.shape, mean, np.float32)
    for wider in (8.0, 3.0, 1.0):
        amount = _blurred(weight, sigma * wider)
        summed = _blurred(values * weight, sigma * wider)
        least = np.float32(0.02)
        total = np.asarray((summed + least * total) / (amount + least), np.float32)
    return total


def _blurred(plane: NDArray[Any], sigma: float) -> Plane:
    """A Gaussian, computed at a size where it is narrow."""
    plane = np.asarray(plane, np.float32)
    height, width = plane.shape
    factor = max(1.0, sigma / _NARROW)
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / factor)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _small(picture: Picture) -> Picture:
    factor = min(1.0, _EDGE / max(picture.shape[:2]))
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), picture.dtype)


def _linear(picture: Picture) -> Floats:
    return np.asarray((picture.astype(np.float32) / np.float32(white(picture))) ** np.float32(_GAMMA), np.float32)


def _recolour(picture: Picture, gains: Floats, *, keep: bool = True) -> None:
    """Multiply the linear values; with `keep` each pixel keeps its luminance. In place."""

    def change(strip: Floats, rows: slice) -> Floats:
        changed = strip * _rows(gains, rows, picture.shape)
        if keep:
            changed *= ((strip @ _LUMA) / np.maximum(changed @ _LUMA, 1e-6))[..., None]
        # A clipped pixel has lost its colour: it stays white.
        clipped = _step(strip.max(axis=2), 0.85, 1.0)[..., None]
        return np.asarray(changed * (1 - clipped) + strip * clipped, np.float32)

    _in_strips(picture, change)


def _in_strips(picture: Picture, change: Callable[[Floats, slice], Floats]) -> None:
    top = white(picture)
    for start in range(0, picture.shape[0], _STRIP):
        rows = slice(start, min(start + _STRIP, picture.shape[0]))
        changed = change(_linear(picture[rows]), rows)
        coded = np.clip(changed, 0, 1) ** np.float32(1 / _GAMMA) * np.float32(top)
        picture[rows] = np.rint(coded).astype(picture.dtype)


def _rows(small: NDArray[np.float32], rows: slice, shape: tuple[int, ...]) -> Floats:
    """`rows` of `small` as it is at the full size."""
    scale = np.array(
        [
            [small.shape[1] / shape[1], 0, small.shape[1] / shape[1] / 2 - 0.5],
            [0, small.shape[0] / shape[0], (rows.start + 0.5) * small.shape[0] / shape[0] - 0.5],
        ]
    )
    size = (shape[1], rows.stop - rows.start)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(small, scale, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _as_it_is(_: Floats) -> Callable[[Floats], Floats]:
    return lambda values: values
