"""Places and serial numbers out of HEIF, in place: its tags are items whose bytes the `meta` box points to."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from luster_desktop.intake import packets, tags

_KEPT = frozenset((b"ftyp", b"meta", b"mdat", b"free", b"skip", b"idat"))
_MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def stripped(data: bytes) -> tuple[bytes, set[str]]:
    """The file at the same length, and what it held. Raises `tags.Damaged`, struct.error, IndexError."""
    work, removed = bytearray(data), set[str]()
    meta = None
    for box in _boxes(data, 0, len(data)):
        if box.kind == b"meta" and meta is None:
            meta = box
        elif box.kind not in _KEPT:
            # Films, makers' own boxes, other pictures: emptied, and still as long as they were.
            work[box.start + 4 : box.start + 8] = b"free"
            work[box.body : box.end] = bytes(box.end - box.body)
            removed.add(tags.OTHER)
    if meta is None:
        raise tags.Damaged
    inner = {box.kind: box for box in _boxes(data, meta.body + 4, meta.end)}
    if not {b"iinf", b"iloc"} <= inner.keys():
        raise tags.Damaged
    kinds = _kinds(data, inner[b"iinf"])
    places = dict(_places(data, inner[b"iloc"], inner.get(b"idat")))
    for item, kind in kinds.items():
        if kind in (b"Exif", b"mime", b"uri "):
            _clear(work, kind, places.get(item, []), removed)
    return bytes(work), removed


def _boxes(data: bytes, at: int, stop: int) -> Iterator[_Box]:
    while at + 8 <= stop:
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = stop - at
        if size < head or at + size > stop:
            raise tags.Damaged
        yield _Box(kind, at, at + head, at + size)
        at += size


def _kinds(data: bytes, box: _Box) -> dict[int, bytes]:
    wide = data[box.body] > 0
    first = box.body + 4 + (4 if wide else 2)
    found = {}
    for entry in _boxes(data, first, box.end):
        version = data[entry.body]
        if version < 2:
            continue  # has no kind, as only the very first files had
        at = entry.body + 4
        item = int.from_bytes(data[at : at + (2 if version == 2 else 4)], "big")
        at += (2 if version == 2 else 4) + 2
        found[item] = data[at : at + 4]
    return found


def _places(data: bytes, box: _Box, idat: _Box | None) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Each item's extents: offset in the file, and length."""
    version, at = data[box.body], box.body + 4
    offset_size, length_size = data[at] >> 4, data[at] & 15
    base_size, index_size = data[at + 1] >> 4, data[at + 1] & 15 if version else 0
    at += 2

    def number(size: int) -> int:
        nonlocal at
        if at + size > box.end:
            raise tags.Damaged
        at += size
        return int.from_bytes(data[at - size : at], "big")

    count = number(4 if version == 2 else 2)
    if count > _MOST_ITEMS:
        raise tags.Damaged
    for _ in range(count):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(base_size)
        extents = []
        for _ in range(number(2)):
            number(index_size)
            offset, length = number(offset_size), number(length_size)
            if method == 1 and idat is not None:
                offset += idat.body
            extents.append((base + offset, length))
        yield item, extents


def _clear(work: bytearray, kind: bytes, extents: list[tuple[int, int]], removed: set[str]) -> None:
    if any(at + length > len(work) for at, length in extents):
        raise tags.Damaged
    body = bytearray(b"".join(work[at : at + length] for at, length in extents))
    if kind == b"Exif" and len(body) > 8:
        try:
            removed |= tags.clear(body, 4 + int.from_bytes(body[:4], "big"))
        except (tags.Damaged, struct.error):
            body = bytearray(len(body))
            removed |= {tags.PLACE, tags.SERIAL}
    else:
        packet, found = packets.clear_xmp(bytes(body))
        body = bytearray(packet)
        removed |= {tags.PLACE} if found else set()
    done = 0
    for at, length in extents:
        work[at : at + length] = body[done : done + length]
        done += length
