"""What is told of a run: each step by its name, what was cancelled in no count, time only when it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest

from luster_desktop.cloud.status import Run, SyncState, SyncStatus
from luster_desktop.library.models import JobState
from luster_desktop.words import progress


def look(run: Run, counts: dict[JobState, int], **more: object) -> SyncStatus:
    return run.status(counts, 0, None, "", None, **more)  # type: ignore[arg-type]


def told(ends: Iterable[float], total: int, until: int) -> list[float | None]:
    """The time left as it is told each half second, when edits end at these moments."""
    now = 0.0
    run, result, moments = Run(lambda: now), [], sorted(ends)
    for half in range(until * 2):
        now = half / 2
        done = sum(end <= now for end in moments)
        counts = {JobState.SUCCEEDED: done, JobState.PROCESSING: total - done}
        result.append(look(run, counts).seconds_left)
    return result


def test_each_step_has_its_name() -> None:
    status = look(Run(), {JobState.ORDERED: 9, JobState.QUEUED: 2}, unprepared=(4, 3))
    assert (status.merging, status.preparing, status.uploading, status.editing) == (4, 3, 2, 2)
    assert progress.whole(status) == "Merging 4, preparing 3, uploading 2, editing 2."
    assert status.total == 11


def test_what_was_cancelled_is_not_done() -> None:
    run = Run()
    look(run, {JobState.QUEUED: 10})
    status = look(run, {JobState.QUEUED: 4, JobState.SUCCEEDED: 1, JobState.CANCELLED: 5})
    assert (status.done, status.total) == (1, 5)
    status = look(run, {JobState.SUCCEEDED: 1, JobState.CANCELLED: 9})
    assert (status.state, status.done, status.total) == (SyncState.IDLE, 1, 1)


def test_time_is_told_late_and_then_about_right() -> None:
    shown = told([3.0 * n for n in range(1, 101)], 100, 200)
    assert not any(shown[:30]), "told within the first 15 seconds"
    for half in range(80, 400):
        left = shown[half]
        assert left is not None
        assert left == pytest.approx(300 - half / 2, rel=0.25, abs=6)


@pytest.mark.parametrize(
    "ends",
    [
        [*(0.5 * n for n in range(1, 11)), *(5 + 25.0 * n for n in range(1, 20))],
        [*(20.0 * n for n in range(1, 11)), *(200 + 0.5 * n for n in range(1, 60))],
        [*(2.0 * n for n in range(1, 21)), *(240 + 2.0 * n for n in range(1, 60))],
    ],
    ids=["it slows down", "it speeds up", "it stands still for a while"],
)
def test_time_never_jumps(ends: list[float]) -> None:
    shown = told(ends, 90, 460)
    assert any(shown)
    for before, after in pairwise(shown):
        if before is not None and after is not None:
            assert after <= before * 1.1 + 2, "it jumped up while it was told"
