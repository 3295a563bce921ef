"""The account: who is signed in, what there is to spend, and the ways out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.widgets.controls import ElidedLabel, IconLabel, button, label
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words.counts import credits
from luster_desktop.words.language import mark, plural, tr

STAYS = mark("You stay signed in on this computer.")


class AccountDialog(Dialog):
    """Leaves what it offers to others; it closes by itself once nobody is signed in."""

    credits_asked = Signal()
    history_asked = Signal()
    studio_asked = Signal()
    sign_out_asked = Signal()
    deletion_asked = Signal()

    def __init__(self, parent: QWidget | None, account: AccountState) -> None:
        super().__init__(parent, tr("Account"), width=480)
        self._account = account
        self._email = ElidedLabel("", "strong", Qt.TextElideMode.ElideMiddle)
        self._keeping = label("", "small", wrap=True)
        out = button(tr("Sign out"), "plain")
        out.clicked.connect(self.sign_out_asked)
        self.content.addWidget(_card(_words(IconLabel("user", size=20), self._email, self._keeping), out))
        self._purse = label("", "title")
        self._held = label("", "small", wrap=True)
        history = button(tr("History"))
        history.clicked.connect(self._on_history)
        buy = button(tr("Buy credits"), "primary")
        buy.clicked.connect(self._on_buy)
        self.content.addWidget(_card(_words(IconLabel("credits", size=20), self._purse, self._held), history, buy))
        studio = button(tr("Keys and webhook…"))
        studio.clicked.connect(self._on_studio)
        what = label(tr("Your own systems"), "strong")
        told = label(tr("API keys, and news of finished photos for your studio"), "small", wrap=True)
        self.content.addWidget(_card(_words(IconLabel("external", size=20), what, told), studio))
        delete = button(tr("Delete account…"), "quiet")
        delete.clicked.connect(self._on_delete)
        self.buttons.addWidget(delete)
        self.buttons.addStretch(1)
        close = button(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        account.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the account as it is now."""
        account = self._account
        if not account.signed_in:
            self.accept()
            return
        self._email.set_text(account.email or "")
        self._keeping.setText(account.notice or tr(STAYS))
        available = account.available
        self._purse.setText(credits(available) if available is not None else "…")
        held = (
            plural(
                "{n} credit more set aside for orders under way.",
                "{n} credits more set aside for orders under way.",
                account.held,
            )
            if account.held
            else tr("to spend")
        )
        self._held.setText(tr("On hold because of a disputed payment.") if account.frozen else held)

    @Slot()
    def _on_buy(self) -> None:
        self.accept()
        self.credits_asked.emit()

    @Slot()
    def _on_studio(self) -> None:
        self.accept()
        self.studio_asked.emit()

    @Slot()
    def _on_delete(self) -> None:
        self.accept()
        self.deletion_asked.emit()

    @Slot()
    def _on_history(self) -> None:
        self.accept()
        self.history_asked.emit()


def _words(icon: IconLabel, first: QWidget, second: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignVCenter)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addStretch(1)
    column.addWidget(first)
    column.addWidget(second)
    column.addStretch(1)
    row.addLayout(column, 1)
    return row


def _card(words: QHBoxLayout, *actions: QWidget) -> QWidget:
    card = QWidget()
    card.setObjectName("card")
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(card)
    row.setContentsMargins(16, 14, 14, 14)
    row.setSpacing(8)
    row.addLayout(words, 1)
    for action in actions:
        row.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
    return card
