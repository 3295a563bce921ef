from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from luster_desktop.intake import pictures, raw
from luster_desktop.intake.brackets import exposures
from luster_desktop.intake.formats import Unreadable
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


def test_what_the_header_says(tmp_path: Path) -> None:
    linear, shown = scene()
    dng.write(tmp_path / "DSC_1.DNG", linear, preview=shown)
    found = exposures.read(tmp_path / "DSC_1.DNG")
    assert found.shutter == pytest.approx(1 / 60, rel=0.01)
    assert found.aperture == pytest.approx(7.1, rel=0.01)
    assert (found.iso, found.focal, found.width, found.height) == (200, 24, 600, 400)
    same = exposures.read(sample.SHOOT / "IMG_0005.JPG")
    assert found.taken == pytest.approx(same.taken, abs=1.0)


def test_a_file_that_is_no_raw_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a.CR2"
    file.write_bytes(b"II*\0" + bytes(2000))
    for read in (raw.develop, raw.embedded_preview, raw.shot):
        with pytest.raises(Unreadable, match=r"\.$"):
            read(file)
    with pytest.raises(Unreadable, match="no longer there"):
        raw.develop(tmp_path / "gone.NEF")
