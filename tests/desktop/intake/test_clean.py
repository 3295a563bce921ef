"""What leaves this computer is pixels and a short list of facts: every byte of it is walked, in every format."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from luster_desktop.intake import headers, pictures
from luster_desktop.intake.clean import tail
from luster_desktop.intake.clean.rebuild import Foreign, Unreadable, rebuilt
from luster_desktop.intake.formats import SUFFIXES, sniff
from luster_desktop.intake.preparing.making import CannotPrepare, prepare
from luster_desktop.intake.preparing.plan import NOTHING, Plan, Source
from luster_desktop.words import reasons
from tests import hiding, walkers
from tests.backend.imaging.leaks import occurs
from tests.desktop.intake import sample
from tests.shared import CORPUS, FIELD, need
from tests.walkers import xmp


def sent(path: Path, folder: Path, *, turn: int = 0) -> bytes:
    """The bytes that would go to the service."""
    status = path.stat()
    plan = Plan((Source(path, status.st_size, status.st_mtime_ns, "image/jpeg"),), False, turn, NOTHING)
    return prepare(plan, folder / "sent").path.read_bytes()


def pixels(data: bytes, folder: Path) -> np.ndarray:
    path = folder / f"shown{SUFFIXES[sniff(data) or '']}"
    path.write_bytes(data)
    return pictures.read(path).pixels


def upright(data: bytes) -> np.ndarray:
    """As Pillow shows it."""
    with Image.open(BytesIO(data)) as image:
        return np.asarray(ImageOps.exif_transpose(image))


def check(data: bytes) -> None:
    """No byte is unknown, and none is of the secret."""
    walkers.walk(data)
    for part in (hiding.WORDS, hiding.WORDS[:11]):
        assert occurs(data, part) == [], part
    for short in (b"43.6150", b"48,52.53S", b"-123.39", b"120.5"):
        assert short not in data
    assert not any(degrees in data for degrees in hiding.GPS)


@pytest.mark.parametrize("kind", hiding.FORMATS)
def test_every_byte_that_is_sent_is_known_and_every_pixel_is_kept(kind: str, tmp_path: Path) -> None:
    before = hiding.FORMATS[kind]()
    assert occurs(before, hiding.WORDS), "the test file holds no secret"
    after = rebuilt(before)
    check(after)
    assert sniff(after) == sniff(before)
    assert np.array_equal(pixels(before, tmp_path), pixels(after, tmp_path))
    assert rebuilt(after) == after


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic", "tiff"])
def test_what_a_photographer_needs_is_kept(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(rebuilt(hiding.FORMATS[kind]()))
    header = headers.read(path)
    detail = headers.detail_of(header.exif)
    assert (header.exif[0x010F], header.exif[0x0110], detail[0xA434]) == ("Kept", "Kept 5", "Kept 24-70")
    assert (detail[0x9003], detail[0x9291], detail[0x9011]) == ("2026:11:23 10:00:00", "123", "+02:00")
    assert [float(detail[tag]) for tag in (0x829A, 0x829D, 0x8827, 0x9204, 0x920A, 0xA405)] == [
        pytest.approx(0.008), pytest.approx(7.1), 100, -1, 24, 24,
    ]  # fmt: skip
    assert set(header.exif) - {256, 257, 258, 259, 262, 273, 277, 278, 279, 284, 34675, 0x0112} <= {
        0x010F, 0x0110, 0x8769, 0x011A, 0x011B, 0x0128,
    }  # fmt: skip
    if kind != "heic":
        assert header.icc is not None


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8, 5])
def test_a_photo_stays_upright_and_turns_without_being_coded_again(kind: str, orientation: int, tmp_path: Path) -> None:
    out = BytesIO()
    tags = Image.Exif()
    tags.load(hiding.exif(orientation=orientation))
    hiding.picture().save(out, kind.upper(), exif=tags, **({"lossless": True} if kind == "webp" else {}))
    before = upright(out.getvalue())
    for turn in range(4):
        after = rebuilt(out.getvalue(), turn=turn)
        check(after)
        assert np.array_equal(np.rot90(before, -turn), upright(after))


def test_a_profile_gives_the_same_colours_without_its_words() -> None:
    before = hiding.profile()
    with Image.open(BytesIO(rebuilt(hiding.jpeg()))) as image:
        after = image.info["icc_profile"]
    values = np.random.default_rng(3).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    lab = ImageCms.createProfile("LAB")
    shown = [
        ImageCms.applyTransform(
            Image.fromarray(values),
            ImageCms.buildTransform(ImageCms.ImageCmsProfile(BytesIO(one)), lab, "RGB", "LAB"),
        )
        for one in (before, after)
    ]
    assert np.array_equal(np.asarray(shown[0]), np.asarray(shown[1]))
    assert len(after) < len(before)


@pytest.mark.parametrize(
    "name",
    [
        "43.6150 -116.2023",
        "43.61505N",
        "N 43 36.9 W 116 12.1",
        "43° 36' 54\"",
        "lat=43 lon=-116",
        "43,6150/116,2023",
        "geo:43.6,-116.2",
        "85QGJQ7X+XH",
        "x" * 65,
        "a\x07b",
    ],
)
def test_a_name_that_is_a_place_is_no_name(name: str) -> None:
    out = BytesIO()
    hiding.picture().save(out, "JPEG", exif=hiding.exif(model=name, lens=name))
    after = rebuilt(out.getvalue())
    check(after)
    with Image.open(BytesIO(after)) as image:
        assert image.getexif()[0x010F] == "Kept"
        assert 0x0110 not in image.getexif()
        assert 0xA434 not in image.getexif().get_ifd(0x8769)


@pytest.mark.parametrize(
    "name",
    [
        "iPhone 15 Pro back triple camera 6.765mm f/1.78",
        "EF24-105mm f/4L IS USM",
        "E 16-50mm F3.5-5.6 OSS",
        "S 20-60/F3.5-5.6",
        "TAMRON SP AF 17-50mm F/2,8 Di II",
        "Distagon T* 2,8/21 ZF.2",
        "24.0-70.0 mm f/2.8",
        "NIKON Z 6_2",
        "ILCE-7M4",
        "DMC-GX80",
        "FC3411",
    ],
)
def test_names_of_real_cameras_and_lenses_are_kept(name: str) -> None:
    out = BytesIO()
    hiding.picture().save(out, "JPEG", exif=hiding.exif(model=name, lens=name))
    with Image.open(BytesIO(rebuilt(out.getvalue()))) as image:
        assert image.getexif()[0x0110] == image.getexif().get_ifd(0x8769)[0xA434] == name


def test_a_panorama_keeps_how_it_is_projected_and_nothing_of_where_it_was() -> None:
    after = rebuilt(hiding.jpeg())
    with Image.open(BytesIO(after)) as image:
        assert xmp.check(image.info["xmp"]) == {
            "ProjectionType": "equirectangular", "UsePanoramaViewer": "True", "FullPanoWidthPixels": "240", "about": "",
            "CroppedAreaImageWidthPixels": "120", "CroppedAreaImageHeightPixels": "90",
        }  # fmt: skip
    assert b"xmpmeta" not in rebuilt(hiding.jpeg(), turn=1)


def test_a_real_panorama_stays_one(tmp_path: Path) -> None:
    with Image.open(BytesIO(sent(need(FIELD / "formats" / "21_pano360.jpg"), tmp_path))) as image:
        assert xmp.check(image.info["xmp"])["ProjectionType"] == "equirectangular"


def test_a_merged_photo_says_so_in_the_words_of_iptc(tmp_path: Path) -> None:
    paths = sample.paths("living")[1:4]
    sources = tuple(Source(path, path.stat().st_size, path.stat().st_mtime_ns, "image/jpeg") for path in paths)
    data = prepare(Plan(sources, True, 0, NOTHING), tmp_path / "sent").path.read_bytes()
    check(data)
    with Image.open(BytesIO(data)) as image:
        said = xmp.check(image.info["xmp"])["DigitalSourceType"]
    assert said == "http://cv.iptc.org/newscodes/digitalsourcetype/compositeCapture"


@pytest.mark.parametrize("number", range(1, 16))
def test_the_sample_shoot(number: int, tmp_path: Path) -> None:
    path = sample.SHOOT / f"IMG_{number:04d}.{'HEIC' if number == 15 else 'JPG'}"
    before = path.read_bytes()
    after = sent(path, tmp_path)
    check(after)
    assert b"SAMPLE-0001" in before and b"SAMPLE-0001" not in after
    assert np.array_equal(pictures.read(path).pixels, pixels(after, tmp_path))
    assert path.read_bytes() == before


def test_other_pictures_behind_the_first_stay_here(tmp_path: Path) -> None:
    """Of an MPO, a gain map, a film."""
    for behind in (hiding.jpeg(), b"\0\0\0\x18ftypmp42" + hiding.SECRET, hiding.SECRET, bytes(64) + hiding.SECRET):
        pointer = hiding.segment(0xE2, b"MPF\0MM\0*\0\0\0\x08" + hiding.SECRET)
        data = hiding.jpeg()
        after = rebuilt(data[:2] + pointer + data[2:] + behind)
        assert after == rebuilt(data)
    out = BytesIO()
    hiding.picture().save(out, "MPO", save_all=True, append_images=[hiding.picture(seed=2)], exif=hiding.exif())
    after = rebuilt(out.getvalue())
    check(after)
    assert np.array_equal(pixels(out.getvalue(), tmp_path), pixels(after, tmp_path))


def test_the_edge_of_tiles_is_empty() -> None:
    """Tiles are whole at the picture's edge too: what lies beyond it is shown nowhere."""
    wide, tall = 40, 24
    shown = np.asarray(hiding.picture(wide, tall))
    for compressed in (False, True):
        parts = []
        for top in (0, 16):
            for left in (0, 16, 32):
                tile = np.frombuffer((hiding.SECRET * 30)[: 16 * 16 * 3], np.uint8).reshape(16, 16, 3).copy()
                cut = shown[top : top + 16, left : left + 16]
                tile[: cut.shape[0], : cut.shape[1]] = cut
                parts.append(zlib.compress(tile.tobytes()) if compressed else tile.tobytes())
        data = _tiled(wide, tall, parts, 8 if compressed else 1)
        after = rebuilt(data)
        check(after)
        assert np.array_equal(upright(after), shown)


def _tiled(wide: int, tall: int, parts: list[bytes], compression: int) -> bytes:
    starts = [8 + sum(len(part) for part in parts[:i]) for i in range(len(parts))]
    at = 8 + sum(map(len, parts))
    values = struct.pack(f"<{len(parts)}I", *starts) + struct.pack(f"<{len(parts)}I", *map(len, parts))
    values += struct.pack("<3H", 8, 8, 8)
    count = len(parts)
    tags = [
        (256, 4, 1, wide), (257, 4, 1, tall), (258, 3, 3, at + 8 * count), (259, 3, 1, compression), (262, 3, 1, 2),
        (277, 3, 1, 3), (322, 4, 1, 16), (323, 4, 1, 16), (324, 4, count, at), (325, 4, count, at + 4 * count),
    ]  # fmt: skip
    table = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    return b"II*\0" + struct.pack("<I", at + len(values)) + b"".join(parts) + values + table


def test_what_is_no_photo_of_ours_is_not_sent(tmp_path: Path) -> None:
    for data in (b"", b"GIF89a" + bytes(100), hiding.jpeg()[:2000], hiding.png()[:3000], hiding.heic()[:2000]):
        path = tmp_path / "a.jpg"
        path.write_bytes(data)
        with pytest.raises((Unreadable, CannotPrepare), match=r"^(damaged|not_a|file_)"):
            sent(path, tmp_path)
    out = BytesIO()
    hiding.picture().save(out, "PNG", save_all=True, append_images=[hiding.picture(seed=2)])
    with pytest.raises(Unreadable, match="animation"):
        rebuilt(out.getvalue())
    out = BytesIO()
    hiding.picture().save(out, "WEBP", save_all=True, append_images=[hiding.picture(seed=2)])
    with pytest.raises(Unreadable, match="animation"):
        rebuilt(out.getvalue())


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic", "tiff"])
def test_any_damage_gives_a_known_file_or_a_refusal(kind: str) -> None:
    """Never another error, and never an endless loop."""
    rng = np.random.default_rng(8)
    whole = hiding.FORMATS[kind]()
    for _ in range(80):
        data = bytearray(whole)
        for at in rng.integers(12, min(len(data), 6000), 6):
            data[at] = int(rng.integers(0, 256))
        cut = int(rng.integers(20, len(data))) if rng.random() < 0.3 else len(data)
        try:
            after = rebuilt(bytes(data[:cut]))
        except (Unreadable, Foreign):
            continue
        assert hiding.SECRET not in after


PLACES = sorted((FIELD / "place").glob("*")) if FIELD.is_dir() else []
REAL = [*PLACES, *sorted(CORPUS.glob("[0-9]*")), *sorted((FIELD / "formats").glob("*.jpg"))] if FIELD.is_dir() else []
WORDS = (b"Elm Street", b"Boise", b"43.615", b"116.202", b"Zurich", b"Bahnhofstrasse")
DEGREES = (struct.pack(">6I", 47, 1, 22, 1, 3660, 100), struct.pack("<d", 8.541694))


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.name)
def test_a_place_from_the_field_is_not_sent(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    assert any(word in data for word in WORDS) or any(degrees in data for degrees in DEGREES)
    after = sent(path, tmp_path)
    walkers.walk(after)
    assert not [word for word in WORDS if word in after]
    assert not any(degrees in after for degrees in DEGREES)
    assert np.array_equal(pictures.read(path).pixels, pixels(after, tmp_path))


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_file_is_known_to_its_last_byte_or_not_sent(path: Path, tmp_path: Path) -> None:
    try:
        after = sent(path, tmp_path)
    except Unreadable as error:
        assert reasons.sentence(str(error)).endswith(".")
        return
    walkers.walk(after)
    assert pixels(after, tmp_path).size


def test_where_no_warning_can_be_heard_no_byte_of_the_picture_is_taken_for_more_than_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    after = rebuilt(hiding.jpeg())
    monkeypatch.setattr(tail, "_complaints", lambda jpeg: b"")
    assert rebuilt(hiding.jpeg()) == after
