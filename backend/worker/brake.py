"""When to stop claiming because what every job needs is not there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from uuid import UUID

BUSY_SECONDS = 5.0
BUSY_LIMIT = 60.0
FIRST_OUTAGE = 15.0
LONGEST_OUTAGE = 300.0


class Brake:
    """Shared by all slots of one worker; safe to share between threads.

    A busy model holds claims back for as long as it asks for. A misconfigured account holds them back for 15 s, twice
    as long each time up to 5 minutes, and then lets one job through to see whether it has been mended. So does an
    outage of the model or the storage: two jobs that failed alike, with no success in between.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until = clock()
        self._outage = 0.0
        self._failed: UUID | None = None

    def allowance(self, free: int) -> int:
        """How many jobs may be claimed now by a worker with `free` slots and possibly others in progress."""
        with self._lock:
            if self._clock() < self._until:
                return 0
            return min(free, 1) if self._outage else free

    def seconds(self) -> float:
        """How long nothing is to be asked of the model; 0 when it may be asked."""
        with self._lock:
            return max(self._until - self._clock(), 0.0)

    def busy(self, retry_after: float | None) -> float:
        """The model is busy: hold claims back; returns the seconds after which the job should be tried again."""
        seconds = min(max(BUSY_SECONDS if retry_after is None else retry_after, 0.5), BUSY_LIMIT)
        with self._lock:
            self._until = max(self._until, self._clock() + seconds)
        return seconds

    def trip(self) -> float:
        """The account or the settings are at fault: hold claims back; returns the seconds until the next try."""
        with self._lock:
            # Jobs that were under way when the first one failed say nothing new.
            if self._clock() >= self._until or not self._outage:
                self._outage = min(max(FIRST_OUTAGE, self._outage * 2), LONGEST_OUTAGE)
                self._until = self._clock() + self._outage
            return max(self._until - self._clock(), 1.0)

    def unavailable(self, job_id: UUID) -> float | None:
        """A job met a service that did not answer. Seconds until the next try if that is an outage; None if it may be
        this job's own doing, because no other job has failed since the last success."""
        with self._lock:
            outage = bool(self._outage) or self._failed not in (None, job_id)
            self._failed = self._failed or job_id
        return self.trip() if outage else None

    def release(self) -> None:
        """A job succeeded: claim at full speed again."""
        with self._lock:
            self._outage = 0.0
            self._failed = None
