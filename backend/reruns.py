"""Free re-runs: a photo that was paid for may be edited again with the same preset, a few times, for a while."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, func, select, tuple_

from backend.database.tables import assets, jobs


@dataclass(frozen=True, slots=True)
class Policy:
    count: int = 3
    days: int = 30


def left(
    connection: Connection, user_id: UUID, pairs: Iterable[tuple[str, str]], policy: Policy
) -> dict[tuple[str, str], int]:
    """How many free re-runs each (SHA-256, preset) still has; those without any are left out.

    They count from the newest success that was paid for. The file is known by its content, so the same photo on another
    computer, or in another shoot, is the same photo. Live jobs count, failed and cancelled ones do not.
    """
    what = tuple_(assets.c.sha256, jobs.c.preset)
    mine = (
        select(assets.c.sha256, jobs.c.preset)
        .join(assets, assets.c.id == jobs.c.asset_id)
        .where(assets.c.user_id == user_id, what.in_(list(pairs)))
    )
    paid = (
        mine.add_columns(func.max(jobs.c.updated_at).label("at"))
        .where(
            jobs.c.state == "succeeded",
            jobs.c.credits > 0,
            jobs.c.updated_at > func.now() - timedelta(days=policy.days),
        )
        .group_by(assets.c.sha256, jobs.c.preset)
        .subquery()
    )
    free = (
        mine.add_columns(jobs.c.created_at)
        .where(jobs.c.credits == 0, jobs.c.state.in_(("queued", "processing", "succeeded")))
        .subquery()
    )
    query = (
        select(paid.c.sha256, paid.c.preset, func.count(free.c.created_at).label("used"))
        .outerjoin(
            free,
            (free.c.sha256 == paid.c.sha256) & (free.c.preset == paid.c.preset) & (free.c.created_at >= paid.c.at),
        )
        .group_by(paid.c.sha256, paid.c.preset)
    )
    rows = connection.execute(query)
    return {(row.sha256, row.preset): policy.count - row.used for row in rows if row.used < policy.count}
