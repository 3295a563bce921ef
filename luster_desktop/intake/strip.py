"""What says where a photo was taken, or with which camera, removed before the photo leaves this computer.

The coded picture is copied byte for byte, so its pixels stay what they are; around it only what is known to be harmless
is kept. The user's file is never touched.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from luster_desktop.intake import boxes, packets, tags
from luster_desktop.intake.formats import HEAD, Unreadable, sniff, why
from luster_desktop.intake.tags import OTHER, PLACE, SERIAL
from luster_desktop.reasons import Reason

__all__ = ["OTHER", "PLACE", "SERIAL", "Unreadable", "strip", "stripped"]

_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_PNG_KEPT = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"cICP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    )
)
_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def strip(source: Path, target: Path) -> frozenset[str]:
    """Write `source` without places and serial numbers to `target`; what it held: PLACE, SERIAL,
    or OTHER for what may tell either and is not needed.

    JPEG, HEIC, PNG, TIFF and WebP. Raises `Unreadable` when the file is none of these or too damaged to be sure.
    """
    try:
        data = source.read_bytes()
    except OSError as error:
        raise Unreadable(why(error)) from None
    clean, removed = stripped(data)
    target.write_bytes(clean)
    return removed


def stripped(data: bytes) -> tuple[bytes, frozenset[str]]:
    """The same for a file in memory."""
    work: dict[str | None, Callable[[bytes], tuple[bytes, set[str]]]] = {
        "image/jpeg": _jpeg,
        "image/png": _png,
        "image/webp": _webp,
        "image/tiff": _tiff,
        "image/heic": boxes.stripped,
        "image/heif": boxes.stripped,
    }
    do = work.get(sniff(data[:HEAD]))
    if do is None:
        raise Unreadable(Reason.UNKNOWN_TAGS)
    try:
        clean, removed = do(data)
    except (tags.Damaged, struct.error, IndexError, ValueError):
        raise Unreadable(Reason.DAMAGED_TAGS) from None
    return clean, frozenset(removed)


def _block(block: bytes) -> tuple[bytes, set[str]]:
    """An EXIF block, or nothing of it when it cannot be understood."""
    data = bytearray(block)
    try:
        removed = tags.clear(data)
    except (tags.Damaged, struct.error):
        return b"", {PLACE, SERIAL}
    return bytes(data), removed


def _jpeg(data: bytes) -> tuple[bytes, set[str]]:
    out, removed, at = [data[:2]], set[str](), 2
    while True:
        if data[at] != 0xFF:
            raise ValueError
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data):
            raise ValueError
        kept, found = _segment(marker, data[at + 4 : end])
        removed |= found
        if kept is not None:
            out += [data[at : at + 2], (len(kept) + 2).to_bytes(2, "big"), kept]
        at = end
        if marker == 0xDA:
            stop = _SCAN_ENDS.search(data, at)
            if stop is None:  # cut off: what is there is kept
                out.append(data[at:])
                return b"".join(out), removed
            out.append(data[at : stop.start()])
            at = stop.start()
    out.append(b"\xff\xd9")
    if data[at + 2 :].strip(b"\0"):
        # Other pictures, depth maps, films and makers' notes follow, each with tags of its own.
        removed.add(OTHER)
    return b"".join(out), removed


def _segment(marker: int, body: bytes) -> tuple[bytes | None, set[str]]:
    if marker not in range(0xE0, 0xF0) and marker != 0xFE:
        return body, set()
    if marker == 0xE0 and body[:5] in (b"JFIF\0", b"JFXX\0"):
        return body, set()
    if marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
        return body, set()
    if marker == 0xEE and body.startswith(b"Adobe"):
        return body, set()
    if marker == 0xE1 and body.startswith(_EXIF):
        block, removed = _block(body[len(_EXIF) :])
        return (_EXIF + block if block else None), removed
    if marker == 0xE1 and body.startswith(_XMP):
        packet, found = packets.clear_xmp(body[len(_XMP) :])
        return _XMP + packet, {PLACE} if found else set()
    if marker == 0xED and body.startswith(_PHOTOSHOP):
        resources, found = _resources(body[len(_PHOTOSHOP) :])
        return _PHOTOSHOP + resources, {PLACE} if found else set()
    # Comments, makers' own segments, parts of an extended XMP, pointers to further pictures.
    return None, {OTHER}


def _resources(data: bytes) -> tuple[bytes, bool]:
    """Photoshop's resources: IPTC without its places; nothing else is needed."""
    out, at, found = [], 0, False
    while at + 12 <= len(data) and data[at : at + 4] == b"8BIM":
        name = data[at + 6]
        body = at + 6 + (name + 2) // 2 * 2
        size = int.from_bytes(data[body : body + 4], "big")
        end = body + 4 + size + size % 2
        if data[at + 4 : at + 6] == b"\x04\x04":
            records, some = packets.clear_iptc(data[body + 4 : body + 4 + size])
            out.append(data[at : body + 4] + records + b"\0" * (size % 2))
            found |= some
        at = end
    return b"".join(out), found


def _png(data: bytes) -> tuple[bytes, set[str]]:
    out, removed, at = [data[:8]], set[str](), 8
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + size
        if end > len(data):
            out.append(data[at:])  # cut off within the picture: what is there is kept
            break
        if kind in _PNG_KEPT:
            out.append(data[at:end])
        elif kind == b"eXIf":
            block, found = _block(data[at + 8 : end - 4])
            removed |= found
            if block:
                out.append(_chunk(kind, block))
        else:
            removed.add(OTHER)
        at = end
        if kind == b"IEND":
            break
    return b"".join(out), removed


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _webp(data: bytes) -> tuple[bytes, set[str]]:
    out, removed, at = [], set[str](), 12
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if kind in _WEBP_KEPT:
            out.append(data[at : at + 8 + size + size % 2])
        elif kind == b"EXIF":
            start = len(_EXIF) if body.startswith(_EXIF) else 0
            block, found = _block(body[start:])
            removed |= found
            # Same length, so that the flags at the front stay true: an empty block is one without tags.
            new = body[:start] + (block or b"II*\0\x08\0\0\0\0\0\0\0\0\0").ljust(size - start, b"\0")[: size - start]
            out.append(kind + data[at + 4 : at + 8] + new + b"\0" * (size % 2))
        elif kind == b"XMP ":
            packet, some = packets.clear_xmp(body)
            removed |= {PLACE} if some else set()
            out.append(kind + data[at + 4 : at + 8] + packet + b"\0" * (size % 2))
        else:
            removed.add(OTHER)
        at += 8 + size + size % 2
    chunks = b"".join(out)
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks, removed


def _tiff(data: bytes) -> tuple[bytes, set[str]]:
    work = bytearray(data)
    removed = tags.clear(work)
    return bytes(work), removed
