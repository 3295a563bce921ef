"""A JPEG rebuilt around its coefficients: tables, frame and scans as a decoder uses them, and nothing else of the old.

Everything after the first picture goes: other pictures of a series, gain maps, films, makers' notes. So does a table
that no scan uses, and what lies between segments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from luster_desktop.intake.clean.errors import Foreign, Incomplete
from luster_desktop.intake.clean.tail import without_jpeg_tail

_SCAN_ENDS = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_HUFFMAN = frozenset((0xC0, 0xC1, 0xC2))
_PROGRESSIVE = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
_DQT, _DHT, _DAC, _DRI, _SOS, _EOI = 0xDB, 0xC4, 0xCC, 0xDD, 0xDA, 0xD9
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_ICC = b"ICC_PROFILE\0"
_MOST = 0xFFFF - 2
_MOST_SCANS = 1000


@dataclass(slots=True)
class _Tables:
    """What the file has defined so far, and what of it is written."""

    defined: dict[tuple[int, int], bytes] = field(default_factory=dict)
    written: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def due(self, marker: int, numbers: list[int]) -> list[bytes]:
        """The segments that the next scan needs and has not got."""
        found = []
        for key in dict.fromkeys((marker, number) for number in numbers):
            body = self.defined.get(key)
            if body is not None and body != self.written.get(key):
                self.written[key] = body
                found.append(_segment(marker, body))
        return found


@dataclass(slots=True)
class _Frame:
    marker: int
    body: bytes
    tables: dict[int, int]
    """The quantisation table of each component."""
    reached: dict[tuple[int, int], int] = field(default_factory=dict)
    """The bit to which each coefficient of a component has come."""


def rebuilt(data: bytes, *, exif: bytes, packet: bytes, profile: bytes, dots: int) -> bytes:
    """`exif` with its "Exif", `packet` and `profile` go into segments of their own, where they are not empty.

    Raises `Incomplete`, and `Foreign` for what contradicts itself.
    """
    jfif, adobe, frame, picture = _picture(data)
    out = [b"\xff\xd8"]
    if jfif:
        unit, density = (1, dots) if dots else (0, 1)
        out.append(_segment(0xE0, b"JFIF\0\1\1" + bytes([unit]) + density.to_bytes(2, "big") * 2 + b"\0\0"))
    if exif:
        out.append(_segment(0xE1, exif))
    if packet:
        out.append(_segment(0xE1, _XMP + packet))
    out += _profile(profile)
    if adobe is not None:
        out.append(_segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([adobe])))
    made = b"".join((*out, *picture, b"\xff\xd9"))
    return without_jpeg_tail(made) if frame in _HUFFMAN else made


def _picture(data: bytes) -> tuple[bool, int | None, int, list[bytes]]:
    """Whether it is a JFIF, Adobe's kind of colour where it says one, the kind of frame, and the picture's segments."""
    jfif, adobe, frame, interval = False, None, None, b"\0\0"
    tables, out, started = _Tables(), list[bytes](), 0
    for marker, body, scan in _segments(data):
        if marker == _SOS:
            if frame is None or started >= _MOST_SCANS:
                raise Foreign
            components = body[1 : 1 + 2 * body[0]]
            if not 1 <= body[0] <= 4 or len(body) < 4 + 2 * body[0]:
                raise Foreign
            out += _before(frame, tables, body, components, first=not started)
            started += 1
            out += [_segment(_SOS, body[: 4 + 2 * body[0]]), scan]
        elif marker in _FRAMES:
            if frame is not None:
                raise Foreign
            frame = _frame(marker, body)
        elif marker in (_DQT, _DHT, _DAC):
            tables.defined.update(_defined(marker, body))
        elif marker == _DRI:
            if len(body) < 2 or (started and body[:2] != interval):
                raise Foreign
            interval = body[:2]
            tables.defined[_DRI, 0] = interval
        elif marker == 0xE0 and body.startswith(b"JFIF\0"):
            jfif = True
        elif marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
            adobe = body[11] if body[11] <= 2 else None
        elif marker in (0xC8, 0xDE, 0xDF, 0xD8, 0x01):
            raise Foreign  # hierarchical, or one picture within another
    if frame is None or not started:
        raise Foreign
    return jfif, adobe, frame.marker, out


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, body, and what follows the head of a scan."""
    at = 2
    while True:
        # What lies between segments is passed over, as decoders do.
        at = data.find(b"\xff", at)
        if at < 0 or at + 2 > len(data):
            raise Incomplete
        marker = data[at + 1]
        if marker in (0x00, 0xFF):
            at += 1
            continue
        if marker == _EOI:
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(data):
            raise Foreign
        body, scan = data[at + 4 : end], b""
        at = end
        if marker == _SOS:
            if not body:
                raise Foreign
            stop = _SCAN_ENDS.search(data, at)
            if stop is None:
                raise Incomplete
            scan = data[at : stop.start()]
            at = stop.start()
        yield marker, body, scan


def _frame(marker: int, body: bytes) -> _Frame:
    number = body[5] if len(body) > 5 else 0
    if not 1 <= number <= 4 or len(body) < 6 + 3 * number or body[1:3] == b"\0\0":
        raise Foreign
    body = body[: 6 + 3 * number]
    return _Frame(marker, body, {body[6 + 3 * i]: body[8 + 3 * i] for i in range(number)})


def _defined(marker: int, body: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """The tables of a segment, each by its kind and number; what follows the last is no table."""
    at = 0
    while at < len(body):
        number = body[at]
        match marker:
            case 0xDB:
                size = 129 if number >> 4 else 65
            case 0xC4:
                size = 17 + sum(body[at + 1 : at + 17])
            case _:
                size = 2
        if at + size > len(body):
            return
        yield (marker, number & 15 if marker == _DQT else number), body[at : at + size]
        at += size


def _before(frame: _Frame, tables: _Tables, body: bytes, components: bytes, *, first: bool) -> list[bytes]:
    """What has to come before a scan."""
    start, end, bits = body[1 + 2 * body[0] : 4 + 2 * body[0]]
    chosen = {components[i]: components[i + 1] for i in range(0, len(components), 2)}
    if not chosen.keys() <= frame.tables.keys() or len(chosen) != body[0] or end > 63 or start > end:
        raise Foreign
    if frame.marker not in _PROGRESSIVE:
        start, end, bits = 0, 63, 0
    _advance(frame, list(chosen), start, end, bits)
    found = tables.due(_DQT, [frame.tables[component] for component in chosen])
    if first:
        found.append(_segment(frame.marker, frame.body))
    entropy = _DAC if frame.marker >= 0xC9 else _DHT
    numbers = [number >> 4 for number in chosen.values()] if start == 0 else []
    numbers += [0x10 | number & 15 for number in chosen.values()] if end else []
    return found + tables.due(entropy, numbers) + tables.due(_DRI, [0])


def _advance(frame: _Frame, components: list[int], start: int, end: int, bits: int) -> None:
    """Hold a scan to what scans are for: each coefficient once, or bit by bit. Others would only hide something."""
    before, to = bits >> 4, bits & 15
    for component in components:
        for coefficient in range(start, end + 1):
            reached = frame.reached.get((component, coefficient))
            if (before == 0) != (reached is None) or (reached is not None and (before != reached or to != reached - 1)):
                raise Foreign
            frame.reached[component, coefficient] = to


def _profile(profile: bytes) -> Iterator[bytes]:
    most = _MOST - len(_ICC) - 2
    parts = [profile[at : at + most] for at in range(0, len(profile), most)]
    for number, part in enumerate(parts, start=1):
        yield _segment(0xE2, _ICC + bytes([number, len(parts)]) + part)


def _segment(marker: int, body: bytes) -> bytes:
    if len(body) > _MOST:
        raise Foreign
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body
