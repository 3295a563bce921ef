"""Painting on a photo: where the hand was, in the photo's own measures, undoable, and in the order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backend.editing import catalogue, region
from luster_desktop.app import App
from luster_desktop.operations.ordering import Need
from luster_desktop.operations.painting import Stroke, as_text, turned
from luster_desktop.words import orders as words
from luster_desktop.words.recipes import detailed
from tests.desktop.ui.painting import paint
from tests.desktop.ui.states import make_photos


def opened(make_app: Callable[..., App], qtbot: QtBot, folder: Path) -> App:
    """A window with one photo on the review stage and the preset that wants paint."""
    app = make_app()
    app.bench.add_paths(make_photos(folder, 2, (1200, 800)))
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 2 and app.bench.photos.at(0).photo.width == 1200)
    app.window.presets.choose("remove")
    app.window.open_review(app.bench.photos.at(0).photo.id)
    review = app.window.review
    qtbot.waitUntil(lambda: review.brush.isVisible() and review.compare._before is not None)
    return app


def test_text_is_what_the_service_reads() -> None:
    strokes = (Stroke(0.025, ((0.0, 1.0), (0.5, 0.25))), Stroke(0.00001, ((0.12345, 0.5),)))
    read = region.strokes(as_text(strokes))
    assert [len(stroke.points) for stroke in read] == [2, 1]
    assert read[0].points == strokes[0].points
    assert abs(read[1].points[0][0] - 0.12345) < 0.0001
    assert region.refusal(as_text(strokes)) is None


def test_paint_turns_with_the_photo() -> None:
    """What was at the upper left is at the upper right after a quarter turn clockwise."""
    corner = Stroke(0.02, ((0.1, 0.2), (0.3, 0.2)))
    (once,) = turned([corner], 1)
    assert once == Stroke(0.02, ((0.8, 0.1), (0.8, 0.3)))
    (back,) = turned([once], -1)
    for point, wanted in zip(back.points, corner.points, strict=True):
        assert point == pytest.approx(wanted)
    assert turned([corner], 4) == (corner,)


def test_paint_is_where_the_hand_was_and_goes_with_the_order(
    make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path)
    panel, review = app.window.presets, app.window.review
    qtbot.waitUntil(lambda: panel.quote is not None and panel.quote.need is Need.PAINTING)
    assert not panel.run.isEnabled()
    paint(app, qtbot, (0.25, 0.5), (0.4, 0.5), (0.5, 0.6))
    qtbot.waitUntil(lambda: panel.quote is not None and panel.quote.need is not Need.PAINTING)
    assert panel.quote is not None and panel.quote.recipe is not None
    assert panel.quote.photo_ids == (app.bench.photos.at(0).photo.id,)
    (stroke,) = region.strokes(catalogue.check("remove", dict(panel.quote.recipe.edits[0].parameters))["region"])
    assert abs(stroke.points[0][0] - 0.25) < 0.003 and abs(stroke.points[0][1] - 0.5) < 0.003
    assert abs(stroke.points[-1][0] - 0.5) < 0.02 and abs(stroke.points[-1][1] - 0.6) < 0.02
    pixels = review.brush.radius / review.compare.viewport.scale * review.brush.devicePixelRatioF()
    assert abs(stroke.radius - pixels / 1200) < 0.001


def test_paint_is_seen_on_the_photo_and_undone_stroke_by_stroke(
    make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path)
    review = app.window.review
    middle = QPoint(review.compare.width() // 2, review.compare.height() // 2)
    bare = review.compare.grab().toImage().pixelColor(middle)
    paint(app, qtbot, (0.5, 0.5))
    painted = review.compare.grab().toImage().pixelColor(middle)
    assert painted.red() - bare.red() > 20 or painted.green() < bare.green() - 40
    paint(app, qtbot, (0.1, 0.1), (0.2, 0.1))
    assert len((review.painted() or "").split(";")) == 2
    app.bench.undo.undo()
    assert len((review.painted() or "").split(";")) == 1
    app.bench.undo.undo()
    assert review.painted() == ""
    assert review.compare.grab().toImage().pixelColor(middle) == bare
    app.bench.undo.redo()
    assert review.painted()
    review.brush_bar.clear.click()
    assert review.painted() == ""
    app.bench.undo.undo()
    assert review.painted()


def test_each_photo_has_its_own_paint_and_other_presets_none(
    make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path)
    review = app.window.review
    first, second = (app.bench.photos.at(number).photo.id for number in range(2))
    paint(app, qtbot, (0.5, 0.5))
    review.show_photo(second)
    assert review.painted() == ""
    review.show_photo(first)
    assert review.painted()
    app.window.presets.choose("dusk")
    qtbot.waitUntil(lambda: not review.brush.isVisible() and not review.brush_bar.isVisible())
    app.window.close_review()
    app.window.presets.choose("remove")
    plan = app.window.presets
    qtbot.waitUntil(lambda: plan.quote is not None and words.scope(plan.quote) == "Open a photo to paint on it")


def test_paint_limits_the_edits_that_need_none(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path)
    panel, review = app.window.presets, app.window.review
    paint(app, qtbot, (0.5, 0.5))
    panel.choose("dusk")
    panel.toggle("lawn")
    qtbot.waitUntil(lambda: not review.brush.isVisible())
    assert review.painted() == "", "what was to go limits nothing"

    def limits() -> list[str | None]:
        recipe = panel.quote.recipe if panel.quote is not None else None
        return [edit.parameters.get("region") for edit in recipe.edits] if recipe is not None else []

    qtbot.waitUntil(lambda: limits() == [None, None])
    qtbot.mouseClick(review.toolbar.brush, Qt.MouseButton.LeftButton)
    paint(app, qtbot, (0.2, 0.6), (0.4, 0.7))
    place = review.painted()
    qtbot.waitUntil(lambda: limits() == [place, place])
    assert place and panel.quote is not None and panel.quote.recipe is not None
    assert detailed(panel.quote.recipe, panel.offer).startswith("Dusk (a part) + Green lawn (a part)")
    catalogue.recipe([(edit.preset, edit.parameters) for edit in panel.quote.recipe.edits])
    qtbot.keyClick(review.compare, Qt.Key.Key_P)
    assert not review.brush.isVisible() and review.brush_bar.isVisible(), "it is said as long as it holds"
    panel.toggle("remove")
    qtbot.waitUntil(lambda: review.brush.isVisible())
    assert review.painted() not in ("", place), "what goes is painted for itself"
    panel.toggle("remove")
    qtbot.waitUntil(lambda: limits() == [place, place])
    qtbot.mouseClick(review.toolbar.brush, Qt.MouseButton.LeftButton)
    review.brush_bar.clear.click()
    qtbot.waitUntil(lambda: limits() == [None, None])
    app.bench.undo.undo()
    qtbot.waitUntil(lambda: limits() == [place, place])


def test_p_goes_to_the_comparison_and_back_and_the_wheel_changes_the_brush(
    make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path)
    review = app.window.review
    qtbot.keyClick(review.compare, Qt.Key.Key_P)
    assert not review.brush.isVisible()
    qtbot.keyClick(review.compare, Qt.Key.Key_P)
    assert review.brush.isVisible()
    before, zoom = review.brush.radius, review.compare.viewport.scale
    where = QPointF(review.brush.rect().center())
    for modifiers in (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier):
        wheel = QWheelEvent(
            where,
            review.brush.mapToGlobal(where),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(review.brush, wheel)
    assert review.brush.radius > before
    assert review.compare.viewport.scale > zoom
