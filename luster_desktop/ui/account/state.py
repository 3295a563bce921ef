"""The account as the window sees it: signed in or not, and the balance. Every call runs on a worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from luster_desktop.tasks.bridges import LatestBridge
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.context import Cloud
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.cloud.api import ApiClient
    from luster_desktop.cloud.link import LinkNews, LinkSignIn
    from luster_desktop.cloud.session import SessionState
    from luster_desktop.tasks.runner import CancelToken

T = TypeVar("T")
REFRESH = 60_000  # ms between looks at the balance while nothing else asks for one
SOON = 2_000  # the same while a payment may be under way in the browser
SOON_FOR = 180.0  # seconds for which it is looked so often


class AccountState(QObject):
    """`changed` follows sign-in, sign-out and every new balance."""

    changed = Signal()
    bought = Signal(object)
    """The HistoryEntry of a purchase that was expected: its credits are there."""
    link_told = Signal(object)
    """LinkNews about an e-mailed link that is waited for."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._cloud: Cloud | None = None
        self._bridge: LatestBridge | None = None
        self._state: SessionState | None = None
        self._account: contract.Account | None = None
        self._links: LinkSignIn | None = None
        self._expected: set[UUID] = set()
        self._soon_until = 0.0
        self._asking = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH)
        self._timer.timeout.connect(self._on_timer)

    def attach(self, cloud: Cloud) -> None:
        """Follow this session from now on."""
        from luster_desktop.cloud.link import LinkSignIn

        self._cloud = cloud
        self._links = LinkSignIn(cloud.session, lambda news: self._runner.post(self._on_link, news), sentence)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_application_state)
        self._bridge = LatestBridge(cloud.session.subscribe, self)
        self._bridge.changed.connect(self._on_state)
        self._timer.start()
        self._on_state(cloud.session.state)

    def close(self) -> None:
        self._timer.stop()
        if self._bridge is not None:
            self._bridge.close()
        if self._links is not None:
            self._links.close()

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
        """What the user should know of how the sign-in is kept."""
        return sentence(self._cloud.session.notice or "") if self._cloud is not None else None

    @property
    def available(self) -> int | None:
        """Credits to spend; None while not known."""
        return self._account.credits.available if self._account is not None and self.signed_in else None

    @property
    def free_again(self) -> contract.FreeAgain | None:
        """How often the service edits a photo again for nothing; None while not known."""
        return self._account.free_again if self._account is not None and self.signed_in else None

    @property
    def held(self) -> int:
        """Credits that are set aside for orders under way."""
        return self._account.credits.held if self._account is not None and self.signed_in else 0

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
        api, expected = self._cloud.api, bool(self._expected)

        def look(_token: CancelToken) -> tuple[contract.Account, list[contract.HistoryEntry]]:
            entries = api.history().entries if expected else []
            return api.account(), entries  # in this order: the balance holds what the entries say

        self._runner.run(look, lambda found: self._on_account(*found), self._on_no_account, owner=self)

    def request_code(self, email: str, done: Callable[[None], None], failed: Callable[[Exception], None]) -> None:
        """Have a code and a link e-mailed; what becomes of the link is told by `link_told`."""
        links = self._links
        assert links is not None
        self._runner.run(lambda _token: links.request(email), done, failed)

    @Slot()
    def cancel_link(self) -> None:
        """Wait for no e-mailed link any more."""
        if self._links is not None:
            self._links.cancel()

    def verify_code(
        self, email: str, code: str, done: Callable[[object], None], failed: Callable[[Exception], None]
    ) -> None:
        """Sign in with the code."""
        session = self._need().session
        self._runner.run(lambda _token: session.verify_code(email, code), done, failed)

    def sign_out(self) -> None:
        session = self._need().session
        self._runner.run(lambda _token: session.sign_out(), owner=self)

    def delete(self, done: Callable[[contract.AccountDeleted], None], failed: Callable[[Exception], None]) -> None:
        """Delete the account at the service and sign out, here and everywhere; `done` gets what the service says."""
        session, api = self._need().session, self._need().api
        told: list[contract.AccountDeleted] = []

        def leave(_token: CancelToken) -> contract.AccountDeleted:
            session.sign_out(last=lambda: told.append(api.delete_account()))
            return told[0]

        self._runner.run(leave, done, failed)

    def load_packs(self, done: Callable[[list[contract.Pack]], None], failed: Callable[[Exception], None]) -> None:
        api = self._need().api
        self._runner.run(lambda _token: api.packs(), done, failed)

    def checkout(
        self, pack: str, done: Callable[[contract.Checkout], None], failed: Callable[[Exception], None]
    ) -> None:
        """Begin a purchase; `done` gets the page to open in the browser."""
        api = self._need().api
        self._runner.run(lambda _token: api.checkout(pack), done, failed)

    def expect(self, purchase_id: UUID) -> None:
        """Look often for the credits of a purchase that may be paid in the browser; `bought` tells that they came.

        There is no end to it: a payment may take days, and the page may be left open.
        """
        self._expected.add(purchase_id)
        self._soon_until = time.monotonic() + SOON_FOR
        self._timer.start(SOON)

    def load_history(
        self,
        cursor: str | None,
        done: Callable[[contract.HistoryPage], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """A page of the ledger; `cursor` is None for the newest."""
        api = self._need().api
        self._runner.run(lambda _token: api.history(cursor), done, failed)

    def ask(
        self, what: Callable[[ApiClient], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Have the service asked on a worker; `done` gets what it says."""
        api = self._need().api
        self._runner.run(lambda _token: what(api), done, failed)

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
            self._expected.clear()
        elif state is not before:
            self.refresh()
            if before is not None and self._cloud is not None:
                self._cloud.engine.wake()
        self.changed.emit()

    def _on_account(self, account: contract.Account, entries: list[contract.HistoryEntry]) -> None:
        self._asking = False
        before, self._account = self.available, account
        if before is not None and account.credits.available > before and self._cloud is not None:
            self._cloud.engine.wake()
        self.changed.emit()
        for entry in entries:
            if entry.kind == "purchase" and entry.purchase_id in self._expected:
                self._expected.discard(entry.purchase_id)
                self.bought.emit(entry)
        self._ask_again()

    def _on_no_account(self, _error: Exception) -> None:
        """The last balance stays on show; the activity bar says when the service cannot be reached."""
        self._asking = False
        self._ask_again()

    def _ask_again(self) -> None:
        if self._again:
            self._again = False
            self.refresh()

    def _on_link(self, news: LinkNews) -> None:
        self.link_told.emit(news)

    @Slot()
    def _on_timer(self) -> None:
        if self._timer.interval() != REFRESH and (not self._expected or time.monotonic() > self._soon_until):
            self._timer.start(REFRESH)
        self.refresh()

    @Slot(Qt.ApplicationState)
    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        """The user is back, perhaps from the payment page."""
        if state is Qt.ApplicationState.ApplicationActive:
            self.refresh()
