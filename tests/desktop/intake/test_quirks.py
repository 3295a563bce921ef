"""Quirks of photographers and cameras, one kind at a time and all together."""

from __future__ import annotations

from collections import Counter

import cv2
import numpy as np
import pytest

from luster_desktop.intake.brackets.grouping import group
from tests.bench.grouping import outcomes
from tests.desktop.intake.quirks import CLOCKS, KINDS, Light, Shoot, make

SURE = ("bracket", "single", "pair", "hand-set", "shutter limit", "drone at its limit", "repeated exposure")


def place(seed: int) -> list[Light]:
    """A room of boxes, furniture and a window, each grain of which is its own."""
    rng = np.random.default_rng(seed)
    picture = np.full((170, 256, 3), 0.18, np.float32)
    for _ in range(60):
        x, y, w, h = (int(n) for n in rng.integers((-20, -20, 6, 6), (240, 160, 70, 60)))
        colour = 0.18 * 2.0 ** rng.uniform(-2.5, 1.8) * rng.uniform(0.8, 1.2, 3)
        picture[max(0, y) : y + h, max(0, x) : x + w] = colour
    grain = cv2.GaussianBlur(rng.normal(0, 1, picture.shape[:2]), (0, 0), 1.5)[..., None]
    return [np.asarray(picture * 2.0 ** (0.4 * grain / grain.std()), np.float32)]


PLACES = {str(seed): place(seed) for seed in range(24)}


def results(shoot: Shoot) -> list[str]:
    return [result for _, result in outcomes(shoot, group(shoot.exposures, shoot.looks, shoot.folders))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_shoot_of_one_kind(kind: str) -> None:
    found = Counter(results(make(7, 12, PLACES, clock="fractions", kinds=[kind])))
    assert found["silently wrong"] == 0
    assert found["right"] >= (10 if kind in SURE else 6)


@pytest.mark.parametrize("clock", CLOCKS)
def test_whatever_the_clock_says_nothing_is_silently_wrong(clock: str) -> None:
    found = Counter(result for seed in range(5) for result in results(make(seed, 10, PLACES, clock=clock)))
    assert found["silently wrong"] == 0
    assert found["right"] >= (38 if clock != "none" else 26)


@pytest.mark.parametrize("raw", [False, True])
def test_two_bodies_that_tell_no_numbers(raw: bool) -> None:
    shoot = make(3, 20, PLACES, clock="seconds", bodies=2, raw=raw, kinds=["bracket", "single", "pair"])
    assert Counter(results(shoot))["right"] >= 19
    assert Counter(results(shoot))["silently wrong"] == 0
