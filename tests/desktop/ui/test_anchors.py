"""The panel says which finished photo the ordered ones are to look like, and a click takes it away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint, Qt

from luster_desktop.library.models import Job
from tests.desktop.ui import states
from tests.desktop.ui.test_recipes import opened

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from luster_desktop.app import App

LEFT = Qt.MouseButton.LeftButton
DUSK = {"sky_warmth": "natural", "interior_lights": "on"}


def finished(app: App, tmp_path: Path) -> Job:
    """The dusk of the first photo, from the service."""
    library, photo = app.bench.library, app.bench.photos.at(0).photo
    (job,) = states.order(library, [photo], "dusk", DUSK)
    states.uploading(library, job, 1.0)
    states.finish(library, job, tmp_path / "out")
    return job


def quoted(app: App) -> UUID | None:
    """What the order would be like."""
    quote = app.window.presets.quote
    return quote.recipe.anchor if quote is not None and quote.recipe is not None else None


def test_the_panel_says_like_which_photo_and_a_click_takes_it_away(
    make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path)
    panel, name = app.window.presets, app.bench.photos.at(0).photo.path.stem
    panel.choose("dusk", DUSK)
    qtbot.waitUntil(lambda: panel.quote is not None and len(panel.quote.photo_ids) == 2)
    assert not panel.anchor.isVisible(), "no evening is finished"
    job = finished(app, tmp_path)
    qtbot.waitUntil(panel.anchor.isVisible)
    assert (panel.anchor.text(), panel.anchor.isChecked()) == (f"Like {name}", True)
    assert quoted(app) == job.id
    qtbot.mouseClick(panel.anchor, LEFT, pos=QPoint(8, panel.anchor.height() // 2))
    qtbot.waitUntil(lambda: quoted(app) is None)
    assert panel.anchor.isVisible() and not panel.anchor.isChecked()
    panel.choose("dusk", {"sky_warmth": "warm"})
    qtbot.waitUntil(lambda: not panel.anchor.isVisible())
    panel.choose("dusk", {"sky_warmth": "natural"})
    qtbot.waitUntil(panel.anchor.isVisible)
    assert not panel.anchor.isChecked() and quoted(app) is None, "it stays off"
    qtbot.mouseClick(panel.anchor, LEFT, pos=QPoint(8, panel.anchor.height() // 2))
    qtbot.waitUntil(lambda: quoted(app) == job.id)
    panel.choose("lawn")
    qtbot.waitUntil(lambda: not panel.anchor.isVisible())
    assert quoted(app) is None


def test_a_result_says_like_which_photo_it_is(make_app: Callable[..., App], qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path)
    anchor, second = finished(app, tmp_path), app.bench.photos.at(1).photo
    (job,) = states.order(app.bench.library, [second], "dusk", DUSK, anchor=anchor.id)
    states.finish(app.bench.library, job, tmp_path / "out")
    app.window.open_review(second.id)
    review, name = app.window.review, app.bench.photos.at(0).photo.path.stem
    qtbot.waitUntil(lambda: f"Like {name}" in review._facts.text())
    assert review._facts.isVisible()
