"""Orders hold exactly what there is, once, in any race; re-runs are free within the policy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import credits, jobs, ledger_check, orders
from backend.credits import OutOfCredits
from backend.database import tables
from backend.jobs import Edit
from backend.orders import OrderChanged, TooManyLost
from backend.reruns import Policy
from tests.backend.people import order, person, photos, succeed


def balance(engine: Engine, user_id: object) -> tuple[int, int]:
    with engine.connect() as connection:
        found = credits.balance(connection, user_id)  # type: ignore[arg-type]
    return found.posted, found.held


@pytest.mark.parametrize(("granted", "tried"), [(100, 400), (1, 300)])
def test_parallel_orders_never_overspend(engine: Engine, granted: int, tried: int) -> None:
    user = person(engine, granted)
    [photo] = photos(engine, user)

    def submit(_: int) -> bool:
        try:
            orders.submit(engine, user, [order(photo)])
        except OutOfCredits as error:
            assert (error.available, error.required) == (0, 1)
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        accepted = sum(pool.map(submit, range(tried)))
    assert accepted == granted
    assert balance(engine, user) == (granted, granted)
    assert ledger_check.differences(engine) == []


def test_a_batch_is_held_whole_or_not_at_all(engine: Engine) -> None:
    user = person(engine, 5)
    several = photos(engine, user, 6)
    with pytest.raises(OutOfCredits) as refused:
        orders.submit(engine, user, [order(photo) for photo in several])
    assert (refused.value.available, refused.value.required) == (5, 6)
    placed, after = orders.submit(engine, user, [order(photo) for photo in several[:5]])
    assert (len(placed), after.available) == (5, 0)


def test_the_same_order_in_parallel_is_placed_once(engine: Engine) -> None:
    user = person(engine, 50)
    batch = [order(photo) for photo in photos(engine, user, 3)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: orders.submit(engine, user, batch)[0], range(20)))
    assert all([job.id for job in answer] == [one.id for one in batch] for answer in answers)
    assert balance(engine, user) == (50, 3)
    with pytest.raises(OrderChanged):
        orders.submit(engine, user, [replace(batch[0], edits=(Edit("sky", {}),))])


def run(engine: Engine, user: object, photo: object, *, preset: str = "dusk", works: bool = True) -> int:
    """Order, work and settle; answers what the job cost."""
    [job], _ = orders.submit(engine, user, [order(photo, preset=preset)])  # type: ignore[arg-type]
    [claim] = jobs.claim(engine, "worker", 1)
    assert succeed(engine, claim) if works else jobs.settle_failure(engine, claim, "x", "No.")
    return job.credits


def test_three_re_runs_are_free_then_it_costs_again(engine: Engine) -> None:
    user = person(engine, 10)
    [photo] = photos(engine, user, content="same")
    assert run(engine, user, photo, works=False) == 1
    assert [run(engine, user, photo) for _ in range(6)] == [1, 0, 0, 0, 1, 0]
    assert run(engine, user, photo, preset="sky") == 1
    [copy] = photos(engine, user, content="same")
    assert run(engine, user, copy) == 0
    stranger = person(engine, 10)
    [theirs] = photos(engine, stranger, content="same")
    assert run(engine, stranger, theirs) == 1
    assert balance(engine, user) == (7, 0)
    assert ledger_check.differences(engine) == []


def test_free_re_runs_end_and_are_counted_within_one_order(engine: Engine) -> None:
    user = person(engine, 20)
    [photo] = photos(engine, user)
    assert run(engine, user, photo) == 1
    placed, _ = orders.submit(engine, user, [order(photo) for _ in range(5)])
    assert [job.credits for job in placed] == [0, 0, 0, 1, 1]
    assert orders.submit(engine, user, [order(photo)], free=Policy(10, 30))[0][0].credits == 0
    with engine.begin() as connection:
        connection.execute(sa.update(tables.jobs).values(updated_at=sa.func.now() - sa.text("interval '31 days'")))
    assert orders.submit(engine, user, [order(photo)], free=Policy(10, 30))[0][0].credits == 1


def test_one_user_s_flood_does_not_starve_another(engine: Engine) -> None:
    heavy, light = person(engine, 1000), person(engine, 10)
    many, few = photos(engine, heavy, 200), photos(engine, light, 10)
    orders.submit(engine, heavy, [order(photo) for photo in many])
    served = [claim.user_id for claim in jobs.claim(engine, "worker", 20)]
    orders.submit(engine, light, [order(photo) for photo in few])
    while claims := jobs.claim(engine, "worker", 7):
        served += [claim.user_id for claim in claims]
    assert len(served) == 210
    last = max(place for place, user_id in enumerate(served) if user_id == light)
    assert last < 20 + 2 * 10 + 2, (
        "the light user's last job waits for about as many of the heavy user's as it has itself"
    )
    # Somebody who used the quiet queue a lot is not held back once others have caught up.
    orders.submit(engine, light, [order(few[0], price=0)])
    orders.submit(engine, heavy, [order(many[0])])
    keys = jobs.claim(engine, "worker", 2)
    assert {claim.user_id for claim in keys} == {heavy, light}


def called(engine: Engine, job_id: object, calls: int, state: str) -> None:
    """As if the job had bought so many calls and then ended so."""
    error = {"error_code": "uninvited", "error_detail": "Twice."} if state == "failed" else {}
    with engine.begin() as connection:
        values: dict[str, object] = {
            "state": state,
            "usage": {"calls": [{}] * calls},
            "lease_until": None,
            "worker": None,
            **error,
        }
        connection.execute(sa.update(tables.jobs).where(tables.jobs.c.id == job_id).values(**values))


def test_calls_that_come_to_nothing_have_an_end_each_day(engine: Engine) -> None:
    user, other = person(engine, 50), person(engine, 5)
    wanted = [order(photo) for photo in photos(engine, user, 4)]
    orders.submit(engine, user, wanted)
    for one, state in zip(wanted, ("cancelled", "failed", "cancelled"), strict=False):
        called(engine, one.id, 2, state)
    [photo, later] = photos(engine, user, 2, content="more")
    orders.submit(engine, user, [order(photo)], lost_calls=6)
    with pytest.raises(TooManyLost):
        orders.submit(engine, user, [order(later)], lost_calls=5)
    # What was ordered before is still answered, others order on, and the next day is another one.
    assert len(orders.submit(engine, user, wanted, lost_calls=5)[0]) == 4
    orders.submit(engine, other, [order(photos(engine, other)[0])], lost_calls=5)
    with engine.begin() as connection:
        earlier = tables.jobs.c.updated_at - sa.text("interval '25 hours'")
        connection.execute(sa.update(tables.jobs).values(updated_at=earlier))
    orders.submit(engine, user, [order(later)], lost_calls=0)


def test_what_a_refund_leaves_uncovered_is_cancelled_newest_first(engine: Engine) -> None:
    user, other = person(engine, 5), person(engine, 5)
    wanted = [order(photo) for photo in photos(engine, user, 4)]
    for one in wanted:
        orders.submit(engine, user, [one])
    orders.submit(engine, other, [order(photos(engine, other)[0])])
    assert orders.withdraw_uncovered(engine) == 0
    with engine.begin() as connection:
        credits.post(connection, user, "correction", -3, "taken back", reason="as a refund does")
    assert orders.withdraw_uncovered(engine) == 2
    with engine.connect() as connection:
        states = [jobs.find(connection, user, [one.id])[one.id].state for one in wanted]
    assert states == ["queued", "queued", "cancelled", "cancelled"]
    assert balance(engine, user) == (2, 2) and balance(engine, other) == (5, 1)
    assert ledger_check.differences(engine) == []
