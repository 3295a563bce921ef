"""The engine that carries every order through: upload, order, watch, download."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from luster_desktop.cloud import retrying
from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.api import ApiClient, ApiProblem, ApiUnreachable, UpdateRequired
from luster_desktop.cloud.context import Context
from luster_desktop.cloud.downloads import Downloads, NoRoom
from luster_desktop.cloud.http import client
from luster_desktop.cloud.orders import Orders
from luster_desktop.cloud.progress import Progress
from luster_desktop.cloud.session import NotSignedIn, Session, SessionState, SignInUnreachable
from luster_desktop.cloud.sleep import SleepWatch
from luster_desktop.cloud.status import Run, SyncState, SyncStatus
from luster_desktop.cloud.uploads import Uploads
from luster_desktop.library import jobs, photos, stacks, transfers
from luster_desktop.library.models import Change, Job, JobState, Photo, Recipe, Ruled
from luster_desktop.library.store import Library
from luster_desktop.library.writer import Write
from luster_desktop.reasons import Reason

__all__ = ["OrderReceipt", "SyncEngine", "SyncState", "SyncStatus"]

STOP_SECONDS = 3.0
ASK_AGAIN = 24 * 3600.0
"""Seconds after which a service that wants a newer app is asked once more: it may have changed its mind."""
LOOK_FOR_ROOM = 5.0
"""Seconds between two looks at a disk that is nearly full."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OrderReceipt:
    jobs: tuple[Job, ...]
    refused: Mapping[UUID, str]
    """Photo id to the `Reason` why nothing was ordered for it."""


class SyncEngine:
    """Pumps the library's rows to done on threads of its own; what it was doing when it ended, it does again.

    Nothing leaves the computer until `order` was called for a photo. One control thread decides and talks to the
    API, three send, two fetch.
    """

    def __init__(self, library: Library, api: ApiClient, session: Session, outputs: Path) -> None:
        self._library = library
        self._api = api
        self._session = session
        self._outputs = outputs
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._urgent = True
        self._paused = False
        self._asleep = False
        """Whether the computer was asleep, and nothing has worked since."""
        self._guard = threading.Lock()
        self._subscribers: list[Callable[[SyncStatus], None]] = []
        self._status = SyncStatus(SyncState.STOPPED, "")

    @property
    def status(self) -> SyncStatus:
        return self._status

    def subscribe(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call `callback` when the status changes, at most 10 times a second, on a thread of the engine."""
        with self._guard:
            self._subscribers.append(callback)

        def unsubscribe() -> None:
            with self._guard, contextlib.suppress(ValueError):
                self._subscribers.remove(callback)

        return unsubscribe

    def start(self) -> None:
        """Take up what is open in the library. Once per engine."""
        if self._thread is None:
            self._library.write(transfers.recover)
            self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End within 3 s; what is in flight is resumed at the next start. The API client and session stay open."""
        if self._thread is None or self._stopping.is_set():
            return
        self._stopping.set()
        self._woken.set()
        self._thread.join(STOP_SECONDS)

    def wake(self) -> None:
        """Look again now: after sign-in, after buying credits, when the network is back. Ends any backoff."""
        self._urgent = True
        self._woken.set()

    def _on_sleep(self) -> None:
        self._asleep = True
        self.wake()

    def order(self, photo_ids: Iterable[UUID], recipe: Recipe) -> OrderReceipt:
        """Write one order per photo and wake up. Returns at once; the service answers in its own time."""
        return self.order_all([(list(photo_ids), recipe)])

    def order_all(
        self,
        orders: Sequence[tuple[Sequence[UUID], Recipe]],
        rule: Callable[[Recipe], Sequence[Ruled]] = lambda _: (),
    ) -> OrderReceipt:
        """The same for several recipes, each with its photos, as one: all of it is written or nothing.

        What the rules say of a recipe's edits, `rule`, is kept with its jobs.
        """
        user = self._session.user
        owner = user.id if user else None

        def write_down(write: Write) -> OrderReceipt:
            ordered: list[Job] = []
            refused: dict[UUID, str] = {}
            for photo_ids, recipe in orders:
                some, others = jobs.order(write, photo_ids, recipe, owner, rule(recipe))
                ordered += some
                refused |= others
            return OrderReceipt(tuple(ordered), refused)

        receipt = self._library.write(write_down)
        self.wake()
        return receipt

    def cancel(self, job_ids: Iterable[UUID]) -> None:
        """Jobs that are not final end as cancelled; those the service has already taken, when it agrees."""
        self._library.write(jobs.cancel, list(job_ids))
        self.wake()

    def cancel_all(self) -> None:
        """The same for every job that is not final."""
        user = self._session.user
        self._paused = False  # what the service has taken already can only be called back while it is asked
        self.cancel(self._library.read(jobs.open_ids, user.id if user else None))

    def pause(self) -> None:
        """Begin nothing more until `resume`; what is on its way now arrives."""
        self._paused = True
        self._woken.set()

    def resume(self) -> None:
        """Go on."""
        self._paused = False
        self.wake()

    def retry(self, photo_ids: Iterable[UUID]) -> None:
        """Try again what failed or was cancelled for these photos: upload, job (a new order) or download.

        A file that was changed since it was added is taken as it is now.
        """
        ids = list(photo_ids)
        with self._library.reading() as connection:
            files = [file for photo_id in ids for file in stacks.files_of(connection, photo_id)]
        changed = {file.id: now for file in files if (now := _changed(file)) is not None}

        def again(write: Write) -> None:
            for photo_id in ids:
                for file in stacks.files_of(write.connection, photo_id):
                    if file.id in changed and not transfers.is_up(write.connection, photo_id):
                        photos.renew(write, file.id, *changed[file.id])
                transfers.again(write, [photo_id])
                jobs.order_again(write, photo_id)

        self._library.write(again)
        self.wake()

    # The control thread

    def _run(self) -> None:
        run, failures = Run(), 0
        with client(wire.TIMEOUT) as http:
            context = Context(
                self._library, self._api, http, self._outputs, Progress(self._library), self._stopping, self._woken.set
            )
            uploads, downloads, orders = Uploads(context), Downloads(context), Orders(context)
            unsubscribe = self._session.subscribe(self._session_changed)
            unwatch = self._library.subscribe(self._library_changed)
            sleep = SleepWatch(self._on_sleep)
            try:
                while not self._stopping.is_set():
                    self._woken.clear()
                    if urgent := self._urgent:
                        self._urgent, failures = False, 0
                        self._api.ask_again()
                        uploads.wake()
                        orders.wake()
                    if self._asleep and self._anything_open():
                        self._publish(run, SyncState.OFFLINE, Reason.WAS_ASLEEP, orders.credits_missing)
                    state, reason, pause = self._round(uploads, downloads, orders, failures, urgent=urgent)
                    if state is not SyncState.OFFLINE:
                        self._asleep = False
                    failures = failures + 1 if state is SyncState.OFFLINE else 0
                    self._publish(run, state, reason, orders.credits_missing)
                    if state in (SyncState.OFFLINE, SyncState.OUTDATED):
                        self._sleep_until_asked(pause)
                    else:
                        self._woken.wait(pause)
            finally:
                sleep.close()
                unsubscribe()
                unwatch()
                deadline = time.monotonic() + STOP_SECONDS * 0.8
                uploads.stop(deadline)
                downloads.stop(deadline)
                self._publish(run, SyncState.STOPPED, "", None)

    def _round(
        self, uploads: Uploads, downloads: Downloads, orders: Orders, failures: int, *, urgent: bool
    ) -> tuple[SyncState | None, str, float]:
        """One look at everything: the state that it forces, if any, the reason, and seconds until the next look.

        When it is `urgent`, nothing waits for its next try.
        """
        user = self._session.user
        if self._paused and self._anything_open():
            uploads.hold()
            return SyncState.PAUSED, Reason.PAUSED, 60.0
        if user is None or self._session.state in (SessionState.SIGNED_OUT, SessionState.EXPIRED):
            if self._session.state is SessionState.OFFLINE:
                return self._reconnect(failures)
            return SyncState.SIGNED_OUT, Reason.SIGN_IN_TO_GO_ON if self._anything_open() else "", 60.0
        if (said := self._api.outdated) is not None:
            return SyncState.OUTDATED, said.detail, ASK_AGAIN
        try:
            if urgent:
                self._library.write(transfers.expedite)
            self._take_up(uploads.in_flight.ids() | downloads.in_flight.ids())
            uploads.round(user.id)
            orders.round(user.id)
            full = self._fetch(downloads, user.id)
        except (ApiUnreachable, SignInUnreachable):
            return SyncState.OFFLINE, Reason.WAS_ASLEEP if self._asleep else Reason.OFFLINE, _pause(failures)
        except NotSignedIn:
            return SyncState.SIGNED_OUT, Reason.SIGN_IN_TO_GO_ON, 60.0
        except UpdateRequired as problem:
            return SyncState.OUTDATED, problem.problem.detail, ASK_AGAIN
        except ApiProblem as problem:
            return SyncState.OFFLINE, problem.problem.detail, _pause(failures, problem.retry_after)
        except Exception:
            log.exception("a round of the sync engine failed")
            return SyncState.OFFLINE, Reason.ENGINE_FAILED, 30.0
        pause = min(orders.pause(user.id), uploads.pause())
        if (due := self._library.read(transfers.next_due)) is not None:
            pause = min(pause, max(0.05, due - time.time()))
        if uploads.full and not self._library.read(_moving, user.id):
            return SyncState.STORAGE_FULL, uploads.full, pause
        if full:
            return SyncState.DISK_FULL, full, min(pause, LOOK_FOR_ROOM)
        return None, "", pause

    def _take_up(self, busy: set[int]) -> None:
        """What ended without being able to say so, because the library could not be written, is due again."""
        if left := self._library.read(transfers.active) - busy:
            self._library.write(transfers.wait, left)

    def _fetch(self, downloads: Downloads, user_id: UUID) -> str:
        """Why nothing is fetched, or nothing."""
        try:
            downloads.round(user_id)
        except NoRoom as error:
            return str(error)
        return ""

    def _reconnect(self, failures: int) -> tuple[SyncState | None, str, float]:
        """The app was started without a network: the sign-in that was kept is tried until it says yes or no."""
        try:
            self._session.access_token()
        except SignInUnreachable:
            return SyncState.OFFLINE, Reason.OFFLINE, _pause(failures)
        except NotSignedIn:
            return SyncState.SIGNED_OUT, Reason.SIGN_IN_TO_GO_ON, 60.0
        return None, "", 0.0

    def _sleep_until_asked(self, pause: float) -> None:
        """Transfers that end in the meantime must not cut the waiting short; `wake` and `stop` do."""
        deadline = time.monotonic() + pause
        while not self._stopping.is_set() and not self._urgent and (left := deadline - time.monotonic()) > 0:
            self._woken.wait(left)
            if not self._urgent and not self._stopping.is_set():
                self._woken.clear()

    def _session_changed(self, state: SessionState) -> None:
        if state is not SessionState.OFFLINE:
            self.wake()

    def _library_changed(self, change: Change) -> None:
        # Gone photos may have to be cancelled at the service; prepared ones can be sent.
        if change.removed or self._library.read(transfers.any_ready, change.photo_ids):
            self._woken.set()

    def _anything_open(self) -> bool:
        return any(count for state, count in self._library.read(jobs.counts, None).items() if not state.final)

    def _publish(self, run: Run, state: SyncState | None, reason: str, missing: int | None) -> None:
        user = self._session.user
        with self._library.reading() as connection:
            counts = jobs.counts(connection, user.id if user else None)
            unprepared = jobs.unprepared(connection, user.id if user else None)
            downloading = transfers.downloads_open(connection)
        status = run.status(counts, downloading, state, reason, missing, unprepared)
        if state is SyncState.OUTDATED and self._api.outdated is not None:
            status = replace(status, link=self._api.outdated.url or "")
        with self._guard:
            if status == self._status:
                return
            self._status = status
            subscribers = list(self._subscribers)
        for callback in subscribers:
            try:
                callback(status)
            except Exception:
                log.exception("a subscriber of the sync engine failed")


def _moving(connection: Connection, owner: UUID) -> bool:
    """Whether the service has work of this account, or a result on its way."""
    counts = jobs.counts(connection, owner)
    at_work = counts.get(JobState.QUEUED, 0) + counts.get(JobState.PROCESSING, 0)
    return bool(at_work or transfers.downloads_open(connection))


def _changed(photo: Photo) -> tuple[int, int] | None:
    """Size and time of a file that is no longer the one that was added; None also when it is gone."""
    try:
        status = photo.path.stat()
    except OSError:
        return None  # whatever needs the file says what is wrong
    now = status.st_size, status.st_mtime_ns
    return None if now == (photo.bytes, photo.mtime_ns) else now


def _pause(failures: int, asked: float | None = None) -> float:
    return retrying.pause(failures, asked, most=60.0)
