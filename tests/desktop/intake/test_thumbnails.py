from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageFile, JpegImagePlugin

from backend.imaging.icc import display_p3
from luster_desktop.intake.hashing import SAMPLE
from luster_desktop.intake.pixels import _small
from luster_desktop.intake.thumbnails import Thumbnail, ThumbnailCache, Unreadable, load_preview, load_thumbnail
from luster_desktop.paths import resource
from tests.desktop.photos import picture, write_heic, write_jpeg

NAMES = ("plain.jpg", "tagged.jpg")
TURNS = {
    1: [],
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_90],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_270],
}
"""How to store upright pixels so that the orientation tag makes them upright again."""


def pixels(thumbnail: Thumbnail) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.frombuffer(thumbnail.rgb, np.uint8).reshape(thumbnail.height, thumbnail.width, 3)


def red_corner(thumbnail: Thumbnail) -> bool:
    """Whether the upper left quarter, and no other, is the red one."""
    rgb = pixels(thumbnail).astype(int)
    height, width = rgb.shape[0] // 2, rgb.shape[1] // 2
    parts = [rgb[:height, :width], rgb[:height, width:], rgb[height:, :width], rgb[height:, width:]]
    redness = [float((part[..., 0] - part[..., 1]).mean()) for part in parts]
    return redness[0] > 100 and max(redness[1:]) < 40


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_exactly_once(tmp_path: Path, orientation: int) -> None:
    stored = picture(96, 64)
    for turn in TURNS[orientation]:
        stored = stored.transpose(turn)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stored.save(tmp_path / "a.jpg", quality=95, exif=exif)
    found = load_thumbnail(tmp_path / "a.jpg", 48)
    assert (found.width, found.height) == (48, 32)
    assert red_corner(found)


def test_a_heif_that_says_its_turn_twice_is_turned_once(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    write_heic(tmp_path / "a.heic", 96, 64, exif=exif.tobytes())
    found = load_thumbnail(tmp_path / "a.heic", 48)
    assert (found.width, found.height) == (32, 48)


def test_colours_are_brought_to_srgb(tmp_path: Path) -> None:
    """The same numbers mean a stronger red in Display P3: about (226, 65, 57) as sRGB."""
    Image.new("RGB", (64, 64), (210, 80, 70)).save(tmp_path / "plain.jpg", quality=95)
    Image.new("RGB", (64, 64), (210, 80, 70)).save(tmp_path / "tagged.jpg", quality=95, icc_profile=display_p3())
    plain, tagged = (pixels(load_thumbnail(tmp_path / name, 32))[16, 16].astype(int) for name in NAMES)
    assert np.abs(plain - (210, 80, 70)).max() <= 2
    assert tagged[0] > 220
    assert tagged[1] < 70


def test_a_broken_profile_is_passed_over(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "a.jpg", icc_profile=b"nonsense" * 20)
    assert load_thumbnail(tmp_path / "a.jpg", 48).width == 48


def test_a_truncated_jpeg_shows_what_there_is(tmp_path: Path) -> None:
    whole = write_jpeg(tmp_path / "a.jpg", 640, 480)
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) // 2])
    rgb = pixels(load_thumbnail(whole, 320)).astype(int)
    top = rgb[:80, :80]
    assert (top[..., 0] - top[..., 1]).mean() > 100


@pytest.mark.parametrize("name", ["a.png", "a.heic", "a.webp", "a.tif"])
def test_other_truncated_files_are_unreadable_with_a_reason(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith("heic"):
        write_heic(path, 320, 240)
    else:
        picture(320, 240).save(path)
    path.write_bytes(path.read_bytes()[:-2000])
    for edge in (64, 1000):
        with pytest.raises(Unreadable, match="damaged"):
            load_thumbnail(path, edge)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "I;16", "1"])
def test_every_mode_becomes_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("a.tif" if mode in ("CMYK", "LA") else "a.png")
    if mode == "I;16":
        Image.fromarray(np.full((40, 60), 32896, np.uint16)).save(path)
    else:
        Image.new("RGB", (60, 40), (128, 128, 128)).convert(mode).save(path)
    found = load_thumbnail(path, 30)
    assert (found.width, found.height, len(found.rgb)) == (30, 20, 30 * 20 * 3)
    if mode == "I;16":
        assert abs(pixels(found).mean() - 128) < 2


def test_a_small_photo_is_not_enlarged(tmp_path: Path) -> None:
    assert load_thumbnail(write_jpeg(tmp_path / "a.jpg", 40, 30), 512).width == 40


def test_a_60_megapixel_photo_is_decoded_small(tmp_path: Path) -> None:
    path = tmp_path / "big.jpg"
    Image.new("RGB", (9504, 6336), (90, 120, 60)).save(path, quality=60)
    found = load_thumbnail(path, 512)
    assert (found.width, found.height) == (512, 341)


def test_the_cameras_preview_is_upright_and_without_bars() -> None:
    sample = resource("sample_shoot")
    assert load_preview(sample / "IMG_0015.HEIC") is None
    found = load_preview(sample / "IMG_0001.JPG")
    on_its_side = load_preview(sample / "IMG_0014.JPG")
    assert found is not None
    assert on_its_side is not None
    assert found.width / found.height == pytest.approx(1.5, abs=0.02)
    assert on_its_side.height > on_its_side.width
    sharp = load_thumbnail(sample / "IMG_0001.JPG", found.width)
    difference = np.abs(pixels(found)[:100, :150].astype(int) - pixels(sharp)[:100, :150].astype(int))
    assert difference.mean() < 12


def test_black_bars_are_cut_off(tmp_path: Path) -> None:
    small = Image.new("RGB", (160, 120))
    small.paste((200, 200, 200), (0, 7, 160, 113))
    encoded = io.BytesIO()
    small.save(encoded, "JPEG", quality=95)
    write_jpeg(tmp_path / "a.jpg", 300, 200, exif=_with_preview(encoded.getvalue()))
    found = load_preview(tmp_path / "a.jpg")
    assert found is not None
    assert (found.width, found.height) == (160, 106)
    assert pixels(found)[:2].mean() > 100


def _with_preview(jpeg: bytes) -> bytes:
    """An EXIF block of one empty directory and a second one that holds the preview."""
    first = b"\x00\x00" + (14).to_bytes(4, "big")
    entries = b"\x00\x02" + b"".join(
        tag.to_bytes(2, "big") + b"\x00\x04\x00\x00\x00\x01" + value.to_bytes(4, "big")
        for tag, value in ((0x0201, 44), (0x0202, len(jpeg)))
    )
    return b"Exif\x00\x00MM\x00*\x00\x00\x00\x08" + first + entries + bytes(4) + jpeg


def test_no_preview_is_no_error(tmp_path: Path) -> None:
    assert load_preview(write_jpeg(tmp_path / "a.jpg")) is None
    assert load_preview(tmp_path / "missing.jpg") is None


def test_the_cache_answers_without_decoding_and_notices_a_change(tmp_path: Path) -> None:
    """All but the three samples are wiped out: only the cache still has the picture."""
    photo = write_jpeg(tmp_path / "a.jpg", 1200, 900)
    cache = ThumbnailCache(tmp_path / "cache")
    first = cache.load(photo, 128)
    status = photo.stat()
    content = photo.read_bytes()
    assert len(content) > 8 * SAMPLE
    for start in (SAMPLE, len(content) // 2 + SAMPLE):
        content = content[:start] + bytes(SAMPLE) + content[start + SAMPLE :]
    photo.write_bytes(content)
    os.utime(photo, ns=(status.st_atime_ns, status.st_mtime_ns))
    again = ThumbnailCache(tmp_path / "cache").load(photo, 128)
    assert (again.width, again.height) == (first.width, first.height)
    assert np.abs(pixels(again).astype(int) - pixels(first).astype(int)).mean() < 6
    os.utime(photo, ns=(1, 1))
    wiped = cache.load(photo, 128)
    assert np.abs(pixels(wiped).astype(int) - pixels(first).astype(int)).mean() > 20
    photo.write_bytes(b"\x00" * status.st_size)
    os.utime(photo, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(Unreadable):
        cache.load(photo, 128)


def test_a_moved_photo_and_its_copy_keep_their_thumbnail(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg", 640, 480)
    cache = ThumbnailCache(tmp_path / "cache")
    cache.load(photo, 128)
    there = photo.rename(tmp_path / "кухня.jpg")
    copy = Path(shutil.copy2(there, tmp_path / "copy.jpg"))
    for path in (there, copy):
        cache.load(path, 128)
        cache.prepare(path, 128)
    assert len(list((tmp_path / "cache").rglob("*.jpg"))) == 1


def test_what_is_prepared_is_there_and_what_is_broken_stops_nothing(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path / "cache")
    (tmp_path / "broken.jpg").write_bytes(b"not a photo")
    cache.prepare(tmp_path / "broken.jpg", 64)
    cache.prepare(tmp_path / "gone.jpg", 64)
    cache.prepare(write_jpeg(tmp_path / "a.jpg"), 64)
    assert len(list((tmp_path / "cache").rglob("*.jpg"))) == 1


def test_the_cache_keeps_to_its_budget_and_drops_what_was_not_used(tmp_path: Path) -> None:
    photos = [write_jpeg(tmp_path / f"{n}.jpg", 256, 256, seed=n) for n in range(8)]
    cache = ThumbnailCache(tmp_path / "cache", budget=60_000)
    for photo in photos:
        cache.load(photo, 128)
    kept = sum(file.stat().st_size for file in (tmp_path / "cache").rglob("*.jpg"))
    assert 0 < kept <= 60_000


def test_a_damaged_cache_file_and_a_full_disk_cost_nothing_but_time(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg")
    cache = ThumbnailCache(tmp_path / "cache")
    cache.load(photo, 64)
    for file in (tmp_path / "cache").rglob("*.jpg"):
        file.write_bytes(b"junk")
    assert cache.load(photo, 64).width == 64
    (tmp_path / "file").write_text("not a folder")
    assert ThumbnailCache(tmp_path / "file").load(photo, 64).width == 64


def test_pillows_switches_for_the_whole_process_are_untouched(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg", 640, 480)
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(photo.read_bytes()[:-2000])
    before = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS
    for path in (photo, cut):
        load_thumbnail(path, 64)
    assert before == (ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS)


def test_a_jpeg_is_decoded_no_larger_than_needed_whatever_its_shape(tmp_path: Path) -> None:
    """Half the size of a 3:2 photo is more than a screen's width wants, though its height is less than that."""
    for size in ((6000, 4000), (4000, 6000)):
        path = tmp_path / "photo.jpg"
        Image.new("RGB", size, (90, 120, 90)).save(path)
        with JpegImagePlugin.JpegImageFile(path) as image:
            small = _small(image, 2560)
            assert max(small.size) == 2560
            assert image.decoderconfig[0] == 2
