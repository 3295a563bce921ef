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
        x, y = (int(rng.integers(0, edge * 0.95)) for edge in (width, height))
        right, bottom = x + int(rng.integers(4, width // 6)), y + int(rng.integers(4, height // 6))
        colour = tuple(float(v) for v in rng.uniform(20, 235, 3))
        cv2.rectangle(picture, (x, y), (right, bottom), colour, -1 if rng.random() < 0.5 else 3)
    picture += rng.normal(0, 4, picture.shape)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 0.7), 0, 255).astype(np.uint8)


def encoded(pixels: np.ndarray, kind: str = "JPEG", **options: object) -> bytes:
    sink = io.BytesIO()
    Image.fromarray(pixels).save(sink, kind, **options)
    return sink.getvalue()


def opened(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
