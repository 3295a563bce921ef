from __future__ import annotations

import cv2
import numpy as np
import pytest

from luster_desktop.intake.merge.alignment import align, reference_of
from tests.desktop.intake import sample


@pytest.mark.parametrize("bracket", ["living", "kitchen"])
def test_the_movement_of_the_hand_is_found_to_a_quarter_pixel_at_the_corners(bracket: str) -> None:
    frames = sample.frames(bracket)
    reference = reference_of(frames)
    assert reference == 2
    placed = align(frames, reference)
    errors = [sample.corner_error(p.matrix, truth) for p, truth in zip(placed, sample.motions(bracket), strict=True)]
    assert max(errors) <= 0.25, errors
    assert all(p.trusted for p in placed)
    assert np.array_equal(placed[reference].matrix, np.eye(3))


def test_a_large_shift_and_turn_are_found() -> None:
    one = cv2.resize(sample.pixels(5), (1200, 800), interpolation=cv2.INTER_AREA)
    angle = np.deg2rad(1.2)
    truth = np.array([[np.cos(angle), -np.sin(angle), 41.0], [np.sin(angle), np.cos(angle), -27.0], [0, 0, 1]])
    other = cv2.warpPerspective(one, np.linalg.inv(truth), (1200, 800), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
    dark = (other * 0.4).astype(np.uint8)
    placed = align([one, dark], 0)
    assert placed[1].trusted
    assert sample.corner_error(placed[1].matrix, truth, 1200, 800) < 0.25


def test_a_camera_turned_aside_is_more_than_a_shift() -> None:
    """A wide lens that is turned by hand stretches the picture towards its edges."""
    one = cv2.resize(sample.pixels(10), (1500, 1000), interpolation=cv2.INTER_AREA)
    camera = np.array([[700, 0, 749.5], [0, 700, 499.5], [0, 0, 1.0]])
    turn, _ = cv2.Rodrigues(np.deg2rad(np.array([0.15, 0.5, 0.1])))
    truth = camera @ turn @ np.linalg.inv(camera)
    truth /= truth[2, 2]
    other = cv2.warpPerspective(one, np.linalg.inv(truth), (1500, 1000), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
    placed = align([one, np.minimum(other.astype(np.float32) * 1.6, 255).astype(np.uint8)], 0)
    assert sample.corner_error(placed[1].matrix, truth, 1500, 1000) < 0.6


def test_another_scene_is_not_trusted() -> None:
    room, kitchen = sample.pixels(5), sample.pixels(10)
    assert not align([room, kitchen], 0)[1].trusted
