"""A HEIC as phones write it: a grid of tiles, with a thumbnail, a depth map, a turn, and boxes that nobody reads."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pi_heif
import pillow_heif

from luster_desktop.intake.clean import boxes
from luster_desktop.intake.clean.rebuild import rebuilt
from tests import hiding, walkers
from tests.hiding import SECRET, box

EDGE = 128


def coded(seed: int) -> tuple[bytes, bytes, bytes]:
    """A tile: how it is decoded, its size, and its coded bytes."""
    out = BytesIO()
    pillow_heif.from_pillow(hiding.picture(EDGE, EDGE, seed=seed)).save(out, quality=80)
    meta = boxes.read(out.getvalue())
    parts = {known.kind: known.data[known.body : known.end] for known, _ in meta.of(meta.primary)}
    return parts[b"hvcC"], parts[b"ispe"], meta.payload(meta.items[meta.primary])


def full(kind: bytes, body: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags) + body)


def phone() -> bytes:
    tiles = [coded(seed) for seed in (1, 2)]
    exif = struct.pack(">I", 6) + hiding.exif(orientation=6)
    payloads = [data for *_, data in tiles] + [tiles[0][2], tiles[1][2], exif, SECRET]
    kinds = [b"hvc1"] * 4 + [b"Exif", b"mime", b"grid"]  # tiles 1 and 2, a thumbnail 3, depth 4, EXIF 5, XMP 6, grid 7
    infos = [
        full(b"infe", struct.pack(">HH4s", n, 0, kind) + SECRET + b"\0" + (b"text/x\0" if kind == b"mime" else b""), 2)
        for n, kind in enumerate(kinds, start=1)
    ]
    properties = [
        box(b"hvcC", tiles[0][0]), box(b"ispe", tiles[0][1]), full(b"ispe", struct.pack(">II", 2 * EDGE, EDGE)),
        box(b"irot", b"\1"), full(b"auxC", b"urn:mpeg:hevc:2015:auxid:2\0" + SECRET), box(b"udes", bytes(4) + SECRET),
        box(b"colr", b"prof" + hiding.profile()),
    ]  # fmt: skip
    chosen = {1: (0x81, 2), 2: (0x81, 2), 3: (0x81, 2), 4: (0x81, 2, 5), 7: (3, 0x84, 6, 7)}
    order = b"".join(struct.pack(">HB", n, len(some)) + bytes(some) for n, some in chosen.items())
    links = [(b"dimg", 7, (1, 2)), (b"thmb", 3, (7,)), (b"auxl", 4, (7,)), (b"cdsc", 5, (7,)), (b"cdsc", 6, (7,))]
    references = b"".join(box(kind, struct.pack(f">HH{len(to)}H", at, len(to), *to)) for kind, at, to in links)
    grid = b"\0\0\0\1" + struct.pack(">HH", 2 * EDGE, EDGE)

    def meta(start: int) -> bytes:
        places, at = b"", start
        for number, payload in enumerate(payloads, start=1):
            places += struct.pack(">HHHHII", number, 0, 0, 1, at, len(payload))
            at += len(payload) + len(SECRET)
        places += struct.pack(">HHHHII", 7, 1, 0, 1, len(SECRET), len(grid))
        inner = full(b"hdlr", bytes(4) + b"pict" + bytes(12) + SECRET + b"\0") + full(b"pitm", struct.pack(">H", 7))
        inner += full(b"iloc", b"\x44\0" + struct.pack(">H", 7) + places, 1)
        inner += full(b"iinf", struct.pack(">H", 7) + b"".join(infos)) + full(b"iref", references)
        inner += box(
            b"iprp", box(b"ipco", b"".join(properties)) + full(b"ipma", struct.pack(">I", len(chosen)) + order)
        )
        return full(b"meta", inner + box(b"idat", SECRET + grid + SECRET))

    front = box(b"ftyp", b"heic" + bytes(4) + b"mif1heic" + SECRET[:4]) + box(b"free", SECRET)
    start = len(front) + len(meta(0)) + 8
    body = b"".join(payload + SECRET for payload in payloads)
    return front + meta(start) + box(b"mdat", body) + box(b"mpvd", SECRET) + box(b"uuid", bytes(16) + SECRET)


def test_its_tiles_its_turn_and_its_facts_are_kept_and_nothing_else(tmp_path: Path) -> None:
    before = phone()
    after = rebuilt(before)
    found = walkers.walk(after)
    assert SECRET not in after
    shown = [pi_heif.open_heif(BytesIO(data)) for data in (before, after)]
    assert np.array_equal(np.asarray(shown[0]), np.asarray(shown[1]))
    assert shown[1].size == (EDGE, 2 * EDGE), "it lies on its side"
    assert found["hvc1"] == sum(len(data) for *_, data in map(coded, (1, 2)))
    assert [image.info["thumbnails"] for image in shown[1:]] == [[]]
    assert b"Kept 24-70" in after
    assert len(before) - len(after) > found["hvc1"], "the thumbnail and the depth map are still there"
