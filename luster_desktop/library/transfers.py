"""Statements about transfers: what has to go up or come down, and how far it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, update

from luster_desktop.library.models import Direction, JobState, Transfer, TransferState
from luster_desktop.library.standing import ONWARD, READY
from luster_desktop.library.tables import jobs, photos, prepared, shoots, transfers
from luster_desktop.library.writer import Write

UNSENT = (JobState.ORDERED.value, JobState.WAITING_FOR_CREDITS.value)


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload that is due, with what is needed to carry it out."""

    id: int
    photo_id: UUID
    asset_id: UUID
    shoot_id: UUID
    state: TransferState
    attempts: int
    path: str
    """Of the prepared file, as are `asset_id` and `bytes` to `md5`."""
    name: str
    bytes: int
    mtime_ns: int
    content_type: str
    sha256: str
    md5: str


@dataclass(frozen=True, slots=True)
class Download:
    """A download that is due."""

    id: int
    photo_id: UUID
    shoot_id: UUID
    job_id: UUID
    attempts: int


def want_upload(write: Write, photo_id: UUID, shoot_id: UUID, size: int) -> None:
    """The photo has to be at the service: a new row, or a failed one begun again. Nothing for one that is under way."""
    write.connection.execute(
        transfers.insert()
        .prefix_with("OR IGNORE")
        .values(
            direction=Direction.UP.value,
            shoot_id=shoot_id,
            photo_id=photo_id,
            state=TransferState.WAITING.value,
            bytes_total=size,
        )
    )
    write.connection.execute(
        update(transfers)
        .where(transfers.c.photo_id == photo_id, transfers.c.state == TransferState.FAILED.value, _up())
        .values(state=TransferState.WAITING.value, bytes_total=size, attempts=0, not_before=0.0, error=None)
    )


def restart_upload(write: Write, photo_id: UUID, size: int | None = None) -> None:
    """What was sent of the photo counts for nothing: the service lost it, or it is another file now, of this size.

    The row takes a new id, so that whoever is busy with the old file can no longer say anything of it.
    """
    last = select(func.max(transfers.c.id)).scalar_subquery()
    write.connection.execute(
        update(transfers)
        .where(transfers.c.photo_id == photo_id, _up())
        .values(
            id=last + 1,
            state=TransferState.WAITING.value,
            bytes_total=transfers.c.bytes_total if size is None else size,
            bytes_done=0,
            attempts=0,
            not_before=0.0,
            error=None,
        )
    )


def want_download(write: Write, job_id: UUID, photo_id: UUID, shoot_id: UUID) -> None:
    """The job's output has to come here. Nothing when that is known already."""
    write.connection.execute(
        transfers.insert()
        .prefix_with("OR IGNORE")
        .values(
            direction=Direction.DOWN.value,
            shoot_id=shoot_id,
            photo_id=photo_id,
            job_id=job_id,
            state=TransferState.WAITING.value,
            bytes_total=0,
        )
    )


def recover(write: Write) -> None:
    """At start nothing is in flight: what a past process was doing is due again."""
    write.connection.execute(
        update(transfers)
        .where(transfers.c.state == TransferState.ACTIVE.value)
        .values(state=TransferState.WAITING.value, bytes_done=0)
    )
    write.connection.execute(
        update(transfers).where(transfers.c.state == TransferState.WAITING.value).values(not_before=0.0)
    )


def active(connection: Connection) -> set[int]:
    """Transfers that somebody is busy with, as far as is written down."""
    return set(connection.scalars(select(transfers.c.id).where(transfers.c.state == TransferState.ACTIVE.value)))


def expedite(write: Write) -> None:
    """End every waiting time: the network is back, or the user has asked."""
    write.connection.execute(update(transfers).where(transfers.c.not_before > 0).values(not_before=0.0))


def uploads_due(
    connection: Connection, owner: UUID, moment: float, *, limit: int, state: TransferState
) -> list[Upload]:
    """Uploads in `state` of prepared files that an order still needs, oldest first."""
    wanted = select(jobs.c.id).where(
        jobs.c.photo_id == photos.c.id, jobs.c.state.in_(UNSENT), jobs.c.cancelling.is_(False), ~ONWARD, READY
    )
    rows = connection.execute(
        select(
            transfers.c.id,
            photos.c.id.label("photo_id"),
            prepared.c.asset_id,
            photos.c.shoot_id,
            transfers.c.state,
            transfers.c.attempts,
            prepared.c.path,
            photos.c.name,
            prepared.c.bytes,
            prepared.c.mtime_ns,
            prepared.c.content_type,
            prepared.c.sha256,
            prepared.c.md5,
        )
        .join(photos, photos.c.id == transfers.c.photo_id)
        .join(prepared, prepared.c.photo_id == transfers.c.photo_id)
        .join(shoots, shoots.c.id == transfers.c.shoot_id)
        .where(
            _up(),
            transfers.c.state == state.value,
            transfers.c.not_before <= moment,
            wanted.exists(),
            _owned(owner),
        )
        .order_by(transfers.c.id)
        .limit(limit)
    )
    return [Upload(**{**row._mapping, "state": TransferState(row.state)}) for row in rows]


def wanted(connection: Connection, photo_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the photos that an order still needs at the service."""
    return set(
        connection.scalars(
            select(jobs.c.photo_id).where(
                jobs.c.photo_id.in_(list(photo_ids)),
                jobs.c.state.in_(UNSENT),
                jobs.c.cancelling.is_(False),
                ~ONWARD,
            )
        )
    )


def any_ready(connection: Connection, photo_ids: Collection[UUID]) -> bool:
    """Whether an order of one of the photos can go on: its file is there, and nobody is busy with it."""
    ready = (
        select(jobs.c.id)
        .join(transfers, and_(transfers.c.photo_id == jobs.c.photo_id, _up()))
        .join(prepared, prepared.c.photo_id == jobs.c.photo_id)
        .where(
            jobs.c.photo_id.in_(list(photo_ids)),
            jobs.c.state == JobState.ORDERED.value,
            READY,
            transfers.c.state.in_((TransferState.WAITING.value, TransferState.DONE.value)),
        )
    )
    return connection.scalar(ready.limit(1)) is not None


def downloads_due(connection: Connection, owner: UUID, moment: float, limit: int) -> list[Download]:
    """Downloads that wait, oldest first."""
    rows = connection.execute(
        _downs(owner)
        .where(transfers.c.state == TransferState.WAITING.value, transfers.c.not_before <= moment)
        .order_by(transfers.c.id)
        .limit(limit)
    )
    return [Download(**row._mapping) for row in rows]


def downloads_open(connection: Connection) -> int:
    """Outputs that are still to come."""
    states = (TransferState.WAITING.value, TransferState.ACTIVE.value)
    return (
        connection.scalar(
            select(func.count())
            .select_from(transfers)
            .where(transfers.c.direction == Direction.DOWN.value, transfers.c.state.in_(states))
        )
        or 0
    )


def fetched_jobs(connection: Connection) -> set[UUID]:
    """Jobs whose output is still to come."""
    states = (TransferState.WAITING.value, TransferState.ACTIVE.value)
    return set(
        connection.scalars(
            select(transfers.c.job_id).where(
                transfers.c.direction == Direction.DOWN.value, transfers.c.state.in_(states)
            )
        )
    )


def download_of(connection: Connection, job_id: UUID) -> Transfer | None:
    """The download of the job's output, or None."""
    row = connection.execute(select(transfers).where(transfers.c.job_id == job_id)).one_or_none()
    return transfer_from(tuple(row)) if row else None


def is_up(connection: Connection, photo_id: UUID) -> bool:
    """Whether the service has the photo."""
    state = connection.scalar(select(transfers.c.state).where(transfers.c.photo_id == photo_id, _up()))
    return state == TransferState.DONE.value


def next_due(connection: Connection) -> float | None:
    """POSIX time of the earliest transfer that waits for its next try."""
    waiting = (TransferState.WAITING.value, TransferState.SENT.value)
    return connection.scalar(
        select(transfers.c.not_before)
        .where(transfers.c.state.in_(waiting), transfers.c.not_before > 0)
        .order_by(transfers.c.not_before)
        .limit(1)
    )


def begin(write: Write, transfer_ids: Iterable[int]) -> None:
    """Intent: from here on the transfer may have had an effect."""
    _set(write, transfer_ids, state=TransferState.ACTIVE.value, bytes_done=0, error=None)


def wait(write: Write, transfer_ids: Iterable[int]) -> None:
    """Due again without having failed."""
    _set(write, transfer_ids, state=TransferState.WAITING.value, bytes_done=0)


def later(write: Write, transfer_id: int, attempts: int, not_before: float, error: str) -> None:
    """Failed for now, `attempts` times in all; due again at `not_before`."""
    _set(
        write,
        [transfer_id],
        state=TransferState.WAITING.value,
        attempts=attempts,
        not_before=not_before,
        error=error,
        bytes_done=0,
    )


def sent(write: Write, transfer_id: int) -> None:
    """Storage has all of it; to be confirmed."""
    _set(write, [transfer_id], state=TransferState.SENT.value, bytes_done=transfers.c.bytes_total)


def done(write: Write, transfer_ids: Iterable[int]) -> None:
    """Complete, as far as both sides know."""
    _set(write, transfer_ids, state=TransferState.DONE.value, bytes_done=transfers.c.bytes_total, error=None)


def fail(write: Write, transfer_id: int, error: str) -> None:
    """Given up; only the user starts it again."""
    _set(write, [transfer_id], state=TransferState.FAILED.value, error=error)


def fail_waiting(write: Write, photo_id: UUID, error: str) -> None:
    """The photo's upload cannot even begin."""
    waiting = transfers.c.state == TransferState.WAITING.value
    ids = write.connection.scalars(select(transfers.c.id).where(transfers.c.photo_id == photo_id, _up(), waiting))
    _set(write, list(ids), state=TransferState.FAILED.value, error=error)


def moved(write: Write, counts: Mapping[int, tuple[int, int]]) -> None:
    """Progress: transfer id to (bytes done, bytes in all)."""
    for transfer_id, (number, total) in counts.items():
        _set(write, [transfer_id], only_active=True, bytes_done=number, bytes_total=total)


def again(write: Write, photo_ids: Iterable[UUID]) -> None:
    """Have failed downloads of these photos tried again."""
    for photo_id in photo_ids:
        write.connection.execute(
            update(transfers)
            .where(
                transfers.c.photo_id == photo_id,
                transfers.c.direction == Direction.DOWN.value,
                transfers.c.state == TransferState.FAILED.value,
            )
            .values(state=TransferState.WAITING.value, attempts=0, not_before=0.0, error=None)
        )


def transfer_from(row: Sequence[Any]) -> Transfer:
    """From the values of the table's columns, in their order."""
    id_, direction, shoot_id, photo_id, job_id, state, total, number, attempts, not_before, error = row
    return Transfer(
        id=id_,
        direction=Direction(direction),
        shoot_id=shoot_id,
        photo_id=photo_id,
        job_id=job_id,
        state=TransferState(state),
        bytes_total=total,
        bytes_done=number,
        attempts=attempts,
        not_before=not_before,
        error=error,
    )


def _up() -> ColumnElement[bool]:
    return transfers.c.direction == Direction.UP.value


def _owned(owner: UUID) -> ColumnElement[bool]:
    return or_(shoots.c.owner.is_(None), shoots.c.owner == owner)


def _downs(owner: UUID) -> Select[Any]:
    return (
        select(
            transfers.c.id,
            transfers.c.photo_id,
            transfers.c.shoot_id,
            transfers.c.job_id,
            transfers.c.attempts,
        )
        .join(shoots, shoots.c.id == transfers.c.shoot_id)
        .where(transfers.c.direction == Direction.DOWN.value, _owned(owner))
    )


def _set(write: Write, transfer_ids: Iterable[int], *, only_active: bool = False, **values: Any) -> None:
    for transfer_id in transfer_ids:
        statement = update(transfers).where(transfers.c.id == transfer_id)
        if only_active:
            statement = statement.where(transfers.c.state == TransferState.ACTIVE.value)
        row = write.connection.execute(
            statement.values(**values).returning(transfers.c.shoot_id, transfers.c.photo_id)
        ).one_or_none()
        if row:
            write.touch(row.shoot_id, [row.photo_id])
