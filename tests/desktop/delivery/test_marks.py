"""The mark in the pixels: found again after what portals do to photos, seen by nobody, and in no other picture."""

from __future__ import annotations

import math
import random
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from luster_desktop.delivery.items import Origin
from luster_desktop.delivery.marks import detection, invisible, pattern
from tests.bench import marks as bench
from tests.desktop.intake import sample
from tests.shared import ANSWERS, need

OUTSIDE, BEDROOM, LIVING = 1, 2, 5
LEVEL = (1, 2, 4, 5, 6, 9, 10, 11, 13, 14)
"""Photos that a photographer would deliver: those at -4 and +4 EV are black or white."""


def marked(number: int, origin: Origin = Origin.GENERATED) -> bench.Pixels:
    return invisible.marked(sample.pixels(number), origin)


@pytest.mark.parametrize("number", LEVEL)
def test_it_survives_what_portals_do(number: int) -> None:
    found = list(bench.recompressed(f"{number}", marked(number), 18, random.Random(number)))
    assert [one.strength for one in found if not one.good] == []


@pytest.mark.parametrize("origin", [Origin.ENHANCED, Origin.GENERATED])
def test_it_says_how_the_picture_came_about(origin: Origin) -> None:
    found = detection.found(bench.saved(bench.resized(marked(OUTSIDE, origin), 1536), 80))
    assert found is not None and found.origin is origin


@pytest.mark.parametrize(("ratio", "long"), [(4 / 5, 1350), (9 / 16, 1920), (1.0, 1200)])
def test_it_survives_crops_for_social_media(ratio: float, long: int) -> None:
    part = bench.cut(marked(LIVING), random.Random(1), ratio)
    assert detection.found(bench.saved(bench.resized(part, long), 85)) is not None


def test_it_survives_bars_that_make_an_upright_photo_level() -> None:
    upright = Image.fromarray(np.ascontiguousarray(np.rot90(sample.pixels(LIVING))))
    whole = Image.fromarray(invisible.marked(np.asarray(upright), Origin.GENERATED))
    padded = ImageOps.pad(whole, (2048, 1536), color=(255, 255, 255))
    assert detection.found(bench.saved(np.asarray(padded), 75)) is not None


def test_it_survives_from_the_full_size_down() -> None:
    large = np.asarray(cv2.resize(sample.pixels(OUTSIDE), (6000, 4000), interpolation=cv2.INTER_CUBIC), np.uint8)
    small = bench.resized(invisible.marked(large, Origin.GENERATED), 2048)
    found = detection.found(bench.saved(small, 75))
    assert found is not None and found.origin is Origin.GENERATED


@pytest.mark.parametrize("number", LEVEL)
def test_it_costs_less_than_anybody_sees(number: int) -> None:
    photo = sample.pixels(number)
    assert bench.cost(photo, marked(number)) < 0.6


def test_even_walls_stay_even() -> None:
    """Half a step of 255 on a wall that has none itself: most pixels stay, no other changes by more than one or two."""
    wall = np.repeat(np.linspace(170, 220, 2048).round().astype(np.uint8)[None], 1365, 0)
    wall = np.stack([wall] * 3, -1)
    moved = invisible.marked(wall, Origin.GENERATED).astype(int) - wall
    assert np.abs(moved).max() <= 2
    assert math.sqrt(np.mean(moved**2)) < 0.5
    assert np.mean(moved == 0) > 0.8


@pytest.mark.parametrize("name", ["ge-pricing.jpg", "gp2-vacant.jpg", "pp-bright.jpg"])
def test_blown_out_places_beside_lively_ones_stay(name: str) -> None:
    """There the picture's detail is nothing at all, and sums of it can come out below that."""
    photo = bench.read(need(ANSWERS / "photos" / name))
    assert np.abs(invisible.marked(photo, Origin.GENERATED).astype(int) - photo).max() < 12


def test_white_windows_and_black_corners_stay() -> None:
    photo = np.zeros((1365, 2048, 3), np.uint8)
    photo[:, 1024:] = 255
    assert np.array_equal(invisible.marked(photo, Origin.GENERATED), photo)


def test_photos_without_it_are_never_taken_for_marked() -> None:
    strengths = [detection.strongest(detection.seen(sample.pixels(number))).strength for number in (1, 5, 9, 13)]
    assert max(strengths) < detection.ALARM - 2


def test_chance_stays_below_its_bound() -> None:
    """Of ten million places that are tried on a photo, as many are strong as of a normal distribution, and fewer than
    the derivation allows at most."""
    tried = len(detection.scales()) * pattern.SIDE**2
    shares = bench.tails(sample.pixels(BEDROOM)) / tried
    for tail, share in zip(bench.TAILS, shares, strict=True):
        assert share < math.exp(-(tail**2) / 2)
    assert shares[0] == pytest.approx(bench.normal(bench.TAILS[0]), rel=0.1)
    assert tried * math.exp(-(detection.ALARM**2) / 2) < 1e-8


def test_real_photos_have_no_mark() -> None:
    real = [path for path in bench.photos() if "sample_shoot" not in path.parts]
    if not real:
        pytest.skip("no real photos are beside this checkout")
    assert {path.name for path in real[::16] if detection.found(bench.read(path))} == set()


def test_small_pictures_and_plain_photos_are_not_marked(tmp_path: Path) -> None:
    photo = sample.pixels(OUTSIDE)
    assert invisible.marked(photo, Origin.MERGED) is photo
    small = bench.resized(photo, 720)
    assert invisible.marked(small, Origin.GENERATED) is small


def test_the_pattern_is_the_same_for_ever() -> None:
    """Photos that were delivered keep theirs: another pattern would not find it."""
    assert (pattern.anchor().phases.size, pattern.data().phases.size) == (1966, 950)
    assert pattern.anchor().phases[:3] == pytest.approx([0.06225586, 0.01098633, 0.40541077])
    assert pattern.data().phases[:3] == pytest.approx([0.5964203, 0.14015198, 0.019104])
    assert invisible.CODES == {Origin.ENHANCED: 9, Origin.GENERATED: 36}
