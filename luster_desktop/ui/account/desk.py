"""Everything about the account that can be asked for in the window, and what is said about it unasked.

Each dialog is imported when it is first asked for: the window appears sooner without them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.settings.store import WindowStore
from luster_desktop.words.counts import credits
from luster_desktop.words.language import mark, plural, tr

if TYPE_CHECKING:
    from backend import contract

FROZEN = mark("Your account is on hold because of a payment that is disputed. Orders wait until that is settled.")
STILL_HERE = mark("The photos and edits on this computer are still here.")
D = TypeVar("D", bound=QDialog)


class AccountDesk(QObject):
    """Opens the dialogs over `window`, one of each kind at a time."""

    said = Signal(str, str, str)
    """Topic, text and tone of a notice; an empty text takes the topic's notice away."""
    signed_in = Signal()
    gave_up = Signal()
    """The dialog of buying was closed."""

    def __init__(
        self, window: QWidget, account: AccountState, store: WindowStore, mailbox: str, missing: Callable[[], int]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._account = account
        self._store = store
        self._mailbox = mailbox
        self._missing = missing
        self._said = ""
        self._frozen = False
        account.changed.connect(self._on_account)
        account.bought.connect(self._on_bought)

    @Slot()
    def sign_in(self) -> None:
        from luster_desktop.ui.account.sign_in import SignInDialog

        if not self._account.known or self._open(SignInDialog):
            return
        dialog = SignInDialog(self._window, self._account, email=self._store.email, mailbox=self._mailbox)
        dialog.signed_in.connect(self._on_signed_in)
        dialog.open()

    @Slot()
    def buy(self) -> None:
        from luster_desktop.ui.account.buy import BuyDialog

        if not self._account.signed_in:
            self.sign_in()
        elif not self._open(BuyDialog):
            dialog = BuyDialog(self._window, self._account, missing=self._missing())
            dialog.rejected.connect(self.gave_up)
            dialog.open()

    def end_buying(self) -> None:
        """What the credits were bought for goes on."""
        from luster_desktop.ui.account.buy import BuyDialog

        if (dialog := self._open(BuyDialog)) is not None:
            dialog.accept()

    @Slot()
    def history(self) -> None:
        from luster_desktop.ui.account.history import HistoryDialog

        if not self._open(HistoryDialog):
            HistoryDialog(self._window, self._account).open()

    @Slot()
    def studio(self) -> None:
        from luster_desktop.ui.account.studio import StudioDialog

        if self._account.signed_in and not self._open(StudioDialog):
            StudioDialog(self._window, self._account).open()

    @Slot()
    def account(self) -> None:
        from luster_desktop.ui.account.page import AccountDialog

        if not self._account.signed_in or self._open(AccountDialog):
            return
        self._account.refresh()
        dialog = AccountDialog(self._window, self._account)
        dialog.credits_asked.connect(self.buy)
        dialog.history_asked.connect(self.history)
        dialog.studio_asked.connect(self.studio)
        dialog.sign_out_asked.connect(self._account.sign_out)
        dialog.deletion_asked.connect(self.delete)
        dialog.open()

    @Slot()
    def delete(self) -> None:
        from luster_desktop.ui.account.delete import DeleteDialog

        if self._account.email and not self._open(DeleteDialog):
            dialog = DeleteDialog(self._window, self._account)
            dialog.deleted.connect(self._on_deleted)
            dialog.open()

    def _open(self, kind: type[D]) -> D | None:
        # A dialog that was closed a moment ago is still a child until Qt deletes it.
        return next((dialog for dialog in self._window.findChildren(kind) if dialog.isVisible()), None)

    @Slot()
    def _on_signed_in(self) -> None:
        if not self._window.isActiveWindow():
            # The link was opened in the browser, which is in front now.
            self._window.raise_()
            self._window.activateWindow()
            QApplication.alert(self._window)
        self.signed_in.emit()

    @Slot(str)
    def _on_deleted(self, told: str) -> None:
        self._store.set("email", "")
        self.said.emit("account", f"{told} {tr(STILL_HERE)}", "ok")

    @Slot(object)
    def _on_bought(self, entry: contract.HistoryEntry) -> None:
        from luster_desktop.ui.account.buy import BuyDialog

        if not self._open(BuyDialog):
            have = self._account.available or 0
            self.said.emit(
                "bought",
                plural(
                    "{n} credit added. You have {have} now.",
                    "{n} credits added. You have {have} now.",
                    entry.amount,
                    have=credits(have),
                ),
                "ok",
            )

    @Slot()
    def _on_account(self) -> None:
        account = self._account
        if account.email and account.email != self._store.email:
            self._store.set("email", account.email)
        if account.notice and account.notice != self._said:
            self._said = account.notice
            self.said.emit("session", account.notice, "warn")
        if account.frozen != self._frozen:
            self._frozen = account.frozen
            self.said.emit("frozen", tr(FROZEN) if account.frozen else "", "bad")
