"""What pictures show: never the opposite on what its rules were made for, and often enough to be of use."""

from __future__ import annotations

import numpy as np
import pytest

from luster_desktop.facts import Scene, Seen, Shown
from luster_desktop.intake.pixels import Thumbnail, load_thumbnail
from luster_desktop.intake.scenery import EDGE, judge, see
from tests.bench import scenery
from tests.desktop.intake import sample
from tests.shared import ANSWERS, need


def painted(height: int = 85, width: int = EDGE) -> np.ndarray:
    return np.zeros((height, width, 3), np.uint8)


def seen(picture: np.ndarray) -> Seen:
    height, width = picture.shape[:2]
    return see(Thumbnail(width, height, picture.tobytes()))


def garden() -> np.ndarray:
    picture = painted()
    picture[:40] = (120, 170, 235)
    grass = np.random.default_rng(3).normal(0, 25, (45, EDGE, 1))
    picture[40:] = np.clip(np.array((70, 120, 40)) + grass, 0, 255)
    return picture


def test_sky_and_lawn_are_outside_and_warm_walls_inside() -> None:
    assert seen(garden()) == Seen(Scene.OUTSIDE, frozenset({Shown.SKY, Shown.LAWN}))
    room = painted()
    room[:50], room[50:] = (190, 165, 130), (130, 90, 55)
    room[20:40, 50:70] = (255, 255, 250)
    assert seen(room) == Seen(Scene.INSIDE, frozenset({Shown.BLOWN_PANES}))


def test_a_pool_and_the_night_are_seen_outside() -> None:
    pool = garden()
    pool[55:80, 20:100] = (40, 150, 190)
    assert Shown.POOL in seen(pool).shows
    night = (garden() * 0.3).astype(np.uint8)
    assert seen(night).shows == {Shown.NIGHT}


@pytest.mark.parametrize(("above", "below"), [((235, 238, 240), (140, 110, 80)), ((90, 110, 190), (90, 110, 190))])
def test_in_doubt_it_says_nothing(above: tuple[int, ...], below: tuple[int, ...]) -> None:
    """A white ceiling may be an overcast sky, a blue wall an evening one; a black frame may be anything."""
    picture = painted()
    assert seen(picture) == Seen(Scene.UNSURE)
    picture[:40], picture[40:] = above, below
    assert seen(picture) == Seen(Scene.UNSURE)


def test_the_sample_shoot_is_never_taken_for_what_it_is_not() -> None:
    for path in sorted(sample.SHOOT.iterdir()):
        wrong = Scene.INSIDE if path.stem in ("IMG_0001", "IMG_0002") else Scene.OUTSIDE
        assert see(load_thumbnail(path, EDGE)).scene is not wrong, path.name


def test_bare_ground_by_day_surely_has_no_lawn() -> None:
    street = painted()
    street[:40] = (190, 205, 225)
    paving = np.random.default_rng(5).normal(0, 18, (45, EDGE, 1))
    street[40:] = np.clip(np.array((120, 120, 122)) + paving, 0, 255)
    assert Shown.NO_LAWN not in seen(garden()).shows
    assert seen(street) == Seen(Scene.OUTSIDE, frozenset({Shown.SKY, Shown.NO_LAWN}))
    assert seen(garden()).front > seen(street).front > 0


def test_what_is_said_of_real_photos_holds_for_those_that_nothing_was_learnt_from() -> None:
    need(ANSWERS)
    everything = scenery.collected()
    said_of = scenery.judged(everything)
    assert scenery.fronts(everything, said_of) >= 0.8
    found = scenery.tally(everything, said_of)
    for word, (said, right, possible, wrong) in found.items():
        assert right >= said * scenery.TARGETS.get(word, scenery.TARGET), (word, wrong)
        assert said > 0, f"{word}: never said, of {possible}"
    assert found["inside"][1] + found["outside"][1] >= 120


def test_the_weights_that_ship_are_those_that_the_labels_give() -> None:
    need(ANSWERS)
    measures, biases = scenery.Table.of(scenery.collected()).without("")
    shipped, shipped_biases = judge.weighed()
    assert set(measures) == set(shipped)
    for name, weight in measures.items():
        assert weight == pytest.approx(shipped[name], abs=0.02), name
    assert biases == pytest.approx(shipped_biases, abs=0.02)
