"""The editor against the sample shoot's ground truths, and against photos it has to leave alone."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.local.image_model.editor import Bright, Dusk, Edit, Lawn, Remove, Sky, carry_out
from backend.local.image_model.editor.grassmask import find_lawn
from backend.local.image_model.editor.skymask import find_sky
from backend.local.image_model.editor.windows import find_windows

from .photos import grey, photo, truth_mask

ROOMS = ("IMG_0003", "IMG_0005", "IMG_0007", "IMG_0010", "IMG_0012", "IMG_0013", "IMG_0014")
EXTERIORS = ("IMG_0001", "IMG_0002")


def overlap(found: np.ndarray, truth: np.ndarray) -> float:
    a, b = found > 0.5, truth > 0.5
    return float((a & b).sum() / (a | b).sum())


def test_the_sky_mask_follows_roofs_and_leaves() -> None:
    matte = find_sky(photo("IMG_0001"))
    assert matte is not None
    assert overlap(matte.alpha, truth_mask("IMG_0001_mask_sky")) > 0.98


def test_the_lawn_mask_takes_straw_and_leaves_beds_and_paths() -> None:
    lawn = find_lawn(photo("IMG_0001"))
    assert lawn is not None
    assert overlap(lawn, truth_mask("IMG_0001_mask_lawn")) > 0.97


def test_windows_are_found_and_the_garage_door_is_none() -> None:
    image = photo("IMG_0001")
    height, width = image.shape[:2]
    matte = find_sky(image)
    assert matte is not None
    found = np.max([window.mask(width, height) for window in find_windows(image, matte.alpha)], axis=0)
    truth = truth_mask("IMG_0001_mask_windows")
    assert (found * truth).sum() > 0.75 * truth.sum()
    # Frames belong to a window's opening, but nothing two handbreadths away does.
    assert (found[truth == 0]).sum() < 0.45 * truth.sum()
    garage = found[int(0.48 * height) : int(0.65 * height), int(0.87 * width) : int(0.97 * width)]
    assert garage.max() == 0


@pytest.mark.parametrize("name", ROOMS)
@pytest.mark.parametrize("edit", [Sky("clear"), Lawn("lush"), Dusk()], ids=["sky", "lawn", "dusk"])
def test_rooms_are_left_alone_by_outdoor_edits(name: str, edit: Edit) -> None:
    image = photo(name, 720, 480)
    assert np.array_equal(carry_out(image, edit, 1), image)


@pytest.mark.parametrize("name", EXTERIORS)
@pytest.mark.parametrize("kind", ["clear", "clouds", "sunset"])
def test_a_new_sky_changes_the_sky_and_nothing_else(name: str, kind: Literal["clear", "clouds", "sunset"]) -> None:
    image = photo(name)
    matte = find_sky(image)
    assert matte is not None
    edited = carry_out(image, Sky(kind), 3)
    change = np.abs(edited.astype(int) - image.astype(int)).max(2)
    assert np.median(change[matte.alpha == 1]) > 15
    assert (change[matte.alpha == 0] <= 1).mean() > 0.999


@pytest.mark.parametrize("kind", ["clear", "sunset"])
def test_slow_gradients_have_no_bands(kind: Literal["clear", "sunset"]) -> None:
    edited = carry_out(photo("IMG_0001"), Sky(kind), 3)
    corner = edited[8:120, 300:700, 2].astype(int)
    # A band is a row-long run of one code: dither breaks every such run.
    runs = (np.diff(corner, axis=1) == 0).mean()
    assert 0 < runs < 0.9


@pytest.mark.parametrize("lights", ["off", "on", "bright"])
def test_dusk_darkens_the_house_and_lights_its_windows(lights: Literal["off", "on", "bright"]) -> None:
    image, glass = photo("IMG_0001"), truth_mask("IMG_0001_mask_windows") > 0.9
    edited = carry_out(image, Dusk("natural", lights), 5)
    ground = truth_mask("IMG_0001_mask_lawn") > 0.9
    assert np.median(grey(edited)[ground]) < 0.65 * np.median(grey(image)[ground])
    lit = np.median(grey(edited)[glass])
    if lights == "off":
        assert lit < 60
    else:
        red, _, blue = np.median(edited[glass], axis=0)
        assert lit > 150
        assert red > blue * 1.2


def test_the_evening_sky_gets_warmer_as_asked() -> None:
    image = photo("IMG_0001", 540, 360)
    sky = find_sky(image)
    assert sky is not None
    warmth = []
    for choice in ("cool", "natural", "warm"):
        colour = carry_out(image, Dusk(choice), 5)[sky.alpha == 1].mean(0)
        warmth.append(colour[0] / colour[2])
    assert warmth[0] < warmth[1] < warmth[2]


def test_the_lawn_gets_greener_with_strength_and_nothing_else_changes() -> None:
    image = photo("IMG_0001", 720, 480)
    mask = find_lawn(image)
    assert mask is not None
    greens = []
    for strength in ("light", "natural", "lush"):
        edited = carry_out(image, Lawn(strength), 2)
        assert np.array_equal(edited[mask == 0], image[mask == 0])
        colour = edited[mask > 0.9].mean(0)
        greens.append(colour[1] / colour[0])
    assert image[mask > 0.9].mean(0)[1] < image[mask > 0.9].mean(0)[0] * 1.05
    assert 1.02 < greens[0] < greens[1] < greens[2]


@pytest.mark.parametrize("name", ["IMG_0003", "IMG_0005", "IMG_0008", "IMG_0010", "IMG_0013", "IMG_0014"])
def test_bright_lifts_every_exposure_of_a_room(name: str) -> None:
    image = photo(name)
    natural = carry_out(image, Bright("natural"), 1)
    strong = carry_out(image, Bright("strong"), 1)
    assert np.median(grey(natural)) > 125
    assert np.median(grey(strong)) > np.median(grey(natural))
    assert (strong.min(2) >= 254).mean() < (image.min(2) >= 254).mean() + 0.03


def test_bright_takes_a_colour_cast_out() -> None:
    image = photo("IMG_0013")
    edited = carry_out(image, Bright(), 1)
    pillow = (slice(420, 500), slice(560, 640))
    before, after = image[pillow].reshape(-1, 3).mean(0), edited[pillow].reshape(-1, 3).mean(0)
    assert after[0] / after[2] < 0.9 * before[0] / before[2]


@pytest.mark.parametrize("edit", [Sky(), Dusk(), Lawn(), Bright()], ids=["sky", "dusk", "lawn", "bright"])
def test_the_same_seed_gives_the_same_pixels(edit: Edit) -> None:
    image = photo("IMG_0002", 720, 480)
    assert np.array_equal(carry_out(image, edit, 9), carry_out(image, edit, 9))


@settings(max_examples=12, deadline=None)
@given(
    st.integers(16, 200),
    st.integers(16, 200),
    st.integers(0, 2**31),
    st.sampled_from(["noise", "flat", "halves"]),
    st.sampled_from([Sky(), Dusk(), Lawn(), Bright(), None]),
)
@example(128, 128, 0, "halves", Sky())
def test_any_picture_keeps_its_size(width: int, height: int, seed: int, kind: str, edit: Edit | None) -> None:
    rng = np.random.default_rng(seed)
    image = np.full((height, width, 3), rng.integers(0, 256, 3), np.uint8)
    if kind == "noise":
        image = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
    elif kind == "halves":
        image[: height // 2] = rng.integers(0, 256, 3)
    edited = carry_out(image, edit, seed)
    assert edited.shape == image.shape
    assert edited.dtype == np.uint8


def test_an_object_goes_and_its_surroundings_go_on() -> None:
    image = photo("IMG_0001")
    height, width = image.shape[:2]
    # The bins before the wooden wall.
    rows, columns = slice(int(0.575 * height), int(0.65 * height)), slice(int(0.765 * width), int(0.83 * width))
    where = np.zeros((height, width), np.float32)
    where[rows, columns] = 1
    edited = carry_out(image, Remove(), 1, where)
    before, after = image[rows, columns].astype(int), edited[rows, columns].astype(int)
    blue_before, blue_after = ((part[..., 2] - part[..., 0] > 60).mean() for part in (before, after))
    assert blue_before > 0.02 and blue_after == 0
    far = np.ones(where.shape, bool)
    far[rows.start - 8 : rows.stop + 8, columns.start - 8 : columns.stop + 8] = False
    assert np.array_equal(edited[far], image[far])
    assert np.array_equal(carry_out(image, Remove(), 1), image)
