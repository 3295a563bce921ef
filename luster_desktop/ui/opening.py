"""Files that macOS hands to the running app: dropped on its icon, or opened with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QFileOpenEvent

TOGETHER_MS = 300


class Opening(QObject):
    """`asked(paths)` for what comes within moments; the system sends one event for each of many files."""

    asked = Signal(object)

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._files: list[Path] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TOGETHER_MS)
        self._soon.timeout.connect(self._tell)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._files.append(Path(event.file()))
            self._soon.start()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _tell(self) -> None:
        files, self._files = self._files, []
        self.asked.emit(files)
