"""One claim to its end: what each outcome of the pipeline means for the job."""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from backend import database, jobs, words
from backend.editing.errors import Busy, Gone, Misconfigured, Refused, Unavailable
from backend.imaging import Defect, Rejected
from backend.jobs import Claim
from backend.storage import StorageUnavailable
from backend.worker.answers import CallsUsedUp
from backend.worker.brake import Brake
from backend.worker.heartbeat import Lease, LeaseLost
from backend.worker.pipeline import NotDeliverable, Tools, edit
from backend.worker.turns import HeldBack

log = structlog.get_logger()

FIRST_DELAY = 2.0
DELAY_FACTOR = 4.0
LONGEST_DELAY = 120.0
SETTLE_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Waits between tries to reach the database: a failover takes seconds, and the lease outlives them."""


class Again(Protocol):
    """Puts the job back into the queue, to be claimed after `delay` seconds."""

    def __call__(self, code: str, delay: float, *, counts: bool) -> tuple[str, bool]: ...


def process(tools: Tools, lease: Lease) -> None:
    """Bring the claim to its end, or back to the queue. Never raises: a job must not take its slot down."""
    claim = lease.claim
    with structlog.contextvars.bound_contextvars(job_id=str(claim.job_id), attempt=claim.attempt, lease=claim.lease):
        started = time.monotonic()
        try:
            kind, settled = _outcome(tools, lease)
        except SQLAlchemyError as error:
            # The lease will run out, and whoever claims the job next finds the answer that was paid for.
            log.error("settle_failed", error=type(error).__name__)
            return
        seconds = round(time.monotonic() - started, 2)
        log.info(kind if settled else "settle_stale", outcome=kind, preset=claim.label, seconds=seconds)


def give_back(engine: Engine, claim: Claim) -> None:
    """Return the job to the queue for another worker, without using up the attempt."""
    try:
        jobs.retry_later(engine, claim, "worker_stopped", 0.0, counts=False)
    except SQLAlchemyError as error:
        log.warning("give_back_failed", job_id=str(claim.job_id), error=type(error).__name__)


def backoff(attempt: int) -> float:
    """Seconds before the try after counted try number `attempt`: 2, 8 and 32 s, give or take a quarter."""
    return min(FIRST_DELAY * DELAY_FACTOR ** (attempt - 1), LONGEST_DELAY) * random.uniform(0.75, 1.25)  # noqa: S311


def _outcome(tools: Tools, lease: Lease) -> tuple[str, bool]:
    """What became of the job, and whether it was still ours when that was written."""
    engine, claim, brake = tools.engine, lease.claim, tools.turns.brake

    def fail(code: str, told: str) -> tuple[str, bool]:
        return "job_failed", _persist(lambda: jobs.settle_failure(engine, claim, code, told))

    def again(code: str, delay: float, *, counts: bool) -> tuple[str, bool]:
        return "job_retried", _persist(lambda: jobs.retry_later(engine, claim, code, delay, counts=counts))

    try:
        delivery = edit(tools, lease)
    except LeaseLost:
        return "job_lost", False
    except HeldBack as error:
        return again(error.code, min(error.seconds, LONGEST_DELAY) * random.uniform(1.0, 1.25), counts=False)  # noqa: S311
    except Rejected as error:
        log.info("photo_rejected", code=error.code, detail=error.detail)
        return fail(error.code, words.told(error))
    except NotDeliverable as error:
        return fail(error.code, words.told(error))
    except CallsUsedUp:
        return fail("model_unavailable", words.sentence("gave_up"))
    except Refused as error:
        level = log.info if error.code == "moderation_blocked" else log.error
        level("model_refused", code=error.code, detail=error.message)
        return fail(error.code, words.told(error))
    except Busy as error:
        log.warning("model_busy", detail=error.message, retry_after=error.retry_after)
        return again(error.code, brake.busy(error.retry_after) * random.uniform(1.0, 1.25), counts=False)  # noqa: S311
    except Gone as error:
        log.warning("model_gone", detail=error.message)
        return again(error.code, 0.0, counts=False)
    except Misconfigured as error:
        log.critical("model_misconfigured", code=error.code, detail=error.message)
        return again(error.code, brake.trip(), counts=False)
    except Unavailable as error:
        log.warning("model_unavailable", code=error.code, detail=error.message)
        # A call that may have been paid for counts whatever the reason: it is repeated a few times at most.
        if not error.billed and (delay := brake.unavailable(claim.job_id)) is not None:
            return again(error.code, delay, counts=False)
        return again(error.code, max(backoff(claim.attempt), min(error.retry_after or 0, LONGEST_DELAY)), counts=True)
    except Exception as error:
        return _broken_off(error, lease, brake, again)
    brake.release()
    return "job_succeeded", _persist(
        lambda: jobs.settle_success(
            engine,
            claim,
            delivery.output,
            delivery.usage,
            delivery.details,
            prompt_version=delivery.prompt_version,
        )
    )


def _broken_off(error: Exception, lease: Lease, brake: Brake, again: Again) -> tuple[str, bool]:
    """What becomes of a job for whose end neither its photo nor the model is the reason."""
    claim = lease.claim
    match error:
        case Defect():
            log.error("job_crashed", error="Defect", where=[error.where])
            return again("internal", backoff(claim.attempt), counts=True)
        case StorageUnavailable():
            log.warning("storage_unavailable", detail=str(error))
            if (delay := brake.unavailable(claim.job_id)) is not None:
                return again("storage_unavailable", delay, counts=False)
            return again("storage_unavailable", backoff(claim.attempt), counts=True)
        case _ if isinstance(error, database.AWAY):
            log.warning("database_unavailable", error=type(error).__name__)
            return again("database_unavailable", backoff(claim.attempt), counts=False)
    if lease.lost:
        # Given back in a drain: the pixel work was ended under it.
        return "job_lost", False
    log.error("job_crashed", error=type(error).__name__, where=_where(error))
    return again("internal", backoff(claim.attempt), counts=True)


def _where(error: Exception) -> list[str]:
    """Where it happened, innermost last; without messages, which may quote secrets."""
    return [f"{Path(f.filename).stem}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)[-6:]]


def _persist(write: Callable[[], bool]) -> bool:
    """Run a fenced write until the database takes it; after a lost reply the fence makes the repeat harmless."""
    for pause in SETTLE_PAUSES:
        try:
            return write()
        except SQLAlchemyError as error:
            log.warning("settle_retried", error=type(error).__name__)
            time.sleep(pause)
    return write()
