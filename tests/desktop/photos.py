"""Photos made for tests: real files of each format, whole and damaged."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image

from luster_desktop.facts import ScannedFile
from luster_desktop.intake.scan import scan


def picture(width: int, height: int, *, seed: int = 1) -> Image.Image:
    """A red upper left quarter on a noisy grey ground, so that turns and colours can be told."""
    noise = np.random.default_rng(seed).integers(96, 160, (height, width, 3), dtype=np.uint8)
    noise[: height // 2, : width // 2] = (200, 30, 30)
    return Image.fromarray(noise)


def write_jpeg(path: Path, width: int = 96, height: int = 64, *, seed: int | None = None, **options: Any) -> Path:
    """A JPEG; `options` go to the encoder. Without a `seed` each name has a content of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    seed = zlib.crc32(path.name.encode()) if seed is None else seed
    picture(width, height, seed=seed).save(path, "JPEG", **({"quality": 90} | options))
    return path


def write_heic(path: Path, width: int = 96, height: int = 64, **options: Any) -> Path:
    """A HEIC file; `options` go to the encoder."""
    pillow_heif.from_pillow(picture(width, height, seed=zlib.crc32(path.name.encode()))).save(
        path, quality=90, **options
    )
    return path


def scanned(path: Path) -> ScannedFile:
    """The one file as the scan sees it."""
    (found,) = scan([path])
    assert isinstance(found, ScannedFile), found
    return found
