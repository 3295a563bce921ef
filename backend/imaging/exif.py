"""The few facts about a photo that may leave with an output: camera, lens, exposure, capture time, printed size.

An allow-list read into plain values and written into a new block: no GPS, serial number, owner, comment, thumbnail or
maker note has a way through, and no name that is a place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import piexif

from backend.panorama import Panorama

_TIME = re.compile(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d")
_OFFSET = re.compile(r"[+-]\d\d:\d\d|Z")
_SUBSECOND = re.compile(r"\d{1,6}")
_COORDINATES = re.compile(
    r"\d[.,]\d{4}|\d[.,]\d{3}(?!\d|\s?mm)|\d[.,]\d{2,}\s?[NSEW]?\s?[,;/ ]\s?[-+]?\d{1,3}[.,]\d{2}"
    r"|\d{1,3}\s\d{1,2}([.,]\d+)?\s?[NSEW]\b|\b[NSEW]\s?\d{1,3}\s\d{1,2}[.,' ]|\d\s?'\s?\d"
    r"|\b(lat|lon|lng|latitude|longitude|gps|geo)\b",
    re.IGNORECASE,
)
"""Of more digits than a lens has, in degrees and minutes, or said to be such."""
_ASCII, _SHORT, _RATIONAL, _SIGNED = 2, 3, 5, 10

# tag: (type, number of values); strings have their own pattern or the printable default.
_MAIN = {
    0x010F: (_ASCII, 1),  # make
    0x0110: (_ASCII, 1),  # model
    0x011A: (_RATIONAL, 1),  # dots per unit across
    0x011B: (_RATIONAL, 1),  # and down
    0x0128: (_SHORT, 1),  # the unit: 2 inch, 3 centimetre
}
_PHOTO = {
    0x829A: (_RATIONAL, 1),  # exposure time
    0x829D: (_RATIONAL, 1),  # f-number
    0x8822: (_SHORT, 1),  # exposure programme
    0x8827: (_SHORT, 1),  # sensitivity
    0x9003: (_ASCII, 1),  # capture time
    0x9011: (_ASCII, 1),  # its offset from UTC
    0x9204: (_SIGNED, 1),  # exposure compensation
    0x9207: (_SHORT, 1),  # metering
    0x9209: (_SHORT, 1),  # flash
    0x920A: (_RATIONAL, 1),  # focal length
    0x9291: (_ASCII, 1),  # fractions of the capture time's second
    0xA403: (_SHORT, 1),  # white balance
    0xA405: (_SHORT, 1),  # focal length at 35 mm
    0xA432: (_RATIONAL, 4),  # lens specification
    0xA433: (_ASCII, 1),  # lens make
    0xA434: (_ASCII, 1),  # lens model
}
_PATTERNS = {0x9003: _TIME, 0x9011: _OFFSET, 0x9291: _SUBSECOND}

Value = str | int | tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Allow-listed values, checked for type, length and range.

    Attributes
    ----------
    main : mapping of int to Value
        By tag, of the first directory.
    photo : mapping of int to Value
        By tag, of the EXIF directory.
    panorama : Panorama or None
        How the picture lies on the sphere around the camera.
    """

    main: Mapping[int, Value]
    photo: Mapping[int, Value]
    panorama: Panorama | None = None


NO_FACTS = Facts({}, {})


def read(main: Mapping[int, Any], photo: Mapping[int, Any], panorama: Panorama | None = None) -> Facts:
    """Keep what the list allows; anything odd is left out, never an error.

    Parameters
    ----------
    main, photo : mapping of int to Any
        By tag, as Pillow has decoded the first and the EXIF directory.
    panorama : Panorama, optional

    Returns
    -------
    Facts
    """
    return Facts(_checked(main, _MAIN), _checked(photo, _PHOTO), panorama)


def _checked(source: Mapping[int, Any], allowed: Mapping[int, tuple[int, int]]) -> dict[int, Value]:
    kept: dict[int, Value] = {}
    for tag, (kind, count) in allowed.items():
        raw = source.get(tag)
        if raw is None:
            continue
        value = _text(raw, tag) if kind == _ASCII else _number(raw, kind, count)
        if value is not None:
            kept[tag] = value
    return kept


def _text(raw: Any, tag: int) -> str | None:
    if isinstance(raw, bytes):
        raw = raw.decode("utf-8", "replace")
    if not isinstance(raw, str):
        return None
    text = raw.split("\0", 1)[0].strip()
    pattern = _PATTERNS.get(tag)
    if pattern is not None:
        return text if pattern.fullmatch(text) else None
    named = 0 < len(text) <= 64 and text.isascii() and text.isprintable()
    return text if named and not _COORDINATES.search(text) else None


def _number(raw: Any, kind: int, count: int) -> Value | None:
    values = raw if isinstance(raw, tuple | list) else (raw,)
    if kind == _SHORT:
        # Some cameras write the sensitivity twice; the first is the one that was used.
        return values[0] if values and isinstance(values[0], int) and 0 <= values[0] <= 0xFFFF else None
    if len(values) != count:
        return None
    kept = []
    for value in values:
        try:
            number = float(value)
        except (TypeError, ValueError, ArithmeticError):
            return None
        if not math.isfinite(number) or abs(number) > 100_000 or (kind == _RATIONAL and number < 0):
            return None
        kept.append(Fraction(number).limit_denominator(100_000 if number < 1 else 1000))
    return tuple(kept)


def dots_per_inch(facts: Facts) -> tuple[int, int]:
    """Across and down, for a JPEG's own header, which readers look at first; (0, 0) where the photo does not say."""
    unit = facts.main.get(0x0128, 2)
    per_inch = 1.0 if unit == 2 else 2.54 if unit == 3 else 0.0
    found = [facts.main.get(tag) for tag in (0x011A, 0x011B)]
    across, down = (round(float(value[0]) * per_inch) if isinstance(value, tuple) else 0 for value in found)
    return (across, down) if 0 < across <= 0xFFFF and 0 < down <= 0xFFFF else (0, 0)


def block(facts: Facts, *, srgb: bool = True) -> bytes:
    """A new EXIF block.

    Parameters
    ----------
    facts : Facts
    srgb : bool
        Whether that is the colour space that is noted; for EXIF it is sRGB, or whatever the profile says.

    Returns
    -------
    bytes
        TIFF-structured, without the "Exif" prefix.
    """
    main = _written(facts.main) | {0x0112: 1}
    photo = _written(facts.photo) | {0x9000: b"0232", 0xA001: 1 if srgb else 0xFFFF}
    made: bytes = piexif.dump({"0th": main, "Exif": photo})
    block = made.removeprefix(b"Exif\0\0")
    # A table ends with a pointer to the next. piexif leaves it out, and readers miss it where no values follow.
    inline = all(isinstance(value, int) for tag, value in photo.items() if tag != 0x9000)
    return block + bytes(4) if inline else block


def _written(values: Mapping[int, Value]) -> dict[int, Any]:
    """As piexif takes them."""
    found: dict[int, Any] = {}
    for tag, value in values.items():
        if isinstance(value, str):
            found[tag] = value.encode("ascii")
        elif isinstance(value, int):
            found[tag] = value
        else:
            pairs = tuple((one.numerator, one.denominator) for one in value)
            found[tag] = pairs if len(pairs) > 1 else pairs[0]
    return found
