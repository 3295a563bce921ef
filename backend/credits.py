"""The ledger: credits are held when work is ordered, captured when it succeeded, released when it did not.

`credit_entries` is the truth and is only ever added to; `credits` is its projection, one row per user, changed in the
same transaction as its entry. What can be spent is posted minus held. Posted may fall below zero when spent credits are
refunded; new orders are then refused. Every function runs in the caller's transaction.

Rows are locked in one order everywhere, so that transactions never wait for each other in a circle:
jobs, then purchases, then credits, then shoots.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.database.tables import credit_entries, credits


class OutOfCredits(Exception):
    """Fewer credits are available than the order takes."""

    def __init__(self, available: int, required: int) -> None:
        super().__init__(f"{required} credits are needed, {available} are available.")
        self.available = available
        self.required = required


class AccountFrozen(Exception):
    """A payment is disputed: nothing can be ordered until that is settled."""


@dataclass(frozen=True, slots=True)
class Balance:
    posted: int
    held: int
    frozen: bool

    @property
    def available(self) -> int:
        return self.posted - self.held


def balance(connection: Connection, user_id: UUID, *, lock: bool = False) -> Balance:
    """The user's balance; with `lock`, nobody else changes it before this transaction ends."""
    query = select(credits.c.posted, credits.c.held, credits.c.frozen).where(credits.c.user_id == user_id)
    row = connection.execute(query.with_for_update() if lock else query).one()
    return Balance(row.posted, row.held, row.frozen)


def hold(connection: Connection, user_id: UUID, amount: int, *, clock: int, cost: int) -> int:
    """Reserve `amount` credits in one statement, or raise `OutOfCredits` or `AccountFrozen` and change nothing.

    Also moves the user's virtual time on by `cost`, from no earlier than the queue's `clock`; returns where it began.
    """
    began = func.greatest(credits.c.vtime, clock)
    held = connection.execute(
        update(credits)
        .where(
            credits.c.user_id == user_id,
            credits.c.frozen.is_(False),
            credits.c.posted - credits.c.held >= amount,
        )
        .values(held=credits.c.held + amount, vtime=began + cost)
        .returning(credits.c.vtime)
    ).scalar_one_or_none()
    if held is not None:
        return int(held) - cost
    found = balance(connection, user_id)
    if found.frozen:
        raise AccountFrozen
    raise OutOfCredits(found.available, amount)


CAPTURED = """
entered AS (
  INSERT INTO luster.credit_entries (user_id, kind, amount, ref, job_id)
  SELECT user_id, 'capture', -credits, CAST(job_id AS text), job_id FROM ended WHERE credits > 0
), settled AS (
  UPDATE luster.credits c SET posted = c.posted - ended.credits, held = c.held - ended.credits
  FROM ended WHERE c.user_id = ended.user_id
  RETURNING ended.*
)"""
"""Spends what was held for the job that `ended`, as parts of a statement. A job is captured once: the entry's (kind,
ref) is unique."""

RELEASED = """
settled AS (
  UPDATE luster.credits c SET held = c.held - ended.credits FROM ended WHERE c.user_id = ended.user_id
  RETURNING ended.*
)"""
"""Gives back what was held for the job that `ended`, as a part of a statement."""


def release(connection: Connection, user_id: UUID, amount: int) -> None:
    """Give back what was held for jobs that ended without success."""
    if amount:
        connection.execute(update(credits).where(credits.c.user_id == user_id).values(held=credits.c.held - amount))


def post(
    connection: Connection,
    user_id: UUID,
    kind: str,
    amount: int,
    ref: str,
    *,
    purchase_id: UUID | None = None,
    reason: str | None = None,
) -> bool:
    """Add an entry and its amount; False, and no change, when there already is one of this kind and reference."""
    entry = insert(credit_entries).values(
        user_id=user_id, kind=kind, amount=amount, ref=ref, purchase_id=purchase_id, reason=reason
    )
    added = connection.execute(
        entry.on_conflict_do_nothing(index_elements=["kind", "ref"]).returning(credit_entries.c.id)
    ).scalar_one_or_none()
    if added is None:
        return False
    connection.execute(update(credits).where(credits.c.user_id == user_id).values(posted=credits.c.posted + amount))
    return True
