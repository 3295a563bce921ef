"""The `reconcile` command: asks Stripe what happened lately and applies what no event told us."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DataError, IntegrityError

from backend import database
from backend.config import Settings
from backend.database import tables
from backend.payments import events, inbox
from backend.payments.gateway import Gateway, PaymentsUnavailable
from backend.payments.purchases import UnknownPurchase

log = structlog.get_logger()

# A webhook is retried for three days; a session lives for one before that, and a slow payment may take a few more.
LOOK_BACK_SECONDS = 14 * 24 * 3600


def reconcile(engine: Engine, gateway: Gateway, *, now: float | None = None) -> int:
    """Apply recent sessions, refunds and disputes as Stripe has them; returns how many changed the ledger.

    Raises `PaymentsUnavailable`.
    """
    since = int(time.time() if now is None else now) - LOOK_BACK_SECONDS
    changed = 0
    for thing in gateway.sessions_since(since):
        changed += _apply(engine, events.session, thing)
    for thing in gateway.refunds_since(since):
        changed += _apply(engine, events.refund, thing)
    for thing in gateway.disputes_since(since):
        changed += _apply(engine, events.dispute, thing)
    inbox.sweep(engine)
    return changed


def _apply(engine: Engine, apply: Callable[[Connection, dict[str, Any]], bool], thing: dict[str, Any]) -> bool:
    query = select(tables.credit_entries.c.id).order_by(tables.credit_entries.c.id.desc()).limit(1)
    try:
        with engine.begin() as connection:
            before = connection.execute(query).scalar_one_or_none()
            apply(connection, thing)
            return bool(connection.execute(query).scalar_one_or_none() != before)
    except UnknownPurchase:
        # A payment of something else that is sold through the same account.
        return False
    except (events.Malformed, KeyError, TypeError, ValueError, IntegrityError, DataError) as error:
        log.error("reconcile_skipped", kind=str(thing.get("object")), cause=type(error).__name__)
        return False


def main(settings: Settings) -> int:
    """Reconcile once and say what came of it; returns the exit code."""
    engine = database.engine(settings.database_url, pool_size=1)
    try:
        changed = reconcile(engine, Gateway(settings))
    except PaymentsUnavailable as error:
        sys.stderr.write(f"Stripe cannot be reached: {error}\n")
        return 1
    finally:
        engine.dispose()
    sys.stdout.write(f"{changed} changes were missing and have been applied.\n")
    return 0
