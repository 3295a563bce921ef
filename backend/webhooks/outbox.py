"""Events for studios, and where each account has them sent.

The database itself writes them, in the transaction that ends a job (`luster.tell_studio`, a trigger of `job_events`):
whoever ends jobs, an older release too, tells of them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from backend.database.tables import admin_actions, webhook_events, webhooks

KEEP, KEEP_PARKED = timedelta(days=7), timedelta(days=90)
"""How long what became of an event can be looked up."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An account's address, and how sending to it goes."""

    url: str
    created_at: datetime
    delivered_at: datetime | None
    waiting: int
    parked: int
    error: str | None
    """Why the last try failed, where it did: a sentence."""


def subscribe(engine: Engine, user_id: UUID, url: str) -> tuple[Webhook, str]:
    """Have the account's events sent to `url` from now on; returns the secret that signs them, a new one each time.

    A ping is the first event, so that it is seen at once whether the address takes any.
    """
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    values = {"url": url, "secret": secret, "created_at": func.now(), "error": None}
    statement = upsert(webhooks).values(user_id=user_id, **values)
    with engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))
        connection.execute(insert(webhook_events).values(user_id=user_id, type="ping", data={}))
        _record(connection, user_id, "set")
    found = standing(engine, user_id)
    assert found is not None
    return found, secret


def unsubscribe(engine: Engine, user_id: UUID) -> None:
    """Send the account's events nowhere any more; those that wait go too. Safe to repeat."""
    with engine.begin() as connection:
        if forget(connection, user_id):
            _record(connection, user_id, "removed")


def forget(connection: Connection, user_id: UUID) -> bool:
    """Delete the account's address and events in the caller's transaction; whether there was one."""
    return bool(connection.execute(delete(webhooks).where(webhooks.c.user_id == user_id)).rowcount)


def standing(engine: Engine, user_id: UUID) -> Webhook | None:
    """The account's address and how sending to it goes, None where it has none."""
    events = webhook_events.c
    waiting = func.count(events.id).filter(events.delivered_at.is_(None), events.parked_at.is_(None))
    parked = func.count(events.id).filter(events.parked_at.is_not(None))
    query = (
        select(webhooks.c.url, webhooks.c.created_at, webhooks.c.delivered_at, waiting, parked, webhooks.c.error)
        .outerjoin(webhook_events, events.user_id == webhooks.c.user_id)
        .where(webhooks.c.user_id == user_id)
        .group_by(webhooks.c.user_id)
    )
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else Webhook(*row)


def retry(engine: Engine, user_id: UUID) -> int:
    """Have the account's events that wait or are parked tried now; returns how many."""
    with engine.begin() as connection:
        return again(connection, webhook_events.c.user_id == user_id)


def again(connection: Connection, which: ColumnElement[bool]) -> int:
    """Have those events that were not delivered tried now, as if they were new; returns how many."""
    values = {"parked_at": None, "due_at": func.now(), "waits_since": func.now()}
    undelivered = update(webhook_events).where(which, webhook_events.c.delivered_at.is_(None))
    return connection.execute(undelivered.values(values)).rowcount


def expire(engine: Engine) -> int:
    """Forget events that were delivered or parked long ago; returns how many."""
    events = webhook_events.c
    old = or_(events.delivered_at < func.now() - KEEP, events.parked_at < func.now() - KEEP_PARKED)
    with engine.connect() as connection:
        if connection.execute(select(events.id).where(old).limit(1)).one_or_none() is None:
            return 0
    with engine.begin() as connection:
        return connection.execute(delete(webhook_events).where(old)).rowcount


def _record(connection: Connection, user_id: UUID, what: str) -> None:
    told = {"operator": "user", "action": "set_webhook", "subject": str(user_id), "user_id": user_id}
    connection.execute(insert(admin_actions).values(**told, data={"webhook": what}))
