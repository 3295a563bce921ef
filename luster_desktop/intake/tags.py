"""Places and serial numbers out of EXIF (that is, TIFF) tags, in place: no byte moves beyond its own table."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from luster_desktop.intake import packets

PLACE, SERIAL, OTHER = "location", "serial numbers", "other data"

_EXIF, _GPS, _INTEROPERABILITY, _SUB = 0x8769, 0x8825, 0xA005, 0x014A
_XMP, _IPTC, _PHOTOSHOP = 0x02BC, 0x83BB, 0x8649
_THUMB_START, _THUMB_BYTES = 0x0201, 0x0202
_REMOVED = {
    _GPS: PLACE,
    0x927C: SERIAL,  # MakerNote: every maker keeps the body's number there, some the place
    0xA431: SERIAL,
    0xA435: SERIAL,
    0xC62F: SERIAL,  # DNG
    0xC634: SERIAL,  # DNG's private data: the maker's notes again
    0xFDE9: SERIAL,
    _PHOTOSHOP: OTHER,  # may hold IPTC, XMP and EXIF once more
}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_MOST_TABLES = 200


class Damaged(Exception):
    """The block contradicts itself, so what it holds cannot be known."""


@dataclass(slots=True)
class _Block:
    data: bytearray
    start: int
    stop: int
    order: str
    big: bool
    removed: set[str] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)

    def read(self, form: str, at: int) -> int:
        return int(struct.unpack(self.order + form, self.part(at, struct.calcsize(form)))[0])

    def part(self, at: int, length: int) -> bytes:
        first = self.start + at
        if at < 0 or length < 0 or first + length > self.stop:
            raise Damaged
        return bytes(self.data[first : first + length])

    def write(self, at: int, new: bytes) -> None:
        self.part(at, len(new))
        self.data[self.start + at : self.start + at + len(new)] = new


def clear(data: bytearray, start: int = 0, stop: int | None = None) -> set[str]:
    """Blank out what tells place or serial numbers in `data[start:stop]`, a TIFF header with all that hangs on it.

    Returns which kinds were found. Raises `Damaged`, with the block half done.
    """
    stop = len(data) if stop is None else stop
    order = {b"II": "<", b"MM": ">"}.get(bytes(data[start : start + 2]))
    if order is None:
        raise Damaged
    block = _Block(data, start, stop, order, big=False)
    match block.read("H", 2):
        case 42 | 0x55 | 0x4F52 | 0x5352:
            first = block.read("I", 4)
        case 43:
            block.big = True
            first = block.read("Q", 8)
        case _:
            raise Damaged
    tables = [(first, True)]
    while tables:
        at, chained = tables.pop()
        if not at or at in block.seen:
            continue
        if len(block.seen) >= _MOST_TABLES:
            raise Damaged
        block.seen.add(at)
        further, following = _table(block, at, chained=chained)
        tables += [(place, False) for place in further]
        tables.append((following, True))
    return block.removed


def _table(block: _Block, at: int, *, chained: bool) -> tuple[list[int], int]:
    """Clear one table of tags; where the tables lie that its tags point to, and the one that follows, or 0.

    Only the main tables form a chain; after the others some writers leave any number, or the first of their values.
    """
    head, size, pointer, count_form = (8, 20, "Q", "Q") if block.big else (2, 12, "I", "H")
    count = block.read(count_form, at)
    entries, next_at = at + head, at + head + count * size
    kept, further, thumb = [], [], {}
    for place in range(entries, next_at, size):
        entry = block.part(place, size)
        tag, kind = struct.unpack(block.order + "HH", entry[:4])
        number = int(struct.unpack(block.order + pointer, entry[4 : 4 + struct.calcsize(pointer)])[0])
        length = number * _SIZES.get(kind, 1)
        field_at = place + 4 + struct.calcsize(pointer)
        where = field_at if length <= struct.calcsize(pointer) else block.read(pointer, field_at)
        if tag == _GPS:
            placed = _erase_table(block, block.read(pointer, field_at))
            block.removed |= {PLACE} if placed else set()
        elif tag in _REMOVED:
            block.write(where, bytes(length))
        elif tag in (_EXIF, _INTEROPERABILITY, _SUB):
            further += [
                block.read("Q" if _SIZES.get(kind) == 8 else "I", where + i * _SIZES.get(kind, 4))
                for i in range(min(number, 64))
            ]
        elif tag in (_XMP, _IPTC):
            old = block.part(where, length)
            new, found = packets.clear_xmp(old) if tag == _XMP else packets.clear_iptc(old)
            block.write(where, new)
            block.removed |= {PLACE} if found else set()
        elif tag in (_THUMB_START, _THUMB_BYTES):
            thumb[tag] = block.read("H" if kind == 3 else "I", where)
        if tag in _REMOVED and tag != _GPS:
            block.removed.add(_REMOVED[tag])
        elif tag != _GPS:
            kept.append(entry)
    if len(thumb) == 2:
        _clear_thumbnail(block, thumb[_THUMB_START], thumb[_THUMB_BYTES])
    next_table = block.part(next_at, struct.calcsize(pointer)) if chained else b""
    table = struct.pack(block.order + count_form, len(kept)) + b"".join(kept) + next_table
    block.write(at, table.ljust(head + count * size + len(next_table), b"\0"))
    return further, int(struct.unpack(block.order + pointer, next_table)[0]) if chained else 0


def _erase_table(block: _Block, at: int) -> bool:
    """All that a table says, and the table; whether it said more than its version."""
    if not at or at in block.seen:
        return False
    block.seen.add(at)
    head, size, pointer, count_form = (8, 20, "Q", "Q") if block.big else (2, 12, "I", "H")
    count = block.read(count_form, at)
    for place in range(at + head, at + head + count * size, size):
        kind = block.read("H", place + 2)
        length = block.read(pointer, place + 4) * _SIZES.get(kind, 1)
        if length > struct.calcsize(pointer):
            where = block.read(pointer, place + 4 + struct.calcsize(pointer))
            block.write(where, bytes(length))
    block.write(at, bytes(head + count * size))
    return count > 1


def _clear_thumbnail(block: _Block, at: int, length: int) -> None:
    """A thumbnail is a JPEG, which may carry tags of its own."""
    thumb = block.part(at, length)
    for mark in (b"Exif\0\0", b"http://ns.adobe.com/"):
        found = thumb.find(mark)
        while found >= 0:
            size = int.from_bytes(thumb[found - 2 : found], "big") - 2
            block.write(at + found, bytes(max(0, min(size, length - found))))
            block.removed.add(OTHER)
            found = thumb.find(mark, found + 1)
