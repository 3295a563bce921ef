"""The promise: the edit arrives at full size, and nothing else changes."""

from __future__ import annotations

import io
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from backend.imaging import Scope, Unusable, chain, compose, drift, judge, lift, mattes, regions
from backend.imaging.arrays import planes, scale
from backend.imaging.register import locate, register
from tests.bench.measures import gmsd, iou, psnr, tampering_left

from . import simulator
from .scenes import encoded, opened, room

TRUTH = Path(os.environ.get("LUSTER_TRUTH", Path(__file__).parents[4] / "shared" / "sample" / "truth"))
needs_truth = pytest.mark.skipif(not TRUTH.is_dir(), reason="the rendered house's truths are not here")
SIZE = (1536, 1024)


def load(name: str) -> np.ndarray:
    return np.asarray(Image.open(TRUTH / name).convert("RGB"))


def mask(name: str) -> np.ndarray:
    return np.asarray(Image.open(TRUTH / f"IMG_0001_mask_{name}.png").convert("L")) / 255


def test_tone_arrives_at_full_size_with_the_photos_own_detail() -> None:
    photo = room(2000, 1336)
    truth = simulator.relit(photo, 3)
    reply = simulator.answer(truth, (1200, 800), 5, cast=False)
    done = chain.finish(encoded(photo, "PNG"), encoded(reply, "PNG"), Scope(tone=True))
    output = opened(done.image)
    assert output.shape == photo.shape == (done.height, done.width, 3)
    plain = psnr(cv2.resize(reply, (2000, 1336), interpolation=cv2.INTER_CUBIC), truth)
    assert psnr(output, truth) > 36 and psnr(output, truth) > plain + 15
    assert gmsd(output, truth) < 0.03
    assert done.report["verdict"] == "pass"
    thumb = opened(done.thumb)
    assert max(thumb.shape) == 1024


def test_an_answer_of_another_photo_is_never_used() -> None:
    photo, other = encoded(room(1200, 800, 1)), encoded(room(1200, 800, 2))
    with pytest.raises(Unusable):
        chain.finish(photo, other, Scope(tone=True))
    with pytest.raises(Unusable):
        chain.finish(photo, encoded(np.full((800, 1200, 3), 128, np.uint8)), Scope(tone=True))
    with pytest.raises(Unusable):
        chain.finish(photo, b"no picture", Scope(tone=True))
    with pytest.raises(Unusable):
        chain.finish(photo, encoded(room(1200, 800, 1)[:, ::-1].copy()), Scope(tone=True))


@pytest.mark.parametrize(("kind", "most"), [("invent", 0.2), ("erase", 0.3)])
def test_what_nobody_asked_for_is_left_out_and_said(kind: str, most: float) -> None:
    photo = room(1536, 1024, 4)
    truth = simulator.relit(photo, 7)
    if kind == "invent":
        tampered, box = simulator.invent(truth, room(1536, 1024, 9), 0.08, 3)
    else:
        tampered, box = simulator.erase(truth, 0.09, 3)
    reply = simulator.answer(tampered, SIZE, 6, cast=False)
    done = chain.finish(encoded(photo, "PNG"), encoded(reply, "PNG"), Scope(tone=True))
    x, y, w, h = box
    where = np.zeros(photo.shape[:2], bool)
    where[y : y + h, x : x + w] = True
    report = done.report
    assert (report["verdict"], report["beyond_request"], report["left_out"]) == ("pass", 0, 1)
    assert tampering_left(opened(done.image), truth, tampered, where) < most
    shown = Image.open(io.BytesIO(done.change_map))
    assert shown.mode == "RGBA" and max(shown.size) <= 480
    red, green, _blue, alpha = (np.array(v) for v in shown.split())
    ratio = alpha.shape[1] / photo.shape[1]
    there = np.s_[round(y * ratio) : round((y + h) * ratio), round(x * ratio) : round((x + w) * ratio)]
    assert alpha[there].max() > 150 and (green[there] > 0).mean() > 0.3 and not red.any()
    near = round(64 * ratio)
    alpha[
        max(0, there[0].start - near) : there[0].stop + near, max(0, there[1].start - near) : there[1].stop + near
    ] = 0
    assert not alpha.any()


def test_what_drifts_is_left_out_as_a_whole_and_only_where_it_stands_out() -> None:
    unlike = np.zeros((256, 384), np.float32)
    cv2.circle(unlike, (100, 120), 24, 0.5, -1)
    # Where light clips nothing is judged, yet the thing goes on there; its middle looks like the photo by chance.
    amount = unlike * (np.arange(384) < 110)
    unlike[110:130, 90:108] = amount[110:130, 90:108] = 0
    # Noise in the dark.
    amount[:, 200:] = unlike[:, 200:] = 0.2
    odd = np.where(np.arange(384) < 90, 1, 0) * np.ones_like(amount)
    gate, wrong = drift.Drift(amount, np.ones_like(amount), unlike).gate((768, 512), odd)
    thing = cv2.circle(np.zeros((512, 768), np.uint8), (200, 240), 48, 1, -1)
    assert gate[thing > 0].min() > 0.9
    assert not gate[cv2.dilate(thing, np.ones((81, 81), np.uint8)) == 0].any()
    # Its colour is in doubt only near where it is odd.
    assert wrong[thing > 0][:100].min() > 0.9 and (wrong <= gate).all()
    assert not drift.Drift(amount, np.ones_like(amount), unlike).gate((768, 512), 0 * odd)[1].any()


@pytest.mark.parametrize(("width", "kept"), [(4, True), (6, False)])
def test_a_speck_that_stands_out_is_no_thing(width: int, kept: bool) -> None:
    amount = np.zeros((256, 384), np.float32)
    amount[100 : 100 + width, 200 : 200 + width] = 0.4
    gates = drift.Drift(amount, np.ones_like(amount), amount).gate((768, 512), np.ones_like(amount))
    assert all((not gate.any()) == kept for gate in gates)


def test_light_goes_on_across_what_is_left_out() -> None:
    photo = room(768, 512, 3)
    truth = simulator.relit(photo, 8, lamps=5, night=0.6)
    gains = []
    for centre in ((200, 250), (384, 256), (560, 300)):
        hole = cv2.circle(np.zeros((512, 768), np.float32), centre, 50, 1, -1)
        spoilt = np.where(hole[..., None] > 0, np.uint8(128), truth)
        counts = 1 - hole + 1e-4
        fitted = lift.fit(photo, spoilt, counts)
        whole = drift.bridged(fitted, photo, spoilt, counts, hole)
        plain, bridged = (psnr(np.clip(v.apply(photo), 0, 255), truth, hole > 0) for v in (fitted, whole))
        assert bridged > max(plain, 33)
        gains.append(bridged - plain)
    assert np.mean(gains) > 4


@pytest.mark.parametrize(("kind", "share"), [("none", 0.0), ("invent", 0.08), ("erase", 0.09)])
def test_lamps_raise_no_alarm_and_hide_nothing(kind: str, share: float) -> None:
    photo = room(1152, 768, 4)
    tampered, box = simulator.relit(photo, 8, lamps=5, night=0.6), (0, 0, 1152, 768)
    if kind == "invent":
        tampered, box = simulator.invent(tampered, room(1152, 768, 9), share, 3)
    elif kind == "erase":
        tampered, box = simulator.erase(tampered, share, 3)
    aligned = register(photo, simulator.answer(tampered, (1152, 768), 6, cast=False))
    for lit in (False, True):
        score, peak = _compared(photo, aligned.answer, aligned.valid, lit=lit)
        assert (score > judge.RETRY_ABOVE) == (kind != "none")
        x, y, w, h = box
        assert x - 16 <= peak[0] <= x + w + 16 and y - 16 <= peak[1] <= y + h + 16


def test_light_may_turn_an_edge_over_but_not_move_it() -> None:
    photo = room(768, 512, 3)
    photo[110:400, 210:450] = 40
    turned, gone = photo.copy(), photo.copy()
    # A post before a wall, brighter than it by day and darker when a lamp behind it lights the wall.
    photo[150:360, 250:410] = 110
    photo[150:360, 320:340] = 170
    turned[150:360, 250:410] = 170
    turned[150:360, 320:340] = 110
    gone[150:360, 250:410] = 110
    valid = np.ones(photo.shape[:2], np.float32)
    assert _compared(photo, turned, valid)[0] < judge.RETRY_ABOVE
    score, peak = _compared(photo, gone, valid)
    assert score > 1.5 * judge.RETRY_ABOVE
    assert 300 <= peak[0] <= 360


def test_an_edge_between_equally_bright_colours_counts() -> None:
    photo = np.full((512, 768, 3), 120, np.uint8)
    photo[::32] = 90
    plain = photo.copy()
    photo[200:280, 300:420] = (200, 94, 51)
    luma = photo[240, 360] @ np.array([0.299, 0.587, 0.114])
    assert abs(luma - 120) < 1
    assert _compared(photo, plain, np.ones(photo.shape[:2], np.float32))[0] > judge.RETRY_ABOVE


def _compared(
    photo: np.ndarray, answer: np.ndarray, valid: np.ndarray, *, lit: bool = False
) -> tuple[float, tuple[float, float]]:
    """The worst drift of an answer, and its place in the photo."""
    amount = drift.measure(photo, answer.astype(np.float32), valid, np.zeros_like(valid), lit=lit).amount
    y, x = np.unravel_index(int(amount.argmax()), amount.shape)
    return float(amount.max()), (2.0 * x + 1, 2.0 * y + 1)


@needs_truth
@pytest.mark.parametrize(("name", "least"), [("sky", 0.985), ("lawn", 0.95)])
def test_a_regional_preset_changes_nothing_outside_its_matte(name: str, least: float) -> None:
    photo = load("IMG_0001_clean.jpg")
    small = scale(photo, SIZE)
    aligned = register(small, simulator.answer(load(f"IMG_0001_{name}.jpg"), SIZE, 11))
    found = {name: regions.find(name, small, aligned.answer)}
    plan = compose.plan(small, aligned.answer, aligned.valid, False, found)
    output = compose.render(photo.copy(), plan)
    layer = plan.layers[0]
    coverage = mattes.coverage(layer.matte, planes(photo), *layer.within(0, photo.shape[0]))
    assert iou(coverage, mask(name)) >= least
    changed = np.any(output != photo, axis=-1)
    assert not changed[coverage == 0].any()
    assert changed[coverage == 1].mean() > 0.9
    # Well away from the true region as well, matte or no matte.
    far = cv2.dilate(mask(name), np.ones((61, 61), np.uint8)) == 0
    assert changed[far].mean() < 0.002


@needs_truth
@pytest.mark.parametrize("name", ["sky", "lawn", "dusk"])
def test_the_truths_own_edits_raise_no_alarm(name: str) -> None:
    scope = {
        "sky": Scope(False, frozenset({"sky"})),
        "lawn": Scope(False, frozenset({"lawn"})),
        "dusk": Scope(True, frozenset({"sky", "windows"})),
    }[name]
    reply = simulator.answer(load(f"IMG_0001_{name}.jpg"), SIZE, 21, cast=not scope.tone)
    done = chain.finish(encoded(load("IMG_0001_clean.jpg"), "PNG"), encoded(reply, "PNG"), scope)
    assert done.report["verdict"] == "pass" and done.report["score"] < 0.25
    assert all(share > 0.01 for share in done.report["regions"].values())


@needs_truth
@pytest.mark.parametrize("region", ["sky", "lawn"])
def test_a_region_that_the_answer_lacks_is_no_fault_of_the_photo(region: str) -> None:
    photo = load("IMG_0001_clean.jpg")
    reply = simulator.answer(photo, SIZE, 4)
    with pytest.raises(Unusable) as caught:
        chain.finish(encoded(photo), encoded(reply), Scope(False, frozenset({region})))
    assert caught.value.reason == "no_edit"


def test_registration_is_exact_on_a_known_displacement() -> None:
    photo = room(1536, 1024, 2)
    reply = simulator.answer(simulator.relit(photo, 4), SIZE, 9, cast=False)
    known = simulator.displacement(SIZE, np.random.default_rng(9), *simulator.WARPS["typical"])
    where = locate(photo, reply)[0]
    back = cv2.remap(known, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    x, y = np.meshgrid(np.arange(1536), np.arange(1024))
    miss = np.hypot(back[..., 0] - x, back[..., 1] - y)[32:-32, 32:-32]
    assert np.median(miss) < 0.25
