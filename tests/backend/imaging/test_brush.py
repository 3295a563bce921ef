"""A painted region: what lies in it is the answer's, what lies outside is the original, bit for bit."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from backend.imaging import Finished, Scope, SizeLimits, Stroke, chain, compose, crops
from backend.imaging.arrays import scale
from backend.imaging.brush import coverage
from backend.imaging.register import register
from tests.bench.measures import psnr

from . import simulator
from .scenes import encoded, opened, room

STROKE = Stroke(0.05, ((0.45, 0.5), (0.55, 0.5)))
SCOPE = Scope(False, frozenset(), (STROKE,))


def removed(photo: np.ndarray, clean: np.ndarray, scope: Scope, seed: int) -> Finished:
    """The finished photo, each crop answered with what a model makes of the clean one."""
    original, fills = encoded(photo, "PNG"), []
    for prepared in chain.crops(original, SizeLimits(), scope):
        assert prepared.crop
        reply = simulator.answer(crops.cut(clean, prepared.crop), (prepared.width, prepared.height), seed)
        fills.append(chain.fill(prepared.own, encoded(reply, "PNG"), prepared.crop))
    return chain.finish(original, b"", scope, fills)


@pytest.mark.parametrize(("width", "height"), [(600, 400), (400, 600)])
def test_a_stroke_covers_what_the_brush_has_touched_and_little_more(width: int, height: int) -> None:
    soft = coverage([STROKE], width, height)
    radius = 0.05 * max(width, height)
    y, x = np.mgrid[:height, :width]
    along = np.clip(x, 0.45 * width, 0.55 * width)
    distance = np.hypot(x - along, y - 0.5 * height)
    assert soft[distance < radius - 1.5].min() > 0.95
    assert soft[distance > radius + 12].max() == 0
    assert coverage([Stroke(0.01, ((1.0, 0.0),))], width, height)[0, -1] > 0.95


def test_the_model_gets_a_mask_of_its_pictures_size_that_is_open_where_the_user_painted() -> None:
    limits = SizeLimits()
    (prepared,) = chain.crops(encoded(room(1200, 800)), limits, SCOPE)
    alpha = np.asarray(Image.open(io.BytesIO(prepared.mask)))[..., 3]
    assert alpha.shape == (prepared.height, prepared.width)
    assert alpha[prepared.height // 2, prepared.width // 2] == 0
    assert (alpha == 255).mean() > 0.95
    assert chain.prepare(encoded(room(1200, 800)), limits, Scope(True)).mask == b""


def test_an_object_is_gone_and_nothing_else_has_changed() -> None:
    clean = room(2400, 1600)
    photo = clean.copy()
    cv2.circle(photo, (1200, 800), 90, (200, 30, 30), -1)
    photo[720:880:7, 1120:1280] = (20, 220, 20)  # fine stripes, which must not shine through
    reply = simulator.answer(clean, (1200, 800), 5)
    small = scale(photo, (1200, 800))
    aligned = register(small, reply)
    found = {"painted": coverage(SCOPE.strokes, 1200, 800)}
    output = compose.render(photo.copy(), compose.plan(small, aligned.answer, aligned.valid, False, found))
    outside = cv2.dilate(cv2.resize(found["painted"], (2400, 1600)), np.ones((5, 5), np.uint8)) == 0
    assert 0.9 < outside.mean() < 1
    assert np.array_equal(output[outside], photo[outside])
    region = (slice(720, 880), slice(1120, 1280))
    best = cv2.resize(reply, (2400, 1600), interpolation=cv2.INTER_CUBIC)
    assert psnr(output[region], clean[region]) > psnr(best[region], clean[region])
    assert psnr(output[region], clean[region]) > psnr(photo[region], clean[region]) + 8
    done = removed(photo, clean, SCOPE, 5)
    assert (done.report["verdict"], opened(done.image).shape) == ("pass", photo.shape)
    assert done.report["generated"] == ["painted"] and 0.026 < done.report["regions"]["painted"] < 0.03


def test_a_region_at_the_photos_corner_is_no_trouble() -> None:
    photo = room(1200, 800)
    scope = Scope(False, frozenset(), (Stroke(0.04, ((0.0, 0.0), (0.02, 1.0))),))
    edited = photo.copy()
    edited[:, :60] = np.median(photo[:, :60], axis=(0, 1))
    assert removed(photo, edited, scope, 7).report["verdict"] == "pass"
