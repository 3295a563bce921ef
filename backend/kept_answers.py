"""Answers of the image model that were paid for while storage took no writes: the database keeps them until it does.

`jobs.keep_answer` puts them here.
"""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import Engine, delete, select

from backend.database.tables import jobs, kept_answers, shoots
from backend.storage import ObjectExists, Storage


def find(engine: Engine, key: str) -> bytes | None:
    """What is kept for `key`."""
    with engine.connect() as connection:
        return connection.execute(select(kept_answers.c.image).where(kept_answers.c.key == key)).scalar_one_or_none()


def move(engine: Engine, storage: Storage, *, most: int = 50) -> int:
    """Write what is kept to storage, oldest first, and drop what a deleted shoot has left; returns how many went.

    Raises `StorageUnavailable`.
    """
    oldest = (
        select(kept_answers.c.key, kept_answers.c.image, shoots.c.deleted_at)
        .join(jobs, jobs.c.id == kept_answers.c.job_id)
        .join(shoots, shoots.c.id == jobs.c.shoot_id)
        .order_by(kept_answers.c.at)
        .limit(1)
    )
    for moved in range(most):
        with engine.connect() as connection:
            row = connection.execute(oldest).one_or_none()
        if row is None:
            return moved
        if row.deleted_at is None:
            with suppress(ObjectExists):
                storage.write(row.key, row.image, "image/png")
        with engine.begin() as connection:
            connection.execute(delete(kept_answers).where(kept_answers.c.key == row.key))
    return most
