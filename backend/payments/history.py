"""The ledger in words, for its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select

from backend.database.tables import assets, credit_entries, jobs, purchases, shoots


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    at: datetime
    kind: str
    amount: int
    text: str
    job_id: UUID | None
    purchase_id: UUID | None


def listing(engine: Engine, user_id: UUID, *, limit: int, before: int | None = None) -> list[Entry]:
    """The user's entries, newest first; `before` is the id of the last one already seen."""
    query = (
        select(
            credit_entries,
            jobs.c.preset,
            assets.c.filename,
            shoots.c.name.label("shoot"),
            shoots.c.deleted_at.label("shoot_deleted"),
            purchases.c.created_at.label("bought_at"),
        )
        .outerjoin(jobs, jobs.c.id == credit_entries.c.job_id)
        .outerjoin(assets, assets.c.id == jobs.c.asset_id)
        .outerjoin(shoots, shoots.c.id == assets.c.shoot_id)
        .outerjoin(purchases, purchases.c.id == credit_entries.c.purchase_id)
        .where(credit_entries.c.user_id == user_id)
        .order_by(credit_entries.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(credit_entries.c.id < before)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return [Entry(row.id, row.at, row.kind, row.amount, _words(row), row.job_id, row.purchase_id) for row in rows]


def _words(row: Any) -> str:
    number = abs(row.amount)
    amount = "1 credit" if number == 1 else f"{number} credits"
    bought = f"{row.bought_at.day} {row.bought_at:%B}" if row.bought_at else ""
    match row.kind:
        case "capture":
            if row.shoot_deleted:
                return f"Photo of a shoot that was deleted, {row.preset}: {amount}"
            of = f" of {row.shoot}" if row.shoot else ""
            return f"Photo {PurePath(row.filename).stem}{of}, {row.preset}: {amount}"
        case "purchase":
            return f"Bought {amount}"
        case "refund":
            return f"Refund of {bought} purchase: {amount} taken back"
        case "refund_failed":
            return f"Refund of {bought} purchase did not go through: {amount} returned"
        case "dispute":
            return f"Payment of {bought} purchase was charged back: {amount} taken back"
        case "dispute_won":
            return f"Charge-back of {bought} purchase was settled: {amount} returned"
        case "grant":
            return f"{amount} from Luster: {row.reason}"
    return f"Correction by Luster: {row.reason}"
