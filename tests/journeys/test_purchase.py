"""Running out of credits in the window: the order waits, the purchase is made in the browser, the order goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from luster_desktop.app import App, Start
from luster_desktop.cloud.session import Session
from luster_desktop.library.models import JobState
from luster_desktop.ui.account.buy import BuyDialog
from luster_desktop.ui.account.history import HistoryDialog
from tests.journeys.conftest import SAMPLE, Machine

pytestmark = pytest.mark.journey


class Browser(QObject):
    """Stands where the system's browser is: notes which page the app opens."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.pages.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("http", made, "open")  # type: ignore[arg-type]  # the stub says bytes
    yield made
    QDesktopServices.unsetUrlHandler("http")


def buttons(dialog: BuyDialog) -> list[QPushButton]:
    return [button for button in dialog.findChildren(QPushButton) if button.property("pack")]


def test_an_order_waits_for_credits_and_goes_on_by_itself(
    open_window: Callable[..., App], qtbot: QtBot, machine: Machine, tmp_path: Path, browser: Browser
) -> None:
    email = "buyer@studio.test"

    def by_code(session: Session) -> None:
        session.request_code(email)
        session.verify_code(email, machine.code(email))

    app = open_window(tmp_path / "home", Start(sign_in=by_code))
    qtbot.waitUntil(lambda: app.account.available == 0, timeout=20_000)
    app.bench.add_paths([SAMPLE / "IMG_0001.JPG"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 1, timeout=10_000)
    panel = app.window.presets
    panel.choose("sky")
    qtbot.waitUntil(lambda: panel.plan is not None and panel.plan.missing == 1, timeout=5_000)
    assert not panel.run.isEnabled()

    # An order from before the balance was known: the service itself says that a credit is missing.
    assert app.cloud is not None
    photo = app.bench.photos.at(0).photo
    app.cloud.engine.order([photo.id], "sky")
    row = app.bench.photos.row_of
    waits = JobState.WAITING_FOR_CREDITS
    qtbot.waitUntil(
        lambda: (now := row(photo.id)) is not None and now.job is not None and now.job.state is waits, timeout=30_000
    )
    bar = app.window.activity
    qtbot.waitUntil(lambda: bar.action.text() == "Buy credits", timeout=10_000)
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)

    dialog = app.window.findChild(BuyDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: len(buttons(dialog)) > 0, timeout=10_000)
    qtbot.mouseClick(buttons(dialog)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(browser.pages) == 1, timeout=10_000)
    assert dialog.heading.text() == "Waiting for your payment"
    httpx.post(f"{browser.pages[0]}/pay", follow_redirects=False)
    qtbot.waitUntil(lambda: dialog.heading.text().endswith("added"), timeout=30_000)
    dialog.close()

    done = JobState.SUCCEEDED
    qtbot.waitUntil(
        lambda: (now := row(photo.id)) is not None and now.job is not None and now.job.state is done, timeout=120_000
    )
    books = machine.books(email)
    assert (books.held, books.captured) == (0, 1)
    app.window.topbar.history_asked.emit()
    history = app.window.findChild(HistoryDialog)
    assert history is not None
    qtbot.waitUntil(lambda: history.table.rowCount() == 2, timeout=10_000)
    said = [(history.table.item(line, 1).text(), history.table.item(line, 2).text()) for line in range(2)]
    assert said[0] == ("Photo IMG_0001, sky: 1 credit", "−1")
    assert said[1][0].startswith("Bought ")
    history.close()
