"""A PNG rebuilt around its compressed rows."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from luster_desktop.intake.clean.errors import Animated, Foreign, Incomplete

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_COLOUR = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4}
"""What says how values are colours, each with its length."""
_MOST_CHROMATICITY = 200_000
_PIECE = 1 << 18


def rebuilt(data: bytes, *, exif: bytes, profile: bytes, dots: int) -> bytes:
    """With `exif`, which has an "Exif" in front, and `profile` where they are not empty.

    Raises `Incomplete`, `Animated`, `Foreign`.
    """
    header, found, rows = b"", dict[bytes, bytes](), list[bytes]()
    for kind, body in _chunks(data):
        if kind == b"IHDR":
            header = header or body
        elif kind == b"IDAT":
            rows.append(body)
        elif kind == b"acTL" and int.from_bytes(body[:4], "big") > 1:
            raise Animated
        elif not rows:
            found.setdefault(kind, body)
    if len(header) != 13 or header[9] not in _CHANNELS or header[10:12] != b"\0\0" or header[12] > 1:
        raise Foreign
    out = [data[:8], _chunk(b"IHDR", header)]
    if profile:
        out.append(_chunk(b"iCCP", b"Profile\0\0" + zlib.compress(profile, 9)))
    out += [_chunk(kind, found[kind]) for kind in _COLOUR if _is_sound(kind, found.get(kind), header, bool(profile))]
    if dots:
        per_metre = round(dots / 0.0254).to_bytes(4, "big")
        out.append(_chunk(b"pHYs", per_metre * 2 + b"\1"))
    out += _palette(header, found)
    if exif:
        out.append(_chunk(b"eXIf", exif.removeprefix(b"Exif\0\0")))
    out.append(_chunk(b"IDAT", _rows(b"".join(rows), header)))
    return b"".join((*out, _chunk(b"IEND", b"")))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while True:
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if at + 12 + size > len(data):
            raise Incomplete
        body = data[at + 8 : at + 8 + size]
        if kind in (b"IHDR", b"PLTE", b"IDAT") and zlib.crc32(kind + body) != int.from_bytes(
            data[at + 8 + size : at + 12 + size], "big"
        ):
            raise Incomplete
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + size


def _is_sound(kind: bytes, body: bytes | None, header: bytes, has_profile: bool) -> bool:
    if body is None or len(body) != _COLOUR[kind]:
        return False
    numbers = [int.from_bytes(body[at : at + 4], "big") for at in range(0, len(body), 4)]
    match kind:
        case b"sRGB":
            return body[0] <= 3 and not has_profile
        case b"cHRM":
            return all(number <= _MOST_CHROMATICITY for number in numbers)
        case b"gAMA":
            return 0 < numbers[0] <= 10_000_000
        case _:
            return header[9] in (2, 6) and body[2] == 0 and body[3] <= 1


def _palette(header: bytes, found: dict[bytes, bytes]) -> Iterator[bytes]:
    depth, colour = header[8], header[9]
    palette, clear = found.get(b"PLTE", b""), found.get(b"tRNS", b"")
    if colour == 3:
        entries = min(len(palette) // 3, 1 << depth)
        if not entries:
            raise Foreign
        yield _chunk(b"PLTE", palette[: 3 * entries])
        clear = clear[:entries]
    else:
        clear = clear[:2] if colour == 0 else clear[:6] if colour == 2 else b""
        clear = clear if len(clear) in (2, 6) else b""
    if clear:
        yield _chunk(b"tRNS", clear)


def _rows(coded: bytes, header: bytes) -> bytes:
    """The compressed rows without what follows them. Raises `Incomplete`."""
    sizes = _passes(header)
    decoder = zlib.decompressobj()
    left = sum(rows * size for rows, size in sizes)
    starts = _row_starts(sizes)
    due, done, at = next(starts, None), 0, 0
    while not decoder.eof:
        piece = decoder.unconsumed_tail or coded[at : at + _PIECE]
        at += 0 if decoder.unconsumed_tail else len(piece)
        if not piece:
            raise Incomplete
        try:
            raw = decoder.decompress(piece, _PIECE)
        except zlib.error:
            raise Incomplete from None
        while due is not None and due < done + len(raw):
            if raw[due - done] > 4:
                raise Incomplete
            due = next(starts, None)
        done += len(raw)
        if done > left:  # compressed along with the rows, so these have to be compressed by themselves
            return zlib.compress(zlib.decompressobj().decompress(coded, left))
    if done < left:
        raise Incomplete
    return coded[: at - len(decoder.unused_data)]


def _passes(header: bytes) -> list[tuple[int, int]]:
    """Rows, and bytes of a row with its filter."""
    width, height = (int.from_bytes(header[at : at + 4], "big") for at in (0, 4))
    bits = header[8] * _CHANNELS[header[9]]
    areas = [(width, height)]
    if header[12]:
        areas = [(-((left - width) // across), -((top - height) // down)) for left, top, across, down in _ADAM7]
    return [(tall, 1 + (wide * bits + 7) // 8) for wide, tall in areas if wide > 0 and tall > 0]


def _row_starts(sizes: list[tuple[int, int]]) -> Iterator[int]:
    at = 0
    for rows, size in sizes:
        yield from range(at, at + rows * size, size)
        at += rows * size


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
