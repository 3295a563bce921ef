"""The verdict on what would be delivered: paint, stains, edits that did not arrive, and what was left out."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from backend.imaging import Scope, Unusable, chain, compose, drift, exif, icc, judge, paint
from backend.imaging.decode import Photo
from tests.bench.lifted import lifted
from tests.bench.real_answers import pairs, run
from tests.shared import SHARED, need

from . import simulator
from .scenes import encoded, room

ANSWERS = SHARED / "answers"
SIZE = (1200, 800)
TONE = Scope(tone=True)
EVERYWHERE = np.ones(SIZE[::-1], np.float32)


def with_wall(share: float, colour: tuple[int, int, int] = (165, 160, 152)) -> tuple[np.ndarray, np.ndarray]:
    """A room with a plain wall that covers `share` of it, under light that falls off, and where the wall is."""
    photo = room(*SIZE, 3).astype(np.float32)
    where = np.zeros(SIZE[::-1], bool)
    where[120 : 120 + round(800 * share**0.5), 260 : 260 + round(1200 * share**0.5)] = True
    light = np.linspace(0.8, 1.1, SIZE[0], dtype=np.float32)[None, :, None]
    photo = np.where(where[..., None], np.array(colour, np.float32) * light, photo)
    photo += np.random.default_rng(2).normal(0, 2, photo.shape)
    return np.clip(photo, 0, 255).astype(np.uint8), where


def painted(picture: np.ndarray, where: np.ndarray, gain: tuple[float, float, float]) -> np.ndarray:
    return np.where(where[..., None], np.clip(picture * np.array(gain), 0, 255), picture).astype(np.uint8)


@pytest.mark.parametrize("gain", [(1.2, 0.75, 0.75), (0.75, 0.9, 1.2), (0.5, 0.5, 0.5)])
def test_one_material_in_another_colour_is_paint(gain: tuple[float, float, float]) -> None:
    photo, where = with_wall(0.12, (140, 138, 132))
    answer = painted(simulator.relit(photo, 3), where, gain)
    found = paint.measure(photo, answer, EVERYWHERE)
    assert found.largest > 1.5 * judge.PAINTED_SHARE
    if len(set(gain)) == 1:
        return  # only darker: it is refused, but what around it is its shade cannot be told
    gate = found.gate(SIZE)
    assert gate[cv2.erode(where.astype(np.uint8), np.ones((41, 41), np.uint8)) > 0].mean() > 0.5
    assert gate[cv2.dilate(where.astype(np.uint8), np.ones((81, 81), np.uint8)) == 0].mean() < 0.05


@pytest.mark.parametrize("seed", [3, 7, 11, 19])
def test_light_curve_and_white_balance_are_no_paint(seed: int) -> None:
    photo, _ = with_wall(0.12)
    cold = np.clip(simulator.relit(photo, seed) * np.array((0.85, 1.0, 1.15)), 0, 255).astype(np.uint8)
    for answer in (simulator.relit(photo, seed), cold):
        assert paint.measure(photo, answer, EVERYWHERE).largest < 0.9 * judge.PAINTED_SHARE


def test_the_glow_of_lamps_is_not_left_out_as_paint() -> None:
    photo, _ = with_wall(0.12)
    assert not paint.measure(photo, simulator.relit(photo, 3, lamps=6), EVERYWHERE).gate(SIZE).any()


def test_a_thing_that_was_painted_keeps_the_photos_colour_in_the_new_light() -> None:
    photo, where = with_wall(0.03)
    truth = np.clip(photo.astype(np.float32) * 1.25 + 10, 0, 255).astype(np.uint8)
    reply = simulator.answer(painted(truth, where, (1.1, 0.6, 0.6)), SIZE, 5, cast=False)
    made, image = lifted(encoded(photo), encoded(reply), TONE)
    assert made.verdict.reason == "" and made.verdict.report()["left_out"] >= 1
    output = np.asarray(Image.open(io.BytesIO(image))).astype(float)
    inside = cv2.erode(where.astype(np.uint8), np.ones((31, 31), np.uint8)) > 0
    assert np.abs(output[inside].mean(axis=0) - truth[inside].mean(axis=0)).max() < 8


def test_a_painted_wall_and_nothing_else_is_refused() -> None:
    photo, where = with_wall(0.3)
    reply = simulator.answer(painted(photo, where, (1.1, 0.7, 0.75)), SIZE, 5, cast=False)
    with pytest.raises(Unusable):
        chain.finish(encoded(photo), encoded(reply), TONE)


def test_a_stain_in_the_output_is_refused_and_shown() -> None:
    photo, _ = with_wall(0.1)
    answer = np.clip(photo * 1.2, 0, 255).astype(np.uint8)
    stained = answer.astype(np.float32)
    fog = cv2.GaussianBlur(cv2.circle(np.zeros(SIZE[::-1], np.float32), (600, 400), 110, 1, -1), (0, 0), 20)
    stained += fog[..., None] * np.array((40, -40, 60), np.float32)
    zero = np.zeros((400, 600), np.float32)
    plan = compose.Plan(None, (), drift.Drift(zero, zero, zero), zero, answer.astype(np.float32))
    pictures = (photo, answer, np.clip(stained, 0, 255).astype(np.uint8))
    verdict = judge.judge(*pictures, EVERYWHERE, True, {}, plan)
    assert verdict.reason == "uninvited" and verdict.report()["beyond_request"] == 1
    red, _green, _blue, alpha = (np.asarray(v) for v in Image.open(io.BytesIO(verdict.change_map())).split())
    assert red[160, 240] == 255 and alpha[160, 240] > 150 and not alpha[20:60, 20:60].any()
    clean = judge.judge(photo, answer, answer, EVERYWHERE, True, {}, plan)
    assert clean.reason == "" and clean.arrived > 0.99 and clean.report()["beyond_request"] == 0


@pytest.mark.parametrize("gain", [1.0, 1.01])
def test_an_answer_that_changed_hardly_anything_is_no_edit(gain: float) -> None:
    photo, _ = with_wall(0.1)
    reply = simulator.answer(np.clip(photo * gain, 0, 255).astype(np.uint8), SIZE, 4, cast=False)
    with pytest.raises(Unusable) as caught:
        chain.finish(encoded(photo), encoded(reply), TONE)
    assert caught.value.reason == "no_edit"


REAL = {
    "pw-fresh": "delivered",
    "pw-moody": "delivered",
    "sr-hdr": "delivered",
    "ia-bridge": "delivered",
    "gp2-perspective-as-bright": "refused",
    "gp2-wall-as-bright": "refused",
    "pv-wall-as-bright": "refused",
    "pv-paint-as-bright": "refused",
    "nv-sofa-as-bright": "refused",
    "hu-bed-as-bright": "refused",
    "st-kitchen-old-run1": "refused",
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_answer_is_delivered_or_refused_as_it_should_be(name: str) -> None:
    (pair,) = [pair for pair in pairs(need(ANSWERS)) if pair.id == name]
    row = run(pair, untouched=False, whole=False, out=None, measured=False)
    assert row["outcome"] == REAL[name], row["reason"]
    if row["outcome"] == "delivered":
        assert row["arrived"] > 0.85 and row["beyond_request"] == 0


@pytest.mark.parametrize("name", ["pw-moody", "pw-fresh", "pp-sky", "pp-grass", "ia-bridge"])
def test_a_photo_in_place_of_its_answer_is_no_edit(name: str) -> None:
    (pair,) = [pair for pair in pairs(need(ANSWERS)) if pair.id == name]
    row = run(pair, untouched=True, whole=False, out=None, measured=False)
    assert (row["outcome"], row["reason"].split(":")[0]) == ("refused", "no_edit")


def test_the_verdict_is_on_the_answer_however_large_the_photo_is() -> None:
    photo = room(1536, 1024, 4)
    edited, _ = simulator.invent(simulator.relit(photo, 2), room(1536, 1024, 9), 0.06, 1)
    reply = encoded(simulator.answer(edited, (1536, 1024), 3, cast=False))
    scores = []
    for edge in (2400, 9600):
        large = cv2.resize(photo, (edge, edge * 2 // 3), interpolation=cv2.INTER_CUBIC)
        drafted = chain.draft(Photo(large, icc.srgb(), exif.NO_FACTS), *chain.look_at(reply), TONE)
        scores.append((drafted.verdict.score, float(drafted.verdict.measures["answer_drift"])))
    assert np.abs(np.diff(scores, axis=0)).max() < 0.03 and scores[0][1] > 0.1
