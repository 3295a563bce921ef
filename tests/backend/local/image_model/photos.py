"""The sample shoot as arrays and files, at sizes that keep tests quick."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pi_heif
from PIL import Image, ImageOps

from backend.local.image_model.editor.raster import Rgb
from tests import shared

SHOOT = shared.ROOT / "resources" / "sample_shoot"


@cache
def photo(name: str, width: int = 1056, height: int = 704) -> Rgb:
    """A photo of the sample shoot in display orientation, reduced; portrait photos swap width and height."""
    path = next(SHOOT.glob(f"{name}.*"))
    if path.suffix == ".HEIC":
        opened: Image.Image = pi_heif.open_heif(path).to_pillow()
    else:
        opened = ImageOps.exif_transpose(Image.open(path))
    size = (width, height) if opened.width >= opened.height else (height, width)
    pixels = np.asarray(opened.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    pixels.setflags(write=False)
    return pixels


def truth_mask(name: str, width: int = 1056, height: int = 704) -> np.ndarray:
    """A ground-truth mask as 0..1; skips the test where the truths are not at hand."""
    reduced = (
        Image.open(shared.need(shared.TRUTH / f"{name}.png")).convert("L").resize((width, height), Image.Resampling.BOX)
    )
    return np.asarray(reduced, dtype=np.float32) / 255


def file(pixels: np.ndarray, kind: str = "JPEG", **options: object) -> bytes:
    target = io.BytesIO()
    Image.fromarray(np.asarray(pixels)).save(target, kind, **options)
    return target.getvalue()


def grey(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
