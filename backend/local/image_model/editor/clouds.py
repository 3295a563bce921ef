"""Fields of cloud seen from the ground: octaves of smooth noise on a plane overhead, in perspective."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from backend.local.image_model.editor.raster import Plane, plane, smoothstep

TILE = 256
CELL = 8
"""Pixels of the tile per cell of noise."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One deck of cloud."""

    cover: float
    """Share of the deck that is cloud, about 0..1."""
    size: float
    """Breadth of a typical cloud in units of the deck's height."""
    edge: float
    """Softness: the step of noise from clear to opaque."""
    stretch: float = 1.0
    """Length along the wind over breadth."""
    wisp: float = 0.5
    """How far the wind folds the edges, in cloud sizes."""
    rough: float = 0.55
    """Weight of each octave against the one before."""
    heaped: bool = False
    """Heaps stand up and keep their shape towards the horizon, sheets lie in the plane of the deck."""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera looks: the rows above the horizon, at the size at which clouds are computed."""

    width: int
    height: int
    horizon: float
    """Row of the horizon in pixels."""
    focal: float
    """Focal length in pixels."""

    def elevation(self) -> Plane:
        """Tangent of the elevation per row; never below a hundredth, where the deck meets the haze."""
        rows = np.arange(self.height, dtype=np.float32)
        return plane(np.maximum((self.horizon - rows) / self.focal, 0.01))


def density(view: View, layer: Layer, sun: tuple[float, float], rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Opacity of the deck and how much light reaches each part of it, both height x width in 0..1.

    `sun` is the direction on the deck from which light comes.
    """
    rise = view.elevation()[:, None]
    across = (np.arange(view.width, dtype=np.float32)[None, :] - view.width / 2) / view.focal
    near = rise + (0.16 if layer.heaped else 0.06)
    # Sheets: the plane overhead in perspective. Heaps: a map that keeps angles, shrinking towards the horizon.
    depth = -1.45 * np.log(near) if layer.heaped else 1.0 / near
    start = rng.uniform(0, 64, 2)
    u = plane((across / near / layer.stretch + start[0]) / layer.size)
    v = plane(np.broadcast_to((depth + start[1]) / layer.size, u.shape))
    tile = _tile(rng)
    # Far away a pixel spans more of the deck than an octave's wave: that octave fades into its mean.
    pitch = plane(np.abs(np.gradient(v[:, 0])))[:, None]

    fold_u, fold_v = _octaves(tile, u, v, 2, 0.5, pitch, 0.0), _octaves(tile, u, v, 2, 0.5, pitch, 0.37)
    u, v = plane(u + layer.wisp * (fold_u - 0.5)), plane(v + layer.wisp * (fold_v - 0.5))
    field = _octaves(tile, u, v, 8, layer.rough, pitch, 0.11, puffy=layer.heaped)
    low = float(np.quantile(field[: max(1, int(view.horizon * 0.85))], 1 - np.clip(layer.cover, 0.01, 0.99)))
    body = smoothstep(low, low + layer.edge, field)
    thick = plane(np.clip((field - low) / 0.35, 0, 1.2))
    # Light comes through what lies between a point and the sun: from above for heaps, along the deck for sheets.
    shade = np.zeros_like(field)
    for step in (0.10, 0.28):
        move = (sun[0] * step * 0.5, step) if layer.heaped else (sun[0] * step, sun[1] * step)
        toward = _octaves(tile, plane(u + move[0]), plane(v + move[1]), 6, layer.rough, pitch, 0.11, puffy=layer.heaped)
        shade += np.clip((toward - low) / 0.35, 0, 1.5) * 0.5
    light = plane(np.exp(-1.7 * shade) * 0.7 + np.exp(-2.0 * thick) * 0.3)
    return plane(body * layer.opacity), light


def _octaves(
    tile: Plane, u: Plane, v: Plane, count: int, rough: float, pitch: Plane, shift: float, *, puffy: bool = False
) -> Plane:
    """Sum of octaves about 0.5; `puffy` ones have round bulges with creases between, as heaps have."""
    total, weight = np.zeros(u.shape, np.float32), 0.0
    for octave in range(count):
        frequency = 2.03**octave
        amount = rough**octave
        kept = np.clip(1.6 - 2.0 * pitch * frequency, 0, 1)
        if not kept.any():
            break
        offset = 17.3 * octave + 211 * shift
        map_u, map_v = u * (frequency * CELL) + offset, v * (frequency * CELL) + offset * 1.7
        wave = plane(cv2.remap(tile, plane(map_u), plane(map_v), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)) - 0.5
        if puffy and octave:
            wave = np.abs(wave) * 1.8 - 0.36
        total += wave * (amount * kept)
        weight += amount
    return plane(total / weight * 1.9 + 0.5)


def _tile(rng: np.random.Generator) -> Plane:
    """A seamless tile of smooth noise about 0.5."""
    cells = TILE // CELL
    lattice = np.pad(rng.random((cells, cells), np.float32), 4, mode="wrap")
    side = (cells + 8) * CELL
    smooth = plane(cv2.resize(lattice, (side, side), interpolation=cv2.INTER_CUBIC))
    smooth = plane(cv2.GaussianBlur(smooth, (0, 0), CELL * 0.35))
    cut = smooth[4 * CELL : 4 * CELL + TILE, 4 * CELL : 4 * CELL + TILE]
    return plane((cut - cut.mean()) / (cut.std() * 4) + 0.5)
