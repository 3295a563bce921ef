from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import words
from backend.imaging import Rejected, SizeLimits, fit_size

MODEL = SizeLimits(multiple=16, min_pixels=655_360, max_pixels=8_294_400, max_edge=3840, max_ratio=3.0)


@pytest.mark.parametrize(
    ("photo", "aspect"),
    [
        ((6000, 4000), (3, 2)),
        ((4000, 6000), (2, 3)),
        ((4032, 3024), (4, 3)),
        ((5472, 3078), (16, 9)),
        ((4000, 4000), (1, 1)),
    ],
)
def test_common_aspects_are_met_exactly(photo: tuple[int, int], aspect: tuple[int, int]) -> None:
    for budget in (1_572_864, 3_686_400, 8_294_400):
        width, height = fit_size(*photo, SizeLimits(max_pixels=budget))
        assert width * aspect[1] == height * aspect[0]
        assert 0.5 * budget <= width * height <= budget


@given(st.integers(64, 14_000), st.integers(64, 14_000), st.sampled_from([1_100_000, 1_572_864, 8_294_400]))
def test_every_photo_gets_a_size_within_the_limits_and_of_its_own_shape(width: int, height: int, budget: int) -> None:
    limits = SizeLimits(max_pixels=budget)
    if max(width, height) > 3 * min(width, height):
        with pytest.raises(Rejected) as caught:
            fit_size(width, height, limits)
        assert words.told(caught.value).endswith(".")
        return
    w, h = fit_size(width, height, limits)
    assert w % 16 == h % 16 == 0
    assert limits.min_pixels <= w * h <= limits.max_pixels
    assert max(w, h) <= limits.max_edge and max(w, h) <= 3 * min(w, h)
    assert abs((w / h) / (width / height) - 1) < 0.02


def test_a_small_photo_is_not_enlarged_beyond_what_the_model_demands() -> None:
    assert fit_size(1200, 800, MODEL) == (1200, 800)
    width, height = fit_size(600, 400, MODEL)
    assert 655_360 <= width * height < 800_000
