"""Deleting the account: what goes and what stays, before the one step that cannot be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.widgets.controls import IconLabel, button, label
from luster_desktop.ui.widgets.current import restyle
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words.language import mark, plural, tr

if TYPE_CHECKING:
    from backend import contract

STAYS = (
    mark("Everything on this computer: your photos, the edits that have arrived, and what you have saved"),
    mark("The credit ledger's entries, without your name or anything else about you"),
)


class DeleteDialog(Dialog):
    """`deleted` once the account is gone and nobody is signed in any more, with what the service says of it."""

    deleted = Signal(str)

    def __init__(self, parent: QWidget | None, account: AccountState) -> None:
        super().__init__(parent, tr("Delete your account?"), width=500)
        self._account = account
        self._email = (account.email or "").strip()
        self.content.addWidget(label(tr("This cannot be undone, by you or by us."), "muted", wrap=True))
        self.content.addWidget(_facts(tr("Goes for good"), "remove", "bad_text", _going(account.available)))
        self.content.addWidget(_facts(tr("Stays"), "check", "ok_text", tuple(tr(fact) for fact in STAYS)))
        self.content.addSpacing(4)
        ask = label(tr("To confirm, type your e-mail address: {email}", email=self._email), "small", wrap=True)
        self.field = QLineEdit()
        self.field.setMaxLength(254)
        self.field.setAccessibleName(tr("Your e-mail address, to confirm"))
        self.field.textChanged.connect(self._on_typed)
        ask.setBuddy(self.field)
        self.content.addWidget(ask)
        self.content.addWidget(self.field)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self.content.addWidget(self._error)
        self.buttons.addStretch(1)
        self._keep = button(tr("Keep account"))
        self._keep.setDefault(True)
        self._keep.clicked.connect(self.reject)
        self.buttons.addWidget(self._keep)
        self.go = button(tr("Delete account"), "danger")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._on_go)
        self.buttons.addWidget(self.go)
        self.field.setFocus()

    def reject(self) -> None:
        """While the deletion is under way there is no way back."""
        if self._keep.isEnabled():
            super().reject()

    @Slot()
    def _on_typed(self) -> None:
        self._error.hide()
        restyle(self.field, state="")
        self.go.setEnabled(self._matches())

    @Slot()
    def _on_go(self) -> None:
        self._busy(True)
        self._account.delete(self._on_deleted, self._on_error)

    def _on_deleted(self, reply: contract.AccountDeleted) -> None:
        self._busy(False)
        self.deleted.emit(reply.detail)
        self.accept()

    def _on_error(self, error: Exception) -> None:
        self._busy(False)
        self._error.setText(sentence(error))
        self._error.show()
        self.fit()

    def _matches(self) -> bool:
        return bool(self._email) and self.field.text().strip().casefold() == self._email.casefold()

    def _busy(self, busy: bool) -> None:
        self._error.hide()
        self.go.setText(tr("Deleting…") if busy else tr("Delete account"))
        self.go.setEnabled(not busy)
        self._keep.setEnabled(not busy)
        self.field.setEnabled(not busy)


def _going(available: int | None) -> tuple[str, ...]:
    purse = (
        plural("{n} credit that you have not used", "{n} credits that you have not used", available)
        if available and available > 0
        else ""
    )
    return tuple(
        fact
        for fact in (
            tr("Your shoots at Luster, with every photo and edit stored there"),
            tr("Orders that are not finished"),
            purse,
            tr("Your e-mail address and other personal data in Luster’s records"),
        )
        if fact
    )


def _facts(title: str, icon: str, tone: str, facts: tuple[str, ...]) -> QWidget:
    card = QWidget()
    card.setObjectName("card")
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(6)
    column.addWidget(label(title, "strong"))
    for fact in facts:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(fact, "muted", wrap=True), 1)
        column.addLayout(row)
    return card
