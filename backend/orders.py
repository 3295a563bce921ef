"""Orders: jobs for uploaded photos, all or none, with their credits held in the same transaction; cancelling; again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select, update

from backend import credits, jobs, metrics, reruns, shoots
from backend.assets import AssetNotFound
from backend.contract import ARCHIVE_TYPE
from backend.credits import Balance
from backend.database import tables
from backend.database.tables import assets
from backend.jobs import Edit, Job
from backend.reruns import Policy, What
from backend.shoots import NewEvent

FREE = Policy()
LOST_CALLS = 100


class AssetNotReady(Exception):
    """The photo cannot be used. `code` and `values` are in `backend.words`."""

    def __init__(self, code: str, filename: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = {"filename": filename}


class NotUploaded(AssetNotReady):
    """Photos of the order are not in storage, not yet or not any more; the words are about the first of them."""

    def __init__(self, filename: str, asset_ids: frozenset[UUID]) -> None:
        super().__init__("not_uploaded", filename)
        self.asset_ids = asset_ids


class SourceNotReady(Exception):
    """The job that an order goes on from has no result of this photo."""


class AnchorNotReady(Exception):
    """The job that an order is to look like has no such result in the photo's shoot."""


class NotAgain(Exception):
    """The job cannot be done again; the message is a sentence."""


class TooManyLost(Exception):
    """Today too many calls to the image model came to nothing for this user."""


class OrderChanged(Exception):
    """The job id was used before for another order."""


@dataclass(frozen=True, slots=True)
class Order:
    id: UUID
    asset_id: UUID
    edits: tuple[Edit, ...]
    """A checked recipe."""
    credits: int
    asked: tuple[Edit, ...]
    """The edits as they came."""
    source_id: UUID | None = None
    """The job whose result is edited in place of the photo."""
    anchor_id: UUID | None = None
    """The job whose result it is to look like."""
    anchored: frozenset[str] = frozenset()
    """The presets of which that is to have one."""
    note: str | None = None

    @property
    def label(self) -> str:
        return jobs.label(self.edits)

    @property
    def _more(self) -> dict[str, Any]:
        found = {"source": self.source_id and str(self.source_id), "note": self.note}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def as_asked(self) -> dict[str, Any]:
        """The order as it came, to be told from another one; one plain edit as the release before keeps it."""
        more = self._more if self.anchor_id is None else {**self._more, "anchor": str(self.anchor_id)}
        if len(self.asked) == 1:
            return {**self.asked[0].parameters, **more}
        return {"edits": [edit._asdict() for edit in self.asked], **more}

    @property
    def parameters(self) -> dict[str, Any]:
        """What a worker of the release before reads beside the label. It knows no label of several presets, and takes a
        source or a note for a parameter that there is not: either way it ends the job without a charge. It passes over
        an anchor."""
        return {**self.edits[0].parameters, **self._more}


@dataclass(frozen=True, slots=True)
class _Photo:
    shoot_id: UUID
    sha256: str


def submit(
    engine: Engine, user_id: UUID, orders: Sequence[Order], *, free: Policy = FREE, lost_calls: int = LOST_CALLS
) -> tuple[list[Job], Balance]:
    """Order jobs with ids that differ; returns them as they are now, and the balance after.

    A job that was ordered before in the same words is answered and nothing is held again. Re-runs that the policy makes
    free cost nothing. Raises `OrderChanged`, `AssetNotFound`, `AssetNotReady`, `SourceNotReady`, `AnchorNotReady`,
    `JobNotFound`, `OutOfCredits`, `AccountFrozen` or `TooManyLost`, and then nothing has happened.
    """
    with engine.begin() as connection:
        return place(connection, user_id, orders, free=free, lost_calls=lost_calls)


def place(
    connection: Connection,
    user_id: UUID,
    orders: Sequence[Order],
    *,
    free: Policy = FREE,
    lost_calls: int = LOST_CALLS,
) -> tuple[list[Job], Balance]:
    """`submit` in the caller's transaction."""
    # One order at a time for each user: what is new, and what it costs, cannot change until commit.
    credits.balance(connection, user_id, lock=True)
    known = _known(connection, user_id, orders)
    new = [order for order in orders if order.id not in known]
    if new:
        if _lost(connection, user_id) > lost_calls:
            metrics.HELD_BACK.inc()
            raise TooManyLost
        photos = _photos(connection, user_id, {order.asset_id for order in new})
        results = _results(connection, user_id, new)
        _check_anchors(connection, user_id, new, photos)
        _place(connection, user_id, _priced(connection, user_id, new, photos, results, free), photos)
    found = jobs.find(connection, user_id, [order.id for order in orders])
    return [found[order.id] for order in orders], credits.balance(connection, user_id)


def _calls(usage: ColumnElement[Any]) -> ColumnElement[int]:
    return func.coalesce(func.jsonb_array_length(usage["calls"]), 0)


def _lost(connection: Connection, user_id: UUID) -> int:
    """Calls of the last day whose jobs failed or were cancelled, less one for each job that succeeded."""
    table = tables.jobs
    ended = table.c.state.in_(("failed", "cancelled"))
    made = func.coalesce(func.sum(_calls(table.c.usage)).filter(ended), 0)
    successes = func.count().filter(table.c.state == "succeeded")
    query = select(made - successes).where(
        table.c.user_id == user_id, table.c.updated_at > func.now() - timedelta(days=1)
    )
    return int(connection.execute(query).scalar_one())


def _known(connection: Connection, user_id: UUID, orders: Sequence[Order]) -> set[UUID]:
    found = jobs.find(connection, user_id, [order.id for order in orders])
    rows = connection.execute(select(tables.jobs.c.id, tables.jobs.c.asked).where(tables.jobs.c.id.in_(list(found))))
    asked = {row.id: row.asked for row in rows}
    for order in orders:
        if job := found.get(order.id):
            same = (job.asset_id, job.label, asked[job.id]) == (order.asset_id, order.label, order.as_asked)
            if not same:
                raise OrderChanged
    return set(found)


def _photos(connection: Connection, user_id: UUID, asset_ids: set[UUID]) -> dict[UUID, _Photo]:
    mine = assets.c.id.in_(asset_ids) & (assets.c.user_id == user_id)
    shoots.lock(connection, connection.execute(select(assets.c.shoot_id).where(mine)).scalars())
    rows = connection.execute(
        select(
            assets.c.id, assets.c.shoot_id, assets.c.sha256, assets.c.state, assets.c.filename, assets.c.content_type
        )
        .join(tables.shoots, tables.shoots.c.id == assets.c.shoot_id)
        .where(mine, tables.shoots.c.deleted_at.is_(None))
    ).all()
    if len(rows) < len(asset_ids):
        raise AssetNotFound
    if missing := {row.id: row.filename for row in rows if row.state == "pending"}:
        raise NotUploaded(next(iter(missing.values())), frozenset(missing))
    for row in rows:
        if row.state == "rejected":
            raise AssetNotReady("not_usable", row.filename)
        if row.content_type == ARCHIVE_TYPE:
            raise AssetNotReady("archive", row.filename)
    return {row.id: _Photo(row.shoot_id, row.sha256) for row in rows}


def _results(connection: Connection, user_id: UUID, orders: Sequence[Order]) -> dict[UUID, str]:
    """SHA-256 of the results that orders go on from, by job."""
    found = jobs.find(connection, user_id, {order.source_id for order in orders if order.source_id is not None})
    for order in orders:
        if order.source_id is not None:
            source = found.get(order.source_id)
            if source is None or source.output is None or source.output_gone or source.asset_id != order.asset_id:
                raise SourceNotReady
    return {job.id: job.output.sha256 for job in found.values() if job.output is not None}


def _check_anchors(connection: Connection, user_id: UUID, orders: Sequence[Order], photos: dict[UUID, _Photo]) -> None:
    """Anchors are results of the photo's own shoot and of the same edit, be they still stored or not."""
    found = jobs.find(connection, user_id, {order.anchor_id for order in orders if order.anchor_id is not None})
    for order in orders:
        if order.anchor_id is not None:
            anchor = found.get(order.anchor_id)
            if anchor is None or anchor.output is None or anchor.shoot_id != photos[order.asset_id].shoot_id:
                raise AnchorNotReady
            if order.anchored.isdisjoint(edit.preset for edit in anchor.edits):
                raise AnchorNotReady


def _priced(
    connection: Connection,
    user_id: UUID,
    orders: Sequence[Order],
    photos: dict[UUID, _Photo],
    results: dict[UUID, str],
    free: Policy,
) -> list[Order]:
    what = [
        What(photos[order.asset_id].sha256, results.get(order.source_id) if order.source_id else None, order.label)
        for order in orders
    ]
    left = reruns.left(connection, user_id, set(what), free)
    priced = []
    for order, same in zip(orders, what, strict=True):
        if left.get(same, 0) > 0:
            left[same] -= 1
            order = replace(order, credits=0)
        priced.append(order)
    return priced


def _place(connection: Connection, user_id: UUID, orders: Sequence[Order], photos: dict[UUID, _Photo]) -> None:
    # A job costs the queue at least one turn, also when it costs no credit.
    turns = [max(order.credits, 1) for order in orders]
    key = credits.hold(
        connection,
        user_id,
        sum(order.credits for order in orders),
        clock=jobs.clock(connection),
        cost=sum(turns),
    )
    rows = []
    events = defaultdict[UUID, list[NewEvent]](list)
    for order, turn in zip(orders, turns, strict=True):
        key += turn
        shoot_id = photos[order.asset_id].shoot_id
        rows.append(
            {
                "id": order.id,
                "user_id": user_id,
                "shoot_id": shoot_id,
                "asset_id": order.asset_id,
                "preset": order.label,
                "asked": order.as_asked,
                "parameters": order.parameters,
                "edits": [edit._asdict() for edit in order.edits],
                "source_id": order.source_id,
                "anchor_id": order.anchor_id,
                "note": order.note,
                "credits": order.credits,
                "fair_key": key,
            }
        )
        events[shoot_id].append(NewEvent("queued", order.id, order.asset_id, {"preset": order.label}))
    connection.execute(insert(tables.jobs), rows)
    shoots.append_all(connection, events, live=True)


def cancel(engine: Engine, user_id: UUID, job_id: UUID) -> Job:
    """End a job that is not final, without a charge; a worker that has it loses it. Raises `JobNotFound`.

    Returns the job as it is now: one that was final before stays as it was.
    """
    job = jobs.get(engine, user_id, job_id)
    with engine.begin() as connection:
        withdraw(connection, user_id, job.shoot_id, job_id)
    return jobs.get(engine, user_id, job_id)


def withdraw(connection: Connection, user_id: UUID, shoot_id: UUID, job_id: UUID) -> bool:
    """`cancel` in the caller's transaction, also of a deleted shoot's job; False when the job is final or unknown."""
    return bool(_cancel(connection, user_id, shoot_id, tables.jobs.c.id == job_id))


def cancel_shoot(engine: Engine, user_id: UUID, shoot_id: UUID) -> int:
    """Cancel every job of a shoot that is not final; returns how many were. The shoot may be deleted already."""
    with engine.begin() as connection:
        return _cancel(connection, user_id, shoot_id, tables.jobs.c.shoot_id == shoot_id)


def _cancel(connection: Connection, user_id: UUID, shoot_id: UUID, which: ColumnElement[bool]) -> int:
    table = tables.jobs
    live = (
        select(table.c.id)
        .where(which, table.c.user_id == user_id, table.c.state.in_(("queued", "processing")))
        .order_by(table.c.id)
        .with_for_update()
    )
    rows = connection.execute(
        update(table)
        .where(table.c.id.in_(live))
        .values(state="cancelled", updated_at=func.now(), lease_until=None, worker=None)
        .returning(table.c.id, table.c.asset_id, table.c.credits, table.c.attempt)
    ).all()
    if rows:
        credits.release(connection, user_id, sum(row.credits for row in rows))
        events = [NewEvent("cancelled", row.id, row.asset_id, {"attempt": row.attempt}) for row in rows]
        shoots.append(connection, shoot_id, events)
    return len(rows)


def withdraw_uncovered(engine: Engine) -> int:
    """Cancel, newest first, what is held for users whose credits were taken back; returns how many jobs were."""
    with engine.connect() as connection:
        owing = select(tables.credits.c.user_id).where(tables.credits.c.held > 0, OWES)
        users = connection.execute(owing).scalars().all()
    return sum(_withdraw_uncovered(engine, user_id) for user_id in users)


def _withdraw_uncovered(engine: Engine, user_id: UUID) -> int:
    table = tables.jobs
    with engine.begin() as connection:
        live = connection.execute(
            select(table.c.id, table.c.shoot_id, table.c.credits, table.c.created_at)
            .where(table.c.user_id == user_id, table.c.state.in_(("queued", "processing")), table.c.credits > 0)
            .order_by(table.c.id)
            .with_for_update()
        ).all()
        missing = -credits.balance(connection, user_id, lock=True).available
        chosen = defaultdict[UUID, list[UUID]](list)
        for row in sorted(live, key=lambda row: (row.created_at, row.id), reverse=True):
            if missing <= 0:
                break
            missing -= row.credits
            chosen[row.shoot_id].append(row.id)
        return sum(
            _cancel(connection, user_id, shoot_id, table.c.id.in_(ids)) for shoot_id, ids in sorted(chosen.items())
        )


OWES = tables.credits.c.posted < tables.credits.c.held


def requeue(connection: Connection, job_id: UUID, price: int, *, free: Policy = FREE) -> Job:
    """Put a job that failed back into the queue with all its tries and calls, its credits held afresh; returns it.

    `price` is what its recipe takes, unless the policy makes it free. Raises `JobNotFound`, `NotAgain`,
    `AssetNotFound`, `AssetNotReady`, `OutOfCredits` or `AccountFrozen`, and then nothing has happened.
    """
    table = tables.jobs
    row = connection.execute(
        select(table.c.user_id, table.c.asset_id, jobs.EDITS, table.c.source_id, table.c.state)
        .where(table.c.id == job_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise jobs.JobNotFound
    if row.state != "failed":
        raise NotAgain(f"The job is {row.state}: only one that failed can be tried again.")
    credits.balance(connection, row.user_id, lock=True)
    photos = _photos(connection, row.user_id, {row.asset_id})
    wanted = Order(job_id, row.asset_id, jobs.edits_from(row.edits), price, (), row.source_id)
    results = _results(connection, row.user_id, [wanted])
    [order] = _priced(connection, row.user_id, [wanted], photos, results, free)
    turn = max(order.credits, 1)
    began = credits.hold(connection, row.user_id, order.credits, clock=jobs.clock(connection), cost=turn)
    # The lease stays: it only grows, and fences whoever held the job before it failed.
    connection.execute(
        update(table)
        .where(table.c.id == job_id)
        .values(
            state="queued",
            attempt=0,
            deaths=0,
            answers_gone_at=None,
            usage=func.jsonb_set(table.c.usage, ["past"], func.to_jsonb(_calls(table.c.usage))),
            credits=order.credits,
            fair_key=began + turn,
            run_at=func.now(),
            error_code=None,
            error_detail=None,
            updated_at=func.now(),
        )
    )
    event = NewEvent("queued", job_id, row.asset_id, {"preset": order.label})
    shoots.append(connection, photos[row.asset_id].shoot_id, [event], live=True)
    return jobs.find(connection, row.user_id, [job_id])[job_id]
