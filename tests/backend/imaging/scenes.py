"""Pictures made here: textured enough to align, with known places."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image


def room(width: int = 1200, height: int = 800, seed: int = 1) -> np.ndarray:
    """A facade-like scene: a gradient with rectangles, frames and fine texture, RGB uint8."""
    rng = np.random.default_rng(seed)
    picture = np.full((height, width, 3), 100.0, np.float32)
    picture += np.linspace(0, 60, height, dtype=np.float32)[:, None, None]
    for _ in range(90):
        x, y = (int(rng.integers(0, int(edge * 0.95))) for edge in (width, height))
        right, bottom = x + int(rng.integers(4, width // 6)), y + int(rng.integers(4, height // 6))
        colour = tuple(float(v) for v in rng.uniform(20, 235, 3))
        cv2.rectangle(picture, (x, y), (right, bottom), colour, -1 if rng.random() < 0.5 else 3)
    picture += rng.normal(0, 4, picture.shape)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 0.7), 0, 255).astype(np.uint8)


def repeated(kind: str, width: int = 1200, height: int = 800, seed: int = 1) -> np.ndarray:
    """`room` with walls of "slats", "tiles" or "bricks" behind: the same thing again and again, in perspective."""
    rng = np.random.default_rng(seed)
    pitch = int(rng.integers(7, 26))
    wide, high = {"slats": (pitch * 24, pitch), "tiles": (pitch * 2, pitch * 2), "bricks": (pitch * 3, pitch)}[kind]
    y, x = np.mgrid[0 : height * 2, 0 : width * 2]
    row = y // high
    if kind != "tiles":
        x = x + (row * 7 % 24 * pitch if kind == "slats" else row % 2 * (wide // 2))
    joint = (y % high < 2) | (x % wide < 2)
    tint = rng.normal(0, 6, (row.max() + 1, (x // wide).max() + 1)).astype(np.float32)
    wall = np.where(joint, 90, 165 + tint[row, x // wide]).astype(np.float32)
    wall = np.dstack((wall, wall * 0.97, wall * 0.9))
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    source = frame + rng.uniform(0, 0.3, (4, 2)).astype(np.float32) * (width, height)
    if rng.random() < 0.4:
        wall = np.ascontiguousarray(wall.transpose(1, 0, 2))
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), frame)
    picture: np.ndarray = cv2.warpPerspective(
        wall, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT
    )
    things = room(width, height, seed).astype(np.float32)
    for _ in range(int(rng.integers(4, 9))):
        left, top = (int(rng.integers(0, int(edge * 0.85))) for edge in (width, height))
        right, bottom = left + int(rng.integers(60, width // 5)), top + int(rng.integers(60, height // 3))
        picture[top:bottom, left:right] = things[top:bottom, left:right]
    picture += rng.normal(0, 3, picture.shape)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 0.7), 0, 255).astype(np.uint8)


def encoded(pixels: np.ndarray, kind: str = "JPEG", **options: object) -> bytes:
    sink = io.BytesIO()
    Image.fromarray(pixels).save(sink, kind, **options)
    return sink.getvalue()


def opened(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
