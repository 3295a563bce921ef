"""Deleting what users no longer want: rows are marked at once, objects follow, and the ledger stays."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, func, literal, or_, select, update

from backend import orders, shoots
from backend.database import tables
from backend.storage import PUT_SECONDS, Storage, shoot_prefix

LINKS_END = timedelta(seconds=2 * PUT_SECONDS)


def delete_shoot(engine: Engine, user_id: UUID, shoot_id: UUID) -> None:
    """Delete a shoot for its owner and end its jobs; raises `ShootNotFound`. Its objects go with the next `purge`."""
    # Marked first: from here on nothing new can be ordered in it.
    shoots.mark_deleted(engine, user_id, shoot_id)
    orders.cancel_shoot(engine, user_id, shoot_id)


def delete_account(engine: Engine, user_id: UUID) -> None:
    """Delete all shoots of a user and every personal detail; entries of the ledger stay, without a name.

    From the first statement on nobody can act for the user; what a crash leaves undone, the next `purge` does.
    """
    with engine.begin() as connection:
        connection.execute(
            update(tables.users).where(tables.users.c.id == user_id).values(email="", deleted_at=func.clock_timestamp())
        )
    _erase(engine, user_id)


def _erase(engine: Engine, user_id: UUID) -> None:
    table = tables.shoots
    with engine.begin() as connection:
        connection.execute(
            update(tables.assets).where(tables.assets.c.user_id == user_id).values(filename="-", sha256="0" * 64)
        )
        _forget_events(connection, user_id)
        connection.execute(tables.idempotency_keys.delete().where(tables.idempotency_keys.c.user_id == user_id))
        mine = update(table).where(table.c.user_id == user_id).values(name="-").returning(table.c.id)
        shoot_ids = connection.execute(mine).scalars().all()
    for shoot_id in shoot_ids:
        delete_shoot(engine, user_id, shoot_id)


def _unfinished(engine: Engine) -> list[UUID]:
    """Deleted users who still have shoots."""
    left = (
        select(tables.shoots.c.user_id)
        .join(tables.users, tables.users.c.id == tables.shoots.c.user_id)
        .where(tables.users.c.deleted_at.is_not(None), tables.shoots.c.deleted_at.is_(None))
        .distinct()
    )
    with engine.connect() as connection:
        return list(connection.execute(left).scalars())


def _forget_events(connection: Connection, user_id: UUID) -> None:
    """Stripe's events name the buyer; what they meant is in the ledger."""
    bought, events = tables.purchases, tables.stripe_events
    for row in connection.execute(select(bought.c.id, bought.c.payment_intent).where(bought.c.user_id == user_id)):
        names = [name.encode() for name in (str(row.id), row.payment_intent) if name]
        mentions = or_(*(func.position(literal(name).op("IN")(events.c.payload)) > 0 for name in names))
        connection.execute(update(events).where(events.c.applied_at.is_not(None), mentions).values(payload=b""))


def purge(engine: Engine, storage: Storage, *, limit: int = 50) -> int:
    """Delete the objects of deleted shoots; returns how many shoots were cleared. Raises `StorageUnavailable`.

    A link to upload may outlive its shoot, so each shoot is cleared again once no such link can be left.
    """
    for user_id in _unfinished(engine):
        _erase(engine, user_id)
    table = tables.shoots
    query = (
        select(table.c.id, table.c.user_id, (table.c.deleted_at < func.now() - LINKS_END).label("last"))
        .where(table.c.deleted_at.is_not(None), table.c.purged_at.is_(None))
        .order_by(table.c.deleted_at)
        .limit(limit)
    )
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        storage.delete_prefix(shoot_prefix(row.user_id, row.id))
        if row.last:
            with engine.begin() as connection:
                connection.execute(update(table).where(table.c.id == row.id).values(purged_at=func.now()))
    return len(rows)
