"""Stacks and marks as a person handles them: keys, clicks, drags, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QImage, QPainter, QPixmap
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library import stacks
from luster_desktop.library.models import Finishing, Photo, PhotoRow, PhotoState, Prepared, Role
from luster_desktop.library.stacks import Place
from luster_desktop.ui.gallery import pictures
from luster_desktop.ui.gallery.exposures import ExposureModel, shutter_text, stops_text
from luster_desktop.ui.gallery.model import mime_of
from luster_desktop.ui.gallery.ordering import Look, Rejected, Sort
from luster_desktop.ui.gallery.status import spoken, what_was_done
from tests.desktop.ui import states

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def app(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> App:
    """Eight photos, of which 2, 3 and 4 are a stack."""
    states.settled_shoot(tmp_path / "home", tmp_path / "Lake House", 8, slice(1, 4))
    made = make_app(tmp_path / "home")
    qtbot.waitUntil(lambda: shown(made) == "1 2+3+4 5 6 7 8")
    return made


def shown(app: App) -> str:
    return " ".join("+".join(p.name[7] for p in row.exposures or (row.photo,)) for row in app.bench.photos.shown_rows())


def stored(app: App) -> str:
    shoot = app.bench.current
    assert shoot is not None
    rows = app.bench.library.photos(shoot.id)
    return " ".join("+".join(photo.name[7] for photo in row.exposures or (row.photo,)) for row in rows)


def ids(app: App, *positions: int) -> list[UUID]:
    return [app.bench.photos.at(position).photo.id for position in positions]


def photo(app: App, position: int) -> Photo:
    return app.bench.photos.at(position).photo


def press(app: App, qtbot: QtBot, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(app.window.gallery.view, key, keys)


def drop(view: QListView, at: QPoint, data: QMimeData) -> bool:
    """A drag that ends here, as Qt hands it on; answers whether it was taken."""
    held, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter, move = QDragEnterEvent(at, copy, data, held, none), QDragMoveEvent(at, copy, data, held, none)
    QApplication.sendEvent(view.viewport(), enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(view.viewport(), move)
    if not move.isAccepted():
        QApplication.sendEvent(view.viewport(), QDragLeaveEvent())
        return False
    QApplication.sendEvent(view.viewport(), QDropEvent(QPointF(at), copy, data, held, none))
    return True


def cell(app: App, position: int) -> tuple[QPoint, int]:
    rect = app.window.gallery.view.visualRect(app.bench.photos.index(position))
    return rect.center(), rect.width()


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
    qtbot.waitUntil(lambda: model.facts(model.at(0)) != "", timeout=10_000)
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


def test_stars_rejection_and_turns_for_a_whole_selection_and_back_in_one_step(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    chosen = ids(app, 0, 1, 2)
    view.select(chosen)
    press(app, qtbot, Qt.Key.Key_4, CTRL)
    press(app, qtbot, Qt.Key.Key_X)
    press(app, qtbot, Qt.Key.Key_BracketRight, CTRL)
    press(app, qtbot, Qt.Key.Key_BracketRight, CTRL)
    press(app, qtbot, Qt.Key.Key_BracketLeft, CTRL)

    def marks(source: Callable[[UUID], Photo | None]) -> set[tuple[int, bool, int]]:
        found = [source(photo_id) for photo_id in chosen]
        return {(one.rating, one.rejected, one.turn) for one in found if one is not None}

    def on_screen(photo_id: UUID) -> Photo | None:
        row = app.bench.photos.row_of(photo_id)
        return row.photo if row is not None else None

    assert marks(on_screen) == {(4, True, 1)}, "at once, before anything was written"
    qtbot.waitUntil(lambda: marks(app.bench.library.photo) == {(4, True, 1)})
    assert app.bench.undo.count() == 5
    said = app.bench.photos.data(app.bench.photos.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith(", 4 stars, rejected")
    for _ in range(5):
        press(app, qtbot, Qt.Key.Key_Z, CTRL)
    assert marks(on_screen) == {(0, False, 0)}
    qtbot.waitUntil(lambda: marks(app.bench.library.photo) == {(0, False, 0)})
    qtbot.wait(150)
    assert marks(on_screen) == {(0, False, 0)}, "what was read in between came late"


def test_x_takes_back_only_when_all_are_rejected(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    view.select(ids(app, 0))
    press(app, qtbot, Qt.Key.Key_X)
    view.select(ids(app, 0, 2))
    press(app, qtbot, Qt.Key.Key_X)
    assert [photo(app, at).rejected for at in (0, 2)] == [True, True]
    press(app, qtbot, Qt.Key.Key_X)
    assert [photo(app, at).rejected for at in (0, 2)] == [False, False]


def test_culling_goes_on_to_the_next_photo(app: App, qtbot: QtBot) -> None:
    gallery = app.window.gallery
    gallery.show_look(Look(rejected=Rejected.HIDDEN))
    gallery.view.select(ids(app, 2))
    press(app, qtbot, Qt.Key.Key_X)
    press(app, qtbot, Qt.Key.Key_X)
    assert shown(app) == "1 2+3+4 7 8"
    assert gallery.view.selected_ids() == ids(app, 2)


def test_pictures_turn_clockwise() -> None:
    source = QImage(60, 40, QImage.Format.Format_RGB32)
    source.fill("#0000c8")
    painter = QPainter(source)
    painter.fillRect(0, 0, 30, 40, "#c80000")
    painter.end()
    seen = []
    for turn in range(4):
        canvas = QImage(60, 60, QImage.Format.Format_RGB32)
        canvas.fill("#000000")
        painter = QPainter(canvas)
        area = QRectF(0, 0, 60, 60)
        pixmap = QPixmap.fromImage(source)
        pictures.paint(painter, pictures.fitted(pixmap, turn, area.toRect()), pixmap, turn)
        painter.end()
        points = {"left": (12, 30), "top": (30, 12), "right": (48, 30), "bottom": (30, 48)}
        seen.append({name for name, at in points.items() if canvas.pixelColor(*at).name() == "#c80000"})
        assert canvas.pixelColor(30, 3).name() == ("#000000" if turn % 2 == 0 else canvas.pixelColor(30, 3).name())
    assert [one & {"left", "right"} if at % 2 == 0 else one & {"top", "bottom"} for at, one in enumerate(seen)] == [
        {"left"},
        {"top"},
        {"right"},
        {"bottom"},
    ]


def test_a_prepared_file_is_not_turned_twice() -> None:
    own = Photo(
        uuid4(), uuid4(), Path("/in/a.jpg"), "a.jpg", 9, 9, "image/jpeg", PhotoState.READY, datetime(2026, 5, 1), turn=3
    )
    made = Prepared(own.id, "r", Path("/prepared/a.jpg"), 9, 9, "image/jpeg", 9, 9, "0", "0", facts={"turn": 1})
    plain = PhotoRow(own)
    assert pictures.turn_of(plain, plain.before) == 3
    ready = PhotoRow(own, prepared=made)
    assert pictures.turn_of(ready, ready.before) == 2, "one of three quarters is in the file already"
    assert pictures.turn_of(ready, own.path) == 3
    untouched = PhotoRow(own, prepared=replace(made, path=own.path, facts={"removed": ["location"]}))
    assert pictures.turn_of(untouched, own.path) == 3


def test_a_cell_tells_all_that_it_shows() -> None:
    own = Photo(uuid4(), uuid4(), Path("/a.jpg"), "A.JPG", 9, 9, "image/jpeg", PhotoState.READY, datetime(2026, 5, 1))
    assert spoken(PhotoRow(own), {}) == "A.JPG, Ready"
    marked = replace(own, rating=1, rejected=True, unsure="Could be otherwise.")
    assert spoken(PhotoRow(marked, exposures=(own, own)), {}) == (
        "A.JPG, stack of 2 exposures, Ready, 1 star, rejected, unsure: Could be otherwise."
    )
    heic = replace(own, content_type="image/heic")
    assert spoken(PhotoRow(replace(own, rating=5), companion=heic), {}) == "A.JPG, RAW+HEIC, Ready, 5 stars"


def test_what_was_done_is_told_in_words() -> None:
    own = Photo(uuid4(), uuid4(), Path("/a.jpg"), "a.jpg", 9, 9, "image/jpeg", PhotoState.READY, datetime(2026, 5, 1))
    facts = {
        "merged": 4,
        "left_out": ["IMG_5.JPG"],
        "ghosts": 0.02,
        "lens": "EF 16-35mm",
        "tilt": [-1.24, 0.4],
        "whites": [1.1, 1, 0.9],
        "removed": ["location", "serial numbers"],
        "turn": 1,
    }
    made = Prepared(own.id, "r", Path("/p.jpg"), 9, 9, "image/jpeg", 9, 9, "0", "0", facts=facts)
    assert what_was_done(PhotoRow(own, prepared=made)) == (
        "4 exposures merged, 1 left out, movement removed, lens corrected, verticals straightened by 1.2°, "
        "white balance set, place and serial numbers removed"
    )
    assert what_was_done(PhotoRow(own, prepared=replace(made, facts={"developed": True}))) == "Developed from RAW"
    assert what_was_done(PhotoRow(own, prepared=replace(made, facts={}))) == what_was_done(PhotoRow(own)) == ""


def test_the_review_turns_the_photo_too(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    view.select(ids(app, 0))
    press(app, qtbot, Qt.Key.Key_Space)
    review = app.window.review
    qtbot.waitUntil(lambda: review.compare._before is not None and review.compare._before.full)
    assert review.compare._size == (240, 160)
    qtbot.keyClick(review.compare, Qt.Key.Key_BracketRight, CTRL)
    assert review.compare._size == (160, 240)
    assert review.compare._before is not None
    assert review.compare._before.levels[0].size().toTuple() == (160, 240)
    qtbot.keyClick(review.compare, Qt.Key.Key_5, CTRL)
    assert review._facts.text() == "★★★★★"
    app.bench.undo.undo()
    app.bench.undo.undo()
    assert review.compare._size == (240, 160)
    assert not review._facts.isVisible()


def test_finishing_is_chosen_in_the_menu(app: App, qtbot: QtBot) -> None:
    view, menu = app.window.gallery.view, app.window.gallery.menu
    view.select(ids(app, 0, 1))

    def entries() -> dict[str, bool]:
        built = menu.build([app.bench.photos.at(0), app.bench.photos.at(1)])
        finishing = next(action.menu() for action in built.actions() if action.text() == "Finishing")
        return {a.text(): a.isChecked() for a in finishing.actions() if a.text()}  # type: ignore[attr-defined]

    def trigger(text: str) -> None:
        built = menu.build([app.bench.photos.at(0), app.bench.photos.at(1)])
        finishing = next(action.menu() for action in built.actions() if action.text() == "Finishing")
        next(a for a in finishing.actions() if a.text() == text).trigger()  # type: ignore[attr-defined]

    names = ["As in the settings", "Lens correction", "Straight verticals", "White balance"]
    assert entries() == dict.fromkeys(names, True)
    trigger("Straight verticals")
    assert photo(app, 1).finishing == Finishing(verticals=False)
    assert list(entries().values()) == [False, True, False, True]
    trigger("As in the settings")
    assert photo(app, 1).finishing is None
    app.bench.undo.undo()
    assert photo(app, 0).finishing == Finishing(verticals=False)


def make_unsure(app: App, qtbot: QtBot) -> None:
    shoot, library = app.bench.current, app.bench.library
    assert shoot is not None
    row = app.bench.photos.at(1)
    doubt = stacks.Stack(row.photo.id, row.photo.path, "These could be grouped in another way too.")
    single = {photo(app, 4).id: Place(unsure="Nothing tells where this belongs.")}
    library.write(stacks.arrange, shoot.id, single, [doubt])
    qtbot.waitUntil(lambda: photo(app, 4).unsure is not None and photo(app, 1).unsure is not None)


def test_the_order_says_that_groups_are_unsure_and_shows_them(app: App, qtbot: QtBot) -> None:
    make_unsure(app, qtbot)
    gallery, panel = app.window.gallery, app.window.presets
    qtbot.waitUntil(lambda: panel.plan is not None and panel.plan.unsure == 2)
    assert panel.show_unsure.isVisible()
    model = app.bench.photos
    assert model.data(model.index(1), Qt.ItemDataRole.ToolTipRole) == "These could be grouped in another way too."
    assert "unsure: Nothing tells" in model.data(model.index(4), Qt.ItemDataRole.AccessibleTextRole)
    qtbot.mouseClick(panel.show_unsure, Qt.MouseButton.LeftButton)
    assert shown(app) == "2+3+4 7"
    assert gallery.stack.isVisible()
    assert gallery.stack.sure.isVisible()
    press(app, qtbot, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: shown(app) == "7")
    qtbot.waitUntil(lambda: gallery.view.selected_ids() == ids(app, 0))
    qtbot.mouseClick(gallery.stack.sure, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(app) == "")
    assert gallery.show_everything.isVisible()
    app.bench.undo.undo()
    qtbot.waitUntil(lambda: shown(app) == "7")
    gallery.show_everything.click() if gallery.show_everything.isVisible() else gallery.show_look(Look())
    qtbot.waitUntil(lambda: panel.plan is not None and panel.plan.unsure == 1)
    assert shown(app) == "1 2+3+4 5 6 7 8"
    assert photo(app, 1).settled


def test_raw_and_its_picture_are_one_cell(app: App, qtbot: QtBot) -> None:
    shoot = app.bench.current
    assert shoot is not None
    pair = {photo(app, 3).id: Place(photo(app, 2).id, Role.COMPANION)}
    app.bench.library.write(stacks.arrange, shoot.id, pair)
    qtbot.waitUntil(lambda: shown(app) == "1 2+3+4 5 7 8")
    model, view = app.bench.photos, app.window.gallery.view
    said = model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("IMG_0005.JPG, RAW+JPEG, ")
    assert view._delegate.badge_rect(view.visualRect(model.index(2)), model.at(2), "pair") is not None


def test_how_a_shoot_is_shown_is_remembered(app: App, make_app: Callable[..., App], qtbot: QtBot) -> None:
    look = Look(sort=Sort.NAME, backwards=True, rejected=Rejected.HIDDEN)
    app.window.gallery.show_look(look)
    app.window.close()
    second = make_app(app.settings.home)
    qtbot.waitUntil(lambda: bool(second.bench.photos.all_rows()))
    assert second.bench.photos.look == look
    assert shown(second) == "8 7 6 5 2+3+4 1"
    assert second.window.gallery.filters.looks.sort.text() == "Name, reversed"


def test_the_filter_menu_narrows_and_shows_everything_again(app: App, qtbot: QtBot) -> None:
    app.bench.edit.rate(ids(app, 0, 2), 3)
    looks = app.window.gallery.filters.looks
    looks._stars[3].trigger()
    assert shown(app) == "1 5"
    assert looks.narrow.text() == "3+ stars"
    looks._rejected[Rejected.ONLY].trigger()
    assert shown(app) == ""
    looks._all.trigger()
    assert shown(app) == "1 2+3+4 5 6 7 8"
    assert looks.narrow.text() == "Filter"
