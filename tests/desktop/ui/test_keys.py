"""The keys of the page that is shown work wherever was clicked last, and what Tab reaches keeps its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from tests.desktop.ui import states
from tests.desktop.ui.hands import ALT, CTRL, SHIFT, ids

MakeApp = Callable[..., App]
K = Qt.Key


@pytest.fixture
def app(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> App:
    """Six photos in the grid, the first two with a result."""
    states.settled_shoot(tmp_path / "home", tmp_path / "in", 6)
    app = make_app(home=tmp_path / "home")
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 6)
    rows = app.bench.photos.all_rows()
    judged = {"fidelity": {"verdict": "pass", "score": 0.0, "beyond_request": 0, "left_out": 0, "generated": ["sky"]}}
    for job in states.order(app.bench.library, [row.photo for row in rows[:2]], "dusk", {}):
        states.finish(app.bench.library, job, tmp_path / "out", judged)
    qtbot.waitUntil(lambda: app.bench.photos.at(1).output is not None)
    app.window.activateWindow()
    return app


def key(app: App, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """As the system hands it to the window, which gives it to whatever has the keyboard."""
    QTest.keyClick(app.window.windowHandle(), key, modifiers)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """As the system hands it to the window, which gives it to whatever lies there."""
    window = widget.window()
    where = widget.mapTo(window, at if at is not None else widget.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=where)


def places(app: App) -> dict[str, QWidget]:
    """What one clicks on between looking at photos."""
    review, presets = app.window.review, app.window.presets
    return {
        "a preset": presets._cards[1],
        "a setting": presets._cards[0]._segments["sky_warmth"],
        "the filmstrip": review.strip.viewport(),
        "the shield": review.toolbar._verdict_icon,
        "the zoom": review.toolbar.zoom,
        "the list of shoots": app.window.sidebar.view.viewport(),
        "the bar at the bottom": app.window.activity,
        "the bar at the top": app.window.topbar,
    }


@pytest.mark.parametrize(
    "place",
    [
        "a preset",
        "a setting",
        "the filmstrip",
        "the shield",
        "the zoom",
        "the list of shoots",
        "the bar at the bottom",
        "the bar at the top",
    ],
)
def test_the_keys_of_the_review_work_after_a_click_on(app: App, qtbot: QtBot, place: str) -> None:
    window, review = app.window, app.window.review
    first, second = ids(app, 0, 1)
    window.open_review(first)
    qtbot.waitUntil(lambda: review.toolbar._verdict_icon.isVisible() and review.compare._after is not None)
    widget = places(app)[place]
    assert widget.isVisible()
    click(widget, QPoint(30, 20) if place in ("the filmstrip", "the list of shoots") else None)
    review.show_photo(first)
    key(app, K.Key_PageDown)
    assert review.photo_id == second
    key(app, K.Key_PageUp)
    assert review.photo_id == first
    qtbot.waitUntil(lambda: review.compare._after is not None)
    at = review.compare.divider
    key(app, K.Key_Right)
    key(app, K.Key_Left, SHIFT)
    assert review.compare.divider == pytest.approx(at - 0.09)
    qtbot.waitUntil(review.toolbar.sides.isEnabled)
    key(app, K.Key_S)
    qtbot.waitUntil(review.toolbar.sides.isChecked)
    QTest.keyPress(window.windowHandle(), K.Key_B)
    assert review.compare.accessibleDescription() == "before only"
    QTest.keyRelease(window.windowHandle(), K.Key_B)
    assert review.compare.accessibleDescription() != "before only"
    key(app, K.Key_Space)
    assert not window.reviewing
    key(app, K.Key_Space)
    assert window.reviewing
    key(app, K.Key_Escape)
    assert not window.reviewing


@pytest.mark.parametrize(
    "place",
    [
        "a preset",
        "a setting",
        "the list of shoots",
        "the bar at the bottom",
        "the bar at the top",
    ],
)
def test_the_keys_of_the_grid_work_after_a_click_on(app: App, place: str) -> None:
    window = app.window
    window.gallery.view.select(ids(app, 2))
    click(places(app)[place], QPoint(30, 20) if place == "the list of shoots" else None)
    key(app, K.Key_A, CTRL)
    assert len(window.gallery.view.selected_ids()) == 6
    key(app, K.Key_Escape)
    assert window.gallery.view.selected_ids() == []
    key(app, K.Key_Right)
    assert window.gallery.view.selected_ids() == ids(app, 3)
    QTest.keyPress(window.windowHandle(), K.Key_B)
    assert window.gallery.view._delegate.originals
    QTest.keyRelease(window.windowHandle(), K.Key_B)
    assert not window.gallery.view._delegate.originals
    key(app, K.Key_Delete)
    assert app.bench.photos.rowCount() == 5


def test_a_key_that_is_held_ends_with_the_window(app: App, qtbot: QtBot) -> None:
    view = app.window.gallery.view
    QTest.keyPress(app.window.windowHandle(), K.Key_B)
    assert view._delegate.originals
    other = QWidget()
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not view._delegate.originals)
    other.close()


def test_what_tab_has_reached_is_pressed_by_space(app: App, qtbot: QtBot) -> None:
    window = app.window
    window.open_review(ids(app, 0)[0])
    qtbot.waitUntil(lambda: window.review.compare._after is not None)
    window.presets._cards[1].setFocus(Qt.FocusReason.TabFocusReason)
    key(app, K.Key_Space)
    assert window.reviewing
    assert window.presets.recipe.label == window.presets._cards[1].preset.id
    window.presets._cards[1]._segments["kind"].buttons[1].setFocus(Qt.FocusReason.TabFocusReason)
    at, before = window.review.compare.divider, window.presets.recipe
    key(app, K.Key_Right)
    assert window.presets.recipe != before
    assert window.review.compare.divider == at
    key(app, K.Key_PageDown, CTRL)
    key(app, K.Key_Escape)
    assert not window.reviewing


def test_letters_are_typed_where_text_is(app: App, qtbot: QtBot) -> None:
    title = app.window.topbar.title
    click(title)
    assert title.hasFocus()
    title.selectAll()
    for letter in (K.Key_B, K.Key_X, K.Key_1, K.Key_Left, K.Key_Space, K.Key_R):
        key(app, letter)
    assert title.text() == "bx r1"
    assert not any(row.photo.rejected for row in app.bench.photos.all_rows())
    key(app, K.Key_Return)
    qtbot.waitUntil(lambda: app.bench.current is not None and app.bench.current.name == "bx r1")
    assert not app.window.reviewing
    key(app, K.Key_A, CTRL)
    assert len(app.window.gallery.view.selected_ids()) == 6


@pytest.mark.parametrize("name", ["settings", "shortcuts", "about"])
def test_no_dialog_leaves_the_keyboard_in_the_title(app: App, qtbot: QtBot, name: str) -> None:
    window, title = app.window, app.window.topbar.title
    for before in (title, window.topbar.menu_button, window.gallery.filters.remove, window.gallery.view):
        window.gallery.view.select(ids(app, 0))
        before.setFocus(Qt.FocusReason.MouseFocusReason)
        app.actions.do(name)
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        QTest.keyClick(dialog.windowHandle(), K.Key_Escape)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and not title.hasFocus())
        key(app, K.Key_Y)
        assert title.text() == "in"


def test_a_control_that_goes_does_not_leave_the_keyboard_in_the_title(app: App, qtbot: QtBot) -> None:
    notice = app.window.notices.say("one", "Something was done.", action="Undo", act=lambda: None)
    notice.dismiss.setFocus(Qt.FocusReason.TabFocusReason)
    notice.dismiss.click()
    app.window.gallery.filters.remove.setFocus(Qt.FocusReason.TabFocusReason)
    app.window.open_review(ids(app, 0)[0])
    app.window.close_review()
    assert not app.window.topbar.title.hasFocus()


def test_f2_renames_the_shoot(app: App, qtbot: QtBot) -> None:
    key(app, K.Key_F2)
    for letter in (K.Key_O, K.Key_A, K.Key_K):
        key(app, letter)
    key(app, K.Key_Return)
    qtbot.waitUntil(lambda: app.bench.current is not None and app.bench.current.name == "oak")


def test_the_title_of_the_window_follows_a_rename(app: App, qtbot: QtBot) -> None:
    app.bench.rename("7 Elm Court")
    qtbot.waitUntil(lambda: app.window.windowTitle() == "7 Elm Court – Luster")
    key(app, K.Key_Z, CTRL)
    qtbot.waitUntil(lambda: app.window.windowTitle() == "in – Luster")


def test_painting_with_any_preset_limits_it(app: App, qtbot: QtBot) -> None:
    window = app.window
    window.presets.choose("dusk")
    window.open_review(ids(app, 0)[0])
    assert not window.review.brush_bar.isVisible()
    key(app, K.Key_P)
    qtbot.waitUntil(lambda: window.review.brush.isVisible())
    assert "where the edit may go" in window.review.brush_bar._says.full_text()
    key(app, K.Key_P)
    qtbot.waitUntil(lambda: not window.review.brush_bar.isVisible())


def test_tab_goes_as_the_eye_does(app: App) -> None:
    """From the bar at the top to the shoots, the grid, the presets and the bar at the bottom, each read in lines."""
    window = app.window
    window.gallery.view.select(ids(app, 0))
    areas = [window.topbar, window.sidebar, window.gallery.filters, window.gallery.view, window.presets]
    window.topbar.title.setFocus(Qt.FocusReason.TabFocusReason)
    walked: list[QWidget] = []
    while (at := QApplication.focusWidget()) is not None and at not in walked:
        walked.append(at)
        key(app, K.Key_Tab)
    visited = [next(i for i, area in enumerate(areas) if area is at or area.isAncestorOf(at)) for at in walked]
    assert visited == sorted(visited)
    assert set(visited) == set(range(len(areas)))
    for area in areas:
        corners = [at.mapTo(window, QPoint(0, 0)) for at in walked if area.isAncestorOf(at)]
        lines = [(corner.y() // 24, corner.x()) for corner in corners]
        assert lines == sorted(lines), [at.accessibleName() or at.objectName() for at in walked]


def test_photos_are_moved_from_wherever_the_keyboard_is(app: App, qtbot: QtBot) -> None:
    before = ids(app, 0, 1)
    app.window.gallery.view.select(before[:1])
    click(app.window.presets._cards[2])
    key(app, K.Key_Right, ALT)
    qtbot.waitUntil(lambda: ids(app, 0, 1) == before[::-1])
