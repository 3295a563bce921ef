"""Raw answers of the image model, which are of no use once their job has ended."""

from __future__ import annotations

from sqlalchemy import Engine, func, select, update

from backend.database.tables import jobs
from backend.storage import Storage, answer_keys
from backend.sweeps import Keep, record

BATCH = 200
ENDED = ("succeeded", "failed", "cancelled")


def sweep(engine: Engine, storage: Storage, keep: Keep, *, most: int = 20) -> int:
    """Delete the answers of jobs that ended long enough ago; returns of how many jobs. Raises `StorageUnavailable`.

    A job that begins anew never looks at them, and numbers its calls on.
    """
    done = 0
    for _ in range(most):
        found = _batch(engine, storage, keep)
        done += found
        if found < BATCH:
            break
    return done


def _batch(engine: Engine, storage: Storage, keep: Keep) -> int:
    ended = (jobs.c.state.in_(ENDED), jobs.c.answers_gone_at.is_(None))
    columns = (jobs.c.id, jobs.c.user_id, jobs.c.shoot_id, jobs.c.asset_id, jobs.c.usage)
    due = select(*columns).where(*ended, jobs.c.updated_at < func.now() - keep.answers)
    with engine.connect() as connection:
        rows = connection.execute(due.order_by(jobs.c.updated_at).limit(BATCH)).all()
    keys = [
        key
        for row in rows
        for number, call in enumerate(row.usage.get("calls", []), start=1)
        for key in answer_keys(row.user_id, row.shoot_id, row.asset_id, row.id, number, call.get("candidates", 1))
    ]
    storage.delete(keys)
    with engine.begin() as connection:
        # In the order of ids, like every writer of several jobs.
        ids = [row.id for row in rows]
        held = select(jobs.c.id).where(jobs.c.id.in_(ids), *ended).order_by(jobs.c.id).with_for_update()
        mine = connection.execute(held).scalars().all()
        connection.execute(update(jobs).where(jobs.c.id.in_(mine)).values(answers_gone_at=func.now()))
        record(connection, "answers", objects=len(keys) if mine else 0)
    return len(rows)
