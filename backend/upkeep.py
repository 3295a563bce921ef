"""What has to be done now and then, by any worker: late events, deleted files, old keys, reconciling, the audit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from backend import database, deletion, idempotency, ledger_check, metrics, orders, overdue
from backend.config import Settings
from backend.payments import inbox, reconcile
from backend.payments.gateway import Gateway, PaymentsUnavailable
from backend.storage import Storage, StorageUnavailable

log = structlog.get_logger()

MINUTE = 60.0
HOUR = 3600.0


def minutely(engine: Engine, storage: Storage, settings: Settings) -> None:
    """Apply late events, cancel what refunds left uncovered, give up what waits for hours, clear deleted shoots,
    forget old keys.

    Each step fails by itself.
    """
    _step("sweep", lambda: inbox.sweep(engine))
    _step("withdraw_uncovered", lambda: orders.withdraw_uncovered(engine))
    _step("give_up", lambda: overdue.give_up(engine, settings.held_hours))
    _step("purge", lambda: deletion.purge(engine, storage))
    _step("expire_keys", lambda: idempotency.expire(engine))


def hourly(engine: Engine, gateway: Gateway) -> None:
    """Compare with Stripe, then audit the ledger. Each step fails by itself."""
    _step("reconcile", lambda: reconcile.reconcile(engine, gateway))
    _step("audit", lambda: _audit(engine))


def _audit(engine: Engine) -> int:
    found = ledger_check.differences(engine)
    metrics.LEDGER_DRIFT.set(len(found))
    for difference in found[:20]:
        log.error("ledger_drift", rule=difference.rule, subject=difference.subject)
    return len(found)


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
        next_hour = time.monotonic() + MINUTE
        try:
            while not stop.wait(MINUTE):
                if not allowed():
                    continue
                minutely(engine, storage, settings)
                if time.monotonic() >= next_hour and not stop.is_set():
                    next_hour = time.monotonic() + HOUR
                    hourly(engine, gateway)
        finally:
            gateway.close()
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
