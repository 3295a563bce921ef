"""The one thread that writes to the library."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine

from luster_desktop.library.database import writing
from luster_desktop.library.models import Change

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)


class Write:
    """One transaction: its connection, and the rows that it changed as subscribers will hear of them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._touched: dict[tuple[UUID, bool], set[UUID]] = {}

    def touch(self, shoot_id: UUID, photo_ids: Iterable[UUID] = (), *, removed: bool = False) -> None:
        """Announce these photos after the commit, or the shoot itself when none is named."""
        self._touched.setdefault((shoot_id, removed), set()).update(photo_ids)

    def changes(self) -> list[Change]:
        return [Change(shoot, frozenset(photos), removed) for (shoot, removed), photos in self._touched.items()]


class Writer:
    """Runs transactions one after another and publishes what they changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: queue.SimpleQueue[tuple[Callable[[Write], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._subscribers: list[Callable[[Change], None]] = []
        self._closed = False
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="library-writer", daemon=True)
        self._thread.start()

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        with self._guard:
            self._subscribers.append(callback)

        def unsubscribe() -> None:
            with self._guard, contextlib.suppress(ValueError):
                self._subscribers.remove(callback)

        return unsubscribe

    def submit(self, action: Callable[[Write], R]) -> Future[R]:
        """Have `action` run in a transaction of its own. Raises RuntimeError after `close`."""
        done: Future[R] = Future()
        with self._guard:
            if self._closed:
                raise RuntimeError("the library is closed")
            self._queue.put((action, done))
        return done

    def run(self, action: Callable[[Write], R]) -> R:
        """`submit`, and wait until it is committed. Not from a subscriber, which would wait for itself."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a subscriber of the library must not write to it")
        return self.submit(action).result()

    def close(self) -> None:
        """Run what was handed in, then end the thread."""
        with self._guard:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            action, done = item
            try:
                with writing(self._engine) as connection:
                    write = Write(connection)
                    result = action(write)
            except BaseException as error:
                done.set_exception(error)
                continue
            done.set_result(result)
            self._publish(write.changes())

    def _publish(self, changes: list[Change]) -> None:
        with self._guard:
            subscribers = list(self._subscribers)
        for change in changes:
            for callback in subscribers:
                try:
                    callback(change)
                except Exception:
                    log.exception("a subscriber of the library failed")
