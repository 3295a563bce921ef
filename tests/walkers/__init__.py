"""Every byte of a file by what it is: one walker to a container, none of which shares a line with what writes them.

A walker raises `Unknown` at the first byte that it cannot name, and at any value that is not on its list.
"""

from __future__ import annotations

from collections import Counter

from tests.walkers import heif, jpeg, png, tiff, webp
from tests.walkers.ground import Unknown

__all__ = ["Unknown", "walk"]


def walk(data: bytes) -> Counter[str]:
    """Bytes by kind; their sum is the file's length."""
    if data[:2] == b"\xff\xd8":
        found = jpeg.walk(data)
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        found = png.walk(data)
    elif data[:4] == b"RIFF":
        found = webp.walk(data)
    elif data[:4] in (b"II*\0", b"MM\0*"):
        found = tiff.walk_file(data)
    elif data[4:8] == b"ftyp":
        found = heif.walk(data)
    else:
        raise Unknown("no container that is known")
    if found.total() != len(data):
        raise Unknown(f"{len(data) - found.total()} bytes were not walked")
    return found
