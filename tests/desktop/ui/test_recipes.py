"""Edits added to each other in the panel, and results gone on from, as a user does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from luster_desktop.library import jobs
from luster_desktop.library.models import Edit, Job, Recipe
from luster_desktop.ui.presets.card import PresetCard
from luster_desktop.ui.review.note import NoteDialog
from tests.desktop.ui import states

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from luster_desktop.app import App

LEFT, K = Qt.MouseButton.LeftButton, Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def cards(app: App) -> dict[str, PresetCard]:
    return {card.preset.id: card for card in app.window.presets.findChildren(PresetCard)}


def opened(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> App:
    app = make_app()
    app.bench.add_paths(states.make_photos(tmp_path / "in", 2, (1200, 800)))
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 2 and app.bench.photos.at(0).photo.width == 1200)
    return app


def reviewed(app: App, qtbot: QtBot, tmp_path: Path, *orders: str) -> list[Job]:
    """Results of the first photo that the service has made, one going on from the other, and the last on the stage."""
    library, photo = app.bench.library, app.bench.photos.at(0).photo
    made: list[Job] = []
    for preset in orders:
        more = {"source": made[-1].id} if made else {}
        (job,) = states.order(library, [photo], preset, {}, **more)
        if not made:
            states.uploading(library, job, 1.0)
        states.finish(library, job, tmp_path / "out")
        found = library.job(job.id)
        assert found is not None
        made.append(found)
    app.window.open_review(photo.id)
    qtbot.waitUntil(lambda: len(app.window.review._versions) == len(orders))
    return made


def presets(app: App) -> tuple[str, ...]:
    """What is chosen."""
    return app.window.presets.recipe.presets


def quoted(app: App) -> Recipe | None:
    """What would be ordered."""
    return app.window.presets.quote.recipe if app.window.presets.quote is not None else None


def test_one_click_chooses_one_edit_and_plus_adds(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path)
    panel, by_id = app.window.presets, cards(app)
    qtbot.mouseClick(by_id["sky"], LEFT)
    assert panel.recipe == Recipe.of("sky", {"kind": "clouds"})
    assert not by_id["sky"].add.isVisible() and not panel._recipe.isVisible(), "the usual looks as ever"
    qtbot.mouseClick(by_id["lawn"].add, LEFT)
    assert presets(app) == ("sky", "lawn")
    assert panel._recipe.text().replace("\N{NO-BREAK SPACE}", " ") == "New sky + Green lawn, 1 credit a photo"
    assert by_id["sky"]._segments["kind"].isVisible() and by_id["lawn"]._segments["strength"].isVisible()
    qtbot.waitUntil(lambda: panel.quote is not None and panel.quote.recipe == panel.recipe)
    assert panel.quote is not None and panel.quote.price == 2, "a photo has one price, whatever is in its recipe"
    qtbot.mouseClick(by_id["sky"].add, LEFT)
    assert presets(app) == ("lawn",)
    qtbot.mouseClick(by_id["lawn"], LEFT, SHIFT)
    assert presets(app) == ("lawn",), "the last one stays"
    qtbot.mouseClick(by_id["sky"], LEFT, SHIFT)
    qtbot.mouseClick(by_id["bright"], LEFT)
    assert presets(app) == ("bright",)


def test_what_cannot_go_together_says_why(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path)
    panel, by_id = app.window.presets, cards(app)
    panel.choose("dusk")
    for preset in ("bright", "sky"):
        add = by_id[preset].add
        assert not add.isEnabled() and add.isVisible()
        why = panel.offer.presets[0].excludes[preset]
        assert (add.toolTip(), add.accessibleDescription()) == (why, why)
    assert by_id["lawn"].add.isEnabled()
    panel.toggle("bright")
    assert presets(app) == ("dusk",)
    qtbot.mouseClick(by_id["bright"], LEFT)
    assert presets(app) == ("bright",), "it can still be chosen in place of the other"
    assert not by_id["dusk"].add.isEnabled() and by_id["sky"].add.isEnabled()


def test_digits_choose_and_shift_adds(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path)
    panel, view = app.window.presets, app.window.gallery.view
    view.setFocus()
    qtbot.keyClick(view, K.Key_2)
    qtbot.keyClick(view, K.Key_3, SHIFT)
    qtbot.keyClick(view, K.Key_5, SHIFT)
    assert presets(app) == ("sky", "lawn", "remove")
    assert panel.needs_painting
    qtbot.keyClick(view, K.Key_5, SHIFT)
    qtbot.keyClick(view, K.Key_1, SHIFT)
    assert presets(app) == ("sky", "lawn"), "dusk does not go together with a new sky"
    qtbot.keyClick(view, K.Key_4)
    assert presets(app) == ("bright",)
    by_id = cards(app)
    by_id["sky"].add.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(by_id["sky"].add, K.Key_Space)
    assert presets(app) == ("sky", "bright")


def test_several_edits_are_remembered(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> None:
    first = opened(make_app, qtbot, tmp_path)
    first.window.presets.choose_edits([Edit("sky", {"kind": "sunset"}), Edit("lawn", {"strength": "lush"})])
    kept = first.window.presets.recipe
    first.window.close()
    second = make_app()
    qtbot.waitUntil(lambda: second.window.presets.ready)
    assert second.window.presets.recipe == kept
    assert kept.edits == (Edit("sky", {"kind": "sunset"}), Edit("lawn", {"strength": "lush"}))


def test_the_next_order_goes_on_from_the_result_on_the_stage(
    make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path)
    window = app.window
    (dusk,) = reviewed(app, qtbot, tmp_path, "dusk")
    panel, review = window.presets, window.review
    panel.choose("remove")
    qtbot.waitUntil(lambda: review.brush.isVisible())
    qtbot.keyClick(review.compare, K.Key_G)
    qtbot.waitUntil(lambda: panel._source_row.isVisible())
    assert panel._source.full_text() == "Goes on from “Dusk”"
    assert review.canvas == (dusk.id, True) and review.source is not None
    assert review._before_path(app.bench.photos.at(0)) == review.source.output.path
    panel.choose("lawn")
    lawn = panel.recipe
    qtbot.waitUntil(lambda: quoted(app) == replace(lawn, source=dusk.id))
    qtbot.mouseClick(panel.to_original, LEFT)
    qtbot.waitUntil(lambda: not panel._source_row.isVisible() and quoted(app) == lawn)
    review.go_on()
    window.close_review()
    qtbot.waitUntil(lambda: not panel._source_row.isVisible() and quoted(app) == lawn)


def test_a_chain_of_results_is_named_by_all_that_was_done(
    make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path)
    reviewed(app, qtbot, tmp_path, "dusk", "lawn+remove", "remove")
    titles = [version.title for version in app.window.review._versions]
    assert titles == [
        "Dusk › Green lawn + Remove objects › Remove objects",
        "Dusk › Green lawn + Remove objects",
        "Dusk",
    ]


def test_a_result_that_ships_with_the_app_cannot_be_gone_on_from(
    make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path)
    library, photo = app.bench.library, app.bench.photos.at(0).photo
    sample = library.write(jobs.sample, photo.id, photo.shoot_id, Recipe.of("dusk"))
    states.grade(photo.path, tmp_path / "sample.jpg", "dusk")
    states.keep(library, sample, tmp_path / "sample.jpg")
    app.window.open_review(photo.id)
    qtbot.waitUntil(lambda: len(app.window.review._versions) == 1)
    assert not app.window.review.can_go_on
    qtbot.keyClick(app.window.review.compare, K.Key_G)
    assert app.window.review.source is None


def test_an_edit_is_redone_with_a_note(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path)
    (dusk,) = reviewed(app, qtbot, tmp_path, "dusk")
    asked: list[tuple[object, Recipe]] = []
    app.window.review.redo_asked.connect(lambda photo_id, recipe: asked.append((photo_id, recipe)))
    qtbot.keyClick(app.window.review.compare, K.Key_R, SHIFT)
    (dialog,) = app.window.findChildren(NoteDialog)
    assert dialog.field.maxLength() == 300
    dialog.field.setText("Keep the\u2028lamp off ")
    qtbot.mouseClick(dialog.go, LEFT)
    assert asked == [(dusk.photo_id, Recipe(dusk.recipe.edits, note="Keep the lamp off"))]


def test_the_list_of_results_offers_to_go_on_and_to_redo(
    make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path)
    reviewed(app, qtbot, tmp_path, "dusk")
    bar = app.window.review.toolbar
    for _ in range(2):
        qtbot.mouseClick(bar.version, LEFT)
        QApplication.processEvents()
        entries = [action.text() for action in bar._menu.actions() if not action.isSeparator()]
        assert entries == ["Dusk", "Go on from this result", "Redo with a note…"]
        bar._menu.close()
    bar._menu.actions()[2].trigger()
    assert app.window.review.source is not None
