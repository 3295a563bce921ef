"""JPEG: each segment by its marker and form, each table by its use, each scan to the last unit that it codes."""

from __future__ import annotations

import re
import struct
from collections import Counter
from dataclasses import dataclass, field

from tests.walkers import icc, scans, tiff, xmp
from tests.walkers.ground import Reader, need

_SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7]")
_XMP = b"http://ns.adobe.com/xap/1.0/\0"


@dataclass(slots=True)
class _State:
    frame: int = 0
    components: dict[int, scans.Component] = field(default_factory=dict)
    quantisers: dict[int, int] = field(default_factory=dict)
    units: tuple[int, int] = (0, 0)
    interval: int = 0
    tables: dict[tuple[str, int], bytes] = field(default_factory=dict)
    unused: set[tuple[str, int]] = field(default_factory=set)
    profile: list[bytes] = field(default_factory=list)
    applications: list[str] = field(default_factory=list)


def walk(data: bytes) -> Counter[str]:
    """Raises `Unknown`."""
    reader, state = Reader(data), _State()
    reader.same(b"\xff\xd8", "marker")
    while True:
        reader.same(b"\xff", "marker")
        marker = reader.number(1, "marker")
        if marker == 0xD9:
            break
        size = reader.number(2, "length") - 2
        kind = _KINDS.get(marker, "")
        need(kind, f"segment {marker:#x}")
        body = reader.take(size, kind)
        if kind == "scan header":
            stop = _SCAN_ENDS.search(data, reader.at)
            need(stop, "the scan does not end")
            assert stop is not None
            _scan(state, body, reader.take(stop.start() - reader.at, "scan"))
        elif kind == "application":
            _application(state, marker, body)
        else:
            _definition(state, kind, marker, body)
    need(not state.unused, f"tables that no scan uses: {state.unused}")
    if state.profile:
        icc.check(b"".join(state.profile))
    need(len(set(state.applications)) == len(state.applications), "a second segment of a kind")
    return reader.end("the end of the picture")


_KINDS = {
    **dict.fromkeys((0xE0, 0xE1, 0xE2, 0xEE), "application"),
    **dict.fromkeys((0xC0, 0xC1, 0xC2), "frame"),
    0xDB: "quantisation table",
    0xC4: "Huffman table",
    0xDD: "restart interval",
    0xDA: "scan header",
}


def _application(state: _State, marker: int, body: bytes) -> None:
    if marker == 0xE0:
        name, version, unit, across, down, thumbnail = struct.unpack(">5sHBHHH", body)
        need(name == b"JFIF\0" and version in (0x0101, 0x0102) and unit <= 1 and not thumbnail, "JFIF")
        need(across == down and across <= 4800, "the printed size")
        state.applications.append("JFIF")
    elif marker == 0xE1 and body.startswith(b"Exif\0\0"):
        tiff.walk_block(body[6:])
        state.applications.append("EXIF")
    elif marker == 0xE1:
        need(body.startswith(_XMP), f"application data {body[:30]!r}")
        xmp.check(body[len(_XMP) :])
        state.applications.append("XMP")
    elif marker == 0xE2:
        need(body.startswith(b"ICC_PROFILE\0") and body[12] == len(state.profile) + 1, f"application {body[:30]!r}")
        state.profile.append(body[14:])
    else:
        need(body[:-1] == b"Adobe\0\x64\0\0\0\0" and body[-1] <= 2, "Adobe's segment")
        state.applications.append("Adobe")


def _definition(state: _State, kind: str, marker: int, body: bytes) -> None:
    if kind == "frame":
        need(not state.frame and len(body) == 6 + 3 * body[5], "the frame")
        state.frame = marker
        _frame(state, body)
        return
    if kind == "restart interval":
        need(len(body) == 2, "the restart interval")
        state.interval = int.from_bytes(body, "big")
        return
    reader = Reader(body)
    while reader.left:
        number = reader.number(1, kind)
        if kind == "quantisation table":
            table = reader.take(128 if number >> 4 else 64, kind)
            number &= 15
        else:
            counts = reader.take(16, kind)
            table = counts + reader.take(sum(counts), kind)
        need((kind, number) not in state.unused, "a table that another replaces unused")
        state.tables[kind, number] = table
        state.unused.add((kind, number))


def _frame(state: _State, body: bytes) -> None:
    height, width = struct.unpack(">HH", body[1:5])
    parts = [body[at : at + 3] for at in range(6, len(body), 3)]
    wide, tall = max(part[1] >> 4 for part in parts), max(part[1] & 15 for part in parts)
    state.units = (-(-width // (8 * wide)), -(-height // (8 * tall)))
    for number, sampling, quantiser in parts:
        across, down = sampling >> 4, sampling & 15
        state.quantisers[number] = quantiser
        state.components[number] = scans.Component(
            -(-width * across // (8 * wide)), -(-height * down // (8 * tall)), across, down, state.units[0] * across
        )


def _scan(state: _State, head: bytes, data: bytes) -> None:
    count = head[0]
    need(len(head) == 4 + 2 * count, "the head of a scan")
    start, end, bits = head[1 + 2 * count :]
    progressive = state.frame == 0xC2
    if not progressive:
        start, end, bits = 0, 63, 0
    components, tables = [], []
    for number, chosen in zip(head[1 : 1 + 2 * count : 2], head[2 : 2 + 2 * count : 2], strict=True):
        components.append(state.components[number])
        state.unused.discard(("quantisation table", state.quantisers[number]))
        pair = []
        for key, needed in ((chosen >> 4, start == 0 and not bits >> 4), (0x10 | chosen & 15, end > 0)):
            state.unused.discard(("Huffman table", key))
            pair.append(scans.codes(state.tables["Huffman table", key]) if needed else {})
        tables.append((pair[0], pair[1]))
    scan = scans.Scan(components, tables, state.units, state.interval, progressive, start, end, bits >> 4)
    scans.check(scan, data)
