"""Answers are brought to within a pixel, or refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backend.imaging import Unusable, register
from tests.bench.register import measure, pair

EDGE = 1024


@pytest.mark.parametrize("number", [442, 706])
def test_slats_are_aligned_though_most_points_are_in_one_place(number: int) -> None:
    _, reason, (median, _, astray, _) = measure(number, [], EDGE)
    assert not reason
    assert median < 0.6 and astray < 0.05


def test_what_stays_beside_its_place_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = pair(52, [], EDGE)
    locate = register.locate

    def missing_a_part(*given: Any) -> tuple[Any, ...]:
        where, *rest = locate(*given)
        where[400:600, 500:900] += 10
        return where, *rest

    monkeypatch.setattr(register, "locate", missing_a_part)
    with pytest.raises(Unusable, match="beside their places"):
        register.register(made.photo, made.reply)


def test_tiles_that_match_their_neighbours_are_refused() -> None:
    """Number 828: at dusk, and bent by far, half of the picture is taken for the next row of tiles."""
    made = pair(828, [], EDGE)
    with pytest.raises(Unusable, match="beside their places"):
        register.register(made.photo, made.reply)


@pytest.mark.parametrize("kind", ["new", "empty"])
def test_what_is_drawn_anew_is_no_reason_to_refuse(kind: str) -> None:
    """Number 52: tiles, of which a fifth and more has become sky; here with other structure in the same place."""
    made = pair(52, [], EDGE)
    reply = made.reply.copy()
    rng = np.random.default_rng(1)
    height, width = reply.shape[:2]
    changed = np.s_[height // 2 : height - 60, width // 2 : width - 60]
    other = pair(6, [], EDGE).photo[changed] if kind == "new" else rng.integers(118, 138, reply[changed].shape)
    reply[changed] = other
    assert register.register(made.photo, reply).agreement > 0.5
