"""Keeping leases: what is extended, and what a lost lease does."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import OperationalError

from backend.jobs import Claim, Edit
from backend.worker.heartbeat import Heartbeat, Lease, LeaseLost
from tests.backend.worker.stage import until


def claim() -> Claim:
    given: dict[str, Any] = {name: uuid4() for name in ("job_id", "user_id", "shoot_id", "asset_id")}
    given |= {"original_key": "k", "bytes": 1, "sha256": "0" * 64, "etag": "e", "content_type": "image/jpeg"}
    return Claim(
        **given,
        edits=(Edit("sky", {}),),
        source_id=None,
        anchor_id=None,
        note=None,
        lease=1,
        attempt=1,
        lease_until=datetime.now(UTC),
        usage={},
        thumb_key=None,
    )


class Queue:
    """Stands where the database is asked: answers what it is told to, and lets a test wait for the question."""

    def __init__(self) -> None:
        self.asked: list[set[UUID]] = []
        self.lost: set[UUID] = set()
        self.failures = 0
        self._beat = threading.Condition()

    def extend(self, claims: Sequence[Claim]) -> set[UUID]:
        ids = {claim.job_id for claim in claims}
        with self._beat:
            self.asked.append(ids)
            self._beat.notify_all()
        if self.failures:
            self.failures -= 1
            raise OperationalError("", {}, Exception())
        return ids - self.lost

    def beats(self, count: int) -> None:
        with self._beat:
            assert self._beat.wait_for(lambda: len(self.asked) >= count, 30)


def test_only_jobs_in_progress_are_extended() -> None:
    queue, first, second = Queue(), Lease(claim()), Lease(claim())
    with Heartbeat(queue.extend, every=0.01) as heartbeat, heartbeat.holding(first):
        with heartbeat.holding(second):
            queue.beats(1)
        seen = len(queue.asked)
        queue.beats(seen + 2)
    assert queue.asked[-1] == {first.claim.job_id}


def test_a_lease_that_is_gone_stops_its_job_and_no_other() -> None:
    queue, ours, theirs = Queue(), Lease(claim()), Lease(claim())
    queue.lost.add(theirs.claim.job_id)
    with Heartbeat(queue.extend, every=0.01) as heartbeat, heartbeat.holding(ours), heartbeat.holding(theirs):
        queue.beats(3)
        ours.check()
        with pytest.raises(LeaseLost):
            theirs.check()


def test_a_database_that_is_away_for_a_moment_costs_no_lease() -> None:
    queue, lease = Queue(), Lease(claim())
    queue.failures = 2
    with Heartbeat(queue.extend, every=0.01) as heartbeat, heartbeat.holding(lease):
        queue.beats(4)
        lease.check()


def test_a_job_that_hangs_is_let_go() -> None:
    queue, lease = Queue(), Lease(claim())
    with Heartbeat(queue.extend, every=0.01, deadline=0.05) as heartbeat, heartbeat.holding(lease):
        until(lambda: lease.lost)
        seen = len(queue.asked)
    assert len(queue.asked) <= seen + 1
    with pytest.raises(LeaseLost):
        lease.check()
