"""TIFF: a photo's own file, and the EXIF block, which is a TIFF without a picture."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter

from tests.walkers import icc, jpeg
from tests.walkers.ground import Map, check_name, need

_BYTE, _ASCII, _SHORT, _LONG, _RATIONAL, _UNDEFINED, _SRATIONAL = 1, 2, 3, 4, 5, 7, 10
_SIZES = {_BYTE: 1, _ASCII: 1, _SHORT: 2, _LONG: 4, _RATIONAL: 8, _UNDEFINED: 1, _SRATIONAL: 8}
_NAME, _ANY = "name", "any"

_MAIN: dict[int, tuple[int, int | str]] = {
    0x010F: (_ASCII, _NAME), 0x0110: (_ASCII, _NAME), 0x0112: (_SHORT, 1), 0x011A: (_RATIONAL, 1),
    0x011B: (_RATIONAL, 1), 0x0128: (_SHORT, 1), 0x8769: (_LONG, 1),
}  # fmt: skip
_PHOTO: dict[int, tuple[int, int | str]] = {
    0x829A: (_RATIONAL, 1), 0x829D: (_RATIONAL, 1), 0x8822: (_SHORT, 1), 0x8827: (_SHORT, 1), 0x9000: (_UNDEFINED, 4),
    0x9003: (_ASCII, r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d"), 0x9011: (_ASCII, r"[+-]\d\d:\d\d|Z"),
    0x9291: (_ASCII, r"\d{1,6}"), 0x9204: (_SRATIONAL, 1), 0x9207: (_SHORT, 1), 0x9208: (_SHORT, 1),
    0x9209: (_SHORT, 1), 0x920A: (_RATIONAL, 1), 0xA001: (_SHORT, 1), 0xA403: (_SHORT, 1), 0xA405: (_SHORT, 1),
    0xA432: (_RATIONAL, 4), 0xA433: (_ASCII, _NAME), 0xA434: (_ASCII, _NAME), 0xA005: (_LONG, 1),
}  # fmt: skip
_INTEROPERABILITY: dict[int, tuple[int, int | str]] = {1: (_ASCII, "R03")}
_PICTURE: dict[int, tuple[int, int | str]] = {
    256: (_LONG, 1), 257: (_LONG, 1), 258: (_SHORT, _ANY), 259: (_SHORT, 1), 262: (_SHORT, 1), 273: (_LONG, _ANY),
    277: (_SHORT, 1), 278: (_LONG, 1), 279: (_LONG, _ANY), 284: (_SHORT, 1), 317: (_SHORT, 1), 320: (_SHORT, _ANY),
    322: (_LONG, 1), 323: (_LONG, 1), 324: (_LONG, _ANY), 325: (_LONG, _ANY), 338: (_SHORT, _ANY),
    339: (_SHORT, _ANY), 530: (_SHORT, 2), 531: (_SHORT, 1), 34675: (_UNDEFINED, _ANY),
}  # fmt: skip


def walk_block(block: bytes) -> Counter[str]:
    """An EXIF block, without the "Exif" in front of it."""
    known = Map(block)
    order, first = _head(known)
    main = _table(known, order, first, _MAIN, chained=True)
    if 0x8769 in main:
        _photo(known, order, main)
    return known.end()


def walk_file(data: bytes) -> Counter[str]:
    """A TIFF with one picture."""
    known = Map(data)
    order, first = _head(known)
    main = _table(known, order, first, _MAIN | _PICTURE, chained=True)
    if 0x8769 in main:
        _photo(known, order, main)
    if 34675 in main:
        icc.check(main[34675])
    tags = {tag: _numbers(order, tag, body) for tag, body in main.items() if tag in _PICTURE and tag != 34675}
    starts, lengths = (tags.get(tiled, tags.get(strips)) for tiled, strips in ((324, 273), (325, 279)))
    assert starts is not None and lengths is not None
    for start, length in zip(starts, lengths, strict=True):
        part = known.name(start, length, "picture")
        _check_part(part, tags)
    return known.end()


def _check_part(part: bytes, tags: dict[int, list[int]]) -> None:
    """That a strip or tile ends where it should."""
    match tags[259][0]:
        case 1:
            samples = tags.get(277, [1])[0] if tags.get(284, [1])[0] == 1 else 1
            width = tags.get(322, tags[256])[0]
            rows = tags.get(323, tags.get(278, tags[257]))[0]
            most = (width * samples * tags.get(258, [1])[0] + 7) // 8 * rows
            need(len(part) <= most, "bytes behind the rows")
        case 8:
            decoder = zlib.decompressobj()
            raw = decoder.decompress(part)
            need(decoder.eof and not decoder.unused_data, "bytes behind the compressed rows")
            samples = tags.get(277, [1])[0] if tags.get(284, [1])[0] == 1 else 1
            width = tags.get(322, tags[256])[0]
            rows = tags.get(323, tags.get(278, tags[257]))[0]
            need(
                len(raw) <= (width * samples * tags.get(258, [1])[0] + 7) // 8 * rows, "more rows than the picture has"
            )
        case 7:
            jpeg.walk(part)
        case other:
            need(False, f"compression {other}")


def _head(known: Map) -> tuple[str, int]:
    head = known.name(0, 8, "header")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(head[:4])
    need(order, "no TIFF header")
    assert order is not None
    return order, int(struct.unpack(order + "I", head[4:])[0])


def _photo(known: Map, order: str, main: dict[int, bytes]) -> None:
    (at,) = _numbers(order, 256, main[0x8769])
    photo = _table(known, order, at, _PHOTO, chained=False)
    if 0xA005 in photo:
        (at,) = _numbers(order, 256, photo[0xA005])
        _table(known, order, at, _INTEROPERABILITY, chained=False)


def _table(
    known: Map, order: str, at: int, allowed: dict[int, tuple[int, int | str]], *, chained: bool
) -> dict[int, bytes]:
    (count,) = struct.unpack(order + "H", known.name(at, 2, "table"))
    found = {}
    for place in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack(order + "HHI", known.name(place, 8, "table"))
        need(tag in allowed and tag not in found, f"tag {tag:#x}")
        wanted, form = allowed[tag]
        need(kind == wanted or (tag in _PICTURE and kind in (_SHORT, _LONG)), f"type {kind} of {tag:#x}")
        size = _SIZES[kind] * number
        field = known.name(place + 8, 4, "table")
        if size <= 4:
            need(field[size:] == bytes(4 - size), "bytes behind a short value")
            body = field[:size]
        else:
            (start,) = struct.unpack(order + "I", field)
            body = known.name(start, size, "value")
        _check_value(tag, number, form, body)
        found[tag] = body
    # Where no table can follow, some writers leave out the pointer to it.
    end = at + 2 + 12 * count
    if chained or (not any(known.named[end : end + 4]) and known.data[end : end + 4] == bytes(4)):
        need(known.name(end, 4, "table") == bytes(4), "a further table")
    return found


def _check_value(tag: int, number: int, form: int | str, body: bytes) -> None:
    if form == _NAME:
        check_name(body, f"tag {tag:#x}")
    elif isinstance(form, str) and form != _ANY:
        need(re.fullmatch(b"(?:" + form.encode() + b")\0", body), f"tag {tag:#x} is {body!r}")
    elif isinstance(form, int):
        need(number == form, f"{number} values of tag {tag:#x}")
    else:
        need(tag == 34675 or number <= 1 << 20, f"{number} values of tag {tag:#x}")


def _numbers(order: str, tag: int, body: bytes) -> list[int]:
    short = len(body) == 2 or tag in (258, 259, 262, 277, 284, 317, 320, 338, 339, 530, 531)
    form = "H" if short else "I"
    return list(struct.unpack(f"{order}{len(body) // struct.calcsize(form)}{form}", body))
