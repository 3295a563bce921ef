"""What the commands show: users, jobs and waiting events as plain text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, Select, select

from backend import costs, credits
from backend.admin import accounts, audit
from backend.database import tables
from backend.editing.models import Price
from backend.payments import history


def user(engine: Engine, who: str, *, limit: int) -> str:
    """A user's balance, jobs that are not final, and newest entries; raises `NoSuchUser`."""
    table = tables.jobs
    with engine.connect() as connection:
        user_id = accounts.find(connection, who)
        balance = credits.balance(connection, user_id)
        live = connection.execute(
            select(table.c.id, table.c.state, table.c.preset, table.c.attempt, table.c.error_code)
            .where(table.c.user_id == user_id, table.c.state.in_(("queued", "processing")))
            .order_by(table.c.fair_key)
        ).all()
    lines = [f"{user_id}: {balance.posted} posted, {balance.held} held{', frozen' if balance.frozen else ''}"]
    lines += [f"job {j.id} {j.state}: {j.preset}, try {j.attempt} {j.error_code or ''}".rstrip() for j in live]
    entries = history.listing(engine, user_id, limit=limit)
    return "\n".join(lines + [f"{entry.at:%Y-%m-%d %H:%M} {entry.amount:+} {entry.text}" for entry in entries])


def jobs(engine: Engine, *, user: str | None, state: str | None, limit: int) -> str:
    """Jobs, newest first, a line each; raises `NoSuchUser`."""
    table = tables.jobs
    query = _jobs().order_by(table.c.created_at.desc(), table.c.id).limit(limit)
    with engine.connect() as connection:
        if user is not None:
            query = query.where(table.c.user_id == accounts.find(connection, user))
        if state is not None:
            query = query.where(table.c.state == state)
        rows = connection.execute(query).all()
    return "\n".join(_table(_job(row) for row in rows)) or "No jobs."


def job(engine: Engine, job_id: UUID, prices: Mapping[str, Price]) -> str:
    """One job with everything that happened to it and what it has cost; raises `Refused` when there is none."""
    events = tables.job_events
    with engine.connect() as connection:
        query = _jobs().add_columns(tables.jobs.c.usage).where(tables.jobs.c.id == job_id)
        row = connection.execute(query).one_or_none()
        if row is None:
            raise audit.Refused("There is no such job.")
        happened = connection.execute(
            select(events.c.at, events.c.kind, events.c.data).where(events.c.job_id == job_id).order_by(events.c.seq)
        ).all()
    dollars = costs.of_job(row.usage, prices)
    cost = f"{len(row.usage.get('calls', []))} calls, {'cost unknown' if dollars is None else f'${dollars:.3f}'}"
    lines = [*_table([_job(row)]), cost, "", *_table((moment(e.at), e.kind, brief(e.data)) for e in happened)]
    if row.error_detail:
        lines.insert(1, row.error_detail)
    return "\n".join(lines)


def events(engine: Engine, *, limit: int) -> str:
    """Stripe's events that wait or are parked, oldest first, a line each."""
    table = tables.stripe_events
    query = select(table.c.received_at, table.c.id, table.c.type, table.c.attempts, table.c.error, table.c.parked_at)
    with engine.connect() as connection:
        rows = connection.execute(
            query.where(table.c.applied_at.is_(None)).order_by(table.c.received_at).limit(limit)
        ).all()
    lines = _table(
        (moment(e.received_at), e.id, e.type, f"tries: {e.attempts}", "parked" if e.parked_at else "", e.error or "")
        for e in rows
    )
    return "\n".join(lines) or "No event waits."


def moment(at: datetime | None) -> str:
    """A point in time as administrators read it."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else ""


def brief(data: Any) -> str:
    """JSON on one line."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True) if data else ""


def _jobs() -> Select[Any]:
    table = tables.jobs
    columns = (table.c.created_at, table.c.id, table.c.state, table.c.preset, table.c.credits, table.c.attempt)
    return select(*columns, tables.users.c.email, table.c.error_code, table.c.error_detail).join(
        tables.users, tables.users.c.id == table.c.user_id
    )


def _job(row: Row[Any]) -> tuple[str, ...]:
    tries = f"try {row.attempt}"
    cost = f"{row.credits} cr"
    return moment(row.created_at), str(row.id), row.state, row.preset, cost, tries, row.email, row.error_code or ""


def _table(rows: Iterable[Sequence[str]]) -> list[str]:
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
