"""Photos whose files nobody needs: never arrived, never ordered, or of a shoot that was finished long ago. While
a shoot has a link for others, what was ordered stays, and what its page names.

A photo goes with its results and answers. Its row stays, as a photo that is not in storage: announced again, it takes
the same file again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, func, select, update

from backend import shares, shoots, words
from backend.database import tables
from backend.database.tables import assets, jobs
from backend.shoots import NewEvent
from backend.storage import Listed, Storage, StorageUnavailable, shoot_prefix
from backend.sweeps import LEASE, Keep, record

BATCH = 500
"""Photos that one transaction looks at."""
SHOOTS = 40
"""Batches, each of one shoot, in one run."""
LONGEST = LEASE.total_seconds() / 2
"""Seconds after which a batch deletes nothing more: its lease must not end under a call."""


@dataclass(frozen=True, slots=True)
class _Going:
    user_id: UUID
    shoot_id: UUID
    until: datetime
    """The lease's end; it also tells this batch from whoever takes it over."""
    assets: frozenset[UUID]


def sweep(engine: Engine, storage: Storage, keep: Keep, *, most: int = SHOOTS) -> int:
    """Look at what is due and remove what is not wanted; returns how many objects went. Raises `StorageUnavailable`."""
    removed = 0
    for _ in range(most):
        shoot = _look(engine, keep)
        if shoot is None:
            break
        if shoot.assets:
            removed += _remove(engine, storage, shoot)
    return removed


def _look(engine: Engine, keep: Keep) -> _Going | None:
    """Decide about photos of one shoot that are due; None when nothing is."""
    due = assets.c.look_at <= func.now()
    with engine.begin() as connection:
        shoot = connection.execute(
            select(tables.shoots.c.id, tables.shoots.c.user_id)
            .join(assets, assets.c.shoot_id == tables.shoots.c.id)
            .where(due, tables.shoots.c.deleted_at.is_(None))
            .order_by(assets.c.look_at)
            .limit(1)
            .with_for_update(of=tables.shoots, skip_locked=True)
        ).one_or_none()
        if shoot is None:
            return None
        # In a statement of its own: it sees what the shoot's last holder has done.
        ordered = select(jobs.c.id).where(jobs.c.asset_id == assets.c.id).exists()
        rows = connection.execute(
            select(assets.c.id, assets.c.state, assets.c.going, assets.c.linked_at, ordered.label("ordered"))
            .where(assets.c.shoot_id == shoot.id, due)
            .order_by(assets.c.look_at)
            .limit(BATCH)
        ).all()
        going = _unwanted(connection, shoot.id, rows, keep)
        wanted = [row.id for row in rows if row.id not in going]
        tomorrow = func.now() + timedelta(days=1)
        connection.execute(update(assets).where(assets.c.id.in_(wanted)).values(look_at=tomorrow))
        until = _mark(connection, shoot.id, rows, going) if going else datetime.max
        return _Going(shoot.user_id, shoot.id, until, frozenset(going))


def _unwanted(connection: Connection, shoot_id: UUID, rows: Sequence[Row[Any]], keep: Keep) -> set[UUID]:
    live = func.count().filter(jobs.c.state.in_(("queued", "processing")))
    happened = select(live.label("live"), func.max(jobs.c.updated_at).label("last"), func.now().label("now"))
    shoot = connection.execute(happened.where(jobs.c.shoot_id == shoot_id)).one()
    link = shares.needs(connection, shoot_id)

    def unwanted(row: Row[Any]) -> bool:
        if row.going:
            return True
        if row.state != "uploaded":
            return bool(row.linked_at < shoot.now - keep.uploads)
        if not row.ordered:
            return not link.live if row.id in link.files else bool(row.linked_at < shoot.now - keep.unordered)
        if link.live:
            return False
        return not shoot.live and max(row.linked_at, shoot.last) < shoot.now - keep.shoots

    return {row.id for row in rows if unwanted(row)}


def _mark(connection: Connection, shoot_id: UUID, rows: Sequence[Row[Any]], going: set[UUID]) -> datetime:
    """From here on the rows say that nothing is there; returns the lease's end."""
    stored = [row.id for row in rows if row.id in going and row.state == "uploaded"]
    told = {"state": "pending", "etag": None, "thumb_key": None, "reason": words.sentence("not_kept")}
    connection.execute(update(assets).where(assets.c.id.in_(stored)).values(told))
    lease = update(assets).where(assets.c.id.in_(going)).values(going=True, look_at=func.now() + LEASE)
    until: datetime = connection.execute(lease.returning(assets.c.look_at)).scalars().all()[0]
    gone = {
        "output_gone_at": func.coalesce(jobs.c.output_gone_at, func.now()),
        "answers_gone_at": func.coalesce(jobs.c.answers_gone_at, func.now()),
    }
    connection.execute(update(jobs).where(jobs.c.asset_id.in_(stored)).values(gone))
    if stored:
        shoots.append(connection, shoot_id, [NewEvent("swept", asset_id=asset_id) for asset_id in stored])
    return until


def _remove(engine: Engine, storage: Storage, shoot: _Going) -> int:
    objects = size = 0
    for page in _theirs(storage, shoot):
        storage.delete([item.key for item in page])
        objects += len(page)
        size += sum(item.bytes for item in page)
    with engine.begin() as connection:
        ours = (assets.c.id.in_(shoot.assets), assets.c.going, assets.c.look_at == shoot.until)
        connection.execute(
            update(assets).where(*ours).values(going=False, look_at=None, upload_id=None, parts_etag=None)
        )
        record(connection, "photos", objects=objects, size=size, subject=shoot.shoot_id)
    return objects


def _theirs(storage: Storage, shoot: _Going) -> Iterator[list[Listed]]:
    """The objects of the photos that go, found by listing: attempts that failed have left some that no row names."""
    end = time.monotonic() + LONGEST
    prefix = shoot_prefix(shoot.user_id, shoot.shoot_id)
    theirs = tuple(f"{prefix}{asset_id}/" for asset_id in shoot.assets)
    for upload in storage.unfinished(prefix):
        if upload.key.startswith(theirs):
            storage.abort_parts(upload.key, upload.id)
    for page in storage.pages(prefix):
        if time.monotonic() > end:
            raise StorageUnavailable("It took too long.")
        if found := [item for item in page if item.key.startswith(theirs)]:
            yield found
