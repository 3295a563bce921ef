"""WebP: each chunk by its kind, in the order that the format wants."""

from __future__ import annotations

from collections import Counter

from tests.walkers import icc, tiff
from tests.walkers.ground import Reader, need

_ORDER = [b"VP8X", b"ICCP", b"ALPH", b"VP8 ", b"VP8L", b"EXIF"]


def walk(data: bytes) -> Counter[str]:
    """Raises `Unknown`."""
    reader = Reader(data)
    reader.same(b"RIFF", "header")
    need(reader.number(4, "header", "little") == len(data) - 8, "the size of the file")
    reader.same(b"WEBP", "header")
    seen: list[bytes] = []
    flags = 0
    while reader.left:
        kind = reader.take(4, "chunk")
        size = reader.number(4, "chunk", "little")
        body = reader.take(size, kind.decode("ascii", "replace"))
        need(reader.take(size % 2, "padding") == b"\0" * (size % 2), "padding that is not empty")
        need(kind in _ORDER and kind not in seen, f"chunk {kind!r}")
        seen.append(kind)
        match kind:
            case b"VP8X":
                flags = body[0]
                need(size == 10 and body[1:4] == bytes(3) and not flags & ~0x38, "the flags")
            case b"ICCP":
                icc.check(body)
            case b"EXIF":
                tiff.walk_block(body)
            case b"VP8 ":
                need(body[3:6] == b"\x9d\x01\x2a" and not body[0] & 1, "the picture")
            case b"VP8L":
                need(body[0] == 0x2F, "the picture")
    need(seen == sorted(seen, key=_ORDER.index), "the order of the chunks")
    need(sum(kind in seen for kind in (b"VP8 ", b"VP8L")) == 1, "one picture")
    need(bool(flags & 0x20) == (b"ICCP" in seen) and bool(flags & 8) == (b"EXIF" in seen), "what the flags promise")
    return reader.end("the last chunk")
