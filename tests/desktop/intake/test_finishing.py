from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from luster_desktop.facts import Finishing
from luster_desktop.intake.finish import lens, verticals, whites
from luster_desktop.intake.finish.finishing import finish
from luster_desktop.intake.finish.verticals import Tilt
from tests.desktop.intake import sample

FOCAL = 24.0


def test_tilts_are_measured_to_a_fifth_of_a_degree() -> None:
    rng = np.random.default_rng(11)
    errors = []
    for number in (1, 2, 5, 10, 14):
        photo = sample.pixels(number)
        height, width = photo.shape[:2]
        for _ in range(4):
            truth = Tilt(float(rng.uniform(-4, 4)), float(rng.uniform(-8, 8)), 0, 0)
            matrix = verticals.tilted(truth, width, height, FOCAL)
            found = verticals.tilt(cv2.warpPerspective(photo, matrix, (width, height)), FOCAL)
            assert found is not None
            errors += [abs(found.roll - truth.roll), abs(found.pitch - truth.pitch)]
    assert np.median(errors) <= 0.2
    assert np.percentile(errors, 90) <= 0.4


def test_the_tilted_bedroom_is_straightened_with_a_small_crop() -> None:
    photo = sample.pixels(13)
    done = finish(photo, focal35=FOCAL, wanted=Finishing(whites=False))
    assert done.tilt is not None
    # All of it would cost 9 %: most of it is undone, in one go.
    share = done.tilt.roll / -1.8
    assert 0.5 < share < 1
    assert done.tilt.pitch == pytest.approx(-7.0 * share, abs=0.2)
    assert 0.92 <= done.kept < 0.93
    assert done.pixels.shape[0] * done.pixels.shape[1] >= 0.92 * photo.shape[0] * photo.shape[1]
    after = verticals.tilt(done.pixels, FOCAL)
    assert after is not None
    assert abs(after.roll) == pytest.approx(1.8 * (1 - share), abs=0.15)
    assert abs(after.pitch) == pytest.approx(7.0 * (1 - share), abs=0.3)


@pytest.mark.parametrize("focal", [14.0, FOCAL, 35.0])
def test_never_more_than_eight_per_cent_is_cut_off(focal: float) -> None:
    rng = np.random.default_rng(8)
    width, height = 3000, 2000
    done = 0
    for roll, pitch in rng.uniform((-4, -8), (4, 8), (40, 2)):
        turn = verticals.straighten(width, height, Tilt(float(roll), float(pitch), 0.1, 20), focal)
        if turn is None:
            continue
        done += 1
        corners = np.array([[[0, 0], [turn.width, 0], [turn.width, turn.height], [0, turn.height]]], float)
        seen = cv2.contourArea(cv2.perspectiveTransform(corners, turn.matrix).astype(np.float32))
        assert min(seen, turn.width * turn.height) >= 0.92 * width * height
        assert abs(turn.undone.roll) >= 0.49 * abs(roll) and abs(turn.undone.pitch) >= 0.49 * abs(pitch)
    assert done >= 20


def test_a_camera_that_was_meant_to_look_up_or_down_is_left_so() -> None:
    for pitch in (-12.0, -8.5, 8.5, 12.0):
        assert verticals.straighten(3000, 2000, Tilt(0.5, pitch, 0.1, 20), FOCAL) is None


def test_nothing_from_beyond_the_photo_comes_into_the_result() -> None:
    width, height = 900, 600
    for roll, pitch in ((3.0, 0.0), (-2.0, 6.0), (1.0, -8.0)):
        turn = verticals.straighten(width, height, Tilt(roll, pitch, 0.1, 20), FOCAL)
        assert turn is not None
        corners = np.array(
            [[[0, 0], [turn.width - 1, 0], [0, turn.height - 1], [turn.width - 1, turn.height - 1]]], float
        )
        there = cv2.perspectiveTransform(corners, turn.matrix)[0]
        assert there.min() > -0.6
        assert (there <= np.array([width, height]) - 0.4).all()
        assert turn.width / turn.height == pytest.approx(1.5, abs=0.01)


def test_it_abstains_where_nothing_is_upright() -> None:
    rng = np.random.default_rng(5)
    noise = cv2.GaussianBlur(rng.normal(128, 60, (800, 1200, 3)), (0, 0), 2)
    leaves = np.clip(noise, 0, 255).astype(np.uint8)
    assert verticals.tilt(leaves, FOCAL) is None
    assert verticals.tilt(np.full((400, 600, 3), 128, np.uint8), FOCAL) is None
    done = finish(np.full((400, 600, 3), 128, np.uint8))
    assert (done.tilt, done.balance, done.lens, done.kept) == (None, None, False, 1.0)


def test_the_warm_bedroom_becomes_more_neutral_and_a_neutral_room_stays() -> None:
    photo = sample.pixels(13)
    found = whites.balance(photo)
    assert found is not None
    assert found.red < 1 < found.blue
    ceiling = np.s_[0:120, 700:1100]
    before, after = photo[ceiling].mean(axis=(0, 1)), whites.apply(photo, found)[ceiling].mean(axis=(0, 1))
    assert after[2] / after[0] > before[2] / before[0] + 0.05
    assert after.mean() == pytest.approx(before.mean(), rel=0.06)
    assert whites.balance(sample.pixels(10)) is None


def test_casts_are_found_within_three_degrees() -> None:
    rng = np.random.default_rng(2)
    errors = []
    for number in (1, 2, 5, 10, 14):
        photo = (sample.pixels(number)[::2, ::2] / 255.0) ** 2.2
        for _ in range(3):
            cast = np.exp(rng.uniform(-0.25, 0.25, 3))
            seen = np.rint(np.clip(photo * cast / cast.max(), 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
            found = np.array(whites.light(seen))
            cosine = found @ cast / np.linalg.norm(found) / np.linalg.norm(cast)
            errors.append(np.degrees(np.arccos(min(cosine, 1))))
    assert np.median(errors) < 3


def test_clipped_whites_stay_white() -> None:
    photo = np.full((60, 60, 3), 255, np.uint8)
    assert (whites.apply(photo, whites.Balance(0.8, 1.0, 1.3)) == 255).all()


def test_a_known_lens_is_corrected_and_an_unknown_one_left_alone() -> None:
    known = lens.Optics("Sony", "ILCE-7M3", "FE 16-35mm F2.8 GM", 16.0)
    bent = lens.distortion(known, 1200, 800)
    assert bent is not None
    grid = np.stack(np.meshgrid(np.arange(1200), np.arange(800)), axis=-1).astype(np.float32)
    there = lens.corrected(grid, bent)
    assert np.abs(there - grid).max() > 5
    assert there.min() > -1, "an empty corner"
    assert (there.reshape(-1, 2).max(axis=0) < [1200.5, 800.5]).all()
    assert lens.distortion(lens.Optics("Nobody", "Nothing", "None", 16.0), 1200, 800) is None
    assert lens.distortion(lens.Optics("Sony", "ILCE-7M3", "FE 16-35mm F2.8 GM", 200.0), 1200, 800) is None


WITHOUT = """
import sys
sys.modules["lensfunpy"] = None  # as where one of its own libraries is missing
from pathlib import Path
from luster_desktop.intake import pictures
from luster_desktop.intake.finish.finishing import finish
from luster_desktop.intake.finish.lens import Optics
from luster_desktop.intake.merge.files import merge_files
target, *exposures = map(Path, sys.argv[1:])
merge_files(exposures, target)
made = finish(pictures.read(target).pixels, optics=Optics("Sony", "ILCE-7M3", "FE 16-35mm F2.8 GM", 16.0))
print(made.lens, made.pixels.shape[2])
"""


def test_without_lensfun_exposures_are_merged_and_finished_all_the_same(tmp_path: Path) -> None:
    exposures = sample.paths("kitchen")[1:4]
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(tmp_path / "merged.jpg"), *map(str, exposures)],
        capture_output=True,
        text=True,
    )
    assert (ran.stdout.split(), ran.stderr) == (["False", "3"], "")


def test_what_is_switched_off_is_not_done() -> None:
    photo = sample.pixels(13)
    done = finish(photo, focal35=FOCAL, wanted=Finishing(lens=False, verticals=False, whites=False))
    assert done.pixels is photo
