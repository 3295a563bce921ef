"""How soon the job of a worker that died is back in work, on the product's own clockwork."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.faults.processes import Place
from tests.faults.shoots import shoot
from tests.faults.world import World, world
from tests.services import open_folder

LONGEST = 15.0
"""Seconds from a worker's death until its job is in work again."""
ENOUGH = 40.0


@pytest.fixture(scope="module")
def fleet() -> Iterator[World]:
    with open_folder() as folder, world(folder, workers=2, full_length=True) as running:
        yield running


@pytest.mark.parametrize("down", ["postgres", "workers"])
def test_an_orphan_is_back_in_work_in_time_when_others_were_down_as_well(fleet: World, down: str) -> None:
    fleet.model.gate.clear()
    with shoot(fleet, fleet.folder / down) as one:
        one.put("orphan", 1)
        one.buy()
        one.start()
        fleet.until(lambda: _claims(fleet, one.email) == 1, "the first claim")
        fleet.until(lambda: fleet.model.reached.is_set(), "the call of the model")
        holder, other = _workers(fleet, one.email)
        died = time.time()
        holder.kill(down=ENOUGH if down == "postgres" else 6.0)
        if down == "postgres":
            fleet.places["postgres"].kill(down=6.0)
        else:
            other.kill(down=6.0)
        fleet.until(lambda: _claims(fleet, one.email) == 2, "the second claim", ENOUGH)
        assert time.time() - died <= LONGEST
        fleet.model.gate.set()
        holder.up()
        fleet.until(lambda: one.events().get("succeeded") == 1, "the edit", ENOUGH)
        state = one.state()
        assert (state.held, state.untidy, state.ledger) == (0, (), (("capture", -1), ("purchase", 25)))
    fleet.model.reached.clear()


def _claims(made: World, email: str) -> int:
    rows = made.ask(
        "SELECT j.lease FROM luster.jobs j JOIN luster.users u ON u.id = j.user_id WHERE u.email = :email", email=email
    )
    return rows[0].lease if rows else 0


def _workers(made: World, email: str) -> tuple[Place, Place]:
    """The worker that has the job, and the one that has not."""
    [row] = made.ask(
        "SELECT j.worker FROM luster.jobs j JOIN luster.users u ON u.id = j.user_id WHERE u.email = :email", email=email
    )
    one, two = made.places["worker-1"], made.places["worker-2"]
    return (one, two) if row.worker.endswith(f"-{one.pid}") else (two, one)
