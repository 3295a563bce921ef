"""Rooms of a shoot made alike: what cameras have done differently is undone, and nothing else is touched."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from luster_desktop.facts import Doubt, Finishing, Match
from luster_desktop.intake.finish import tones
from luster_desktop.intake.finish.finishing import finish
from luster_desktop.intake.finish.pixels import Pixels, display
from luster_desktop.intake.match.equations import Equations
from luster_desktop.intake.match.links import link
from luster_desktop.intake.match.memory import Known, Memory, Unseen
from luster_desktop.intake.match.signs import Signs, signs
from luster_desktop.intake.match.solving import NEAR, Matched, matched, matched_to
from tests.desktop.intake import rooms
from tests.present import present
from tests.shared import ROOMS, need

LEFT, RIGHT = np.s_[:, :660], np.s_[:, 240:]
SHARED_LEFT, SHARED_RIGHT = np.s_[:, 240:660], np.s_[:, :420]
"""Where the two frames show the same."""


def room(seed: int = 1) -> NDArray[np.float64]:
    """Light in a white room with a hundred things in it, 600 x 900."""
    rng = np.random.default_rng(seed)
    light = np.full((600, 900, 3), 0.5) * np.linspace(0.8, 1.1, 900)[None, :, None]
    for _ in range(110):
        left, top = rng.integers(0, 860), rng.integers(160, 580)
        colour = rng.uniform(0.04, 0.7, 3)
        light[top : top + rng.integers(12, 70), left : left + rng.integers(12, 90)] = colour
    grain = cv2.GaussianBlur(rng.normal(0, 1, (600, 900)), (0, 0), 1.5)
    return np.asarray(light * (1 + 0.15 * grain[..., None] * (np.arange(600) > 150)[:, None, None]))


def taken(light: NDArray[np.float64], *, stops: float = 0.0, red: float = 1.0, blue: float = 1.0) -> Pixels:
    """A photo of it, rolled off towards white as a camera does."""
    lit = light * 2**stops * np.array([red, 1, blue])
    return np.asarray(np.rint(display(1 - np.exp(-lit)) * 255), np.uint8)


def looked(*photos: Pixels, kept: dict[int, Match | None] | None = None, room: bool = True) -> list[Matched]:
    return list(matched(enumerate(signs(photo, room=room) for photo in photos), kept or {}, link).values())


def done(photo: Pixels, found: Matched) -> Pixels:
    return photo if found.match is None else tones.apply(photo, found.match)


def apart(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one.astype(float) - other.astype(float)).mean())


def test_what_cameras_did_differently_in_one_room_is_undone() -> None:
    light = room()
    left, right = taken(light[LEFT], stops=0.4, red=1.12), taken(light[RIGHT], stops=-0.3, blue=1.15)
    found = looked(left, right)
    before = apart(left[SHARED_LEFT], right[SHARED_RIGHT])
    after = apart(done(left, found[0])[SHARED_LEFT], done(right, found[1])[SHARED_RIGHT])
    assert before > 15
    assert after < 2.5


def test_photos_that_are_alike_already_stay_as_they_are() -> None:
    light = room()
    assert looked(taken(light[LEFT]), taken(light[RIGHT])) == [Matched(), Matched()]


def test_what_is_no_room_and_shows_nothing_of_the_others_stays_as_it_is() -> None:
    one, other = taken(room(1), red=1.2), taken(room(2), stops=-0.5)
    assert looked(one, other, room=False) == [Matched(), Matched()]


def test_rooms_without_a_common_thing_share_the_white_of_their_walls() -> None:
    photos = [taken(room(seed), red=red) for seed, red in ((1, 1.0), (2, 1.0), (3, 1.2))]
    found = looked(*photos)

    def tint(photo: Pixels) -> float:
        red, green = np.median(photo[:120, :, :2].reshape(-1, 2), axis=0)
        return float(red - green)

    assert [one.match for one in found[:2]] == [None, None]
    assert tint(photos[2]) > 8
    assert abs(tint(done(photos[2], found[2]))) < 0.6 * tint(photos[2])


def test_a_photo_that_was_ordered_stays_and_the_others_follow_it() -> None:
    light = room()
    left, right = taken(light[LEFT], stops=0.4), taken(light[RIGHT], stops=-0.3, blue=1.15)
    stays = Match(red=0.2, green=0.2, blue=0.2)
    first, second = looked(left, right, kept={0: stays})
    assert first.match == stays
    assert apart(done(left, first)[SHARED_LEFT], done(right, second)[SHARED_RIGHT]) < 2.5


def test_a_photo_in_quite_another_light_is_left_alone_and_pointed_out_until_somebody_says_what_it_is_like() -> None:
    light = room()
    usual = [taken(light[LEFT]), taken(light[RIGHT]), taken(light)]
    blue = taken(light[:, 100:800], red=0.35, blue=2.4)
    found = looked(*usual, blue)
    assert [one.doubt for one in found] == [None, None, None, Doubt.FAR]
    assert found[3].match is None
    change = matched_to(signs(usual[2], room=True), None, signs(blue, room=True))
    target = usual[2][:, 100:800]
    assert apart(tones.apply(blue, change), target) < 0.25 * apart(blue, target)


def test_a_room_that_shares_nothing_is_pointed_out_too() -> None:
    light = room()
    dark = np.asarray(np.random.default_rng(3).uniform(0, 25, (600, 900, 3)), np.uint8)
    found = looked(taken(light[LEFT]), taken(light[RIGHT]), taken(light), dark)
    assert found[3] == Matched(doubt=Doubt.ALONE)


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_black_and_white_stay_and_no_tone_overtakes_another(depth: type) -> None:
    top = np.iinfo(depth).max
    ramp: Pixels = np.linspace(0, top, 4096).astype(depth)
    picture = np.repeat(ramp[None, :, None], 3, axis=2)
    out = tones.apply(picture, Match(red=0.6, green=-0.4, blue=0.1, contrast=1.2))
    assert out.dtype == depth
    assert (out[0, 0] == 0).all()
    assert (out[0, -1] == top).all()
    assert (np.diff(out[0].astype(np.int64), axis=0) >= 0).all()
    assert out[0, 2048, 0] > picture[0, 2048, 0] > out[0, 2048, 1]


def test_finishing_matches_where_it_is_wanted_and_balances_by_the_whites_of_the_shoot() -> None:
    photo = taken(room()[LEFT])
    match = Match(red=0.3, green=0.0, blue=-0.2, white_red=1.2, white_blue=0.9)
    plain = Finishing(lens=False, verticals=False, whites=False, match=True)
    alike = finish(photo, wanted=plain, match=match)
    assert alike.matched
    assert (alike.pixels == tones.apply(photo, match)).all()
    off = finish(photo, wanted=replace(plain, match=False), match=match)
    assert not off.matched
    assert off.pixels is photo
    balance = present(finish(photo, wanted=replace(plain, whites=True), match=match).balance)
    assert (balance.red < 1, balance.blue > 1) == (True, True)


def test_a_large_shoot_is_matched_with_the_signs_of_its_last_photos_in_memory() -> None:
    one = signs(taken(room()[LEFT]), room=True)
    there: weakref.WeakSet[_Signs] = weakref.WeakSet()
    most = 0

    def shoot() -> Iterator[tuple[int, Signs]]:
        nonlocal most
        for number in range(5 * NEAR):
            photo = _Signs(*(getattr(one, field.name) for field in fields(Signs)))
            there.add(photo)
            most = max(most, len(there))
            yield number, photo

    found = matched(shoot(), {}, link)
    assert set(found.values()) == {Matched()}
    assert NEAR < most <= NEAR + 2


def test_nothing_is_solved_once_the_reading_was_cancelled() -> None:
    one = signs(taken(room()[LEFT]), room=True)
    assert set(matched({0: one, 1: one, 2: one}.items(), {}, link)) == {0, 1, 2}
    stopped: list[bool] = []

    def shoot() -> Iterator[tuple[int, Signs]]:
        yield 0, one
        yield 1, one
        stopped.append(True)

    assert matched(shoot(), {}, link, lambda: bool(stopped)) == {}


def test_a_full_memory_forgets_nothing_and_compares_what_it_has_no_room_for() -> None:
    light = room()
    photos = {str(n): signs(taken(light[:, 40 * n : 600 + 40 * n], stops=0.1 * n), room=True) for n in range(4)}
    plainly = matched(photos.items(), {}, link)
    looks: list[str] = []

    def look(name: str) -> Signs:
        looks.append(name)
        return photos[name]

    def known(memory: Memory) -> Iterator[tuple[str, Known]]:
        for name in photos:
            yield name, present(memory.photo(name, partial(look, name)))

    one = present(link(photos["1"], photos["0"]))
    small = Memory(budget=one.one.nbytes + one.other.nbytes + one.weights.nbytes)
    assert [matched(known(small), {}, small.link) for _ in range(2)] == [plainly] * 2
    assert looks[:4] == list(photos), "each is looked at once for all of its pairs"
    assert sorted(looks[4:]) == list(photos), "one pair is known, and all others are compared anew"
    small.keep(["2"])
    looks.clear()
    assert matched(known(small), {}, small.link) == plainly
    assert set(looks) == set(photos) and looks.count("2") == 1


def test_a_photo_that_cannot_be_looked_at_is_tried_again() -> None:
    memory, seen = Memory(), signs(taken(room()[LEFT]), room=True)

    def gone() -> Signs:
        raise Unseen

    assert memory.photo("one", gone) is None
    assert present(memory.photo("one", lambda: seen)).signs is seen
    assert memory.photo("outside", lambda: None) is None
    assert memory.photo("outside", gone) is None, "that it shows no room is known for good"
    lost = present(memory.photo("one", gone))
    assert (lost.room, lost.signs, memory.link(lost, lost)) == (True, None, None)


class _Signs(Signs):
    """With room for a weak reference."""

    __hash__ = object.__hash__


@pytest.mark.parametrize("count", [1, 11, 12, 13, 40])
def test_equations_of_neighbours_are_solved_as_all_of_them_together_would_be(count: int) -> None:
    rng = np.random.default_rng(count)
    few, whole, right = Equations(count, 4, NEAR), np.zeros((count, 4, count, 4)), np.zeros((count, 4))
    for at in range(count):
        rows = rng.normal(size=(6, 4))
        few.add(at, rows.T @ rows, rows.sum(axis=0))
        whole[at, :, at] += rows.T @ rows
        right[at] += rows.sum(axis=0)
        for before in range(max(0, at - NEAR), at):
            rows = rng.normal(size=(2, 8))
            asked = rows.T @ rows
            few.join(at, before, asked)
            for one, here in ((at, slice(4)), (before, slice(4, 8))):
                for other, there in ((at, slice(4)), (before, slice(4, 8))):
                    whole[one, :, other] += asked[here, there]
    dense = np.linalg.solve(whole.reshape(4 * count, -1), right.ravel()).reshape(count, 4)
    assert np.allclose(few.solved(), dense, atol=1e-8)
    few.hold_mean(np.array([1.0, 0, 0, 0]), 1e6)
    for part in range(4):
        whole[:, part, :, part] += 1e6 / count**2
    right[:, 0] += 1e6 / count
    dense = np.linalg.solve(whole.reshape(4 * count, -1), right.ravel()).reshape(count, 4)
    assert np.allclose(few.solved(), dense, atol=1e-6)


def test_surfaces_of_a_house_look_alike_in_views_that_nothing_was_tuned_by() -> None:
    need(ROOMS)
    shots = rooms.shoot(rooms.HELD_OUT[:2], 8, 5)
    found = looked(*[shot.pixels for shot in shots])
    before = rooms.differences(shots, [shot.pixels for shot in shots])
    after = rooms.differences(shots, [done(shot.pixels, one) for shot, one in zip(shots, found, strict=True)])
    assert np.median(before.same_light) > 4
    assert np.median(after.same_light) < 2
    assert np.percentile(after.unclipped, 95) < 0.5 * np.percentile(before.unclipped, 95)
