"""HEIF, and Canon's CR3: boxes with lengths, and items whose bytes the `meta` box points to."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

_LARGEST_META = 64 << 20
_CODED = (b"hvc1", b"hev1")
_PADDING = 64
"""Zeros that some encoders leave at the end of a unit."""


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def complete(file: BinaryIO, size: int) -> bool:
    """Whether the boxes, and the bytes of every item, lie within the file."""
    for box in _top(file, size):
        if box.end > size:
            # What other programs append behind the last box is none of it.
            return box.kind not in (b"mdat", b"meta", b"moov")
    meta = _meta(file, size)
    if meta is None:
        return True
    try:
        inner = _inner(meta)
        idat = inner.get(b"idat")
        within = 0 if idat is None else idat.end - idat.body
        return all(
            start + length <= (within if method == 1 else size)
            for _, method, extents in _places(meta, inner[b"iloc"])
            for start, length in extents
            if method < 2
        )
    except (KeyError, IndexError, ValueError, struct.error):
        return True


def curve(file: BinaryIO) -> int | None:
    """How a HEIF says that light became the picture's values: the transfer characteristics of ITU-T H.273, if it does.

    A decoder that finds a colour profile beside them passes on that alone.
    """
    meta = _meta(file, file.seek(0, 2))
    if meta is None:
        return None
    try:
        inner = _inner(meta)
        first = inner[b"pitm"].body
        primary = int.from_bytes(meta[first + 4 : first + (8 if meta[first] else 6)], "big")
        kept = {box.kind: box for box in _boxes(meta, inner[b"iprp"].body, inner[b"iprp"].end)}
        properties = list(_boxes(meta, kept[b"ipco"].body, kept[b"ipco"].end))
        for index in _properties_of(primary, meta, kept[b"ipma"]):
            box = properties[index - 1]
            if box.kind == b"colr" and meta[box.body : box.body + 4] == b"nclx":
                return int.from_bytes(meta[box.body + 6 : box.body + 8], "big")
    except (KeyError, IndexError, ValueError):
        pass  # a header that is damaged is for a decoder to refuse
    return None


def sound(data: bytes) -> bool:
    """Whether the units of every HEVC picture follow each other, and hold no zeros in a row, which none can."""
    try:
        head = _meta(BytesIO(data), len(data))
        if head is None:
            return True
        inner = _inner(head)
        prefix = _length_size(head)
        coded = {item for item, kind in _kinds(head, inner[b"iinf"]) if kind in _CODED}
        places = [(item, extents) for item, method, extents in _places(head, inner[b"iloc"]) if method == 0]
    except (KeyError, IndexError, ValueError, struct.error):
        return True
    return all(
        _units_follow(b"".join(data[start : start + length] for start, length in extents), prefix)
        for item, extents in places
        if item in coded and all(length for _, length in extents)
    )


def _units_follow(item: bytes, prefix: int) -> bool:
    at = 0
    while at < len(item):
        start = at + prefix
        at = start + int.from_bytes(item[at:start], "big")
        if at > len(item) or at < start + 2 or item.find(b"\0\0\0", start, max(start, at - _PADDING)) >= 0:
            return False
    return True


def _length_size(meta: bytes) -> int:
    """Bytes before each unit that say its length."""
    at = meta.find(b"hvcC")
    return (meta[at + 4 + 21] & 3) + 1 if at >= 0 else 4


def _meta(file: BinaryIO, size: int) -> bytes | None:
    for box in _top(file, size):
        if box.kind == b"meta" and box.end - box.start <= _LARGEST_META:
            file.seek(box.start)
            return file.read(box.end - box.start)
    return None


def _properties_of(item: int, meta: bytes, box: _Box) -> Iterator[int]:
    """Numbers, from 1, of the properties that an item has."""
    wide_items, wide = meta[box.body] > 0, meta[box.body + 3] & 1
    at = box.body + 8
    for _ in range(int.from_bytes(meta[box.body + 4 : at], "big")):
        number = int.from_bytes(meta[at : at + (4 if wide_items else 2)], "big")
        at += 4 if wide_items else 2
        count = meta[at]
        at += 1
        for _ in range(count):
            index = int.from_bytes(meta[at : at + 2], "big") & 0x7FFF if wide else meta[at] & 0x7F
            at += 2 if wide else 1
            if number == item and index:
                yield index


def _top(file: BinaryIO, size: int) -> Iterator[_Box]:
    """The boxes of the file; the last may reach beyond it."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        box = _box(file.read(16), at, size)
        if box is None:
            return
        yield box
        at = box.end


def _box(head: bytes, at: int, stop: int, start: int = 0) -> _Box | None:
    """The box whose first bytes are at `start` of `head` and at `at` of what holds it."""
    length, kind, skip = int.from_bytes(head[start : start + 4], "big"), head[start + 4 : start + 8], 8
    if length == 1:
        length, skip = int.from_bytes(head[start + 8 : start + 16], "big"), 16
    elif length == 0:
        length = stop - at
    return _Box(kind, at, at + skip, at + length) if length >= skip else None


def _boxes(data: bytes, at: int, stop: int) -> Iterator[_Box]:
    while at + 8 <= stop and (box := _box(data, at, stop, at)) is not None and box.end <= stop:
        yield box
        at = box.end


def _inner(meta: bytes) -> dict[bytes, _Box]:
    return {box.kind: box for box in _boxes(meta, 12, len(meta))}


def _kinds(meta: bytes, box: _Box) -> Iterator[tuple[int, bytes]]:
    for entry in _boxes(meta, box.body + (8 if meta[box.body] else 6), box.end):
        version = meta[entry.body]
        if version >= 2:
            width = 2 if version == 2 else 4
            at = entry.body + 4
            yield int.from_bytes(meta[at : at + width], "big"), meta[at + width + 2 : at + width + 6]


def _places(meta: bytes, box: _Box) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Each item, its construction method (0: offsets in the file, 1: in `idat`), and its extents: offset and length."""
    version, at = meta[box.body], box.body + 4
    offset_size, length_size = meta[at] >> 4, meta[at] & 15
    base_size, index_size = meta[at + 1] >> 4, meta[at + 1] & 15 if version else 0
    at += 2

    def number(size: int) -> int:
        nonlocal at
        at += size
        if at > box.end:
            raise ValueError
        return int.from_bytes(meta[at - size : at], "big")

    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(base_size)
        extents = []
        for _ in range(number(2)):
            number(index_size)
            offset = base + number(offset_size)
            extents.append((offset, number(length_size)))
        yield item, method, extents
