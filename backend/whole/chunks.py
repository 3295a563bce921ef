"""PNG and WebP: chunks one behind the other, each with its length."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

_PNG_HEAD, _AROUND = 8, 12


def webp_complete(head: bytes, size: int) -> bool:
    """By the length that the first bytes give for all that follows."""
    return int.from_bytes(head[4:8], "little") + 8 <= size


def png_complete(file: BinaryIO, size: int) -> bool:
    """Whether the chunks reach the last one, which says so."""
    at = _PNG_HEAD
    while at + _AROUND <= size:
        file.seek(at)
        head = file.read(8)
        at += _AROUND + int.from_bytes(head[:4], "big")
        if head[4:] == b"IEND":
            return at <= size
    return False


def png_sound(data: bytes) -> bool:
    """Whether the checksums of the coded picture are right."""
    return all(
        zlib.crc32(data[start - 4 : end]) == int.from_bytes(data[end : end + 4], "big")
        for kind, start, end in _png(data)
        if kind in (b"IHDR", b"PLTE", b"IDAT")
    )


def _png(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at, kind = _PNG_HEAD, b""
    while kind != b"IEND" and at + _AROUND <= len(data):
        kind = data[at + 4 : at + 8]
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        yield kind, at + 8, end
        at = end + 4
