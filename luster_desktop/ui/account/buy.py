"""Buying credits: choose a pack, pay in the browser, see the credits arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.ui.widgets.numbers import money
from luster_desktop.words.counts import credits
from luster_desktop.words.language import mark, plural, tr

if TYPE_CHECKING:
    from uuid import UUID

    from backend import contract

WAITING = mark(
    "Finish the payment in your browser. Your credits appear here as soon as it is confirmed, and what waits for them "
    "goes on by itself."
)
NOTHING_OWED = mark(
    "Changed your mind, or was the card declined? Nothing is owed until you pay: try again on the page, or close this "
    "and go on working. Credits of a payment that takes longer arrive later by themselves."
)
NO_BROWSER = mark("No browser could be opened. Copy the address of the payment page and open it in any browser.")
LATE = mark("There is no answer yet. Check your connection, or wait: this goes on by itself. Nothing has been charged.")
LATE_AFTER = 10_000
"""Milliseconds until it is said that an answer takes long."""


class BuyDialog(Dialog):
    """Packs, then the wait for the payment. What waited for credits goes on by itself once they are there."""

    def __init__(self, parent: QWidget | None, account: AccountState, *, missing: int = 0) -> None:
        super().__init__(parent, tr("Buy credits"), width=460)
        self._account = account
        self._missing = missing
        self._url = ""
        self._purchase: UUID | None = None
        self._text = label(self._invitation(), "muted", wrap=True)
        self.content.addWidget(self._text)
        self._hint = label(tr(NOTHING_OWED), "small", wrap=True)
        self._hint.hide()
        self.content.addWidget(self._hint)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self._packs = QVBoxLayout()
        self._packs.setSpacing(8)
        self.content.addLayout(self._packs)
        self.content.addWidget(self._error)
        self._again = button(tr("Open the payment page again"), "link", "external")
        self._again.clicked.connect(self._open_page)
        self._again.hide()
        self.buttons.addWidget(self._again)
        self._copy = button(tr("Copy the address"), "link")
        self._copy.clicked.connect(self._on_copy)
        self._copy.hide()
        self.buttons.addWidget(self._copy)
        self.buttons.addStretch(1)
        self._close = button(tr("Cancel"))
        self._close.clicked.connect(self.reject)
        self.buttons.addWidget(self._close)
        account.bought.connect(self._on_bought)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_AFTER)
        self._late.timeout.connect(self._on_late)
        self._late.start()
        account.load_packs(self._show_packs, self._on_error)

    def _invitation(self) -> str:
        have = self._account.available
        text = tr("One credit is one finished photo. A photo that fails costs nothing, and credits do not expire.")
        if self._missing:
            text = tr("{credits} missing for this order. {text}", credits=credits(self._missing), text=text)
        elif have is not None:
            text = tr("You have {credits}. {text}", credits=credits(have), text=text)
        return text

    def _show_packs(self, packs: list[contract.Pack]) -> None:
        self._late.stop()
        self._tell("")
        enough = next((pack.id for pack in sorted(packs, key=_size) if pack.credits >= self._missing), None)
        for pack in packs:
            self._packs.addWidget(self._pack_row(pack, primary=pack.id == enough and self._missing > 0))
        self.fit()

    def _pack_row(self, pack: contract.Pack, *, primary: bool) -> QWidget:
        row = QWidget()
        row.setObjectName("card")
        row.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 12, 12, 12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(label(credits(pack.credits), "title"))
        each = money(round(pack.amount / max(1, pack.credits)), pack.currency)
        named = "" if pack.title == credits(pack.credits) else f"{pack.title}, "
        words.addWidget(label(tr("{price} a photo", price=f"{named}{each}"), "small"))
        words.addStretch(1)
        line.addLayout(words, 1)
        price: QPushButton = button(money(pack.amount, pack.currency), "primary" if primary else "plain", large=True)
        price.setAccessibleName(
            tr("Buy {credits} for {money}", credits=credits(pack.credits), money=money(pack.amount, pack.currency))
        )
        price.setProperty("pack", pack.id)
        price.clicked.connect(self._on_pack)
        line.addWidget(price)
        return row

    @Slot()
    def _on_pack(self) -> None:
        sender = self.sender()
        pack = str(sender.property("pack")) if sender is not None else ""
        self._tell("")
        self._enable_packs(False)
        self._late.start()
        self._account.checkout(pack, self._on_checkout, self._on_error)

    def _on_checkout(self, checkout: contract.Checkout) -> None:
        self._late.stop()
        self._url = checkout.url
        self._purchase = checkout.purchase_id
        self._account.expect(checkout.purchase_id)
        self.heading.setText(tr("Waiting for your payment"))
        self._text.setText(tr(WAITING))
        self._hint.show()
        for position in range(self._packs.count()):
            item = self._packs.itemAt(position)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
        self._again.show()
        self._close.setText(tr("Close"))
        self._open_page()
        self.fit()

    @Slot(object)
    def _on_bought(self, entry: contract.HistoryEntry) -> None:
        if entry.purchase_id != self._purchase:
            return
        self.heading.setText(plural("{n} credit added", "{n} credits added", entry.amount))
        have = self._account.available or 0
        self._text.setText(
            tr("You have {credits} now. Orders that waited for credits go on by themselves.", credits=credits(have))
        )
        self._hint.hide()
        self._again.hide()
        self._copy.hide()
        self._tell("")
        self._close.setText(tr("Done"))
        self.fit()

    def _on_error(self, error: Exception) -> None:
        self._late.stop()
        self._enable_packs(True)
        self._tell(sentence(error))

    @Slot()
    def _open_page(self) -> None:
        opened = QDesktopServices.openUrl(QUrl(self._url))
        self._copy.setVisible(not opened)
        self._tell("" if opened else tr(NO_BROWSER))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        self._copy.setText(tr("Copied"))

    @Slot()
    def _on_late(self) -> None:
        self._tell(tr(LATE))

    def _tell(self, text: str) -> None:
        """Say what is wrong, or nothing any more."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.fit()

    def _enable_packs(self, enabled: bool) -> None:
        for position in range(self._packs.count()):
            item = self._packs.itemAt(position)
            if item is not None and (widget := item.widget()) is not None:
                widget.setEnabled(enabled)


def _size(pack: contract.Pack) -> int:
    return pack.credits
