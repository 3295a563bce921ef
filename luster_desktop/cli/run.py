"""Orders carried to their ends while someone waits: each photo is saved and reported as soon as it is finished."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from luster_desktop.cli.interrupt import uninterrupted
from luster_desktop.cli.services import Services
from luster_desktop.cloud.api import UpdateRequired
from luster_desktop.cloud.sync import SyncState, SyncStatus
from luster_desktop.library import jobs, outputs, photos, stacks, transfers
from luster_desktop.library.models import Job, JobState, Output, Photo, TransferState

PATIENCE = 600.0
"""Seconds without a connection after which a run gives up waiting; nothing is lost by that."""


NOT_ENOUGH = "There are not enough credits. The order stays and goes on when there are."


@dataclass(frozen=True, slots=True)
class Ended:
    """A job that needs no more waiting: with its output when it succeeded, otherwise with the reason."""

    photo: Photo
    job: Job
    output: Output | None
    error: str | None
    path: Path
    """The user's file: of a stack, the middle exposure."""


class SignedOut(Exception):
    """The session ended during the run."""


class Stuck(Exception):
    """Waiting does not help: this computer keeps photos from being prepared, or the account has no room for them.

    The message is a `Reason`, or what the service says.
    """


class ConnectionLost(Exception):
    """There was no connection for too long."""


def carry_through(
    services: Services,
    job_ids: Iterable[UUID],
    *,
    ended: Callable[[Ended], None],
    progress: Callable[[SyncStatus], None],
) -> None:
    """Start the engine and wait until every job has ended or waits for credits, which ends a run as well.

    `ended` hears of each job once, on this thread. Raises `SignedOut`, `UpdateRequired`, `Stuck` or `ConnectionLost`;
    the orders then stay in the library.
    """
    waiting = dict.fromkeys(job_ids)
    woken: queue.SimpleQueue[None] = queue.SimpleQueue()
    stop_listening = [
        services.library.subscribe(lambda _change: woken.put(None)),
        services.engine.subscribe(lambda _status: woken.put(None)),
    ]
    try:
        services.engine.start()
        services.engine.wake()
        lost_at: float | None = None
        while waiting:
            for job_id in list(waiting):
                with uninterrupted():
                    if (result := _look(services, job_id)) is not None:
                        del waiting[job_id]
                        ended(result)
            status = services.engine.status
            progress(status)
            if not waiting or _all_wait_for_credits(services, waiting, status):
                break
            if status.state is SyncState.SIGNED_OUT:
                raise SignedOut
            if (said := services.api.outdated) is not None:
                raise UpdateRequired(said)
            if (trouble := services.preparer.trouble) is not None:
                raise Stuck(trouble)
            if status.state is SyncState.STORAGE_FULL:
                raise Stuck(status.reason)
            lost_at = (lost_at or time.monotonic()) if status.state is SyncState.OFFLINE else None
            if lost_at is not None and time.monotonic() - lost_at > PATIENCE:
                raise ConnectionLost
            _drain(woken)
        for job_id in waiting:
            with uninterrupted():
                if (result := _look(services, job_id, for_good=True)) is not None:
                    ended(result)
    finally:
        for stop in stop_listening:
            stop()


def _look(services: Services, job_id: UUID, *, for_good: bool = False) -> Ended | None:
    return services.library.read(look, job_id, for_good=for_good)


def look(connection: Connection, job_id: UUID, *, for_good: bool = False) -> Ended | None:
    """How the job has ended, or None while it goes on; with `for_good`, missing credits end it too.

    Job and output are read from one view: what was measured on an edit comes with its output.
    """
    job = jobs.get(connection, job_id)
    photo = photos.get(connection, job.photo_id) if job else None
    if job is None or photo is None:
        return None
    files = stacks.files_of(connection, photo.id) or [photo]
    path = files[len(files) // 2].path
    if job.state is JobState.SUCCEEDED:
        if (output := outputs.get(connection, job_id)) is not None:
            return Ended(photo, job, output, None, path)
        download = transfers.download_of(connection, job_id)
        if download is not None and download.state is TransferState.FAILED:
            return Ended(photo, job, None, download.error, path)
        return None
    if job.state.final:
        return Ended(photo, job, None, job.error or "The order was cancelled.", path)
    if for_good and job.state is JobState.WAITING_FOR_CREDITS:
        return Ended(photo, job, None, NOT_ENOUGH, path)
    return None


def _all_wait_for_credits(services: Services, waiting: Iterable[UUID], status: SyncStatus) -> bool:
    if status.state is not SyncState.WAITING_FOR_CREDITS:
        return False
    found = (services.library.job(job_id) for job_id in waiting)
    return all(job is None or job.state is JobState.WAITING_FOR_CREDITS for job in found)


def _drain(woken: queue.SimpleQueue[None]) -> None:
    """Wait for news, then for a moment more: a burst of changes is looked at once."""
    try:
        # A limit, because Ctrl-C does not get through an endless wait on Windows.
        woken.get(timeout=0.5)
        time.sleep(0.02)
        while True:
            woken.get_nowait()
    except queue.Empty:
        return
