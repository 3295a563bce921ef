"""What the window does about watched folders: choosing one, showing it, ending it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from luster_desktop.ui.settings.store import WindowStore
from luster_desktop.ui.shell.window import MainWindow
from luster_desktop.ui.watching import Watching
from luster_desktop.ui.widgets.files import ask_folder
from luster_desktop.ui.workbench import Workbench
from luster_desktop.words.language import tr


class WatchCommands(QObject):
    def __init__(self, window: MainWindow, bench: Workbench, watching: Watching, store: WindowStore) -> None:
        super().__init__(window)
        self._window = window
        self._bench = bench
        self._watching = watching
        self._store = store
        self._missing: Path | None = None
        window.topbar.watched.stop_asked.connect(self.stop)
        watching.changed.connect(self.show_state)
        bench.shoots_changed.connect(self.show_state)

    @Slot()
    def choose(self) -> None:
        if self._bench.ready:
            ask_folder(self._window, tr("Watch a folder"), self._store.folder("watch"), self._watch)

    def _watch(self, folder: Path) -> None:
        self._store.set_folder("watch", folder)
        self._watching.watch(folder)

    @Slot()
    def stop(self) -> None:
        """Stop watching for the open shoot."""
        if self._bench.current is not None:
            self._watching.stop(self._bench.current.id)

    @Slot()
    def show_state(self) -> None:
        shoot = self._bench.current
        watch = self._watching.of(shoot.id) if shoot is not None else None
        lost = watch is not None and not watch.reachable
        self._window.topbar.watched.show_folder(watch.folder if watch is not None else None, reachable=not lost)
        self._window.gallery.empty.show_watched(watch is not None)
        missing = watch.folder if watch is not None and lost else None
        if missing == self._missing:
            return
        self._missing = missing
        if missing is not None:
            text = tr("The folder {name} cannot be found. Its photos arrive when it is back.", name=missing.name)
            self._window.notices.say("watched", text, tone="warn")
        else:
            self._window.notices.clear("watched")
