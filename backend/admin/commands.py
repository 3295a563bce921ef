"""The `admin` command: each action is one call, and one sentence about what came of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from backend import costs, database, logs
from backend.admin import accounts, audit
from backend.config import Settings


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Run one action and say what came of it; returns the exit code (0 done, 1 refused, 2 usage)."""
    if args.action == "site":
        from backend.admin.site.server import serve

        return serve(settings, host=args.host, port=args.port, operator=args.operator)
    engine = database.engine(settings.database_url, pool_size=1)
    try:
        with _logs_aside():
            text = _run(engine, args, settings)
    except audit.Refused as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except SQLAlchemyError as error:
        # Its own message may quote what was sent, and where to.
        sys.stderr.write(f"The database refused: {type(error).__name__}.\n")
        return 1
    finally:
        engine.dispose()
    sys.stdout.write(f"{text}\n")
    return 0


@contextmanager
def _logs_aside() -> Iterator[None]:
    """Standard output is the command's own: what is logged meanwhile goes to standard error."""
    before = structlog.get_config()
    structlog.configure(
        processors=[logs.redact, structlog.processors.JSONRenderer()],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    try:
        yield
    finally:
        structlog.configure(**before)


def _run(engine: Engine, args: argparse.Namespace, settings: Settings) -> str:
    match args.action:
        case "grant" | "correct":
            post = accounts.grant if args.action == "grant" else accounts.correct
            posted = post(engine, args.user, args.credits, args.reason, ref=args.ref, operator=args.operator)
            return f"The balance is now {posted}."
        case "unfreeze":
            frozen = accounts.unfreeze(engine, args.user, reason=args.reason, operator=args.operator)
            return "The account stays frozen." if frozen else "The account is not frozen."
        case "user" | "show" | "jobs" | "events":
            return _show(engine, args, settings)
        case "retry" | "cancel":
            return _change(engine, args, settings)
        case "apply":
            from backend.admin import events

            events.apply(engine, args.event, reason=args.reason, operator=args.operator)
            return "The event has been applied."
    raise AssertionError(args.action)


def _show(engine: Engine, args: argparse.Namespace, settings: Settings) -> str:
    from backend.admin import listings

    if getattr(args, "limit", 1) < 1:
        raise ValueError("The limit must be at least 1.")
    if args.action in ("user", "show"):
        return listings.user(engine, args.user, limit=args.limit)
    if args.action == "events":
        return listings.events(engine, limit=args.limit)
    if args.job is not None:
        return listings.job(engine, job_id(args.job), costs.prices(settings))
    return listings.jobs(engine, user=args.user, state=args.state, limit=args.limit)


def _change(engine: Engine, args: argparse.Namespace, settings: Settings) -> str:
    from backend.admin import work
    from backend.reruns import Policy

    job = job_id(args.job)
    if args.action == "cancel":
        work.cancel(engine, job, reason=args.reason, operator=args.operator)
        return "The job is cancelled."
    free = Policy(settings.free_reruns, settings.free_rerun_days)
    queued = work.retry(engine, job, free=free, reason=args.reason, operator=args.operator)
    return f"The job is queued; {queued.credits or 'no'} credit{'s' * (queued.credits != 1)} held."


def job_id(text: str) -> UUID:
    """The id in `text`; raises `ValueError` with a sentence."""
    try:
        return UUID(text)
    except ValueError:
        raise ValueError(f"“{text}” is not the id of a job.") from None
