"""Nothing is cut in small windows and at large text, and the first window fits its screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library import stacks
from luster_desktop.reasons import Reason
from luster_desktop.ui.settings.dialog import SettingsDialog
from luster_desktop.ui.settings.sheets import ShortcutSheet
from luster_desktop.ui.widgets.controls import ElidedLabel
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words.reasons import sentence
from tests.desktop.ui import account_pictures, states
from tests.desktop.ui.hands import ids
from tests.present import present

MakeApp = Callable[..., App]


@pytest.fixture
def app(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> Iterator[App]:
    """Photos in several states, one of them with a judged result."""
    states.settled_shoot(tmp_path / "home", tmp_path / "12 Oak Street", 8, slice(4, 7))
    app = make_app(home=tmp_path / "home")
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 6)
    rows = app.bench.photos.all_rows()
    jobs = states.order(app.bench.library, [row.photo for row in rows[:3]], "bright", {})
    judged = {"fidelity": {"verdict": "pass", "score": 0.2, "beyond_request": 1, "left_out": 3, "generated": ["sky"]}}
    states.finish(app.bench.library, jobs[0], tmp_path / "out", judged)
    states.fail(app.bench.library, jobs[1], "Too dark.")
    qtbot.waitUntil(lambda: app.bench.photos.at(1).problem is not None)
    yield app
    app.theme.set_text_scale(1.0)


def cut(root: QWidget) -> list[str]:
    """Labels and buttons that have less room than their words need, and what cannot be scrolled into sight."""
    found = []
    for area in root.findChildren(QScrollArea):
        inside, off = area.widget(), Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if area.isVisible() and inside is not None and area.horizontalScrollBarPolicy() == off:
            found += [f"{inside} is wider than what is seen of it"] if inside.width() > area.viewport().width() else []
    for item in root.findChildren(QWidget):
        if not item.isVisible() or not isinstance(item, QLabel | QAbstractButton) or not item.text():
            continue
        parent, words = item.parentWidget(), item.text()
        if parent is not None and not parent.rect().adjusted(-1, -1, 1, 1).contains(item.geometry()):
            found.append(f"{words} is outside")
        elif isinstance(item, QLabel) and item.wordWrap():
            found += [words] if item.height() < item.heightForWidth(item.width()) - 1 else []
        elif not isinstance(item, ElidedLabel):
            needed = item.minimumSizeHint()
            found += [words] if item.width() < needed.width() - 1 or item.height() < needed.height() - 1 else []
    return found


@pytest.mark.parametrize(
    ("size", "text"),
    [((1280, 800), 1.0), ((1280, 800), 2.0), ((1024, 700), 1.0), ((1024, 700), 2.0), ((683, 384), 1.0)],
)
def test_nothing_is_cut(app: App, qtbot: QtBot, size: tuple[int, int], text: float) -> None:
    window = app.window
    app.theme.set_text_scale(text)
    window.setMinimumSize(*size)
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    assert window.gallery.view.columns >= 2
    for number in range(1, 6):
        window.presets.choose_number(number)
        qtbot.waitUntil(lambda: cut(window) == [], timeout=5000)
    window.gallery.view.select(ids(app, 0, 1))
    qtbot.waitUntil(lambda: cut(window) == [], timeout=5000)
    window.open_review(ids(app, 0)[0])
    qtbot.waitUntil(lambda: window.review.compare._after is not None)
    window.presets.choose("dusk")
    window.review.toolbar.changes.click()
    qtbot.waitUntil(lambda: cut(window) == [], timeout=5000)
    assert window.review.toolbar.back.isVisible()
    assert window.review.toolbar.more.isVisible()
    run = window.presets.run
    assert run.text().split() == run.accessibleName().split(" "), "broken in lines for the eye alone"


@pytest.mark.parametrize(
    ("size", "text"),
    [((1280, 800), 2.0), ((1024, 700), 2.0), ((683, 384), 1.0), ((683, 500), 2.0), ((683, 384), 2.0)],
)
def test_nothing_of_an_opened_stack_is_cut(app: App, qtbot: QtBot, size: tuple[int, int], text: float) -> None:
    window, gallery = app.window, app.window.gallery
    account_pictures.signed_in(app.account, 1250)
    app.account.changed.emit()
    rows = app.bench.photos.all_rows()
    doubtful = next(row for row in rows if row.exposures)
    doubt = stacks.Stack(doubtful.photo.id, doubtful.photo.path, Reason.OTHER_GROUPING)
    assert app.bench.current is not None
    app.bench.library.write(stacks.arrange, app.bench.current.id, {}, [doubt])
    app.theme.set_text_scale(text)
    window.setMinimumSize(*size)
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    gallery.view.select([doubtful.photo.id])
    qtbot.waitUntil(lambda: window.presets.quote is not None and window.presets.quote.unsure == 1)
    gallery.open_stack()
    qtbot.waitUntil(lambda: cut(window) == [], timeout=5000)
    strip = gallery.stack.strip
    assert gallery.stack.rect().contains(strip.geometry()), "exposures reach out of the panel"
    told = sentence(Reason.OTHER_GROUPING)
    assert gallery.stack._doubt.text == told
    said = gallery.stack._doubt._text
    assert told in (said.text(), said.toolTip())
    gallery.close_stack()
    qtbot.waitUntil(gallery.view.isVisible)
    qtbot.waitUntil(gallery.filters.isVisible)


def test_in_a_low_window_the_opened_stack_takes_the_grids_place(app: App, qtbot: QtBot) -> None:
    window, gallery = app.window, app.window.gallery
    window.setMinimumSize(683, 384)
    window.resize(683, 384)
    qtbot.waitUntil(lambda: window.height() == 384)
    stack = next(row for row in app.bench.photos.all_rows() if row.exposures)
    gallery.view.setFocus()
    gallery.view.select([stack.photo.id])
    qtbot.keyClick(window, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: gallery.stack.isVisible() and not gallery.view.isVisible())
    assert gallery.stack.strip.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_E)
    qtbot.waitUntil(gallery.view.isVisible)
    assert gallery.view.hasFocus()


@pytest.mark.parametrize("text", [1.0, 2.0])
def test_long_dialogs_fit_the_screen(app: App, qtbot: QtBot, text: float) -> None:
    app.theme.set_text_scale(text)
    sheets: list[Dialog] = [ShortcutSheet(app.window, app.actions.sheet()), SettingsDialog(app.window, app.store)]
    for dialog in sheets:
        dialog.open()
        qtbot.wait(30)
        room = dialog.screen().availableSize()
        assert dialog.height() <= room.height()
        assert dialog.width() <= room.width()
        assert cut(dialog) == []
        body = dialog._body
        assert body.width() <= present(body.parentWidget()).width(), "words reach out of the dialog"
        dialog.close()


def test_filters_fold_into_one_where_there_is_no_room(app: App, qtbot: QtBot) -> None:
    filters = app.window.gallery.filters
    app.theme.set_text_scale(2.0)
    app.window.resize(1024, 700)
    qtbot.waitUntil(filters.folded.isVisible)
    filters.folded.click()
    menu = next(menu for menu in filters.findChildren(QMenu) if menu.isVisible())
    entry = next(entry for entry in menu.actions() if entry.text().startswith("Failed"))
    entry.trigger()
    menu.close()
    assert app.bench.photos.rowCount() == 1
    assert filters.folded.text().startswith("Failed")


def test_notices_lie_over_the_photos_and_move_nothing(app: App, qtbot: QtBot) -> None:
    window = app.window
    view, before = window.gallery.view, window.gallery.view.geometry()
    place = view.mapTo(window, QPoint(0, 0))
    for topic in ("one", "two"):
        window.notices.say(topic, f"{topic}: 15 photos added, 3 files were left out.", action="Show which")
    qtbot.wait(30)
    assert (view.geometry(), view.mapTo(window, QPoint(0, 0))) == (before, place)
    notices = window.notices
    inside = view.rect().translated(view.mapTo(present(notices.parentWidget()), QPoint(0, 0)))
    assert inside.contains(notices.geometry())
    window.open_review(ids(app, 0)[0])
    stage = window.review.compare
    inside = stage.rect().translated(stage.mapTo(present(notices.parentWidget()), QPoint(0, 0)))
    qtbot.waitUntil(lambda: inside.contains(notices.geometry()))
    for topic in ("one", "two"):
        notices.clear(topic)
    assert not notices.isVisible()


def test_a_narrow_window_has_its_shoots_in_a_menu(app: App, qtbot: QtBot) -> None:
    window = app.window
    app.bench.new_shoot("7 Elm Court")
    qtbot.waitUntil(lambda: len(app.bench.shoots) == 2)
    window.setMinimumSize(600, 400)
    window.resize(700, 500)
    qtbot.waitUntil(lambda: window.topbar.shoots.isVisible() and not window.sidebar.isVisible())
    menu = window.topbar.shoots.menu()
    menu.aboutToShow.emit()
    next(entry for entry in menu.actions() if entry.text() == "12 Oak Street").trigger()
    qtbot.waitUntil(lambda: app.bench.current is not None and app.bench.current.name == "12 Oak Street")
    window.resize(1200, 700)
    qtbot.waitUntil(window.sidebar.isVisible)


@pytest.mark.parametrize(
    ("screen", "scale"), [((1280, 800), 1), ((1920, 1080), 2), ((1366, 768), 2), ((3840, 2160), 3)]
)
def test_the_first_window_fits_its_screen(tmp_path: Path, screen: tuple[int, int], scale: int) -> None:
    width, height = screen
    one = {"name": "one", "x": 0, "y": 0, "width": width, "height": height}
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": [one | {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}))
    environment = os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "QT_SCALE_FACTOR": str(scale),
    }
    command = [sys.executable, "-m", "tests.desktop.ui.first_window", str(tmp_path / "home")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    found = json.loads(done.stdout)
    assert found["room"] == [width // scale, height // scale]
    assert found["window"][0] <= found["room"][0]
    assert found["window"][1] <= found["room"][1] - 30, "no room for the title bar"
    assert found["columns"] >= 2
    assert found["shoots"]
