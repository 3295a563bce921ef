"""The grid: a model that Qt finds no fault with, filters with counts, cells that say where a photo stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library.models import JobState, Photo, Shoot
from luster_desktop.library.store import Library
from luster_desktop.reasons import Reason
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.ordering import Look
from luster_desktop.ui.gallery.status import Filter, status_of
from tests.desktop.ui import states

TITLES = {"dusk": "Dusk"}


@pytest.fixture
def photos(library: Library, shoot: Shoot, tmp_path: Path) -> list[Photo]:
    return states.add(library, shoot, states.make_photos(tmp_path / "in", 6))


@pytest.fixture
def model(qtbot: QtBot, library: Library, shoot: Shoot, photos: list[Photo]) -> GalleryModel:
    made = GalleryModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.set_preset_titles(TITLES)
    made.reset(library.photos(shoot.id))
    return made


def names(model: GalleryModel) -> list[str]:
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def test_rows_are_the_shoots_in_its_order(model: GalleryModel) -> None:
    assert names(model) == [f"IMG_{number:04}.JPG" for number in range(1, 7)]


def test_filters_follow_the_library(
    model: GalleryModel, library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    done, failed, working = states.order(library, photos[:3], "dusk", {})
    states.finish(library, done, tmp_path / "out")
    states.fail(library, failed, "Too dark to edit.")
    states.move(library, working, JobState.PROCESSING)
    model.update_rows(library.photo_rows([photo.id for photo in photos]))
    assert model.counts() == {
        Filter.ALL: 6,
        Filter.READY: 3,
        Filter.WORKING: 1,
        Filter.DONE: 1,
        Filter.FAILED: 1,
    }
    model.set_look(Look(status=Filter.FAILED))
    assert names(model) == ["IMG_0002.JPG"]
    model.set_look(Look(status=Filter.WORKING))
    assert names(model) == ["IMG_0003.JPG"]
    states.finish(library, working, tmp_path / "out")
    model.update_rows(library.photo_rows([photos[2].id]))
    assert names(model) == []
    model.set_look(Look(status=Filter.ALL))
    assert len(names(model)) == 6


def test_new_photos_come_in_without_losing_the_others(
    model: GalleryModel, library: Library, shoot: Shoot, tmp_path: Path
) -> None:
    kept = model.index(2)
    from PySide6.QtCore import QPersistentModelIndex

    held = QPersistentModelIndex(kept)
    states.add(library, shoot, states.make_photos(tmp_path / "more", 3))
    model.replace(library.photos(shoot.id))
    assert model.rowCount() == 9
    assert model.data(held) == "IMG_0003.JPG"


def test_hidden_photos_come_back_in_their_place(model: GalleryModel, photos: list[Photo]) -> None:
    model.hide(frozenset({photos[1].id, photos[4].id}))
    assert names(model) == ["IMG_0001.JPG", "IMG_0003.JPG", "IMG_0004.JPG", "IMG_0006.JPG"]
    assert model.counts()[Filter.ALL] == 4
    model.hide(frozenset())
    assert names(model)[1] == "IMG_0002.JPG"
    assert model.rowCount() == 6


def test_each_state_has_an_icon_and_words(library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path) -> None:
    jobs = states.order(library, photos[:5], "dusk", {})
    states.uploading(library, jobs[0], 0.4)
    states.move(library, jobs[1], JobState.QUEUED)
    states.move(library, jobs[2], JobState.PROCESSING)
    states.finish(library, jobs[3], tmp_path / "out")
    states.move(library, jobs[4], JobState.WAITING_FOR_CREDITS)
    said = [status_of(row, TITLES) for row in library.photos(shoot.id)]
    assert [status.text for status in said] == [
        "Uploading 40 %",
        "Dusk: in the queue",
        "Dusk: editing",
        "Dusk",
        "Waiting for credits",
        "Ready",
    ]
    assert len({status.icon for status in said}) == 6


def test_a_cell_speaks(model: GalleryModel, library: Library, photos: list[Photo]) -> None:
    (job,) = states.order(library, photos[:1], "dusk", {})
    states.fail(library, job, Reason.NOT_WHOLE)
    model.update_rows(library.photo_rows([photos[0].id]))
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "IMG_0001.JPG, Failed, The edited photo did not arrive whole."
    assert model.data(model.index(0), Qt.ItemDataRole.ToolTipRole) == "The edited photo did not arrive whole."


def test_finished_photos_can_be_dragged_out(
    model: GalleryModel, library: Library, photos: list[Photo], tmp_path: Path
) -> None:
    (job,) = states.order(library, photos[:1], "dusk", {})
    output = states.finish(library, job, tmp_path / "out")
    model.update_rows(library.photo_rows([photos[0].id]))
    urls = model.mimeData([model.index(0), model.index(1)]).urls()
    assert [Path(url.toLocalFile()) for url in urls] == [output.path]
    assert model.supportedDragActions() == Qt.DropAction.CopyAction


@pytest.fixture
def app(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> App:
    states.settled_shoot(tmp_path / "home", tmp_path / "Lake House", 12)
    made = make_app(tmp_path / "home")
    qtbot.waitUntil(lambda: made.bench.photos.rowCount() == 12)
    return made


class Painted(QObject):
    """What of a widget is painted anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.region |= event.region()
        return False


def test_a_picture_that_arrives_paints_its_cell_alone(app: App, qtbot: QtBot) -> None:
    view, photos = app.window.gallery.view, app.bench.photos
    qtbot.waitUntil(lambda: app.thumbnails.idle and photos.at(11).photo.width is not None)
    # Only painting goes on between these lines: whatever else arrives late paints cells of its own.
    repaint = partial(QCoreApplication.sendPostedEvents, app.window, QEvent.Type.UpdateRequest.value)
    repaint()
    painted = Painted(view.viewport())
    app.thumbnails.ready.emit(photos.at(1).photo.path)
    repaint()
    assert painted.region.contains(view.visualRect(photos.index(1)).center())
    assert not painted.region.contains(view.visualRect(photos.index(0)).center())


def test_keyboard_selects_and_moves(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.selected_ids()) == 12
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected_ids() == []
    view.setCurrentIndex(app.bench.photos.index(0))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.currentIndex().row() == 1
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.selected_ids()) == 2


def test_rubber_band_selects(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    port = view.viewport()
    last = view.visualRect(app.bench.photos.index(11))
    start = QPoint(port.width() - 4, min(port.height() - 4, last.bottom() + 40))
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, QPoint(start.x() - 60, start.y() - 60))
    qtbot.mouseMove(port, view.visualRect(app.bench.photos.index(4)).center())
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=view.visualRect(app.bench.photos.index(4)).center())
    assert len(view.selected_ids()) >= 2


def test_delete_removes_from_the_shoot_never_from_disk_and_can_be_undone(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    view = app.window.gallery.view
    view.setCurrentIndex(app.bench.photos.index(0))
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert app.bench.photos.rowCount() == 11
    assert (tmp_path / "Lake House" / "IMG_0001.JPG").is_file()
    app.bench.undo.undo()
    assert app.bench.photos.rowCount() == 12
    app.bench.undo.redo()
    assert app.bench.photos.rowCount() == 11
    shoot = app.bench.current
    assert shoot is not None
    app.bench.close()
    assert len(app.bench.library.photos(shoot.id)) == 11
    assert (tmp_path / "Lake House" / "IMG_0001.JPG").is_file()


def test_retry_is_where_it_is_painted(app: App, qtbot: QtBot) -> None:
    row = app.bench.photos.at(0)
    (job,) = states.order(app.bench.library, [row.photo], "dusk", {})
    states.fail(app.bench.library, job, "Too dark.")
    qtbot.waitUntil(lambda: app.bench.photos.at(0).problem == "Too dark.")
    view = app.window.gallery.view
    cell = view.visualRect(app.bench.photos.index(0)).adjusted(2, 2, -2, -2)
    place = view._delegate.offer_rect(cell, app.bench.photos.at(0))
    assert place is not None
    with qtbot.waitSignal(view.retry_asked) as asked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert asked.args == [row.photo.id]


def test_cells_are_all_of_one_size_and_zoom(app: App) -> None:
    view = app.window.gallery.view
    sizes = {view.visualRect(app.bench.photos.index(row)).size().toTuple() for row in range(12)}
    assert len(sizes) == 1
    before = view.gridSize().width()
    view.set_cell_width(400)
    assert view.gridSize().width() > before


def test_the_comparison_is_one_click_away(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    cell = view.visualRect(app.bench.photos.index(2)).adjusted(2, 2, -2, -2)
    place = view._delegate.compare_rect(cell).center()
    qtbot.mouseMove(view.viewport(), place)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert app.window.reviewing
    assert app.window.review.photo_id == app.bench.photos.at(2).photo.id


def test_holding_b_shows_the_originals(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    row = app.bench.photos.at(0)
    (job,) = states.order(app.bench.library, [row.photo], "dusk", {})
    output = states.finish(app.bench.library, job, tmp_path / "out")
    qtbot.waitUntil(lambda: app.bench.photos.at(0).output is not None)
    view = app.window.gallery.view
    delegate = view._delegate
    row = app.bench.photos.at(0)
    from luster_desktop.ui.gallery.pictures import picture_key

    assert picture_key(row, 200, 1.0, original=delegate.originals).path == output.path
    qtbot.keyPress(view, Qt.Key.Key_B)
    assert picture_key(row, 200, 1.0, original=delegate.originals).path == row.photo.path
    qtbot.keyRelease(view, Qt.Key.Key_B)
    assert not delegate.originals


def test_the_menu_offers_what_applies(app: App, qtbot: QtBot) -> None:
    rows = app.bench.photos.all_rows()
    jobs = states.order(app.bench.library, [row.photo for row in rows[:2]], "dusk", {})
    states.fail(app.bench.library, jobs[0], "Too dark.")
    qtbot.waitUntil(lambda: app.bench.photos.at(0).problem is not None)
    menu = app.window.gallery.menu

    def offers(*positions: int) -> list[str]:
        built = menu.build([app.bench.photos.at(position) for position in positions])
        return [action.text() for action in built.actions() if action.text()]

    marks = ["Name the room…", "Stars", "Reject", "Turn left", "Turn right", "Finishing"]
    common = ["Show original in folder", "Remove from the shoot"]
    assert offers(0) == ["Compare", "Retry", *marks, *common]
    assert offers(1) == ["Compare", "Cancel edit", *marks, *common]
    assert offers(0, 1, 2) == [
        "Retry",
        "Cancel edit",
        *marks,
        "Match to this photo",
        "Join into one stack",
        "Remove from the shoot",
    ]
    app.window.gallery.view.select([app.bench.photos.at(1).photo.id])
    with qtbot.waitSignal(menu.cancel_asked) as asked:
        built = menu.build([app.bench.photos.at(1)])
        next(action for action in built.actions() if action.text() == "Cancel edit").trigger()
    assert asked.args == [[jobs[1].id]]
