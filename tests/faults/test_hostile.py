"""Files that mean harm are refused in words, by the worker and by the app; neither dies nor hangs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults import hostile
from tests.faults.hostile import Verdicts

SEED = 1
TAKERS = [hostile.at_the_worker, hostile.at_the_app]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("take", TAKERS, ids=["worker", "app"])
def test_mutants_are_refused_in_words(take: Callable[..., Verdicts], length: Callable[[int, int], int]) -> None:
    number = length(150, 10_000)
    found = take(hostile.mutants(SEED, number))
    assert found.good, found
    assert found.taken and len(found.refused) > 1 and found.taken + sum(found.refused.values()) == number


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("take", TAKERS, ids=["worker", "app"])
def test_what_was_collected_does_no_harm(take: Callable[..., Verdicts], length: Callable[[int, int], int]) -> None:
    files = list(hostile.collected())
    if not files:
        pytest.skip("shared/corpus is not beside this checkout")
    found = take(files[:: length(10, 1)])
    assert found.good, found


def test_a_mutant_is_made_again_from_its_number() -> None:
    assert list(hostile.mutants(7, 5)) == list(hostile.mutants(7, 5)) != list(hostile.mutants(8, 5))
