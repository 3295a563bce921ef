"""Stacks as a person handles them: keys, clicks, drags, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.paths import resource
from luster_desktop.ui.gallery import pictures
from luster_desktop.ui.gallery.exposures import ExposureModel, shutter_text, stops_text
from luster_desktop.ui.gallery.model import mime_of
from luster_desktop.ui.gallery.ordering import Look, Sort
from luster_desktop.ui.review.pictures import load_picture
from tests.desktop.ui import states
from tests.desktop.ui.hands import ALT, CTRL, SHIFT, cell, drop, ids, photo, press, shown, stored


@pytest.fixture
def app(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> App:
    """Eight photos, of which 2, 3 and 4 are a stack."""
    states.settled_shoot(tmp_path / "home", tmp_path / "Lake House", 8, slice(1, 4))
    made = make_app(tmp_path / "home")
    qtbot.waitUntil(lambda: shown(made) == "1 2+3+4 5 6 7 8")
    return made


def test_a_stack_is_one_cell_that_says_so(app: App) -> None:
    model = app.bench.photos
    row = model.at(1)
    assert pictures.picture_key(replace(row, prepared=None), 200, 1.0).path == row.exposures[1].path
    said = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("IMG_0003.JPG, stack of 3 exposures, ")
    delegate, view = app.window.gallery.view._delegate, app.window.gallery.view
    rect = view.visualRect(model.index(1))
    assert delegate.badge_rect(rect, row, "stack") is not None
    assert delegate.badge_rect(rect, row, "unsure") is None
    assert delegate.badge_rect(view.visualRect(model.index(0)), model.at(0), "stack") is None


def test_the_badge_and_e_open_and_close_the_stack(app: App, qtbot: QtBot) -> None:
    gallery, view = app.window.gallery, app.window.gallery.view
    rect = view.visualRect(app.bench.photos.index(1)).adjusted(2, 2, -2, -2)
    badge = view._delegate.badge_rect(rect, app.bench.photos.at(1), "stack")
    assert badge is not None
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=badge.center())
    assert gallery.stack.isVisible()
    assert gallery.stack.photo_id == photo(app, 1).id
    assert [one.name for one in gallery.stack.strip._exposures.photos] == [f"IMG_000{n}.JPG" for n in (2, 3, 4)]
    press(app, qtbot, Qt.Key.Key_E)
    assert not gallery.stack.isVisible()
    press(app, qtbot, Qt.Key.Key_E)
    assert gallery.stack.isVisible()
    press(app, qtbot, Qt.Key.Key_Left)
    assert gallery.stack.photo_id == photo(app, 0).id, "the panel follows the current photo"
    assert gallery.stack.strip._exposures.photos == ()
    assert gallery.stack._alone.isVisible()


def test_exposures_say_how_they_were_exposed(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    shoot = app.bench.current
    assert shoot is not None
    source = states.make_photos(tmp_path / "source", 1)[0]
    paths = states.bracket(source, tmp_path / "scene", (-2, 0, 2))
    made = states.stack(app.bench.library, shoot, states.add(app.bench.library, shoot, paths))
    qtbot.waitUntil(lambda: app.bench.photos.row_of(made) is not None)
    model = ExposureModel(app.runner, app)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_row(app.bench.photos.row_of(made))
    qtbot.waitUntil(lambda: model.facts(model.at(0)) != "", timeout=30_000)
    assert [model.facts(one) for one in model.photos] == ["1/120 s, −2 EV", "1/30 s, ±0 EV", "1/8 s, +2 EV"]
    said = model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "IMG_0001_3.JPG, exposure 3 of 3, 1/8 s, +2 EV"


def test_light_is_written_as_cameras_write_it() -> None:
    assert [shutter_text(s) for s in (1 / 4000, 1 / 60, 0.25, 0.5, 1.3, 30.0)] == [
        "1/4000 s",
        "1/60 s",
        "1/4 s",
        "0.5 s",
        "1.3 s",
        "30 s",
    ]
    assert [stops_text(s) for s in (-2.0, -0.68, 0.1, 1.32)] == ["−2 EV", "−0.7 EV", "±0 EV", "+1.3 EV"]


def test_joining_and_splitting_by_keys_and_back(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    view.select(ids(app, 3, 4))
    press(app, qtbot, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 6+7 8")
    (joined,) = ids(app, 3)
    qtbot.waitUntil(lambda: view.selected_ids() == [joined])
    app.bench.undo.undo()
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 6 7 8")
    app.bench.undo.redo()
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 6+7 8")
    assert ids(app, 3) == [joined], "the same stack comes back"
    view.select(ids(app, 0, 1, 3))
    press(app, qtbot, Qt.Key.Key_G, CTRL | SHIFT)
    qtbot.waitUntil(lambda: shown(app) == "1 2 3 4 5 6 7 8")
    press(app, qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 6+7 8")
    assert stored(app) == shown(app)


def test_exposures_are_taken_out_by_delete(app: App, qtbot: QtBot) -> None:
    gallery = app.window.gallery
    (stack,) = ids(app, 1)
    gallery.toggle_stack(stack)
    strip = gallery.stack.strip
    exposures = [one.id for one in app.bench.photos.at(1).exposures]
    strip.select([exposures[2]])
    assert gallery.stack.out.isEnabled()
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown(app) == "1 2+3 4 5 6 7 8")
    assert ids(app, 1) == [stack]
    assert [one.id for one in strip._exposures.photos] == exposures[:2]
    assert strip.currentIndex().row() == 1
    app.bench.undo.undo()
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 6 7 8")
    qtbot.mouseClick(gallery.stack.split, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(app) == "1 2 3 4 5 6 7 8")


def test_exposures_change_places(app: App, qtbot: QtBot) -> None:
    gallery = app.window.gallery
    gallery.toggle_stack(ids(app, 1)[0])
    strip = gallery.stack.strip
    exposures = [one.id for one in app.bench.photos.at(1).exposures]
    strip.select([exposures[0]])
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: shown(app) == "1 3+2+4 5 6 7 8")
    assert strip.selected_ids() == [exposures[0]], "what is moved stays selected"
    last = strip.visualRect(strip._exposures.index(2))
    assert drop(strip, QPoint(last.right() - 4, last.center().y()), mime_of([exposures[1]]))
    qtbot.waitUntil(lambda: shown(app) == "1 2+4+3 5 6 7 8")
    app.bench.undo.undo()
    app.bench.undo.undo()
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 6 7 8")


def test_a_photo_dropped_on_a_stack_becomes_part_of_it(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    middle, _ = cell(app, 1)
    model = app.bench.photos
    assert drop(view, middle, model.mimeData([model.index(4)]))
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4+7 5 6 8")
    press(app, qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 6 7 8")


def test_photos_are_moved_by_drags(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    at, width = cell(app, 0)
    assert drop(view, at - QPoint(width // 2 - 6, 0), mime_of(ids(app, 3, 1)))
    qtbot.waitUntil(lambda: shown(app) == "6 2+3+4 1 5 7 8")
    at, width = cell(app, 5)
    assert drop(view, at + QPoint(width // 2 - 6, 0), mime_of(ids(app, 0)))
    qtbot.waitUntil(lambda: shown(app) == "2+3+4 1 5 7 8 6")
    app.bench.undo.undo()
    app.bench.undo.undo()
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 6 7 8")


def test_an_exposure_is_dragged_out_into_the_grid(app: App, qtbot: QtBot) -> None:
    gallery = app.window.gallery
    gallery.toggle_stack(ids(app, 1)[0])
    model = gallery.stack.strip._exposures
    at, width = cell(app, 0)
    assert drop(gallery.view, at - QPoint(width // 2 - 6, 0), model.mimeData([model.index(1)]))
    qtbot.waitUntil(lambda: shown(app) == "3 1 2+4 5 6 7 8")
    gallery.show_look(Look(sort=Sort.NAME))
    qtbot.waitUntil(lambda: shown(app).startswith("1 "))
    at = gallery.view.viewport().rect().center()
    gallery.toggle_stack(next(row.photo.id for row in app.bench.photos.shown_rows() if row.exposures))
    assert drop(gallery.view, QPoint(at.x(), 4), model.mimeData([model.index(0)])), "out, wherever the order puts it"
    qtbot.waitUntil(lambda: "+" not in shown(app))


def test_photos_stay_where_another_order_puts_them(app: App) -> None:
    view = app.window.gallery.view
    app.window.gallery.show_look(Look(sort=Sort.NAME))
    at, _ = cell(app, 3)
    assert not drop(view, at, mime_of(ids(app, 0)))
    middle, _ = cell(app, 1)
    held = mime_of(ids(app, 0))
    enter = QDragEnterEvent(
        at, Qt.DropAction.CopyAction, held, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view.viewport(), enter)
    assert enter.isAccepted(), "it may still go on to a stack"
    assert drop(view, middle, held)


def test_files_from_outside_are_left_to_the_window(app: App, tmp_path: Path) -> None:
    data = QMimeData()
    data.setText(str(tmp_path))
    assert not drop(app.window.gallery.view, QPoint(40, 40), data)


def test_photos_are_moved_by_keys_and_only_in_the_shoots_own_order(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    view.select(ids(app, 0))
    press(app, qtbot, Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: shown(app) == "2+3+4 1 5 6 7 8")
    qtbot.waitUntil(lambda: view.selected_ids() == ids(app, 1))
    press(app, qtbot, Qt.Key.Key_Down, ALT)
    places = 1 + view.columns
    qtbot.waitUntil(lambda: app.bench.photos.at(min(5, places)).photo.name == "IMG_0001.JPG")
    before = stored(app)
    app.window.gallery.show_look(Look(sort=Sort.NAME))
    press(app, qtbot, Qt.Key.Key_Right, ALT)
    notice = app.window.notices._topics["order"]
    assert stored(app) == before
    notice.action.click()
    assert app.bench.photos.look == Look()


def test_a_held_key_moves_as_far_as_it_was_held(app: App, qtbot: QtBot) -> None:
    app.window.gallery.view.select(ids(app, 0))
    for _ in range(4):
        press(app, qtbot, Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: shown(app) == "2+3+4 5 6 7 1 8")
    while app.bench.undo.canUndo():
        app.bench.undo.undo()
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 6 7 8")


def test_a_stack_that_is_not_merged_yet_shows_what_merging_will_give(app: App, qtbot: QtBot) -> None:
    shoot, review = app.bench.current, app.window.review
    assert shoot is not None
    paths = [resource("sample_shoot", f"IMG_{number:04}.JPG") for number in (5, 6, 7)]
    made = states.stack(app.bench.library, shoot, states.add(app.bench.library, shoot, paths))
    qtbot.waitUntil(lambda: app.bench.photos.row_of(made) is not None)
    row = app.bench.photos.row_of(made)
    assert row is not None and row.before == row.unmerged[1] == paths[1]
    app.window.open_review(made)
    qtbot.waitUntil(lambda: review._pictures.picture(row.before) is not None, timeout=30_000)
    merged = review._pictures.picture(row.before)
    assert merged is not None
    alone = load_picture(paths[1], 1500).levels[0]
    assert abs(merged.levels[0].width() / merged.levels[0].height() - alone.width() / alone.height()) < 0.01
    # The view is blown out in the middle exposure alone.
    assert blown(merged.levels[0]) < 0.5 * blown(alone)


def blown(image: QImage) -> float:
    small = image.scaled(150, 100, mode=Qt.TransformationMode.SmoothTransformation)
    grey = [small.pixelColor(x, y).lightness() for x in range(150) for y in range(100)]
    return sum(value > 245 for value in grey) / len(grey)
