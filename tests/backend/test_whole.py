"""A whole file is told from a part of one, in every format, and no sound photo is taken for damaged."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from functools import cache, partial
from itertools import product
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from backend import whole
from backend.whole import boxes
from tests import shared

from .imaging.scenes import room

SCENE = room(640, 480)
CAMERA: dict[str, dict[str, Any]] = {
    "": {},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_rows": 1},
    "tables": {"optimize": True},
}


@cache
def jpeg(kind: str = "", mode: str = "RGB") -> bytes:
    sink = io.BytesIO()
    Image.fromarray(SCENE).convert(mode).save(sink, "JPEG", quality=92, **CAMERA[kind])
    return sink.getvalue()


@cache
def saved(kind: str, **options: Any) -> bytes:
    pillow_heif.register_heif_opener()
    sink = io.BytesIO()
    Image.fromarray(SCENE).save(sink, kind, **options)
    return sink.getvalue()


def with_hole(data: bytes, at: int, size: int, filling: bytes = b"\0") -> bytes:
    return data[:at] + filling * size + data[at + size :]


MADE: dict[str, Callable[[], bytes]] = {
    **{f"jpeg {kind}".strip(): partial(jpeg, kind) for kind in CAMERA},
    "png": lambda: saved("PNG"),
    "webp": lambda: saved("WEBP", quality=90),
    "tiff": lambda: saved("TIFF"),
    "tiff of packed strips": lambda: saved("TIFF", compression="tiff_lzw"),
    "heic": lambda: saved("HEIF", quality=90),
}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("share", [0.05, 0.38, 0.6, 0.97, 0.999])
def test_a_file_that_was_cut_is_no_whole_one(kind: str, share: float) -> None:
    data = MADE[kind]()
    assert whole.sound(data)
    assert not whole.sound(data[: int(share * len(data))])
    if not kind.startswith("jpeg"):
        assert not whole.complete(io.BytesIO(data[: int(share * len(data))]))


@pytest.mark.parametrize("kind", CAMERA)
def test_a_jpeg_that_was_cut_and_ended_by_a_program_is_no_whole_one(kind: str) -> None:
    data = jpeg(kind)
    for share in (0.4, 0.6, 0.9):
        part = data[: int(share * len(data))]
        assert not whole.sound(part + b"\xff\xd9")
        assert not whole.sound(part + bytes(len(data) - len(part)))


@pytest.mark.parametrize("filling", [b"\0", b"\xff"])
@pytest.mark.parametrize("kind", CAMERA)
def test_a_hole_in_a_jpeg_is_found(kind: str, filling: bytes) -> None:
    data = jpeg(kind)
    start = data.rfind(b"\xff\xda") if kind == "progressive" else data.find(b"\xff\xda")
    for at in range(start + 64, len(data) - 4200, (len(data) - start) // 9):
        assert not whole.sound(with_hole(data, at, 512, filling)), at
        assert not whole.sound(with_hole(data, at, 4096, filling)), at


def test_a_progressive_jpeg_without_its_last_scans_is_found() -> None:
    data = jpeg("progressive")
    scans = [at for at in range(len(data)) if data[at : at + 2] == b"\xff\xda"]
    assert len(scans) > 5
    assert not any(whole.sound(data[:at] + b"\xff\xd9") for at in scans)


def test_a_hole_in_a_heic_or_a_png_is_found() -> None:
    for kind in ("HEIF", "PNG"):
        data = saved(kind, quality=90) if kind == "HEIF" else saved(kind)
        start = data.find(b"mdat" if kind == "HEIF" else b"IDAT")
        for at in range(start + 100, len(data) - 2200, (len(data) - start) // 9):
            assert not whole.sound(with_hole(data, at, 2048)), (kind, at)


def test_items_in_the_header_and_of_several_extents_are_looked_for_in_their_places() -> None:
    assert whole.sound(_heif([(0, [(0, 4), (4, 4)])]))
    assert not whole.sound(_heif([(0, [(0, 4), (4, 5)])])), "an extent that reaches beyond the file"
    assert whole.sound(_heif([(1, [(0, 8)])]))
    assert not whole.sound(_heif([(1, [(0, 9)])])), "one that reaches beyond the box of small items"


def _heif(items: list[tuple[int, list[tuple[int, int]]]]) -> bytes:
    """A HEIF of 8 bytes of data and 8 of small items; each item has a method, and extents counted from the data."""

    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(body), kind) + body

    head = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    count = sum(len(extents) for _, extents in items)
    data_at = len(head) + 12 + (16 + 12 * len(items) + 8 * count) + 16 + 8
    places = b""
    for number, (method, extents) in enumerate(items, 1):
        places += struct.pack(">HHHIH", number, method, 0, 0 if method else data_at, len(extents))
        places += b"".join(struct.pack(">II", *extent) for extent in extents)
    places = box(b"iloc", b"\1\0\0\0\x44\x40" + struct.pack(">H", len(items)) + places)
    meta = box(b"meta", bytes(4) + places + box(b"idat", bytes(8)))
    return head + meta + box(b"mdat", bytes(8))


def test_plain_walls_and_what_cameras_append_are_no_damage() -> None:
    ramp = np.broadcast_to(np.linspace(0, 255, 1600)[None, :, None], (1200, 1600, 3)).astype(np.uint8)
    for picture, options in product((np.zeros_like(ramp), np.full_like(ramp, 255), ramp), CAMERA.values()):
        sink = io.BytesIO()
        Image.fromarray(picture).save(sink, "JPEG", **options)
        assert whole.sound(sink.getvalue())
    sink = io.BytesIO()
    Image.fromarray(np.zeros_like(ramp)).save(sink, "HEIF", quality=90)
    assert whole.sound(sink.getvalue())
    data = jpeg()
    for size, filling in product((1, 3, 700), (b"\0", b"\xff")):
        assert whole.sound(data[:-2] + filling * size + data[-2:]), "filled up before its end"
    for more in (jpeg("progressive"), jpeg()[:5000], b"SEFT" * 40, bytes(4096)):
        assert whole.sound(data + more), "something behind its end"
    assert whole.sound(jpeg(mode="L")) and whole.sound(jpeg(mode="CMYK"))


def test_what_is_no_photo_is_for_a_decoder_to_say() -> None:
    assert whole.sound(b"") and whole.sound(b"Dear agent") and whole.complete(io.BytesIO(b"II"))


def test_the_curve_of_a_heif_is_read_from_its_own_properties() -> None:
    for number in (16, 18, 13):
        data = saved("HEIF", color_primaries=9, transfer_characteristics=number, matrix_coefficients=9)
        assert boxes.curve(io.BytesIO(data)) == number
        at = data.find(b"colrnclx")
        assert boxes.curve(io.BytesIO(data[: at + 4] + b"prof" + data[at + 8 :])) is None
    assert boxes.curve(io.BytesIO(jpeg())) is None


DAMAGED = {"20", "29", "32", "36", "38", "40"}
"""What is not all there in the corpus: the first, a real photo, lacks its last tiles."""


def test_no_real_photo_is_taken_for_damaged() -> None:
    folders = (shared.ANSWERS / "photos", shared.ANSWERS / "answers", shared.ROOT / "resources" / "sample_shoot")
    files = [path for folder in folders for path in sorted(shared.need(folder).iterdir())]
    corpus = [path for path in sorted(shared.need(shared.CORPUS).iterdir()) if path.name != "MANIFEST.tsv"]
    assert len(files) > 100 and len(corpus) > 40
    assert [path.name for path in files if not whole.sound(path.read_bytes())] == []
    assert {path.name[:2] for path in corpus if not whole.sound(path.read_bytes())} == DAMAGED | {"35"}


@pytest.mark.parametrize("name", ["cut60_png.png", "cut60_prog_jpg.jpg", "cut60_webp.webp", "half.heic"])
def test_files_of_the_field_that_were_cut(name: str) -> None:
    assert not whole.sound(shared.need(shared.FIELD / "damaged" / name).read_bytes())
