"""Every credit that came or went, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.current import color
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words.counts import credits
from luster_desktop.words.language import mark, tr

if TYPE_CHECKING:
    from backend import contract


EARLIER = mark("Show earlier")


class HistoryDialog(Dialog):
    """The ledger, newest first, a page at a time."""

    def __init__(self, parent: QWidget | None, account: AccountState) -> None:
        super().__init__(parent, tr("Credit history"), width=680)
        self._account = account
        self._next: str | None = None
        have = account.available
        self._text = label(
            tr("You have {credits}.", credits=credits(have)) if have is not None else "", "muted", wrap=True
        )
        self.content.addWidget(self._text)
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels([tr("When"), tr("What"), tr("Credits")])
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(34)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.setMinimumHeight(340)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.content.addWidget(self.table)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self.content.addWidget(self._error)
        self._more = button(tr(EARLIER), "quiet")
        self._more.clicked.connect(self._load)
        self._more.hide()
        self.buttons.addWidget(self._more)
        self.buttons.addStretch(1)
        close = button(tr("Close"), "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        self._load()

    @Slot()
    def _load(self) -> None:
        self._more.setEnabled(False)
        self._error.hide()
        self._account.load_history(self._next, self._on_page, self._on_error)

    def _on_page(self, page: contract.HistoryPage) -> None:
        for entry in page.entries:
            self._add(entry)
        self._next = page.next
        self._more.setEnabled(True)
        self._more.setText(tr(EARLIER))
        self._more.setVisible(page.next is not None)
        if self.table.rowCount() == 0:
            self._text.setText(tr("No credit has come or gone yet."))

    def _add(self, entry: contract.HistoryEntry) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        when = QDateTime.fromSecsSinceEpoch(int(entry.at.timestamp()))
        amount = QTableWidgetItem(f"{entry.amount:+d}".replace("-", "−"))
        amount.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if entry.amount > 0:
            amount.setForeground(QColor(color("ok_text")))
        self.table.setItem(row, 0, QTableWidgetItem(QLocale().toString(when, QLocale.FormatType.ShortFormat)))
        self.table.setItem(row, 1, QTableWidgetItem(entry.text))
        self.table.setItem(row, 2, amount)

    def _on_error(self, error: Exception) -> None:
        self._more.setEnabled(True)
        self._more.setText(tr("Try again"))
        self._more.show()
        self._error.setText(sentence(error))
        self._error.show()
