"""The account's dialogs in each of their states, for `gallery_of_states`. No service is asked in these pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from backend import contract, words
from luster_desktop.cloud.session import SessionState
from luster_desktop.ui.account.buy import BuyDialog
from luster_desktop.ui.account.delete import DeleteDialog
from luster_desktop.ui.account.history import HistoryDialog
from luster_desktop.ui.account.page import AccountDialog
from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.account.studio import StudioDialog
from tests.desktop.ui.browser import Browser

USER = UUID(int=7)
LINES = [
    ("capture", -1, "Photo IMG_0012 of 12 Oak Street, dusk: 1 credit"),
    ("capture", -1, "Photo IMG_0011 of 12 Oak Street, dusk: 1 credit"),
    ("refund", -25, "Refund of 20 July purchase: 25 credits taken back"),
    ("capture", -2, "Photo Living room from the garden door of 12 Oak Street, sky: 2 credits"),
    ("purchase", 100, "Bought 100 credits"),
    ("dispute_won", 25, "Charge-back of 2 July purchase was settled: 25 credits returned"),
    ("purchase", 25, "Bought 25 credits"),
    ("grant", 10, "10 credits from Luster: Welcome"),
]


def signed_in(account: AccountState, available: int) -> None:
    """Have the window believe that somebody is signed in; no service is asked."""
    facts: Any = account
    facts._state = SessionState.SIGNED_IN
    facts._cloud = SimpleNamespace(
        session=SimpleNamespace(user=SimpleNamespace(email="ana.kowalska@example.com"), notice=None)
    )
    credits = contract.Credits(posted=available + 3, held=3)
    facts._account = contract.Account(user_id=USER, email="a@b.cd", credits=credits)
    facts.refresh = lambda: None


def take(window: QWidget, account: AccountState, shot: Callable[[QWidget, str], None]) -> None:
    """Show each dialog and hand it to `shot` with a name."""
    facts: Any = account
    signed_in(account, 86)
    facts.load_packs = lambda done, _failed: done(packs())
    facts.load_history = lambda _cursor, done, _failed: done(contract.HistoryPage(entries=entries(), next="more"))
    browser = Browser()
    QDesktopServices.setUrlHandler("http", browser, "open")  # type: ignore[arg-type]  # the stub says bytes
    shown(AccountDialog(window, account), "dialog-account", shot)
    shown(HistoryDialog(window, account), "dialog-history", shot)
    for name, service in studios().items():
        facts.ask = lambda what, done, _failed, service=service: done(what(service))
        studio = StudioDialog(window, account)
        if name == "made":
            studio.name.setText("Website")
            studio.make.click()
        shown(studio, f"dialog-studio-{name}", shot)
    delete = DeleteDialog(window, account)
    shown(delete, "dialog-delete", shot, keep=True)
    delete.field.setText("ana.kowalska@example.com")
    delete._on_error(RuntimeError())
    shown(delete, "dialog-delete-failed", shot)
    buy = BuyDialog(window, account, missing=7)
    shown(buy, "dialog-buy", shot, keep=True)
    buy._on_checkout(contract.Checkout(purchase_id=USER, url="http://127.0.0.1:1/pay"))
    shown(buy, "dialog-buy-waiting", shot, keep=True)
    buy._on_bought(entries()[4].model_copy(update={"purchase_id": USER}))
    shown(buy, "dialog-buy-done", shot)
    QDesktopServices.unsetUrlHandler("http")
    account._timer.stop()


def studios() -> dict[str, Any]:
    """What the service says of keys and the address: nothing yet, a new key, and an address that takes no events."""
    at = datetime(2026, 7, 2, 9, 30, tzinfo=UTC)
    key = contract.ApiKey(id=USER, name="Booking calendar", scopes=["read", "order"], ending="x9Qd", created_at=at)
    used = key.model_copy(update={"name": "Website", "scopes": ["read"], "ending": "a_7K", "used_at": at})
    made = contract.ApiKeyMade(**key.model_dump(), secret="lk_Zk3Vq8x0pTnW2sYbE7uJd5rGfMhA1cLoI9wBvN4t6XQ")
    working = contract.Webhook(url="https://studio.example/luster", created_at=at, delivered_at=at)
    late = words.sentence("webhook_answered", {"status": 500})
    ill = working.model_copy(update={"waiting": 3, "parked": 12, "error": late})
    return {
        "empty": SimpleNamespace(keys=list, webhook=contract.Webhook),
        "made": SimpleNamespace(keys=lambda: [key, used], webhook=lambda: working, make_key=lambda *_: made),
        "troubled": SimpleNamespace(keys=lambda: [used], webhook=lambda: ill),
    }


def shown(dialog: QDialog, name: str, shot: Callable[[QWidget, str], None], *, keep: bool = False) -> None:
    dialog.show()
    shot(dialog, name)
    if not keep:
        dialog.close()


def packs() -> list[contract.Pack]:
    return [
        contract.Pack(id="small", title="Starter", credits=25, amount=1900, currency="usd"),
        contract.Pack(id="medium", title="Studio", credits=100, amount=6900, currency="usd"),
        contract.Pack(id="large", title="Agency", credits=500, amount=29900, currency="usd"),
    ]


def entries() -> list[contract.HistoryEntry]:
    at = datetime(2026, 7, 22, 17, 40, tzinfo=UTC)
    return [
        contract.HistoryEntry(id=100 - n, at=at - timedelta(hours=9 * n), kind=kind, amount=amount, text=text)
        for n, (kind, amount, text) in enumerate(LINES)
    ]
