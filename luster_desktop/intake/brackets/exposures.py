"""What grouping needs to know of a photo: how and when it was exposed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from luster_desktop.intake import headers
from luster_desktop.intake.headers import detail_of

_EPOCH = datetime(1970, 1, 1)
_TAGS = ExifTags.Base
_AUTO_BRACKET = 2
_FORMS = (("%Y:%m:%d %H:%M:%S", 19), ("%Y-%m-%dT%H:%M:%S", 19), ("%Y:%m:%d %H:%M", 16))
"""As the standard has it, as programs write it all the same, and without seconds."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """One file's exposure; None wherever the file does not say."""

    name: str
    """The file's name, with its suffix."""
    taken: float | None = None
    """Seconds on the camera's own clock."""
    fractional: bool = False
    """Whether `taken` is finer than a second."""
    shutter: float | None = None
    """Seconds."""
    aperture: float | None = None
    iso: float | None = None
    bias: float | None = None
    """Exposure compensation in EV, as set by hand or by the camera's bracketing."""
    bracketed: bool | None = None
    """Whether the camera was set to bracket."""
    flash: bool | None = None
    focal: float | None = None
    """Millimetres."""
    width: int | None = None
    height: int | None = None
    camera: str | None = None
    """Tells cameras of one shoot apart."""

    @property
    def ev(self) -> float | None:
        """How bright the photo is for a given scene, in stops; None without a shutter time."""
        if not self.shutter or self.shutter <= 0:
            return None
        stops = math.log2(self.shutter)
        if self.aperture and self.aperture > 0:
            stops -= 2 * math.log2(self.aperture)
        if self.iso and self.iso > 0:
            stops += math.log2(self.iso / 100)
        return stops


def read(path: Path) -> Exposure:
    """From the file's header. Raises `Unreadable`."""
    header = headers.read(path)
    return of(header.name, header.exif, (header.width, header.height))


def of(name: str, exif: Image.Exif, size: tuple[int, int] | None = None) -> Exposure:
    """From an EXIF block; `size` is upright. What is damaged counts as missing."""
    detail: Mapping[int, Any] = detail_of(exif)
    taken, fractional = _taken(exif, detail)
    mode, flash = _number(detail.get(_TAGS.ExposureMode)), _number(detail.get(_TAGS.Flash))
    serial = detail.get(_TAGS.BodySerialNumber)
    camera = " ".join(str(v).strip("\x00 ") for v in (exif.get(_TAGS.Make), exif.get(_TAGS.Model), serial) if v)
    return Exposure(
        name,
        taken,
        fractional,
        shutter=_number(detail.get(_TAGS.ExposureTime)),
        aperture=_number(detail.get(_TAGS.FNumber)),
        iso=_number(detail.get(_TAGS.ISOSpeedRatings)),
        bias=_number(detail.get(_TAGS.ExposureBiasValue)),
        bracketed=None if mode is None else mode == _AUTO_BRACKET,
        flash=None if flash is None else bool(int(flash) & 1),
        focal=_number(detail.get(_TAGS.FocalLength)),
        width=size[0] if size else None,
        height=size[1] if size else None,
        camera=camera or None,
    )


def _taken(exif: Image.Exif, detail: Mapping[int, Any]) -> tuple[float | None, bool]:
    sources = (
        (detail.get(_TAGS.DateTimeOriginal), detail.get(_TAGS.SubsecTimeOriginal)),
        (detail.get(_TAGS.DateTimeDigitized), detail.get(_TAGS.SubsecTimeDigitized)),
        (exif.get(_TAGS.DateTime), detail.get(_TAGS.SubsecTime)),
    )
    for text, fraction in sources:
        moment = _moment(str(text).strip("\x00 "))
        if moment is None:
            continue
        seconds = (moment - _EPOCH).total_seconds()
        digits = str(fraction or "").strip("\x00 ")
        if digits.isascii() and digits.isdigit():
            return seconds + float(f"0.{digits}"), True
        return seconds, False
    return None, False


def _moment(text: str) -> datetime | None:
    for form, length in _FORMS:
        try:
            return datetime.strptime(text[:length], form)
        except ValueError:
            continue
    return None


def _number(value: Any) -> float | None:
    if isinstance(value, tuple | list):
        value = value[0] if value else None
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None
