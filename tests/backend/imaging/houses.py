"""Houses drawn in layers, in linear light and at twice the size: the same place by day, under another sky, with another
lawn and at dusk, with the coverage of each region as exact as the drawing. Wires cut the sky, trees hide it, a white
wall may look like a cloud. Unlike the ray-traced sample there are as many of them as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class House:
    """Pictures are H x W x 3 of 8 bits, masks H x W from 0 to 1. `green`: the same lawn in another colour."""

    clean: np.ndarray
    sky: np.ndarray
    lawn: np.ndarray
    green: np.ndarray
    dusk: np.ndarray
    masks: dict[str, np.ndarray]


@lru_cache(maxsize=8)
def house(seed: int, width: int = 2400, height: int = 1600) -> House:
    """The same house whenever it is asked for, drawn once; read-only, as many share it."""
    canvas = _Canvas(np.random.default_rng(seed), 2 * height, 2 * width)
    _draw(canvas)
    made = _lit(canvas, np.random.default_rng(seed + 99), (width, height))
    for picture in (made.clean, made.sky, made.lawn, made.green, made.dusk, *made.masks.values()):
        picture.flags.writeable = False
    return made


def linear(colour: Colour) -> np.ndarray:
    return (np.array(colour, np.float32) / 255) ** 2.2


@dataclass
class _Canvas:
    """What is seen at each pixel: its colour by day, what it is part of, and the light that it gives at dusk."""

    rng: np.random.Generator
    height: int
    width: int
    colour: np.ndarray = field(init=False)
    masks: dict[str, np.ndarray] = field(init=False)
    glow: np.ndarray = field(init=False)
    panes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.u = self.width / 4800
        """Of the sizes below, which are in pixels of a picture 4800 wide."""
        self.colour = np.zeros((self.height, self.width, 3), np.float32)
        self.glow = np.zeros_like(self.colour)
        self.masks = {name: np.zeros((self.height, self.width), np.float32) for name in ("sky", "lawn", "windows")}
        self.masks["sky"][:] = 1
        self.y, self.x = np.mgrid[0 : self.height, 0 : self.width].astype(np.float32)

    def put(self, shape: np.ndarray, colour: np.ndarray, part: str = "") -> None:
        left, top, wide, high = cv2.boundingRect(shape.astype(np.uint8))
        box = np.s_[top : top + high, left : left + wide]
        inside = shape[box] > 0
        self.colour[box][inside] = colour[box][inside] if colour.ndim == 3 else colour
        self.glow[box][inside] = 0
        for name, mask in self.masks.items():
            mask[box][inside] = name == part

    def empty(self) -> np.ndarray:
        return np.zeros((self.height, self.width), np.uint8)

    def polygon(self, *points: tuple[float, float]) -> np.ndarray:
        return cv2.fillPoly(self.empty(), [np.rint(points).astype(np.int32)], 1)

    def box(self, left: float, top: float, right: float, bottom: float) -> np.ndarray:
        return self.polygon((left, top), (right, top), (right, bottom), (left, bottom))

    def line(self, a: tuple[float, float], b: tuple[float, float], thickness: float) -> np.ndarray:
        ends = [tuple(int(v) for v in point) for point in (a, b)]
        return cv2.line(self.empty(), ends[0], ends[1], 1, max(1, round(thickness * self.u)))

    def noise(self, size: float, octaves: int = 4) -> np.ndarray:
        """About normal, with structure of `size` and finer."""
        total = np.zeros((self.height, self.width), np.float32)
        for octave in range(octaves):
            step = max(2, int(size * self.u / 2**octave))
            cells = self.rng.standard_normal((self.height // step + 3, self.width // step + 3)).astype(np.float32)
            total += 0.55**octave * cv2.resize(cells, (self.width, self.height), interpolation=cv2.INTER_CUBIC)
        return total / 1.8

    def textured(self, colour: Colour, size: float, strength: float) -> np.ndarray:
        return linear(colour) * np.clip(1 + strength * self.noise(size, 3), 0.3, 2)[..., None]

    def period(self, size: float, axis: str = "y") -> np.ndarray:
        """Place within a course of bricks or boards, in the sizes used here."""
        return (self.y if axis == "y" else self.x) / self.u % size


def _draw(c: _Canvas) -> None:
    rng, w, h = c.rng, c.width, c.height
    horizon = h * rng.uniform(0.48, 0.6)
    ridge = horizon - h * rng.uniform(0.02, 0.06) - c.noise(530)[0] * h * 0.01
    c.put(c.y > ridge, c.textured((95, 110, 100), 60, 0.25))
    c.put(c.y > horizon, c.textured((150, 146, 140), 24, 0.08))
    for _ in range(rng.integers(1, 3)):
        _tree(c, rng.uniform(0.02, 0.98) * w, horizon, h * rng.uniform(0.35, 0.55), int(rng.choice([0, 3, 8])))
    left, right = w * rng.uniform(0.12, 0.25), w * rng.uniform(0.7, 0.85)
    top, bottom = horizon - h * rng.uniform(0.14, 0.2), horizon + h * rng.uniform(0.08, 0.13)
    _walls(c, left, top, right, bottom)
    _roof(c, left, top, right)
    _windows(c, left, top, right, bottom)
    ground = bottom + h * 0.01
    path = np.abs(c.x - w * rng.uniform(0.4, 0.6)) < 90 * c.u + (c.y - ground) * 0.25
    lawn = (c.y > ground + h * 0.01 * np.sin(c.x / w * 5)) & ~path
    dry = np.clip(0.5 + 0.6 * c.noise(260), 0, 1)[..., None]
    blades = np.clip(1 + 0.35 * c.noise(8, 3), 0.2, 2)[..., None]
    c.put(lawn, (linear((150, 140, 80)) * dry + linear((105, 125, 62)) * (1 - dry)) * blades, "lawn")
    if rng.random() < 0.7:
        _tree(
            c, rng.choice([0.06, 0.93]) * w, bottom + h * 0.08, h * rng.uniform(0.7, 0.85), int(rng.choice([0, 2, 5]))
        )
    if rng.random() < 0.6:
        foot = bottom + h * rng.uniform(0.05, 0.1)
        first, last = (0, left * 0.9) if rng.random() < 0.5 else (right * 1.05, w)
        for x in np.arange(first, last, 46 * c.u):
            c.put(c.box(x, foot - h * 0.08, x + 30 * c.u, foot), linear((230, 228, 222)))


def _walls(c: _Canvas, left: float, top: float, right: float, bottom: float) -> None:
    walls = [(235, 232, 225), (178, 110, 85), (200, 190, 170), (120, 135, 150), (245, 245, 243)]
    boards = 1 - 0.25 * (c.period(22) < 3)
    shifted = (c.x / c.u + np.floor(c.y / c.u / 20) % 2 * 28) % 56
    bricks = 1 - 0.3 * ((c.period(20) < 3) | (shifted < 3))
    surface = (boards, bricks, 1 + 0.05 * c.noise(6, 2))[c.rng.integers(3)]
    c.put(c.box(left, top, right, bottom), linear(walls[c.rng.integers(5)]) * surface[..., None])


def _roof(c: _Canvas, left: float, top: float, right: float) -> None:
    rng, u, h = c.rng, c.u, c.height
    colour = [(70, 66, 66), (120, 70, 55), (150, 150, 152), (225, 225, 222)][rng.integers(4)]
    peak, eaves = top - h * rng.uniform(0.12, 0.2), 96 * u
    ridge = (0.25, 0.8) if rng.random() < 0.6 else (0.5, 0.5)
    tops = [(left + (right - left) * share, peak) for share in ridge]
    shape = c.polygon((left - eaves, top + 8 * u), *tops, (right + eaves, top + 8 * u))
    c.put(shape, linear(colour) * (1 - 0.25 * (c.period(14) < 2) + 0.1 * c.noise(12, 2))[..., None])
    chimney, cap = left + (right - left) * rng.uniform(0.35, 0.65), peak - h * 0.05
    c.put(c.box(chimney, cap, chimney + 60 * u, peak + h * 0.05), linear((165, 95, 75)))
    c.put(c.box(chimney - 8 * u, cap - 14 * u, chimney + 68 * u, cap), linear((225, 224, 220)))
    aerial, rise = left + (right - left) * rng.uniform(0.3, 0.7), h * rng.uniform(0.08, 0.14)
    c.put(c.line((aerial, peak + 30 * u), (aerial, peak - rise), 5), linear((90, 90, 95)))
    for k in range(6):
        y, half = peak - rise + k * 22 * u, (50 - k * 4) * u
        c.put(c.line((aerial - half, y), (aerial + half, y + 6 * u), 3), linear((140, 140, 145)))
    hung = h * rng.uniform(0.12, 0.3)
    across = np.arange(0, c.width + 1, 40 * u)
    for k in range(2):
        sag = hung + k * 60 * u + h * 0.02 * (1 - 4 * (across / c.width - 0.5) ** 2)
        points = np.rint(np.column_stack((across, sag))).astype(np.int32)
        c.put(cv2.polylines(c.empty(), [points], False, 1, max(1, round(3 * u))), linear((45, 45, 48)))
    c.put(c.box(left - eaves, top + 4 * u, right + eaves, top + 20 * u), linear((238, 238, 236)))


def _windows(c: _Canvas, left: float, top: float, right: float, bottom: float) -> None:
    rng, u = c.rng, c.u
    count = rng.integers(3, 6)
    wide, y0, y1 = (right - left) / (count * 1.9), top + (bottom - top) * 0.2, top + (bottom - top) * 0.62
    for k in range(count):
        x0 = left + (right - left) * (k + 0.5) / count - wide / 2
        x1 = x0 + wide
        frame = linear([(240, 240, 238), (50, 50, 52)][rng.integers(2)])
        c.put(c.box(x0 - 14 * u, y0 - 14 * u, x1 + 14 * u, y1 + 14 * u), frame)
        mirrored = (
            linear((62, 70, 78)) * (0.7 + 0.6 * (y1 - c.y) / (y1 - y0))[..., None] + 0.03 * c.noise(50)[..., None]
        )
        pane = c.box(x0, y0, x1, y1)
        c.put(pane, np.clip(mirrored, 0.005, 1), "windows")
        room = rng.uniform(0.5, 0.95) * (0.75 + 0.35 * np.cos((c.x - (x0 + x1) / 2) / wide * 2.5))
        curtain = (c.x < x0 + wide * 0.2) | (c.x > x1 - wide * 0.2)
        folds = linear((220, 160, 100)) * 0.5 * (1 + 0.25 * np.sin(c.x / u / 7))[..., None]
        lamp = linear((255, 214, 150)) * (room * (1 + 0.1 * c.noise(30)))[..., None]
        c.glow[pane > 0] = np.where(curtain[..., None], folds, lamp)[pane > 0]
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        c.put(c.line((middle[0], y0), (middle[0], y1), 8) | c.line((x0, middle[1]), (x1, middle[1]), 8), frame)
        c.panes.append((x0, y0, x1, y1))


def _tree(c: _Canvas, x: float, foot: float, height: float, leaves: int) -> None:
    rng, wood, ends = c.rng, c.empty(), []

    def grow(x: float, y: float, way: float, length: float, thickness: float) -> None:
        to_x, to_y = x + np.cos(way) * length, y - np.sin(way) * length
        cv2.line(wood, (int(x), int(y)), (int(to_x), int(to_y)), 1, max(1, int(thickness)))
        if thickness < 5 * c.u:
            ends.append((to_x, to_y))
        if thickness > 1.1 * c.u and length > 10 * c.u:
            for _ in range(2 if rng.random() < 0.6 else 3):
                turned = way + rng.uniform(-0.62, 0.62)
                grow(to_x, to_y, turned, length * rng.uniform(0.68, 0.86), thickness * rng.uniform(0.55, 0.75))

    grow(x, foot, np.pi / 2 + rng.uniform(-0.1, 0.1), height * 0.24, height * 0.035)
    c.put(wood, c.textured((70, 58, 48), 10, 0.3))
    crown, tone = c.empty(), np.zeros((c.height, c.width), np.float32)
    for end_x, end_y in ends:
        for _ in range(leaves):
            x, y = (int(v + rng.normal(0, height * 0.03)) for v in (end_x, end_y))
            size, turn = rng.uniform(4, 9) * c.u, rng.uniform(0, 180)
            axes = (max(1, int(size)), max(1, int(size / 2)))
            cv2.ellipse(crown, (x, y), axes, turn, 0, 360, 1, -1)
            cv2.ellipse(tone, (x, y), axes, turn, 0, 360, rng.uniform(0.5, 1.5), -1)
    c.put(crown, linear((72, 98, 50)) * tone[..., None])


def _lit(c: _Canvas, rng: np.random.Generator, size: tuple[int, int]) -> House:
    c.rng = rng
    down = np.linspace(0, 1, c.height, dtype=np.float32)[:, None, None]
    clouds = c.noise(1200, 6)[..., None]

    def above(zenith: Colour, horizon: Colour, cloud: Colour, amount: float) -> np.ndarray:
        cover = np.clip(clouds * 0.9 + amount, 0, 1)
        return (linear(zenith) * (1 - down) + linear(horizon) * down) * (1 - cover) + linear(cloud) * cover

    overcast = linear((232, 234, 237)) * (1 + 0.06 * clouds) * (1.05 - 0.1 * down)
    day = (overcast, above((150, 185, 225), (215, 228, 240), (250, 250, 250), 0.1), overcast * 0.92)[rng.integers(3)]
    blue = above((70, 120, 200), (190, 215, 240), (245, 245, 248), 0.05)
    night = above((28, 44, 92), (225, 150, 120), (90, 80, 110), 0.1) * 0.75
    sky, lawn, glass = (c.masks[name][..., None] > 0 for name in ("sky", "lawn", "windows"))
    sunny = c.colour * (0.85 + 0.1 * c.noise(900, 2)[..., None])
    turf = linear((62, 112, 40)) * np.clip(1 + 0.35 * c.noise(8, 3), 0.2, 2)[..., None]
    lamps = np.zeros((c.height, c.width), np.float32)
    for x0, _, x1, y1 in c.panes:
        lamps += np.exp(
            -(((c.x - (x0 + x1) / 2) / (0.8 * (x1 - x0))) ** 2) - ((c.y - y1 - 60 * c.u) / (c.height * 0.06)) ** 2
        )
    ambient = linear((70, 82, 120)) * 0.55
    dark = sunny * (ambient + linear((255, 190, 110)) * 0.35 * lamps[..., None])
    dark = np.where(glass, c.glow + c.colour * ambient * 0.5, dark)

    def photo(ground: np.ndarray, over: np.ndarray) -> np.ndarray:
        seen = cv2.resize(np.where(sky, over, ground).astype(np.float32), size, interpolation=cv2.INTER_AREA)
        soft = np.where(seen > 0.8, 0.8 + 0.2 * np.tanh((seen - 0.8) / 0.2), np.maximum(seen, 0))
        return np.clip(soft ** (1 / 2.2) * 255 + 0.5, 0, 255).astype(np.uint8)

    return House(
        photo(sunny, day),
        photo(sunny, blue),
        photo(
            np.where(lawn, 0.35 * sunny * linear((170, 225, 120)) / linear((150, 150, 150)) + 0.65 * turf, sunny), day
        ),
        photo(np.where(lawn, sunny * linear((150, 215, 110)) / linear((190, 190, 190)), sunny), day),
        photo(dark, night),
        {name: cv2.resize(mask, size, interpolation=cv2.INTER_AREA) for name, mask in c.masks.items()},
    )
