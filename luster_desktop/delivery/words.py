"""The user's own words written into a result: byline, copyright, caption and keywords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

import piexif

from backend import panorama
from luster_desktop.facts import Words
from luster_desktop.intake.clean import xmp
from luster_desktop.intake.formats import open_jpeg

_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_ARTIST, _COPYRIGHT, _DESCRIPTION = 0x013B, 0x8298, 0x010E
_MOST = 0xFFFF - 2


def with_words(jpeg: bytes, words: Words) -> bytes:
    """The result with these words in EXIF and XMP; its picture and all else that it says stay as they are."""
    if words == Words() or not jpeg.startswith(b"\xff\xd8\xff"):
        return jpeg
    head, block, packet, rest = b"", b"", b"", 2
    for marker, body, after in _applications(jpeg):
        if marker == 0xE1 and body.startswith(_EXIF):
            block = body
        elif marker == 0xE1 and body.startswith(_XMP):
            packet = body[len(_XMP) :]
        else:
            head += _segment(marker, body)
        rest = after
    with open_jpeg(jpeg) as image:
        around = panorama.read(packet, *image.size)
    made = _XMP + xmp.packet(panorama=around, source=xmp.source(packet), ai=xmp.ai(packet), more=_elements(words))
    described = _described(block, words)
    if len(made) > _MOST or len(described) > _MOST:
        return jpeg
    # A JFIF header has to come first.
    first = 4 + int.from_bytes(head[2:4], "big") - 2 if head.startswith(b"\xff\xe0") else 0
    return jpeg[:2] + head[:first] + _segment(0xE1, described) + _segment(0xE1, made) + head[first:] + jpeg[rest:]


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of all that a JPEG says before its picture's tables: application segments and comments."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and (jpeg[at + 1] in range(0xE0, 0xF0) or jpeg[at + 1] == 0xFE):
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        yield jpeg[at + 1], jpeg[at + 4 : end]
        at = end


def _applications(jpeg: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, body and end of the segments that stand before the picture's own."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] in range(0xE0, 0xF0):
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        yield jpeg[at + 1], jpeg[at + 4 : end], end
        at = end


def _described(block: bytes, words: Words) -> bytes:
    known = piexif.load(block) if block else {"0th": {}, "Exif": {}}
    for tag, value in ((_ARTIST, words.byline), (_COPYRIGHT, words.copyright), (_DESCRIPTION, words.caption)):
        if value:
            known["0th"][tag] = value.encode()
    made: bytes = piexif.dump(known)
    return made


def _elements(words: Words) -> str:
    def named(name: str, kind: str, items: Iterable[str], attribute: str = "") -> str:
        listed = "".join(f"<rdf:li{attribute}>{escape(item)}</rdf:li>" for item in items if item)
        return f"<dc:{name}><rdf:{kind}>{listed}</rdf:{kind}></dc:{name}>" if listed else ""

    usual = ' xml:lang="x-default"'
    return (
        named("creator", "Seq", [words.byline])
        + named("rights", "Alt", [words.copyright], usual)
        + named("description", "Alt", [words.caption], usual)
        + named("subject", "Bag", words.keywords)
    )


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body
