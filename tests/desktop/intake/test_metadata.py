from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from luster_desktop.facts import Metadata
from luster_desktop.intake import metadata
from luster_desktop.intake.metadata import Unreadable
from luster_desktop.paths import resource
from luster_desktop.reasons import Reason
from tests.desktop.intake import dng
from tests.desktop.photos import picture, write_heic, write_jpeg


def exif(orientation: int, taken: str = "2026:10:14 10:02:11") -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = orientation
    made.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    return made


def test_size_is_upright_and_the_time_is_the_cameras(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg", 96, 64, exif=exif(6))
    assert metadata.read(photo) == Metadata(64, 96, 6, datetime(2026, 10, 14, 10, 2, 11))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heif_is_turned_by_its_decoder_alone(tmp_path: Path, orientation: int) -> None:
    photo = write_heic(tmp_path / "a.heic", 96, 64, exif=exif(orientation).tobytes())
    found = metadata.read(photo)
    assert found.orientation == 1
    assert (found.width, found.height) == ((64, 96) if orientation >= 5 else (96, 64))


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "tomorrow", "2026:13:45 99:99:99"])
def test_a_senseless_time_is_no_time(tmp_path: Path, taken: str) -> None:
    assert metadata.read(write_jpeg(tmp_path / "a.jpg", exif=exif(1, taken))).taken_at is None


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_a_senseless_orientation_is_none(tmp_path: Path, orientation: int) -> None:
    assert metadata.read(write_jpeg(tmp_path / "a.jpg", exif=exif(orientation))).orientation == 1


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_exif_costs_the_time_not_the_photo(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff" + b"\xff" * 40)
    assert metadata.read(photo) == Metadata(96, 64, 1, None)


def test_the_sample_shoot_has_times_and_one_photo_on_its_side() -> None:
    found = {path.name: metadata.read(path) for path in resource("sample_shoot").iterdir()}
    assert len(found) == 15
    assert all(item.taken_at for item in found.values())
    assert (found["IMG_0014.JPG"].orientation, found["IMG_0014.JPG"].width) == (6, 1600)
    assert (found["IMG_0015.HEIC"].width, found["IMG_0015.HEIC"].height) == (2400, 1600)


def test_too_many_pixels_are_refused_by_the_header_alone(tmp_path: Path) -> None:
    photo = tmp_path / "wide.png"
    Image.new("1", (16_000, 8_001)).save(photo)
    with pytest.raises(Unreadable, match=r'^too_many_pixels {"megapixels": 128, "most": 128}'):
        metadata.read(photo)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_raw_is_read_by_its_own_decoder_which_turns_it(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "厨房 DSC_0001.DNG"
    dng.write(path, np.full((200, 300, 3), 0.3), preview=None, orientation=orientation)
    size = (300, 200) if orientation == 1 else (200, 300)
    assert metadata.read(path) == Metadata(*size, 1, datetime(2026, 10, 14, 10, 13, 13))


@pytest.mark.parametrize("suffix", ["nef", "CR2", "cr3", "ARW", "raf", "dng", "x3f"])
def test_what_only_calls_itself_a_raw_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"shot.{suffix}"
    for content in (b"x", b"II*\x00" + bytes(2000), b"FUJIFILMCCD-RAW " + bytes(2000), write_jpeg(path).read_bytes()):
        path.write_bytes(content)
        with pytest.raises(Unreadable, match=r"damaged_header|not_a_photo|unknown_raw"):
            metadata.read(path)


def test_a_raw_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.dng"
    dng.write(path, np.zeros((2, 30_000, 3)), preview=None)
    data = path.read_bytes()
    height = b"\x01\x01\x04\x00\x01\x00\x00\x00"
    assert data.count(height + b"\x02\x00\x00\x00") == 1
    path.write_bytes(data.replace(height + b"\x02\x00\x00\x00", height + (6000).to_bytes(4, "little")))
    os.truncate(path, 400_000_000)
    with pytest.raises(Unreadable, match=r'^too_many_pixels {"megapixels": 180, "most": 128}'):
        metadata.read(path)


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "heic"])
def test_no_damaged_header_raises_anything_else(tmp_path: Path, suffix: str) -> None:
    whole = tmp_path / f"whole.{suffix}"
    if suffix == "heic":
        write_heic(whole)
    else:
        picture(96, 64).save(whole)
    data = whole.read_bytes()
    for cut in range(0, min(len(data), 600), 7):
        part = tmp_path / f"part.{suffix}"
        part.write_bytes(data[:cut] + bytes(20))
        try:
            assert metadata.read(part).width > 0
        except Unreadable as error:
            assert str(error) in (Reason.DAMAGED_HEADER, Reason.DAMAGED_PART, Reason.NOT_A_PHOTO)
