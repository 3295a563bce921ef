"""JPEG: whether its scans decode to the last block, as libjpeg judges them; most of its warnings nobody else passes on.

Only the picture itself is looked at: what comes before its frame or after its end has no part in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ZEROS = re.compile(rb"\x00{48,}")
"""Longer than two blocks in which every coefficient has the same value, which no picture has."""
_DHT, _SOI, _EOI, _SOS, _FILL = 0xC4, 0xD8, 0xD9, 0xDA, 0xFF
_TABLES = frozenset((_DHT, 0xDB, 0xDC, 0xDD))
_PROGRESSIVE = 0xC2
_FRAMES = frozenset((0xC0, 0xC1, _PROGRESSIVE))
"""Huffman-coded, baseline to progressive; the others libjpeg reads differently, or not at all."""
_EXTRANEOUS = re.compile(r"(\d+) extraneous bytes before marker 0xd9")
_FEW = 3
"""Bytes too many that some cameras write before the end."""
_HARMLESS = ("Inconsistent progression", "Could not determine subsampling")
"""Said of files that are all there: odd orders of scans, and samplings of which this way in knows nothing."""


class _Broken(Exception):
    """The segments do not lead to the picture's end."""


@dataclass(slots=True)
class _Picture:
    """What remains of the file without tags: enough to decode it."""

    parts: list[bytes] = field(default_factory=lambda: [b"\xff\xd8"])
    frame: bytes = b""
    process: int = 0
    missing: dict[int, list[int]] = field(default_factory=dict)
    """By component, for each of its 64 coefficients how many bits no scan has brought yet."""
    plain_by_zeros: dict[int, bool] = field(default_factory=dict)
    """By table for detail, whether zeros alone end a block: then a run of them may be a plain wall."""
    hole: bool = False


def sound(data: bytes) -> bool:
    """Whether every scan is there and decodes to its last block."""
    picture = _Picture()
    try:
        _read(data, picture)
    except _Broken:
        # What is odd behind the last scan is none of the picture.
        if not picture.missing:
            return False
    if picture.process not in _FRAMES or picture.frame[4:5] != b"\x08":
        return True
    if picture.hole or any(any(bits) for bits in picture.missing.values()):
        return False
    last = picture.parts[-1]
    warning = _warning(picture.parts)
    if (found := _EXTRANEOUS.search(warning)) and int(found[1]) > _FEW:
        # Some cameras fill up with zeros; without them the picture is as complete as it was, or never was.
        bare = last.rstrip(b"\0")
        picture.parts[-1] = bare + b"\0" if bare.endswith(b"\xff") else bare
        warning = _warning(picture.parts)
    few = _EXTRANEOUS.search(warning)
    return not warning or warning.startswith(_HARMLESS) or (few is not None and int(few[1]) <= _FEW)


def _read(data: bytes, picture: _Picture) -> None:
    """Fill in the picture. Raises `_Broken` where the segments do not lead to its end."""
    for marker, start, end in _segments(data):
        if marker == _EOI:
            break
        segment = data[start:end]
        if marker == _SOS:
            _note_scan(picture, segment)
            stop = _SCAN_ENDS.search(data, end)
            if stop is None:
                picture.missing = {}
                raise _Broken
            if not _may_be_zeros(picture, segment):
                picture.hole |= any(hole.end() < stop.start() for hole in _ZEROS.finditer(data, end, stop.start()))
            picture.parts += [segment, data[end : stop.start()]]
        elif marker in _TABLES:
            if marker == _DHT:
                picture.plain_by_zeros |= _tables(segment)
            picture.parts.append(segment)
        elif marker not in range(0xE0, 0xF0) and marker != 0xFE:
            if picture.frame or len(segment) < 10:
                raise _Broken
            picture.frame, picture.process = segment, marker
            ids = segment[10::3]
            picture.missing = {component: [16] * (64 if component in ids else 0) for component in ids}
            picture.parts.append(segment)
    if not picture.frame:
        raise _Broken


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each segment's marker, start and end, up to the picture's end; behind a scan's header goes on behind the scan."""
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise _Broken
        marker = data[at + 1]
        if marker == _FILL:
            at += 1
            continue
        if marker == _EOI:
            yield marker, at, at + 2
            return
        if marker < 0xC0 or marker == _SOI:
            raise _Broken
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data) or end < at + 4:
            raise _Broken
        yield marker, at, end
        at = end
        if marker == _SOS:
            stop = _SCAN_ENDS.search(data, at)
            if stop is None:
                raise _Broken
            at = stop.start()
    raise _Broken


def _note_scan(picture: _Picture, segment: bytes) -> None:
    """Note which bits of which coefficients the scan brings."""
    count = segment[4] if len(segment) > 4 else 0
    if not picture.frame or len(segment) < 8 + 2 * count:
        raise _Broken
    first, last, shift = segment[5 + 2 * count], segment[6 + 2 * count], segment[7 + 2 * count] & 15
    if picture.process != _PROGRESSIVE:
        first, last, shift = 0, 63, 0
    for component in segment[5 : 5 + 2 * count : 2]:
        bits = picture.missing.get(component)
        if bits is None or last > 63:
            raise _Broken
        bits[first : last + 1] = [shift] * (last + 1 - first)


def _tables(segment: bytes) -> dict[int, bool]:
    """For each table for detail, whether zeros alone, which are its first code, end blocks."""
    found, at = {}, 4
    while at + 17 <= len(segment):
        count = sum(segment[at + 1 : at + 17])
        if segment[at] >= 0x10 and count and at + 17 < len(segment):
            found[segment[at] & 15] = segment[at + 17] & 15 == 0 and segment[at + 17] < 0xF0
        at += 17 + count
    return found


def _may_be_zeros(picture: _Picture, segment: bytes) -> bool:
    """Whether a run of zeros can be a part of the scan."""
    tables = {pair & 15 for pair in segment[6 : 5 + 2 * segment[4] : 2]}
    without_detail = picture.process == _PROGRESSIVE and segment[5 + 2 * segment[4]] == 0
    return without_detail or all(picture.plain_by_zeros.get(table, False) for table in tables)


def _warning(parts: list[bytes]) -> str:
    """What libjpeg says first, or nothing."""
    import simplejpeg  # which brings numpy: the app shows its window before it needs either

    frame = next(part for part in parts if part[:1] == b"\xff" and part[1] in _FRAMES)
    try:
        simplejpeg.decode_jpeg(
            b"".join((*parts, b"\xff\xd9")), "CMYK" if frame[9] == 4 else "GRAY", min_factor=8, strict=True
        )
    except ValueError as error:
        return str(error) or "unknown"
    return ""
