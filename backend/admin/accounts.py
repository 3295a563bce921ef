"""What is done to accounts: credits granted and corrected, frozen ones let go on."""

from __future__ import annotations

from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, func, select, update

from backend import credits
from backend.admin import audit
from backend.database import tables
from backend.payments import purchases

MOST = 1_000_000


class NoSuchUser(audit.Refused):
    """Nobody has that id or e-mail address."""


def grant(
    engine: Engine, user: str, amount: int, reason: str, *, ref: str | None = None, operator: str | None = None
) -> int:
    """Give credits, or take them with a negative number, with an entry; returns what is posted afterwards.

    A `ref` makes it happen once. Raises `NoSuchUser`, and `ValueError` when there is nothing to do or no reason.
    """
    kind: Literal["grant", "correction"] = "grant" if amount > 0 else "correction"
    return _post(engine, user, kind, amount, reason, ref, operator)


def correct(
    engine: Engine, user: str, amount: int, reason: str, *, ref: str | None = None, operator: str | None = None
) -> int:
    """As `grant`, but the entry calls it a correction whichever way it goes."""
    return _post(engine, user, "correction", amount, reason, ref, operator)


def _post(
    engine: Engine,
    user: str,
    kind: Literal["grant", "correction"],
    amount: int,
    reason: str,
    ref: str | None,
    operator: str | None,
) -> int:
    if not amount or abs(amount) > MOST:
        raise ValueError("The number of credits must not be zero, nor above a million.")
    reason = reason.strip()
    if not reason:
        raise ValueError("A reason is needed.")
    ref = ref or str(uuid4())
    with engine.begin() as connection:
        user_id = find(connection, user)
        if credits.post(connection, user_id, kind, amount, ref, reason=reason):
            audit.record(
                connection, operator, kind, user_id, user_id=user_id, reason=reason, credits=amount, reference=ref
            )
        return credits.balance(connection, user_id).posted


def unfreeze(engine: Engine, user: str, *, reason: str | None = None, operator: str | None = None) -> bool:
    """Clear the user's disputes and fraud warnings so far; returns whether the account is frozen nevertheless."""
    disputes = tables.disputes
    mine = select(tables.purchases.c.id)
    with engine.begin() as connection:
        user_id = find(connection, user)
        cleared = connection.execute(
            update(disputes)
            .where(
                disputes.c.purchase_id.in_(mine.where(tables.purchases.c.user_id == user_id)),
                disputes.c.cleared_at.is_(None),
            )
            .values(cleared_at=func.now())
            .returning(disputes.c.id)
        ).scalars()
        if ids := sorted(cleared):
            audit.record(connection, operator, "unfreeze", user_id, user_id=user_id, reason=reason, cleared=ids)
        return purchases.freeze(connection, user_id)


def find(connection: Connection, user: str) -> UUID:
    """The id of the user with that id or e-mail address; raises `NoSuchUser`."""
    table = tables.users
    query = select(table.c.id).where(table.c.deleted_at.is_(None))
    try:
        query = query.where(table.c.id == UUID(user))
    except ValueError:
        query = query.where(func.lower(table.c.email) == user.strip().lower())
    found = connection.execute(query.limit(2)).scalars().all()
    if len(found) != 1:
        raise NoSuchUser("There is no such user." if not found else "More than one user has that address: give the id.")
    user_id: UUID = found[0]
    return user_id
