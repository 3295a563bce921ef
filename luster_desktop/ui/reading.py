"""What the window shows, read again after changes of the library: one reading at a time, of all that has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from luster_desktop.library.models import PhotoRow, Shoot, Summary
from luster_desktop.tasks.runner import TaskRunner

if TYPE_CHECKING:
    from luster_desktop.library.store import Library


@dataclass(frozen=True, slots=True)
class Reading:
    """What the library has."""

    shoots: list[Shoot]
    summaries: dict[UUID, Summary]
    """Of the shoots that have changed or were new."""
    shoot_id: UUID | None
    """The shoot that was on show when the reading began."""
    asked: frozenset[UUID] | None
    """The photos of it that were to be read; None for all of them."""
    rows: list[PhotoRow]
    number: int = 0
    """Readings that had begun by then, this one included."""


class Reader(QObject):
    """Collects what has changed while a reading is under way: work that is asked for faster than it can be done costs
    no more than one reading after another, and nobody waits for a backlog.
    """

    read = Signal(object)
    """A Reading."""

    def __init__(self, library: Library, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._reading = False
        self._asked = False
        self._begun = 0
        self._shoots: set[UUID] = set()
        self._photos: set[UUID] | None = set()
        self._known: set[UUID] = set()
        self.shoot_id: UUID | None = None
        """The shoot on show, whose photos are read."""

    def show(self, shoot_id: UUID | None) -> None:
        """This shoot is on show from now on, as it was read a moment ago."""
        self.shoot_id = shoot_id
        self._photos = set()
        self.ask()

    def changed(self, shoot_id: UUID, photo_ids: frozenset[UUID] | None) -> int:
        """Read these photos of a shoot again; None for all of them. Returns the number of the reading that will."""
        due = self._begun + 1
        self._shoots.add(shoot_id)
        if shoot_id == self.shoot_id:
            self._photos = None if photo_ids is None or self._photos is None else self._photos | photo_ids
        self.ask()
        return due

    def ask(self) -> None:
        """Read the list of shoots, and what is new in it or has changed."""
        self._asked = True
        if not self._reading:
            self._begin()

    def _begin(self) -> None:
        library, shoot_id, known = self._library, self.shoot_id, self._known - self._shoots
        asked = None if self._photos is None else frozenset(self._photos)
        self._begun += 1
        number = self._begun
        self._reading, self._asked, self._shoots, self._photos = True, False, set(), set()

        def work() -> Reading:
            shoots = library.shoots()
            summaries = {shoot.id: library.summary(shoot.id) for shoot in shoots if shoot.id not in known}
            rows: list[PhotoRow] = []
            if shoot_id is not None and asked != frozenset():
                rows = library.photos(shoot_id) if asked is None else library.photo_rows(asked)
            return Reading(shoots, summaries, shoot_id, asked, rows, number)

        self._runner.run(lambda _token: work(), self._on_read, self._on_failed, owner=self, pool="library")

    def _on_read(self, reading: Reading) -> None:
        self._known = {shoot.id for shoot in reading.shoots}
        self._reading = False
        self.read.emit(reading)
        if self._asked and not self._reading:
            self._begin()

    def _on_failed(self, error: Exception) -> None:
        self._reading = False
        raise error
