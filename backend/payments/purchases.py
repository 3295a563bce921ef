"""Purchases, and what payments, refunds and disputes make of their credits.

Every fact that Stripe tells is stored as such, and each kind of fact only moves one way (a refund from pending to
succeeded to failed, a dispute from open to lost to won). What is to be taken back follows from the facts alone, so
events may come late, twice and in any order. Every function runs in the caller's transaction, the purchase locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, case, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from backend import credits
from backend.database import tables
from backend.database.tables import disputes, purchases, refunds

REFUND_ORDER = ["pending", "succeeded", "failed"]
DISPUTE_ORDER = ["inquiry", "open", "lost", "won"]


class UnknownPurchase(Exception):
    """Nothing is known of the purchase yet; a later event may tell."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A refund or dispute, and how much of the payment it takes away."""

    id: str
    taken: int
    entry: str
    """The ledger's kind when it takes credits."""
    returned: str
    """The ledger's kind when it gives them back."""


def create(connection: Connection, user_id: UUID, purchase_id: UUID, pack: str, amount: int) -> None:
    """Note what is about to be bought, before Stripe hears of it; `amount` is in credits."""
    row = insert(purchases).values(id=purchase_id, user_id=user_id, pack=pack, credits=amount)
    connection.execute(row.on_conflict_do_nothing(index_elements=["id"]))


def attach_session(connection: Connection, purchase_id: UUID, session_id: str) -> None:
    """Note the purchase's checkout session."""
    connection.execute(update(purchases).where(purchases.c.id == purchase_id).values(session_id=session_id))


def lock(connection: Connection, *, purchase_id: UUID | None = None, payment_intent: str | None = None) -> UUID:
    """Lock the purchase with that id or payment; raises `UnknownPurchase`."""
    query = select(purchases.c.id).with_for_update()
    if purchase_id is not None:
        query = query.where(purchases.c.id == purchase_id)
    else:
        query = query.where(purchases.c.payment_intent == payment_intent)
    found: UUID | None = connection.execute(query).scalar_one_or_none()
    if found is None:
        raise UnknownPurchase
    return found


def paid(
    connection: Connection,
    purchase_id: UUID,
    *,
    session_id: str,
    payment_intent: str | None,
    amount: int,
    currency: str,
) -> None:
    """The purchase has been paid: its credits are granted, once, and refunds that came before are taken off."""
    row = connection.execute(
        update(purchases)
        .where(purchases.c.id == purchase_id, purchases.c.state != "paid")
        .values(
            state="paid",
            paid_at=func.now(),
            session_id=session_id,
            payment_intent=payment_intent,
            amount=amount,
            currency=currency,
        )
        .returning(purchases.c.user_id, purchases.c.credits)
    ).one_or_none()
    if row is None:
        return
    credits.post(connection, row.user_id, "purchase", row.credits, str(purchase_id), purchase_id=purchase_id)
    facts = _facts(connection, purchase_id)
    for number, fact in enumerate(facts, start=1):
        _claw(connection, purchase_id, fact, facts[:number])


def unpaid(
    connection: Connection, purchase_id: UUID, state: str, *, session_id: str, payment_intent: str | None
) -> None:
    """The purchase is waiting for a slow payment, or failed or expired; a paid one stays paid."""
    finished = purchases.c.state.in_(("paid", "failed", "expired") if state == "waiting" else ("paid",))
    connection.execute(
        update(purchases)
        .where(purchases.c.id == purchase_id, ~finished)
        .values(
            state=state,
            session_id=session_id,
            payment_intent=func.coalesce(payment_intent, purchases.c.payment_intent),
        )
    )


def refunded(connection: Connection, purchase_id: UUID, refund_id: str, amount: int, status: str) -> None:
    """A refund of the purchase's payment has come to `status`; a failed one gives the credits back."""
    statement = insert(refunds).values(id=refund_id, purchase_id=purchase_id, amount=amount, status=status)
    later = _rank(REFUND_ORDER, statement.excluded.status) > _rank(REFUND_ORDER, refunds.c.status)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"status": statement.excluded.status}, where=later)
    )
    _settle(connection, purchase_id, refund_id)


def disputed(
    connection: Connection, purchase_id: UUID, dispute_id: str, amount: int, status: str, *, kind: str = "dispute"
) -> None:
    """A dispute or fraud warning about the payment has come to `status`.

    The account is frozen from the opening on. A lost dispute takes the credits and leaves the account frozen until an
    administrator clears it; a won one gives back what was taken and lets the account go on.
    """
    statement = insert(disputes).values(id=dispute_id, purchase_id=purchase_id, kind=kind, amount=amount, status=status)
    later = _rank(DISPUTE_ORDER, statement.excluded.status) > _rank(DISPUTE_ORDER, disputes.c.status)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"status": statement.excluded.status}, where=later)
    )
    _settle(connection, purchase_id, dispute_id)
    user_id = connection.execute(select(purchases.c.user_id).where(purchases.c.id == purchase_id)).scalar_one()
    freeze(connection, user_id)


def freeze(connection: Connection, user_id: UUID) -> bool:
    """Freeze the account, or let it go on, as its open and lost disputes say; returns whether it is frozen."""
    reason = exists().where(
        disputes.c.purchase_id == purchases.c.id,
        purchases.c.user_id == user_id,
        disputes.c.status.in_(("open", "lost")),
        disputes.c.cleared_at.is_(None),
    )
    table = tables.credits
    statement = update(table).where(table.c.user_id == user_id).values(frozen=select(reason).scalar_subquery())
    return bool(connection.execute(statement.returning(table.c.frozen)).scalar_one())


def _rank(order: list[str], column: ColumnElement[str]) -> ColumnElement[int]:
    return case({name: number for number, name in enumerate(order)}, value=column)


def _facts(connection: Connection, purchase_id: UUID) -> list[Fact]:
    refund_rows = connection.execute(select(refunds).where(refunds.c.purchase_id == purchase_id).order_by(refunds.c.id))
    dispute_rows = connection.execute(
        select(disputes)
        .where(disputes.c.purchase_id == purchase_id, disputes.c.kind == "dispute")
        .order_by(disputes.c.id)
    )
    return [
        Fact(row.id, 0 if row.status == "failed" else row.amount, "refund", "refund_failed") for row in refund_rows
    ] + [Fact(row.id, row.amount if row.status == "lost" else 0, "dispute", "dispute_won") for row in dispute_rows]


def _settle(connection: Connection, purchase_id: UUID, changed: str) -> None:
    facts = _facts(connection, purchase_id)
    for fact in facts:
        if fact.id == changed:
            _claw(connection, purchase_id, fact, facts)


def _claw(connection: Connection, purchase_id: UUID, cause: Fact, facts: list[Fact]) -> None:
    """Bring what was taken back to what the facts say; the entry names the fact that made the difference."""
    row = connection.execute(select(purchases).where(purchases.c.id == purchase_id)).one()
    if row.state != "paid":
        return
    due = _due(row, facts)
    if due == row.clawed:
        return
    taken = due - row.clawed
    kind = cause.entry if taken > 0 else cause.returned
    if credits.post(connection, row.user_id, kind, -taken, cause.id, purchase_id=purchase_id):
        connection.execute(update(purchases).where(purchases.c.id == purchase_id).values(clawed=due))


def _due(row: Any, facts: list[Fact]) -> int:
    if not row.amount:
        return 0
    taken = min(sum(fact.taken for fact in facts), row.amount)
    return int(row.credits * taken // row.amount)
