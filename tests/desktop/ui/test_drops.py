"""Files and folders that are dropped on the window: what happens is asked by where they are dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.ui.shell.place import PlaceDialog
from tests.desktop.ui import states
from tests.desktop.ui.hands import CTRL

MakeApp = Callable[..., App]
HELD, NONE, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


@pytest.fixture
def app(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> App:
    """A shoot of three photos is open, and a folder of four and one of two lie on the disk."""
    states.settled_shoot(tmp_path / "home", tmp_path / "Sample shoot", 3)
    for name, count in (("12 Oak Street", 4), ("7 Elm Court", 2)):
        states.make_photos(tmp_path / name, count)
        (tmp_path / name / "notes.txt").write_text("not a photo")
    app = make_app(home=tmp_path / "home")
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 3)
    return app


def hover(app: App, paths: list[Path], at: QPoint) -> QMimeData:
    """A drag of files that comes in and stays there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QApplication.sendEvent(app.window, QDragEnterEvent(at, COPY, data, HELD, NONE))
    QApplication.sendEvent(app.window, QDragMoveEvent(at, COPY, data, HELD, NONE))
    return data


def drop(app: App, paths: list[Path], *, right: bool) -> None:
    at = QPoint(900 if right else 200, 400)
    data = hover(app, paths, at)
    QApplication.sendEvent(app.window, QDropEvent(QPointF(at), COPY, data, HELD, NONE))


def shoots(app: App) -> dict[str, int]:
    counted = (shoot for shoot in app.bench.shoots if shoot.id in app.bench.summaries)
    return {shoot.name: app.bench.summaries[shoot.id].photos for shoot in counted}


def test_the_window_says_what_each_side_would_do(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    overlay, folder = app.window.overlay, tmp_path / "12 Oak Street"
    hover(app, [folder], QPoint(200, 400))
    wanted = ["Add 4 files to Sample shoot", "New shoot: 12 Oak Street, 4 files"]
    qtbot.waitUntil(lambda: overlay.texts == wanted)
    here = overlay.point_at(QPoint(200, 400))
    there = overlay.point_at(QPoint(900, 400))
    assert here is not None and there is not None
    assert (here.text, there.text) == tuple(wanted)
    QApplication.sendEvent(app.window, QDragLeaveEvent())
    assert not overlay.isVisible()
    hover(app, [folder, tmp_path / "7 Elm Court"], QPoint(200, 400))
    qtbot.waitUntil(lambda: overlay.texts == ["Add 6 files to Sample shoot", "2 new shoots, 6 files"])
    QApplication.sendEvent(app.window, QDragLeaveEvent())
    hover(app, sorted(folder.glob("*.JPG")), QPoint(200, 400))
    assert overlay.texts == ["Add 4 files to Sample shoot"]


def test_a_folder_beside_the_open_shoot_is_a_new_one_and_can_be_undone(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    drop(app, [tmp_path / "12 Oak Street"], right=True)
    qtbot.waitUntil(lambda: shoots(app) == {"12 Oak Street": 4, "Sample shoot": 3})
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 4 and "made" in app.window.notices._topics)
    notice = app.window.notices._topics["made"]
    assert notice.accessibleName() == "New shoot: 12 Oak Street."
    notice.action.click()
    qtbot.waitUntil(lambda: shoots(app) == {"Sample shoot": 3})
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 3)
    assert len(list((tmp_path / "12 Oak Street").iterdir())) == 5, "a file of the user was touched"


def test_several_folders_are_several_shoots_and_undone_by_a_key(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    drop(app, [tmp_path / "12 Oak Street", tmp_path / "7 Elm Court"], right=True)
    qtbot.waitUntil(lambda: shoots(app) == {"12 Oak Street": 4, "7 Elm Court": 2, "Sample shoot": 3})
    qtbot.waitUntil(lambda: app.bench.undo.canUndo())
    assert app.bench.current is not None
    assert app.bench.current.name == "12 Oak Street"
    assert app.window.notices._topics["made"].accessibleName() == "2 new shoots: 12 Oak Street, 7 Elm Court."
    qtbot.keyClick(app.window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: shoots(app) == {"Sample shoot": 3})


def test_a_folder_on_the_open_shoot_is_added_and_can_be_undone(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    before = [row.photo.id for row in app.bench.photos.all_rows()]
    (tmp_path / "12 Oak Street" / "notes.txt").unlink()
    drop(app, [tmp_path / "12 Oak Street"], right=False)
    # The three first files of both folders differ, by their comments.
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 7 and app.bench.undo.canUndo())
    assert list(shoots(app)) == ["Sample shoot"]
    assert app.window.notices._topics["added"].accessibleName() == "4 photos added to Sample shoot."
    app.window.notices._topics["added"].action.click()
    assert [row.photo.id for row in app.bench.photos.all_rows()] == before
    qtbot.keyClick(app.window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert app.bench.photos.rowCount() == 7


def choose_folder(app: App, folder: Path) -> PlaceDialog:
    """By the key and the dialog for folders, to the question."""
    QTest.keyClick(app.window, Qt.Key.Key_O, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialogs = app.window.findChildren(QFileDialog)
    dialog = next(found for found in dialogs if found.windowTitle() == "Add a folder of photos")
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    return next(found for found in app.window.findChildren(PlaceDialog) if found.isVisible())


@pytest.mark.parametrize("fresh", [True, False])
def test_a_folder_that_is_chosen_asks_what_a_drop_asks(app: App, qtbot: QtBot, tmp_path: Path, fresh: bool) -> None:
    (tmp_path / "12 Oak Street" / "notes.txt").unlink()
    question = choose_folder(app, tmp_path / "12 Oak Street")
    wanted = ["Add 4 files to Sample shoot", "New shoot: 12 Oak Street, 4 files"]
    qtbot.waitUntil(lambda: [place.text() for place in question.places] == wanted)
    assert shoots(app) == {"Sample shoot": 3}
    qtbot.mouseClick(question.places[fresh], Qt.MouseButton.LeftButton)
    after = {"12 Oak Street": 4, "Sample shoot": 3} if fresh else {"Sample shoot": 7}
    qtbot.waitUntil(lambda: shoots(app) == after and app.bench.undo.canUndo())
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    qtbot.keyClick(app.window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 3)
    assert app.bench.current is not None
    assert app.bench.current.name == "Sample shoot"


def test_a_folder_for_an_empty_shoot_is_not_asked_about(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    app.bench.new_shoot("7 Elm Court")
    qtbot.waitUntil(lambda: app.bench.current is not None and app.bench.current.name == "7 Elm Court")
    app.commands._add_folder(tmp_path / "12 Oak Street")
    qtbot.waitUntil(lambda: shoots(app) == {"7 Elm Court": 4, "Sample shoot": 3})
    assert not app.window.findChildren(PlaceDialog)
