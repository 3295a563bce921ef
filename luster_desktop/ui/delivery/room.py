"""Naming rooms: a few letters for each photo, and on to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.ui.widgets.keys import with_keys
from luster_desktop.words.language import mark, tr

USUAL = (
    mark("Front"),
    mark("Back"),
    mark("Entry"),
    mark("Living room"),
    mark("Dining room"),
    mark("Kitchen"),
    mark("Primary bedroom"),
    mark("Primary bath"),
    mark("Bedroom"),
    mark("Bathroom"),
    mark("Office"),
    mark("Laundry"),
    mark("Garage"),
    mark("Basement"),
    mark("Patio"),
    mark("Pool"),
    mark("Garden"),
    mark("Aerial"),
    mark("View"),
)


class RoomDialog(Dialog):
    """`named(text)` when the user is done; `next_asked(text)` when the next photo is to follow."""

    named = Signal(str)
    next_asked = Signal(str)

    def __init__(self, parent: QWidget | None, photo: str, room: str, used: Sequence[str], *, more: bool) -> None:
        super().__init__(parent, tr("Which room?"), width=360)
        self.content.addWidget(label(photo, "muted", wrap=True))
        self.name = QLineEdit(room)
        self.name.setMaxLength(60)
        self.name.setAccessibleName(tr("Room"))
        self.name.selectAll()
        words = QCompleter(list(dict.fromkeys((*used, *map(tr, USUAL)))), self.name)
        words.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        words.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.name.setCompleter(words)
        self.content.addWidget(self.name)
        self.buttons.addStretch(1)
        done = button(tr("Done"), "plain" if more else "primary")
        done.clicked.connect(self._on_done)
        self.buttons.addWidget(done)
        if more:
            following = button(tr("Next photo"), "primary")
            following.setToolTip(with_keys(tr("Next photo"), "Return"))
            following.clicked.connect(self._on_next)
            self.buttons.addWidget(following)
        # Not by a default button: Return that takes a completion is kept from that.
        self.name.returnPressed.connect(self._on_next if more else self._on_done)
        self.name.setFocus()

    @Slot()
    def _on_done(self) -> None:
        self.named.emit(self.name.text().strip())
        self.accept()

    @Slot()
    def _on_next(self) -> None:
        self.accept()
        self.next_asked.emit(self.name.text().strip())
