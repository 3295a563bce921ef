"""The account as the window sees it: signed in or not, and the balance. Every call runs on a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from luster_desktop.tasks.bridges import LatestBridge
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.context import Cloud

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.cloud.session import SessionState

REFRESH = 60_000  # ms between looks at the balance while nothing else asks for one


class AccountState(QObject):
    """`changed` follows sign-in, sign-out and every new balance; `credits_grew` when there is more to spend."""

    changed = Signal()
    credits_grew = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._cloud: Cloud | None = None
        self._bridge: LatestBridge | None = None
        self._state: SessionState | None = None
        self._account: contract.Account | None = None
        self._asking = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH)
        self._timer.timeout.connect(self.refresh)

    def attach(self, cloud: Cloud) -> None:
        """Follow this session from now on."""
        self._cloud = cloud
        self._bridge = LatestBridge(cloud.session.subscribe, self)
        self._bridge.changed.connect(self._on_state)
        self._timer.start()
        self._on_state(cloud.session.state)

    def close(self) -> None:
        self._timer.stop()
        if self._bridge is not None:
            self._bridge.close()

    # What is so

    @property
    def known(self) -> bool:
        """Whether the session has been looked at since the app started."""
        return self._state is not None

    @property
    def signed_in(self) -> bool:
        return self._state is not None and self._state.value in ("signed_in", "offline")

    @property
    def expired(self) -> bool:
        return self._state is not None and self._state.value == "expired"

    @property
    def email(self) -> str | None:
        user = self._cloud.session.user if self._cloud is not None and self.signed_in else None
        return user.email if user is not None else None

    @property
    def notice(self) -> str | None:
        return self._cloud.session.notice if self._cloud is not None else None

    @property
    def available(self) -> int | None:
        """Credits to spend; None while not known."""
        return self._account.credits.available if self._account is not None and self.signed_in else None

    @property
    def frozen(self) -> bool:
        return self._account is not None and self._account.frozen

    # What can be done

    @Slot()
    def refresh(self) -> None:
        """Ask for the balance; calls made while one is on its way become one more."""
        if self._cloud is None or not self.signed_in:
            return
        if self._asking:
            self._again = True
            return
        self._asking = True
        api = self._cloud.api
        self._runner.run(lambda _token: api.account(), self._on_account, self._on_no_account, owner=self)

    def request_code(self, email: str, done: Callable[[None], None], failed: Callable[[Exception], None]) -> None:
        """Have a code e-mailed."""
        session = self._need().session
        self._runner.run(lambda _token: session.request_code(email), done, failed)

    def verify_code(
        self, email: str, code: str, done: Callable[[object], None], failed: Callable[[Exception], None]
    ) -> None:
        """Sign in with the code."""
        session = self._need().session
        self._runner.run(lambda _token: session.verify_code(email, code), done, failed)

    def sign_out(self) -> None:
        session = self._need().session
        self._runner.run(lambda _token: session.sign_out(), owner=self)

    def load_packs(self, done: Callable[[list[contract.Pack]], None], failed: Callable[[Exception], None]) -> None:
        api = self._need().api
        self._runner.run(lambda _token: api.packs(), done, failed)

    def checkout(
        self, pack: str, done: Callable[[contract.Checkout], None], failed: Callable[[Exception], None]
    ) -> None:
        """Begin a purchase; `done` gets the page to open in the browser."""
        api = self._need().api
        self._runner.run(lambda _token: api.checkout(pack), done, failed)

    def load_history(
        self,
        cursor: str | None,
        done: Callable[[contract.HistoryPage], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """A page of the ledger; `cursor` is None for the newest."""
        api = self._need().api
        self._runner.run(lambda _token: api.history(cursor), done, failed)

    # Parts

    def _need(self) -> Cloud:
        if self._cloud is None:
            raise RuntimeError("The account was asked before the cloud was attached.")
        return self._cloud

    @Slot(object)
    def _on_state(self, state: SessionState) -> None:
        before, self._state = self._state, state
        if not self.signed_in:
            self._account = None
        elif state is not before:
            self.refresh()
            if before is not None and self._cloud is not None:
                self._cloud.engine.wake()
        self.changed.emit()

    def _on_account(self, account: contract.Account) -> None:
        self._asking = False
        before, self._account = self.available, account
        if account.credits.available > (before if before is not None else account.credits.available):
            if self._cloud is not None:
                self._cloud.engine.wake()
            self.credits_grew.emit()
        self.changed.emit()
        self._ask_again()

    def _on_no_account(self, _error: Exception) -> None:
        """The last balance stays on show; the activity bar says when the service cannot be reached."""
        self._asking = False
        self._ask_again()

    def _ask_again(self) -> None:
        if self._again:
            self._again = False
            self.refresh()
