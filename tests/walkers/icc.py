"""A colour profile: its header field by field, each tag by its type, and constant words."""

from __future__ import annotations

import struct

from tests.walkers.ground import Map, need

_TAGS = {
    *(b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"bkpt", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"A2B0", b"A2B1", b"A2B2"),
    *(b"chad", b"cicp", b"desc", b"cprt"),
}
_WORDS = (b"Profile", b"No copyright", b"sRGB", b"Display P3", b"Adobe RGB compatible")


def check(profile: bytes) -> None:
    """Raises `Unknown`."""
    known = Map(profile)
    head = known.name(0, 128, "header")
    size, cmm, version = struct.unpack(">I4s4s", head[:12])
    need(size == len(profile) and cmm == bytes(4) and version[0] in (2, 4) and version[2:] == b"\0\0", "its size")
    need(head[12:16] in (b"mntr", b"scnr", b"prtr", b"spac"), "its class")
    need(head[16:20] in (b"RGB ", b"GRAY", b"CMYK", b"Lab ") and head[20:24] in (b"XYZ ", b"Lab "), "its spaces")
    need(head[24:36] == struct.pack(">6H", 2026, 1, 1, 0, 0, 0) and head[36:40] == b"acsp", "its date")
    need(head[40:64] == bytes(24) and struct.unpack(">I", head[64:68])[0] <= 3, "its maker, flags or intent")
    need(head[68:80] == struct.pack(">3i", 63190, 65536, 54061) and head[80:] == bytes(48), "its illuminant")
    (count,) = struct.unpack(">I", known.name(128, 4, "table"))
    places = set()
    for entry in range(132, 132 + 12 * count, 12):
        tag, at, length = struct.unpack(">4sII", known.name(entry, 12, "table"))
        need(tag in _TAGS, f"tag {tag!r}")
        if (at, length) not in places:
            places.add((at, length))
            element = known.name(at, length, "element")
            _check_element(element)
            padding = -length % 4
            need(known.name(at + length, padding, "padding") == bytes(padding), "padding that is not empty")
    known.end()


def _check_element(element: bytes) -> None:
    kind = element[:4]
    need(element[4:8] == bytes(4), "the reserved bytes of a type")
    match kind:
        case b"XYZ ":
            need(len(element) == 20, "more than a colour")
        case b"sf32":
            need(len(element) == 44, "more than a matrix")
        case b"cicp":
            need(len(element) == 12, "more than code points")
        case b"curv" | b"para":
            need(_curve(element) == len(element), "more than a curve")
        case b"mft1":
            inputs, outputs, points = element[8:11]
            size = 48 + 256 * inputs + points**inputs * outputs + 256 * outputs
            need(size == len(element) and not element[11], "more than its tables")
        case b"mft2":
            inputs, outputs, points = element[8:11]
            entering, leaving = struct.unpack(">2H", element[48:52])
            size = 52 + 2 * (entering * inputs + points**inputs * outputs + leaving * outputs)
            need(size == len(element) and not element[11], "more than its tables")
        case b"mAB ":
            _check_steps(element)
        case b"text":
            need(element[8:].removesuffix(b"\0") in _WORDS, f"words: {element[8:]!r}")
        case b"desc":
            (size,) = struct.unpack(">I", element[8:12])
            need(element[12 : 12 + size].removesuffix(b"\0") in _WORDS, f"words: {element[12:40]!r}")
            need(element[12 + size :] == bytes(78), "words in other scripts")
        case b"mluc":
            count, width, language, size, at = struct.unpack(">II4sII", element[8:28])
            need((count, width, language, at) == (1, 12, b"enUS", 28) and len(element) == 28 + size, "its languages")
            need(element[28:].decode("utf-16-be").encode() in _WORDS, "words")
        case _:
            need(False, f"type {kind!r}")


def _curve(element: bytes) -> int:
    if element[:4] == b"curv":
        return 12 + 2 * int(struct.unpack(">I", element[8:12])[0])
    need(element[:4] == b"para", f"type {element[:4]!r} of a curve")
    (kind,) = struct.unpack(">H", element[8:10])
    need(element[10:12] == b"\0\0" and kind <= 4, "its formula")
    return 12 + 4 * (1, 3, 4, 5, 7)[kind]


def _check_steps(element: bytes) -> None:
    known = Map(element)
    head = known.name(0, 32, "head")
    inputs, outputs = head[8:10]
    need(head[10:12] == b"\0\0", "reserved")
    b, matrix, m, grid, a = struct.unpack(">5I", head[12:32])
    for at, count in ((b, outputs), (m, outputs), (a, inputs)):
        for _ in range(count if at else 0):
            size = _curve(element[at:])
            known.name(at, size, "curve")
            known.name(at + size, -size % 4, "padding")
            at += size + -size % 4
    if matrix:
        known.name(matrix, 48, "matrix")
    if grid:
        cells = 1
        for points in element[grid : grid + inputs]:
            cells *= points
        need(element[grid + inputs : grid + 16] == bytes(16 - inputs), "points of channels that are not there")
        size = 20 + cells * outputs * element[grid + 16]
        known.name(grid, size + -size % 4, "grid")
    known.end()
