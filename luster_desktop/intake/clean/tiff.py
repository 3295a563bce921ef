"""A TIFF rebuilt around the strips or tiles of its first picture; further pages and everything private stay behind."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import piexif
from PIL import ExifTags, Image, TiffImagePlugin

from luster_desktop.intake.clean import jpeg
from luster_desktop.intake.clean.errors import Foreign, Incomplete
from luster_desktop.intake.clean.exif import Tags

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _FILL = 256, 257, 258, 259, 262, 266
_STRIPS, _SAMPLES, _ROWS, _STRIP_BYTES, _PLANAR, _PREDICTOR = 273, 277, 278, 279, 284, 317
_TILE_WIDTH, _TILE_HEIGHT, _TILES, _TILE_BYTES, _JPEG_TABLES, _PROFILE = 322, 323, 324, 325, 347, 34675
_PLAIN, _LZW, _JPEG, _DEFLATE, _OLD_DEFLATE, _PACKED = 1, 5, 7, 8, 32946, 32773
_ASCII, _SHORT, _LONG, _RATIONAL, _UNDEFINED, _SLONG, _SRATIONAL = 2, 3, 4, 5, 7, 9, 10
_FORMS = {_SHORT: "H", _LONG: "I", _RATIONAL: "II", _SLONG: "i", _SRATIONAL: "ii"}
_YCBCR = 6
_LEVEL = 1
"""Of compression: files are as small as with LZW in a third of the time of the usual level."""

_COPIED = {
    _BITS: _SHORT,
    _PHOTOMETRIC: _SHORT,
    _SAMPLES: _SHORT,
    _PLANAR: _SHORT,
    _PREDICTOR: _SHORT,
    320: _SHORT,  # the colours of a palette
    338: _SHORT,  # which samples are no colours
    339: _SHORT,  # whether numbers have signs, or fractions
    530: _SHORT,  # how much coarser colour is than light
    531: _SHORT,
}
"""What says how the bytes of the picture are colours, all small whole numbers."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """How the picture is cut into strips or tiles."""

    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    width: int
    """Of one part, in pixels."""
    rows: int
    across: int
    """Parts to a row of them; one for strips."""
    down: int
    planes: int
    tiled: bool


def rebuilt(data: bytes, image: Image.Image, *, facts: tuple[Tags, Tags], profile: bytes, orientation: int) -> bytes:
    """`image` is the file as Pillow has opened it. Raises `Incomplete`, `Foreign`."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        raise Foreign
    tags: dict[int, Any] = dict(image.tag_v2)
    if _one(tags, _FILL, 1) != 1:
        raise Foreign
    order = "<" if data[:2] == b"II" else ">"
    grid = _grid(tags)
    compression, parts = _parts(data, tags, grid)
    out = [data[:2] + struct.pack(order + "HI", 42, 0)]
    at, starts = 8, []
    for part in parts:
        starts.append(at)
        out.append(part + b"\0" * (len(part) % 2))
        at += len(out[-1])
    main, detail = facts
    entries: list[tuple[int, int, Sequence[Any]]] = [
        (_WIDTH, _LONG, [image.tag_v2[_WIDTH]]),
        (_HEIGHT, _LONG, [image.tag_v2[_HEIGHT]]),
        (_COMPRESSION, _SHORT, [compression]),
        (ExifTags.Base.Orientation, _SHORT, [orientation]),
        *((tag, kind, _numbers(tags, tag)) for tag, kind in _COPIED.items() if tag in tags),
        (_TILES if grid.tiled else _STRIPS, _LONG, starts),
        (_TILE_BYTES if grid.tiled else _STRIP_BYTES, _LONG, [len(part) for part in parts]),
        *_cut(grid),
        *_typed("Image", main),
    ]
    if profile:
        entries.append((_PROFILE, _UNDEFINED, profile))
    if detail:
        table = _table(order, list(_typed("Exif", detail)), at)
        entries.append((ExifTags.Base.ExifOffset, _LONG, [at]))
        out.append(table)
        at += len(table)
    out[0] = data[:2] + struct.pack(order + "HI", 42, at)
    return b"".join((*out, _table(order, entries, at)))


def _grid(tags: dict[int, Any]) -> _Grid:
    width, height = _one(tags, _WIDTH), _one(tags, _HEIGHT)
    planes = _one(tags, _SAMPLES, 1) if _one(tags, _PLANAR, 1) == 2 else 1
    tiled = _TILES in tags
    wide = _one(tags, _TILE_WIDTH) if tiled else width
    tall = _one(tags, _TILE_HEIGHT) if tiled else min(_one(tags, _ROWS, height), height)
    if min(width, height, wide, tall, planes) < 1:
        raise Foreign
    starts = _numbers(tags, _TILES if tiled else _STRIPS)
    lengths = _numbers(tags, _TILE_BYTES if tiled else _STRIP_BYTES)
    across, down = -(-width // wide), -(-height // tall)
    if len(starts) < across * down * planes or len(lengths) < len(starts):
        raise Incomplete
    count = across * down * planes
    return _Grid(tuple(starts[:count]), tuple(lengths[:count]), wide, tall, across, down, planes, tiled)


def _cut(grid: _Grid) -> list[tuple[int, int, Sequence[Any]]]:
    if grid.tiled:
        return [(_TILE_WIDTH, _LONG, [grid.width]), (_TILE_HEIGHT, _LONG, [grid.rows])]
    return [(_ROWS, _LONG, [grid.rows])]


def _parts(data: bytes, tags: dict[int, Any], grid: _Grid) -> tuple[int, list[bytes]]:
    """The compression, and each strip or tile without a byte that is no part of the picture."""
    compression = _one(tags, _COMPRESSION, 1)
    coded = []
    for start, length in zip(grid.starts, grid.lengths, strict=True):
        if start + length > len(data):
            raise Incomplete
        coded.append(data[start : start + length])
    if compression == _JPEG:
        return _JPEG, [_small_jpeg(part, tags.get(_JPEG_TABLES, b"")) for part in coded]
    if _one(tags, _PHOTOMETRIC, 1) == _YCBCR and tuple(_numbers(tags, 530) or (2, 2)) != (1, 1):
        raise Foreign
    decoders: dict[int, Callable[[bytes, int, int], bytes]] = {
        _PLAIN: lambda part, rows, stride: part[: rows * stride],
        _DEFLATE: _inflated,
        _OLD_DEFLATE: _inflated,
        _LZW: lambda part, rows, stride: _by_pillow(part, rows, stride, _LZW),
        _PACKED: lambda part, rows, stride: _by_pillow(part, rows, stride, _PACKED),
    }
    decode = decoders.get(compression)
    if decode is None:
        raise Foreign
    made = []
    for part, (rows, stride, shown, width) in zip(coded, _sizes(tags, grid), strict=True):
        # A tile has its full size at the picture's edge too, and so has the last strip of some writers.
        whole = decode(part, grid.rows if grid.tiled else rows, stride)
        raw = _without_margin(whole, rows, stride, shown, width)
        if compression == _PLAIN:
            made.append(raw)
        elif compression in (_DEFLATE, _OLD_DEFLATE) and raw == whole:
            made.append(_without_tail(part, len(raw)))
        else:
            made.append(zlib.compress(raw, _LEVEL))
    return (_PLAIN if compression == _PLAIN else _DEFLATE), made


def _sizes(tags: dict[int, Any], grid: _Grid) -> Iterator[tuple[int, int, int, int]]:
    """Of each part: its rows in the picture, the bytes of a row, rows as stored, and the bytes of a row that show."""
    width, height = _one(tags, _WIDTH), _one(tags, _HEIGHT)
    bits = _numbers(tags, _BITS) or [1]
    samples = _one(tags, _SAMPLES, 1)
    depth = max(bits)
    each = depth if grid.planes > 1 else depth * samples
    stride = (grid.width * each + 7) // 8
    for _ in range(grid.planes):
        for down in range(grid.down):
            rows = min(grid.rows, height - down * grid.rows)
            for across in range(grid.across):
                shown = (min(grid.width, width - across * grid.width) * each + 7) // 8
                yield rows, stride, grid.rows if grid.tiled else rows, shown


def _without_margin(raw: bytes, rows: int, stride: int, stored: int, shown: int) -> bytes:
    """What a tile holds beyond the edge of the picture becomes nothing."""
    if len(raw) < stored * stride:
        raise Incomplete
    if shown == stride:
        return raw[: rows * stride] + bytes((stored - rows) * stride)
    margin = bytes(stride - shown)
    kept = b"".join(raw[row * stride : row * stride + shown] + margin for row in range(rows))
    return kept + bytes((stored - rows) * stride)


def _inflated(part: bytes, rows: int, stride: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(part, rows * stride)
    except zlib.error:
        raise Incomplete from None


def _without_tail(part: bytes, length: int) -> bytes:
    """The compressed bytes without what follows them, and without what they hold beyond `length`."""
    decoder = zlib.decompressobj()
    try:
        raw = decoder.decompress(part, length + 1)
        more = decoder.decompress(decoder.unconsumed_tail, 1) if not decoder.eof else b""
    except zlib.error:
        return zlib.compress(zlib.decompressobj().decompress(part, length), _LEVEL)
    if len(raw) > length or more or not decoder.eof:
        return zlib.compress(raw[:length], _LEVEL)
    return part[: len(part) - len(decoder.unused_data)]


def _by_pillow(part: bytes, rows: int, stride: int, compression: int) -> bytes:
    """Bytes decoded as if each were a grey pixel, which leaves them what they are."""
    entries: list[tuple[int, int, Sequence[Any]]] = [
        (_WIDTH, _LONG, [stride]),
        (_HEIGHT, _LONG, [rows]),
        (_BITS, _SHORT, [8]),
        (_COMPRESSION, _SHORT, [compression]),
        (_PHOTOMETRIC, _SHORT, [1]),
        (_STRIPS, _LONG, [8]),
        (_ROWS, _LONG, [rows]),
        (_STRIP_BYTES, _LONG, [len(part)]),
    ]
    at = 8 + len(part) + len(part) % 2
    file = b"II*\0" + at.to_bytes(4, "little") + part + b"\0" * (len(part) % 2) + _table("<", entries, at)
    try:
        with TiffImagePlugin.TiffImageFile(BytesIO(file)) as image:
            return image.tobytes()
    except Exception:  # decoders raise nearly anything on damaged bytes
        raise Incomplete from None


def _small_jpeg(part: bytes, tables: Any) -> bytes:
    """A strip or tile that is a JPEG, with the tables that the file holds once for all of them."""
    if part[:2] != b"\xff\xd8":
        raise Foreign
    shared = bytes(tables)[2:].removesuffix(b"\xff\xd9") if isinstance(tables, bytes) else b""
    return jpeg.rebuilt(b"\xff\xd8" + shared + part[2:], exif=b"", packet=b"", profile=b"", dots=0)


def _one(tags: dict[int, Any], tag: int, usual: int = 0) -> int:
    numbers = _numbers(tags, tag)
    return numbers[0] if numbers else usual


def _numbers(tags: dict[int, Any], tag: int) -> list[int]:
    value = tags.get(tag, ())
    values = list(value) if isinstance(value, tuple | list) else [value]
    if not all(isinstance(number, int) and 0 <= number <= 0xFFFFFFFF for number in values):
        raise Foreign
    if tag in _COPIED and (len(values) > 3 << 16 or max(values, default=0) > 0xFFFF):
        raise Foreign
    return values


def _typed(group: str, tags: Tags) -> Iterator[tuple[int, int, Sequence[Any]]]:
    """Facts with the types that piexif writes them in."""
    for tag, value in tags.items():
        kind = int(piexif.TAGS[group][tag]["type"])
        if isinstance(value, bytes):
            yield tag, kind, value + (b"\0" if kind == _ASCII else b"")
        elif kind in (_RATIONAL, _SRATIONAL):
            yield tag, kind, [value] if isinstance(value[0], int) else value
        else:
            yield tag, kind, [value]


def _table(order: str, entries: list[tuple[int, int, Sequence[Any]]], at: int) -> bytes:
    """A table of tags that lies at `at`, with its values behind it."""
    table, values = struct.pack(order + "H", len(entries)), b""
    behind = at + 2 + 12 * len(entries) + 4
    for tag, kind, numbers in sorted(entries, key=lambda entry: entry[0]):
        if isinstance(numbers, bytes):
            body = numbers
        else:
            flat = [one for number in numbers for one in (number if isinstance(number, tuple) else (number,))]
            body = struct.pack(order + _FORMS[kind][0] * len(flat), *flat)
        head = struct.pack(order + "HHI", tag, kind, len(numbers))
        if len(body) <= 4:
            table += head + body.ljust(4, b"\0")
        else:
            table += head + struct.pack(order + "I", behind + len(values))
            values += body + b"\0" * (len(body) % 2)
    return table + bytes(4) + values
