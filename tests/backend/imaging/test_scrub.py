"""Location, serials and owners never leave, whatever the original holds and wherever it hides it."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image, PngImagePlugin

from backend import words
from backend.imaging import Rejected, Scope, SizeLimits, Unusable, chain, exif, icc, jpeg
from tests.shared import CORPUS, FIELD
from tests.walkers import tiff

from . import leaks
from .scenes import encoded, room

CANARY = "CanaryPlace48N123W"
SECRET = CANARY.encode()
SCENE = room(480, 320)


def _exif() -> bytes:
    tags = Image.Exif()
    tags[0x010E] = tags[0x013B] = tags[0x0131] = tags[0x9C9B] = CANARY  # description, artist, software, title
    tags[0x010F], tags[0x0110], tags[0x8298] = "Luster", "Sample", "Copyright 2026 A Photographer"
    photo = tags.get_ifd(0x8769)
    photo.update({0x9286: b"ASCII\0\0\0" + SECRET, 0x927C: SECRET * 20, 0xA430: CANARY, 0xA431: CANARY, 0xA435: CANARY})
    photo.update({0x829A: 0.008, 0x829D: 8.0, 0x8827: 100, 0x9003: "2026:11:23 10:00:00", 0xA434: "Sample 16-35"})
    gps = tags.get_ifd(0x8825)
    gps.update({1: "S", 2: (48.0, 52.0, 53.0), 27: SECRET})
    return tags.tobytes()


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _jpeg_with(*segments: bytes, tail: bytes = b"") -> bytes:
    plain = encoded(SCENE, quality=92)
    return plain[:2] + b"".join(segments) + plain[2:] + tail


def _chunked_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", CANARY)
    info.add_text("Location", CANARY, zip=True)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>", zip=True)
    info.add(b"prVt", SECRET)
    sink = io.BytesIO()
    Image.fromarray(SCENE).save(sink, "PNG", pnginfo=info, exif=_exif())
    return sink.getvalue() + SECRET


def _heic() -> bytes:
    pillow_heif.register_heif_opener()
    sink = io.BytesIO()
    Image.fromarray(SCENE).save(sink, "HEIF", quality=90, exif=_exif(), xmp=f"<x>{CANARY}</x>".encode())
    return sink.getvalue() + struct.pack(">I4s", 8 + len(SECRET), b"free") + SECRET


def _webp() -> bytes:
    sink = io.BytesIO()
    Image.fromarray(SCENE).save(sink, "WEBP", quality=92, exif=_exif(), xmp=SECRET)
    data = sink.getvalue() + struct.pack("<4sI", b"PRVT", len(SECRET)) + SECRET
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


OWN = (icc.srgb(), icc.display_p3(), icc.adobe_rgb())


def _profile_with_canary(profile: bytes) -> bytes:
    return profile.replace(b"No copyright\0", SECRET[:12] + b"\0")


PLACES: dict[str, Callable[[], bytes]] = {
    "exif of a jpeg": lambda: encoded(SCENE, quality=92, exif=_exif()),
    "second app1": lambda: _jpeg_with(_segment(0xE1, _exif()), _segment(0xE1, b"Exif\0\0" + SECRET)),
    "xmp": lambda: _jpeg_with(_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRET + b"</x>")),
    "extended xmp": lambda: _jpeg_with(_segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(40) + SECRET)),
    "iptc": lambda: _jpeg_with(
        _segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x17\x1c\x02\x5a\0\x12" + SECRET + b"\0")
    ),
    "comment": lambda: _jpeg_with(_segment(0xFE, SECRET)),
    "unknown application segments": lambda: _jpeg_with(*(_segment(m, SECRET) for m in (0xE3, 0xE5, 0xE6, 0xEB, 0xEF))),
    "after the end": lambda: _jpeg_with(tail=SECRET + encoded(SCENE, exif=_exif())),
    "deflated after the end": lambda: _jpeg_with(tail=zlib.compress(SECRET * 10)),
    "png chunks": _chunked_png,
    "heic items": _heic,
    "webp chunks": _webp,
    "tiff tags": lambda: encoded(SCENE, "TIFF", exif=_exif(), description=CANARY, artist=CANARY),
    "profile": lambda: encoded(SCENE, quality=92, icc_profile=_profile_with_canary(icc.srgb())),
    "wide profile": lambda: encoded(SCENE, quality=92, icc_profile=_profile_with_canary(icc.display_p3())),
}


def finished(original: bytes) -> tuple[bytes, bytes]:
    """Output and thumbnail of a tone edit."""
    prepared = chain.prepare(original, SizeLimits(min_pixels=1, max_pixels=1 << 20), Scope(tone=True))
    assert not leaks.occurs(prepared.image, CANARY)
    answer = np.clip(np.asarray(Image.open(io.BytesIO(prepared.image))).astype(float) * 0.8 + 50, 0, 255)
    done = chain.finish(original, encoded(answer.astype(np.uint8), "PNG"), Scope(tone=True))
    assert not leaks.occurs(done.change_map, CANARY)
    return done.image, done.thumb


@pytest.mark.parametrize("unit", ["header", "inch", "centimetre"])
def test_exposure_and_printed_size_stay(unit: str) -> None:
    tags, more = Image.Exif(), dict[str, Any]()
    tags.get_ifd(0x8769)[0x829A] = 0.008
    if unit == "header":
        more = {"dpi": (300, 300)}
    else:
        tags[0x011A] = tags[0x011B] = 300.0 if unit == "inch" else 118.11
        tags[0x0128] = 2 if unit == "inch" else 3
    image, thumb = finished(encoded(SCENE, quality=92, exif=tags.tobytes(), **more))
    with Image.open(io.BytesIO(image)) as saved:
        assert saved.info["dpi"] == (300, 300)
        assert float(saved.getexif().get_ifd(0x8769)[0x829A]) == 0.008
        assert round(float(saved.getexif()[0x011A]) * (2.54 if unit == "centimetre" else 1)) == 300
    with Image.open(io.BytesIO(thumb)) as small:
        assert 0x011A not in small.getexif()


@pytest.mark.parametrize("place", PLACES)
def test_nothing_hidden_in_the_original_leaves(place: str) -> None:
    original = PLACES[place]()
    assert leaks.occurs(original, CANARY[:12]), "the canary is not where the test says"
    image, thumb = finished(original)
    for picture in (image, thumb):
        assert leaks.occurs(picture, CANARY[:12]) == []
    assert leaks.check_structure(image, *OWN) == jpeg.ENHANCED
    assert leaks.check_structure(thumb, icc.srgb()) == jpeg.ENHANCED


def test_allowed_facts_arrive() -> None:
    image, thumb = finished(encoded(SCENE, quality=92, exif=_exif()))
    tags = Image.open(io.BytesIO(image)).getexif()
    photo = tags.get_ifd(0x8769)
    assert (tags[0x010F], tags[0x0110]) == ("Luster", "Sample")
    assert photo[0x9003] == "2026:11:23 10:00:00" and photo[0xA434] == "Sample 16-35"
    assert float(photo[0x829A]) == pytest.approx(0.008) and float(photo[0x829D]) == 8.0 and photo[0x8827] == 100
    assert tags[0x0112] == 1 and not {0x8825, 0x8298, 0x013B, 0x010E} & set(tags)
    assert 0x010F not in Image.open(io.BytesIO(thumb)).getexif()


def test_odd_facts_are_left_out() -> None:
    facts = exif.read(
        {0x010F: "bad\x07bell", 0x0110: "x" * 500, 0x8298: b"\xff\xfe"},
        {0x829A: float("nan"), 0x829D: "eight", 0x9003: "yesterday", 0x8827: -1, 0xA432: (1, 2), 0x920A: 1e12},
    )
    assert facts == exif.NO_FACTS
    block = exif.block(facts)
    tiff.walk_block(block)
    tags = Image.Exif()
    tags.load(block)
    assert set(tags) | set(tags.get_ifd(0x8769)) == {0x0112, 0x8769, 0x9000, 0xA001}


@pytest.mark.parametrize(
    "name", ["43.6150 -116.2023", "N 43 36.9 W 116 12.1", "lat=43 lon=-116", "43,6150/116,2023", "Zürich"]
)
def test_a_name_that_is_a_place_is_left_out(name: str) -> None:
    assert exif.read({0x0110: name}, {0xA434: name}) == exif.NO_FACTS
    kept = "iPhone 15 Pro back triple camera 6.765mm f/1.78"
    assert exif.read({0x0110: kept}, {0xA434: kept}) == exif.Facts({0x0110: kept}, {0xA434: kept})


def test_encoding_adds_nothing_visible() -> None:
    back = np.asarray(Image.open(io.BytesIO(jpeg.full(SCENE.copy(), icc.srgb(), exif.NO_FACTS, jpeg.ENHANCED))))
    assert 10 * np.log10(255**2 / np.mean((back.astype(float) - SCENE) ** 2)) > 38


REAL = sorted(p for p in CORPUS.glob("[0-9]*") if p.stat().st_size < 700_000) if CORPUS.is_dir() else []
PLACED = sorted((FIELD / "place").glob("*")) if FIELD.is_dir() else []
WORDS = (b"Elm Street", b"Boise", b"43.615", b"116.202", b"Zurich", b"Bahnhofstrasse")


@pytest.mark.parametrize("path", PLACED, ids=lambda path: path.name)
def test_a_place_from_the_field_is_not_delivered(path: Path) -> None:
    """Even if the app that sent it had left it there."""
    image, thumb = finished(path.read_bytes())
    for picture in (image, thumb):
        leaks.check_structure(picture, *OWN)
        assert not [word for word in WORDS if word in picture]


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_file_comes_out_clean_or_is_refused_with_a_sentence(path: Path, tmp_path: Path) -> None:
    try:
        pictures = finished(path.read_bytes())
    except Rejected as error:
        assert words.told(error).endswith(".")
        return
    except Unusable as error:
        assert error.reason in ("misaligned", "no_edit")  # too small or too even to align, or white already
        return
    for kind, picture in zip(("full", "thumb"), pictures, strict=True):
        leaks.check_structure(picture, *(OWN if kind == "full" else (icc.srgb(),)))
        (tmp_path / f"{kind}.jpg").write_bytes(picture)
    tool = shutil.which("exiftool")
    if tool is None:
        return
    ran = subprocess.run([tool, "-ee3", "-a", "-u", "-G1", "-j", str(tmp_path)], capture_output=True, check=True)
    for record in json.loads(ran.stdout):
        groups = ("System:", "File:", "Composite:", "ExifTool:", "SourceFile")
        names = [key.lower() for key in record if not key.startswith(groups)]
        for word in (
            "gps",
            "location",
            "city",
            "country",
            "serial",
            "owner",
            "thumbnail",
            "artist",
            "comment",
            "maker",
        ):
            assert not [name for name in names if word in name], word
