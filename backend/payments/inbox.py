"""The inbox: each of Stripe's events is stored before it is applied, and applied at most once, now or later."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import stripe
import structlog
from sqlalchemy import Engine, Select, case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DataError, IntegrityError
from stripe import SignatureVerificationError, WebhookSignature

from backend.database.tables import stripe_events
from backend.payments import events
from backend.payments.purchases import UnknownPurchase

log = structlog.get_logger()

TOLERANCE_SECONDS = 300
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
PARK_AFTER = timedelta(days=3)
"""As long as Stripe itself sends an event again."""
EARLY = 20
"""Events that are tried before they are due when another has been applied."""
WAITING = stripe_events.c.applied_at.is_(None) & stripe_events.c.parked_at.is_(None)


class Refused(Exception):
    """Not an event of ours; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Incoming:
    id: str
    type: str
    api_version: str | None
    payload: bytes


def check(payload: bytes, signature: str, secrets: Sequence[str], *, livemode: bool) -> Incoming:
    """The event in a webhook's raw body; raises `Refused` unless one of the secrets signed it within five minutes."""
    try:
        body = payload.decode()
    except UnicodeDecodeError:
        raise Refused("not UTF-8") from None
    if not any(_signed(body, signature, secret) for secret in secrets):
        raise Refused("bad signature")
    try:
        event = json.loads(body)
        found = Incoming(event["id"], event["type"], event.get("api_version"), payload)
        thing = event["data"]["object"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused("not an event") from None
    texts = (found.id, found.type, found.api_version or "")
    if not isinstance(thing, dict) or not all(isinstance(item, str) and _plain(item) for item in texts):
        raise Refused("not an event")
    if event.get("livemode") is not livemode:
        raise Refused("live and test events are kept apart")
    if event.get("account") is not None:
        raise Refused("an event of another account")
    return found


def _signed(body: str, signature: str, secret: str) -> bool:
    """Stripe's own check lets a moment pass that is still to come."""
    try:
        moments = [int(part.strip()[2:]) for part in signature.split(",") if part.strip().startswith("t=")]
        if not moments or max(moments) > time.time() + TOLERANCE_SECONDS:
            return False
        return bool(WebhookSignature.verify_header(body, signature, secret, TOLERANCE_SECONDS))
    except (SignatureVerificationError, ValueError):
        return False


def _plain(item: str) -> bool:
    return len(item) <= 255 and item.isascii() and (item.isprintable() or not item)


def receive(engine: Engine, event: Incoming) -> None:
    """Store the event, then apply it, and with it any that was waiting for it. Returns only once it is stored."""
    row = insert(stripe_events).values(
        id=event.id, type=event.type, api_version=event.api_version, payload=event.payload
    )
    with engine.begin() as connection:
        connection.execute(row.on_conflict_do_nothing(index_elements=["id"]))
    if event.api_version != stripe.api_version:
        # Applied all the same: what is read of an event has been stable for years. But the endpoint should be updated.
        log.warning("api_version_differs", stripe_event=event.id, found=event.api_version, expected=stripe.api_version)
    if apply(engine, event.id):
        _try_early(engine)


def sweep(engine: Engine, *, limit: int = 200) -> int:
    """Try the events that wait and are due; returns how many could be applied now.

    An event waits as long again as it has waited already, at most `LONGEST_PAUSE`. One that could not be applied in
    `PARK_AFTER` is parked: it is tried again only when an administrator says so.
    """
    due = stripe_events.c.due_at <= func.now()
    return _try(engine, select(stripe_events.c.id).where(WAITING, due).order_by(stripe_events.c.due_at), limit)


def _try_early(engine: Engine) -> None:
    """One event has just been applied: others may have waited for it, most likely those that were tried least."""
    order = stripe_events.c.attempts, stripe_events.c.received_at
    _try(engine, select(stripe_events.c.id).where(WAITING).order_by(*order), EARLY)


def _try(engine: Engine, query: Select[Any], limit: int) -> int:
    with engine.connect() as connection:
        ids = connection.execute(query.limit(limit)).scalars().all()
    return sum(apply(engine, event_id) for event_id in ids)


def unapplied(engine: Engine) -> int:
    """How many events wait or are parked."""
    with engine.connect() as connection:
        query = select(func.count()).select_from(stripe_events).where(stripe_events.c.applied_at.is_(None))
        return int(connection.execute(query).scalar_one())


def apply(engine: Engine, event_id: str) -> bool:
    """Apply one stored event in one transaction; False when it was applied before, or cannot be yet."""
    try:
        with engine.begin() as connection:
            row = connection.execute(
                select(stripe_events.c.type, stripe_events.c.payload)
                .where(stripe_events.c.id == event_id, stripe_events.c.applied_at.is_(None))
                .with_for_update()
            ).one_or_none()
            if row is None:
                return False
            thing: dict[str, Any] = json.loads(row.payload)["data"]["object"]
            ours = events.apply(connection, row.type, thing)
            connection.execute(
                update(stripe_events)
                .where(stripe_events.c.id == event_id)
                .values(applied_at=func.now(), error=None if ours else "not ours")
            )
    except (UnknownPurchase, events.Malformed, IntegrityError, DataError, ValueError, KeyError, TypeError) as error:
        _wait(engine, event_id, type(error).__name__)
        return False
    return True


def _wait(engine: Engine, event_id: str, reason: str) -> None:
    table = stripe_events
    waited = func.now() - table.c.received_at
    failed = (
        update(table)
        .where(table.c.id == event_id, table.c.applied_at.is_(None))
        .values(
            attempts=table.c.attempts + 1,
            error=reason,
            due_at=func.now() + func.least(func.greatest(waited, FIRST_PAUSE), LONGEST_PAUSE),
            parked_at=func.coalesce(table.c.parked_at, case((waited > PARK_AFTER, func.now()))),
        )
        .returning(table.c.parked_at == func.now())
    )
    with engine.begin() as connection:
        parked = connection.execute(failed).scalar_one_or_none()
    if parked:
        log.error("event_parked", stripe_event=event_id, reason=reason)
    else:
        log.info("event_waits", stripe_event=event_id, reason=reason)
