"""Thumbnails for what is on screen: visible first, embedded previews before sharp ones, memory bounded in bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from luster_desktop.reasons import Reason
from luster_desktop.tasks.runner import CancelToken, TaskRunner

if TYPE_CHECKING:
    from luster_desktop.intake.thumbnails import Thumbnail, ThumbnailCache

BUDGET = 64 * 1024 * 1024
"""Bytes. A picture that is wanted again comes from the disk."""


class Key(NamedTuple):
    """A picture at a size: the longer edge in device pixels."""

    path: Path
    edge: int


class _Entry(NamedTuple):
    pixmap: QPixmap
    sharp: bool
    cost: int


class ThumbnailService(QObject):
    """Serves pixmaps from memory and loads what is wanted in the background; `ready(path)` says that one arrived.

    `want` replaces everything that waits, so that scrolling on cancels what has left the screen.
    """

    ready = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None, budget: int = BUDGET) -> None:
        super().__init__(parent)
        self._cache: ThumbnailCache | None = None
        self._runner = runner
        self._budget = budget
        self._held = 0
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._failed: dict[Key, str] = {}
        self._lock = threading.Lock()
        self._previews: deque[Key] = deque()
        self._sharp: deque[Key] = deque()
        self._later: deque[Key] = deque()
        self._in_flight: set[Key] = set()
        self._workers = 0
        self._previewing = False
        self._generation = 0

    def attach(self, cache: ThumbnailCache) -> None:
        """Load through this cache from now on; nothing is loaded before."""
        self._cache = cache

    @property
    def cache(self) -> ThumbnailCache | None:
        """None before `attach`."""
        return self._cache

    @property
    def held_bytes(self) -> int:
        return self._held

    def pixmap(self, key: Key) -> QPixmap | None:
        """What is in memory for `key`: sharp, or the blurred preview, or None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry.pixmap

    def failure(self, key: Key) -> str | None:
        """Why there will be no picture, as a `Reason`."""
        return self._failed.get(key)

    @property
    def idle(self) -> bool:
        """Whether everything that was wanted is there, and kept for the next time."""
        with self._lock:
            return not (self._workers or self._previewing)

    def want(self, keys: Sequence[Key]) -> None:
        """Load these, the first ones first, and forget what was wanted before and has not begun."""
        if self._cache is None:
            return
        missing = [key for key in keys if key not in self._failed and not self._is_sharp(key)]
        with self._lock:
            missing = [key for key in missing if key not in self._in_flight]
            self._previews = deque(key for key in missing if key not in self._entries)
            self._sharp = deque(missing)
        self._start()

    def prepare(self, keys: Iterable[Key]) -> None:
        """Have these on disk for the time when they are wanted, whenever nothing that is wanted waits."""
        later = deque(keys)
        with self._lock:
            self._later = later
        self._start()

    def forget(self, paths: Iterable[Path]) -> None:
        """These files have changed. What could not be loaded is tried again as well: its disk may be back."""
        gone = set(paths)
        for key in [key for key in self._entries if key.path in gone]:
            self._held -= self._entries.pop(key).cost
        self._failed.clear()
        self.ready.emit(None)

    def clear(self) -> None:
        """Forget all pictures and failures: after files came back, or to give memory back."""
        with self._lock:
            self._generation += 1
            self._previews.clear()
            self._sharp.clear()
            self._later.clear()
        self._entries.clear()
        self._failed.clear()
        self._held = 0

    def _is_sharp(self, key: Key) -> bool:
        entry = self._entries.get(key)
        return entry is not None and entry.sharp

    def _start(self) -> None:
        """As many workers as there is work for."""
        if self._cache is None:
            return
        with self._lock:
            waiting = len(self._sharp) + len(self._later)
            start = max(0, min(waiting, self._runner.threads("thumbnails")) - self._workers)
            self._workers += start
            preview = bool(self._previews) and not self._previewing
            self._previewing |= preview
        if preview:
            self._runner.run(self._work_on_previews, owner=self, pool="previews")
        for _ in range(start):
            self._runner.run(self._work, owner=self, pool="thumbnails")

    def _work_on_previews(self, token: CancelToken) -> None:
        while True:
            with self._lock:
                if not self._previews or token.cancelled:
                    self._previewing = False
                    return
                key, generation = self._previews.popleft(), self._generation
            self._load(key, True, generation)

    def _work(self, token: CancelToken) -> None:
        assert self._cache is not None
        while True:
            with self._lock:
                if token.cancelled or not (self._sharp or self._later):
                    self._workers -= 1
                    return
                wanted = bool(self._sharp)
                key = (self._sharp if wanted else self._later).popleft()
                if wanted:
                    self._in_flight.add(key)
                generation = self._generation
            if wanted:
                self._load(key, False, generation)
            else:
                self._cache.prepare(key.path, key.edge)

    def _load(self, key: Key, preview: bool, generation: int) -> None:
        from luster_desktop.intake.thumbnails import Unreadable, load_preview

        assert self._cache is not None
        image, reason = None, None
        try:
            thumbnail = load_preview(key.path) if preview else self._cache.load(key.path, key.edge)
            image = to_image(thumbnail) if thumbnail is not None else None
        except Unreadable as error:
            reason = str(error)
        except OSError:
            reason = Reason.FILE_LOST
        finally:
            with self._lock:
                self._in_flight.discard(key)
        if image is not None or (reason is not None and not preview):
            self._runner.post(self._arrive, key, image, not preview, reason, generation)

    def _arrive(self, key: Key, image: QImage | None, sharp: bool, reason: str | None, generation: int) -> None:
        if generation != self._generation:
            return
        if image is None:
            self._failed[key] = reason or ""
        elif sharp or not self._is_sharp(key):
            self._keep(key, QPixmap.fromImage(image), sharp)
        self.ready.emit(key.path)

    def _keep(self, key: Key, pixmap: QPixmap, sharp: bool) -> None:
        old = self._entries.pop(key, None)
        self._held -= old.cost if old else 0
        cost = pixmap.width() * pixmap.height() * 4
        self._entries[key] = _Entry(pixmap, sharp, cost)
        self._held += cost
        while self._held > self._budget and len(self._entries) > 1:
            _, dropped = self._entries.popitem(last=False)
            self._held -= dropped.cost


def to_image(thumbnail: Thumbnail) -> QImage:
    """A QImage that owns its pixels, in the format that paints fastest. Any thread."""
    width, height = thumbnail.width, thumbnail.height
    wrapped = QImage(thumbnail.rgb, width, height, width * 3, QImage.Format.Format_RGB888)
    return wrapped.convertToFormat(QImage.Format.Format_RGB32)
