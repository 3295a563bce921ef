"""Plain callables on pool threads, their results on the GUI thread."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Literal, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot

T = TypeVar("T")
Pool = Literal["net", "disk", "library", "pictures", "previews", "thumbnails", "watch"]
DRAIN_BUDGET = 0.008  # seconds: half a frame at 60 Hz stays free for painting


class CancelToken:
    """A switch from one thread to another: once cancelled, it stays so."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()


class _Work(QRunnable):
    def __init__(self, call: Callable[[], None]) -> None:
        super().__init__()
        self._call = call

    def run(self) -> None:
        self._call()


class TaskRunner(QObject):
    """Runs work on bounded pools and hands results to the GUI thread for at most 8 ms at a time.

    There is one of these, made on the GUI thread, which lives as long as the application. Workers touch nothing of
    Qt but its queued signal.
    """

    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        cores = os.cpu_count() or 1
        # One thread reads the library, so that what it says arrives in the order in which it became true. Previews
        # have one of their own, so that they never wait for a decoder. Decoders let go of the interpreter: every core
        # may have one. They run at normal priority: one that is set back while it holds the interpreter would hold
        # up the window. What is looked at closely waits for nothing else. A watched network drive that does not answer
        # holds up no one.
        sizes: dict[Pool, int] = {
            "net": 4,
            "disk": 2,
            "library": 1,
            "pictures": 2,
            "previews": 1,
            "watch": 1,
            "thumbnails": min(8, cores),
        }
        self._pools: dict[Pool, QThreadPool] = {}
        for name, threads in sizes.items():
            pool = QThreadPool(self)
            pool.setMaxThreadCount(threads)
            self._pools[name] = pool
        self._queue: deque[Callable[[], None]] = deque()
        self._lock = threading.Lock()
        self._signalled = False
        self._closed = False
        self._tokens: set[CancelToken] = set()
        self._arrived.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def threads(self, pool: Pool) -> int:
        return self._pools[pool].maxThreadCount()

    def run(
        self,
        work: Callable[[CancelToken], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
        pool: Pool = "net",
    ) -> CancelToken:
        """Call `work(token)` on a pool thread, then `done(result)` or `failed(error)` on the GUI thread.

        Nothing is delivered once the token is cancelled, or when `owner` or the object whose method would be called
        is gone. An error that nobody takes goes to `sys.excepthook`.
        """
        token = CancelToken()
        if self._closed:
            token.cancel()
            return token
        self._tokens.add(token)

        def call() -> None:
            if token.cancelled:
                self._tokens.discard(token)
                return
            try:
                result = work(token)
            except Exception as error:
                caught = error
                self.post(lambda: self._deliver_error(token, failed, caught, owner))
            else:
                self.post(lambda: self._deliver(token, done, result, owner))

        self._pools[pool].start(_Work(call))
        return token

    def post(self, callback: Callable[..., None], *args: Any) -> None:
        """Have `callback(*args)` called on the GUI thread. Any thread."""
        with self._lock:
            if self._closed:
                return
            self._queue.append((lambda: callback(*args)) if args else callback)
            if self._signalled:
                return
            self._signalled = True
        self._arrived.emit()

    def close(self, seconds: float = 3.0) -> bool:
        """Cancel everything, drop what has not been delivered and wait for the threads; False if some go on."""
        with self._lock:
            self._closed = True
            self._queue.clear()
        for token in list(self._tokens):
            token.cancel()
        deadline = time.monotonic() + seconds
        ended = True
        for pool in self._pools.values():
            pool.clear()
            left = max(0, round((deadline - time.monotonic()) * 1000))
            ended = pool.waitForDone(left) and ended
        return ended

    def _deliver(self, token: CancelToken, done: Callable[[T], None] | None, result: T, owner: QObject | None) -> None:
        self._tokens.discard(token)
        if done is not None and not token.cancelled and _alive(owner) and _alive(getattr(done, "__self__", None)):
            done(result)

    def _deliver_error(
        self, token: CancelToken, failed: Callable[[Exception], None] | None, error: Exception, owner: QObject | None
    ) -> None:
        self._tokens.discard(token)
        if token.cancelled or not _alive(owner) or not _alive(getattr(failed, "__self__", None)):
            return
        if failed is None:
            sys.excepthook(type(error), error, error.__traceback__)
        else:
            failed(error)

    @Slot()
    def _drain(self) -> None:
        end = time.perf_counter() + DRAIN_BUDGET
        while True:
            with self._lock:
                if not self._queue:
                    self._signalled = False
                    return
                callback = self._queue.popleft()
            try:
                callback()
            except Exception as error:
                sys.excepthook(type(error), error, error.__traceback__)
            if time.perf_counter() >= end:
                QTimer.singleShot(0, self._drain)
                return


def _alive(receiver: object) -> bool:
    return not isinstance(receiver, QObject) or shiboken6.isValid(receiver)
