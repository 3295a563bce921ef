"""Reviewing a shoot by keys alone: accept, reject, the next photo, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library.models import Decision
from luster_desktop.operations.ordering import Placed
from luster_desktop.operations.saving import results_of
from luster_desktop.ui.gallery.badges import badges_of
from luster_desktop.ui.gallery.ordering import Look, Rejected
from luster_desktop.ui.gallery.pictures import closely
from luster_desktop.ui.review.pictures import FULL_EDGE, Picture
from tests.desktop.ui import states
from tests.desktop.ui.hands import CTRL, ids, press

K = Qt.Key


@pytest.fixture
def app(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> App:
    """Five photos: a dusk of each but the third, and a new sky of the first as well."""
    states.settled_shoot(tmp_path / "home", tmp_path / "Lake House", 5)
    made = make_app(tmp_path / "home")
    qtbot.waitUntil(lambda: made.bench.photos.rowCount() == 5)
    library, photos = made.bench.library, [row.photo for row in made.bench.photos.all_rows()]
    for preset, some in (("dusk", [*photos[:2], *photos[3:]]), ("sky", photos[:1])):
        for job in states.order(library, some, preset, {}):
            states.finish(library, job, tmp_path / "made")
    qtbot.waitUntil(lambda: decided(made) == "oo-oo" and len(made.bench.photos.at(0).results) == 2)
    return made


def decided(app: App, *, stored: bool = False) -> str:
    """A letter for each photo: open, accepted, rejected, or a dash where there is no result."""
    shoot = app.bench.current
    assert shoot is not None
    rows = app.bench.library.photos(shoot.id) if stored else app.bench.photos.all_rows()
    return "".join(row.decision.value[0] if row.decision is not None else "-" for row in rows)


def place(app: App) -> int:
    """Which photo is on the stage."""
    return [row.photo.id for row in app.bench.photos.all_rows()].index(app.window.review.photo_id or UUID(int=0))


def key(app: App, qtbot: QtBot, key: K, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(app.window.review.compare, key, keys)


def test_a_shoot_is_reviewed_by_keys_alone_and_back(app: App, qtbot: QtBot) -> None:
    app.window.gallery.view.select(ids(app, 0))
    press(app, qtbot, K.Key_Space)
    review, bar = app.window.review, app.window.review.decisions
    assert (place(app), bar.text, bar.count) == (0, "To review", "0 of 4 reviewed")
    key(app, qtbot, K.Key_A)
    assert (place(app), decided(app), bar.count) == (1, "ao-oo", "1 of 4 reviewed")
    key(app, qtbot, K.Key_X)
    assert (place(app), decided(app)) == (3, "ar-oo"), "the third has no result to decide on"
    key(app, qtbot, K.Key_K)
    assert place(app) == 2
    assert not bar.accept.isEnabled() and bar.text == ""
    key(app, qtbot, K.Key_A)
    assert (place(app), decided(app)) == (2, "ar-oo"), "there is nothing to accept"
    key(app, qtbot, K.Key_J)
    key(app, qtbot, K.Key_J)
    assert place(app) == 4
    key(app, qtbot, K.Key_A)
    assert (place(app), decided(app)) == (3, "ar-oa"), "after the last comes the first that waits"
    key(app, qtbot, K.Key_A)
    assert (place(app), decided(app), bar.text) == (3, "ar-aa", "Accepted")
    notice = app.window.notices._topics["reviewed"]
    assert notice.accessibleName() == "Every result is reviewed: 3 accepted, 1 rejected."
    qtbot.waitUntil(lambda: decided(app, stored=True) == "ar-aa")
    qtbot.waitUntil(lambda: "4 of 4 reviewed" in app.window.activity._text.full_text())

    seen = []
    for _ in range(4):
        key(app, qtbot, K.Key_Z, CTRL)
        seen.append((place(app), decided(app)))
    assert seen == [(3, "ar-oa"), (4, "ar-oo"), (1, "ao-oo"), (0, "oo-oo")], "each step back shows its photo"
    key(app, qtbot, K.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert (place(app), decided(app), review.decisions.text) == (0, "ao-oo", "Accepted")
    qtbot.waitUntil(lambda: decided(app, stored=True) == "ao-oo")


def test_any_result_can_be_the_one_that_is_delivered(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    first = ids(app, 0)[0]
    app.window.open_review(first)
    review, rows = app.window.review, app.bench.photos
    sky, dusk = rows.at(0).results
    assert review.on_stage == sky.job_id
    key(app, qtbot, K.Key_V)
    assert review.on_stage == dusk.job_id
    key(app, qtbot, K.Key_A)
    assert results_of([rows.at(0)]) == [dusk.job_id]
    assert rows.mimeData([rows.index(0)]).urls()[0].toLocalFile() == str(dusk.path)
    app.window.open_review(first)
    assert review.on_stage == dusk.job_id, "the photo opens with what was decided on"
    review.toolbar._fill_menu()
    assert [action.text() for action in review.toolbar._menu.actions()][:2] == ["New sky", "Dusk, delivered"]
    key(app, qtbot, K.Key_V)
    assert (review.on_stage, review.decisions.text) == (sky.job_id, "Accepted: Dusk")

    library = app.bench.library
    (job,) = states.order(library, [rows.at(0).photo], "lawn", {})
    states.finish(library, job, tmp_path / "made")
    qtbot.waitUntil(lambda: review.on_stage == job.id)
    assert review.decisions.text == "To review. Until then Dusk is delivered"
    assert results_of([rows.at(0)]) == [dusk.job_id]


def test_a_redo_goes_on_to_the_next_photo_once_it_is_ordered(app: App, qtbot: QtBot) -> None:
    first = ids(app, 0)[0]
    app.window.open_review(first)
    asked: list[UUID] = []
    app.window.review.redo_asked.connect(lambda photo_id, _recipe: asked.append(photo_id))
    key(app, qtbot, K.Key_R)
    assert (asked, place(app)) == ([first], 0), "nobody is signed in: nothing was ordered"
    row = app.bench.photos.at(0)
    assert row.job is not None
    app.work._on_ordered(Placed((row.job,), (), {}), again=True)
    assert (place(app), decided(app)) == (1, "oo-oo")
    app.work._on_ordered(Placed((row.job,), (), {}), again=True)
    assert place(app) == 1, "the user has gone on already"


def test_taking_a_photo_back_stays_with_it(app: App, qtbot: QtBot) -> None:
    app.window.open_review(ids(app, 1)[0])
    key(app, qtbot, K.Key_X)
    key(app, qtbot, K.Key_K)
    key(app, qtbot, K.Key_K)
    assert (place(app), app.window.review.decisions.reject.text()) == (1, "Take back")
    qtbot.mouseClick(app.window.review.decisions.reject, Qt.MouseButton.LeftButton)
    assert (place(app), decided(app), app.window.review.decisions.reject.text()) == (1, "oo-oo", "Reject")
    qtbot.mouseClick(app.window.review.decisions.accept, Qt.MouseButton.LeftButton)
    assert (place(app), decided(app)) == (3, "oa-oo")


def test_where_decided_photos_are_left_out_the_next_one_comes_all_the_same(app: App, qtbot: QtBot) -> None:
    app.window.gallery.show_look(Look(decision=Decision.OPEN))
    assert app.bench.photos.rowCount() == 4
    app.window.open_review(ids(app, 0)[0])
    key(app, qtbot, K.Key_A)
    assert (place(app), app.bench.photos.rowCount()) == (1, 3)
    app.window.gallery.show_look(Look(rejected=Rejected.HIDDEN))
    key(app, qtbot, K.Key_X)
    assert (place(app), app.bench.photos.rowCount()) == (3, 4)
    key(app, qtbot, K.Key_Z, CTRL)
    assert (place(app), app.bench.photos.rowCount()) == (1, 5)


def test_a_selection_is_accepted_in_the_grid_as_it_is_shown(app: App, qtbot: QtBot) -> None:
    view, rows = app.window.gallery.view, app.bench.photos
    view.select(ids(app, 0, 1, 2))
    press(app, qtbot, K.Key_A)
    assert decided(app) == "aa-oo"
    assert [badge.name for badge in badges_of(rows.at(1))] == ["accepted"]
    assert "accepted" in rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "to review" in rows.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    press(app, qtbot, K.Key_Z, CTRL)
    assert decided(app) == "oo-oo"


def test_digits_choose_presets_in_the_review_too_and_with_ctrl_they_are_stars(app: App, qtbot: QtBot) -> None:
    app.window.open_review(ids(app, 0)[0])
    key(app, qtbot, K.Key_3)
    assert app.window.presets.recipe.presets == ("lawn",)
    key(app, qtbot, K.Key_4, CTRL)
    assert (app.bench.photos.at(0).photo.rating, app.window.presets.recipe.presets) == (4, ("lawn",))


def test_what_the_next_steps_show_is_here_before_they_are_taken(app: App, qtbot: QtBot) -> None:
    rows, pictures = app.bench.photos, app.window.review._pictures

    def here(*positions: int) -> bool:
        return all(pictures.picture(path) is not None for at in positions for path in closely(rows.at(at)))

    app.window.open_review(ids(app, 1)[0])
    qtbot.waitUntil(lambda: here(0, 1, 2))
    assert not here(3)
    review = app.window.review
    qtbot.waitUntil(lambda: all(review._standby(path) is not None for at in (3, 4) for path in closely(rows.at(at))))
    key(app, qtbot, K.Key_J)
    qtbot.waitUntil(lambda: here(2, 3, 4))
    app.window.close_review()
    assert pictures._loading == {}


def test_what_lies_behind_makes_room_before_what_comes_is_loaded(app: App, qtbot: QtBot) -> None:
    rows, pictures = app.bench.photos, app.window.review._pictures
    app.window.open_review(ids(app, 1)[0])
    near = [path for at in (0, 1, 2) for path in closely(rows.at(at))]
    qtbot.waitUntil(lambda: all(pictures.picture(path) is not None for path in near))
    pictures._budget = sum(picture.bytes for picture in pictures._kept.values())
    behind = set(closely(rows.at(0)))
    key(app, qtbot, K.Key_J)
    assert not behind & pictures._kept.keys() and pictures._loading, "the pictures to come are only being loaded"
    assert set(closely(rows.at(2))) <= pictures._kept.keys()


def test_a_thumbnail_that_stands_in_has_no_pixels_loaded_that_nobody_sees(app: App, qtbot: QtBot) -> None:
    review = app.window.review
    app.window.open_review(ids(app, 0)[0])
    qtbot.waitUntil(lambda: review.compare._after is not None and not review._pictures._loading)
    before, after = closely(app.bench.photos.at(0))[::-1]
    image = QImage(1800, 1200, QImage.Format.Format_RGB32)
    review._pictures._kept[after] = large = Picture((image,), full=False)
    standing_in = Picture((image.scaled(256, 170),), full=False)
    review.compare.show_pictures(standing_in, large, (6000, 4000))
    assert review.compare.lacks(standing_in) and not review.compare.lacks(large)
    assert not review._pictures._loading
    review.compare.toggle_full()
    assert (after, FULL_EDGE) in review._pictures._loading
    assert (before, FULL_EDGE) not in review._pictures._loading
