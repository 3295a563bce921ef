"""The EXIF block of what is sent: built anew from a list of facts, each checked; nothing of the old block is copied."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import piexif
from PIL import ExifTags, Image

from luster_desktop.intake.clean import text
from luster_desktop.intake.headers import detail_of

Tags: TypeAlias = dict[int, Any]
"""By number, with values as piexif takes them."""
Check: TypeAlias = Callable[[Any], Any]
"""From a value as Pillow reads it to one that may go on, or None."""

_TAGS = ExifTags.Base
_ADOBE_RGB = b"R03"
_MOST_DOTS = 4800


def _name(raw: Any) -> bytes | None:
    found = text.short(raw)
    return None if found is None else found.encode("ascii")


def _like(pattern: str) -> Check:
    form = re.compile(pattern)

    def check(raw: Any) -> bytes | None:
        found = text.plain(raw)
        return found.encode("ascii") if found is not None and form.fullmatch(found) else None

    return check


def _whole(least: int, most: int) -> Check:
    def check(raw: Any) -> int | None:
        # Some cameras write the sensitivity twice; the first is the one that was used.
        value = raw[0] if isinstance(raw, tuple) and raw else raw
        return value if isinstance(value, int) and least <= value <= most else None

    return check


def _ratio(least: float, most: float) -> Check:
    def check(raw: Any) -> tuple[int, int] | None:
        try:
            value = float(raw)
        except (TypeError, ValueError, ArithmeticError):
            return None
        if not math.isfinite(value) or not least <= value <= most:
            return None
        near = Fraction(value).limit_denominator(100_000 if abs(value) < 1 else 1000)
        return near.numerator, near.denominator

    return check


def _lens(raw: Any) -> tuple[tuple[int, int], ...] | None:
    """Shortest and longest focal length, and the widest aperture at each; what a lens does not say is 0/0."""
    if not isinstance(raw, tuple) or len(raw) != 4:
        return None
    check = _ratio(0.1, 3000)
    found = tuple(check(value) or (0, 0) for value in raw)
    return found if any(found[:2]) else None


_TIME = r"\d{4}:(0\d|1[0-2]):[0-3]\d [0-2]\d:[0-5]\d:[0-6]\d"
_MAIN: Mapping[int, Check] = {_TAGS.Make: _name, _TAGS.Model: _name}
_DETAIL: Mapping[int, Check] = {
    _TAGS.ExposureTime: _ratio(1e-6, 36_000),
    _TAGS.FNumber: _ratio(0.3, 256),
    _TAGS.ExposureProgram: _whole(0, 9),
    _TAGS.ISOSpeedRatings: _whole(1, 0xFFFF),
    _TAGS.DateTimeOriginal: _like(_TIME),
    _TAGS.OffsetTimeOriginal: _like(r"[+-][01]\d:[0-5]\d|Z"),
    _TAGS.SubsecTimeOriginal: _like(r"\d{1,6}"),
    _TAGS.ExposureBiasValue: _ratio(-20, 20),
    _TAGS.MeteringMode: _whole(0, 255),
    _TAGS.LightSource: _whole(0, 255),
    _TAGS.Flash: _whole(0, 0x7F),
    _TAGS.FocalLength: _ratio(0.1, 3000),
    _TAGS.ColorSpace: _whole(1, 0xFFFF),
    _TAGS.WhiteBalance: _whole(0, 1),
    _TAGS.FocalLengthIn35mmFilm: _whole(1, 3000),
    _TAGS.LensSpecification: _lens,
    _TAGS.LensMake: _name,
    _TAGS.LensModel: _name,
}


def facts(exif: Image.Exif, dots: int) -> tuple[Tags, Tags]:
    """What may be known: the tags of the first table, and those of the photo's own."""
    detail = dict(detail_of(exif))
    if _TAGS.DateTimeOriginal not in detail:
        detail[_TAGS.DateTimeOriginal] = detail.get(_TAGS.DateTimeDigitized) or exif.get(_TAGS.DateTime)
    main = _checked(exif, _MAIN)
    if dots:
        main |= {_TAGS.XResolution: (dots, 1), _TAGS.YResolution: (dots, 1), _TAGS.ResolutionUnit: 2}
    return main, _checked(detail, _DETAIL)


def dots_per_inch(info: Mapping[Any, Any], exif: Image.Exif) -> int:
    """At which the photo is printed, or 0 where it does not say. `info` is what Pillow found beside the tags."""
    unit = {2: 1.0, 3: 2.54}.get(exif.get(_TAGS.ResolutionUnit, 2), 0.0)
    told = info.get("dpi") or (exif.get(_TAGS.XResolution, 0), exif.get(_TAGS.YResolution, 0))
    try:
        across, down = (round(float(value) * (1.0 if "dpi" in info else unit)) for value in told)
    except (TypeError, ValueError, ArithmeticError):
        return 0
    return across if 1 < across <= _MOST_DOTS and across == down else 0


def _is_adobe_rgb(exif: Image.Exif) -> bool:
    """Cameras that are set to Adobe RGB embed no profile; the interoperability index says so."""
    try:
        found = exif.get_ifd(ExifTags.IFD.Interop).get(1)
    except Exception:  # decoders raise nearly anything on damaged tags
        return False
    return isinstance(found, str) and found.encode("ascii", "replace")[:3] == _ADOBE_RGB


def block(exif: Image.Exif, *, dots: int, orientation: int | None) -> bytes:
    """A new block, with the "Exif" in front of it, or nothing where there is nothing to say.

    The decoder of HEIF turns by the file's own properties: there the orientation is None.
    """
    main, detail = facts(exif, dots)
    if orientation is not None and orientation != 1:
        main[_TAGS.Orientation] = orientation
    adobe = _is_adobe_rgb(exif)
    if not main and not detail and not adobe:
        return b""
    inline = all(isinstance(value, int) for value in detail.values())
    detail[_TAGS.ExifVersion] = b"0232"
    more = {"Interop": {1: _ADOBE_RGB}} if adobe else {}
    made: bytes = piexif.dump({"0th": main, "Exif": detail, **more})
    # A table ends with a pointer to the next. piexif leaves it out, and readers miss it where no values follow.
    return made + bytes(4) if inline or more else made


def _checked(source: Mapping[int, Any], checks: Mapping[int, Check]) -> Tags:
    found = {int(tag): check(source.get(tag)) for tag, check in checks.items()}
    return {tag: value for tag, value in found.items() if value is not None}
