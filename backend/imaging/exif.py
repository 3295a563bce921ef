"""The few facts about a photo that may leave with an output: camera, lens, exposure, capture time, copyright,
and the size at which it is printed.

An allow-list read into plain values and written into a new block: no GPS, serial number, owner, comment, thumbnail or
maker note has a way through.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from backend.panorama import Panorama

_TIME = re.compile(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d")
_OFFSET = re.compile(r"[+-]\d\d:\d\d|Z")
_SUBSECOND = re.compile(r"\d{1,6}")
_ASCII, _SHORT, _RATIONAL, _SIGNED = 2, 3, 5, 10

# tag: (type, number of values); strings have their own pattern or the printable default.
_MAIN = {
    0x010F: (_ASCII, 1),  # make
    0x0110: (_ASCII, 1),  # model
    0x011A: (_RATIONAL, 1),  # dots per unit across
    0x011B: (_RATIONAL, 1),  # and down
    0x0128: (_SHORT, 1),  # the unit: 2 inch, 3 centimetre
    0x8298: (_ASCII, 1),  # copyright
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
    limit = 160 if tag == 0x8298 else 64
    return text if 0 < len(text) <= limit and text.isprintable() and "\ufffd" not in text else None


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
    photo: dict[int, Value] = {**facts.photo, 0xA001: 1 if srgb else 0xFFFF}
    main: dict[int, Value] = {**facts.main, 0x0112: 1}
    size_of_main = _directory(main, 8, pointer=0)
    return (
        b"MM\0*\0\0\0\x08"
        + _directory(main, 8, pointer=8 + len(size_of_main))
        + _directory(photo, 8 + len(size_of_main), version=True)
    )


def _directory(values: Mapping[int, Value], start: int, *, pointer: int | None = None, version: bool = False) -> bytes:
    entries: list[tuple[int, int, int, bytes]] = []
    for tag, value in values.items():
        if isinstance(value, str):
            data = value.encode() + b"\0"
            entries.append((tag, _ASCII, len(data), data))
        elif isinstance(value, int):
            entries.append((tag, _SHORT, 1, struct.pack(">H", value)))
        else:
            signed = tag == 0x9204
            data = b"".join(struct.pack(">ii" if signed else ">II", v.numerator, v.denominator) for v in value)
            entries.append((tag, _SIGNED if signed else _RATIONAL, len(value), data))
    if pointer is not None:
        entries.append((0x8769, 4, 1, struct.pack(">I", pointer)))
    if version:
        entries.append((0x9000, 7, 4, b"0232"))
    entries.sort()
    offset = start + 2 + 12 * len(entries) + 4
    table, body = struct.pack(">H", len(entries)), b""
    for tag, kind, count, data in entries:
        if len(data) <= 4:
            field = data.ljust(4, b"\0")
        else:
            field = struct.pack(">I", offset + len(body))
            body += data + bytes(len(data) % 2)
        table += struct.pack(">HHI", tag, kind, count) + field
    return table + bytes(4) + body
