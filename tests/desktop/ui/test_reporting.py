"""Reporting a problem from the menu, and after a crash: the user reads all of it before there is a file."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.diagnosis.log import logging_to
from luster_desktop.ui.shell.reporting import ReportDialog

MakeApp = Callable[..., App]


def said(app: App) -> str:
    return " ".join(label.text() for label in app.window.notices.findChildren(QLabel))


def shown(app: App, qtbot: QtBot) -> ReportDialog:
    qtbot.waitUntil(lambda: app.window.findChild(ReportDialog) is not None)
    dialog = app.window.findChild(ReportDialog)
    assert dialog is not None
    return dialog


def test_a_crash_is_told_and_its_report_is_read_before_it_is_saved(
    make_app: MakeApp, qtbot: QtBot, tmp_path: Path
) -> None:
    app = make_app()
    app.bench.library.create_shoot("Canary Lane")
    with logging_to(app.paths.logs):
        logging.getLogger("luster.window").error("something about Canary Lane")
    app.reporting.tell_of_crash()
    assert "ended unexpectedly" in said(app)
    offer = next(item for item in app.window.notices.findChildren(QPushButton) if item.text() == "Report a problem…")
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    dialog = shown(app, qtbot)
    text = dialog.shown.toPlainText()
    assert "something about <name>" in text
    assert "Canary" not in text
    assert dialog.shown.isReadOnly()
    assert any(app.settings.support in label.text() for label in dialog.findChildren(QLabel))
    assert not list(tmp_path.rglob("*.zip"))

    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    chooser = app.window.findChild(QFileDialog)
    assert chooser is not None
    chooser.close()
    app.reporting.save(dialog.report, tmp_path)
    qtbot.waitUntil(lambda: "The report is saved as" in said(app))
    (path,) = tmp_path.glob("luster-report-*.zip")
    with zipfile.ZipFile(path) as archive:
        assert all(archive.read(name).decode().rstrip() in text for name in archive.namelist())
        assert "log.txt" in archive.namelist()
    assert app.settings.support in said(app)


def test_the_menu_offers_a_report_at_any_time(make_app: MakeApp, qtbot: QtBot) -> None:
    app = make_app()
    menu = app.window.topbar._app_menu(app.actions)
    entry = next(action for action in menu.actions() if action.text() == "Report a problem…")
    entry.trigger()
    assert "PySide6" in shown(app, qtbot).shown.toPlainText()


def test_a_report_that_cannot_be_saved_is_told_so(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    app.reporting.ask()
    dialog = shown(app, qtbot)
    with qtbot.waitSignal(app.reporting.troubled) as told:
        app.reporting.save(dialog.report, tmp_path / "nowhere")
    assert told.args[0].title == "The report could not be saved"
    assert not list(tmp_path.rglob("*.zip"))
