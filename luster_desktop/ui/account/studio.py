"""For studios: keys of the API, and the address of their own system that is told what is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.widgets.controls import ElidedLabel, button, label
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words import studio as words
from luster_desktop.words.language import mark, tr

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.cloud.api import ApiClient

KEYS = mark(
    "A key lets your own system use Luster as you. It cannot see or change your account, buy credits or make keys."
)
NO_KEYS = mark("There is no key yet.")
KEY_MADE = mark("The new key. Copy it now: it is not shown again.")
SECRET_MADE = mark("The secret that every event is signed with. Copy it now: it is not shown again.")
PURPOSES: tuple[tuple[str, list[contract.Scope]], ...] = (
    (mark("Look and order"), ["read", "order"]),
    (mark("Look only"), ["read"]),
)


class StudioDialog(Dialog):
    """Keys above, the address below. A secret is on show until something else is done, and never again."""

    def __init__(self, parent: QWidget | None, account: AccountState) -> None:
        super().__init__(parent, tr("For your own systems"), width=600, long=True)
        self._account = account
        self._address = ""
        self.content.addWidget(label(tr("Keys of the API"), "title"))
        self.content.addWidget(label(tr(KEYS), "muted", wrap=True))
        self._keys = QVBoxLayout()
        self._keys.setSpacing(6)
        self.content.addLayout(self._keys)
        self.content.addLayout(self._new_key())
        self.key_secret = _Secret()
        self.content.addWidget(self.key_secret)
        self.content.addSpacing(8)
        self.content.addWidget(label(tr("Webhook"), "title"))
        self._state = label("…", "muted", wrap=True)
        self.content.addWidget(self._state)
        self.content.addLayout(self._webhook_row())
        self.webhook_secret = _Secret()
        self.content.addWidget(self.webhook_secret)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self.content.addWidget(self._error)
        self.retry = button(tr("Try again now"), "quiet", "redo")
        self.retry.clicked.connect(self._on_retry)
        self.retry.hide()
        self.buttons.addWidget(self.retry)
        self.buttons.addStretch(1)
        close = button(tr("Close"))
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        self._account.ask(lambda api: api.keys(), self._show_keys, self._on_error)
        self._account.ask(lambda api: api.webhook(), self._show_webhook, self._on_error)

    def _new_key(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.name.setPlaceholderText(tr("What the key is for, such as your website"))
        self.name.setAccessibleName(tr("Name of the new key"))
        self.name.textChanged.connect(self._enable)
        self.purpose = QComboBox()
        for title, scopes in PURPOSES:
            self.purpose.addItem(tr(title), scopes)
        self.purpose.setAccessibleName(tr("What the new key may do"))
        self.make = button(tr("Make a key"), "plain", "add")
        self.make.setEnabled(False)
        self.make.clicked.connect(self._on_make)
        row.addWidget(self.name, 1)
        row.addWidget(self.purpose)
        row.addWidget(self.make)
        return row

    def _webhook_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.url = QLineEdit()
        self.url.setMaxLength(500)
        self.url.setPlaceholderText("https://")
        self.url.setAccessibleName(tr("Address of the webhook"))
        self.url.textChanged.connect(self._enable)
        self.save = button(tr("Use this address"))
        self.save.setEnabled(False)
        self.save.clicked.connect(self._on_save)
        self.remove = button(tr("Remove"), "quiet")
        self.remove.clicked.connect(self._on_remove)
        self.remove.hide()
        row.addWidget(self.url, 1)
        row.addWidget(self.save)
        row.addWidget(self.remove)
        return row

    def _show_keys(self, keys: list[contract.ApiKey]) -> None:
        while (item := self._keys.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if not keys:
            self._keys.addWidget(label(tr(NO_KEYS), "small"))
        for key in keys:
            self._keys.addWidget(self._key_row(key))
        self.fit()

    def _key_row(self, key: contract.ApiKey) -> QWidget:
        card = QWidget()
        card.setObjectName("card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 10, 12, 10)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(ElidedLabel(key.name, "strong"))
        column.addWidget(label(words.key(key), "small", wrap=True))
        row.addLayout(column, 1)
        revoke = button(tr("Revoke"), "quiet")
        revoke.setAccessibleName(tr("Revoke {name}", name=key.name))
        revoke.clicked.connect(partial(self._revoke, key))
        row.addWidget(revoke, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    @Slot()
    def _on_make(self) -> None:
        name, scopes = self.name.text().strip(), list(self.purpose.currentData())
        self._begin()
        self._account.ask(lambda api: (api.make_key(name, scopes).secret, api.keys()), self._on_made, self._on_error)

    def _on_made(self, made: tuple[str, list[contract.ApiKey]]) -> None:
        secret, keys = made
        self.name.clear()
        self.key_secret.show_secret(tr(KEY_MADE), secret)
        self._show_keys(keys)

    def _revoke(self, key: contract.ApiKey, _checked: bool = False) -> None:
        self._begin()

        def revoke_and_list(api: ApiClient) -> list[contract.ApiKey]:
            api.revoke_key(key.id)
            return api.keys()

        self._account.ask(revoke_and_list, self._show_keys, self._on_error)

    def _show_webhook(self, state: contract.Webhook) -> None:
        self._state.setText(words.webhook(state))
        self._address = state.url or ""
        self.url.setText(self._address)
        self.url.setCursorPosition(0)
        self.remove.setVisible(bool(self._address))
        self.retry.setVisible(bool(state.parked or (state.waiting and state.error)))
        if state.secret:
            self.webhook_secret.show_secret(tr(SECRET_MADE), state.secret)
        self._enable()
        self.fit()

    @Slot()
    def _on_save(self) -> None:
        url = self.url.text().strip()
        self._begin()
        self._account.ask(lambda api: api.put_webhook(url), self._show_webhook, self._on_error)

    @Slot()
    def _on_remove(self) -> None:
        self._begin()
        self._account.ask(lambda api: api.delete_webhook(), self._show_webhook, self._on_error)

    @Slot()
    def _on_retry(self) -> None:
        self._begin()
        self._account.ask(lambda api: api.retry_webhook(), self._show_webhook, self._on_error)

    def _begin(self) -> None:
        """Something is asked of the service: what was told before is over."""
        self._error.hide()
        self.key_secret.hide()
        self.webhook_secret.hide()
        self.make.setEnabled(False)
        self.save.setEnabled(False)

    def _on_error(self, error: Exception) -> None:
        self._error.setText(sentence(error))
        self._error.show()
        self._enable()
        self.fit()

    @Slot()
    def _enable(self) -> None:
        self.make.setEnabled(bool(self.name.text().strip()))
        url = self.url.text().strip()
        self.save.setEnabled(bool(url) and " " not in url)
        self.save.setText(tr("New secret") if url and url == self._address else tr("Use this address"))


class _Secret(QWidget):
    """Something that is shown once, with a way to copy it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        self._told = label("", "strong", wrap=True)
        column.addWidget(self._told)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.field = QLineEdit()
        self.field.setReadOnly(True)
        self._copy = button(tr("Copy"), "primary")
        self._copy.clicked.connect(self._on_copy)
        row.addWidget(self.field, 1)
        row.addWidget(self._copy)
        column.addLayout(row)
        self.hide()

    def show_secret(self, told: str, secret: str) -> None:
        self._told.setText(told)
        self.field.setText(secret)
        self.field.setCursorPosition(0)
        self.field.setAccessibleName(told)
        self._copy.setText(tr("Copy"))
        self.show()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.field.text())
        self._copy.setText(tr("Copied"))
