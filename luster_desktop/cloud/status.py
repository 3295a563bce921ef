"""What the engine is doing, in numbers and in words."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luster_desktop.library.models import JobState


class SyncState(StrEnum):
    STOPPED = "stopped"
    IDLE = "idle"
    WORKING = "working"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"
    WAITING_FOR_CREDITS = "waiting_for_credits"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    state: SyncState
    sentence: str
    """What is going on, for the user; empty when idle."""
    uploading: int = 0
    editing: int = 0
    """Queued or being edited at the service."""
    downloading: int = 0
    waiting_for_credits: int = 0
    done: int = 0
    """Jobs of the current run that are finished, failed ones included; the run began when the engine was last idle."""
    total: int = 0
    failed: int = 0
    seconds_left: float | None = None
    """None until there is ground for an estimate."""
    credits_missing: int | None = None

    @property
    def fraction(self) -> float:
        return self.done / self.total if self.total else 0.0


class Run:
    """Counts of one stretch of work, from idle to idle, and how long the rest may take."""

    def __init__(self) -> None:
        self._finished_before: int | None = None
        self._failed_before = 0
        self._ends: deque[float] = deque(maxlen=20)
        self._done = 0

    def status(
        self,
        counts: Mapping[JobState, int],
        downloading: int,
        state: SyncState | None,
        sentence: str,
        missing: int | None,
    ) -> SyncStatus:
        """The numbers as they are now. `state` overrides what they say by themselves, as when offline."""
        uploading = counts.get(JobState.ORDERED, 0)
        editing = counts.get(JobState.QUEUED, 0) + counts.get(JobState.PROCESSING, 0)
        waiting = counts.get(JobState.WAITING_FOR_CREDITS, 0)
        failed = counts.get(JobState.FAILED, 0)
        finished = counts.get(JobState.SUCCEEDED, 0) + counts.get(JobState.CANCELLED, 0) + failed - downloading
        still = uploading + editing + downloading + waiting
        if still == 0 and self._finished_before is None:
            return SyncStatus(state or SyncState.IDLE, sentence)
        if self._finished_before is None:
            # Orders that ended between two looks, a retry's among them, count as before; that is as close as need be.
            self._finished_before, self._failed_before = finished, failed
            self._ends = deque([time.monotonic()], maxlen=20)
        done = max(0, finished - self._finished_before)
        if done > self._done:
            self._ends.extend([time.monotonic()] * min(20, done - self._done))
        self._done = done
        moving = uploading + editing + downloading
        status = SyncStatus(
            state=state or _by_counts(moving, waiting),
            sentence=sentence or _sentence(uploading, editing, downloading, waiting, missing),
            uploading=uploading,
            editing=editing,
            downloading=downloading,
            waiting_for_credits=waiting,
            done=done,
            total=done + still,
            failed=max(0, failed - self._failed_before),
            seconds_left=self._seconds_left(moving) if state is None else None,
            credits_missing=missing if waiting else None,
        )
        if still == 0:
            self._finished_before, self._done = None, 0
        return status

    def _seconds_left(self, moving: int) -> float | None:
        ends = self._ends
        if not moving or self._done < 2 or len(ends) < 3:
            return None
        # Time since the last end counts as well, so that the estimate grows when nothing comes any more.
        span = ends[-1] - ends[0]
        pace = max(span / (len(ends) - 1), (time.monotonic() - ends[0]) / len(ends))
        return moving * pace


def _by_counts(moving: int, waiting: int) -> SyncState:
    if moving:
        return SyncState.WORKING
    return SyncState.WAITING_FOR_CREDITS if waiting else SyncState.IDLE


def _sentence(uploading: int, editing: int, downloading: int, waiting: int, missing: int | None) -> str:
    parts = [
        text
        for count, text in (
            (uploading, f"uploading {uploading}"),
            (editing, f"editing {editing}"),
            (downloading, f"downloading {downloading}"),
        )
        if count
    ]
    text = ", ".join(parts)
    if waiting:
        need = f"{waiting} waiting for credits" + (f" ({missing} missing)" if missing else "")
        text = f"{text}, {need}" if text else need
    return f"{text[:1].upper()}{text[1:]}." if text else ""
