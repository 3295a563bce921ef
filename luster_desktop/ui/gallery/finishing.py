"""The menu of what is done to a photo on this computer before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from luster_desktop.facts import Finishing
from luster_desktop.library.models import PhotoRow
from luster_desktop.ui.gallery.status import what_was_done
from luster_desktop.words.language import mark, tr

SWITCHES = {
    "lens": mark("Lens correction"),
    "verticals": mark("Straight verticals"),
    "whites": mark("White balance"),
    "match": mark("Rooms alike across the shoot"),
}


class FinishingMenu(QMenu):
    """Emits `chosen(Finishing)` or `chosen(None)`, which leaves these photos to the settings."""

    chosen = Signal(object)

    def __init__(self, rows: Sequence[PhotoRow], usual: Callable[[PhotoRow], Finishing], parent: QWidget) -> None:
        """`usual` says what the settings want for a photo."""
        super().__init__(tr("Finishing"), parent)
        self._now = [row.photo.finishing or usual(row) for row in rows]
        done = what_was_done(rows[0]) if len(rows) == 1 else ""
        if done:
            self.addAction(done).setEnabled(False)
            self.addSeparator()
        left = self._switch(tr("As in the settings"), all(row.photo.finishing is None for row in rows))
        left.triggered.connect(self._on_usual)
        self.addSeparator()
        for name, title in SWITCHES.items():
            switch = self._switch(tr(title), self._on(name))
            switch.setData(name)
            switch.triggered.connect(self._on_switch)

    def _switch(self, title: str, checked: bool) -> QAction:
        action = self.addAction(title)
        action.setCheckable(True)
        action.setChecked(checked)
        return action

    def _on(self, name: str) -> bool:
        return all(getattr(now, name) for now in self._now)

    @Slot()
    def _on_usual(self) -> None:
        self.chosen.emit(None)

    @Slot()
    def _on_switch(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            now = Finishing(**{name: self._on(name) for name in SWITCHES})
            self.chosen.emit(replace(now, **{action.data(): action.isChecked()}))
