"""What the camera wrote into a file beside its pixels: colour space, EXIF, and what took the photo."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from backend.panorama import Panorama
from luster_desktop.intake import headers
from luster_desktop.intake.clean import exif as clean
from luster_desktop.intake.finish.lens import Optics
from luster_desktop.intake.formats import Unreadable
from luster_desktop.intake.headers import detail_of

__all__ = ["Camera", "Unreadable", "read"]

_TAGS = ExifTags.Base
_SENSORS = (3 / 2, 4 / 3)
_WIDEST, _LONGEST = 8, 800
"""Millimetres; anything else in the header is a slip."""


@dataclass(frozen=True, slots=True)
class Camera:
    icc: bytes | None = None
    """The RGB colour space of the file's pixels; none means sRGB."""
    exif: bytes | None = None
    """For a file whose pixels are upright and may have another size."""
    optics: Optics | None = None
    """None also for a photo that was cropped since it was taken."""
    focal35: float | None = None
    """Focal length in mm as for 24 x 36 film."""
    panorama: Panorama | None = None


def read(path: Path) -> Camera:
    """From the file's header. Raises `Unreadable`; damaged or missing metadata are just missing."""
    header = headers.read(path)
    if header.lens is not None:
        exif = _exif_of_raw(path, header.exif)
        return Camera(None, _block(exif), _optics(exif, header.lens), _focal35(exif))
    rgb = header.icc is not None and header.icc[16:20] == b"RGB "
    shorter, longer = sorted((header.width, header.height))
    whole = any(abs(longer / shorter / aspect - 1) < 0.01 for aspect in _SENSORS)
    exif = header.exif
    optics = _optics(exif) if whole else None
    return Camera(header.icc if rgb else None, _block(exif), optics, _focal35(exif), header.panorama)


def _block(exif: Image.Exif) -> bytes | None:
    try:
        return clean.block(exif, dots=clean.dots_per_inch({}, exif), orientation=None) or None
    except Exception:
        # A damaged EXIF block costs the metadata, never the photo.
        return None


def _optics(exif: Image.Exif, lens: str = "") -> Optics | None:
    detail = detail_of(exif)
    name = lens or _text(detail.get(_TAGS.LensModel))
    focal, aperture = _number(detail.get(_TAGS.FocalLength)), _number(detail.get(_TAGS.FNumber))
    make, model = _text(exif.get(_TAGS.Make)), _text(exif.get(_TAGS.Model))
    if focal is None or not (make and model and name):
        return None
    return Optics(make, model, name, focal, aperture or 8.0)


def _focal35(exif: Image.Exif) -> float | None:
    focal = _number(detail_of(exif).get(_TAGS.FocalLengthIn35mmFilm))
    return focal if focal is not None and _WIDEST <= focal <= _LONGEST else None


def _exif_of_raw(path: Path, embedded: Image.Exif) -> Image.Exif:
    """The harmless tags of a RAW file. Most are TIFF files; of the others those of the embedded picture are taken."""
    found, kept = embedded, Image.Exif()
    try:
        with path.open("rb") as file:
            if file.read(4) in (b"II*\0", b"MM\0*"):
                file.seek(0)
                found = Image.Exif()
                found.load_from_fp(file)
            # Written and read back, so that the tags no longer need the file.
            kept.load(_block(found) or b"")
    except Exception:  # decoders raise nearly anything on damaged tags
        return Image.Exif()
    return kept


def _text(value: Any) -> str:
    return str(value or "").strip("\0 ")


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) and number > 0 else None
