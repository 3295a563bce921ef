"""Flash and ambient frames of one room, merged as by hand: against the same room by neutral light."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import ExifTags, Image

from luster_desktop.intake.merge.files import merge_pictures, preview_files
from luster_desktop.intake.merge.merging import merge
from tests.desktop.intake.flash import Room, colour_error, composed, developed, exposures, house, stands_out


@pytest.fixture(scope="module")
def room() -> Room:
    return composed(*house(), seed=5, flashes=1)


def walls(room: Room) -> np.ndarray:
    there = np.zeros(room.neutral.shape[:2], bool)
    there[20:320] = True
    return there & ~room.window


def test_walls_have_the_colour_that_neutral_light_gives_them(room: Room) -> None:
    frames = exposures(room)
    merged = merge(frames).picture
    assert colour_error(merged, room.neutral, walls(room)) < 2.0
    assert colour_error(merge(frames[:3]).picture, room.neutral, walls(room)) > 4.0


def test_neither_hot_spot_nor_shadow_of_the_flash_is_left(room: Room) -> None:
    frames = exposures(room)
    alone = developed(room.neutral, float(np.log2(0.2 / np.median(room.neutral))), np.random.default_rng(0))
    before, merged = frames[3].full(), merge(frames).picture
    ambient = merge(frames[:3]).picture
    assert stands_out(before, alone, room.hot) > 1.5
    assert stands_out(before, alone, room.shadow) < 0.6
    assert stands_out(merged, ambient, room.hot) == pytest.approx(1.0, abs=0.08)
    assert stands_out(merged, ambient, room.shadow) == pytest.approx(1.0, abs=0.08)


def test_the_window_is_the_ambient_frames(room: Room) -> None:
    frames = exposures(room)
    inner = np.zeros(room.window.shape, bool)
    inner[130:290, 580:710] = True
    merged, ambient = merge(frames).picture, merge(frames[:3]).picture
    apart = np.abs(merged[inner].astype(int) - ambient[inner].astype(int))
    assert np.median(apart) <= 2


def test_several_pops_and_a_single_ambient_frame(room: Room) -> None:
    several = composed(*house(), seed=8, flashes=3)
    frames = exposures(several)
    assert colour_error(merge(frames).picture, several.neutral, walls(several)) < 2.0
    assert colour_error(merge(frames[1:]).picture, several.neutral, walls(several)) < 2.0
    one = [frames[1], *frames[3:]]
    assert colour_error(merge(one).picture, several.neutral, walls(several)) < 2.5


def test_flash_frames_alone_are_merged_as_any_others(room: Room) -> None:
    several = composed(*house(), seed=8, flashes=3)
    lit = exposures(several)[3:]
    assert merge(lit).picture.shape == several.neutral.shape


def test_the_camera_says_which_files_were_lit(room: Room, tmp_path: Path) -> None:
    paths = []
    for number, exposure in enumerate(exposures(room)):
        exif = Image.Exif()
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        detail[ExifTags.Base.Flash] = int(exposure.flash)
        detail[ExifTags.Base.ExposureTime] = 2.0 ** (exposure.stops or 0.0) / 100
        paths.append(tmp_path / f"{number}.jpg")
        Image.fromarray(exposure.full()).save(paths[-1], quality=95, subsampling=0, exif=exif)
    merged = merge_pictures(paths).picture.pixels
    assert colour_error(merged, room.neutral, walls(room)) < 2.0
    half = np.asarray(cv2.resize(room.neutral, (450, 300), interpolation=cv2.INTER_AREA), np.float32)
    assert colour_error(preview_files(paths), half, walls(room)[::2, ::2]) < 2.5
