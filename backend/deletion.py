"""Deleting what users no longer want: rows are marked at once, files follow, and the ledger stays, without a name."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from uuid import UUID

import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)

from backend import orders, shoots, webhooks
from backend.database import tables
from backend.database.tables import assets, users
from backend.shoots import NAMELESS
from backend.sign_ins import SignIns, SignInsUnavailable
from backend.storage import PUT_SECONDS, Storage, shoot_prefix

log = structlog.get_logger()

LINKS_END = timedelta(seconds=2 * PUT_SECONDS)
NO_HASH = "0"
FORGET_LATE = text(
    """
    UPDATE luster.stripe_events e SET payload = '' FROM luster.purchases p JOIN luster.users u ON u.id = p.user_id
    WHERE e.applied_at IS NOT NULL AND e.payload <> '' AND e.received_at > now() - interval '3 days'
      AND e.received_at > u.deleted_at
      AND (position(convert_to(p.id::text, 'UTF8') IN e.payload) > 0
           OR position(convert_to(p.payment_intent, 'UTF8') IN e.payload) > 0)
    """
)

SignInLeft = Literal["deleted", "later", "kept"]
"""Of a deleted account's sign-in: it is deleted, will be when the sign-in service answers, or we have no key to it."""


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
            update(users)
            .where(users.c.id == user_id)
            .values(email="", deleted_at=func.clock_timestamp(), erased_at=None, sign_in_gone_at=None)
        )
        webhooks.forget(connection, user_id)
    _erase(engine, user_id)


def delete_sign_in(engine: Engine, sign_ins: SignIns, user_id: UUID) -> SignInLeft:
    """Have the sign-in service forget a deleted user; safe to repeat. What is left to be done, `finish` does."""
    left: SignInLeft = "kept"
    if sign_ins.can_delete:
        try:
            sign_ins.delete(user_id)
            left = "deleted"
        except SignInsUnavailable as error:
            log.warning("sign_in_left", user_id=str(user_id), cause=str(error))
            left = "later"
    else:
        log.warning("sign_in_left", user_id=str(user_id), cause="SUPABASE_SERVICE_KEY is not set")
    if left != "later":
        with engine.begin() as connection:
            row = {"operator": "luster", "action": "delete", "subject": str(user_id), "user_id": user_id}
            connection.execute(insert(tables.admin_actions).values(**row, data={"sign_in": left}))
            if left == "deleted":
                gone = update(users).where(users.c.id == user_id, users.c.deleted_at.is_not(None))
                connection.execute(gone.values(sign_in_gone_at=func.now()))
    return left


def finish(engine: Engine, sign_ins: SignIns, *, limit: int = 50) -> int:
    """Complete what deletions have left: rows first, then sign-ins. Returns how many accounts were gone through."""
    with engine.connect() as connection:
        unerased = connection.execute(_leaving(_unerased(), limit)).scalars().all()
    for user_id in unerased:
        _erase(engine, user_id)
    signed_in = []
    if sign_ins.can_delete:
        with engine.connect() as connection:
            signed_in = list(connection.execute(_leaving(users.c.sign_in_gone_at.is_(None), limit)).scalars())
    done = 0
    for user_id in signed_in:
        if delete_sign_in(engine, sign_ins, user_id) == "later":
            break
        done += 1
    return len(unerased) + done


def forget_late_events(engine: Engine) -> int:
    """Empty Stripe's events about deleted users that came after the deletion, in the last days."""
    with engine.begin() as connection:
        return connection.execute(FORGET_LATE).rowcount


def purge(engine: Engine, storage: Storage, *, limit: int = 50) -> int:
    """Delete the objects of deleted shoots; returns how many shoots were cleared. Raises `StorageUnavailable`.

    A link to upload may outlive its shoot, so each shoot is cleared again once no such link can be left.
    """
    table = tables.shoots
    late = table.c.deleted_at < func.now() - LINKS_END
    query = (
        select(table.c.id, table.c.user_id, late.label("late"))
        .where(table.c.deleted_at.is_not(None), table.c.purged_at.is_(None), or_(table.c.cleared_at.is_(None), late))
        .order_by(table.c.deleted_at)
        .limit(limit)
    )
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        storage.delete_prefix(shoot_prefix(row.user_id, row.id))
        with engine.begin() as connection:
            now = {"cleared_at": func.now()} | ({"purged_at": func.now()} if row.late else {})
            connection.execute(update(table).where(table.c.id == row.id).values(now))
            # What nobody can send any more takes no room; until links have ended, what never arrived still does.
            gone = update(assets).where(assets.c.shoot_id == row.id, assets.c.look_at.is_not(None))
            if not row.late:
                gone = gone.where(assets.c.state != "pending")
            state = case((assets.c.state == "uploaded", "pending"), else_=assets.c.state)
            connection.execute(gone.values(state=state, etag=None, look_at=None, going=False))
    return len(rows)


def _erase(engine: Engine, user_id: UUID) -> None:
    """A transaction for each shoot: a large account must not hold rows for long."""
    table = tables.shoots
    with engine.connect() as connection:
        rows = connection.execute(select(table.c.id, table.c.deleted_at).where(table.c.user_id == user_id)).all()
    for row in rows:
        if row.deleted_at is None:
            delete_shoot(engine, user_id, row.id)
        with engine.begin() as connection:
            files = update(assets).where(assets.c.shoot_id == row.id)
            connection.execute(files.values(filename=NAMELESS, sha256=NO_HASH * 64, md5=NO_HASH * 32))
            asked = update(tables.jobs).where(tables.jobs.c.shoot_id == row.id)
            connection.execute(asked.values(asked={}, parameters={}, details={}))
    with engine.begin() as connection:
        _forget_events(connection, user_id)
        for mine in (tables.idempotency_keys, tables.rate_limits, tables.api_keys, tables.webhooks, tables.shares):
            connection.execute(mine.delete().where(mine.c.user_id == user_id))
        erased = update(users).where(users.c.id == user_id, users.c.deleted_at.is_not(None))
        connection.execute(erased.values(erased_at=func.now()))


def _unerased() -> ColumnElement[bool]:
    """Also of an account in which a request that was under way has made a shoot after all."""
    shoot = select(tables.shoots.c.id).where(
        tables.shoots.c.user_id == users.c.id, tables.shoots.c.deleted_at.is_(None)
    )
    return or_(users.c.erased_at.is_(None), shoot.exists())


def _leaving(which: ColumnElement[bool], limit: int) -> Select[UUID]:
    deleted = select(users.c.id).where(users.c.deleted_at.is_not(None), which)
    return deleted.order_by(users.c.deleted_at).limit(limit)


def _forget_events(connection: Connection, user_id: UUID) -> None:
    """Stripe's events name the buyer; what they meant is in the ledger."""
    bought, events = tables.purchases, tables.stripe_events
    for row in connection.execute(select(bought.c.id, bought.c.payment_intent).where(bought.c.user_id == user_id)):
        names = [name.encode() for name in (str(row.id), row.payment_intent) if name]
        mentions = or_(*(func.position(literal(name).op("IN")(events.c.payload)) > 0 for name in names))
        connection.execute(update(events).where(events.c.applied_at.is_not(None), mentions).values(payload=b""))
