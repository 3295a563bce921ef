"""Jobs that could not be done for hours: their credits are not held for ever."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, Engine, func, select, update

from backend import credits, metrics, shoots, words
from backend.database.tables import job_events, jobs
from backend.shoots import NewEvent

HELD_HOURS = 24
CODE = "not_done_in_time"


def give_up(engine: Engine, hours: int = HELD_HOURS, *, limit: int = 500) -> int:
    """End, without a charge, jobs that have waited for `hours` since they were ordered; returns how many.

    A job in a worker's hands may be about to succeed: it is taken only when it has gone back to the queue.
    """
    for ended in range(limit):
        # One short transaction each, as `jobs.rescue` has them.
        with engine.begin() as connection:
            if not _give_up_one(connection, timedelta(hours=hours), hours):
                return ended
        metrics.SETTLES.labels("overdue").inc()
    return limit


def _give_up_one(connection: Connection, age: timedelta, hours: int) -> bool:
    # An order that support has renewed counts from then: that is when its credits were held.
    ordered = (
        select(func.max(job_events.c.at))
        .where(job_events.c.job_id == jobs.c.id, job_events.c.kind == "queued")
        .scalar_subquery()
    )
    row = connection.execute(
        select(jobs.c.id, jobs.c.user_id, jobs.c.shoot_id, jobs.c.asset_id, jobs.c.credits, jobs.c.attempt)
        .where(jobs.c.state == "queued", jobs.c.created_at < func.now() - age, ordered < func.now() - age)
        .order_by(jobs.c.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return False
    sentence = words.sentence(CODE, {"hours": hours})
    connection.execute(
        update(jobs)
        .where(jobs.c.id == row.id)
        .values(state="failed", error_code=CODE, error_detail=sentence, updated_at=func.now())
    )
    credits.release(connection, row.user_id, row.credits)
    data = {"attempt": row.attempt, "code": CODE, "detail": sentence}
    shoots.append(connection, row.shoot_id, [NewEvent("failed", row.id, row.asset_id, data)])
    return True
