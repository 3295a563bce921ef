"""Claims are fenced, leases expire, retries end, and every arrow leaves an event."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from backend import credits, jobs, ledger_check, orders, shoots
from backend.database import tables
from tests.backend.people import order, person, photos, succeed


def expire_leases(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            sa.update(tables.jobs)
            .where(tables.jobs.c.state == "processing")
            .values(lease_until=sa.func.now() - sa.text("interval '1 second'"))
        )


def due_now(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(tables.jobs).values(run_at=sa.func.now()))


def states(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(sa.select(tables.jobs.c.state)).scalars())


def ordered(engine: Engine, count: int = 1) -> UUID:
    user = person(engine, count)
    orders.submit(engine, user, [order(photo) for photo in photos(engine, user, count)])
    return user


def test_parallel_workers_never_share_a_job(engine: Engine) -> None:
    ordered(engine, 60)
    with ThreadPoolExecutor(6) as pool:
        claims = [claim for taken in pool.map(lambda n: jobs.claim(engine, f"w{n}", 10), range(12)) for claim in taken]
    assert len(claims) == 60
    assert len({claim.job_id for claim in claims}) == 60


def test_a_stale_worker_changes_nothing(engine: Engine) -> None:
    user = ordered(engine)
    [stale] = jobs.claim(engine, "slow", 1)
    expire_leases(engine)
    assert jobs.rescue(engine) == 1
    [fresh] = jobs.claim(engine, "quick", 1)
    assert (fresh.lease, fresh.attempt) == (2, 1)
    assert not succeed(engine, stale)
    assert not jobs.settle_failure(engine, stale, "x", "y")
    assert not jobs.retry_later(engine, stale, "x", 0, counts=True)
    assert not jobs.note(engine, stale, "kind", {})
    assert not jobs.keep_usage(engine, stale, {})
    assert jobs.extend(engine, [stale, fresh]) == {fresh.job_id}
    assert succeed(engine, fresh)
    assert not succeed(engine, fresh)
    with engine.connect() as connection:
        assert credits.balance(connection, user).posted == 0
    assert ledger_check.differences(engine) == []


def test_a_given_back_try_keeps_the_fence_growing(engine: Engine) -> None:
    ordered(engine)
    for lease in range(1, 8):
        [claim] = jobs.claim(engine, "w", 1)
        assert (claim.attempt, claim.lease) == (1, lease)
        assert jobs.retry_later(engine, claim, "model_busy", 0, counts=False)
    [claim] = jobs.claim(engine, "w", 1)
    assert jobs.retry_later(engine, claim, "timeout", 3600, counts=True)
    assert jobs.claim(engine, "w", 1) == []


def test_four_tries_then_it_fails_without_a_charge(engine: Engine) -> None:
    user = ordered(engine)
    for _ in range(4):
        due_now(engine)
        [claim] = jobs.claim(engine, "w", 1)
        assert jobs.retry_later(engine, claim, "timeout", 0, counts=True)
    assert states(engine) == ["failed"]
    with engine.connect() as connection:
        found = credits.balance(connection, user)
    assert (found.posted, found.held) == (1, 0)


def test_a_worker_that_dies_each_time_is_given_up(engine: Engine) -> None:
    ordered(engine)
    for _ in range(jobs.MAX_DEATHS):
        [claim] = jobs.claim(engine, "w", 1)
        assert claim.attempt == 1, "a worker's death has used up a try"
        expire_leases(engine)
        assert jobs.rescue(engine) == 1
    assert jobs.claim(engine, "w", 1) == []
    assert states(engine) == ["failed"]
    assert jobs.rescue(engine) == 0
    assert ledger_check.differences(engine) == []


def test_rescuers_in_parallel_take_each_orphan_once(engine: Engine) -> None:
    ordered(engine, 20)
    jobs.claim(engine, "w", 20)
    expire_leases(engine)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: jobs.rescue(engine), range(4))) == 20


def test_events_have_no_gaps_while_many_write(engine: Engine) -> None:
    user = ordered(engine, 30)
    with ThreadPoolExecutor(8) as pool:
        claims = [claim for taken in pool.map(lambda n: jobs.claim(engine, "w", 4), range(10)) for claim in taken]
        assert all(pool.map(lambda claim: succeed(engine, claim), claims))
    shoot = claims[0].shoot_id
    feed = shoots.events_after(engine, user, shoot, 0, limit=1000)
    assert [event.seq for event in feed] == list(range(1, 30 * 4 + 1))
    assert [event.kind for event in feed if event.job_id == claims[0].job_id] == ["queued", "processing", "succeeded"]


def test_the_database_itself_refuses_what_must_not_be(engine: Engine) -> None:
    user = ordered(engine)
    refused = [
        f"UPDATE luster.credits SET held = -1 WHERE user_id = '{user}'",
        "UPDATE luster.jobs SET state = 'succeeded'",
        "UPDATE luster.jobs SET state = 'processing'",
        "UPDATE luster.jobs SET state = 'unheard-of'",
        "UPDATE luster.jobs SET credits = -1",
        "UPDATE luster.assets SET etag = NULL",
        "DELETE FROM luster.users",
        f"INSERT INTO luster.credit_entries (user_id, kind, amount, ref) VALUES ('{user}', 'capture', 1, 'x')",
        f"INSERT INTO luster.credit_entries (user_id, kind, amount, ref) VALUES ('{user}', 'grant', 5, 'x')",
        f"INSERT INTO luster.jobs (id, user_id, shoot_id, asset_id, preset, asked, parameters, credits, fair_key)"
        f" SELECT gen_random_uuid(), '{person(engine)}', shoot_id, asset_id, 'dusk', '{{}}', '{{}}', 1, 1"
        " FROM luster.jobs",
    ]
    for statement in refused:
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.exec_driver_sql(statement)
    kept = ("credit_entries SET amount = 99", "job_events SET kind = 'queued'")
    for statement in (
        *(f"UPDATE luster.{row}" for row in kept),
        *(f"DELETE FROM luster.{row.split()[0]}" for row in kept),
    ):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql(statement)


def test_the_claim_uses_the_queue_s_index_in_a_big_table(engine: Engine, length: Callable[[int, int], int]) -> None:
    ordered(engine)
    rows = length(100_000, 1_000_000)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO luster.jobs (id, user_id, shoot_id, asset_id, preset, asked, parameters, credits, fair_key,"
            " state, error_code, error_detail)"
            " SELECT gen_random_uuid(), user_id, shoot_id, asset_id, 'dusk', '{}', '{}',"
            " 0, n, CASE WHEN mod(n, 50) = 0 THEN 'queued' ELSE 'failed' END, 'x', 'y'"
            f" FROM luster.jobs, generate_series(1, {rows}) n"
        )
        connection.exec_driver_sql("ANALYZE luster.jobs")
        plan = connection.exec_driver_sql(
            "EXPLAIN ANALYZE SELECT id FROM luster.jobs WHERE state = 'queued' AND run_at <= clock_timestamp()"
            " ORDER BY fair_key, id LIMIT 10 FOR UPDATE SKIP LOCKED"
        )
        lines = [row[0] for row in plan]
    assert any("jobs_queue_ix" in line for line in lines), lines
    assert not any("Sort" in line or "Seq Scan" in line for line in lines), lines
    assert len(jobs.claim(engine, "w", 10)) == 10
