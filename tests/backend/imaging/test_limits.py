"""Edits that are limited to a region: the rest is the photo bit for bit, whatever the answer shows there."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.imaging import Scope, SizeLimits, Stroke, Unusable, chain, compose
from backend.imaging.brush import inside
from backend.imaging.decode import decode
from tests.shared import ANSWERS, need

from . import simulator
from .houses import House, house
from .scenes import encoded

SIZE, ASKED = (1200, 800), (1008, 672)
LIMITS = SizeLimits()
DUSK, SKY, LAWN = (
    Scope(True, frozenset({"sky", "windows"})),
    Scope(False, frozenset({"sky"})),
    Scope(False, frozenset({"lawn"})),
)
LEFT = (Stroke(0.09, ((0.12, 0.16), (0.32, 0.16))), Stroke(0.11, ((0.14, 0.45), (0.3, 0.8))))
"""Over sky, house and lawn of the left half."""


@pytest.fixture(scope="module")
def place() -> House:
    return house(2, *SIZE)


def limited(scope: Scope, strokes: tuple[Stroke, ...] = LEFT) -> Scope:
    return Scope(scope.tone, scope.content, limit=strokes)


def reached(strokes: tuple[Stroke, ...], width: int, height: int) -> np.ndarray:
    """Where a pixel's middle is no further from a stroke than its radius, in the geometry's own measures."""
    y, x = np.mgrid[:height, :width] + 0.5
    found = np.zeros((height, width), bool)
    for stroke in strokes:
        radius = stroke.radius * max(width, height)
        points = [(across * width, down * height) for across, down in stroke.points]
        for (ax, ay), (bx, by) in zip(points, points[1:] or points, strict=False):
            long = max((bx - ax) ** 2 + (by - ay) ** 2, 1e-9)
            along = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long, 0, 1)
            found |= np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) <= radius
    return found


def edited(place: House, scope: Scope) -> np.ndarray:
    """The true result of an edit of the whole photo."""
    if scope.tone:
        return place.dusk
    if scope.content == {"sky"}:
        return place.sky
    lawn = place.masks["lawn"][..., None]
    return np.clip(np.rint(place.clean * (1 - lawn) + place.lawn * lawn), 0, 255).astype(np.uint8)


def output(photo: np.ndarray, answer: np.ndarray, scope: Scope) -> np.ndarray:
    """What is delivered, before it is encoded; raises what `draft` and the judge refuse."""
    shown = decode(encoded(photo, "PNG"), keep=True)
    draft = chain.draft(shown, *chain.look_at(encoded(answer, "PNG")), scope)
    if draft.verdict.reason:
        raise Unusable(draft.verdict.reason, draft.verdict.detail)
    return compose.render(shown.pixels, draft.plan)


@pytest.mark.parametrize("scope", [DUSK, SKY, LAWN], ids=["dusk", "sky", "lawn"])
@pytest.mark.parametrize("obeys", [False, True], ids=["everywhere", "within"])
def test_nothing_outside_has_changed_and_inside_is_the_edit(place: House, scope: Scope, obeys: bool) -> None:
    """The answer has the edit everywhere, or only around the region, fading out."""
    wanted = edited(place, scope)
    shown = wanted
    if obeys:
        near = cv2.GaussianBlur(cv2.dilate(inside(LEFT, *SIZE), np.ones((31, 31))), (0, 0), 8)[..., None]
        shown = np.rint(place.clean + near * (wanted.astype(np.float32) - place.clean)).astype(np.uint8)
    made = output(place.clean, simulator.answer(shown, ASKED, 5, cast=scope.tone), limited(scope))
    region = reached(LEFT, *SIZE)
    assert not (made != place.clean).any(axis=-1)[~region].any(), "0 pixels outside"
    whole = inside(LEFT, *SIZE) >= 1
    if not scope.tone:
        (name,) = scope.content
        whole &= cv2.erode(place.masks[name], np.ones((11, 11), np.uint8)) == 1
    assert whole.mean() > 0.02
    miss = np.abs(made.astype(float) - wanted).mean(axis=-1)[whole].mean()
    asked = np.abs(place.clean.astype(float) - wanted).mean(axis=-1)[whole].mean()
    assert miss < 0.6 * asked
    # As deep inside as it is soft nothing is left of the photo's light, and at the border it is.
    steps = np.abs(np.diff((made.astype(float) - place.clean).mean(axis=-1), axis=1))
    edge = region & (inside(LEFT, *SIZE) == 0)
    assert steps[edge[:, 1:] | edge[:, :-1]].max() < 12, "no step at the border"


@pytest.mark.parametrize(
    ("name", "scope", "stroke"),
    [
        ("wv-dusk-corner", DUSK, Stroke(0.22, ((0.45, 0.6),))),
        ("pp-sky", SKY, Stroke(0.2, ((0.3, 0.15),))),
        ("pv-lawn", LAWN, Stroke(0.2, ((0.45, 0.85),))),
    ],
)
def test_a_real_answer_stays_within_and_arrives_there(name: str, scope: Scope, stroke: Stroke) -> None:
    """These models changed all of the photo; a stroke over sky, house or lawn gets its part of that."""
    photo, answer = (need(ANSWERS / kind / f"{name}.jpg").read_bytes() for kind in ("photos", "answers"))
    shown = decode(photo, keep=True)
    original = shown.pixels.copy()
    draft = chain.draft(shown, *chain.look_at(answer), limited(scope, (stroke,)))
    assert draft.verdict.reason == "" and draft.verdict.report()["beyond_request"] == 0
    made = compose.render(shown.pixels, draft.plan)
    region = reached((stroke,), *made.shape[1::-1])
    changed = (made != original).any(axis=-1)
    assert not changed[~region].any() and changed[region].mean() > 0.5


def test_a_thing_that_the_answer_invents_counts_within_and_not_outside(place: House) -> None:
    shown = simulator.answer(place.dusk, ASKED, 7)

    def with_disc(x: int, y: int) -> np.ndarray:
        picture = shown.copy()
        cv2.circle(picture, (x, y), 40, (230, 40, 200), -1)
        cv2.circle(picture, (x, y), 20, (20, 240, 20), -1)
        return picture

    outside = output(place.clean, with_disc(820, 460), limited(DUSK))
    assert np.array_equal(outside[:, 800:], place.clean[:, 800:])
    within = output(place.clean, with_disc(223, 420), limited(DUSK))
    seen = within[500, 265].astype(int)
    assert seen[0] - seen[1] < 60, "it is left out"


def test_what_was_asked_for_must_be_in_the_region(place: House) -> None:
    below = (Stroke(0.05, ((0.2, 0.9), (0.3, 0.9))),)
    shown = simulator.answer(place.sky, ASKED, 5, cast=False)
    with pytest.raises(Unusable) as refused:
        output(place.clean, shown, limited(SKY, below))
    assert refused.value.reason == "no_edit"


def test_the_model_gets_the_region_as_a_mask_of_the_whole_photo(place: House) -> None:
    prepared = chain.prepare(encoded(place.clean, "PNG"), LIMITS, limited(DUSK))
    mask = cv2.imdecode(np.frombuffer(prepared.mask, np.uint8), cv2.IMREAD_UNCHANGED)
    assert mask is not None and mask.shape[:2] == (prepared.height, prepared.width)
    clear = mask[..., 3] == 0
    region = reached(LEFT, prepared.width, prepared.height)
    assert clear[region].all() and clear.mean() < 1.3 * region.mean()
    assert chain.prepare(encoded(place.clean, "PNG"), LIMITS, DUSK).mask == b""


@pytest.mark.parametrize("radius", [0.004, 0.02, 0.1])
@pytest.mark.parametrize("size", [(1999, 1333), (601, 903), (6000, 4000)])
def test_the_soft_edge_reaches_no_further_than_the_strokes_at_any_size(radius: float, size: tuple[int, int]) -> None:
    strokes = (Stroke(radius, ((0.31, 0.27), (0.62, 0.55), (0.5, 0.8))), Stroke(radius, ((0.0, 0.5),)))
    longer = max(size)
    small = tuple(round(edge * min(1, 1536 / longer)) for edge in size)
    share = cv2.resize(inside(strokes, *small), size, interpolation=cv2.INTER_LINEAR)
    assert not share[~reached(strokes, *size)].any()
    assert share.max() == 1
