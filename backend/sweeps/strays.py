"""Objects that no row names, such as those of attempts that failed, and uploads in parts that nobody has completed.

The bucket is walked page by page, once a day, from where the last run ended. What is younger than a day is left alone:
its row may be about to be written. So is what has no key of ours, or one of a user that the database does not know: a
worker that was given the wrong database must not empty a bucket.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, func, select, update

from backend import metrics
from backend.database import tables
from backend.database.tables import assets, jobs, sweeps
from backend.storage import Listed, Storage
from backend.sweeps import LEASE, Keep, record

NAME = "strays"
PAGES = 5
"""In one run, of up to a thousand objects each."""
YOUNG = timedelta(days=1)
PAUSE = timedelta(days=1)
"""Between two rounds."""

_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(f"({_ID})/({_ID})/({_ID})/(?:outputs/({_ID})_v[0-9]+([^/]*)|[^/]+)")


@dataclass(frozen=True, slots=True)
class _Key:
    user: UUID
    shoot: UUID
    asset: UUID
    job: UUID | None
    """None of what belongs to the photo itself."""
    answer: bool


def sweep(engine: Engine, storage: Storage, keep: Keep, *, pages: int = PAGES) -> int:
    """Go on where the last run ended; returns how many objects went. Raises `StorageUnavailable`.

    One worker at a time: what another has begun is left to it until its lease ends.
    """
    position = _begin(engine)
    if position is None:
        return 0
    removed = 0
    if not position:
        metrics.FOREIGN.set(0)
        removed += _abort(engine, storage, keep)
    for _ in range(pages):
        page = storage.listing("", after=position)
        if not page:
            _go_on(engine, "", PAUSE)
            return removed
        removed += _look(engine, storage, page)
        position = page[-1].key
        _go_on(engine, position, LEASE)
    _go_on(engine, position, timedelta())
    return removed


def _begin(engine: Engine) -> str | None:
    mine = update(sweeps).where(sweeps.c.name == NAME, sweeps.c.until <= func.now())
    with engine.begin() as connection:
        taken = connection.execute(mine.values(until=func.now() + LEASE).returning(sweeps.c.position))
        return taken.scalar_one_or_none()


def _go_on(engine: Engine, position: str, pause: timedelta) -> None:
    where = update(sweeps).where(sweeps.c.name == NAME)
    with engine.begin() as connection:
        connection.execute(where.values(position=position, until=func.now() + pause))


def _abort(engine: Engine, storage: Storage, keep: Keep) -> int:
    old = [upload for upload in storage.unfinished() if upload.at < datetime.now(UTC) - keep.uploads]
    ours = [upload for upload in old if _KEY.fullmatch(upload.key)]
    for upload in ours:
        storage.abort_parts(upload.key, upload.id)
    with engine.begin() as connection:
        record(connection, "unfinished uploads", objects=len(ours))
    return len(ours)


def _look(engine: Engine, storage: Storage, page: Sequence[Listed]) -> int:
    old = [item for item in page if item.at < datetime.now(UTC) - YOUNG]
    with engine.begin() as connection:
        strays = _strays(connection, old)
    storage.delete([item.key for item in strays])
    with engine.begin() as connection:
        record(connection, NAME, objects=len(strays), size=sum(item.bytes for item in strays))
    return len(strays)


def _strays(connection: Connection, items: Sequence[Listed]) -> list[Listed]:
    parsed = {item: key for item in items if (key := _parse(item.key))}
    keys = parsed.values()
    users = set(
        connection.execute(select(tables.users.c.id).where(tables.users.c.id.in_({key.user for key in keys}))).scalars()
    )
    photos = {
        row.id: row
        for row in connection.execute(
            select(assets.c.id, assets.c.shoot_id, assets.c.look_at, tables.shoots.c.deleted_at)
            .add_columns(tables.shoots.c.purged_at)
            .join(tables.shoots, tables.shoots.c.id == assets.c.shoot_id)
            .where(assets.c.id.in_({key.asset for key in keys}))
        )
    }
    made = {
        row.id: row
        for row in connection.execute(select(jobs).where(jobs.c.id.in_({key.job for key in keys if key.job})))
    }
    metrics.FOREIGN.inc(len(items) - sum(key.user in users for key in keys))
    strays, left = [], set()
    for item, key in parsed.items():
        photo = photos.get(key.asset)
        if key.user not in users:
            continue
        if photo is None or photo.shoot_id != key.shoot or photo.purged_at is not None:
            strays.append(item)
        elif photo.deleted_at is not None:
            continue  # on its way already
        elif key.job is not None:
            if not _named(item.key, key, made.get(key.job)):
                strays.append(item)
        elif photo.look_at is None:
            left.add(key.asset)
    # It may be sent again under the same key at any moment, so it goes as photos go.
    again = update(assets).where(assets.c.id.in_(left), assets.c.look_at.is_(None))
    connection.execute(again.values(look_at=func.now()))
    return strays


def _named(name: str, key: _Key, job: Row[Any] | None) -> bool:
    """Whether the job's row names the object, or will."""
    if job is None or job.asset_id != key.asset:
        return False
    if job.state in ("queued", "processing"):
        return True
    if key.answer:
        return job.answers_gone_at is None
    return job.output_gone_at is None and name in (job.output_key, job.thumb_key, job.change_map_key)


def _parse(name: str) -> _Key | None:
    match = _KEY.fullmatch(name)
    if match is None:
        return None
    user, shoot, asset, job, rest = match.groups()
    return _Key(UUID(user), UUID(shoot), UUID(asset), UUID(job) if job else None, (rest or "").startswith("_answer"))
