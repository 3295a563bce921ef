"""A JPEG turned without touching its pixels: the tag that says which way is up is set anew."""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
_EXIF = b"Exif\0\0"
_CLOCKWISE = {1: 6, 6: 3, 3: 8, 8: 1, 2: 7, 7: 4, 4: 5, 5: 2}
"""The orientation of a photo that is turned by a quarter clockwise after its own orientation was applied."""


def turned(data: bytes, quarters: int) -> bytes | None:
    """The JPEG turned clockwise, or None where its tags cannot say so."""
    at = _exif(data)
    if at is None:
        return _with_exif(data, quarters)
    place = _value(data, at)
    if place is None:
        return None
    where, order = place
    orientation = struct.unpack(order + "H", data[where : where + 2])[0]
    for _ in range(quarters % 4):
        orientation = _CLOCKWISE.get(orientation, _CLOCKWISE[1])
    return data[:where] + struct.pack(order + "H", orientation) + data[where + 2 :]


def _exif(data: bytes) -> int | None:
    """Where the EXIF block's TIFF header lies."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        if data[at + 1] == 0xFF:
            at += 1
            continue
        if data[at + 1] == 0xE1 and data[at + 4 : at + 4 + len(_EXIF)] == _EXIF:
            return at + 4 + len(_EXIF)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _value(data: bytes, start: int) -> tuple[int, str] | None:
    """Where the tag's value lies, and the order of its bytes."""
    order = {b"II": "<", b"MM": ">"}.get(data[start : start + 2])
    if order is None:
        return None
    try:
        table = start + struct.unpack_from(order + "I", data, start + 4)[0]
        for entry in range(struct.unpack_from(order + "H", data, table)[0]):
            tag, kind, count = struct.unpack_from(order + "HHI", data, table + 2 + 12 * entry)
            if (tag, kind, count) == (_ORIENTATION, 3, 1):
                return table + 2 + 12 * entry + 8, order
    except struct.error:
        return None
    return None


def _with_exif(data: bytes, quarters: int) -> bytes:
    orientation = (1, 6, 3, 8)[quarters % 4]
    block = _EXIF + b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    # After the JFIF header, which has to come first.
    at = 4 + int.from_bytes(data[4:6], "big") if data[2:4] == b"\xff\xe0" else 2
    return data[:at] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + data[at:]
