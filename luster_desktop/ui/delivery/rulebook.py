"""The profiles that there are, read once from their files, and the one of the open shoot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.workbench import Workbench
from luster_desktop.words.language import tr

if TYPE_CHECKING:
    from luster_desktop.delivery.profiles import Profile
    from luster_desktop.delivery.shelf import Shelf


class RuleBook(QObject):
    """Emits `changed` once the profiles are there, and when they were read again."""

    changed = Signal()
    troubled = Signal(object)

    def __init__(self, bench: Workbench, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._runner = runner
        self._shelf: Shelf[Profile] | None = None
        self._asked = False

    def read(self) -> None:
        """Read the files, the user's own too."""
        from luster_desktop.delivery import shelf

        self._asked = True
        home = self._bench.library.folder
        self._runner.run(
            lambda _token: shelf.profiles(home),
            self._on_read,
            lambda error: self.troubled.emit(trouble(tr("The rules could not be read"), error)),
            owner=self,
            pool="library",
        )

    def _on_read(self, found: Shelf[Profile]) -> None:
        self._shelf = found
        self.changed.emit()

    @property
    def profiles(self) -> list[Profile]:
        """In their order; empty until they were read."""
        return list(self._shelf.items.values()) if self._shelf is not None else []

    @property
    def profile(self) -> Profile | None:
        """The open shoot's; None until the profiles were read."""
        from luster_desktop.delivery.shelf import DEFAULT

        if not self._asked and self._bench.ready:
            self.read()
        current = self._bench.current
        if self._shelf is None:
            return None
        return self._shelf.get(current.profile if current is not None else None, DEFAULT)

    def choose(self, name: str) -> None:
        """Have the open shoot delivered by these rules."""
        current = self._bench.current
        if current is not None:
            self._bench.edit.describe(current, current.address, name)
