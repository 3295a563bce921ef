"""A photo is refused before the model is paid only when it surely lacks the region."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from backend import words
from backend.imaging import Rejected, Scope, SizeLimits, chain
from backend.imaging.arrays import scale
from backend.imaging.decode import decode
from backend.imaging.presence import alignable, possible
from backend.imaging.sizes import fit_size
from tests import shared

from .scenes import encoded, room

SAMPLE = Path(__file__).parents[3] / "resources" / "sample_shoot"
SKY, LAWN = Scope(False, frozenset({"sky"})), Scope(False, frozenset({"lawn"}))
LIMITS = SizeLimits()


def sample(number: int) -> bytes:
    return (SAMPLE / f"IMG_{number:04}.JPG").read_bytes()


def under(colour: tuple[int, int, int]) -> np.ndarray:
    """A textured scene under a sky of one colour with a little noise."""
    picture = room(1200, 800)
    noise = np.random.default_rng(0).normal(0, 2, (250, 1200, 3))
    picture[:250] = np.clip(noise + colour, 0, 255).astype(np.uint8)
    return picture


SKIES = {
    "overcast": (232, 233, 235),
    "blown out": (255, 255, 255),
    "grey": (150, 152, 156),
    "blue": (90, 140, 215),
    "deep blue": (40, 60, 110),
    "haze": (225, 215, 195),
}


@pytest.mark.parametrize("sky", SKIES)
def test_every_kind_of_sky_may_be_replaced(sky: str) -> None:
    assert possible("sky", under(SKIES[sky]))
    assert chain.prepare(encoded(under(SKIES[sky])), LIMITS, SKY).width == 1200


def test_a_strip_of_sky_behind_trees_counts() -> None:
    picture = room(1200, 800)
    picture[:30, 400:520] = (228, 230, 233)
    assert possible("sky", picture)


@pytest.mark.parametrize("number", [1, 2, 5, 6, 10, 11])
def test_what_may_be_there_is_not_refused(number: int) -> None:
    picture = decode(sample(number)).pixels
    for size in ((2400, 1600), (1536, 1024), (600, 400)):
        small = scale(picture, size)
        assert possible("sky", small) and possible("lawn", small) and possible("windows", small)


@pytest.mark.parametrize("number", [3, 4, 8, 9])
def test_a_photo_without_sky_is_refused_with_its_sentence(number: int) -> None:
    with pytest.raises(Rejected) as caught:
        chain.prepare(sample(number), LIMITS, SKY)
    assert caught.value.code == "no_sky" and words.told(caught.value) == "No sky was found in this photo."


def test_a_photo_without_a_blade_of_grass_is_refused_with_its_sentence() -> None:
    grey = cv2.cvtColor(cv2.cvtColor(room(), cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    with pytest.raises(Rejected) as caught:
        chain.prepare(encoded(grey), LIMITS, LAWN)
    assert caught.value.code == "no_lawn" and "lawn" in words.told(caught.value)


def test_a_preset_that_may_change_the_light_needs_no_region() -> None:
    assert chain.prepare(sample(8), LIMITS, Scope(True, frozenset({"sky", "windows"}))).width > 1000


def fitted(picture: np.ndarray) -> np.ndarray:
    """At the size at which the model would get it."""
    size = fit_size(picture.shape[1], picture.shape[0], LIMITS)
    return scale(picture, size) if size[0] < picture.shape[1] else cv2.resize(picture, size)


def test_a_photo_of_nothing_is_refused_with_its_sentence() -> None:
    rng = np.random.default_rng(0)
    slope = np.linspace(40, 230, 1500)[None, :, None]
    for picture in (
        *(np.full((1000, 1500, 3), level) for level in (0, 128, 255)),
        *(rng.normal(level, noise, (1000, 1500, 3)) for level, noise in ((128, 4), (90, 12), (128, 70))),
        np.broadcast_to(slope, (1000, 1500, 3)),
    ):
        with pytest.raises(Rejected) as caught:
            chain.prepare(encoded(np.clip(picture, 0, 255).astype(np.uint8), quality=92), LIMITS, Scope(True))
        assert caught.value.code == "no_structure" and words.told(caught.value).endswith(".")


def test_no_photo_of_anything_is_refused() -> None:
    files = [*sorted(shared.need(shared.ANSWERS / "photos").iterdir()), *sorted(SAMPLE.glob("*.JPG"))]
    assert len(files) > 60
    refused = [file.name for file in files if not alignable(fitted(decode(file.read_bytes()).pixels))]
    # As a camera sees the rooms: far too dark, right, and far too bright.
    for file in sorted(shared.need(shared.SHARED / "rooms").glob("*.npz")):
        linear = np.load(file)["linear"].astype(np.float32)
        for stops in (-3, 0, 2):
            seen = np.clip(linear * 2.0**stops, 0, 1) ** (1 / 2.2) * 255
            refused += [f"{file.name} {stops}"] if not alignable(fitted(seen.astype(np.uint8))) else []
    assert refused == []
