"""Sending events: signed, one at a time to each address, again with growing pauses, and parked after days."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import certifi
import httpx
import structlog
from sqlalchemy import Engine, case, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import SQLAlchemyError

from backend import contract, database, words
from backend.config import Settings
from backend.database.tables import webhook_events, webhooks
from backend.webhooks import address

log = structlog.get_logger()

SIGNATURE = "Luster-Signature"
SECONDS = 10.0
"""For one try, from the look-up of the name to the status of the reply."""
LEASE = timedelta(minutes=1)
POLL = 2.0
BATCH = 20
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
PARK_AFTER = timedelta(days=3)

_DUE = (
    webhook_events.c.delivered_at.is_(None)
    & webhook_events.c.parked_at.is_(None)
    & (webhook_events.c.due_at <= func.now())
)


@dataclass(frozen=True, slots=True)
class Claim:
    """An event in our hands until its lease ends."""

    id: UUID
    user_id: UUID
    type: str
    created_at: datetime
    data: dict[str, Any]
    attempts: int
    url: str
    secret: str


def send_due(engine: Engine, *, loopback: bool) -> int:
    """Send what is due, at most one event to each address; returns how many were tried."""
    claims = _claim(engine)
    if claims:
        for claim, error in zip(claims, asyncio.run(_send_all(claims, loopback=loopback)), strict=True):
            _settle(engine, claim, error)
    return len(claims)


def signature(secret: str, moment: int, body: bytes) -> str:
    """The header that proves who sent the body, and when."""
    mac = hmac.new(secret.encode(), b"%d.%s" % (moment, body), hashlib.sha256)
    return f"t={moment},v1={mac.hexdigest()}"


def _claim(engine: Engine) -> list[Claim]:
    events = webhook_events
    # One for each address: what is slow there holds up nobody else.
    oldest = select(events.c.id).ext(distinct_on(events.c.user_id)).where(_DUE)
    with engine.connect() as connection:
        ids = connection.execute(oldest.order_by(events.c.user_id, events.c.created_at).limit(BATCH)).scalars().all()
    if not ids:
        return []
    free = select(events.c.id).where(events.c.id.in_(ids), _DUE).with_for_update(skip_locked=True)
    take = (
        update(events)
        .where(events.c.id.in_(free), webhooks.c.user_id == events.c.user_id)
        .values(due_at=func.now() + LEASE, attempts=events.c.attempts + 1)
        .returning(
            events.c.id,
            events.c.user_id,
            events.c.type,
            events.c.created_at,
            events.c.data,
            events.c.attempts,
            webhooks.c.url,
            webhooks.c.secret,
        )
    )
    with engine.begin() as connection:
        return [Claim(*row) for row in connection.execute(take)]


async def _send_all(claims: Sequence[Claim], *, loopback: bool) -> list[str | None]:
    return list(await asyncio.gather(*(_send(claim, loopback=loopback) for claim in claims)))


async def _send(claim: Claim, *, loopback: bool) -> str | None:
    """Why the address did not take the event, as a sentence; None when it did."""
    event = contract.WebhookEvent(id=claim.id, type=claim.type, created_at=claim.created_at, data=claim.data)
    try:
        async with asyncio.timeout(SECONDS):
            status = await _post(claim, event.model_dump_json().encode(), loopback=loopback)
    except TimeoutError:
        return words.sentence("webhook_late", {"seconds": int(SECONDS)})
    except address.Refused as error:
        return words.told(error)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        return words.sentence("webhook_unreachable")
    if 300 <= status < 400:
        return words.sentence("webhook_redirected")
    return None if 200 <= status < 300 else words.sentence("webhook_answered", {"status": status})


async def _post(claim: Claim, body: bytes, *, loopback: bool) -> int:
    """The status of the reply, whose body nobody reads."""
    address.check(claim.url, loopback=loopback)
    url = httpx.URL(claim.url)
    place = await address.resolve(url.host, url.port or (443 if url.scheme == "https" else 80), loopback=loopback)
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Content-Type": "application/json",
        "User-Agent": "Luster",
        SIGNATURE: signature(claim.secret, int(time.time()), body),
    }
    # To the address that was checked; the certificate must still be the name's.
    target, extensions = url.copy_with(host=place), {"sni_hostname": url.host}
    async with (
        httpx.AsyncClient(verify=_certificates(), timeout=SECONDS, trust_env=False) as http,
        http.stream("POST", target, content=body, headers=headers, extensions=extensions) as reply,
    ):
        return reply.status_code


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


def _settle(engine: Engine, claim: Claim, error: str | None) -> None:
    """Keep what became of the try, unless another one has begun."""
    table = webhook_events
    waited = func.now() - table.c.waits_since
    parked = case((waited > PARK_AFTER, func.now()))
    due = func.now() + func.least(func.greatest(waited, FIRST_PAUSE), LONGEST_PAUSE)
    values = {"delivered_at": func.now()} if error is None else {"due_at": due, "parked_at": parked}
    ours = (table.c.id == claim.id, table.c.attempts == claim.attempts, table.c.delivered_at.is_(None))
    mine = webhooks.c.user_id == claim.user_id
    with engine.begin() as connection:
        # First, as whoever removes the address takes its events after it.
        connection.execute(select(webhooks.c.user_id).where(mine).with_for_update(key_share=True))
        row = connection.execute(
            update(table).where(*ours).values(error=error, **values).returning(table.c.parked_at)
        ).one_or_none()
        if row is not None:
            told = {"error": error} | ({"delivered_at": func.now()} if error is None else {})
            connection.execute(update(webhooks).where(mine).values(told))
    if row is not None and error is not None:
        log.info(
            "webhook_parked" if row.parked_at else "webhook_waits", event_id=str(claim.id), attempts=claim.attempts
        )


@contextmanager
def running(settings: Settings, *, allowed: Callable[[], bool]) -> Iterator[None]:
    """Send in a thread of its own while the context is open, whenever it is `allowed`. Several workers may."""
    stop = threading.Event()

    def run() -> None:
        engine = database.engine(settings.database_url, pool_size=1)
        tried = 0
        try:
            while not stop.wait(0 if tried else POLL):
                tried = 0
                try:
                    if allowed():
                        tried = send_due(engine, loopback=settings.webhook_loopback)
                except SQLAlchemyError as error:
                    log.warning("webhooks_postponed", cause=type(error).__name__)
                except Exception:
                    # The next round must come, whatever this one met.
                    log.exception("webhooks_failed")
        finally:
            engine.dispose()

    # A daemon: a drained worker does not wait for a slow address.
    thread = threading.Thread(target=run, name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(5)
