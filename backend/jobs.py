"""Jobs in the hands of workers: claim, heartbeat, settle, retry and rescue.

queued -> processing -> succeeded | failed | cancelled; processing -> queued when another try is due. The lease number
grows with every claim and fences every write of a worker: whoever holds an older one changes nothing. Leases run on the
database's clock. Credits and the shoot's event are written in the same transaction as the state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Engine, TextClause, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONB

from backend import credits, database, metrics, shoots, words
from backend.database import tables
from backend.database.tables import jobs
from backend.job_statements import (
    CLAIM,
    EXTEND,
    FAIL,
    KEEP_ANSWER,
    KEEP_THUMB,
    KEEP_USAGE,
    NOTE,
    RETRY,
    SUCCEED,
)
from backend.shoots import NewEvent

LEASE_SECONDS = 12
MAX_ATTEMPTS = 4
MAX_DEATHS = 10
"""Of workers over one job: machines are restarted and killed, and only a job that kills each of them ends."""


class JobNotFound(Exception):
    """There is no such job, or it is somebody else's."""


class Edit(NamedTuple):
    """One edit of a recipe as rows keep it: `catalogue.recipe` makes what is carried out of it."""

    preset: str
    parameters: dict[str, str]


def label(edits: Iterable[Edit]) -> str:
    """A recipe in short: "sky+lawn"."""
    return "+".join(edit.preset for edit in edits)


@dataclass(frozen=True, slots=True)
class OutputRecord:
    key: str
    thumb_key: str
    width: int
    height: int
    bytes: int
    sha256: str
    change_map_key: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in a worker's hands, with everything about its photo that the worker checks."""

    job_id: UUID
    user_id: UUID
    shoot_id: UUID
    asset_id: UUID
    source_id: UUID | None
    """The job whose result is edited in place of the photo."""
    anchor_id: UUID | None
    """The job whose result it is to look like."""
    note: str | None
    lease: int
    attempt: int
    """Which counted try this is, from 1."""
    lease_until: datetime
    original_key: str
    bytes: int
    sha256: str
    etag: str
    content_type: str
    usage: dict[str, Any]
    """The calls to the image model so far, as kept by `keep_usage`."""
    thumb_key: str | None
    """Of the original's thumbnail, when an earlier job of the photo has made it."""
    edits: tuple[Edit, ...]

    @property
    def label(self) -> str:
        return label(self.edits)


@dataclass(frozen=True, slots=True)
class Job:
    id: UUID
    user_id: UUID
    shoot_id: UUID
    asset_id: UUID
    edits: tuple[Edit, ...]
    source_id: UUID | None
    anchor_id: UUID | None
    note: str | None
    credits: int
    state: str
    attempt: int
    error_code: str | None
    error_detail: str | None
    details: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    output: OutputRecord | None
    output_gone: bool
    """The output is not stored any more."""
    usage: dict[str, Any]
    """The calls to the image model: see `backend.worker.answers`."""
    answers_gone: bool
    """The model's answers are not stored any more."""

    @property
    def label(self) -> str:
        return label(self.edits)


EDITS = func.coalesce(
    jobs.c.edits,
    func.jsonb_build_array(func.jsonb_build_object("preset", jobs.c.preset, "parameters", jobs.c.parameters)),
    type_=JSONB,
).label("edits")
"""A job's recipe, also of one that the release before has taken."""

_COLUMNS = (
    jobs.c.id,
    jobs.c.user_id,
    jobs.c.shoot_id,
    jobs.c.asset_id,
    EDITS,
    jobs.c.source_id,
    jobs.c.anchor_id,
    jobs.c.note,
    jobs.c.credits,
    jobs.c.state,
    jobs.c.attempt,
    jobs.c.error_code,
    jobs.c.error_detail,
    jobs.c.details,
    jobs.c.created_at,
    jobs.c.updated_at,
    jobs.c.output_key,
    jobs.c.thumb_key,
    jobs.c.output_width,
    jobs.c.output_height,
    jobs.c.output_bytes,
    jobs.c.output_sha256,
    jobs.c.change_map_key,
    jobs.c.output_gone_at,
    jobs.c.usage,
    jobs.c.answers_gone_at,
)
_UNLEASED = {"lease_until": None, "worker": None}


def edits_from(kept: list[dict[str, Any]]) -> tuple[Edit, ...]:
    """From what `EDITS` selects."""
    return tuple(Edit(**edit) for edit in kept)


def _job(row: Any) -> Job:
    output = row.output_key and OutputRecord(
        row.output_key,
        row.thumb_key,
        row.output_width,
        row.output_height,
        row.output_bytes,
        row.output_sha256,
        row.change_map_key,
    )
    return Job(
        row.id,
        row.user_id,
        row.shoot_id,
        row.asset_id,
        edits_from(row.edits),
        row.source_id,
        row.anchor_id,
        row.note,
        row.credits,
        row.state,
        row.attempt,
        row.error_code,
        row.error_detail,
        row.details,
        row.created_at,
        row.updated_at,
        output,
        row.output_gone_at is not None,
        row.usage or {},
        row.answers_gone_at is not None,
    )


def find(connection: Connection, user_id: UUID, job_ids: Iterable[UUID]) -> dict[UUID, Job]:
    """Those of the jobs that exist, by id; raises `JobNotFound` when one is somebody else's."""
    rows = connection.execute(select(*_COLUMNS).where(jobs.c.id.in_(list(job_ids)))).all()
    if any(row.user_id != user_id for row in rows):
        raise JobNotFound
    return {row.id: _job(row) for row in rows}


def get(engine: Engine, user_id: UUID, job_id: UUID) -> Job:
    """The user's job; raises `JobNotFound`, also when its shoot has been deleted."""
    query = (
        select(*_COLUMNS)
        .join(tables.shoots, tables.shoots.c.id == jobs.c.shoot_id)
        .where(jobs.c.id == job_id, jobs.c.user_id == user_id, tables.shoots.c.deleted_at.is_(None))
    )
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise JobNotFound
    return _job(row)


def listing(
    engine: Engine, user_id: UUID, shoot_id: UUID, *, limit: int, after: tuple[datetime, UUID] | None = None
) -> list[Job]:
    """A shoot's jobs, oldest first; `after` is the (created_at, id) of the last one seen. Raises `ShootNotFound`."""
    query = select(*_COLUMNS).where(jobs.c.shoot_id == shoot_id)
    if after is not None:
        query = query.where(tuple_(jobs.c.created_at, jobs.c.id) > after)
    with engine.connect() as connection:
        shoots.get(connection, user_id, shoot_id)
        return [_job(row) for row in connection.execute(query.order_by(jobs.c.created_at, jobs.c.id).limit(limit))]


def succeeded(engine: Engine, user_id: UUID, asset_ids: Iterable[UUID]) -> list[Job]:
    """The user's jobs for these photos that have an output, oldest first."""
    query = select(*_COLUMNS).where(
        jobs.c.asset_id.in_(list(asset_ids)), jobs.c.user_id == user_id, jobs.c.state == "succeeded"
    )
    with engine.connect() as connection:
        return [_job(row) for row in connection.execute(query.order_by(jobs.c.created_at, jobs.c.id))]


def clock(connection: Connection) -> int:
    """The queue's virtual time: the key served next, or the last one ever given out while nothing waits."""
    waiting = select(func.min(jobs.c.fair_key)).where(jobs.c.state == "queued").scalar_subquery()
    newest = select(func.max(jobs.c.fair_key)).scalar_subquery()
    return int(connection.execute(select(func.coalesce(waiting, newest, 0))).scalar_one())


def claim(engine: Engine, worker: str, limit: int, *, seconds: float = LEASE_SECONDS) -> list[Claim]:
    """Take up to `limit` jobs that are due, in fair order, with a lease of `seconds`; counts the attempt."""
    values = {"limit": limit, "seconds": seconds, "worker": worker}
    with metrics.CLAIM_SECONDS.time(), database.single(engine) as connection:
        claims = [Claim(*(*row[:-2], edits_from(row.edits))) for row in connection.execute(CLAIM, values)]
    metrics.CLAIMS.inc(len(claims))
    return claims


def _event(claim: Claim, kind: str, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "data": {"attempt": claim.attempt, **data}}


def _stale() -> bool:
    metrics.SETTLES.labels("stale").inc()
    return False


def _write(connection: Connection, statement: TextClause, claim: Claim, **values: Any) -> bool:
    """Run a fenced statement; whether the claim is still ours."""
    fence = {"job_id": claim.job_id, "lease": claim.lease}
    return connection.execute(statement, {**fence, **values}).first() is not None


def extend(engine: Engine, claims: Iterable[Claim], *, seconds: float = LEASE_SECONDS) -> set[UUID]:
    """The heartbeat: renew the leases; returns the ids that are still ours, which leaves out cancelled jobs."""
    held = [(claim.job_id, claim.lease) for claim in claims]
    if not held:
        return set()
    values = {"job_ids": [job_id for job_id, _ in held], "leases": [lease for _, lease in held], "seconds": seconds}
    with database.single(engine) as connection:
        return set(connection.execute(EXTEND, values).scalars())


def settle_success(
    engine: Engine,
    claim: Claim,
    output: OutputRecord,
    usage: dict[str, Any],
    details: dict[str, Any],
    *,
    prompt_version: str | None = None,
) -> bool:
    """Record the output and take the credit; False, and no change, when the claim is no longer ours."""
    made = asdict(output)
    more = {"usage": usage, "details": details, "prompt_version": prompt_version}
    with metrics.SETTLE_SECONDS.time(), database.single(engine) as connection:
        ours = _write(connection, SUCCEED, claim, **made, **more, **_event(claim, "succeeded"))
    if not ours:
        return _stale()
    metrics.SETTLES.labels("succeeded").inc()
    return True


def settle_failure(engine: Engine, claim: Claim, code: str, detail: str) -> bool:
    """End the job without a charge; `detail` is a sentence for the user. False when the claim is no longer ours."""
    told = {"code": code, "detail": detail}
    with database.single(engine) as connection:
        ours = _write(connection, FAIL, claim, **told, **_event(claim, "failed", **told))
    if not ours:
        return _stale()
    metrics.SETTLES.labels("failed").inc()
    return True


def retry_later(engine: Engine, claim: Claim, code: str, delay: float, *, counts: bool) -> bool:
    """Put the job back for another try in `delay` seconds; False when the claim is no longer ours.

    With `counts` the try is used up, and after `MAX_ATTEMPTS` the job fails; without, the try is given back.
    """
    if counts and claim.attempt >= MAX_ATTEMPTS:
        return settle_failure(engine, claim, code, words.sentence("gave_up"))
    told = _event(claim, "retrying", code=code, delay=round(delay, 1))
    with database.single(engine) as connection:
        ours = _write(connection, RETRY, claim, code=code, delay=delay, given_back=0 if counts else 1, **told)
    if not ours:
        return _stale()
    metrics.RETRIES.labels(code).inc()
    return True


def keep_usage(engine: Engine, claim: Claim, usage: dict[str, Any]) -> bool:
    """Record the calls to the image model so far, which outlive this claim; False when it is no longer ours."""
    with database.single(engine) as connection:
        return _write(connection, KEEP_USAGE, claim, usage=usage)


def keep_answer(engine: Engine, claim: Claim, key: str, image: bytes) -> bool:
    """Keep an answer that belongs under `key` in storage (`kept_answers`); False when the claim is no longer ours."""
    with database.single(engine) as connection:
        return _write(connection, KEEP_ANSWER, claim, key=key, image=image)


def keep_thumb(engine: Engine, claim: Claim, key: str) -> bool:
    """Record under which key the photo's thumbnail is stored; False when the claim is no longer ours."""
    with database.single(engine) as connection:
        return _write(connection, KEEP_THUMB, claim, asset_id=claim.asset_id, key=key)


def note(engine: Engine, claim: Claim, kind: str, data: dict[str, Any]) -> bool:
    """Write an event about a job in our hands; False when the claim is no longer ours."""
    with database.single(engine) as connection:
        return _write(connection, NOTE, claim, **_event(claim, kind, **data))


def rescue(engine: Engine, *, limit: int = 500) -> int:
    """Take jobs whose lease ran out from their dead workers: back to the queue, or failed after `MAX_DEATHS`.

    Returns how many. Any number of workers may call it at any time.
    """
    for rescued in range(limit):
        # One short transaction each: rows of several users locked together could make two rescuers wait in a circle.
        with engine.begin() as connection:
            if not _rescue_one(connection):
                return rescued
        metrics.RESCUES.inc()
    return limit


def _rescue_one(connection: Connection) -> bool:
    row = connection.execute(
        select(jobs.c.id, jobs.c.user_id, jobs.c.shoot_id, jobs.c.asset_id, jobs.c.credits, jobs.c.attempt)
        .add_columns(jobs.c.deaths)
        .where(jobs.c.state == "processing", jobs.c.lease_until < func.clock_timestamp())
        .order_by(jobs.c.lease_until)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return False
    data: dict[str, Any] = {"attempt": row.attempt, "code": "worker_lost"}
    if row.deaths + 1 >= MAX_DEATHS:
        kind, data["detail"] = "failed", words.sentence("gave_up")
        values: dict[str, Any] = {"state": "failed", "error_detail": words.sentence("gave_up")}
        credits.release(connection, row.user_id, row.credits)
    else:
        kind = "retrying"
        values = {"state": "queued", "run_at": func.clock_timestamp(), "attempt": jobs.c.attempt - 1}
    connection.execute(
        update(jobs)
        .where(jobs.c.id == row.id)
        .values(error_code="worker_lost", deaths=jobs.c.deaths + 1, updated_at=func.now(), **values, **_UNLEASED)
    )
    shoots.append(connection, row.shoot_id, [NewEvent(kind, row.id, row.asset_id, data)])
    return True
