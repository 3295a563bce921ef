"""A folder that becomes a shoot as files arrive, in the whole window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library import watching
from luster_desktop.library.models import PhotoState
from luster_desktop.tasks import watch
from tests.desktop.ui import states

MakeApp = Callable[..., App]


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "POLL", 0.2)


def until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    """Files have to be quiet for a moment before they arrive, and the machine may be busy."""
    qtbot.waitUntil(true, timeout=60_000)


def names(app: App) -> list[str]:
    return [row.photo.name for row in app.bench.photos.all_rows()]


def choose(app: App, folder: Path) -> None:
    """As a person does it: the menu, then the dialog."""
    menu = app.window.topbar.more.menu()
    next(entry for entry in menu.actions() if entry.text() == "Watch a folder…").trigger()
    dialog = next(found for found in app.window.findChildren(QFileDialog) if found.windowTitle() == "Watch a folder")
    dialog.fileSelected.emit(str(folder))
    dialog.close()


def test_files_become_a_shoot_as_they_arrive(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    folder = tmp_path / "12 Oak St"
    states.make_photos(folder, 2)
    choose(app, folder)
    until(qtbot, lambda: len(names(app)) == 2)
    # Read before one of them is deleted below.
    until(qtbot, lambda: {row.photo.state for row in app.bench.photos.all_rows()} == {PhotoState.READY})
    assert app.bench.current is not None
    assert app.bench.current.name == "12 Oak St"
    badge = app.window.topbar.watched
    assert (badge.isVisible(), badge.said) == (True, "Watching 12 Oak St")
    (new,) = states.make_photos(tmp_path / "camera", 1)
    shutil.copyfile(new, folder / "IMG_0100.JPG.part")
    shutil.copyfile(new, folder / "IMG_0101.JPG")
    until(qtbot, lambda: names(app) == ["IMG_0001.JPG", "IMG_0002.JPG", "IMG_0101.JPG"])
    (folder / "IMG_0001.JPG").unlink()
    until(qtbot, lambda: {row.photo.state for row in app.bench.photos.all_rows()} == {PhotoState.READY})
    assert len(names(app)) == 3, "a file that was deleted took its photo along"
    assert app.window.notices._topics == {}
    choose(app, folder)
    until(qtbot, lambda: app.window.topbar.watched.isVisible())
    assert len(app.bench.shoots) == 1


def test_an_empty_folder_says_that_photos_will_come(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    empty = app.window.gallery.empty
    assert "Drop a folder" in empty.title.text()
    (tmp_path / "Tether").mkdir()
    choose(app, tmp_path / "Tether")
    until(qtbot, lambda: empty.title.text() == "Photos appear here as they arrive")
    assert not empty.watch.isVisible()


def test_it_goes_on_after_a_restart_and_what_was_removed_stays_away(
    make_app: MakeApp, qtbot: QtBot, tmp_path: Path
) -> None:
    first = make_app()
    folder = tmp_path / "Export"
    states.make_photos(folder, 3)
    choose(first, folder)
    until(qtbot, lambda: len(names(first)) == 3)
    shoot = first.bench.current
    assert shoot is not None
    until(qtbot, lambda: len(first.bench.library.read(watching.taken, shoot.id)) == 3)
    first.bench.remove([first.bench.photos.at(1).photo.id])
    first.window.close()
    (new,) = states.make_photos(tmp_path / "camera", 1)
    shutil.copyfile(new, folder / "IMG_0009.JPG")
    again = make_app()
    until(qtbot, lambda: names(again) == ["IMG_0001.JPG", "IMG_0003.JPG", "IMG_0009.JPG"])
    assert again.window.topbar.watched.isVisible()


def test_it_can_be_stopped(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    folder = tmp_path / "Export"
    states.make_photos(folder, 1)
    choose(app, folder)
    until(qtbot, lambda: len(names(app)) == 1)
    shoot = app.bench.current
    assert shoot is not None
    found = app.watching.of(shoot.id)
    assert found is not None
    app.window.topbar.watched.stop.click()
    assert app.watching.of(shoot.id) is None
    until(qtbot, lambda: app.bench.shoots[0].watched is None)
    assert not app.window.topbar.watched.isVisible()
    states.make_photos(folder, 3)
    with qtbot.assertNotEmitted(app.bench.arrived, wait=1500):
        found.look()
    assert len(names(app)) == 1


def test_a_folder_that_goes_away_is_said_and_goes_on_when_it_is_back(
    make_app: MakeApp, qtbot: QtBot, tmp_path: Path
) -> None:
    app = make_app()
    folder = tmp_path / "Card"
    states.make_photos(folder, 1)
    choose(app, folder)
    until(qtbot, lambda: len(names(app)) == 1)
    folder.rename(tmp_path / "away")
    until(qtbot, lambda: app.window.topbar.watched.said == "Waiting for Card")
    assert app.window.notices._topics["watched"].accessibleName() == (
        "The folder Card cannot be found. Its photos arrive when it is back."
    )
    (tmp_path / "away").rename(folder)
    (new,) = states.make_photos(tmp_path / "camera", 1)
    shutil.copyfile(new, folder / "IMG_0009.JPG")
    until(qtbot, lambda: names(app) == ["IMG_0001.JPG", "IMG_0009.JPG"])
    assert app.window.topbar.watched.said == "Watching Card"
    assert "watched" not in app.window.notices._topics


def test_a_removed_shoot_is_no_longer_watched_for(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    states.make_photos(tmp_path / "Export", 1)
    choose(app, tmp_path / "Export")
    until(qtbot, lambda: len(names(app)) == 1)
    shoot = app.bench.current
    assert shoot is not None
    app.bench.remove_shoot(shoot.id)
    until(qtbot, lambda: app.watching.of(shoot.id) is None)
    assert not app.window.topbar.watched.isVisible()


def test_the_empty_shoot_offers_it(make_app: MakeApp, qtbot: QtBot) -> None:
    app = make_app()
    until(qtbot, lambda: app.window.gallery.empty.watch.isVisible())
    app.window.gallery.empty.watch.click()
    titles = [dialog.windowTitle() for dialog in app.window.findChildren(QFileDialog)]
    assert titles == ["Watch a folder"]
    for dialog in app.window.findChildren(QFileDialog):
        dialog.close()
