"""The regions of houses that nothing was fitted on, under wires, behind trees, with walls as white as a cloud."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.imaging import Scope, chain, regions
from backend.imaging.register import register

from . import simulator
from .houses import House, house
from .scenes import encoded, opened

SIZE = (1200, 800)
DUSK = Scope(True, frozenset({"sky", "windows"}))


def drawn(seed: int) -> House:
    return house(seed, *SIZE)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.minimum(a, b).sum() / np.maximum(a, b).sum())


def found(name: str, seed: int, kind: str) -> np.ndarray:
    place = drawn(seed)
    aligned = register(place.clean, simulator.answer(getattr(place, kind), SIZE, seed, cast=kind == "dusk"))
    return regions.find(name, place.clean, aligned.answer, aligned.valid)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("kind", ["sky", "dusk"])
def test_a_sky_that_wires_and_trees_cut_up_is_found(kind: str, seed: int) -> None:
    assert overlap(found("sky", seed, kind), drawn(seed).masks["sky"]) > 0.9


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_panes_are_lit_as_a_whole_up_to_their_bars(seed: int) -> None:
    """Also where glass mirrors a blue sky, and where a curtain is dim."""
    assert overlap(found("windows", seed, "dusk"), drawn(seed).masks["windows"]) > 0.9


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", ["lawn", "green"])
def test_a_lawn_is_found_whether_it_is_redrawn_or_recoloured(kind: str, seed: int) -> None:
    assert overlap(found("lawn", seed, kind), drawn(seed).masks["lawn"]) > 0.94


def test_the_open_sky_is_the_new_one_through_and_through() -> None:
    """Clouds of the old sky differ from its mean; what is left of them must not show."""
    place = drawn(2)
    reply = simulator.answer(place.dusk, SIZE, 2)
    output = opened(chain.finish(encoded(place.clean, "PNG"), encoded(reply, "PNG"), DUSK).image)
    inside = cv2.erode(place.masks["sky"], np.ones((25, 25), np.uint8)) == 1
    miss = np.abs(output.astype(float) - place.dusk).max(axis=-1)[inside]
    assert inside.mean() > 0.05 and np.quantile(miss, 0.999) < 20


def test_a_white_wall_is_no_sky_although_lamps_colour_it_like_one() -> None:
    place = drawn(3)
    beside = cv2.dilate(place.masks["sky"], np.ones((9, 9), np.uint8)) == 0
    assert found("sky", 3, "dusk")[beside].mean() < 0.01


def test_a_small_lit_pane_in_a_wide_grey_wall_that_got_brighter_is_found_alone() -> None:
    rng = np.random.default_rng(1)
    photo = np.clip(rng.normal(100, 2, (400, 600, 3)), 0, 255).astype(np.uint8)
    answer = photo.copy()
    answer[100:] += 20
    photo[200:230, 300:330], answer[200:230, 300:330] = 50, 230
    panes = regions.find("windows", photo, answer)
    assert panes[208:222, 308:322].min() > 0.9 and panes[120:180].max() < 0.1
