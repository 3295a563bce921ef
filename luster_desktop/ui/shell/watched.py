"""In the top bar: that the open shoot grows by itself, from which folder, and the way to end that."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from luster_desktop.ui.widgets.controls import ElidedLabel, IconLabel, button
from luster_desktop.words.language import tr

WIDEST = 260


class WatchedFolder(QWidget):
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 0, 0)
        row.setSpacing(6)
        self._icon = IconLabel("watch", "ok_text")
        row.addWidget(self._icon)
        self._text = ElidedLabel("", "small")
        row.addWidget(self._text)
        self.stop = button(tr("Stop"), "link", tip=tr("Stop watching. The photos that have arrived stay."))
        self.stop.clicked.connect(self.stop_asked)
        row.addWidget(self.stop)
        self.show_folder(None, reachable=True)

    @property
    def said(self) -> str:
        """What it says, whole."""
        return self._text.full_text()

    def show_folder(self, folder: Path | None, *, reachable: bool) -> None:
        """Show that `folder` is watched, or is to be and cannot be found; nothing with None."""
        self.setVisible(folder is not None)
        name = folder.name if folder is not None else ""
        text = tr("Watching {name}", name=name) if reachable else tr("Waiting for {name}", name=name)
        self._icon.use("watch" if reachable else "offline", "ok_text" if reachable else "warn_text")
        self._text.ensurePolished()
        self._text.setFixedWidth(min(WIDEST, QFontMetrics(self._text.font()).horizontalAdvance(text) + 4))
        self._text.set_text(text)
        self.setToolTip(str(folder) if folder is not None else "")
