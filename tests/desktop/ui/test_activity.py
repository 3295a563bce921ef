"""The bar along the bottom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.cloud.status import SyncState, SyncStatus
from luster_desktop.ui.shell.activity import describe
from luster_desktop.ui.widgets.dialogs import Dialog

MakeApp = Callable[..., App]


class Engine:
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Callable[[], None]:
        return lambda: self.asked.append(name)


def test_steps_are_named_for_what_they_are() -> None:
    status = SyncStatus(SyncState.WORKING, "", merging=4, preparing=1, uploading=2, editing=3, downloading=1, total=11)
    line = describe(status, signed_in=True, expired=False, idle="")
    assert line.text == "Merging 4, preparing 1, uploading 2, editing 3, downloading 1"


def test_work_is_paused_and_called_back_by_the_bar(make_app: MakeApp, qtbot: QtBot) -> None:
    app = make_app()
    bar, engine = app.window.activity, Engine()
    assert not bar.pause.isVisible()
    app.work._cloud = type("Cloud", (), {"engine": engine})()
    working = SyncStatus(SyncState.WORKING, "", editing=3, total=3)
    app.work._status = working
    bar.show_status(working, signed_in=True, expired=False, idle="")
    qtbot.mouseClick(bar.pause, Qt.MouseButton.LeftButton)
    assert engine.asked == ["pause"]
    paused = SyncStatus(SyncState.PAUSED, "Paused.", editing=3, total=3)
    bar.show_status(paused, signed_in=True, expired=False, idle="")
    assert bar.pause.text() == "Go on"
    qtbot.mouseClick(bar.pause, Qt.MouseButton.LeftButton)
    assert engine.asked == ["pause", "resume"]
    qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    dialog = app.window.findChild(Dialog)
    assert dialog is not None
    assert dialog.windowTitle() == "Cancel 3 edits?"
    go = next(item for item in dialog.findChildren(QPushButton) if item.text() == "Cancel all")
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: engine.asked == ["pause", "resume", "cancel_all"])
    app.work._cloud = None


def test_a_service_that_wants_a_newer_app_is_a_state_with_a_link(
    make_app: MakeApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    said = "This version of Luster is too old for the service. Please update it."
    status = SyncStatus(SyncState.OUTDATED, said, link="https://luster.example/download")
    bar = app.window.activity
    bar.show_status(status, signed_in=True, expired=False, idle="")
    assert describe(status, signed_in=True, expired=False, idle="").text == said
    assert bar.action.text() == "Get the update"
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert opened == ["https://luster.example/download"]
    # An address that is no web page is not opened.
    bar.show_status(
        SyncStatus(SyncState.OUTDATED, said, link="file:///etc/passwd"), signed_in=True, expired=False, idle=""
    )
    assert bar.action.text() == "Try now"
    with qtbot.waitSignal(bar.wake_asked):
        qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert len(opened) == 1
