"""What brightening does to contrast is found, and carried to the full-size photo."""

from __future__ import annotations

import numpy as np
import pytest

from backend.imaging import compose, curve
from backend.imaging.arrays import scale
from backend.imaging.register import register
from backend.local.image_model.editor import Bright, carry_out
from tests.bench.measures import gmsd, psnr

from . import simulator
from .houses import house
from .scenes import room

SIZE = (900, 600)


def _answered(photo: np.ndarray, edited: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The photo at working size, the registered answer and where that is valid."""
    small = scale(photo, SIZE)
    aligned = register(small, simulator.answer(edited, SIZE, seed, cast=False))
    return small, aligned.answer, aligned.valid


@pytest.mark.parametrize("bend", [-0.4, 0.4, 0.8])
def test_the_bend_of_an_answer_is_found(bend: float) -> None:
    for photo in (room(1800, 1200), house(2, 1800, 1200).clean):
        edited = np.clip(curve.bent(photo.astype(np.float32), bend) * 0.9 + 6, 0, 255).astype(np.uint8)
        small, answer, valid = _answered(photo, edited, 1)
        assert abs(curve.found(small, answer.astype(np.float32), valid) - bend) < 0.2


@pytest.mark.parametrize("seed", [1, 2])
def test_new_light_passes_for_no_more_bend_than_its_own_gentle_curve(seed: int) -> None:
    photo = house(seed, 1800, 1200).clean
    for lamps in (0, 6):
        small, answer, valid = _answered(photo, simulator.relit(photo, seed, lamps=lamps), seed)
        assert abs(curve.found(small, answer.astype(np.float32), valid)) < 0.3


@pytest.mark.parametrize("seed", [1, 2])
def test_a_brightened_photo_has_the_contrast_that_brightening_leaves(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = house(seed, 1800, 1200).clean
    edited = carry_out(photo, Bright("strong", "neutral"), 1)
    small, answer, valid = _answered(photo, edited, 3)

    def lifted() -> np.ndarray:
        return compose.render(photo.copy(), compose.plan(small, answer, valid, True, {}))

    bent = lifted()
    monkeypatch.setattr(curve, "found", lambda *_: 0.0)
    straight = lifted()
    assert psnr(bent, edited) > psnr(straight, edited) + 1
    assert gmsd(bent, edited) < 0.8 * gmsd(straight, edited)


def test_codes_are_bent_as_levels_are() -> None:
    codes = np.arange(3 * 16 * 16, dtype=np.uint32).reshape(3, 16, 16).astype(np.uint8)
    for bend in (-0.4, 0.0, 0.8):
        assert np.array_equal(curve.bent(codes, bend), curve.bent(codes.astype(np.float32), bend))
