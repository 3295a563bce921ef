"""One short question before an order of more than what is visibly selected."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from luster_desktop.operations.ordering import Quote
from luster_desktop.ui.widgets.controls import label
from luster_desktop.ui.widgets.dialogs import Question
from luster_desktop.words import orders as words


class ConfirmDialog(Question):
    """Says what the panel says of the order, and asks for a yes."""

    def __init__(self, parent: QWidget | None, quote: Quote, edits: str) -> None:
        super().__init__(parent, f"{edits}: {words.action(quote).lower()}?", no="Not yet", yes=words.action(quote))
        self.content.addWidget(label(f"{words.scope(quote)}.", wrap=True))
        for warning in (words.unfit(quote), words.doubt(quote.unsure) if quote.unsure else ""):
            if warning:
                self.content.addWidget(label(warning, "warn", wrap=True))
        self.content.addWidget(label(f"{words.cost(quote)}. A photo that fails costs nothing.", "muted", wrap=True))
        self.go.setDefault(True)
