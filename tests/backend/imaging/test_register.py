"""Answers are brought to within a pixel, or refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backend.editing import catalogue
from backend.imaging import Scope, Unusable, chain, compose, register
from backend.imaging.decode import decode
from tests import shared
from tests.bench.real_answers import pairs
from tests.bench.register import measure, pair

from . import recomposed, simulator
from .scenes import encoded, repeated, room

EDGE = 1024


@pytest.mark.parametrize("number", [442, 706])
def test_slats_are_aligned_though_most_points_are_in_one_place(number: int) -> None:
    _, reason, (median, _, astray, _) = measure(number, [], EDGE)
    assert not reason
    assert median < 0.6 and astray < 0.05


def test_what_stays_beside_its_place_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = pair(52, [], EDGE)
    locate = register.locate

    def missing_a_part(*given: Any) -> Any:
        found = locate(*given)
        found.where[200:600, 300:900] += 10
        return found

    monkeypatch.setattr(register, "locate", missing_a_part)
    with pytest.raises(Unusable, match="beside their places"):
        register.register(made.photo, made.reply)


def test_tiles_that_match_their_neighbours_are_refused() -> None:
    """Number 828: at dusk, and bent by far, half of the picture is taken for the next row of tiles."""
    made = pair(828, [], EDGE)
    with pytest.raises(Unusable, match="beside their places"):
        register.register(made.photo, made.reply)


@pytest.mark.parametrize("kind", ["new", "empty"])
def test_what_is_drawn_anew_is_no_reason_to_refuse(kind: str) -> None:
    """Number 52: tiles, of which a fifth and more has become sky; here with other structure in the same place."""
    made = pair(52, [], EDGE)
    reply = made.reply.copy()
    rng = np.random.default_rng(1)
    height, width = reply.shape[:2]
    changed = np.s_[height // 2 : height - 60, width // 2 : width - 60]
    other = pair(6, [], EDGE).photo[changed] if kind == "new" else rng.integers(118, 138, reply[changed].shape)
    reply[changed] = other
    assert register.register(made.photo, reply).agreement > 0.5


SIZE = WIDTH, HEIGHT = 1200, 800


@pytest.mark.parametrize("way", [*recomposed.ZOOMS, *recomposed.SQUEEZED, *recomposed.FRAMED, *recomposed.CUT])
def test_an_answer_that_is_zoomed_squeezed_framed_or_cut_is_aligned(way: object) -> None:
    photo = repeated("bricks", *SIZE, 7)
    made, places = recomposed.again(simulator.relit(photo, 3, night=0.6, lamps=4), way)
    found = register.register(photo, simulator.answer(made, made.shape[1::-1], 5, warp="none", cast=False))
    shown = ((places > 0) & (places < np.array(made.shape[1::-1]) - 1)).all(axis=-1)
    per_pixel = np.hypot(*(places[HEIGHT // 2, -1] - places[HEIGHT // 2, 0])) / (WIDTH - 1)
    miss = np.linalg.norm(found.where - places, axis=-1)[shown] / per_pixel
    assert np.median(miss) < 0.25 and np.quantile(miss, 0.99) < 1.5
    assert abs(found.valid.mean() - shown.mean()) < 0.02 and found.moved.mean() < 0.02


@pytest.mark.parametrize("kind", ["room", "slats"])
def test_a_part_that_moved_is_left_out_and_the_rest_is_in_its_place(kind: str) -> None:
    photo = room(*SIZE, 7) if kind == "room" else repeated(kind, *SIZE, 7)
    edited = simulator.relit(photo, 3, night=0.6, lamps=4)
    found = register.register(photo, simulator.answer(recomposed.moved(edited, 30), SIZE, 5, warp="none", cast=False))
    wrong = np.abs(found.answer.astype(float) - edited).mean(axis=-1) > 25
    kept = (found.moved < 0.5) & (found.valid > 0.5)
    assert wrong.mean() > 0.004 and wrong[kept].mean() < 0.0005
    assert kept.mean() > 0.8


def test_a_moved_part_counts_as_left_out() -> None:
    photo = repeated("bricks", *SIZE, 7)
    reply = simulator.answer(recomposed.moved(photo, 30), SIZE, 5, warp="none", cast=False)
    draft = chain.draft(decode(encoded(photo, quality=95), keep=True), *chain.look_at(encoded(reply)), Scope(True))
    assert draft.verdict.report()["left_out"] > 0
    assert np.quantile(np.abs(draft.output.astype(float) - photo), 0.999) < 20


def test_light_goes_on_where_the_answer_is_not_believed() -> None:
    photo = room(*SIZE, 7)
    edited = simulator.relit(photo, 3)
    valid = np.ones((HEIGHT, WIDTH), np.float32)
    valid[:, 900:] = 0
    darker = np.clip(photo.astype(np.int16) - 60, 0, 255).astype(np.uint8)
    answer = np.where(valid[..., None] > 0, edited, darker)
    output = compose.render(photo.copy(), compose.plan(photo, answer, valid, True, {}))
    assert np.median(np.abs(output.astype(float) - edited)[valid == 0]) < 10


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("step", [120, 250])
def test_a_room_seen_from_elsewhere_is_refused(seed: int, step: int) -> None:
    photo, other = recomposed.two_cameras(SIZE, seed, step)
    reply = simulator.answer(simulator.relit(other, seed), SIZE, seed, warp="mild", cast=False)
    with pytest.raises(Unusable, match=r"seen from elsewhere|beside their places|its geometry"):
        register.register(photo, reply)


def test_what_was_painted_over_does_not_decide() -> None:
    photo, other = room(*SIZE, 7), room(*SIZE, 8)
    painted = np.zeros((HEIGHT, WIDTH), np.float32)
    painted[:, 260:] = 1
    reply = simulator.answer(np.where(painted[..., None] > 0, other, photo), SIZE, 5, cast=False)
    with pytest.raises(Unusable, match="cannot be aligned"):
        register.register(photo, reply)
    assert register.register(photo, reply, differing=painted).agreement > 0.9


def test_what_was_painted_must_be_shown_and_a_photo_for_the_most_part() -> None:
    photo = room(*SIZE, 7)
    cut = simulator.answer(np.ascontiguousarray(photo[:, 300:]), (900, HEIGHT), 5, warp="none", cast=False)
    looked = decode(encoded(photo, quality=95), keep=True), *chain.look_at(encoded(cut))
    with pytest.raises(Unusable, match="only a part of what was asked for: photo"):
        chain.draft(*looked, Scope(True))
    with pytest.raises(Unusable, match="only a part of what was asked for: painted"):
        chain.draft(*looked, Scope(False, strokes=(recomposed.stroke(0.2),)))
    assert chain.draft(*looked, Scope(False, strokes=(recomposed.stroke(0.7),))).found["painted"].any()


ANSWERS = shared.SHARED / "answers"
OTHERS = [
    "st-enhance-live1",
    "st-kitchen-tuned-run1",
    "st-kitchen-old-run1",
    "st-kitchen-lean-run1",
    "fo-living",
    "st-demo-enhance",
    "gp2-4-as-bright",
    "pv-reno-as-bright",
    "st-declutter-v0",
    "oy-bc-as-lawn",
    "pp-twilight",
]
SAME = ["pp-declutter", "wv-declutter-garage", "wv-staging-bedroom", "rd-clutter", "rd-yard-as-lawn", "gp2-enhance"]


@pytest.mark.parametrize("name", [*OTHERS, *SAME])
def test_real_answers_of_the_same_camera_are_aligned_and_others_are_not(name: str) -> None:
    shared.need(ANSWERS)
    real = next(p for p in pairs(ANSWERS) if p.id == name)
    scope = catalogue.scope(catalogue.preset(real.preset), catalogue.check(real.preset, real.parameters))
    photo = decode(real.photo.read_bytes(), keep=True)
    looked = chain.look_at(real.answer.read_bytes())
    if name in SAME:
        assert chain.draft(photo, *looked, scope).aligned.agreement > 0.5
    else:
        with pytest.raises(Unusable, match=r"cannot be aligned|only a part"):
            chain.draft(photo, *looked, scope)
