"""The row that says how many credits an order lacks, and offers to buy some."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.words.counts import credits
from luster_desktop.words.language import tr


class CreditsRow(QWidget):
    """Hidden while nothing is missing. `asked()` tells that the user wants to buy."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        self._said = label("", "warn", wrap=True)
        row.addWidget(self._said, 1)
        self.button = button(tr("Buy credits"), icon="credits")
        self.button.clicked.connect(self.asked)
        row.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._said.text()

    def say(self, missing: int) -> None:
        """Name how many credits are missing; 0 hides the row."""
        if missing:
            self._said.setText(tr("{credits} missing", credits=credits(missing)))
        self.setVisible(missing > 0)
