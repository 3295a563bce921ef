"""A WebP rebuilt around its coded picture."""

from __future__ import annotations

from luster_desktop.intake.clean.errors import Animated, Foreign, Incomplete
from luster_desktop.intake.clean.tail import without_webp_tail

_PROFILE, _ALPHA, _EXIF = 0x20, 0x10, 0x08
_ANIMATED = 0x02


def rebuilt(data: bytes, *, exif: bytes, profile: bytes) -> bytes:
    """With `exif`, which has an "Exif" in front, and `profile` where they are not empty.

    Raises `Incomplete`, `Animated`, `Foreign`.
    """
    found, at = dict[bytes, bytes](), 12
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise Incomplete
    while at + 8 <= end:
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > len(data):
            raise Incomplete
        found.setdefault(kind, data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    if b"ANMF" in found or found.get(b"VP8X", b"\0")[0] & _ANIMATED:
        raise Animated
    kind = b"VP8 " if b"VP8 " in found else b"VP8L"
    if kind not in found:
        raise Foreign
    width, height, clear = _size(kind, found[kind])
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")

    def made(picture: bytes, alpha: bytes, *, exif: bytes = b"", profile: bytes = b"") -> bytes:
        flags = (_PROFILE if profile else 0) | (_ALPHA if clear or alpha else 0) | (_EXIF if exif else 0)
        chunks = [(b"ICCP", profile), (b"ALPH", alpha), (kind, picture), (b"EXIF", exif.removeprefix(b"Exif\0\0"))]
        if flags:
            chunks.insert(0, (b"VP8X", bytes([flags, 0, 0, 0]) + canvas))
        body = b"WEBP" + b"".join(_chunk(name, part) for name, part in chunks if part)
        return b"RIFF" + len(body).to_bytes(4, "little") + body

    alpha = found.get(b"ALPH", b"") if kind == b"VP8 " else b""
    picture = without_webp_tail(found[kind], lambda part: made(part, alpha))
    alpha = without_webp_tail(alpha, lambda part: made(picture, part))
    return made(picture, alpha, exif=exif, profile=profile)


def _size(kind: bytes, picture: bytes) -> tuple[int, int, bool]:
    """Width, height, and whether pixels of a VP8L may be clear."""
    if kind == b"VP8 ":
        if len(picture) < 10 or picture[0] & 1 or picture[3:6] != b"\x9d\x01\x2a":
            raise Foreign
        width, height = (int.from_bytes(picture[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        return width, height, False
    if len(picture) < 5 or picture[0] != 0x2F:
        raise Foreign
    bits = int.from_bytes(picture[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
