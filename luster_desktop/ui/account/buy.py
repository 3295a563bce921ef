"""Buying credits: choose a pack, pay in the browser, see the credits arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.presets.plan import credits
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.ui.widgets.numbers import money

if TYPE_CHECKING:
    from backend import contract

POLL = 3000  # ms between looks at the balance while a payment is under way


class BuyDialog(Dialog):
    """Packs, then the wait for the payment. What waited for credits goes on by itself once they are there."""

    def __init__(self, parent: QWidget | None, account: AccountState, *, missing: int = 0) -> None:
        super().__init__(parent, "Buy credits", width=460)
        self._account = account
        self._missing = missing
        self._url = ""
        self._before = 0
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(account.refresh)
        self._text = label(self._invitation(), "muted", wrap=True)
        self.content.addWidget(self._text)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self._packs = QVBoxLayout()
        self._packs.setSpacing(8)
        self.content.addLayout(self._packs)
        self.content.addWidget(self._error)
        self._again = button("Open the payment page again", "link", "external")
        self._again.clicked.connect(self._open_page)
        self._again.hide()
        self.buttons.addWidget(self._again)
        self.buttons.addStretch(1)
        self._close = button("Cancel")
        self._close.clicked.connect(self.reject)
        self.buttons.addWidget(self._close)
        account.credits_grew.connect(self._on_credits)
        account.load_packs(self._show_packs, self._on_error)

    def _invitation(self) -> str:
        have = self._account.available
        text = "One credit is one finished photo. A photo that fails costs nothing, and credits do not expire."
        if self._missing:
            text = f"{credits(self._missing)} missing for this order. {text}"
        elif have is not None:
            text = f"You have {credits(have)}. {text}"
        return text

    def _show_packs(self, packs: list[contract.Pack]) -> None:
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
        words.addWidget(label(f"{named}{each} a photo", "small"))
        words.addStretch(1)
        line.addLayout(words, 1)
        price: QPushButton = button(money(pack.amount, pack.currency), "primary" if primary else "plain", large=True)
        price.setAccessibleName(f"Buy {credits(pack.credits)} for {money(pack.amount, pack.currency)}")
        price.setProperty("pack", pack.id)
        price.clicked.connect(self._on_pack)
        line.addWidget(price)
        return row

    @Slot()
    def _on_pack(self) -> None:
        sender = self.sender()
        pack = str(sender.property("pack")) if sender is not None else ""
        self._error.hide()
        self._enable_packs(False)
        self._account.checkout(pack, self._on_checkout, self._on_error)

    def _on_checkout(self, checkout: contract.Checkout) -> None:
        self._url = checkout.url
        self._before = self._account.available or 0
        self.heading.setText("Waiting for your payment")
        self._text.setText(
            "Finish the payment in your browser. Your credits appear here as soon as it is confirmed; "
            "you can also close this and go on working."
        )
        for position in range(self._packs.count()):
            item = self._packs.itemAt(position)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
        self._again.show()
        self._close.setText("Close")
        self._poll.start()
        self._open_page()
        self.fit()

    @Slot()
    def _on_credits(self) -> None:
        if not self._url:
            return
        self._poll.stop()
        have = self._account.available or 0
        self.heading.setText(f"{credits(max(0, have - self._before))} added")
        self._text.setText(f"You have {credits(have)} now. Orders that waited for credits go on by themselves.")
        self._again.hide()
        self._close.setText("Done")

    def _on_error(self, error: Exception) -> None:
        self._enable_packs(True)
        self._error.setText(sentence(error))
        self._error.show()

    @Slot()
    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(self._url))

    def _enable_packs(self, enabled: bool) -> None:
        for position in range(self._packs.count()):
            item = self._packs.itemAt(position)
            if item is not None and (widget := item.widget()) is not None:
                widget.setEnabled(enabled)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self._url:
            self._account.refresh()


def _size(pack: contract.Pack) -> int:
    return pack.credits
