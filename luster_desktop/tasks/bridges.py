"""What threads announce (library changes, engine and session states), as Qt signals at no more than 10 Hz."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

if TYPE_CHECKING:
    from luster_desktop.library.models import Change
    from luster_desktop.library.store import Library

INTERVAL = 0.1  # seconds between two announcements


class _Coalescer(QObject):
    """Collects on any thread, flushes on the GUI thread: the first at once, the following ones at 10 Hz."""

    _dirty = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._signalled = False
        self._flushed_at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._flush_now)
        self._dirty.connect(self._schedule, Qt.ConnectionType.QueuedConnection)

    def _mark(self) -> None:
        """Call with the lock held, after the new value was stored."""
        if not self._signalled:
            self._signalled = True
            self._dirty.emit()

    @Slot()
    def _schedule(self) -> None:
        wait = self._flushed_at + INTERVAL - time.monotonic()
        if wait <= 0:
            self._flush_now()
        elif not self._timer.isActive():
            self._timer.start(round(wait * 1000))

    @Slot()
    def _flush_now(self) -> None:
        self._flushed_at = time.monotonic()
        self._flush()

    def _flush(self) -> None:
        raise NotImplementedError


class LibraryBridge(_Coalescer):
    """`changed(shoot_id, photo_ids)`; an empty set of photos means the shoot itself or all of it."""

    changed = Signal(object, object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes: dict[UUID, set[UUID] | None] = {}
        self._unsubscribe = library.subscribe(self._on_change)

    def close(self) -> None:
        self._unsubscribe()
        self._timer.stop()

    def announce(self) -> None:
        """Announce at once what is known: somebody is waiting to see it."""
        self._timer.stop()
        self._flush_now()

    def _on_change(self, change: Change) -> None:
        with self._lock:
            known = self._changes.get(change.shoot_id, set())
            if not change.photo_ids or known is None:
                self._changes[change.shoot_id] = None
            else:
                self._changes[change.shoot_id] = known | change.photo_ids
            self._mark()

    def _flush(self) -> None:
        with self._lock:
            changes, self._changes = self._changes, {}
            self._signalled = False
        for shoot_id, photo_ids in changes.items():
            self.changed.emit(shoot_id, frozenset(photo_ids or ()))


class LatestBridge(_Coalescer):
    """`changed(value)` with the newest value that a `subscribe(callback) -> unsubscribe` function announces."""

    changed = Signal(object)

    def __init__(
        self, subscribe: Callable[[Callable[[Any], None]], Callable[[], None]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._value: Any = None
        self._unsubscribe = subscribe(self._on_value)

    def close(self) -> None:
        self._unsubscribe()
        self._timer.stop()

    def _on_value(self, value: Any) -> None:
        with self._lock:
            self._value = value
            self._mark()

    def _flush(self) -> None:
        with self._lock:
            value = self._value
            self._signalled = False
        self.changed.emit(value)
