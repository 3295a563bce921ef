"""Panes that are lit now lie where the photo has them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.imaging import Scope, chain, compose, glass, panes
from backend.imaging.arrays import Floats, Pixels8
from backend.imaging.decode import decode
from backend.imaging.register import Registered, register
from tests.bench import real_measures
from tests.shared import SHARED, need

from . import simulator
from .houses import house

SIZE = (1200, 800)


@pytest.mark.parametrize("seed", [1, 2])
def test_bars_between_lit_panes_are_put_where_the_photo_has_them(seed: int) -> None:
    place = house(seed, *SIZE)
    reply = simulator.answer(place.dusk, SIZE, seed, cast=True)
    known = simulator.displacement(SIZE, np.random.default_rng(seed), *simulator.WARPS["typical"])
    lit = cv2.dilate((place.masks["windows"] > 0.5).astype(np.uint8), np.ones((9, 9))) > 0

    def off(aligned: Registered) -> float:
        back = cv2.remap(known, aligned.where[..., 0], aligned.where[..., 1], cv2.INTER_LINEAR)
        y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
        return float(np.sqrt(((back - np.dstack((x, y)))[lit] ** 2).sum(axis=-1).mean()))

    aligned = register(place.clean, reply)
    moved = panes.straightened(aligned, place.clean, reply, glass.windows(place.clean, aligned.answer))
    assert off(moved) < 0.7 * off(aligned)
    far = cv2.dilate(lit.astype(np.uint8), np.ones((121, 121))) == 0
    assert np.array_equal(moved.answer[far], aligned.answer[far])


def test_without_lit_panes_nothing_moves() -> None:
    place = house(3, *SIZE)
    aligned = register(place.clean, simulator.answer(place.clean, SIZE, 3))
    lit = glass.windows(place.clean, aligned.answer)
    assert panes.straightened(aligned, place.clean, aligned.answer, lit) is aligned


PANE = np.s_[120:200, 150:210]


def facade() -> tuple[Pixels8, Pixels8]:
    """A grey wall by day and at dusk, with noise in both: 400 x 300."""
    rng = np.random.default_rng(2)
    wall = rng.normal(0, 3, (2, 300, 400, 3)) + np.array([150, 60]).reshape(2, 1, 1, 1)
    day, dusk = np.clip(wall, 0, 255).astype(np.uint8)
    return day, dusk


def lit(day: Pixels8, dusk: Pixels8) -> Floats:
    return glass.coverage(day, dusk, glass.windows(day, dusk))


def test_a_pane_that_mirrors_the_sky_in_one_half_is_lit_as_a_whole() -> None:
    day, dusk = facade()
    day[120:200, 150:210], day[120:160, 150:210] = 45, (165, 175, 190)
    dusk[PANE] = (240, 190, 110)
    found = lit(day, dusk)
    assert found[PANE][3:-3, 3:-3].min() > 0.95
    found[115:205, 145:215] = 0
    assert found.max() < 0.02


def test_a_pale_curtain_that_glows_hardly_brighter_than_by_day_is_a_lit_pane() -> None:
    day, dusk = facade()
    folds = np.random.default_rng(4).normal(0, 12, (2, 80, 60, 1))
    day[PANE], dusk[PANE] = (175, 172, 165) + folds[0], (190, 140, 70) + folds[1]
    assert lit(day, dusk)[PANE][3:-3, 3:-3].min() > 0.95


def test_the_glow_of_a_lamp_on_a_wall_is_no_pane() -> None:
    day, dusk = facade()
    y, x = np.mgrid[0:300, 0:400]
    glow = 190 * np.exp(-np.hypot(y - 150, x - 200) / 30)
    dusk = np.clip(dusk + glow[..., None] * (1, 0.8, 0.5), 0, 255).astype(np.uint8)
    assert not lit(day, dusk).any()


@pytest.mark.parametrize("off", [0, 8])
def test_a_bar_stays_the_photos_where_the_answer_has_it_too(off: int) -> None:
    day, dusk = facade()
    day[PANE], dusk[PANE] = 45, (240, 190, 110)
    day[120:200, 179:182], dusk[120:200, 179 + off : 182 + off] = 200, 70
    bar = lit(day, dusk)[123:197, 180 + off]
    assert (bar.max() < 0.3) if off == 0 else (bar.min() > 0.95)


def test_nothing_that_the_photo_mirrors_is_left_in_a_lit_pane() -> None:
    day, dusk = facade()
    day[PANE] = np.random.default_rng(3).choice([20, 90], (80, 60, 1))
    dusk[PANE] = (240, 190, 110)
    valid = np.ones(day.shape[:2], np.float32)
    plan = compose.plan(day, dusk, valid, True, {"windows": lit(day, dusk)})
    inside = compose.render(day.copy(), plan)[PANE][4:-4, 4:-4]
    assert np.abs(inside.astype(float) - (240, 190, 110)).max() < 6


def test_a_pane_whose_light_fades_towards_its_lower_end_keeps_its_corners() -> None:
    day, dusk = facade()
    pane = np.s_[120:156, 150:178]
    y, x = np.mgrid[0:36, 0:28]
    tongue = (y < 16) | (np.hypot((y - 16) / 20, (x - 13.5) / 14) < 1)
    day[pane], dusk[pane] = 100, np.where(tongue[..., None], (240, 150, 60), (84, 50, 22))
    found = lit(day, dusk)[pane]
    assert min(found[-4, 3], found[-4, -4]) > 0.9


def test_a_lamp_where_the_photo_has_none_is_no_pane() -> None:
    day, dusk = facade()
    dusk[PANE] = (240, 190, 110)
    assert not lit(day, dusk).any()


@pytest.mark.parametrize("name", ["gp2-dusk", "wv-dusk-corner", "sr-twilight"])
def test_panes_that_real_answers_light_are_lit(name: str) -> None:
    answers = need(SHARED / "answers")
    photo = decode((answers / "photos" / f"{name}.jpg").read_bytes(), keep=True)
    seen = chain.look_at((answers / "answers" / f"{name}.jpg").read_bytes())
    shared = real_measures.panes_iou(chain.draft(photo, *seen, Scope(True, frozenset({"sky", "windows"}))))
    assert shared is not None and shared > 0.9
