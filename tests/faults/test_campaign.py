"""Nothing is lost, doubled or left behind while the parts of the product are killed under load."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.faults import campaign
from tests.faults.strikes import KILLED, OTHERS, deal
from tests.faults.world import World
from tests.services import open_folder

SEED = int(os.environ.get("LUSTER_FAULTS_SEED", "1"))


@pytest.fixture(scope="module")
def battlefield() -> Iterator[World]:
    with open_folder() as folder, campaign.battlefield(folder) as running:
        yield running


def test_a_seed_deals_the_same_strikes_and_all_kinds_of_them() -> None:
    strikes = deal(SEED, 300, campaign.RATE)
    assert strikes == deal(SEED, 300, campaign.RATE) != deal(SEED + 1, 300, campaign.RATE)
    kinds = Counter(strike.kind for strike in strikes)
    assert kinds["kill"] == 300 and kinds.keys() == {"kill", *OTHERS}
    assert {strike.target for strike in strikes if strike.kind == "kill"} == KILLED.keys()


@pytest.mark.timeout(1800)
def test_kills_lose_and_double_nothing(battlefield: World, length: Callable[[int, int], int]) -> None:
    for number in range(length(1, 10)):
        report = campaign.run(battlefield, SEED + number, campaign.ROUND)
        assert report.good, report
        assert report.photos > campaign.OPEN, report
        # What bounds the calls that are paid for nothing: three whose answers were lost end a job, without a charge.
        assert all(" model_unavailable " in note for note in report.again), report
