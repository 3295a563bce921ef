"""What is written for studios: with the end of a job, once, and only where somebody wants to be told."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine

from backend import deletion, jobs, orders, overdue, webhooks
from backend.database import tables
from tests.backend.people import order, person, photos, succeed

URL = "https://hooks.example.test/luster"


def told(engine: Engine, user: UUID) -> list[tuple[str, str | None]]:
    """Type and state of each event but the ping, oldest first."""
    events = tables.webhook_events
    query = sa.select(events.c.type, events.c.data).where(events.c.user_id == user, events.c.type != "ping")
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(events.c.created_at, events.c.type)).all()
    return [(row.type, row.data.get("state")) for row in rows]


def subscribed(engine: Engine, granted: int = 10) -> UUID:
    user = person(engine, granted=granted)
    webhooks.subscribe(engine, user, URL)
    return user


def test_every_end_of_a_job_is_told_and_the_shoots_with_the_last(engine: Engine) -> None:
    user = subscribed(engine)
    first, second, third = photos(engine, user, 3)
    placed, _ = orders.submit(engine, user, [order(first), order(second), order(third)])
    one, two, _ = jobs.claim(engine, "w", 3)
    assert succeed(engine, one)
    assert told(engine, user) == [("photo.done", "succeeded")]
    assert jobs.settle_failure(engine, two, "unfaithful", "It changed too much.")
    assert told(engine, user)[1:] == [("photo.done", "failed")]
    orders.cancel(engine, user, placed[2].id)
    assert told(engine, user)[2:] == [("photo.done", "cancelled"), ("shoot.done", None)]
    # A new order opens the shoot again.
    orders.submit(engine, user, [order(first, preset="sky")])
    [again] = jobs.claim(engine, "w", 1)
    assert succeed(engine, again)
    assert told(engine, user)[4:] == [("photo.done", "succeeded"), ("shoot.done", None)]
    with engine.connect() as connection:
        events = tables.webhook_events
        data = connection.execute(
            sa.select(events.c.data).where(events.c.data["state"].astext == "failed")
        ).scalar_one()
    assert data == {
        "shoot_id": str(two.shoot_id),
        "job_id": str(two.job_id),
        "asset_id": str(two.asset_id),
        "state": "failed",
    }


def test_a_worker_that_lost_its_job_tells_nothing(engine: Engine) -> None:
    user = subscribed(engine)
    orders.submit(engine, user, [order(photos(engine, user)[0])])
    [lost] = jobs.claim(engine, "dead", 1, seconds=0)
    assert jobs.rescue(engine) == 1
    assert not succeed(engine, lost)
    assert told(engine, user) == []
    [claim] = jobs.claim(engine, "w", 1)
    assert succeed(engine, claim)
    assert not succeed(engine, claim)
    assert told(engine, user) == [("photo.done", "succeeded"), ("shoot.done", None)]


def test_jobs_that_are_given_up_are_told_as_well(engine: Engine) -> None:
    user = subscribed(engine)
    orders.submit(engine, user, [order(photos(engine, user)[0])])
    with engine.begin() as connection:
        days = sa.text("interval '3 days'")
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        connection.execute(sa.update(tables.jobs).values(created_at=sa.func.now() - days))
        connection.execute(sa.text("UPDATE luster.job_events SET at = at - interval '3 days'"))
    assert overdue.give_up(engine) == 1
    assert told(engine, user) == [("photo.done", "failed"), ("shoot.done", None)]


def test_two_workers_that_end_a_shoot_at_once_tell_of_its_end_once(engine: Engine) -> None:
    user = subscribed(engine, granted=40)
    for _ in range(10):
        orders.submit(engine, user, [order(photo) for photo in photos(engine, user, 2)])
    claims = jobs.claim(engine, "w", 20)
    ready = threading.Barrier(2)

    def settle(number: int) -> None:
        for claim in claims[number::2]:
            ready.wait(30)
            assert succeed(engine, claim)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(settle, range(2)))
    assert told(engine, user).count(("shoot.done", None)) == 10


def test_nothing_is_written_where_nobody_wants_it(engine: Engine) -> None:
    nobody, left = person(engine, granted=5), subscribed(engine)
    for user in (nobody, left):
        orders.submit(engine, user, [order(photos(engine, user)[0])])
    webhooks.unsubscribe(engine, left)
    for claim in jobs.claim(engine, "w", 2):
        assert succeed(engine, claim)
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.webhook_events)).all() == []
        actions = sa.select(tables.admin_actions.c.data).where(tables.admin_actions.c.action == "set_webhook")
        assert [row["webhook"] for row in connection.execute(actions).scalars()] == ["set", "removed"]


def test_a_deleted_shoot_and_a_deleted_account_tell_nothing_more(engine: Engine) -> None:
    user = subscribed(engine)
    photo = photos(engine, user)[0]
    placed, _ = orders.submit(engine, user, [order(photo)])
    deletion.delete_shoot(engine, user, placed[0].shoot_id)
    assert told(engine, user) == []
    deletion.delete_account(engine, user)
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.webhooks)).all() == []
        assert connection.execute(sa.select(tables.webhook_events)).all() == []


def test_old_events_are_forgotten(engine: Engine) -> None:
    user = subscribed(engine)
    with engine.begin() as connection:
        long_ago = sa.func.now() - sa.text("interval '8 days'")
        connection.execute(sa.update(tables.webhook_events).values(delivered_at=long_ago))
        connection.execute(
            sa.insert(tables.webhook_events).values(user_id=user, type="ping", data={}, parked_at=long_ago)
        )
    assert webhooks.expire(engine) == 1
    found = webhooks.standing(engine, user)
    assert found is not None
    assert (found.waiting, found.parked) == (0, 1)
