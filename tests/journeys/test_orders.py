"""Orders and saving, twice: in the window by clicks and keys, and by the command; both leave the same behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.cli.services import Services
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.library.models import JobState
from luster_desktop.library.store import Library
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.presets.confirm import ConfirmDialog
from tests.journeys.conftest import ROOT, SAMPLE, Machine
from tests.journeys.test_window import drop, grant, signed_in_with

pytestmark = pytest.mark.journey
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DONE = 120_000


def left_behind(library: Library) -> list[tuple[object, ...]]:
    """What the library has of every order and its result."""
    (shoot,) = library.shoots()
    return [
        (row.photo.name, job.recipe, job.state, job.credits, [one.sha256 for one in row.results])
        for row in sorted(library.photos(shoot.id), key=lambda row: row.photo.name)
        for job in row.jobs
    ]


def test_the_window_and_the_command_leave_the_same_behind(
    open_window: Callable[..., App], qtbot: QtBot, machine: Machine, tmp_path: Path
) -> None:
    card = tmp_path / "12 Elm St"
    card.mkdir()
    for name in ("IMG_0001.JPG", "IMG_0002.JPG"):
        shutil.copy(SAMPLE / name, card)
    email = "window@orders.test"
    app = open_window(tmp_path / "window", signed_in_with(machine, email))
    qtbot.waitUntil(lambda: app.account.available == 0, timeout=30_000)
    grant(machine, email, 9)
    app.account.refresh()
    drop(app, card)
    panel = app.window.presets
    qtbot.waitUntil(lambda: panel.ready and app.bench.photos.rowCount() == 2 and not app.bench.grouping)
    panel.choose("sky", {"kind": "clear"})

    def order() -> None:
        qtbot.waitUntil(lambda: panel.quote is not None and panel.quote.price == 2, timeout=30_000)
        app.window.activateWindow()
        qtbot.waitUntil(app.window.isActiveWindow)
        qtbot.keyClick(app.window, Qt.Key.Key_Return, CTRL)
        dialog = next(found for found in app.window.findChildren(ConfirmDialog) if found.isVisible())
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    def done(each: int) -> bool:
        rows = app.bench.photos.all_rows()
        return all(len(row.results) == each and row.job and row.job.state is JobState.SUCCEEDED for row in rows)

    order()
    qtbot.waitUntil(lambda: done(1), timeout=DONE)
    # The same order once more is none, whatever was ordered in between.
    qtbot.waitUntil(lambda: panel.quote is not None and not panel.quote.photo_ids, timeout=30_000)
    panel.choose("lawn")
    order()
    qtbot.waitUntil(lambda: done(2), timeout=DONE)
    panel.choose("sky", {"kind": "clear"})
    qtbot.waitUntil(lambda: panel.quote is not None and not panel.quote.photo_ids, timeout=30_000)
    assert not panel.run.isEnabled()
    books = machine.books(email)
    assert (books.posted, books.held, books.captured) == (5, 0, 4)

    by_window = tmp_path / "saved by window"
    by_window.mkdir()
    for _ in range(2):
        app.window.activateWindow()
        qtbot.waitUntil(app.window.isActiveWindow)
        with qtbot.waitSignal(app.commands._saver.saved, timeout=30_000):
            qtbot.keyClick(app.window, Qt.Key.Key_S, CTRL | SHIFT)
            dialog = next(found for found in app.window.findChildren(QFileDialog) if found.isVisible())
            dialog.fileSelected.emit(str(by_window))
            dialog.close()

    other = "command@orders.test"
    home, by_command = tmp_path / "command", tmp_path / "saved by command"
    environment = {**machine.environment, "LUSTER_HOME": str(home)}
    settings = DesktopSettings.from_environment(environment)
    with Services(settings) as services:
        by_mailbox(services.session, settings, other)
        services.api.account()
    grant(machine, other, 9)
    for preset, more in (("sky", ["--param", "kind=clear"]), ("lawn", []), ("sky", ["--param", "kind=clear"])):
        arguments = ["enhance", card, "--preset", preset, *more, "--out", by_command, "--email", other]
        command = [sys.executable, "-m", "luster_desktop", *map(str, arguments)]
        ran = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
    books = machine.books(other)
    assert (books.posted, books.held, books.captured) == (5, 0, 4)

    with Services(settings) as services:
        assert left_behind(services.library) == left_behind(app.bench.library)
    saved = {path.name: path.read_bytes() for path in by_window.iterdir()}
    # The window saves the one result of each photo that is delivered, each command what it was asked for.
    every = {path.name: path.read_bytes() for path in by_command.iterdir()}
    assert sorted(every) == ["IMG_0001 lawn.jpg", "IMG_0001 sky.jpg", "IMG_0002 lawn.jpg", "IMG_0002 sky.jpg"]
    assert saved == {name: data for name, data in every.items() if "lawn" in name}
