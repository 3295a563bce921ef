"""Keeping the leases of jobs in progress."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from backend.jobs import Claim

log = structlog.get_logger()


class LeaseLost(Exception):
    """The job is no longer ours: it was cancelled, given back, or taken over after the lease ran out."""


class Lease:
    """One claim's hold on its job."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self._lost = threading.Event()

    def give_up(self) -> None:
        """The job is not ours any more; its slot stops at the next step."""
        self._lost.set()

    @property
    def lost(self) -> bool:
        return self._lost.is_set()

    def check(self) -> None:
        """Raise `LeaseLost` once the job is not ours any more."""
        self.wait(0)

    def wait(self, seconds: float) -> None:
        """Sleep while the job is ours; raises `LeaseLost` as soon as it is not."""
        if self._lost.wait(seconds):
            raise LeaseLost(str(self.claim.job_id))


class Heartbeat:
    """Extends the leases of all jobs in progress, on one thread.

    `extend` returns the ids of the claims that are still ours. A job that has been in progress for `deadline` seconds
    is no longer extended, so that one that hangs reaches another worker.
    """

    def __init__(
        self, extend: Callable[[Sequence[Claim]], set[UUID]], *, every: float, deadline: float = 900.0
    ) -> None:
        self._extend = extend
        self._every = every
        self._deadline = deadline
        self._lock = threading.Lock()
        self._leases: dict[Lease, float] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stopped.set()
        self._thread.join()

    @contextmanager
    def holding(self, lease: Lease) -> Iterator[None]:
        """Keep the lease until the block ends."""
        with self._lock:
            self._leases[lease] = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                del self._leases[lease]

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self._beat()
            except SQLAlchemyError as error:
                # The lease outlives a few beats; should it end, the fence keeps our late writes out.
                log.warning("heartbeat_failed", error=type(error).__name__)

    def _beat(self) -> None:
        now = time.monotonic()
        with self._lock:
            for lease, since in self._leases.items():
                if now - since > self._deadline:
                    lease.give_up()
            leases = [lease for lease, since in self._leases.items() if now - since <= self._deadline]
        if not leases:
            return
        ours = self._extend([lease.claim for lease in leases])
        for lease in leases:
            if lease.claim.job_id not in ours:
                log.warning("lease_lost", job_id=str(lease.claim.job_id), lease=lease.claim.lease)
                lease.give_up()
