"""What is blown out in an interior: clean white, or the answer's view as a whole."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.imaging import Scope, chain, compose, regions
from backend.imaging.arrays import Pixels8
from backend.imaging.decode import decode
from tests.shared import SHARED, need

from .scenes import encoded

ROOM, FRAME, PANE = (slice(0, 400), slice(0, 600)), np.s_[80:240, 180:420], np.s_[92:228, 192:408]


def interior() -> tuple[Pixels8, Pixels8]:
    """A dim, warm room with a blown-out window in a white frame, and the answer: brighter, with a view drawn in it."""
    y, x = np.mgrid[0:400, 0:600].astype(np.float32)
    wood = 70 + 25 * np.sin(x / 5) + 12 * np.sin(y / 23)
    wood += cv2.GaussianBlur(np.random.default_rng(0).normal(0, 60, wood.shape).astype(np.float32), (0, 0), 2)
    photo = wood[..., None] * np.array((1.15, 1, 0.8), np.float32)
    photo[FRAME] = (190, 180, 160)
    answer = 1.35 * photo + 12
    photo[PANE] = 255
    photo += np.random.default_rng(1).normal(0, 1.5, photo.shape)
    glare = cv2.GaussianBlur(photo, (0, 0), 1.2)
    answer[PANE] = np.where((y > 160)[PANE][..., None], (90, 150, 60), (120, 180, 245))
    return (np.clip(v, 0, 255).astype(np.uint8) for v in (glare, answer))  # type: ignore[return-value]


def output(name: str) -> Pixels8:
    photo, answer = interior()
    valid = np.ones(photo.shape[:2], np.float32)
    found = {name: regions.find(name, photo, answer)}
    return compose.render(photo.copy(), compose.plan(photo, answer, valid, True, found))


def test_a_blown_out_pane_stays_white_and_its_frame_has_no_fog() -> None:
    _, answer = interior()
    made = output("white").astype(float)
    inside = made[PANE][3:-3, 3:-3]
    assert inside.min() >= 249 and np.ptp(inside, axis=-1).max() <= 1
    assert np.abs(made[84:88, 184:416] - answer[84:88, 184:416]).mean(axis=(0, 1)).max() < 8


def test_without_that_the_view_would_be_fog() -> None:
    photo, answer = interior()
    made = compose.render(photo.copy(), compose.plan(photo, answer, np.ones(photo.shape[:2], np.float32), True, {}))
    assert np.ptp(made[PANE].astype(int), axis=-1).max() > 20


def test_a_generated_view_is_the_answers_up_to_the_frame() -> None:
    _, answer = interior()
    inside = np.s_[98:222, 198:402]
    assert np.abs(output("view")[inside].astype(float) - answer[inside]).mean() < 4


@pytest.mark.parametrize(("name", "said"), [("white", []), ("view", ["view"])])
def test_a_generated_view_is_said(name: str, said: list[str]) -> None:
    photo, answer = interior()
    done = chain.finish(encoded(photo, "PNG"), encoded(answer, "PNG"), Scope(True, frozenset({name})))
    assert done.report["generated"] == said


def test_haze_beside_what_is_blown_out_belongs_to_the_view() -> None:
    photo, answer = interior()
    photo[180:228, 192:408] = 205
    covered = {name: regions.find(name, photo, answer)[190:220, 200:400] for name in ("view", "white")}
    assert covered["view"].min() > 0.9 and covered["white"].max() < 0.1


def test_a_real_view_behind_glare_is_no_fog() -> None:
    answers = need(SHARED / "answers")
    photo = decode((answers / "photos" / "st-enhance.jpg").read_bytes(), keep=True)
    seen = chain.look_at((answers / "answers" / "st-enhance.jpg").read_bytes())
    made = chain.draft(photo, *seen, Scope(True, frozenset({"white"})))
    blown = cv2.erode((made.before.min(axis=-1) > 250).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert np.quantile(np.ptp(made.output[blown].astype(int), axis=-1), 0.99) <= 2
