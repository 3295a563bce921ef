"""What a drop asks by where it is dropped, asked of a folder that was chosen: which shoot do its photos go to?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from luster_desktop.ui.shell.drop import NOTE, Zone
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words.language import tr

WIDEST = 560  # px of words


class PlaceDialog(Dialog):
    """A button for each of the `zones` of a drop. `chosen(fresh)` tells which one it is."""

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None, zones: Sequence[Zone]) -> None:
        super().__init__(parent, tr("Where do these photos go?"))
        self.places: list[QPushButton] = []
        for zone in zones:
            place = button("", "plain", zone.icon)
            place.clicked.connect(partial(self._choose, zone.fresh))
            self.places.append(place)
            self.content.addWidget(place)
        self.say(zones)
        self.content.addWidget(label(f"{tr(NOTE)}.", "muted", wrap=True))
        self.buttons.addStretch(1)
        cancel = button(tr("Cancel"), "quiet")
        cancel.clicked.connect(self.reject)
        self.buttons.addWidget(cancel)

    def say(self, zones: Sequence[Zone]) -> None:
        """The same zones in other words. Names may be long: then their middle is left out, as over a drop."""
        for place, zone in zip(self.places, zones, strict=True):
            place.setText(place.fontMetrics().elidedText(zone.text, Qt.TextElideMode.ElideMiddle, WIDEST))
            place.setToolTip(zone.text)
        self.fit()

    def _choose(self, fresh: bool, _checked: bool = False) -> None:
        self.accept()
        self.chosen.emit(fresh)
