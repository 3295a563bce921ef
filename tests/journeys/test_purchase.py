"""Buying credits in the window: the page is paid, declined, paid later, left open, refunded; orders go on by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from luster_desktop.app import App, Start
from luster_desktop.cloud.session import Session
from luster_desktop.library.models import JobState, Recipe
from luster_desktop.ui.account.buy import BuyDialog
from luster_desktop.ui.account.history import HistoryDialog
from luster_desktop.ui.presets.confirm import ConfirmDialog
from luster_desktop.ui.shell.notices import Notice
from tests.desktop.ui.browser import Browser
from tests.journeys.conftest import SAMPLE, Machine
from tests.present import present

pytestmark = pytest.mark.journey
PACK = 25


@dataclass(frozen=True)
class Till:
    """The payment vendor's side: the page in the buyer's browser, and what the vendor's dashboard can do."""

    url: str

    def press(self, page: str, button: str) -> None:
        """Press pay, decline or later on the payment page."""
        assert httpx.post(f"{page}/{button}", follow_redirects=False).status_code == 303

    def control(self, path: str, **body: object) -> dict[str, Any]:
        answer: dict[str, Any] = httpx.post(f"{self.url}/control/{path}", json=body).raise_for_status().json()
        return answer

    def told(self) -> bool:
        """Whether every event so far has reached the service."""
        deliveries = httpx.get(f"{self.url}/control/webhooks").raise_for_status().json()["deliveries"]
        return all(delivery["state"] == "delivered" for delivery in deliveries)


@dataclass(frozen=True)
class Buyer:
    """Somebody with a window, a browser and no credits."""

    app: App
    qtbot: QtBot
    browser: Browser
    till: Till

    def begin(self) -> tuple[BuyDialog, str]:
        """Choose the smallest pack: the dialog that waits now, and the page that the browser shows."""
        self.app.window.topbar.credits_asked.emit()
        dialog = next(found for found in self.app.window.findChildren(BuyDialog) if found.isVisible())
        return dialog, self.choose(dialog)

    def choose(self, dialog: BuyDialog) -> str:
        seen = len(self.browser.pages)
        self.qtbot.waitUntil(lambda: len(buttons(dialog)) > 0, timeout=30_000)
        self.qtbot.mouseClick(buttons(dialog)[0], Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: len(self.browser.pages) > seen, timeout=30_000)
        assert dialog.heading.text() == "Waiting for your payment"
        return self.browser.pages[-1]

    def look(self) -> None:
        """Have the app ask for the balance once more, and wait for the answer, with all events delivered."""
        self.qtbot.waitUntil(self.till.told, timeout=30_000)
        with self.qtbot.waitSignal(self.app.account.changed, timeout=30_000):
            self.app.account.refresh()

    def has(self, credits: int) -> None:
        self.qtbot.waitUntil(lambda: self.app.account.available == credits, timeout=30_000)

    def notices(self) -> list[str]:
        return [notice.accessibleName() for notice in self.app.window.findChildren(Notice) if notice.isVisible()]

    def history(self, lines: int) -> list[tuple[str, str]]:
        """What the history says once it has so many lines, newest first."""
        self.app.window.topbar.history_asked.emit()
        dialog = next(found for found in self.app.window.findChildren(HistoryDialog) if found.isVisible())
        self.qtbot.waitUntil(lambda: dialog.table.rowCount() == lines, timeout=30_000)
        item = dialog.table.item
        said = [(present(item(line, 1)).text(), present(item(line, 2)).text()) for line in range(lines)]
        dialog.close()
        return said


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("http", made, "open")  # type: ignore[arg-type]  # the stub says bytes
    yield made
    QDesktopServices.unsetUrlHandler("http")


@pytest.fixture
def buyer(
    open_window: Callable[..., App],
    qtbot: QtBot,
    machine: Machine,
    tmp_path: Path,
    browser: Browser,
    request: pytest.FixtureRequest,
) -> Buyer:
    email = email_of(request.node.name)

    def by_code(session: Session) -> None:
        session.request_code(email)
        session.verify_code(email, machine.code(email))

    app = open_window(tmp_path / "home", Start(sign_in=by_code))
    found = Buyer(app, qtbot, browser, Till(machine.environment["STRIPE_API_BASE"]))
    found.has(0)
    return found


def email_of(test: str) -> str:
    return f"{test[5:45].strip('_')}@studio.test"


def buttons(dialog: BuyDialog) -> list[QPushButton]:
    return [button for button in dialog.findChildren(QPushButton) if button.property("pack")]


def test_an_order_waits_for_credits_and_goes_on_by_itself(
    buyer: Buyer, qtbot: QtBot, machine: Machine, request: pytest.FixtureRequest
) -> None:
    app = buyer.app
    app.bench.add_paths([SAMPLE / "IMG_0001.JPG"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 1, timeout=30_000)
    panel = app.window.presets
    panel.choose("sky")
    qtbot.waitUntil(lambda: panel.quote is not None and panel.quote.missing == 1, timeout=30_000)
    assert not panel.run.isEnabled()

    # An order from before the balance was known: the service itself says that a credit is missing.
    assert app.cloud is not None
    photo = app.bench.photos.at(0).photo
    app.cloud.engine.order([photo.id], Recipe.of("sky"))

    def reaches(state: JobState) -> Callable[[], bool]:
        return lambda: (
            (row := app.bench.photos.row_of(photo.id)) is not None
            and bool(row.job is not None and row.job.state is state)
        )

    qtbot.waitUntil(reaches(JobState.WAITING_FOR_CREDITS), timeout=30_000)
    bar = app.window.activity
    qtbot.waitUntil(lambda: bar.action.text() == "Buy credits", timeout=30_000)
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    dialog = app.window.findChild(BuyDialog)
    assert dialog is not None
    page = buyer.choose(dialog)
    buyer.till.press(page, "pay")
    qtbot.waitUntil(lambda: dialog.heading.text() == f"{PACK} credits added", timeout=30_000)
    dialog.close()

    qtbot.waitUntil(reaches(JobState.SUCCEEDED), timeout=120_000)
    books = machine.books(email_of(request.node.name))
    assert (books.held, books.captured) == (0, 1)
    shoot = app.bench.current
    assert shoot is not None
    taken = f"Photo IMG_0001 of {shoot.name}, sky: 1 credit"
    assert buyer.history(2) == [(taken, "−1"), (f"Bought {PACK} credits", f"+{PACK}")]


def test_an_order_that_lacked_credits_goes_on_when_they_are_bought(buyer: Buyer, qtbot: QtBot) -> None:
    app, panel = buyer.app, buyer.app.window.presets
    app.bench.add_paths([SAMPLE / "IMG_0001.JPG"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 1, timeout=30_000)
    panel.choose("sky")
    app.window.gallery.view.setFocus()
    qtbot.keyClick(app.window.gallery.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.quote is not None and (panel.quote.missing, panel.quote.selected) == (1, True))
    assert panel.missing.button.isVisible()
    qtbot.mouseClick(panel.missing.button, Qt.MouseButton.LeftButton)
    dialog = next(found for found in app.window.findChildren(BuyDialog) if found.isVisible())
    page = buyer.choose(dialog)
    buyer.till.press(page, "pay")
    photo_id = app.bench.photos.at(0).photo.id
    qtbot.waitUntil(lambda: len(app.bench.library.jobs(photo_id)) == 1, timeout=30_000)
    qtbot.waitUntil(lambda: not any(found.isVisible() for found in app.window.findChildren(BuyDialog)))
    assert app.bench.library.jobs(photo_id)[0].recipe.label == "sky"


def test_an_order_that_was_given_up_stays_given_up(buyer: Buyer, qtbot: QtBot) -> None:
    app, panel = buyer.app, buyer.app.window.presets
    app.bench.add_paths([SAMPLE / "IMG_0001.JPG"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 1, timeout=30_000)
    panel.choose("sky")
    qtbot.waitUntil(lambda: panel.quote is not None and panel.quote.missing == 1)
    qtbot.mouseClick(panel.missing.button, Qt.MouseButton.LeftButton)
    dialog = next(found for found in app.window.findChildren(BuyDialog) if found.isVisible())
    page = buyer.choose(dialog)
    dialog.reject()
    buyer.till.press(page, "pay")
    buyer.has(PACK)
    assert app.bench.library.jobs(app.bench.photos.at(0).photo.id) == []
    assert not any(found.isVisible() for found in app.window.findChildren(ConfirmDialog))


def test_a_declined_card_costs_nothing_and_may_be_followed_by_another(buyer: Buyer, qtbot: QtBot) -> None:
    dialog, page = buyer.begin()
    buyer.till.press(page, "decline")
    buyer.look()
    assert buyer.app.account.available == 0
    assert dialog.heading.text() == "Waiting for your payment"
    again = next(button for button in dialog.findChildren(QPushButton) if button.text().startswith("Open the payment"))
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert buyer.browser.pages == [page, page]
    buyer.till.press(page, "pay")
    qtbot.waitUntil(lambda: dialog.heading.text() == f"{PACK} credits added", timeout=30_000)
    buyer.has(PACK)
    assert buyer.history(1) == [(f"Bought {PACK} credits", f"+{PACK}")]


def test_a_payment_that_takes_longer_arrives_by_itself(buyer: Buyer, qtbot: QtBot) -> None:
    dialog, page = buyer.begin()
    buyer.till.press(page, "later")
    buyer.look()
    assert (buyer.app.account.available, dialog.heading.text()) == (0, "Waiting for your payment")
    dialog.close()
    buyer.till.control(f"sessions/{page.rpartition('/')[2]}/settle")
    buyer.has(PACK)
    said = f"{PACK} credits added. You have {PACK} credits now."
    qtbot.waitUntil(lambda: said in buyer.notices(), timeout=30_000)


def test_a_payment_that_fails_later_leaves_nothing_owed(buyer: Buyer) -> None:
    dialog, page = buyer.begin()
    buyer.till.press(page, "later")
    buyer.till.control(f"sessions/{page.rpartition('/')[2]}/fail")
    buyer.look()
    assert buyer.app.account.available == 0
    dialog.close()
    assert buyer.history(0) == []


def test_the_page_can_be_left_and_paid_another_time(buyer: Buyer, qtbot: QtBot) -> None:
    dialog, forgotten = buyer.begin()
    dialog.close()
    buyer.look()
    assert buyer.app.account.available == 0
    second, page = buyer.begin()
    assert page != forgotten
    buyer.till.press(page, "pay")
    qtbot.waitUntil(lambda: second.heading.text() == f"{PACK} credits added", timeout=30_000)
    second.close()
    # The first page was still open in a tab, and somebody pays there as well.
    buyer.till.press(forgotten, "pay")
    buyer.has(2 * PACK)
    said = f"{PACK} credits added. You have {2 * PACK} credits now."
    qtbot.waitUntil(lambda: said in buyer.notices(), timeout=30_000)


def test_a_refund_shows_in_the_balance_and_in_the_history(buyer: Buyer) -> None:
    dialog, page = buyer.begin()
    paid = buyer.till.control(f"sessions/{page.rpartition('/')[2]}/pay")
    buyer.has(PACK)
    dialog.close()
    buyer.till.control("refunds", payment_intent=paid["payment_intent"])
    buyer.look()
    buyer.has(0)
    taken, bought = buyer.history(2)
    assert bought == (f"Bought {PACK} credits", f"+{PACK}")
    words, amount = taken
    assert words.startswith("Refund of ")
    assert words.endswith(f" purchase: {PACK} credits taken back")
    assert amount == f"−{PACK}"
