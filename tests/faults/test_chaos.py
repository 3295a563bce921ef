"""A shoot on a bad day comes to its end by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults import chaos
from tests.faults.chaos import Day
from tests.faults.world import World, world
from tests.services import open_folder

PHOTOS = 40
BAD = Day(kill_every=3.0, sleep=1.0, first_sleep=2.0, full=1.0, patience=600.0)


@pytest.fixture(scope="module")
def service() -> Iterator[World]:
    with open_folder() as folder, world(folder, workers=2) as running:
        yield running


@pytest.mark.timeout(900)
def test_a_bad_day_needs_nobody(service: World) -> None:
    outcome = chaos.run(service, PHOTOS, BAD)
    assert outcome.kills > 2 and outcome.sleeps == chaos.SLEEPS
    assert (outcome.saved, outcome.duplicates, outcome.user_actions) == (PHOTOS, 0, 0), outcome
    assert (outcome.held, outcome.untidy) == (0, [])
