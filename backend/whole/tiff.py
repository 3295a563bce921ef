"""TIFF, and the RAW files that are built like one: whether each strip and tile lies within the file."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_KINDS = {1: 1, 3: 2, 4: 4, 13: 4}
_SUB_DIRECTORIES = 0x014A
_PLACED = ((0x0111, 0x0117), (0x0144, 0x0145))
"""Offsets and lengths of strips, and of tiles."""
_PANASONIC, _PANASONIC_DATA = 0x0055, 0x0118
_MAGIC = frozenset((0x002A, _PANASONIC, 0x4F52, 0x5352))
"""TIFF and most RAW files, Panasonic's, and Olympus's two."""
_WANTED = frozenset((_SUB_DIRECTORIES, _PANASONIC_DATA, *(tag for pair in _PLACED for tag in pair)))
_ELSEWHERE = 0xFFFFFFFF
_MOST = 64
_MOST_VALUES = 1 << 20


@dataclass(frozen=True, slots=True)
class _File:
    file: BinaryIO
    order: str

    def read(self, at: int, count: int) -> bytes:
        """Raises `ValueError` for what is not there."""
        self.file.seek(at)
        found = self.file.read(count)
        if len(found) < count:
            raise ValueError
        return found

    def number(self, at: int, width: int = 4) -> int:
        return self.numbers(self.read(at, width), width)[0]

    def numbers(self, data: bytes, width: int) -> tuple[int, ...]:
        letter = {1: "B", 2: "H", 4: "I"}[width]
        return struct.unpack(f"{self.order}{len(data) // width}{letter}", data)


def complete(file: BinaryIO, size: int) -> bool:
    """Whether the directories, and what they say of strips and tiles, lie within the file."""
    file.seek(0)
    head = file.read(8)
    source = _File(file, "<" if head.startswith(b"II") else ">")
    magic = source.numbers(head[2:4], 2)[0] if len(head) == 8 else 0
    if magic not in _MAGIC:
        return True
    first = source.numbers(head[4:], 4)[0]
    try:
        return all(_fits(tags, magic, size) for tags in _directories(source, first, _WANTED))
    except ValueError:
        return False


def values(file: BinaryIO, tag: int) -> frozenset[int]:
    """What the directories of a TIFF, or of a RAW file that is built like one, say under a tag, where that can be read;
    nothing for other files.
    """
    file.seek(0)
    head = file.read(8)
    found: set[int] = set()
    if head[:2] in (b"II", b"MM") and len(head) == 8:
        source = _File(file, "<" if head.startswith(b"II") else ">")
        with contextlib.suppress(ValueError):
            for tags in _directories(source, source.numbers(head[4:], 4)[0], frozenset((tag, _SUB_DIRECTORIES))):
                found.update(tags.get(tag, ()))
    return frozenset(found)


def raf_complete(file: BinaryIO, size: int) -> bool:
    """Fujifilm's own: a picture, and the sensor's values, each with offset and length at the head."""
    file.seek(84)
    places = file.read(24)
    if len(places) < 24:
        return False
    values = struct.unpack(">6I", places)
    return all(start + length <= size for start, length in zip(values[::2], values[1::2], strict=True))


def _directories(source: _File, first: int, wanted: frozenset[int]) -> Iterator[dict[int, tuple[int, ...]]]:
    pending, seen = [first], set[int]()
    while pending and len(seen) < _MOST:
        at = pending.pop()
        if at == 0 or at in seen:
            continue
        seen.add(at)
        count = source.number(at, 2)
        entries = source.read(at + 2, 12 * count + 4)
        tags = {}
        for entry in (entries[12 * i : 12 * i + 12] for i in range(count)):
            tag, kind = source.numbers(entry[:4], 2)
            values = source.numbers(entry[4:8], 4)[0]
            if tag in wanted and kind in _KINDS and values <= _MOST_VALUES:
                length = values * _KINDS[kind]
                data = entry[8 : 8 + length] if length <= 4 else source.read(source.numbers(entry[8:], 4)[0], length)
                tags[tag] = source.numbers(data, _KINDS[kind])
        yield tags
        pending += [*tags.get(_SUB_DIRECTORIES, ()), source.numbers(entries[-4:], 4)[0]]


def _fits(tags: dict[int, tuple[int, ...]], magic: int, size: int) -> bool:
    if magic == _PANASONIC:
        return all(at < size for at in tags.get(_PANASONIC_DATA, ()) if at != _ELSEWHERE)
    return all(
        start + length <= size
        for offsets, lengths in _PLACED
        for start, length in zip(tags.get(offsets, ()), tags.get(lengths, ()), strict=False)
    )
