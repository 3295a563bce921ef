"""The bar along the bottom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.cloud.status import SyncState, SyncStatus
from luster_desktop.library import contents, jobs
from luster_desktop.reasons import Reason
from luster_desktop.ui.shell.activity import describe
from luster_desktop.ui.widgets.dialogs import Dialog
from tests.desktop.ui.states import make_photos

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


@pytest.mark.parametrize(
    ("state", "reason", "text"),
    [
        (SyncState.OFFLINE, Reason.OFFLINE, "No connection. Luster goes on by itself when there is one."),
        (SyncState.OFFLINE, Reason.WAS_ASLEEP, "The computer was asleep. Luster connects again and goes on by itself."),
        (SyncState.OFFLINE, "Storage is being moved.", "Storage is being moved."),
        (
            SyncState.DISK_FULL,
            Reason.DISK_NEARLY_FULL,
            "The disk is nearly full, so finished photos are not fetched. Make room; Luster then goes on by itself.",
        ),
    ],
)
def test_what_keeps_it_from_going_on_is_said_and_can_be_tried_at_once(
    make_app: MakeApp, qtbot: QtBot, state: SyncState, reason: str, text: str
) -> None:
    bar = make_app().window.activity
    status = SyncStatus(state, reason, downloading=2, total=3)
    line = describe(status, signed_in=True, expired=False, idle="")
    assert (line.text, line.action) == (text, "Try now")
    bar.show_status(status, signed_in=True, expired=False, idle="")
    assert bar.pause.isVisible()
    with qtbot.waitSignal(bar.wake_asked):
        qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)


def test_photos_whose_files_are_gone_are_found_by_one_click(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    paths = make_photos(tmp_path / "12 Oak Street", 3)
    app.bench.add_paths(paths)
    qtbot.waitUntil(lambda: len(app.bench.photos.all_rows()) == 3)
    bar, library = app.window.activity, app.bench.library
    gone = [row.photo.id for row in app.bench.photos.all_rows()][:2]
    library.write(jobs.order, gone, "dusk", {}, None)
    for photo_id in gone:
        library.write(jobs.fail_unsent, photo_id, "not_prepared", Reason.FILE_GONE)
    library.write(contents.note_missing, dict.fromkeys(gone, True))
    qtbot.waitUntil(lambda: bar.action.text() == "Find them…")
    assert "2 photos could not be sent: the files are no longer there." in bar._text.full_text()
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    chooser = app.window.findChild(QFileDialog)
    assert chooser is not None
    assert chooser.windowTitle() == "Where are the photos now?"
    chooser.close()
    library.write(contents.note_missing, {gone[0]: False})
    qtbot.waitUntil(lambda: bar.action.text() == "Find it…")


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
