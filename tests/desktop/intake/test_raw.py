from __future__ import annotations

import os
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from luster_desktop.intake import pictures, raw
from luster_desktop.intake.brackets import exposures
from luster_desktop.intake.formats import Unreadable
from luster_desktop.intake.pixels import load_preview, load_thumbnail
from luster_desktop.reasons import Reason
from tests.desktop.intake import dng, sample


def scene() -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """A room in linear light as a sensor sees it, and as the camera's own picture shows it."""
    shown = cv2.resize(sample.pixels(5), (600, 400), interpolation=cv2.INTER_AREA)
    display = shown / 255.0
    linear = np.where(display <= 0.04045, display / 12.92, ((display + 0.055) / 1.055) ** 2.4)
    return linear, np.asarray(shown, np.uint8)


def test_the_development_looks_as_the_camera_showed_it(tmp_path: Path) -> None:
    linear, shown = scene()
    dng.write(tmp_path / "A.DNG", linear / 2, preview=shown)
    developed = raw.develop(tmp_path / "A.DNG")
    assert developed.shape == shown.shape
    assert developed.dtype == np.uint8
    difference = developed[8:-8, 8:-8].astype(int) - shown[8:-8, 8:-8]
    assert np.abs(np.median(difference, axis=(0, 1))).max() < 6, "another brightness or colour"
    assert np.abs(difference).mean() < 12


def test_half_size_and_sixteen_bits(tmp_path: Path) -> None:
    linear, shown = scene()
    dng.write(tmp_path / "a.dng", linear / 2, preview=shown)
    assert raw.develop(tmp_path / "a.dng", half=True).shape == (200, 300, 3)
    deep = raw.develop(tmp_path / "a.dng", deep=True)
    assert deep.dtype == np.uint16
    assert len(np.unique(deep)) > 1000
    assert pictures.read(tmp_path / "a.dng").pixels.shape == (400, 600, 3)


def test_the_embedded_preview_is_there_at_once_and_upright(tmp_path: Path) -> None:
    linear, shown = scene()
    dng.write(tmp_path / "a.dng", linear, preview=shown, orientation=6)
    preview = raw.embedded_preview(tmp_path / "a.dng")
    assert preview is not None
    assert preview.shape == (600, 400, 3)
    assert np.abs(preview.astype(int) - np.rot90(shown, -1)).mean() < 6
    assert raw.develop(tmp_path / "a.dng").shape == (600, 400, 3)


def sizes(path: Path, edges: tuple[int, ...]) -> list[tuple[int, int]]:
    found = [load_thumbnail(path, edge) for edge in edges]
    return [(thumbnail.width, thumbnail.height) for thumbnail in found]


def test_a_thumbnail_is_the_cameras_picture_where_that_is_large_enough(tmp_path: Path) -> None:
    linear, shown = scene()
    marked = shown.copy()
    marked[:200, :300] = (255, 0, 0)
    file = tmp_path / "a.dng"
    dng.write(file, linear / 2, preview=marked, orientation=8)
    assert sizes(file, (64, 150, 5000)) == [(43, 64), (100, 150), (400, 600)]
    found = load_thumbnail(file, 150)
    rgb = np.frombuffer(found.rgb, np.uint8).reshape(found.height, found.width, 3)
    assert rgb[-70:-5, 5:45].mean(axis=(0, 1)) == pytest.approx((254, 0, 0), abs=3), "not upright, or not that picture"
    preview = load_preview(file)
    assert preview is not None
    assert (preview.width, preview.height) == (400, 600)


@pytest.mark.parametrize("with_preview", [True, False])
def test_a_thumbnail_is_developed_where_it_is_not(tmp_path: Path, with_preview: bool) -> None:
    linear, shown = scene()
    preview = cv2.resize(shown, (90, 60), interpolation=cv2.INTER_AREA) if with_preview else None
    file = tmp_path / "a.dng"
    dng.write(file, linear / 2, preview=None if preview is None else np.asarray(preview, np.uint8))
    assert sizes(file, (120, 300, 400, 5000)) == [(120, 80), (300, 200), (400, 267), (600, 400)]
    small = load_preview(file)
    assert (small is not None) is with_preview
    rgb = np.frombuffer(load_thumbnail(file, 300).rgb, np.uint8).reshape(200, 300, 3)
    like = cv2.resize(shown, (300, 200), interpolation=cv2.INTER_AREA).astype(int)
    assert np.corrcoef(rgb[4:-4, 4:-4].ravel(), like[4:-4, 4:-4].ravel())[0, 1] > 0.97


def test_a_large_preview_is_left_to_the_thumbnail(tmp_path: Path) -> None:
    linear, shown = scene()
    large = cv2.resize(shown, (1500, 1000))
    dng.write(tmp_path / "a.dng", linear, preview=np.asarray(large, np.uint8))
    assert load_preview(tmp_path / "a.dng") is None
    assert sizes(tmp_path / "a.dng", (512,)) == [(512, 341)]


def test_a_thumbnail_of_a_damaged_raw_is_refused_with_a_reason(tmp_path: Path) -> None:
    linear, _ = scene()
    file = tmp_path / "a.dng"
    dng.write(file, linear, preview=None)
    file.write_bytes(file.read_bytes()[:2000])
    assert load_preview(file) is None
    with pytest.raises(Unreadable, match="damaged"):
        load_thumbnail(file, 200)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
def test_a_raw_whose_sensor_values_are_cut_is_known_by_its_header_and_still_shown(tmp_path: Path, share: float) -> None:
    linear, shown = scene()
    file = tmp_path / "a.dng"
    dng.write(file, linear / 2, preview=shown)
    file.write_bytes(file.read_bytes()[: int(share * file.stat().st_size)])
    for ask in (raw.header, raw.develop):
        with pytest.raises(Unreadable, match=Reason.DAMAGED_PART):
            ask(file)


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    linear, shown = scene()
    dng.write(tmp_path / "a.dng", linear, preview=shown)
    file = (tmp_path / "a.dng").rename(tmp_path / os.fsdecode(b"caf\xe9.dng"))
    assert raw.header(file).width == 600


@pytest.mark.parametrize("with_preview", [True, False])
def test_what_the_header_says(tmp_path: Path, with_preview: bool) -> None:
    linear, shown = scene()
    dng.write(tmp_path / "DSC_1.DNG", linear, preview=shown if with_preview else None)
    found = exposures.read(tmp_path / "DSC_1.DNG")
    assert found.shutter == pytest.approx(1 / 60, rel=0.01)
    assert found.aperture == pytest.approx(7.1, rel=0.01)
    assert (found.iso, found.focal, found.width, found.height) == (200, 24, 600, 400)
    same = exposures.read(sample.SHOOT / "IMG_0005.JPG")
    assert found.taken == pytest.approx(same.taken, abs=1.0)
    assert found.camera == ("Luster Sample" if with_preview else None)


def test_a_file_that_is_no_raw_is_refused_with_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "a.CR2"
    file.write_bytes(b"II*\0" + bytes(2000))
    for read in (raw.develop, raw.embedded_preview, raw.header):
        with pytest.raises(Unreadable, match=r"damaged_header|unknown_raw"):
            read(file)
    with pytest.raises(Unreadable, match=Reason.FILE_GONE):
        raw.develop(tmp_path / "gone.NEF")
