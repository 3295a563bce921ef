"""What has to be done now and then, by any worker: late events, late answers, deletions, sweeps, the audit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from backend import (
    costs,
    database,
    deletion,
    idempotency,
    kept_answers,
    ledger_check,
    metrics,
    orders,
    overdue,
    webhooks,
)
from backend.config import Settings
from backend.payments import inbox, reconcile
from backend.payments.gateway import Gateway, PaymentsUnavailable
from backend.sign_ins import SignIns
from backend.storage import Storage, StorageUnavailable
from backend.sweeps import Keep, answers, photos, strays

log = structlog.get_logger()

MINUTE = 60.0
HOUR = 3600.0


def minutely(engine: Engine, storage: Storage, sign_ins: SignIns, settings: Settings) -> None:
    """Apply late events, end what refunds left uncovered or hours have not brought, remove what nobody needs.

    Each step fails by itself.
    """
    _step("sweep", lambda: inbox.sweep(engine))
    keep = Keep.of(settings)
    _step("withdraw_uncovered", lambda: orders.withdraw_uncovered(engine))
    _step("move_answers", lambda: kept_answers.move(engine, storage))
    _step("finish_deletions", lambda: deletion.finish(engine, sign_ins))
    _step("give_up", lambda: overdue.give_up(engine, settings.held_hours))
    _step("purge", lambda: deletion.purge(engine, storage))
    _step("sweep_photos", lambda: photos.sweep(engine, storage, keep))
    _step("sweep_answers", lambda: answers.sweep(engine, storage, keep))
    _step("sweep_strays", lambda: strays.sweep(engine, storage, keep))
    _step("expire_keys", lambda: idempotency.expire(engine))
    _step("expire_webhook_events", lambda: webhooks.expire(engine))


def hourly(engine: Engine, gateway: Gateway, settings: Settings) -> None:
    """Compare with Stripe, forget what it says of deleted users, audit ledger and costs. Each step fails by itself."""
    _step("reconcile", lambda: reconcile.reconcile(engine, gateway))
    _step("forget_late_events", lambda: deletion.forget_late_events(engine))
    _step("audit", lambda: _audit(engine))
    _step("costs", lambda: watch_costs(engine, settings.calls_per_credit))


def _audit(engine: Engine) -> int:
    found = ledger_check.differences(engine)
    metrics.LEDGER_DRIFT.set(len(found))
    for difference in found[:20]:
        log.error("ledger_drift", rule=difference.rule, subject=difference.subject)
    return len(found)


def watch_costs(engine: Engine, most: int) -> int:
    """Say how many calls the dearest credit came to, and whether those are more than `most`; returns 0."""
    found = costs.dearest(engine)
    metrics.CALLS_PER_CREDIT.set(found)
    metrics.TOO_DEAR.set(found > most)
    if found > most:
        log.error("calls_per_credit_exceeded", found=found, most=most)
    return 0


def _step(name: str, step: Callable[[], int]) -> None:
    try:
        if count := step():
            log.info("upkeep", step=name, count=count)
    except (SQLAlchemyError, StorageUnavailable, PaymentsUnavailable) as error:
        log.warning("upkeep_postponed", step=name, cause=type(error).__name__)
    except Exception:
        # The next round must come, whatever this one met.
        log.exception("upkeep_failed", step=name)


@contextmanager
def running(settings: Settings, *, allowed: Callable[[], bool]) -> Iterator[None]:
    """Do it in a thread of its own while the context is open, whenever it is `allowed`.

    Several workers may: every step can be repeated.
    """
    stop = threading.Event()

    def run() -> None:
        engine = database.engine(settings.database_url, pool_size=1)
        storage = Storage(settings)
        gateway = Gateway(settings)
        sign_ins = SignIns(settings)
        next_hour = time.monotonic() + MINUTE
        try:
            while not stop.wait(MINUTE):
                if not allowed():
                    continue
                minutely(engine, storage, sign_ins, settings)
                if time.monotonic() >= next_hour and not stop.is_set():
                    next_hour = time.monotonic() + HOUR
                    hourly(engine, gateway, settings)
        finally:
            gateway.close()
            sign_ins.close()
            storage.close()
            engine.dispose()

    # A daemon: a drained worker does not wait for a slow reply here.
    thread = threading.Thread(target=run, name="upkeep", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(5)
