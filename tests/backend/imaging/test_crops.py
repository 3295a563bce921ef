"""Crops around what was painted: at camera resolution, with context, in sizes that the model takes."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backend.imaging import Crop, Finished, Rejected, Scope, SizeLimits, Stroke, Unusable, chain, crops
from backend.imaging.brush import coverage
from backend.imaging.crops import Frame
from tests import spheres

from . import simulator
from .scenes import encoded, opened, room

LIMITS = SizeLimits()
CAMERA = Frame(6000, 4000)


def dab(x: float, y: float, radius: float = 0.02) -> Stroke:
    return Stroke(radius, ((x, y),))


def bought(found: list[Crop], frame: Frame) -> int:
    return sum(width * height for width, height in (crops.asked(crop, frame, LIMITS) for crop in found))


def test_a_part_is_asked_for_at_camera_resolution_with_context() -> None:
    (crop,) = crops.around([dab(0.5, 0.5)], CAMERA, LIMITS)
    assert crops.asked(crop, CAMERA, LIMITS) == (crop.width, crop.height)
    # The part is 240 pixels wide, so 120 are the least on each side; the model's pixels that are left are context.
    assert crop.left <= 3000 - 240 and crop.left + crop.width >= 3000 + 240
    assert 0.9 * LIMITS.max_pixels < crop.width * crop.height <= LIMITS.max_pixels


def test_parts_far_apart_have_crops_of_their_own_and_close_ones_share() -> None:
    far = crops.around([dab(0.2, 0.5), dab(0.8, 0.5)], CAMERA, LIMITS)
    assert len(far) == 2 and bought(far, CAMERA) <= LIMITS.max_pixels
    close = crops.around([dab(0.2, 0.5), dab(0.25, 0.52), dab(0.8, 0.5)], CAMERA, LIMITS)
    assert sorted(len(crop.strokes) for crop in close) == [1, 2] and bought(close, CAMERA) <= LIMITS.max_pixels
    assert all(crops.asked(crop, CAMERA, LIMITS) == (crop.width, crop.height) for crop in far + close)


def test_a_part_that_is_larger_than_the_models_pixels_is_asked_for_smaller_in_its_own_shape() -> None:
    (crop,) = crops.around([dab(0.4, 0.5, 0.15)], CAMERA, LIMITS)
    wide, high = crops.asked(crop, CAMERA, LIMITS)
    assert crop.width * crop.height > LIMITS.max_pixels > wide * high > 0.95 * LIMITS.max_pixels
    assert abs(wide / crop.width - high / crop.height) < 0.002


def test_scattered_parts_share_few_crops() -> None:
    places = np.random.default_rng(3).uniform(0.05, 0.95, (30, 2))
    found = crops.around([dab(x, y, 0.003) for x, y in places], CAMERA, LIMITS)
    assert 1 <= len(found) <= crops.MOST and sum(len(crop.strokes) for crop in found) == 30


def test_a_small_photo_is_a_crop_of_itself() -> None:
    (crop,) = crops.around([dab(0.5, 0.5)], Frame(640, 427), LIMITS)
    wide, high = crops.asked(crop, Frame(640, 427), LIMITS)
    assert crop.width == 640 and crop.height >= 416 and LIMITS.min_pixels <= wide * high


def test_what_is_painted_across_a_narrow_photo_cannot_be_asked_for() -> None:
    narrow = Frame(8000, 1000)
    with pytest.raises(Rejected, match="aspect"):
        crops.around([Stroke(0.01, ((0.1, 0.5), (0.9, 0.5)))], narrow, LIMITS)
    assert crops.around([dab(0.5, 0.5)], narrow, LIMITS), "a part of it can"


def test_no_length_is_refused_for_its_rounding() -> None:
    for across in np.linspace(1000, 6000, 500):
        wide, high = crops._size(float(across), 331, LIMITS.max_pixels, Frame(6704, 6704), LIMITS)
        assert wide + 1 >= across and wide <= LIMITS.max_ratio * high


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.001, 0.2)), min_size=1, max_size=12),
    st.integers(64, 9000),
    st.floats(0.4, 2.5),
    st.booleans(),
)
def test_every_stroke_is_in_one_crop_that_the_model_takes(
    painted: list[tuple[float, float, float]], width: int, ratio: float, closes: bool
) -> None:
    frame = Frame(width, max(64, round(width / ratio)), closes)
    strokes = [dab(*each) for each in painted]
    found = crops.around(strokes, frame, LIMITS)
    assert sum(len(crop.strokes) for crop in found) == len(strokes) * (3 if closes else 1)
    for crop in found:
        assert 0 < crop.width <= frame.width and 0 <= crop.top <= crop.top + crop.height <= frame.height
        assert closes or 0 <= crop.left <= crop.left + crop.width <= frame.width
        wide, high = crops.asked(crop, frame, LIMITS)
        assert wide % 16 == high % 16 == 0 and LIMITS.min_pixels <= wide * high <= 1.1 * LIMITS.max_pixels
        assert max(wide, high) <= 3 * min(wide, high)
        inside = [stroke for stroke in crop.strokes if 0 <= stroke.points[0][0] <= 1 and 0 <= stroke.points[0][1] <= 1]
        assert len(inside) >= len(crop.strokes) / (3 if closes else 1)


def with_things(clean: np.ndarray, places: list[tuple[int, int]]) -> np.ndarray:
    photo = clean.copy()
    for place in places:
        cv2.circle(photo, place, 60, (200, 30, 30), -1)
    return photo


def removed(photo: np.ndarray, clean: np.ndarray, scope: Scope, original: bytes = b"") -> Finished:
    original, fills = original or encoded(photo, "PNG"), []
    for number, prepared in enumerate(chain.crops(original, LIMITS, scope)):
        assert prepared.crop
        reply = simulator.answer(crops.cut(clean, prepared.crop), (prepared.width, prepared.height), number)
        fills.append(chain.fill(prepared.own, encoded(reply, "PNG"), prepared.crop))
    return chain.finish(original, b"", scope, fills)


def test_each_part_is_sharp_and_nothing_else_has_changed() -> None:
    clean = room(3000, 2000)
    places = [(500, 500), (2500, 1500)]
    photo = with_things(clean, places)
    scope = Scope(False, strokes=tuple(dab(x / 3000, y / 2000, 0.027) for x, y in places))
    done = removed(photo, clean, scope)
    report = done.report
    assert (report["verdict"], report["generated"]) == ("pass", ["painted"]) and report["arrived"] > 0.9
    assert 0.005 < report["regions"]["painted"] < 0.009
    output = opened(done.image)
    outside = cv2.dilate(coverage(scope.strokes, 3000, 2000), np.ones((9, 9), np.uint8)) == 0
    assert np.abs(output[outside].astype(int) - opened(encoded(photo, quality=95, subsampling=0))[outside]).max() < 30
    for x, y in places:
        part = np.s_[y - 50 : y + 50, x - 50 : x + 50]
        energy = [float((cv2.Laplacian(v[part], cv2.CV_32F) ** 2).mean()) for v in (output, clean)]
        # All there is besides edges is grain, which is made anew, and no stronger than in the smoothest places around.
        assert 0.35 < energy[0] / energy[1] < 1.4
        assert np.abs(output[part].astype(float) - clean[part]).mean() < 8
    changes = np.asarray(Image.open(io.BytesIO(done.change_map)))
    assert changes.shape[2] == 4 and abs(changes.shape[1] / changes.shape[0] - 3000 / 2000) < 0.02


def test_what_is_laid_in_is_what_was_painted_bit_for_bit() -> None:
    clean = room(2400, 1600)
    photo = with_things(clean, [(1200, 800)])
    scope = Scope(False, strokes=(dab(0.5, 0.5, 0.035),))
    (prepared,) = chain.crops(encoded(photo, "PNG"), LIMITS, scope)
    assert prepared.crop and np.array_equal(opened(prepared.own), crops.cut(photo, prepared.crop))
    reply = simulator.answer(crops.cut(clean, prepared.crop), (prepared.width, prepared.height), 1)
    fill = chain.fill(prepared.own, encoded(reply, "PNG"), prepared.crop)
    laid = photo.copy()
    from backend.imaging import filling

    filling.lay(laid, [fill])
    changed = (laid != photo).any(axis=-1)
    reach = cv2.dilate(coverage(scope.strokes, 2400, 1600), np.ones((9, 9), np.uint8)) > 0
    assert changed[700:900, 1100:1300].mean() > 0.4 and not (changed & ~reach).any()


def test_an_answer_that_leaves_the_thing_is_no_fill() -> None:
    clean = room(2400, 1600)
    photo = with_things(clean, [(1200, 800)])
    scope = Scope(False, strokes=(dab(0.5, 0.5, 0.035),))
    (prepared,) = chain.crops(encoded(photo, "PNG"), LIMITS, scope)
    assert prepared.crop
    with pytest.raises(Unusable) as refused:
        chain.fill(prepared.own, prepared.image, prepared.crop)
    assert refused.value.reason == "no_edit"


def test_on_a_bare_wall_the_crop_takes_in_more_until_an_answer_can_be_placed() -> None:
    photo = np.full((2000, 3000, 3), 190, np.uint8)
    photo[:650, :950] = room(950, 650)
    photo = np.clip(photo + np.random.default_rng(1).normal(0, 1.5, photo.shape), 0, 255).astype(np.uint8)
    clean = photo.copy()
    cv2.circle(photo, (1800, 1300), 40, (120, 60, 40), -1)
    scope = Scope(False, strokes=(dab(0.6, 0.65, 0.018),))
    (prepared,) = chain.crops(encoded(photo, "PNG"), LIMITS, scope)
    assert prepared.crop and prepared.crop.width > 1.2 * prepared.width
    assert removed(photo, clean, scope).report["verdict"] == "pass"
    with pytest.raises(Rejected, match="no_structure"):
        chain.crops(encoded(np.full((800, 1200, 3), 190, np.uint8)), LIMITS, scope)


def test_where_the_photo_closes_a_crop_goes_on_beyond_the_edge() -> None:
    clean = np.ascontiguousarray(spheres.pixels())
    photo = clean.copy()
    y = round(0.62 * spheres.HEIGHT)
    for x in (0, spheres.WIDTH):
        cv2.circle(photo, (x, y), 22, (210, 30, 40), -1)
    original = spheres.jpeg(photo)
    photo = opened(original)
    scope = Scope(False, strokes=(dab(0.0, 0.62, 0.02),))
    limits = SizeLimits(min_pixels=1, max_pixels=1 << 18)
    (prepared,) = chain.crops(original, limits, scope)
    assert prepared.crop and prepared.crop.left < 0
    reply = simulator.answer(crops.cut(clean, prepared.crop), (prepared.width, prepared.height), 2)
    fill = chain.fill(prepared.own, encoded(reply, "PNG"), prepared.crop)
    output = opened(chain.finish(original, b"", scope, [fill]).image)
    for rows in (output[y - 12 : y + 12, :12], output[y - 12 : y + 12, -12:]):
        assert np.abs(rows.astype(float).mean(axis=(0, 1)) - (210, 30, 40)).max() > 60
    assert spheres.seam(output) <= 0.5
