"""Whether a photo's file is all there: what decoders fill with grey, green or black, and say nothing of.

Both sides of the wire ask it: the app before anything is sent, the service before anything is edited.
"""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from backend.whole import boxes, chunks, jpeg, tiff

__all__ = ["complete", "sound"]

_TIFFS = (b"II", b"MM")
_HEAD = 16


def complete(file: BinaryIO) -> bool:
    """Whether all that the file says it holds lies within it. Reads headers alone, a few KB; leaves the file at any
    place. Of a JPEG, whose headers do not say, and of what no header is known of, True.
    """
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(_HEAD)
    if head[4:8] == b"ftyp":
        return boxes.complete(file, size)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return chunks.webp_complete(head, size)
    if head.startswith(b"\x89PNG"):
        return chunks.png_complete(file, size)
    if head.startswith(b"FUJIFILM"):
        return tiff.raf_complete(file, size)
    return tiff.complete(file, size) if head.startswith(_TIFFS) else True


def sound(data: bytes) -> bool:
    """Whether the file is complete and its coded picture has no hole, as far as its coding tells. Takes about as long
    as a small decode. What is no photo at all, and what is coded in a way of which nothing is known, is for a decoder
    to say.
    """
    if not complete(BytesIO(data)):
        return False
    if data.startswith(b"\xff\xd8\xff"):
        return jpeg.sound(data)
    if data.startswith(b"\x89PNG"):
        return chunks.png_sound(data)
    return boxes.sound(data) if data[4:8] == b"ftyp" else True
