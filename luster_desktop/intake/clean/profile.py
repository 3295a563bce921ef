"""A colour profile rebuilt from what turns its values into colours; its words, dates and private parts go."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

_HEAD = 128
_CLASSES = (b"mntr", b"scnr", b"prtr", b"spac")
_SPACES = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4, b"Lab ": 3}
_D50 = struct.pack(">3i", 63190, 65536, 54061)
_MOST = 4 << 20


def rebuilt(profile: bytes) -> bytes:
    """A profile of the same colours, or nothing where the old one cannot be understood."""
    try:
        return _rebuilt(profile)
    except (struct.error, IndexError, ValueError):
        return b""


def _rebuilt(profile: bytes) -> bytes:
    kind, space, target = profile[12:16], profile[16:20], profile[20:24]
    if profile[36:40] != b"acsp" or kind not in _CLASSES or space not in _SPACES or target not in (b"XYZ ", b"Lab "):
        return b""
    if profile[8] not in (2, 4) or len(profile) > _MOST:
        return b""
    elements = _elements(profile)
    found = elements.keys()
    by_curves = {b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"} if space == b"RGB " else {b"kTRC"}
    if b"wtpt" not in found or not (b"A2B0" in found or (by_curves <= found and space != b"CMYK")):
        return b""
    elements |= {b"desc": _words(profile[8], "Profile"), b"cprt": _text(profile[8], "No copyright")}
    places: dict[bytes, int] = {}
    table, body = struct.pack(">I", len(elements)), b""
    first = _HEAD + 4 + 12 * len(elements)
    for tag in sorted(elements):
        element = elements[tag]
        if element not in places:
            places[element] = first + len(body)
            body += element + bytes(-len(element) % 4)
        table += tag + struct.pack(">II", places[element], len(element))
    head = struct.pack(">I4sI4s4s4s", first + len(body), b"", profile[8] << 24 | profile[9] << 16, kind, space, target)
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(24)
    intent = min(int.from_bytes(profile[64:68], "big"), 3)
    head += struct.pack(">I", intent) + _D50
    return head.ljust(_HEAD, b"\0") + table + body


def _elements(profile: bytes) -> dict[bytes, bytes]:
    """By tag, each cut to what it is."""
    found: dict[bytes, bytes] = {}
    for number in range(min(struct.unpack_from(">I", profile, _HEAD)[0], 100)):
        tag, at, size = struct.unpack_from(">4sII", profile, _HEAD + 4 + 12 * number)
        if tag in _READ and tag not in found and at + size <= len(profile):
            element = profile[at : at + size]
            read = _READ[tag].get(element[:4])
            if read is not None:
                found[tag] = element[:4] + bytes(4) + read(element)
    return found


def _numbers(count: int) -> Callable[[bytes], bytes]:
    def read(element: bytes) -> bytes:
        body = element[8 : 8 + 4 * count]
        if len(body) < 4 * count:
            raise ValueError
        return body

    return read


def _curve(element: bytes) -> bytes:
    count = struct.unpack_from(">I", element, 8)[0]
    return _exactly(element, 8, 4 + 2 * count)


def _formula(element: bytes) -> bytes:
    kind = struct.unpack_from(">H", element, 8)[0]
    return element[8:10] + b"\0\0" + _exactly(element, 12, 4 * (1, 3, 4, 5, 7)[kind])


def _code_points(element: bytes) -> bytes:
    return _exactly(element, 8, 4)


def _grid(element: bytes) -> bytes:
    """Of 8 bits: a table for each channel, a grid, and a table again."""
    inputs, outputs, points = _channels(element)
    head = bytes([inputs, outputs, points, 0])
    return head + _exactly(element, 12, 36 + 256 * inputs + points**inputs * outputs + 256 * outputs)


def _deep_grid(element: bytes) -> bytes:
    inputs, outputs, points = _channels(element)
    entering, leaving = struct.unpack_from(">2H", element, 48)
    head = bytes([inputs, outputs, points, 0])
    return head + _exactly(element, 12, 40 + 2 * (entering * inputs + points**inputs * outputs + leaving * outputs))


def _channels(element: bytes) -> tuple[int, int, int]:
    """Of a table, in and out, and the points of its grid."""
    inputs, outputs, points = element[8:11]
    if inputs not in (1, 3, 4) or outputs != 3 or points == 1 or (points == 0 and element[:4] != b"mAB "):
        raise ValueError
    return inputs, outputs, points


def _steps(element: bytes) -> bytes:
    """Curves, a grid, curves, a matrix and curves, each where it is named, put one behind the other."""
    inputs, outputs, _ = _channels(element)
    offsets = struct.unpack_from(">5I", element, 12)  # B, matrix, M, grid, A: in the order of the output backwards
    parts: tuple[Callable[[int], bytes], ...] = (
        lambda at: _curves(element, at, outputs),
        lambda at: _exactly(element, at, 48),
        lambda at: _curves(element, at, outputs),
        lambda at: _points(element, at, inputs, outputs),
        lambda at: _curves(element, at, inputs),
    )
    out, places = b"", []
    for offset, part in zip(offsets, parts, strict=True):
        places.append(32 + len(out) if offset else 0)
        out += part(offset) if offset else b""
        out += bytes(-len(out) % 4)
    return bytes([inputs, outputs, 0, 0]) + struct.pack(">5I", *places) + out


def _curves(element: bytes, at: int, count: int) -> bytes:
    out = b""
    for _ in range(count):
        kind = element[at : at + 4]
        if kind not in _TRC:
            raise ValueError
        made = kind + bytes(4) + _TRC[kind](element[at:])
        made += bytes(-len(made) % 4)
        at += len(made)
        out += made
    return out


def _points(element: bytes, at: int, inputs: int, outputs: int) -> bytes:
    size, cells = element[at + 16], 1
    for points in element[at : at + inputs]:
        cells *= points
    if size not in (1, 2) or not 1 <= inputs <= 15:
        raise ValueError
    head = element[at : at + inputs].ljust(16, b"\0") + bytes([size, 0, 0, 0])
    return head + _exactly(element, at + 20, cells * outputs * size)


def _exactly(data: bytes, at: int, count: int) -> bytes:
    part = data[at : at + count]
    if len(part) != count:
        raise ValueError
    return part


def _words(version: int, words: str) -> bytes:
    if version == 4:
        return _text(version, words)
    coded = words.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(coded)) + coded + bytes(78)


def _text(version: int, words: str) -> bytes:
    if version == 4:
        coded = words.encode("utf-16-be")
        return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(coded), 28) + coded
    return b"text\0\0\0\0" + words.encode() + b"\0"


_XYZ = {b"XYZ ": _numbers(3)}
_TRC = {b"curv": _curve, b"para": _formula}
_LOOK_UP = {b"mft1": _grid, b"mft2": _deep_grid, b"mAB ": _steps}
_READ: Mapping[bytes, Mapping[bytes, Callable[[bytes], bytes]]] = {
    **dict.fromkeys((b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"bkpt"), _XYZ),
    **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC", b"kTRC"), _TRC),
    **dict.fromkeys((b"A2B0", b"A2B1", b"A2B2"), _LOOK_UP),
    b"chad": {b"sf32": _numbers(9)},
    b"cicp": {b"cicp": _code_points},
}
"""What leads from values to colours, by tag, in the types that it may have."""
