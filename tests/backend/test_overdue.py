"""Credits are not held for ever: what could not be done for hours is given up, told and free of charge."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import credits, jobs, ledger_check, orders, overdue, shoots
from backend.database import tables
from backend.jobs import Job
from tests.backend.people import order, person, photos, succeed

SENTENCE = "The edit could not be done within 24 hours, so it was given up. No credit was taken. Order it again."


@pytest.fixture
def user(engine: Engine) -> UUID:
    return person(engine, 10)


def ordered(engine: Engine, user: UUID, count: int, hours_ago: float) -> list[Job]:
    """Jobs as they are some hours after they were ordered. The feed cannot be changed, but its guard can step aside."""
    placed, _ = orders.submit(engine, user, [order(photo) for photo in photos(engine, user, count)])
    age(engine, [job.id for job in placed], hours_ago)
    return placed


def age(engine: Engine, ids: list[UUID], hours: float) -> None:
    past = sa.literal(timedelta(hours=hours), sa.Interval)
    table, events = tables.jobs, tables.job_events
    with engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        connection.execute(sa.update(table).where(table.c.id.in_(ids)).values(created_at=table.c.created_at - past))
        connection.execute(sa.update(events).where(events.c.job_id.in_(ids)).values(at=events.c.at - past))


def held(engine: Engine, user: UUID) -> tuple[int, int]:
    with engine.connect() as connection:
        found = credits.balance(connection, user)
    return found.posted, found.held


def test_only_what_has_waited_long_enough_is_given_up(engine: Engine, user: UUID) -> None:
    [old, taken] = ordered(engine, user, 2, 25)
    [young] = ordered(engine, user, 1, 23)
    [claim] = [one for one in jobs.claim(engine, "w", 3) if one.job_id == taken.id]
    with engine.begin() as connection:
        other = tables.jobs.c.id != taken.id
        freed = {"state": "queued", "lease_until": None, "worker": None}
        connection.execute(sa.update(tables.jobs).where(other).values(freed))
    assert overdue.give_up(engine, 24) == 1
    ended = jobs.get(engine, user, old.id)
    assert (ended.state, ended.error_code, ended.error_detail) == ("failed", "not_done_in_time", SENTENCE)
    assert jobs.get(engine, user, young.id).state == "queued"
    assert held(engine, user) == (10, 2)
    last = shoots.events_after(engine, user, old.shoot_id, 0, limit=100)[-1]
    assert (last.kind, last.job_id, last.data["detail"]) == ("failed", old.id, SENTENCE)
    assert succeed(engine, claim), "what a worker has is left to it"
    assert overdue.give_up(engine, 24) == 0
    assert held(engine, user) == (9, 1)
    assert ledger_check.differences(engine) == []


def test_an_order_that_support_renewed_has_its_hours_again(engine: Engine, user: UUID) -> None:
    [job] = ordered(engine, user, 1, 30)
    assert overdue.give_up(engine, 24) == 1
    with engine.begin() as connection:
        orders.requeue(connection, job.id, 1)
    assert overdue.give_up(engine, 24) == 0
    assert (jobs.get(engine, user, job.id).state, held(engine, user)) == ("queued", (10, 1))
    age(engine, [job.id], 25)
    assert overdue.give_up(engine, 24) == 1
    assert held(engine, user) == (10, 0)


def test_a_backlog_is_given_up_in_batches_and_by_several_at_once(engine: Engine, user: UUID) -> None:
    ordered(engine, user, 7, 48)
    assert [overdue.give_up(engine, 24, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert held(engine, user) == (10, 0)
    assert ledger_check.differences(engine) == []
