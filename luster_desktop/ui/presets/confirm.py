"""One short question before an order of more than what is visibly selected."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from luster_desktop.operations.ordering import Quote
from luster_desktop.ui.widgets.controls import label
from luster_desktop.ui.widgets.dialogs import Question
from luster_desktop.words import orders as words
from luster_desktop.words.language import tr, within


class ConfirmDialog(Question):
    """Says what the panel says of the order, and asks for a yes."""

    def __init__(self, parent: QWidget | None, quote: Quote, edits: str) -> None:
        title = tr("{edits}: {action}?", edits=edits, action=within(words.action(quote)))
        super().__init__(parent, title, no=tr("Not yet"), yes=words.action(quote))
        self.content.addWidget(label(f"{words.scope(quote)}.", wrap=True))
        for warning in (words.unfit(quote), words.doubt(quote.unsure) if quote.unsure else ""):
            if warning:
                self.content.addWidget(label(warning, "warn", wrap=True))
        self.content.addWidget(
            label(tr("{cost}. A photo that fails costs nothing.", cost=words.cost(quote)), "muted", wrap=True)
        )
        self.go.setDefault(True)
