"""A watched folder in the background: the system's own notices where there are any, and a look now and then."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from luster_desktop.tasks.runner import TaskRunner

if TYPE_CHECKING:
    from luster_desktop.facts import Version
    from luster_desktop.intake.watch import Look

POLL = 5.0
"""Seconds between looks: network drives give no notice of what others do."""
SOON = 200
"""Milliseconds from a notice to the look."""
NOTICED = 256
"""Folders for which notices are asked: systems have only so many. The look now and then sees the rest."""


class FolderWatch(QObject):
    """Looks until `stop`. `arrived(files)` maps the paths of complete new photos to their versions."""

    arrived = Signal(object)
    changed = Signal()
    """`reachable` has changed."""

    def __init__(
        self, runner: TaskRunner, folder: Path, taken: Mapping[Path, Version], parent: QObject | None = None
    ) -> None:
        from luster_desktop.intake.watch import QUIET, Arrivals

        super().__init__(parent)
        self._quiet = QUIET
        self.folder = folder
        self.reachable = True
        self._runner = runner
        self._arrivals = Arrivals(folder, taken)
        self._looking = False
        self._again = False
        self._stopped = False
        self._notices = QFileSystemWatcher(self)
        self._notices.directoryChanged.connect(self._on_notice)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self.look)

    @Slot()
    def look(self) -> None:
        """Look now, or once the present look is over."""
        if self._looking or self._stopped:
            self._again = True
            return
        self._looking, self._again = True, False
        arrivals = self._arrivals
        self._runner.run(
            lambda _token: arrivals.look(time.monotonic()), self._on_look, self._on_gone, owner=self, pool="watch"
        )

    @Slot()
    def _on_notice(self) -> None:
        """An export makes many at once: one look sees them all."""
        if self._looking:
            self._again = True
        elif not self._stopped and self._next.remainingTime() > SOON:
            self._next.start(SOON)

    def give_back(self, files: Mapping[Path, Version]) -> None:
        """These could not be taken in: they will arrive again."""
        self._arrivals.give_back(files)

    def stop(self) -> None:
        self._stopped = True
        self._next.stop()
        if self._notices.directories():
            self._notices.removePaths(self._notices.directories())

    def _on_look(self, look: Look) -> None:
        self._looking = False
        if self._stopped:
            return
        before = set(self._notices.directories())
        folders = [str(folder) for folder in look.folders[:NOTICED]]
        if new := [folder for folder in folders if folder not in before]:
            self._notices.addPaths(new)
        self._reached(True)
        if look.complete:
            self.arrived.emit(look.complete)
        self._next.start(round(1000 * (self._quiet if look.waiting or self._again else POLL)))

    def _on_gone(self, _error: Exception) -> None:
        self._looking = False
        if not self._stopped:
            self._reached(False)
            self._next.start(round(1000 * POLL))

    def _reached(self, reachable: bool) -> None:
        if reachable != self.reachable:
            self.reachable = reachable
            self.changed.emit()
