"""Panes that are lit now lie where the photo has them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.imaging import panes
from backend.imaging.register import Registered, register

from . import simulator
from .houses import house

SIZE = (1200, 800)


@pytest.mark.parametrize("seed", [1, 2])
def test_bars_between_lit_panes_are_put_where_the_photo_has_them(seed: int) -> None:
    place = house(seed, *SIZE)
    reply = simulator.answer(place.dusk, SIZE, seed, cast=True)
    known = simulator.displacement(SIZE, np.random.default_rng(seed), *simulator.WARPS["typical"])
    glass = cv2.dilate((place.masks["windows"] > 0.5).astype(np.uint8), np.ones((9, 9))) > 0

    def off(aligned: Registered) -> float:
        back = cv2.remap(known, aligned.where[..., 0], aligned.where[..., 1], cv2.INTER_LINEAR)
        y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
        return float(np.sqrt(((back - np.dstack((x, y)))[glass] ** 2).sum(axis=-1).mean()))

    aligned = register(place.clean, reply)
    moved = panes.straightened(aligned, place.clean, reply)
    assert off(moved) < 0.7 * off(aligned)
    far = cv2.dilate(glass.astype(np.uint8), np.ones((121, 121))) == 0
    assert np.array_equal(moved.answer[far], aligned.answer[far])


def test_without_lit_panes_nothing_moves() -> None:
    place = house(3, *SIZE)
    aligned = register(place.clean, simulator.answer(place.clean, SIZE, 3))
    assert panes.straightened(aligned, place.clean, aligned.answer) is aligned
