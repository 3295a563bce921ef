"""The scoreboard tells what is within its limits from what is not."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.bench import __main__ as bench
from tests.bench import scoreboard
from tests.bench.scoreboard import Figure


def test_a_row_is_the_medians_of_rounds_and_of_their_ratios() -> None:
    rounds = [[Figure("sent", value, "MB/s", peer, "rclone")] for value, peer in ((90, 100), (40, 20), (60, 50))]
    (row,) = scoreboard.rows(rounds)
    assert (row.figure.value, row.figure.peer, row.ratio, row.rounds) == (60, 50, 1.2, 3)


def test_without_its_peer_a_figure_is_not_said_to_hold() -> None:
    (row,) = scoreboard.rows([[Figure("x", 9, "s", None, "a peer that is not here", most_ratio=2.9)]])
    told = scoreboard.table([("case", row)])
    assert "not compared" in told and "holds" not in told


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (Figure("x", 450, "/s", least=450), True),
        (Figure("x", 449, "/s", least=450), False),
        (Figure("x", 101, "ms", most=100), False),
        (Figure("x", 9, "s", 10, "peer", least_ratio=0.9), True),
        (Figure("x", 9, "s", 10, "peer", least_ratio=0.91), False),
        (Figure("x", 9, "s", 3, "peer", most_ratio=2.9), False),
        (Figure("x", 9, "s", None, "a peer that is not here", most_ratio=2.9), True),
    ],
)
def test_a_missed_limit_is_marked(figure: Figure, holds: bool) -> None:
    (row,) = scoreboard.rows([[figure]])
    assert row.holds is holds
    assert ("**missed**" in scoreboard.table([("case", row)])) is not holds


@pytest.mark.parametrize("name", bench.CASES)
def test_each_case_measures_and_says_what(name: str) -> None:
    case = import_module(f"tests.bench.{name}")
    assert callable(case.measure)
    assert case.__doc__
