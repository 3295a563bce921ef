from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from luster_desktop.intake.merge import merging
from luster_desktop.intake.merge.arrays import Picture
from luster_desktop.intake.merge.merging import CannotMerge, Exposure, Merged, halved, held, merge
from luster_desktop.intake.merge.pyramids import ONE, Blend
from luster_desktop.reasons import Reason
from tests.desktop.intake import sample
from tests.desktop.intake.mef_ssim import mef_ssim

ENFUSE = {"living": 0.9545, "kitchen": 0.9619}
"""MEF-SSIM of enfuse 4.2 on the same frames, aligned by the truth; `tests.bench.merge` measures it anew."""


def preview(frames: Sequence[Picture]) -> Merged:
    return merge([held(frame) for frame in frames])


def exposures(frames: list[NDArray[np.uint8]]) -> list[Exposure]:
    return [Exposure(partial(np.asarray, f), partial(halved, f)) for f in frames]


@pytest.mark.parametrize("bracket", ["living", "kitchen"])
def test_structure_is_kept_better_than_by_enfuse(bracket: str) -> None:
    merged = merge(exposures(sample.frames(bracket)))
    assert merged.reference == 2
    assert merged.left_out == ()
    assert mef_ssim(sample.aligned(bracket), merged.picture) > ENFUSE[bracket] + 0.005


def test_the_view_from_the_window_is_kept_and_the_room_is_bright() -> None:
    picture = preview(
        [cv2.resize(f, (1200, 800), interpolation=cv2.INTER_AREA) for f in sample.frames("living")]
    ).picture
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    view = picture[100:380, 760:1180]
    assert (view.max(axis=2) >= 254).mean() < 0.01, "the view is blown"
    assert cv2.cvtColor(view, cv2.COLOR_RGB2GRAY).std() > 45, "the view is veiled"
    assert cv2.cvtColor(view, cv2.COLOR_RGB2HSV)[..., 1].mean() > 40, "the view is grey"
    assert np.percentile(luma, 1) < 16, "no black is left"
    assert 135 < np.median(luma) < 175


def test_no_halo_along_an_edge_between_dark_and_bright() -> None:
    """Half a room, half a bare window, seven stops brighter: the hardest edge there is.

    Enfuse darkens the room towards it by 42 levels, that is by nine tenths of the difference of both sides.
    """
    rng = np.random.default_rng(3)
    scene = np.full((600, 900), 0.02)
    scene[:, 450:] = 2.5
    scene *= np.exp(cv2.GaussianBlur(rng.normal(0, 0.4, scene.shape), (0, 0), 1.5))
    frames = []
    for ev in (-4, -2, 0, 2, 4):
        seen = np.clip(scene * 2.0**ev, 0, 1) ** (1 / 2.2) * 255
        frames.append(np.repeat(np.rint(seen).astype(np.uint8)[..., None], 3, axis=2))
    luma = merge(exposures(frames), aligned=True).picture[..., 1].mean(axis=0)
    room, room_at_edge = luma[20:60].mean(), luma[400:445].mean()
    window, window_at_edge = luma[840:880].mean(), luma[455:500].mean()
    contrast = window - room
    assert contrast > 20, "the window is no brighter than the room"
    assert abs(room - room_at_edge) < 1.1 * contrast
    assert abs(window - window_at_edge) < 0.9 * contrast


def test_what_moved_is_shown_once() -> None:
    frames = [cv2.resize(f, (1200, 800), interpolation=cv2.INTER_AREA) for f in sample.frames("kitchen")]
    still = preview(frames).picture
    person = (sample.pixels(13)[600:1400, 900:1200] / 255.0) ** 2.2 * 0.25
    person = np.asarray(cv2.resize(person, (96, 256), interpolation=cv2.INTER_AREA))
    for index, ev in enumerate((-4, -2, 0, 2, 4)):
        left = 240 + 110 * index
        frames[index][330:586, left : left + 96] = np.clip(person * 2.0**ev, 0, 1) ** (1 / 2.2) * 255
    merged = preview(frames)
    assert 0.02 < merged.ghosts < 0.25
    difference = np.abs(merged.picture.astype(int) - still).mean(axis=2)[340:576]
    shown = [difference[:, 240 + 110 * i + 10 : 240 + 110 * i + 86].mean() for i in range(5)]
    # In the reference the person stands at the third place; elsewhere the room has to be whole again.
    assert shown[2] > 15
    assert max(shown[:2] + shown[3:]) < shown[2] / 2, shown


def test_where_one_exposure_differs_the_others_are_still_blended() -> None:
    frames = [cv2.resize(f, (1200, 800), interpolation=cv2.INTER_AREA) for f in sample.frames("kitchen")]
    still = preview(frames).picture
    frames[4][330:586, 680:776] = 235  # someone white, in the brightest exposure alone
    merged = preview(frames)
    difference = np.abs(merged.picture.astype(int) - still).mean(axis=2)
    assert merged.ghosts > 0.005
    assert difference[340:576, 690:766].mean() < 8
    assert difference[340:576, 900:1150].mean() < 1


def test_a_still_scene_has_no_ghosts() -> None:
    frames = [cv2.resize(f, (1200, 800), interpolation=cv2.INTER_AREA) for f in sample.frames("kitchen")]
    assert preview(frames).ghosts < 0.01


def test_sixteen_bits_stay_sixteen_bits() -> None:
    frames = [cv2.resize(f, (1201, 801), interpolation=cv2.INTER_AREA) for f in sample.frames("living")]
    deep = [f.astype(np.uint16) * 257 for f in frames]
    eight, sixteen = preview(frames).picture, preview(deep).picture
    assert sixteen.dtype == np.uint16
    assert sixteen.shape == eight.shape == (801, 1201, 3)
    assert np.abs(sixteen / 257.0 - eight).mean() < 0.6
    assert len(np.unique(sixteen)) > 5000


def test_a_frame_of_another_scene_is_left_out() -> None:
    frames = [cv2.resize(f, (1200, 800), interpolation=cv2.INTER_AREA) for f in sample.frames("living")[1:4]]
    stray = cv2.resize(sample.pixels(10), (1200, 800), interpolation=cv2.INTER_AREA)
    assert preview([*frames, stray]).left_out == (3,)


def test_frames_that_do_not_belong_together_are_refused() -> None:
    room = cv2.resize(sample.pixels(5), (600, 400), interpolation=cv2.INTER_AREA)
    with pytest.raises(CannotMerge, match=Reason.TOO_FEW_EXPOSURES):
        preview([room])
    with pytest.raises(CannotMerge, match=Reason.UNLIKE_EXPOSURES):
        preview([room, room[:, :500]])


def test_the_caller_can_stop_a_merge() -> None:
    class Stop(Exception):
        pass

    def progress(done: float) -> None:
        if done > 0.4:
            raise Stop

    smaller = partial(cv2.resize, dsize=(600, 400), interpolation=cv2.INTER_AREA)
    frames = [np.asarray(smaller(f), np.uint8) for f in sample.frames("living")]
    with pytest.raises(Stop):
        merging.merge(exposures(frames), progress=progress)


@pytest.mark.parametrize("shape", [(400, 600), (257, 331), (64, 64)])
def test_a_blend_of_one_picture_is_that_picture(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    # Of little contrast: stronger edges are calmed on purpose.
    picture = rng.integers(120, 136, (*shape, 3)).astype(np.uint8)
    half = ((shape[0] + 1) // 2, (shape[1] + 1) // 2)
    split = rng.integers(0, ONE + 1, half).astype(np.int16)
    blend = Blend(*shape, picture.dtype)
    blend.add(picture, split)
    blend.add(picture, ONE - split)
    assert np.abs(blend.collapse(lambda small: lambda strip: strip).astype(int) - picture).max() <= 1
