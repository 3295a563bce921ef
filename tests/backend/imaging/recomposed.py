"""Answers that show the photo otherwise: zoomed, squeezed, framed, cut, with a part moved, or from another camera."""

from __future__ import annotations

import cv2
import numpy as np

from backend.imaging.values import Stroke

from .scenes import room

ZOOMS = (1.05, 1.08, 1.12, 0.88)
SQUEEZED = ((1024, 1024), (1024, 1536), (1536, 800))
FRAMED = ("black", "white", "blurred", "reflected")
CUT = ((1066, 67), (1066, 0))
"""Width that is left of 1200, and where it begins: 3:2 to 4:3."""


def again(picture: np.ndarray, way: object) -> tuple[np.ndarray, np.ndarray]:
    """`picture` recomposed in one of the ways above, and where each of its pixels is then (H x W x 2)."""
    height, width = picture.shape[:2]
    own = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1).astype(np.float32)
    if isinstance(way, float):
        middle = (np.array([width, height], np.float32) - 1) / 2
        matrix = np.array([[way, 0, middle[0] * (1 - way)], [0, way, middle[1] * (1 - way)]], np.float32)
        zoomed = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        return zoomed, (own - middle) * way + middle
    if isinstance(way, str):
        return _framed(picture, way), (own + 0.5) * (SIDE / width) - 0.5 + (0, (SIDE - _high(picture)) // 2)
    assert isinstance(way, tuple)
    if way in CUT:
        return np.ascontiguousarray(picture[:, way[1] : way[1] + way[0]]), own - (way[1], 0)
    return cv2.resize(picture, way, interpolation=cv2.INTER_AREA), (own + 0.5) * way / (width, height) - 0.5


SIDE = 1024


def _high(picture: np.ndarray) -> int:
    return round(SIDE * picture.shape[0] / picture.shape[1])


def _framed(picture: np.ndarray, bars: str) -> np.ndarray:
    inner = cv2.resize(picture, (SIDE, _high(picture)), interpolation=cv2.INTER_AREA)
    top = (SIDE - len(inner)) // 2
    if bars == "reflected":
        return cv2.copyMakeBorder(inner, top, SIDE - len(inner) - top, 0, 0, cv2.BORDER_REFLECT)
    square = np.full((SIDE, SIDE, 3), 255 if bars == "white" else 0, np.uint8)
    if bars == "blurred":
        square[:] = cv2.GaussianBlur(cv2.resize(picture, (SIDE, SIDE)), (0, 0), 30)
    square[top : top + len(inner)] = inner
    return square


def moved(picture: np.ndarray, way: int) -> np.ndarray:
    """A part of it, a third of its height, moved to the left by `way` pixels; what it uncovers takes its other side."""
    out = picture.copy()
    out[200:500, 300:560] = picture[200:500, 300 + way : 560 + way]
    out[200:500, 560 : 560 + way] = picture[200:500, 300 : 300 + way]
    return out


def two_cameras(size: tuple[int, int], seed: int, step: int) -> tuple[np.ndarray, np.ndarray]:
    """A wall with things before it, from two places: the nearest things are `step` pixels apart, the wall hardly."""
    width, height = size
    rng = np.random.default_rng(seed)
    wall = room(2 * width, 2 * height, seed)
    things = sorted((float(rng.uniform(0.2, 1)), k) for k in range(12))
    places = rng.integers((0, 0, 100, 80), (int(0.8 * width), int(0.8 * height), 350, 300), (12, 4))
    views = []
    for way in (0, step):
        matrix = np.array([[1, 0, 0.15 * way - width / 2], [0, 1, -height / 2]], np.float32)
        view = cv2.warpAffine(wall, matrix, size)
        for near, k in things:
            x, y, wide, high = (int(v) for v in places[k])
            thing = room(width, height, 10 * seed + k)[y : y + high, x : x + wide]
            left = x + int(near * way)
            shown = view[y : y + high, left : left + wide]
            shown[:] = thing[: shown.shape[0], : shown.shape[1]]
        views.append(view)
    return views[0], views[1]


def stroke(x: float) -> Stroke:
    """A short line down, at `x` of the width."""
    return Stroke(0.04, ((x, 0.4), (x, 0.5)))
