"""A few words to an edit that is ordered once more."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from luster_desktop.ui.widgets.controls import label
from luster_desktop.ui.widgets.dialogs import Question
from luster_desktop.words.language import tr


class NoteDialog(Question):
    """Asks for the note; `noted` carries it on a yes, empty for none."""

    noted = Signal(str)

    def __init__(self, parent: QWidget | None, edits: str, note: str) -> None:
        from backend.contract import MAX_NOTE

        super().__init__(parent, tr("Redo {edits}", edits=edits), no=tr("Not now"), yes=tr("Redo"))
        self.content.addWidget(label(tr("What should be different this time?"), "muted", wrap=True))
        self.field = QLineEdit(note)
        self.field.setMaxLength(MAX_NOTE)
        self.field.setPlaceholderText(tr("Keep the lamp off"))
        self.field.setAccessibleName(tr("Note"))
        self.content.addWidget(self.field)
        self.go.setDefault(True)
        self.field.setFocus()
        self.accepted.connect(self._on_accepted)

    @Slot()
    def _on_accepted(self) -> None:
        printable = "".join(character if character.isprintable() else " " for character in self.field.text())
        self.noted.emit(printable.strip())
