"""Marks, turns, doubts and filters as a person handles them, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.facts import Doubt, Finishing
from luster_desktop.intake.preparing.plan import NOTHING
from luster_desktop.library import contents, matchings, stacks
from luster_desktop.library.models import Matching, Photo, PhotoRow, PhotoState, Prepared, Role
from luster_desktop.library.stacks import Place
from luster_desktop.reasons import Reason
from luster_desktop.ui.gallery import pictures
from luster_desktop.ui.gallery.badges import badges_of
from luster_desktop.ui.gallery.ordering import Look, Rejected, Sort
from luster_desktop.ui.gallery.status import odd_one, spoken, what_was_done
from tests.desktop.ui import states
from tests.desktop.ui.hands import CTRL, ids, photo, press, shown
from tests.present import present


@pytest.fixture
def app(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> App:
    """Eight photos, of which 2, 3 and 4 are a stack."""
    states.settled_shoot(tmp_path / "home", tmp_path / "Lake House", 8, slice(1, 4))
    made = make_app(tmp_path / "home")
    qtbot.waitUntil(lambda: shown(made) == "1 2+3+4 5 6 7 8")
    # The last step after opening: from here on nothing is grouped anew by itself.
    qtbot.waitUntil(lambda: made.bench.library.read(contents.unsampled, present(made.bench.current).id) == [])
    return made


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
    made = Prepared(
        own.id, uuid4(), "r", Path("/prepared/a.jpg"), 9, 9, "image/jpeg", 9, 9, "0", "0", facts={"turn": 1}
    )
    plain = PhotoRow(own)
    assert pictures.turn_of(plain, plain.before) == 3
    ready = PhotoRow(own, prepared=made)
    assert pictures.turn_of(ready, ready.before) == 2, "one of three quarters is in the file already"
    assert pictures.turn_of(ready, own.path) == 3
    untouched = PhotoRow(own, prepared=replace(made, path=own.path, facts={"copy": True}))
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
        "turn": 1,
    }
    made = Prepared(own.id, uuid4(), "r", Path("/p.jpg"), 9, 9, "image/jpeg", 9, 9, "0", "0", facts=facts)
    assert what_was_done(PhotoRow(own, prepared=made)) == (
        "4 exposures merged, 1 left out, movement removed, lens corrected, verticals straightened by 1.2°, "
        "white balance set"
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

    # A photo by itself is sent as it is, a stack gets upright walls; what one of the two lacks is off.
    names = [
        "As in the settings",
        "Lens correction",
        "Straight verticals",
        "White balance",
        "Rooms alike across the shoot",
    ]
    assert entries() == dict(zip(names, [True, False, False, False, False], strict=True))
    trigger("Straight verticals")
    upright = Finishing(lens=False, verticals=True, whites=False, match=False)
    assert (photo(app, 0).finishing, photo(app, 1).finishing) == (upright, upright)
    assert list(entries().values()) == [False, False, True, False, False]
    trigger("As in the settings")
    assert photo(app, 1).finishing is None
    app.bench.undo.undo()
    assert photo(app, 0).finishing == upright


def make_unsure(app: App, qtbot: QtBot) -> None:
    shoot, library = app.bench.current, app.bench.library
    assert shoot is not None
    row = app.bench.photos.at(1)
    doubt = stacks.Stack(row.photo.id, row.photo.path, Reason.OTHER_GROUPING)
    single = {photo(app, 4).id: Place(unsure=Reason.NOT_TOLD_APART)}
    library.write(stacks.arrange, shoot.id, single, [doubt])
    qtbot.waitUntil(lambda: photo(app, 4).unsure is not None and photo(app, 1).unsure is not None)


def test_the_order_says_that_groups_are_unsure_and_shows_them(app: App, qtbot: QtBot) -> None:
    make_unsure(app, qtbot)
    gallery, panel = app.window.gallery, app.window.presets
    qtbot.waitUntil(lambda: panel.quote is not None and panel.quote.unsure == 2)
    assert panel.show_unsure.isVisible()
    model = app.bench.photos
    assert (
        model.data(model.index(1), Qt.ItemDataRole.ToolTipRole) == "These photos could be grouped in another way too."
    )
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
    qtbot.waitUntil(lambda: panel.quote is not None and panel.quote.unsure == 1)
    assert shown(app) == "1 2+3+4 5 6 7 8"
    assert photo(app, 1).settled


def test_a_key_goes_from_one_unsure_photo_to_the_next(app: App, qtbot: QtBot) -> None:
    gallery, view = app.window.gallery, app.window.gallery.view
    view.select(ids(app, 0))
    press(app, qtbot, Qt.Key.Key_U)
    assert view.selected_ids() == ids(app, 0), "nothing is unsure"
    make_unsure(app, qtbot)
    press(app, qtbot, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: view.selected_ids() == ids(app, 1))
    assert gallery.stack.isVisible()
    press(app, qtbot, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: view.selected_ids() == ids(app, 4))
    press(app, qtbot, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: view.selected_ids() == ids(app, 1))
    assert shown(app) == "1 2+3+4 5 6 7 8", "everything stays on screen"
    gallery.show_look(Look(rating=3))
    press(app, qtbot, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: shown(app) == "2+3+4 7")


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


def stand_out(app: App, qtbot: QtBot, place: int, doubt: Doubt) -> UUID:
    shoot, photo_id = present(app.bench.current), photo(app, place).id
    app.bench.library.write(matchings.keep, shoot.id, [Matching(photo_id, "as it is", doubt=doubt)])
    qtbot.waitUntil(lambda: odd_one(app.bench.photos.at(place)) is doubt)
    return photo_id


def test_a_photo_that_stands_out_says_so_until_it_is_to_stay_as_it_is(app: App, qtbot: QtBot) -> None:
    stand_out(app, qtbot, 3, Doubt.FAR)
    model = app.bench.photos
    assert [badge.text for badge in badges_of(model.at(3))] == ["Differs"]
    assert [badge.text for badge in badges_of(model.at(4))] == []
    tip = model.data(model.index(3), Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("Its light is far from that of the other photos, so it is left as it is.")
    assert "differs" in model.data(model.index(3), Qt.ItemDataRole.AccessibleTextRole)
    app.bench.edit.finish([photo(app, 3).id], Finishing(match=False))
    assert [badge.text for badge in badges_of(model.at(3))] == []


def test_what_stands_out_is_matched_to_a_chosen_photo_by_one_key_and_back(app: App, qtbot: QtBot) -> None:
    view, library = app.window.gallery.view, app.bench.library
    view.select(ids(app, 0))
    actions = [a.text() for a in app.window.gallery.menu.build([app.bench.photos.at(0)]).actions()]
    assert "Match to this photo" not in actions, "nothing differs yet"
    far, alone = stand_out(app, qtbot, 3, Doubt.FAR), stand_out(app, qtbot, 5, Doubt.ALONE)
    reference = photo(app, 0).id
    actions = [a.text() for a in app.window.gallery.menu.build([app.bench.photos.at(0)]).actions()]
    assert "Match to this photo" in actions
    press(app, qtbot, Qt.Key.Key_M)

    def kept(photo_id: UUID) -> tuple[UUID | None, bool]:
        one = present(library.photo(photo_id))
        return one.matched_to, one.finishing is not None and one.finishing.match

    qtbot.waitUntil(lambda: kept(far) == kept(alone) == (reference, True))
    assert kept(reference) == (None, False)
    app.bench.undo.undo()
    qtbot.waitUntil(lambda: kept(far) == kept(alone) == (None, False))


def test_the_rest_of_the_selection_is_matched_to_its_current_photo(app: App, qtbot: QtBot) -> None:
    first, second, third = ids(app, 2, 3, 4)
    app.bench.edit.match_to([third], first, lambda _row: NOTHING)
    app.window.gallery.view.select([third, first, second])
    reference = present(app.window.gallery.view.current_row()).photo.id
    press(app, qtbot, Qt.Key.Key_M)
    others = {first, second, third} - {reference}
    assert {present(app.bench.photos.row_of(i)).photo.matched_to for i in others} == {reference}
    assert present(app.bench.photos.row_of(reference)).photo.matched_to is None, "never in a circle"
    app.bench.edit.finish(list(others), None)
    assert {present(app.bench.photos.row_of(i)).photo.matched_to for i in others} == {None}
