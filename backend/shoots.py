"""Shoots: who owns them, and the gapless feed of what happened in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from backend.database.tables import assets, job_events, shares, shoots

NAMELESS = "-"
"""What a name becomes when it has to be forgotten."""


class ShootNotFound(Exception):
    """There is no such shoot, or it is somebody else's."""


class ShootDeleted(Exception):
    """The shoot was deleted, and its id is not used again."""


@dataclass(frozen=True, slots=True)
class Shoot:
    id: UUID
    name: str
    created_at: datetime
    last_event: int


@dataclass(frozen=True, slots=True)
class NewEvent:
    kind: str
    job_id: UUID | None = None
    asset_id: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    seq: int
    at: datetime
    kind: str
    job_id: UUID | None
    asset_id: UUID | None
    data: dict[str, Any]


_COLUMNS = (shoots.c.id, shoots.c.name, shoots.c.created_at, shoots.c.event_seq)


def put(engine: Engine, user_id: UUID, shoot_id: UUID, name: str) -> Shoot:
    """Make or rename the shoot; `ShootNotFound` when somebody else has the id, `ShootDeleted` when it is gone."""
    statement = upsert(shoots).values(id=shoot_id, user_id=user_id, name=name)
    with engine.begin() as connection:
        row = connection.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_={"name": name},
                where=(shoots.c.user_id == user_id) & shoots.c.deleted_at.is_(None),
            ).returning(*_COLUMNS)
        ).one_or_none()
        if row is not None:
            return Shoot(*row)
        owner = connection.execute(select(shoots.c.user_id).where(shoots.c.id == shoot_id)).scalar_one_or_none()
    if owner == user_id:
        raise ShootDeleted
    raise ShootNotFound


def get(connection: Connection, user_id: UUID, shoot_id: UUID) -> Shoot:
    """The user's shoot; raises `ShootNotFound`."""
    row = connection.execute(
        select(*_COLUMNS).where(shoots.c.id == shoot_id, shoots.c.user_id == user_id, shoots.c.deleted_at.is_(None))
    ).one_or_none()
    if row is None:
        raise ShootNotFound
    return Shoot(*row)


def listing(engine: Engine, user_id: UUID, *, limit: int, before: tuple[datetime, UUID] | None = None) -> list[Shoot]:
    """The user's shoots, newest first; `before` is the (created_at, id) of the last one already seen."""
    query = select(*_COLUMNS).where(shoots.c.user_id == user_id, shoots.c.deleted_at.is_(None))
    if before is not None:
        query = query.where(tuple_(shoots.c.created_at, shoots.c.id) < before)
    query = query.order_by(shoots.c.created_at.desc(), shoots.c.id.desc()).limit(limit)
    with engine.connect() as connection:
        return [Shoot(*row) for row in connection.execute(query)]


def mark_deleted(engine: Engine, user_id: UUID, shoot_id: UUID) -> None:
    """From now on the shoot is gone for its owner, takes no orders, and no row has its name or a file's.

    Raises `ShootNotFound`. Safe to repeat.
    """
    with engine.begin() as connection:
        found = connection.execute(
            update(shoots)
            .where(shoots.c.id == shoot_id, shoots.c.user_id == user_id)
            .values(deleted_at=func.coalesce(shoots.c.deleted_at, func.now()), name=NAMELESS)
        ).rowcount
        connection.execute(
            update(assets)
            .where(assets.c.shoot_id == shoot_id, assets.c.user_id == user_id, assets.c.filename != NAMELESS)
            .values(filename=NAMELESS)
        )
        # The page that its link led to says from now on that it is gone.
        connection.execute(
            update(shares)
            .where(shares.c.shoot_id == shoot_id, shares.c.user_id == user_id)
            .values(
                ended_at=func.coalesce(shares.c.ended_at, func.now()),
                title=NAMELESS,
                photos=[],
                statement=None,
                files=[],
            )
        )
    if not found:
        raise ShootNotFound


def lock(connection: Connection, shoot_ids: Iterable[UUID]) -> set[UUID]:
    """Hold the shoots until commit, in the order of their ids; returns those that have not been deleted.

    Whoever changes what is in a shoot, or orders it, holds it: what is in it is not swept meanwhile.
    """
    held = (
        select(shoots.c.id, shoots.c.deleted_at)
        .where(shoots.c.id.in_(set(shoot_ids)))
        .order_by(shoots.c.id)
        .with_for_update()
    )
    return {row.id for row in connection.execute(held) if row.deleted_at is None}


def append(connection: Connection, shoot_id: UUID, events: Sequence[NewEvent], *, live: bool = False) -> int:
    """Write events in the caller's transaction; returns the last one's number.

    The number comes from the shoot's own row, which stays locked until commit: a reader never sees a gap that is
    filled later. With `live`, raises `ShootNotFound` when the shoot has been deleted.
    """
    bump = update(shoots).where(shoots.c.id == shoot_id).values(event_seq=shoots.c.event_seq + len(events))
    if live:
        bump = bump.where(shoots.c.deleted_at.is_(None))
    last = connection.execute(bump.returning(shoots.c.event_seq)).scalar_one_or_none()
    if last is None:
        raise ShootNotFound
    connection.execute(
        insert(job_events),
        [
            {
                "shoot_id": shoot_id,
                "seq": last - len(events) + number,
                "job_id": event.job_id,
                "asset_id": event.asset_id,
                "kind": event.kind,
                "data": dict(event.data),
            }
            for number, event in enumerate(events, start=1)
        ],
    )
    return int(last)


TOLD = """
numbered AS (
  UPDATE luster.shoots s SET event_seq = s.event_seq + 1 FROM {of} WHERE s.id = {of}.shoot_id
  RETURNING {of}.*, s.event_seq
), told AS (
  INSERT INTO luster.job_events (shoot_id, seq, job_id, asset_id, kind, data)
  SELECT shoot_id, event_seq, job_id, asset_id, :kind, :data FROM numbered
)"""
"""`append` as parts of a statement, for the one job of the part `of`; `numbered` has a row if that has."""

TOLD_OF_CLAIMS = """
counted AS (
  SELECT shoot_id, count(*) AS number FROM taken GROUP BY shoot_id
), held AS (
  SELECT id FROM luster.shoots WHERE id IN (SELECT shoot_id FROM counted) ORDER BY id FOR UPDATE
), numbered AS (
  UPDATE luster.shoots s SET event_seq = s.event_seq + counted.number
  FROM held JOIN counted ON counted.shoot_id = held.id
  WHERE s.id = held.id
  RETURNING s.id, s.event_seq - counted.number AS before
), told AS (
  INSERT INTO luster.job_events (shoot_id, seq, job_id, asset_id, kind, data)
  SELECT shoot_id, before + row_number() OVER (PARTITION BY shoot_id ORDER BY fair_key, job_id), job_id, asset_id,
    'processing', jsonb_build_object('attempt', attempt)
  FROM taken JOIN numbered ON numbered.id = taken.shoot_id
)"""
"""As many events as jobs were `taken`, in shoots that are held in the order of their ids."""


def append_all(connection: Connection, events: Mapping[UUID, Sequence[NewEvent]], *, live: bool = False) -> None:
    """`append` to several shoots, in the order of their ids: two writers never wait for each other in a circle."""
    for shoot_id in sorted(events):
        append(connection, shoot_id, events[shoot_id], live=live)


def events_after(engine: Engine, user_id: UUID, shoot_id: UUID, after: int, *, limit: int) -> list[Event]:
    """What happened in the shoot after event number `after`, oldest first; raises `ShootNotFound`."""
    query = (
        select(
            job_events.c.seq,
            job_events.c.at,
            job_events.c.kind,
            job_events.c.job_id,
            job_events.c.asset_id,
            job_events.c.data,
        )
        .where(job_events.c.shoot_id == shoot_id, job_events.c.seq > after)
        .order_by(job_events.c.seq)
        .limit(limit)
    )
    with engine.connect() as connection:
        get(connection, user_id, shoot_id)
        return [Event(*row) for row in connection.execute(query)]
