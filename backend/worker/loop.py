"""The worker's loop: claim, run each job in a slot of its own, rescue, drain.

A job in hand waits for the model most of the time. So there are more slots than calls at once, and the processes that
do pixel work have a bound of their own: their number, for which jobs wait in line.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from backend import database, jobs, logs, metrics, upkeep
from backend.config import Settings
from backend.editing.client import ImageModel
from backend.editing.models import UnusableModel
from backend.imaging.confined import Pixels
from backend.jobs import Claim
from backend.storage import Storage
from backend.webhooks import sending
from backend.worker.heartbeat import Heartbeat, Lease
from backend.worker.originals import Originals
from backend.worker.pipeline import Tools
from backend.worker.schema_watch import SchemaWatch
from backend.worker.settle import give_back, process
from backend.worker.turns import Turns

log = structlog.get_logger()

MOST_PIXEL_PROCESSES = 8
"""Unless the settings say more: each may take 2.5 GB for the largest photos."""

DATABASE_CONNECTIONS = 10
"""At most, for all slots: a job waits for the model most of the time, and for the database least."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The worker's clockwork, in seconds."""

    shortest_poll: float = 0.25
    longest_poll: float = 1.0
    rescue: float = 2.0
    lease: float = jobs.LEASE_SECONDS
    """With the wait for a rescue and a poll: a dead worker's jobs are back in the queue within 15 s."""
    heartbeat: float = 3.0
    schema: float = 10.0
    """How often the database is asked whether this release may still work on it."""
    grace: float = 270.0
    """How long a drain waits for jobs in progress; the platform kills the process after 300."""


class Worker:
    """Runs jobs in `slots` threads until told to stop."""

    def __init__(
        self, tools: Tools, heartbeat: Heartbeat, schema: SchemaWatch, *, name: str, slots: int, timing: Timing
    ) -> None:
        self._tools = tools
        self._schema = schema
        self._heartbeat = heartbeat
        self._name = name
        self._slots = slots
        self._timing = timing
        self._lock = threading.Lock()
        self._running: set[Lease] = set()
        self._wake = threading.Event()
        self._stops = 0
        self._next_rescue = time.monotonic()

    def stop(self) -> None:
        """Stop claiming and drain; called again, stop waiting too.

        Takes no lock, since a signal handler may run while the main thread holds any: noticed within a poll.
        """
        self._stops += 1

    def run(self) -> None:
        """Work until `stop`, or until the database has left this code behind, then drain.

        When it returns no job is in our hands, though a thread may still wait.
        """
        log.info("worker_started", worker=self._name, slots=self._slots)
        poll = self._timing.shortest_poll
        while not self._stops and not self._schema.left_behind:
            self._wake.clear()
            try:
                claims = self._round()
            except SQLAlchemyError as error:
                log.warning("queue_unreachable", error=type(error).__name__)
                claims = []
            for claim in claims:
                self._start(claim)
            if claims:
                poll = self._timing.shortest_poll
                continue
            self._wake.wait(random.uniform(0.7, 1.0) * poll)  # noqa: S311 - jitter, not a secret
            poll = min(poll * 2, self._timing.longest_poll)
        self._drain()
        log.info("worker_stopped", worker=self._name)

    def _round(self) -> list[Claim]:
        if not self._schema.fits():
            return []
        self._rescue()
        return self._claim()

    def _claim(self) -> list[Claim]:
        with self._lock:
            free = self._slots - len(self._running)
        wanted = self._tools.turns.claimable(free)
        if not wanted:
            return []
        return jobs.claim(self._tools.engine, self._name, wanted, seconds=self._timing.lease)

    def _rescue(self) -> None:
        if time.monotonic() < self._next_rescue:
            return
        self._next_rescue = time.monotonic() + self._timing.rescue
        if rescued := jobs.rescue(self._tools.engine):
            log.warning("jobs_rescued", count=rescued)

    def _start(self, claim: Claim) -> None:
        lease = Lease(claim)
        self._tools.turns.expect(lease)
        with self._lock:
            self._running.add(lease)
        # Daemons: a thread that waits for the image model must not keep a drained process alive.
        threading.Thread(target=self._slot, args=(lease,), name=f"job-{claim.job_id}", daemon=True).start()

    def _slot(self, lease: Lease) -> None:
        try:
            with self._heartbeat.holding(lease):
                process(self._tools, lease)
        finally:
            self._tools.turns.forget(lease)
            with self._lock:
                self._running.discard(lease)
            self._wake.set()

    def _drain(self) -> None:
        self._tools.turns.close()
        deadline = time.monotonic() + self._timing.grace
        log.info("worker_draining", in_progress=len(self._running))
        while self._left() and self._stops < 2 and (wait := deadline - time.monotonic()) > 0:
            self._wake.clear()
            self._wake.wait(min(wait, self._timing.shortest_poll))
        for lease in self._left():
            lease.give_up()
            give_back(self._tools.engine, lease.claim)

    def _left(self) -> list[Lease]:
        with self._lock:
            return list(self._running)


def in_hand(calls: int, processes: int) -> int:
    """Jobs for so many calls of the model at once and processes that do pixel work.

    As many as can wait for the model, and as many again that are ready for it or whose answers wait to be put in: the
    next calls do not wait for pixel work. For each process two more, one that it has in hand and one to follow.
    """
    return 2 * calls + 2 * processes


def main(settings: Settings, *, slots: int | None = None, name: str | None = None, timing: Timing | None = None) -> int:
    """Run a worker until SIGTERM or SIGINT, then drain; a second signal cuts the drain short.

    `slots` is how many jobs are in hand at most; by default `in_hand`.
    Returns the exit code: 2 where this release cannot work, by its settings or by the database.
    """
    logs.configure()
    timing = timing or Timing()
    name = name or f"{socket.gethostname()}-{os.getpid()}"
    try:
        model = ImageModel(settings)
    except UnusableModel as error:
        sys.stderr.write(f"OPENAI_IMAGE_MODEL: {error}\n")
        return 2
    processes = settings.pixel_processes or min(processors(), MOST_PIXEL_PROCESSES)
    slots = slots or in_hand(settings.model_calls, processes)
    engine = database.engine(settings.database_url, pool_size=min(slots, DATABASE_CONNECTIONS) + 2)
    # A connection of its own: the heartbeat never queues behind the slots.
    beat_engine = database.engine(settings.database_url, pool_size=1)
    storage = Storage(settings)
    schema = SchemaWatch(engine, seconds=timing.schema)

    def extend(claims: Sequence[Claim]) -> set[UUID]:
        return jobs.extend(beat_engine, claims, seconds=timing.lease)

    try:
        with (
            Pixels(workers=processes) as pixels,
            Heartbeat(extend, every=timing.heartbeat) as heartbeat,
            upkeep.running(settings, allowed=schema.fits),
            sending.running(settings, allowed=schema.fits),
            metrics.served(settings, engine),
        ):
            turns = Turns(model, calls=settings.model_calls, ahead=settings.model_calls)
            tools = Tools(engine, storage, pixels, model, turns, Originals(processes))
            worker = Worker(tools, heartbeat, schema, name=name, slots=slots, timing=timing)

            def on_signal(_number: int, _frame: FrameType | None) -> None:
                worker.stop()

            for name in ("SIGTERM", "SIGINT", "SIGBREAK"):  # the last is how Windows asks
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), on_signal)
            worker.run()
    finally:
        model.close()
        storage.close()
        engine.dispose()
        beat_engine.dispose()
    return 2 if schema.left_behind else 0


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
