"""New skies: behind leaves without fringes, in the answer's own colours, up to the photo's edge, and nowhere else."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from backend.editing import catalogue
from backend.imaging import Unusable, cast, chain, lift, mattes, regions
from backend.imaging.arrays import planes
from backend.imaging.content import sky
from backend.imaging.decode import decode
from backend.imaging.layers import Layer, Mixed, lay
from backend.imaging.transforms import Transform
from backend.imaging.values import Scope
from tests import shared
from tests.bench import real_answers, real_measures

from . import simulator
from .houses import house
from .scenes import encoded

SKY = Scope(False, frozenset({"sky"}))
ANSWERS = shared.SHARED / "answers"


def drafted(photo: np.ndarray, answer: np.ndarray, scope: Scope) -> chain.Draft:
    return chain.draft(decode(encoded(photo, "PNG"), keep=True), *chain.look_at(encoded(answer, "PNG")), scope)


def real(name: str) -> chain.Draft:
    """A real pair of `../shared/answers`, drafted; skips where that is not at hand."""
    shared.need(ANSWERS / "manifest.tsv")
    (pair,) = [pair for pair in real_answers.pairs(ANSWERS) if pair.id == name]
    scope = catalogue.scope(catalogue.preset(pair.preset), catalogue.check(pair.preset, pair.parameters))
    photo = decode(pair.photo.read_bytes(), keep=True)
    return chain.draft(photo, *chain.look_at(pair.answer.read_bytes()), scope)


def test_a_few_levels_are_a_cast_and_an_evening_is_none() -> None:
    photo = np.random.default_rng(1).integers(30, 220, (256, 384, 3), np.uint8)
    everywhere = np.ones(photo.shape[:2], np.float32)
    for gain, offset, left in ((1.03, 2.0, 0.02), (0.5, 10.0, 1.0)):
        answer = photo.astype(np.float32) * gain + offset
        kept = cast.taken_back(answer, lift.without_cast(photo, answer, everywhere))
        assert np.abs(kept - photo).mean() == pytest.approx(left * np.abs(answer - photo).mean(), abs=0.3)


@pytest.mark.parametrize("told", [0.3, 0.5])
def test_a_leaf_that_is_half_sky_is_never_toned_as_a_whole(told: float) -> None:
    """Its tone was fitted on dark leaves; of a bright sky it makes a glaring red. `told`: what half is taken for."""
    leaf, old, new = (
        np.array(colour, np.float32)[:, None] for colour in ((40, 60, 30), (150, 190, 250), (240, 170, 150))
    )
    slopes = np.diag([4.0, 0.5, 0.5, 0])[:3]
    slopes[:, 3] = (-120, 0, 0)
    tone = Transform(np.broadcast_to(slopes.reshape(12, 1, 1), (12, 4, 4)).astype(np.float32))

    def plane(colour: np.ndarray) -> np.ndarray:
        return np.broadcast_to(colour[..., None], (len(colour), 4, 4)).astype(np.float32)

    zero = np.zeros((1, 4, 4), np.float32)
    mixed = Mixed(plane(leaf), zero + 6, plane(old), plane(new), zero, zero)
    own = plane(0.5 * leaf + 0.5 * old)
    alpha = np.full((4, 4), told, np.float32)
    result = tone.apply_planes(own, 0, 4)
    delta = plane(new) - tone.apply_planes(plane(old), 0, 4)
    lay(result, own, tone, Layer(alpha[None], delta, mixed=mixed), alpha, delta, 0, 4)
    toned = tone.apply_planes(plane(leaf), 0, 4)
    least, most = np.minimum(toned, plane(new)) - 30, np.maximum(toned, plane(new)) + 30
    assert (result > least).all() and (result < most).all()


def test_what_is_thin_and_dark_before_a_bright_sky_stays_darker_than_an_evening() -> None:
    """A wire, and twigs that are no pixel wide: they are nowhere seen without the old sky's light."""
    old, new = np.array((130, 170, 250), np.uint8), np.array((80, 60, 70), np.uint8)
    share: np.ndarray = np.zeros((960, 1440), np.uint8)
    random = np.random.default_rng(3)
    cv2.line(share, (0, 150), (1439, 260), 255, 5, cv2.LINE_AA)
    for _ in range(60):
        x, y = random.integers((250, 450), (1100, 800)).tolist()
        cv2.line(share, (x, y), (x + int(random.integers(-200, 200)), y - 150), 255, 3, cv2.LINE_AA)
    share = cv2.resize(share, (360, 240), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    light = (1 - share[..., None]) * (old / 255) ** 2.2 + share[..., None] * 0.01
    photo = (255 * light ** (1 / 2.2)).astype(np.uint8)
    target = np.broadcast_to(new, photo.shape).astype(np.float32)
    coverage, valid = (share < 0.1).astype(np.float32), np.ones_like(share)
    begun = sky.begun(photo, target, coverage, valid)
    layer = sky.replaced(begun, photo, target, photo.astype(np.float32), valid, None)
    own = planes(photo)
    alpha, made = mattes.coverage(layer.matte, own, *layer.within(0, len(photo))), planes(photo)
    lay(made, own, None, layer, alpha, layer.delta, 0, len(photo))
    assert (made.max(axis=0) < new.max() + 8)[share > 0].mean() > 0.99
    assert made[:, share > 0.6].mean() < 0.8 * new.mean()


def zoomed(picture: np.ndarray, left: int, top: int) -> np.ndarray:
    """Without `left` columns and `top` rows, at the same size."""
    return cv2.resize(picture[top:, left:], picture.shape[1::-1], interpolation=cv2.INTER_AREA)


def test_clouds_go_on_where_the_answer_does_not_show_the_photo() -> None:
    photo = np.full((160, 240, 3), 230, np.uint8)
    clouds = np.broadcast_to(150 + 40 * np.sin(np.arange(160) / 8)[:, None, None], photo.shape).astype(np.float32)
    valid = np.ones(photo.shape[:2], np.float32)
    valid[:, :30] = 0
    unseen = np.where(valid[..., None] > 0, clouds, np.float32(20))
    new = sky.begun(photo, unseen, np.ones_like(valid), valid).mixed.new
    assert np.abs(new[:, 10:150, 0] - new[:, 10:150, 60]).max() < 8


def test_a_sky_goes_on_without_a_seam_where_the_answer_does_not_show_it() -> None:
    place = house(2, 1200, 800)
    reply = zoomed(simulator.answer(place.sky, (1200, 800), 4, warp="none", cast=False), 60, 0)
    made = drafted(place.clean, reply, SKY)
    assert (made.aligned.valid[50] < 0.5).sum() > 40
    left = cv2.GaussianBlur(made.output[20:90, :140].astype(np.float32), (0, 0), 1)
    steps = np.abs(np.diff(left.mean(axis=0), axis=0)).max(axis=1)
    assert steps.max() < 2.5


def test_a_sky_that_the_answer_hardly_shows_is_refused() -> None:
    place = house(2, 1200, 800)
    reply = zoomed(simulator.answer(place.sky, (1200, 800), 4, warp="none", cast=False), 90, 90)
    with pytest.raises(Unusable) as caught:
        drafted(place.clean, reply, SKY)
    assert caught.value.reason == "misaligned"


@pytest.mark.parametrize(("name", "share"), [("ge-pricing", 0.45), ("gp2-season-as-sky", 0.34)])
def test_a_facade_as_pale_as_the_sky_is_none(name: str, share: float) -> None:
    assert real(name).found["sky"].mean() < share


@pytest.mark.parametrize("name", ["cs-dusk", "gp2-dusk", "cs-dusk-as-sky", "hu-sky"])
def test_real_evenings_arrive_as_they_are_and_without_fringes(name: str) -> None:
    figures = real_measures.measure(real(name))
    assert figures["sky_de"] < 3 and figures["redder"] < 0.003, json.dumps(figures)


@pytest.mark.parametrize(
    ("name", "place"),
    [("gp-day2night", (0.45, 0.68, 0.72, 0.95)), ("pv-season-as-sky", (0.47, 0.57, 0.66, 0.77))],
)
def test_a_white_van_or_window_frame_far_below_the_sky_is_none(name: str, place: tuple[float, ...]) -> None:
    coverage = real(name).found["sky"]
    top, bottom, left, right = place
    height, width = coverage.shape
    here = coverage[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
    assert here.mean() < 0.05


def test_a_cream_wall_under_pale_clouds_and_lamps_that_light_up_are_no_sky() -> None:
    """Both are as bright as a cloud; the one is warmer than any, the others grew brighter where the sky dimmed."""
    random = np.random.default_rng(5)
    photo = np.full((600, 900, 3), (60, 62, 58), np.uint8)
    photo[:260] = np.linspace((120, 160, 235), (205, 218, 240), 260)[:, None]
    clouds = cv2.GaussianBlur(random.random((260, 900), np.float32), (0, 0), 30)
    clouds = np.clip((clouds - clouds.mean()) / clouds.std(), 0, 1)[..., None]
    photo[:260] = photo[:260] + clouds * (np.array((240, 241, 244)) - photo[:260])
    wall, lamps = np.zeros(photo.shape[:2], np.uint8), np.zeros(photo.shape[:2], np.uint8)
    wall[272:300, 200:700] = 1
    for x in range(220, 700, 90):
        cv2.circle(lamps, (x, 340), 6, 1, cv2.FILLED)
    photo[wall > 0], photo[lamps > 0] = (226, 220, 208), (250, 250, 246)
    answer = (photo * 0.42).astype(np.uint8)
    answer[:260] = (100, 82, 90)
    answer[lamps > 0] = (255, 255, 250)
    photo = np.clip(photo + random.normal(0, 1.5, photo.shape), 0, 255).astype(np.uint8)
    found = regions.find("sky", photo, answer)
    assert found[:250].mean() > 0.97
    assert found[cv2.erode(wall, np.ones((5, 5), np.uint8)) > 0].mean() < 0.03
    assert found[lamps > 0].mean() < 0.03
