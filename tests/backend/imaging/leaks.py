"""Oracles for metadata that left with a picture: a structure walker and a byte search."""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib
from dataclasses import replace

from PIL import Image

from backend import panorama
from backend.imaging.exif import NO_FACTS
from backend.imaging.jpeg import DISCLOSURE, packet

ALLOWED_TAGS = {
    0x010F, 0x0110, 0x0112, 0x011A, 0x011B, 0x0128, 0x8298, 0x8769,
    0x829A, 0x829D, 0x8822, 0x8827, 0x9000, 0x9003, 0x9011, 0x9204, 0x9207, 0x9209, 0x920A, 0x9291, 0xA001, 0xA403,
    0xA405, 0xA432, 0xA433, 0xA434,
}  # fmt: skip


def segments(jpeg: bytes) -> list[tuple[int, bytes]]:
    """Marker and payload of every segment; raises on anything outside the structure, such as bytes after the end."""
    assert jpeg[:2] == b"\xff\xd8"
    at = 2
    found: list[tuple[int, bytes]] = []
    while True:
        assert jpeg[at] == 0xFF, f"stray byte at {at}"
        marker = jpeg[at + 1]
        if marker == 0xD9:
            assert at + 2 == len(jpeg), "bytes after the end of the picture"
            return found
        (length,) = struct.unpack(">H", jpeg[at + 2 : at + 4])
        found.append((marker, jpeg[at + 4 : at + 2 + length]))
        at += 2 + length
        if marker == 0xDA:
            scan = re.compile(rb"\xff[^\x00\xd0-\xd7]").search(jpeg, at)
            assert scan
            at = scan.start()


def tags(block: bytes) -> set[int]:
    """Every tag of a TIFF-structured EXIF block; asserts that no byte lies outside what the directories refer to."""
    assert block[:8] == b"MM\0*\0\0\0\x08"
    found: set[int] = set()
    used = bytearray(len(block))
    used[:8] = b"\1" * 8

    def walk(at: int) -> None:
        (count,) = struct.unpack(">H", block[at : at + 2])
        end = at + 2 + 12 * count + 4
        used[at:end] = b"\1" * (end - at)
        assert block[end - 4 : end] == bytes(4), "another directory (a thumbnail) follows"
        for entry in range(at + 2, end - 4, 12):
            tag, kind, number = struct.unpack(">HHI", block[entry : entry + 8])
            found.add(tag)
            size = {2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 10: 8}[kind] * number
            (offset,) = struct.unpack(">I", block[entry + 8 : entry + 12])
            if tag == 0x8769:
                walk(offset)
            elif size > 4:
                used[offset : offset + size + size % 2] = b"\1" * (size + size % 2)

    walk(8)
    assert all(used), "bytes that no tag refers to"
    return found


def check_structure(jpeg: bytes, *profiles: bytes) -> None:
    """Only: JFIF, our EXIF, our XMP, one of `profiles`, and what a decoder needs."""
    applications = []
    for marker, payload in segments(jpeg):
        assert marker in (0xE0, 0xE1, 0xE2, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD), f"segment {marker:#x}"
        if 0xE0 <= marker <= 0xEF:
            applications.append((marker, payload))
    jfif, exif, xmp, profile = applications
    assert jfif[1][:5] == b"JFIF\0" and len(jfif[1]) == 14
    assert exif[1][:6] == b"Exif\0\0" and tags(exif[1][6:]) <= ALLOWED_TAGS
    with Image.open(io.BytesIO(jpeg)) as image:
        around = panorama.read(image.info.get("xmp"), *image.size)
    assert xmp[1] == b"http://ns.adobe.com/xap/1.0/\0" + packet(replace(NO_FACTS, panorama=around))
    assert "compositeWithTrainedAlgorithmicMedia" in DISCLOSURE
    assert profile[1].removeprefix(b"ICC_PROFILE\0\x01\x01") in profiles
    assert sum(len(p) for _, p in applications) <= 3500


def occurs(data: bytes, secret: str) -> list[str]:
    """In which guises a secret is somewhere in `data`."""
    raw = secret.encode()
    guises = {
        "raw": raw,
        "utf-16-le": secret.encode("utf-16-le"),
        "utf-16-be": secret.encode("utf-16-be"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        **{f"base64+{i}": base64.b64encode(b"x" * i + raw)[4 if i else 0 : -4] for i in range(3)},
    }
    texts = [("", data)] + [("inflated ", text) for text in _inflated(data)]
    return [where + name for where, text in texts for name, guise in guises.items() if guise in text]


def _inflated(data: bytes) -> list[bytes]:
    out = []
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            text = zlib.decompressobj().decompress(data[match.start() :], 1 << 20)
        except zlib.error:
            continue
        if len(text) > 16:
            out.append(text)
    return out
