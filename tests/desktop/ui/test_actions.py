"""The table of actions, by which keys, menus, buttons and the sheet of shortcuts go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.reasons import Reason
from luster_desktop.ui.actions import Action, OnScreen
from luster_desktop.ui.review.compare import Mode
from luster_desktop.ui.settings.sheets import ShortcutSheet
from luster_desktop.ui.widgets.keys import native
from tests.desktop.ui import states

MakeApp = Callable[..., App]


def test_the_sheet_lists_what_the_window_listens_to(make_app: MakeApp, qtbot: QtBot) -> None:
    app = make_app()
    sheet = app.actions.sheet()
    assert list(sheet) == ["Photos", "Stacks", "Editing", "Reviewing", "Delivering", "Comparing"]
    heard = {shortcut.key().toString() for shortcut in app.window.findChildren(QShortcut)}
    said = {keys for group in sheet.values() for keys, _ in group}
    several = {
        "Ctrl+0 – 5",
        "1 – 9",
        "Shift+1 – 9",
        "Alt+←  →",
        "Alt+↑  ↓",
        "←  →",
        "Shift+←  →",
        "+  −",
        "J  K",
    }
    assert {QKeySequence(keys).toString() for keys in said - several} <= heard
    each = {"Ctrl+3", "7", "Shift+7", "Alt+Left", "Alt+Up", "Left", "Shift+Right", "+", "-", "PgUp", "PgDown", "J", "K"}
    assert each <= heard
    app.commands.shortcuts()
    dialog = app.window.findChild(ShortcutSheet)
    assert dialog is not None
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {native("Ctrl+G"), "Join into one stack", "Turn left"} <= texts
    dialog.close()


def test_a_key_a_menu_and_a_button_do_the_same(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    states.make_photos(tmp_path / "in", 3)
    app.bench.add_paths([tmp_path / "in"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 3)
    app.window.gallery.view.select([app.bench.photos.at(0).photo.id])

    def photo() -> tuple[int, bool]:
        shown = app.bench.photos.at(0).photo
        return shown.turn, shown.rejected

    qtbot.keyClick(app.window, Qt.Key.Key_X)
    menu = app.window.gallery.menu.build([app.bench.photos.at(0)])
    entries = {entry.text(): entry for entry in menu.actions()}
    assert entries["Turn left"].shortcut().toString() == "Ctrl+["
    entries["Turn left"].trigger()
    assert photo() == (3, True)
    entries["Take back"].trigger()
    assert photo() == (3, False)
    filters = app.window.gallery.filters
    assert filters.remove.toolTip() == "Remove from the shoot; the files stay on your disk  Del"
    filters.remove.click()
    assert app.bench.photos.rowCount() == 2
    qtbot.keyClick(app.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert app.bench.photos.rowCount() == 3


def test_what_cannot_be_done_now_is_not_done(make_app: MakeApp, qtbot: QtBot) -> None:
    app = make_app()
    done: list[str] = []
    never = Action(
        "never", "Never", lambda: done.append("never"), ("Ctrl+F9",), enabled=lambda screen: screen.reviewing
    )
    app.actions.add([never])
    qtbot.keyClick(app.window, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    menu = QMenu()
    assert not app.actions.entry(menu, "never").isEnabled()
    app.actions.offer(menu, "never", OnScreen())
    assert len(menu.actions()) == 1
    assert done == []
    with pytest.raises(ValueError, match="again"):
        app.actions.add([Action("again", "Again", lambda: None, ("Ctrl+F9",))])


def test_the_review_bar_follows_the_table(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    states.settled_shoot(tmp_path / "home", tmp_path / "in", 2)
    app = make_app(home=tmp_path / "home")
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 2)
    photo = app.bench.photos.at(0).photo
    for preset in ("dusk", "sky"):
        (job,) = states.order(app.bench.library, [photo], preset, {})
        states.finish(app.bench.library, job, tmp_path / "out")
    qtbot.waitUntil(lambda: len(app.bench.photos.at(0).results) == 2)
    app.window.open_review(photo.id)
    bar, sheet = app.window.review.toolbar, dict(app.actions.sheet()["Comparing"])
    qtbot.waitUntil(bar.sides.isEnabled)
    keyed = {"D": bar.wipe, "S": bar.sides, "C": bar.changes, "Shift+V": bar.version, "M": bar.more}
    for keys, item in keyed.items():
        assert item.toolTip().endswith(f"  {keys}")
        assert keys in sheet

    def state() -> tuple[bool, bool, bool]:
        return bar.wipe.isChecked(), bar.sides.isChecked(), bar.changes_shown and bar.changes.isChecked()

    assert state() == (True, False, False)
    qtbot.mouseClick(bar.sides, Qt.MouseButton.LeftButton)
    assert (state(), app.window.review.compare._mode) == ((False, True, False), Mode.SIDE_BY_SIDE)
    qtbot.keyClick(app.window, Qt.Key.Key_D)
    assert (state(), app.window.review.compare._mode) == ((True, False, False), Mode.WIPE)
    qtbot.mouseClick(bar.wipe, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.changes, Qt.MouseButton.LeftButton)
    assert state() == (True, False, True)
    qtbot.keyClick(app.window, Qt.Key.Key_C)
    assert state() == (True, False, False)
    qtbot.keyClick(app.window, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(bar._menu.isVisible)
    assert [entry.text() for entry in bar._menu.actions()][:2] == ["New sky, delivered", "Dusk"]
    bar._menu.close()
    qtbot.keyClick(app.window, Qt.Key.Key_M)
    menu = next(found for found in app.window.findChildren(QMenu) if found.isVisible())
    assert "Turn left" in {entry.text() for entry in menu.actions()}
    menu.close()
    app.window.review.step(1)
    qtbot.waitUntil(lambda: not bar.sides.isEnabled())
    qtbot.keyClick(app.window, Qt.Key.Key_S)
    assert state() == (True, False, False)


def test_what_failed_is_said_in_words_on_the_stage(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    states.settled_shoot(tmp_path / "home", tmp_path / "in", 1)
    app = make_app(home=tmp_path / "home")
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 1)
    photo = app.bench.photos.at(0).photo
    (job,) = states.order(app.bench.library, [photo], "dusk", {})
    states.fail(app.bench.library, job, Reason.GAVE_UP.of(why=Reason.NOT_WHOLE))
    qtbot.waitUntil(lambda: app.bench.photos.at(0).problem is not None)
    app.window.open_review(photo.id)
    said = app.window.review._problem
    qtbot.waitUntil(said.isVisible)
    assert said.text() == "The edited photo did not arrive whole. Choose Try again to fetch it once more."
