"""A tired lawn made dense and green, with the light and the blades of the photo's own grass."""

from __future__ import annotations

from typing import Literal, TypeAlias

import cv2
import numpy as np

from backend.local.image_model.editor.grassmask import find_lawn
from backend.local.image_model.editor.raster import Plane, Rgb, blur, mix, plane, quantise, smoothstep, to_float

LawnStrength: TypeAlias = Literal["light", "natural", "lush"]

TURF: dict[LawnStrength, tuple[float, float, float, float]] = {
    # share of the change, Lab lightness about which the turf lies, and its a and b
    "light": (0.60, 41.0, -15.0, 27.0),
    "natural": (0.88, 37.5, -19.0, 29.0),
    "lush": (1.0, 36.0, -21.5, 30.5),
}


def green_lawn(image: Rgb, strength: LawnStrength, rng: np.random.Generator) -> Rgb:
    """The photo with its lawn greened and its bare patches grown over; one without lawn stays as it is."""
    mask = find_lawn(image)
    if mask is None:
        return image
    share, light, a, b = TURF[strength]
    height, width = mask.shape
    lab = plane(cv2.cvtColor(to_float(image), cv2.COLOR_RGB2LAB))
    weight = mask + 1e-4
    patch, broad = 0.012 * width, 0.09 * width
    local = blur(plane(lab * weight[..., None]), patch) / blur(weight, patch)[..., None]
    shade = blur(plane(lab[..., 0] * weight), broad) / blur(weight, broad)
    detail = lab[..., 0] - local[..., 0]

    # Fallen leaves and bare soil are coarser and darker than any blade: they are grown over.
    spread = np.sqrt(blur(plane(detail * detail * weight), patch * 2) / blur(weight, patch * 2)) + 0.3
    blades = np.clip(detail, -1.9 * spread, 2.2 * spread)
    straw = smoothstep(96, 116, plane(np.degrees(np.arctan2(local[..., 2], local[..., 1]))))
    grown = _blades(height, width, rng) * (1 - 0.55 * straw)
    # Shadows of the house and trees stay; the step from straw to green goes.
    median = float(np.median(shade[mask > 0.5]))
    shadow = np.clip(shade - median, -18, 10) * 0.75 + np.clip(local[..., 0] - shade, -30, 12) * _shadow(local, shade)
    level = light + shadow
    texture = blades * 0.9 + grown * (2.6 + 0.05 * level)
    drift = _drift(height, width, rng)
    new = np.dstack(
        [
            level + texture + 1.4 * drift,
            a + 1.6 * drift - 0.10 * texture + 0.35 * (lab[..., 1] - local[..., 1]),
            b + 1.2 * drift + 0.16 * texture + 0.35 * (lab[..., 2] - local[..., 2]),
        ]
    )
    turf = plane(cv2.cvtColor(plane(new), cv2.COLOR_LAB2RGB))
    result = quantise(mix(to_float(image), turf, plane(mask * share)[..., None]), rng)
    return np.where((mask > 0)[..., None], result, image)


def _shadow(local: Plane, shade: Plane) -> Plane:
    """1 where the ground lies in a cast shadow: much darker than around it without being greener."""
    return plane(smoothstep(6, 14, plane(shade - local[..., 0])) * (1 - smoothstep(-14, -8, -plane(local[..., 1]))))


def _blades(height: int, width: int, rng: np.random.Generator) -> Plane:
    """Upright strokes about zero, longer and coarser towards the camera."""
    total = np.zeros((height, width), np.float32)
    noise = rng.standard_normal((height, width), np.float32)
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    unit = width / 1536
    for place, thick, length in ((0.55, 0.55, 1.1), (0.75, 0.75, 2.2), (1.0, 1.05, 4.0)):
        stroke = plane(cv2.GaussianBlur(noise, (0, 0), thick * unit, sigmaY=length * unit))
        total += stroke / stroke.std() * np.exp(-(((rows - place) / 0.14) ** 2))
    weight = sum(np.exp(-(((rows - place) / 0.14) ** 2)) for place in (0.55, 0.75, 1.0))
    return plane(total / np.maximum(weight, 0.3))


def _drift(height: int, width: int, rng: np.random.Generator) -> Plane:
    """Slow unevenness about zero: no lawn is one colour."""
    total = np.zeros((height, width), np.float32)
    for cells, amount in ((5, 0.6), (14, 0.4), (40, 0.25)):
        lattice = rng.standard_normal((max(3, cells * height * 2 // width), cells), np.float32)
        total += plane(cv2.resize(lattice, (width, height), interpolation=cv2.INTER_CUBIC)) * amount
    return total
