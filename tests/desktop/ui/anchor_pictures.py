"""Anchors and limits in all their states, to look at: see `gallery_of_states`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from luster_desktop.app import App
from luster_desktop.operations.painting import Stroke
from tests.desktop.ui import account_pictures, states
from tests.desktop.ui.settling import settle

Take = Callable[[QWidget, str], None]
DUSK = {"sky_warmth": "natural", "interior_lights": "on"}


def take_all(app: App, take: Take) -> None:
    """A finished photo that the others are to look like, and an edit that stays within the paint."""
    window, panel, review, library = app.window, app.window.presets, app.window.review, app.bench.library
    account_pictures.signed_in(app.account, 25)
    window.topbar.refresh()
    rows, sunset = app.bench.photos.all_rows(), {"kind": "sunset"}
    if not any(job.recipe.label == "sky" and job.asset_id for job in library.jobs(rows[1].photo.id)):
        (first,) = states.order(library, [rows[1].photo], "sky", sunset)
        states.uploading(library, first, 1.0)
        states.finish(library, first, library.folder / "outputs")
        (like,) = states.order(library, [rows[4].photo], "sky", sunset, anchor=first.id)
        states.finish(library, like, library.folder / "outputs", {"anchor": True})
    window.gallery.view.select([row.photo.id for row in rows[9:12]])
    panel.choose("sky", sunset)
    settle(500)
    take(window, "anchors")
    panel.anchor.click()
    settle(200)
    take(window, "anchors-off")
    panel.anchor.click()
    window.open_review(rows[4].photo.id)
    settle(1500)
    take(window, "anchors-like")
    review.show_photo(rows[0].photo.id)
    panel.choose("dusk", DUSK)
    review.set_painting(True)
    settle(1500)
    take(window, "anchors-unpainted")
    assert review.canvas is not None
    review.set_strokes(review.canvas, (Stroke(0.05, ((0.2, 0.5), (0.3, 0.45), (0.4, 0.5))),))
    settle(300)
    take(window, "anchors-limited")
    review.set_painting(False)
    settle(300)
    take(window, "anchors-compared")
    review.set_strokes(review.canvas, ())
    window.close_review()
