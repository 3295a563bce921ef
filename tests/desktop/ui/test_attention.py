"""What is told to a user who is in another window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.cloud.status import SyncState, SyncStatus

MakeApp = Callable[..., App]

BEGUN = SyncStatus(SyncState.WORKING, "", editing=3, done=0, total=3)
UNDER_WAY = SyncStatus(SyncState.WORKING, "", editing=2, done=1, total=3)
OVER = SyncStatus(SyncState.IDLE, "", done=3, total=3, failed=1)


class Desk:
    """A desktop that shows messages, and keeps what it was given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.messages: list[tuple[str, str]] = []
        self.badges: list[int] = []
        monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
        monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
        monkeypatch.setattr(QSystemTrayIcon, "showMessage", self._show)
        monkeypatch.setattr(QGuiApplication, "setBadgeNumber", lambda _app, count: self.badges.append(count))

    def _show(self, title: str, text: str, _icon: QIcon) -> None:
        self.messages.append((title, text))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(monkeypatch)


def test_one_notification_when_the_order_is_done_and_the_window_is_not_in_front(
    make_app: MakeApp, qtbot: QtBot, desk: Desk
) -> None:
    app = make_app()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not app.window.isActiveWindow())
    for status in (BEGUN, UNDER_WAY, OVER, OVER):
        app.work._on_status(status)
    assert desk.messages == [("Luster", "The order is finished. 1 photo failed.")]
    assert desk.badges == [3, 2, 0, 0]
    icon = app.window.findChild(QSystemTrayIcon)
    assert icon is not None
    icon.messageClicked.emit()
    qtbot.waitUntil(app.window.isActiveWindow)
    app.work._attention._on_state(Qt.ApplicationState.ApplicationActive)
    assert not icon.isVisible(), "the icon stays no longer than its message"


def test_none_while_the_window_is_in_front(make_app: MakeApp, qtbot: QtBot, desk: Desk) -> None:
    app = make_app()
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    for status in (BEGUN, OVER):
        app.work._on_status(status)
    assert desk.messages == []
    assert app.window.notices._topics["order"].accessibleName() == "The order is finished. 1 photo failed."


def test_a_run_that_is_paused_still_shows_what_is_left(make_app: MakeApp, desk: Desk) -> None:
    app = make_app()
    app.work._on_status(SyncStatus(SyncState.PAUSED, "", done=1, total=3))
    app.work.close()
    assert desk.badges == [2, 0]
