from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from luster_desktop.intake import pictures
from luster_desktop.intake.formats import Unreadable
from luster_desktop.intake.merge.files import CannotMerge, merge_files, preview_files
from luster_desktop.reasons import Reason
from tests.desktop.intake import dng, sample


def test_one_file_comes_out_with_colour_space_and_camera_data(tmp_path: Path) -> None:
    done: list[float] = []
    merged = merge_files(sample.paths("kitchen")[1:4], tmp_path / "merged.jpg", progress=done.append)
    assert (merged.width, merged.height, merged.reference.name) == (2400, 1600, "IMG_0010.JPG")
    assert done == sorted(done)
    assert done[-1] == 1.0
    with Image.open(merged.path) as image:
        assert isinstance(image, JpegImageFile)
        assert image.size == (2400, 1600)
        assert image.info["icc_profile"]
        assert image.getexif()[0x0110] == "Sample"
        assert image.layers == 3
    assert [p.name for p in tmp_path.iterdir()] == ["merged.jpg"]


def test_a_preview_is_small() -> None:
    assert preview_files(sample.paths("living")).shape == (800, 1200, 3)


def test_a_damaged_exposure_is_told(tmp_path: Path) -> None:
    paths = sample.paths("living")[:2]
    broken = tmp_path / "broken.JPG"
    broken.write_bytes(paths[1].read_bytes()[:200_000])
    with pytest.raises(Unreadable, match=f'"broken.JPG", "why": "{Reason.DAMAGED_PART}"'):
        merge_files([paths[0], broken], tmp_path / "out.jpg")
    assert not (tmp_path / "out.jpg").exists()


def written(folder: Path, frames: list[NDArray[np.uint8]]) -> list[Path]:
    paths = [folder / f"{index}.jpg" for index in range(len(frames))]
    for path, frame in zip(paths, frames, strict=True):
        path.write_bytes(pictures.encode_jpeg(pictures.Picture(frame)))
    return paths


def test_sizes_that_differ_by_a_row_are_told(tmp_path: Path) -> None:
    one, other = (sample.pixels(number)[:400, :600] for number in (5, 6))
    for paths in (written(tmp_path, [one, other[:399]]), written(tmp_path, [one[:399], other])):
        with pytest.raises(CannotMerge, match=Reason.UNLIKE_EXPOSURES):
            merge_files(paths, tmp_path / "out.jpg")
    with pytest.raises(CannotMerge, match=Reason.SMALL_EXPOSURES):
        merge_files(written(tmp_path, [one[:9, :9], other[:9, :9]]), tmp_path / "out.jpg")


def test_the_same_file_twice_and_nine_exposures_make_a_photo(tmp_path: Path) -> None:
    linear = (sample.pixels(5)[::4, ::4] / 255.0) ** 2.2
    nine = [(np.clip(linear * 2.0**ev, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8) for ev in range(-4, 5)]
    paths = written(tmp_path, nine)
    merged = merge_files(paths, tmp_path / "out.jpg")
    assert (merged.width, merged.height, merged.left_out) == (600, 400, ())
    twice = merge_files([paths[4], paths[4]], tmp_path / "twice.jpg")
    assert (twice.width, twice.left_out, twice.ghosts) == (600, (), 0.0)


def test_raw_exposures_make_a_photo(tmp_path: Path) -> None:
    shown = sample.pixels(5)[400:800, 600:1200]
    linear = (shown / 255.0) ** 2.2
    paths = [tmp_path / f"{index}.DNG" for index in range(3)]
    for path, ev in zip(paths, (-2, 0, 2), strict=True):
        seen = np.clip(linear * 2.0**ev, 0, 1)
        dng.write(path, seen / 2, preview=(seen ** (1 / 2.2) * 255).astype(np.uint8))
    merged = merge_files(paths, tmp_path / "out.jpg")
    assert (merged.width, merged.height, merged.left_out) == (600, 400, ())
    luma = pictures.read(merged.path).pixels[..., 1]
    assert np.corrcoef(luma.ravel(), shown[..., 1].ravel())[0, 1] > 0.75


def test_a_picture_is_read_whole_and_upright(tmp_path: Path) -> None:
    read = pictures.read(sample.SHOOT / "IMG_0014.JPG")
    with Image.open(sample.SHOOT / "IMG_0014.JPG") as stored:
        assert read.pixels.shape == (stored.width, stored.height, 3)
    half = pictures.read_half(sample.SHOOT / "IMG_0014.JPG")
    assert half.shape == (read.pixels.shape[0] // 2, read.pixels.shape[1] // 2, 3)
    assert np.abs(read.pixels[::2, ::2].astype(int) - half).mean() < 6


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_sixteen_bits_are_read_as_sixteen(tmp_path: Path, suffix: str) -> None:
    import cv2

    deep = np.arange(120 * 80 * 3, dtype=np.uint16).reshape(80, 120, 3)
    ok, data = cv2.imencode(f".{suffix}", deep[..., ::-1])
    assert ok
    file = tmp_path / f"deep file ü.{suffix}"
    file.write_bytes(data.tobytes())
    assert np.array_equal(pictures.read(file).pixels, deep)


def test_heic_is_read_and_outlives_its_decoder(tmp_path: Path) -> None:
    copy = tmp_path / "a.heic"
    shutil.copy(sample.SHOOT / "IMG_0015.HEIC", copy)
    picture = pictures.read(copy)
    copy.unlink()
    assert picture.pixels.shape == (1600, 2400, 3)
    assert picture.pixels.std() > 20
    assert np.abs(pictures.read_half(sample.SHOOT / "IMG_0015.HEIC").mean() - picture.pixels.mean()) < 1


def test_ten_bit_heic_keeps_its_bits(tmp_path: Path) -> None:
    import pillow_heif

    ramp = np.repeat(np.linspace(0, 65535, 256).astype(np.uint16)[None, :, None], 64, axis=0).repeat(3, axis=2)
    heif = pillow_heif.from_bytes("RGB;16", (256, 64), np.ascontiguousarray(ramp).tobytes())
    heif.save(tmp_path / "deep.heic", quality=95)
    pixels = pictures.read(tmp_path / "deep.heic").pixels
    assert pixels.dtype == np.uint16
    assert np.abs(pixels.astype(int) - ramp).mean() < 500
