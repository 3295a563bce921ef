"""What is lifted, and what is laid over it, against results that are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.imaging import compose, lift, mattes, regions
from backend.imaging.arrays import planes
from backend.imaging.content import panes
from backend.imaging.content.detail import calmed
from backend.imaging.transforms import enlarge
from tests.bench.measures import gmsd, psnr

from . import simulator


def grass(width: int = 600, height: int = 400) -> np.ndarray:
    """Dry and less dry blades, finer than the coarse grid of the fit can see."""
    rng = np.random.default_rng(5)
    blades = cv2.GaussianBlur(rng.normal(0, 1, (height, width)), (0, 0), sigmaX=0.8, sigmaY=3)
    patches = cv2.GaussianBlur(rng.normal(0, 1, (height, width)), (0, 0), 40)
    light = 105 + 22 * blades / blades.std()
    dry = (0.5 + 0.5 * np.tanh(patches / patches.std()))[..., None]
    colour = dry * np.array([1.15, 0.98, 0.62]) + (1 - dry) * np.array([0.78, 0.92, 0.50])
    return np.clip(light[..., None] * colour, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("interpolation", [cv2.INTER_LINEAR, cv2.INTER_CUBIC])
def test_coarse_planes_are_enlarged_in_strips_as_they_are_at_once(interpolation: int) -> None:
    plane = np.random.default_rng(4).normal(100, 40, (37, 53)).astype(np.float32)
    whole = cv2.resize(plane, (401, 301), interpolation=interpolation)
    strips = [enlarge(plane[None], top, min(32, 301 - top), 301, 401, interpolation)[0] for top in range(0, 301, 32)]
    assert np.abs(np.vstack(strips) - whole).max() < 1e-3


def test_a_recoloured_lawn_is_the_photos_own_grass_up_to_the_edge_of_the_photo() -> None:
    photo = grass()
    size = photo.shape[1::-1]
    everywhere = np.ones(photo.shape[:2], np.float32)
    edited = simulator.greened(photo, everywhere, 3)
    answer = simulator.answer(edited, size, 8, warp="none", cast=False)
    # The answer is shifted: along two edges it shows nothing of the photo.
    valid = everywhere.copy()
    valid[-14:], valid[:, :10] = 0, 0
    answer[valid == 0] = 128
    plan = compose.plan(photo, answer, valid, False, {"lawn": everywhere})
    output = compose.render(photo.copy(), plan)
    assert psnr(output, edited, valid > 0) > 38 > psnr(answer, edited, valid > 0) + 3
    assert psnr(output, edited, valid == 0) > 25 > psnr(photo, edited, valid == 0) + 4


def test_a_lawn_ends_where_the_answer_ends_it_and_shows_in_gaps_of_what_stands_before_it() -> None:
    photo = grass()
    lawn = np.zeros(photo.shape[:2], np.float32)
    lawn[200:] = 1  # the photo has no edge there
    rough = np.roll(lawn, 4, axis=0)
    rough[:4] = 0
    lawn[160:200, 60::80] = lawn[160:200, 61::80] = lawn[160:200, 62::80] = 1
    lawn[40:60, 100:120] = 1  # what was made green elsewhere is not the lawn
    edited = simulator.greened(photo, lawn, 3)
    answer = simulator.answer(edited, photo.shape[1::-1], 8, warp="none", cast=False)
    plan = compose.plan(photo, answer, np.ones_like(lawn), False, {"lawn": cv2.GaussianBlur(rough, (0, 0), 0.8)})
    output = compose.render(photo.copy(), plan)
    assert psnr(output[150:215], edited[150:215]) > 40
    gaps = np.s_[165:190, 61::80]
    assert np.abs(output[gaps].astype(float) - edited[gaps]).mean() < 6
    assert (output[:140] == photo[:140]).all()


def test_a_redrawn_lawn_shows_the_answer_with_grain_as_fine_as_the_photos() -> None:
    photo = grass(1200, 800)
    turf = np.clip(grass(1200, 800)[::-1, ::-1] * np.array([0.35, 0.75, 0.3]), 0, 255).astype(np.uint8)
    small, answer = (cv2.resize(v, (600, 400), interpolation=cv2.INTER_AREA) for v in (photo, turf))
    everywhere = np.ones(small.shape[:2], np.float32)
    plan = compose.plan(small, answer, everywhere, False, {"lawn": everywhere})
    output = compose.render(photo.copy(), plan)
    enlarged = cv2.resize(answer, (1200, 800), interpolation=cv2.INTER_CUBIC)
    shown = cv2.resize(output, (600, 400), interpolation=cv2.INTER_AREA)
    assert psnr(shown, answer) > 28 > psnr(small, answer) + 8
    assert _grain(enlarged) * 1.1 < _grain(output) < _grain(turf) * 1.4


def _grain(picture: np.ndarray) -> float:
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float((luma - cv2.GaussianBlur(luma, (0, 0), 0.7)).std())


def test_sky_shines_through_a_tree_far_below_the_open_sky() -> None:
    rng = np.random.default_rng(2)
    leaves = cv2.GaussianBlur(rng.normal(0, 1, (600, 900)), (0, 0), 1.5)
    photo = np.clip(40 + 12 * leaves / leaves.std(), 0, 90)[..., None] * np.array([0.9, 1.1, 0.7])
    photo[330:] += np.linspace(60, 200, 900)[:, None]  # something pale that is no sky
    sky = np.zeros((600, 900), np.float32)
    sky[:200] = 1
    gaps = np.zeros_like(sky)
    for x, y in rng.integers((20, 250), (880, 290), (60, 2)):
        cv2.circle(gaps, (int(x), int(y)), 2, 1, -1)
    coverage = np.maximum(sky, cv2.GaussianBlur(gaps, (0, 0), 0.5))
    before, after = simulator.under_skies(np.clip(photo, 0, 255).astype(np.uint8), coverage, 1)
    found = regions.find("sky", before, simulator.answer(after, (900, 600), 3, warp="none", cast=False))
    assert (found[gaps > 0] > 0.5).mean() > 0.8
    assert (found[(coverage == 0) & (cv2.dilate(coverage, np.ones((9, 9))) == 0)] > 0.1).mean() < 0.002


def test_the_sharp_light_of_a_lamp_is_followed_and_nothing_else_is() -> None:
    rng = np.random.default_rng(4)
    wall = np.clip(120 + cv2.GaussianBlur(rng.normal(0, 30, (400, 600, 3)), (0, 0), 1.0), 0, 255).astype(np.uint8)
    light = np.full((400, 600), 0.4, np.float32)
    light[:, 300:] += 1.2 * np.exp(-(((np.arange(400) - 200) / 60.0) ** 2))[:, None] * np.exp(-np.arange(300) / 40.0)
    edited = np.clip(wall * light[..., None], 0, 255).astype(np.uint8)
    answer = simulator.answer(edited, (600, 400), 5, warp="none", cast=False).astype(np.float32)
    everywhere = np.ones((400, 600), np.float32)
    coarse = lift.fit(wall, answer, everywhere)
    fine = lift.fit(wall, answer, everywhere, lamps=True)
    near = np.zeros((400, 600), bool)
    near[140:260, 285:330] = True
    shown = [np.clip(np.rint(t.apply(wall)), 0, 255).astype(np.uint8) for t in (coarse, fine)]
    assert psnr(shown[1], edited, near) > psnr(shown[0], edited, near) + 1
    away = np.zeros((400, 600), bool)
    away[:, :200] = True
    assert np.abs(shown[1][away].astype(int) - shown[0][away]).max() <= 1


def test_an_answer_that_changes_nothing_leaves_the_photos_levels() -> None:
    photo = np.random.default_rng(7).integers(40, 200, (256, 384, 3), np.uint8)
    same = lift.fit(photo, photo.astype(np.float32), np.ones(photo.shape[:2], np.float32)).apply(photo)
    assert abs(float((same - photo).mean())) < 0.02


def test_detail_goes_with_the_light_of_a_lamp_and_not_with_what_is_beside_it() -> None:
    """Bricks that a lamp lights beside a bright wall that it does not reach: brighter material, darker result."""
    y, x = np.mgrid[0:400, 0:600]
    joint = (y % 8 < 2) | ((x + 9 * (y // 8 % 2)) % 18 < 2)
    bricks = cv2.GaussianBlur(np.where(joint[..., None], (190.0, 180.0, 170.0), (150.0, 85.0, 70.0)), (0, 0), 0.7)
    wall = np.clip(bricks, 0, 255).astype(np.uint8)
    wall[:, :300] = np.random.default_rng(2).integers(215, 235, (400, 300, 1), np.uint8)
    light = 0.12 + 0.9 * np.exp(-(((x - 420) / 60.0) ** 2) - ((y - 200) / 80.0) ** 2)
    light[:, :300] = 0.12
    edited = np.clip(wall * light[..., None], 0, 255).astype(np.uint8)
    answer = simulator.answer(edited, (600, 400), 5, warp="none", cast=False).astype(np.float32)
    fitted = lift.fit(wall, answer, np.ones((400, 600), np.float32)).apply(wall)
    shown = np.clip(np.rint(fitted), 0, 255).astype(np.uint8)
    assert psnr(shown[140:260, 340:500], edited[140:260, 340:500]) > 43


@pytest.mark.parametrize("gap", [5, 6, 7])
def test_a_bar_between_lit_panes_takes_nothing_of_their_light(gap: int) -> None:
    """Only a pixel or two of it count, in cells that are four wide; photo and frame have about the same colour."""
    photo = np.random.default_rng(1).integers(150, 170, (300, 400, 3), np.uint8)
    photo[60:240, 80:320] = 45
    answer = photo * np.float32(0.35)
    panes = np.zeros((300, 400), np.float32)
    for left in (90, 156 + gap, 222 + 2 * gap):
        pane = np.s_[70:230, left : left + 66]
        photo[pane], answer[pane], panes[pane] = 60, 225, 1
    counts = (1 - cv2.dilate(panes, np.ones((5, 5)))) ** 2 + np.float32(1e-4)
    bar = lift.fit(photo, answer, counts).apply(photo)[80:220, 156 : 156 + gap]
    assert abs(bar.mean() - 0.35 * 45) < 3


def test_light_that_clips_takes_the_photos_detail_with_it() -> None:
    rng = np.random.default_rng(6)
    slats = 170 + 25 * (np.arange(400) % 8 > 1)[:, None] + cv2.GaussianBlur(rng.normal(0, 8, (400, 600)), (0, 0), 1)
    wall = np.clip(slats[..., None] * np.ones(3), 0, 255).astype(np.uint8)
    y, x = np.mgrid[0:400, 0:600]
    light = 1 + np.exp(-((x - 300) ** 2 + (y - 200) ** 2) / (2 * 150**2))
    edited = np.clip(wall * light[..., None], 0, 255).astype(np.uint8)
    answer = simulator.answer(edited, (600, 400), 5, warp="none", cast=False).astype(np.float32)
    shown = lift.fit(wall, answer, np.ones((400, 600), np.float32)).apply(wall)
    output = np.clip(np.rint(shown), 0, 255).astype(np.uint8)
    blown = cv2.erode((edited.min(axis=-1) == 255).astype(np.uint8), np.ones((5, 5))) > 0
    assert psnr(output, edited, blown) > 38
    assert gmsd(output, edited) < 0.04


def test_a_matte_follows_the_photos_edge_and_is_nothing_where_nothing_is_near() -> None:
    photo = np.full((300, 400, 3), 60, np.uint8)
    photo[:150] = 220
    rough = np.zeros((300, 400), np.float32)
    rough[:149] = 1  # a row short of the edge
    coverage = mattes.coverage(mattes.edge_true(photo, rough, radius=4), planes(photo), 0, 300)
    assert coverage[:150].min() > 0.5 and coverage[150:].max() < 0.5
    assert not coverage[170:].any()


def test_a_panes_notches_are_evened_and_its_corners_stay() -> None:
    rng = np.random.default_rng(4)
    pane = np.zeros((200, 300), np.float32)
    pane[50:150, 80:220] = 1
    notched = pane.copy()
    for row in range(50, 150, 5):
        notched[row : row + 5, : 80 + int(rng.integers(-1, 2))] = 0
        notched[row : row + 5, 78:80] += float(rng.uniform(0, 0.6))
    even = mattes.straightened(notched)
    sides = [picture[60:140, 70:90].sum(axis=1) for picture in (notched, even)]
    assert sides[1].std() < 0.6 * sides[0].std()
    corner = np.s_[44:56, 212:228]
    assert np.abs(even[corner] - notched[corner]).mean() < 0.05
    assert np.abs(even[90:110, 100:200] - 1).max() < 1e-4 and even[:40].max() < 1e-4


def test_mottle_is_calmed_up_to_the_edge_of_its_region() -> None:
    rng = np.random.default_rng(6)
    glass = np.full((120, 200, 3), 225, np.float32)
    mottled = glass + cv2.GaussianBlur(rng.normal(0, 8, glass.shape), (0, 0), 1).astype(np.float32)
    mottled[:, :40] = 20  # a frame
    sure = np.zeros((120, 200), np.float32)
    sure[:, 40:] = 1
    calm = calmed(mottled, sure, panes.MOTTLE)
    at_the_frame = np.s_[10:110, 40:44]
    assert np.std(calm[at_the_frame] - 225) < 0.7 * np.std(mottled[at_the_frame] - 225)
