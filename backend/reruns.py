"""Free re-runs: a photo that was paid for may be edited again with the same recipe, a few times, for a while."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select, tuple_

from backend.database.tables import assets, jobs


@dataclass(frozen=True, slots=True)
class Policy:
    count: int = 3
    days: int = 30


class What(NamedTuple):
    """What is the same at a re-run. Files are known by their content, so the same photo on another computer, or in
    another shoot, is the same photo."""

    sha256: str
    """Of the photo."""
    source: str | None
    """SHA-256 of the result that was edited in place of it."""
    label: str
    """The presets of the recipe; their parameters may differ."""


def left(connection: Connection, user_id: UUID, wanted: Iterable[What], policy: Policy) -> dict[What, int]:
    """How many free re-runs each still has; those without any are left out.

    They count from the newest success that was paid for. Live jobs count, failed and cancelled ones do not.
    """
    sources = jobs.alias("sources")
    source = func.coalesce(sources.c.output_sha256, "")
    mine = (
        select(assets.c.sha256, source.label("source"), jobs.c.preset)
        .join(assets, assets.c.id == jobs.c.asset_id)
        .outerjoin(sources, sources.c.id == jobs.c.source_id)
        .where(
            assets.c.user_id == user_id,
            tuple_(assets.c.sha256, jobs.c.preset).in_([(what.sha256, what.label) for what in wanted]),
        )
    )
    paid = (
        mine.add_columns(func.max(jobs.c.updated_at).label("at"))
        .where(
            jobs.c.state == "succeeded",
            jobs.c.credits > 0,
            jobs.c.updated_at > func.now() - timedelta(days=policy.days),
        )
        .group_by(assets.c.sha256, source, jobs.c.preset)
        .subquery()
    )
    free = (
        mine.add_columns(jobs.c.created_at)
        .where(jobs.c.credits == 0, jobs.c.state.in_(("queued", "processing", "succeeded")))
        .subquery()
    )
    same = (paid.c.sha256, paid.c.source, paid.c.preset)
    query = (
        select(*same, func.count(free.c.created_at).label("used"))
        .outerjoin(
            free,
            (tuple_(free.c.sha256, free.c.source, free.c.preset) == tuple_(*same)) & (free.c.created_at >= paid.c.at),
        )
        .group_by(*same)
    )
    rows = connection.execute(query)
    return {
        What(row.sha256, row.source or None, row.preset): policy.count - row.used
        for row in rows
        if row.used < policy.count
    }
