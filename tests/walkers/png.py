"""PNG: each chunk by its kind and length, the compressed rows to their end."""

from __future__ import annotations

import zlib
from collections import Counter

from tests.walkers import icc, tiff
from tests.walkers.ground import Reader, need

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_FIXED = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4, b"pHYs": 9}


def walk(data: bytes) -> Counter[str]:
    """Raises `Unknown`."""
    reader = Reader(data)
    reader.take(8, "signature")
    header, seen = b"", list[bytes]()
    while not seen or seen[-1] != b"IEND":
        size = reader.number(4, "chunk")
        kind = reader.take(4, "chunk")
        body = reader.take(size, kind.decode("ascii", "replace"))
        need(reader.number(4, "chunk") == zlib.crc32(kind + body), f"the check of {kind!r}")
        need(kind not in seen, f"a second {kind!r}")
        seen.append(kind)
        if kind == b"IHDR":
            header = body
            need(size == 13 and body[10:12] == b"\0\0" and body[12] <= 1, "the header")
        elif kind in _FIXED:
            need(size == _FIXED[kind], f"the length of {kind!r}")
        elif kind == b"iCCP":
            need(body.startswith(b"Profile\0\0"), "the name of the profile")
            icc.check(_inflated(body[9:]))
        elif kind == b"eXIf":
            tiff.walk_block(body)
        elif kind == b"PLTE":
            need(size % 3 == 0 and size <= 3 << header[8] and header[9] == 3, "the palette")
        elif kind == b"tRNS":
            need(size <= 1 << header[8] if header[9] == 3 else size == (2, 0, 6)[header[9]], "what is clear")
        elif kind == b"IDAT":
            _check_rows(_inflated(body), header)
        else:
            need(kind == b"IEND" and not size, f"chunk {kind!r}")
    return reader.end("the end of the picture")


def _inflated(body: bytes) -> bytes:
    decoder = zlib.decompressobj()
    raw = decoder.decompress(body)
    need(decoder.eof and not decoder.unused_data, "bytes behind what is compressed")
    return raw


def _check_rows(raw: bytes, header: bytes) -> None:
    width, height = (int.from_bytes(header[at : at + 4], "big") for at in (0, 4))
    bits = header[8] * _CHANNELS[header[9]]
    areas = [(width, height)]
    if header[12]:
        grid = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        areas = [(len(range(x, width, dx)), len(range(y, height, dy))) for x, y, dx, dy in grid]
    reader = Reader(raw)
    for wide, tall in areas:
        for _ in range(tall if wide else 0):
            need(reader.number(1, "filter") <= 4, "a filter that is none")
            reader.take((wide * bits + 7) // 8, "row")
    reader.end("the last row")
