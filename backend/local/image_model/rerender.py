"""What every image model does to a whole picture: it draws it again, nearly in place, softer, with its own grain."""

from __future__ import annotations

import cv2
import numpy as np

from backend.local.image_model.editor.raster import Plane, Rgb, blur, box, luma, plane, quantise, to_float


def fit(image: Rgb, width: int, height: int) -> Rgb:
    """The photo at the size asked for; another aspect loses what sticks out, it is never stretched."""
    h, w = image.shape[:2]
    scale = max(width / w, height / h)
    cut_w, cut_h = min(w, round(width / scale)), min(h, round(height / scale))
    left, top = (w - cut_w) // 2, (h - cut_h) // 2
    cut = image[top : top + cut_h, left : left + cut_w]
    if cut.shape[:2] == (height, width):
        return np.ascontiguousarray(cut)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(cut, (width, height), interpolation=how), dtype=np.uint8)


def rerender(image: Rgb, seed: int, strength: float) -> Rgb:
    """The model's own rendering of a picture.

    At strength 1 and 1536 pixels: corners moved by up to 4 px, a smooth warp of 1 px rms, slight softness that is
    sharpened over again, regenerated grain where there is texture, a colour cast of a hundredth. 0 changes nothing.
    """
    if strength <= 0:
        return image
    rng = np.random.default_rng(seed)
    height, width = image.shape[:2]
    unit = max(width, height) / 1536 * strength
    moved = _warp(image, unit, rng)
    soft = blur(moved, 0.65 * min(strength, 2))
    sharpened = soft + 0.35 * strength * (soft - blur(soft, 1.6))
    grain = _grain(height, width, rng) * _texture(sharpened)
    cast = plane(1 + rng.uniform(-0.01, 0.01, 3) * strength)
    return quantise(plane(sharpened * cast + grain[..., None] * (0.012 * strength)), rng)


def _warp(image: Rgb, unit: float, rng: np.random.Generator) -> Plane:
    height, width = image.shape[:2]
    corners = plane([(0, 0), (width, 0), (width, height), (0, height)])
    jitter = rng.uniform(-1.5, 1.5, (1, 2)) + rng.uniform(-2.5, 2.5, (4, 2))
    matrix = cv2.getPerspectiveTransform(corners, plane(corners + jitter * unit))
    x, y = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
    down = matrix[2, 0] * x + matrix[2, 1] * y + 1
    map_x = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / down
    map_y = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / down
    local = rng.standard_normal((2, 7, 10)).astype(np.float32) * 1.15 * unit
    map_x += cv2.resize(local[0], (width, height), interpolation=cv2.INTER_CUBIC)
    map_y += cv2.resize(local[1], (width, height), interpolation=cv2.INTER_CUBIC)
    moved = cv2.remap(image, plane(map_x), plane(map_y), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return to_float(np.asarray(moved, dtype=np.uint8))


def _grain(height: int, width: int, rng: np.random.Generator) -> Plane:
    noise = plane(rng.standard_normal((height, width), np.float32))
    middle = plane(cv2.GaussianBlur(noise, (0, 0), 0.8) - cv2.GaussianBlur(noise, (0, 0), 2.2))
    return plane(middle / middle.std())


def _texture(image: Plane) -> Plane:
    """0.15 in flat areas, up to 1 where there is much fine detail."""
    grey = luma(image)
    spread = np.sqrt(np.maximum(box(grey * grey, 3) - box(grey, 3) ** 2, 0))
    return plane(np.clip(0.15 + spread * 12, 0, 1))
