"""Answers are brought to within a pixel."""

from __future__ import annotations

import pytest

from tests.bench.register import measure

EDGE = 1024


@pytest.mark.parametrize("number", [442, 706])
def test_slats_are_aligned_though_most_points_are_in_one_place(number: int) -> None:
    _, reason, (median, _, astray, _) = measure(number, [], EDGE)
    assert not reason
    assert median < 0.6 and astray < 0.05
