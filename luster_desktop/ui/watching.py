"""Shoots that grow by themselves: each watched folder's new photos go the way of a drop."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from luster_desktop.operations import watching
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.tasks.watch import FolderWatch
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.workbench import Workbench
from luster_desktop.words.language import tr

if TYPE_CHECKING:
    from luster_desktop.facts import Version
    from luster_desktop.library.store import Library


class Watching(QObject):
    """Follows what the library says of watched folders: those of the last start go on by themselves."""

    changed = Signal()
    """What is watched, or whether it can be reached, may differ."""
    troubled = Signal(object)
    """A Trouble to tell."""

    def __init__(self, runner: TaskRunner, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._bench = bench
        self._watches: dict[UUID, FolderWatch] = {}
        self._beginning: set[UUID] = set()
        self._stopping: set[UUID] = set()
        bench.shoots_changed.connect(self._on_shoots)

    def watch(self, folder: Path) -> None:
        """Have `folder` become a shoot as files arrive, or open the shoot that it is already."""
        library = self._bench.library
        self._runner.run(
            lambda _token: watching.watch(library, folder),
            lambda shoot: self._bench.open(shoot.id),
            self._failed,
            owner=self,
            pool="library",
        )

    def stop(self, shoot_id: UUID) -> None:
        """Photos that have arrived stay."""
        library = self._bench.library
        self._stopping.add(shoot_id)  # until the library says so too
        self._end(shoot_id)
        self._runner.run(lambda _token: watching.end(library, shoot_id), None, self._failed, owner=self, pool="library")

    def of(self, shoot_id: UUID) -> FolderWatch | None:
        """What watches for the shoot, if anything does."""
        return self._watches.get(shoot_id)

    def close(self) -> None:
        for shoot_id in list(self._watches):
            self._end(shoot_id)

    def _failed(self, error: Exception) -> None:
        self.troubled.emit(trouble(tr("The folder cannot be watched"), error))

    @Slot()
    def _on_shoots(self) -> None:
        wanted = {shoot.id: shoot.watched for shoot in self._bench.shoots if shoot.watched is not None}
        for shoot_id in [i for i in self._watches if i not in wanted]:
            self._end(shoot_id)
        self._stopping &= wanted.keys()
        for shoot_id, folder in wanted.items():
            if shoot_id not in {*self._watches, *self._beginning, *self._stopping}:
                self._beginning.add(shoot_id)
                self._begin(self._bench.library, shoot_id, folder)

    def _begin(self, library: Library, shoot_id: UUID, folder: Path) -> None:
        from luster_desktop.library.watching import taken

        self._runner.run(
            lambda _token: library.read(taken, shoot_id),
            lambda taken: self._start(shoot_id, folder, taken),
            self._failed,
            owner=self,
            pool="library",
        )

    def _start(self, shoot_id: UUID, folder: Path, taken: Mapping[Path, Version]) -> None:
        self._beginning.discard(shoot_id)
        made = self._watches[shoot_id] = FolderWatch(self._runner, folder, taken, self)
        made.changed.connect(self.changed)
        made.arrived.connect(partial(self._on_arrived, shoot_id))
        made.look()
        self.changed.emit()

    def _end(self, shoot_id: UUID) -> None:
        watch = self._watches.pop(shoot_id, None)
        if watch is not None:
            watch.stop()
            watch.deleteLater()
            self.changed.emit()

    def _on_arrived(self, shoot_id: UUID, files: Mapping[Path, Version]) -> None:
        watch = self._watches.get(shoot_id)
        shoot = next((shoot for shoot in self._bench.shoots if shoot.id == shoot_id), None)
        if watch is not None and shoot is not None:
            self._bench.take_in(shoot, files, failed=partial(watch.give_back, files))
