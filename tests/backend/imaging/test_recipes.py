"""Several edits of one photo: one file, in which nothing changed outside what each of them may change."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.imaging import Finished, Rejected, Scope, SizeLimits, Stroke, Unusable, chain, compose, crops, filling
from backend.imaging.brush import coverage
from backend.imaging.decode import decode

from . import simulator
from .houses import house
from .scenes import encoded, opened, room

SIZE = (1800, 1200)
LIMITS = SizeLimits()
BIN = (900, 900)
STROKES = (Stroke(0.022, ((BIN[0] / SIZE[0], BIN[1] / SIZE[1]),)),)
BOTH = Scope(False, frozenset({"sky", "lawn"}), STROKES)
DUSK = Scope(True, frozenset({"sky", "windows"}), STROKES)


def with_bin(clean: np.ndarray) -> np.ndarray:
    photo = clean.copy()
    cv2.circle(photo, BIN, 26, (200, 40, 160), -1)
    return photo


def made(photo: np.ndarray, clean: np.ndarray, edited: np.ndarray, scope: Scope) -> tuple[Finished, np.ndarray]:
    """The finished photo, and its pixels before they are encoded. `clean` has no bin, `edited` is the whole edit."""
    original, fills = encoded(photo, "PNG"), []
    for prepared in chain.crops(original, LIMITS, scope):
        assert prepared.crop
        reply = simulator.answer(crops.cut(clean, prepared.crop), (prepared.width, prepared.height), 1)
        fills.append(chain.fill(prepared.own, encoded(reply, "PNG"), prepared.crop))
    whole = chain.prepare(original, LIMITS, scope, fills)
    answer = encoded(simulator.answer(edited, (whole.width, whole.height), 2, cast=scope.tone), "PNG")
    shown = decode(original, keep=True)
    filling.lay(shown.pixels, fills)
    draft = chain.draft(shown, *chain.look_at(answer), Scope(scope.tone, scope.content))
    return chain.finish(original, answer, scope, fills), compose.render(shown.pixels, draft.plan)


def near(mask: np.ndarray, pixels: int) -> np.ndarray:
    return cv2.dilate((mask > 0.01).astype(np.uint8), np.ones((2 * pixels + 1,) * 2, np.uint8)) > 0


def test_sky_lawn_and_a_removed_bin_are_one_file_and_nothing_else_has_changed() -> None:
    place = house(2, *SIZE)
    lawn = place.masks["lawn"][..., None]
    edited = np.clip(np.rint(place.sky * (1 - lawn) + place.lawn * lawn), 0, 255).astype(np.uint8)
    photo = with_bin(place.clean)
    done, output = made(photo, place.clean, edited, BOTH)
    assert done.report["verdict"] == "pass"
    assert done.report["generated"] == ["lawn", "painted", "sky"]
    painted = coverage(STROKES, *SIZE)
    regions = near(place.masks["sky"], 6) | near(place.masks["lawn"], 6) | near(painted, 3)
    assert 0.1 < (~regions).mean() < 0.9
    assert not (output != photo).any(axis=-1)[~regions].any(), "0 pixels outside the three regions"
    for name in ("sky", "lawn"):
        inside = cv2.erode(place.masks[name], np.ones((15, 15), np.uint8)) == 1
        miss = np.abs(output.astype(float) - edited).mean(axis=-1)[inside]
        before = np.abs(photo.astype(float) - edited).mean(axis=-1)[inside]
        assert miss.mean() < 0.6 * before.mean()
    inside = painted > 0.99
    assert np.abs(output.astype(float) - edited)[inside].mean() < 10
    assert np.abs(opened(done.image).astype(int) - output).max() < 40


def test_what_takes_the_place_of_a_bin_has_the_evenings_light() -> None:
    place = house(2, *SIZE)
    photo = with_bin(place.clean)
    done, output = made(photo, place.clean, place.dusk, DUSK)
    assert done.report["verdict"] == "pass" and {"painted", "sky"} <= set(done.report["generated"])
    painted = coverage(STROKES, *SIZE)
    inside, ring = painted > 0.99, near(painted, 30) & ~near(painted, 4)
    miss = [np.abs(output.astype(float) - place.dusk)[where].mean() for where in (inside, ring)]
    assert miss[0] < 1.6 * miss[1] + 2, "no worse than what was there all the time"
    light = [float(output[where].mean()) for where in (inside, ring)]
    wanted = [float(place.dusk[where].mean()) for where in (inside, ring)]
    assert abs((light[0] - light[1]) - (wanted[0] - wanted[1])) < 6
    assert float(photo[inside].mean()) > light[0] + 20, "it is evening there, too"


def test_each_region_that_was_asked_for_must_be_in_the_photo_and_in_the_answer() -> None:
    indoors = encoded(np.clip(room(1200, 800) * np.array([1.0, 0.9, 0.9]), 0, 255).astype(np.uint8))
    with pytest.raises(Rejected, match="no_"):
        chain.prepare(indoors, LIMITS, Scope(True, frozenset({"sky", "lawn"}), asked=frozenset({"sky"})))
    place = house(2, *SIZE)
    original = encoded(place.clean, "PNG")
    answer = encoded(simulator.answer(place.sky, (1536, 1024), 3, cast=False), "PNG")
    assert chain.finish(original, answer, Scope(False, frozenset({"sky"}))).report["verdict"] == "pass"
    with pytest.raises(Unusable) as refused:
        chain.finish(original, answer, Scope(False, frozenset({"sky", "lawn"})))
    assert refused.value.reason == "no_edit"
