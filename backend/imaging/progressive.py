"""A progressive JPEG without subsampling, encoded on two cores.

The scans of such a picture are those of three grey ones: in a progressive JPEG each scan may hold a single component,
with Huffman tables of its own (ITU-T T.81, G.1.1.1.1).
"""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor

import cv2
from PIL import Image, JpegImagePlugin

from .arrays import Pixels8

_START, _END = b"\xff\xd8", b"\xff\xd9"
_JFIF = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
_FRAME, _HUFFMAN, _QUANTISATION, _SCAN = 0xC2, 0xC4, 0xDB, 0xDA
_MARKER = re.compile(rb"\xff[^\0]")


def encode(pixels: Pixels8, quality: int, segments: bytes) -> bytes:
    """`pixels` as a JPEG with `segments` (complete APP segments) and no other metadata; half the time of one core.

    `pixels` is used up: a second picture of this size is what the encoder leaves no room for.
    """
    planes = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb, dst=pixels)
    with ThreadPoolExecutor(1) as pool:
        light = pool.submit(_luma, cv2.extractChannel(planes, 0), quality)
        table = _colour_table(quality)
        colours = [_chroma(cv2.extractChannel(planes, k), table) for k in (2, 1)]
        components = [_parts(grey, k) for k, grey in enumerate((light.result(), *colours), 1)]
    (luma_table, size, _), (chroma_table, _, _) = components[:2]
    frame = size + b"\3" + b"\1\x11\0" + b"\2\x11\1" + b"\3\x11\1"
    head = segment(_QUANTISATION, b"\0" + luma_table + b"\1" + chroma_table) + segment(_FRAME, frame)
    # Scan by scan, so that a picture that is still loading has its colours.
    scans = [scan for rank in zip(*(scans for _, _, scans in components), strict=True) for scan in rank]
    return b"".join((_START, _JFIF, segments, head, *scans, _END))


def _luma(plane: Pixels8, quality: int) -> bytes:
    done, packed = cv2.imencode(".jpg", plane, (cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_PROGRESSIVE, 1))
    if not done:
        raise MemoryError
    return packed.tobytes()


def _colour_table(quality: int) -> list[int]:
    """The quantisation that an encoder uses for colour."""
    sink = io.BytesIO()
    Image.new("RGB", (8, 8)).save(sink, "JPEG", quality=quality)
    sink.seek(0)
    with JpegImagePlugin.JpegImageFile(sink) as small:
        return list(small.quantization[1])


def _chroma(plane: Pixels8, table: list[int]) -> bytes:
    """By Pillow, which takes a table for a grey picture, and keeps other threads from Python."""
    sink = io.BytesIO()
    Image.fromarray(plane).save(sink, "JPEG", progressive=True, qtables=[table])
    return sink.getvalue()


def _parts(grey: bytes, component: int) -> tuple[bytes, bytes, list[bytes]]:
    """Of a grey JPEG: quantisation table, precision with height and width, and its scans as those of `component`."""
    table, size, scans, huffman = b"", b"", [], b""
    at = len(_START)
    while grey[at : at + 2] != _END:
        marker, end = grey[at + 1], at + 2 + int.from_bytes(grey[at + 2 : at + 4], "big")
        body = grey[at + 4 : end]
        if marker == _QUANTISATION:
            table = body[1:]
        elif marker == _FRAME:
            size = body[:5]
        elif marker == _HUFFMAN:
            huffman += grey[at:end]
        elif marker == _SCAN:
            following = _MARKER.search(grey, end)
            assert following
            head = segment(_SCAN, body[:1] + bytes([component]) + body[2:])
            scans.append(huffman + head + grey[end : following.start()])
            end, huffman = following.start(), b""
        at = end
    return table, size, scans


def segment(marker: int, body: bytes) -> bytes:
    """A marker segment: `marker` is its second byte, `body` at most 65,533 bytes."""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
