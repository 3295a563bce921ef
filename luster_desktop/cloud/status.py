"""What the engine is doing, in numbers."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from luster_desktop.library.models import JobState

FEWEST = 4
"""Edits that have to have ended before time is told."""
STEADY = 15.0
"""Seconds over which estimates have to agree."""
LOOK_BACK = 240.0
"""Seconds whose ends say how fast it goes."""
AGREE, MARGIN = 0.35, 5.0
"""By how much estimates may differ: a share of the time left, and seconds."""


class SyncState(StrEnum):
    STOPPED = "stopped"
    IDLE = "idle"
    WORKING = "working"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"
    WAITING_FOR_CREDITS = "waiting_for_credits"
    STORAGE_FULL = "storage_full"
    """The service has no room for more of the account's photos."""
    PAUSED = "paused"
    OUTDATED = "outdated"
    """The service wants a newer app; it is not asked again by itself."""
    DISK_FULL = "disk_full"
    """Results wait for room on this computer's disk; everything else goes on."""


@dataclass(frozen=True, slots=True)
class SyncStatus:
    state: SyncState
    reason: str
    """What keeps it from going on: a `Reason`, or what the service says; empty otherwise."""
    merging: int = 0
    """Ordered stacks whose exposures are being made one file on this computer, or about to be."""
    preparing: int = 0
    """The same of single photos."""
    uploading: int = 0
    editing: int = 0
    """Queued or being edited at the service."""
    downloading: int = 0
    waiting_for_credits: int = 0
    done: int = 0
    """Jobs of the current run that are finished, failed ones included; the run began when the engine was last idle.
    What was cancelled is in no count."""
    total: int = 0
    failed: int = 0
    seconds_left: float | None = None
    """None while there is no estimate to be trusted."""
    credits_missing: int | None = None
    link: str = ""
    """Where a newer app is to be had, as far as the service said so."""

    @property
    def fraction(self) -> float:
        return self.done / self.total if self.total else 0.0


class TimeLeft:
    """How long the rest takes, told only while the estimates of the last seconds agree with each other."""

    def __init__(self) -> None:
        self._ends: deque[float] = deque(maxlen=40)
        self._estimates: deque[tuple[float, float]] = deque()
        """When it was estimated, and the moment at which all would be done."""

    def ended(self, now: float, count: int) -> None:
        """So many more have ended."""
        self._ends.extend([now] * count)

    def estimate(self, now: float, left: int) -> float | None:
        """Seconds until `left` more have ended, or None."""
        recent = [end for end in self._ends if now - end <= LOOK_BACK]
        if not left or len(recent) < FEWEST or now - recent[0] < STEADY:
            self._estimates.clear()
            return None
        # Time since the last end counts as well, so that the estimate grows when nothing comes any more.
        pace = (now - recent[0]) / len(recent)
        self._estimates.append((now, now + left * pace))
        while self._estimates[0][0] < now - STEADY:
            self._estimates.popleft()
        ends = [end for _, end in self._estimates]
        remaining = ends[-1] - now
        known = now - self._estimates[0][0] >= STEADY * 0.6
        return remaining if known and max(ends) - min(ends) <= AGREE * remaining + MARGIN else None


class Run:
    """Counts of one stretch of work, from idle to idle, and how long the rest may take."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._finished_before: int | None = None
        self._failed_before = 0
        self._time_left = TimeLeft()
        self._done = 0

    def status(
        self,
        counts: Mapping[JobState, int],
        downloading: int,
        state: SyncState | None,
        reason: str,
        missing: int | None,
        unprepared: tuple[int, int] = (0, 0),
    ) -> SyncStatus:
        """The numbers as they are now. `state` overrides what they say by themselves, as when offline; `unprepared`
        are the orders whose file is not there yet, of stacks and of single photos.
        """
        merging, preparing = unprepared
        uploading = max(0, counts.get(JobState.ORDERED, 0) - merging - preparing)
        editing = counts.get(JobState.QUEUED, 0) + counts.get(JobState.PROCESSING, 0)
        waiting = counts.get(JobState.WAITING_FOR_CREDITS, 0)
        failed = counts.get(JobState.FAILED, 0)
        finished = counts.get(JobState.SUCCEEDED, 0) + failed - downloading
        moving = merging + preparing + uploading + editing + downloading
        still = moving + waiting
        if still == 0 and self._finished_before is None:
            return SyncStatus(state or SyncState.IDLE, reason)
        if self._finished_before is None:
            # Orders that ended between two looks, a retry's among them, count as before; that is as close as need be.
            self._finished_before, self._failed_before = finished, failed
            self._time_left = TimeLeft()
        done, now = max(0, finished - self._finished_before), self._clock()
        self._time_left.ended(now, max(0, done - self._done))
        self._done = done
        status = SyncStatus(
            state=state or _by_counts(moving, waiting),
            reason=reason,
            merging=merging,
            preparing=preparing,
            uploading=uploading,
            editing=editing,
            downloading=downloading,
            waiting_for_credits=waiting,
            done=done,
            total=done + still,
            failed=max(0, failed - self._failed_before),
            seconds_left=self._time_left.estimate(now, moving) if state is None else None,
            credits_missing=missing if waiting else None,
        )
        if still == 0:
            self._finished_before, self._done = None, 0
        return status


def _by_counts(moving: int, waiting: int) -> SyncState:
    if moving:
        return SyncState.WORKING
    return SyncState.WAITING_FOR_CREDITS if waiting else SyncState.IDLE
