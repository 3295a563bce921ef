"""What an account may store: so much for everybody, and more for each credit that it was ever given or bought.

What counts are originals. Results are paid for by the credit that each of them takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select

from backend import metrics
from backend.database.tables import assets, credit_entries


class StorageFull(Exception):
    """More would be stored than the account may; both are in bytes."""

    def __init__(self, used: int, allowed: int) -> None:
        super().__init__(f"{used} of {allowed} bytes are in use.")
        self.used = used
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Allowance:
    """Bytes for every account, and for each credit besides."""

    base: int = 20_000_000_000
    per_credit: int = 150_000_000


def check_room(connection: Connection, user_id: UUID, more: int, allowance: Allowance) -> None:
    """Raise `StorageFull` when `more` bytes are too many. The caller holds the user's row of `credits` until commit.

    A file counts from its announcement, since a link lets it arrive at any moment, until storage is rid of it.
    """
    stored = select(func.coalesce(func.sum(assets.c.bytes), 0)).where(
        assets.c.user_id == user_id, assets.c.look_at.is_not(None)
    )
    used = int(connection.execute(stored).scalar_one())
    if used + more <= allowance.base:
        return
    # What was taken back, as by a refund, is among them with its sign; what was spent is not.
    received = select(func.coalesce(func.sum(credit_entries.c.amount), 0)).where(
        credit_entries.c.user_id == user_id, credit_entries.c.kind != "capture"
    )
    credits = max(0, int(connection.execute(received).scalar_one()))
    allowed = allowance.base + credits * allowance.per_credit
    if used + more > allowed:
        metrics.STORAGE_FULL.inc()
        raise StorageFull(used, allowed)
