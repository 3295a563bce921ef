"""Painted parts that were asked about, and the form of a profile's rules, to look at: see `gallery_of_states`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from luster_desktop.app import App
from luster_desktop.cloud.answers import Answer
from luster_desktop.delivery import shelf
from luster_desktop.delivery.items import Kind
from luster_desktop.operations.painting import Stroke
from luster_desktop.paths import resource
from luster_desktop.ui.delivery.rules_form import RulesForm
from luster_desktop.ui.review.layers import Layer
from tests.desktop.ui.delivery_pictures import wait
from tests.desktop.ui.settling import settle

Take = Callable[[QWidget, str], None]
STROKES = (
    Stroke(0.03, ((0.12, 0.82), (0.2, 0.84)), Kind.REMOVE_MOVABLE),
    Stroke(0.006, ((0.3, 0.1), (0.7, 0.2), (0.95, 0.18)), Kind.REMOVE_FIXED),
    Stroke(0.02, ((0.85, 0.9),)),
)


def take_all(app: App, take: Take) -> None:
    """Each part says what it is or asks; the choice; the form as it ships, changed, and with a mistake."""
    window, panel, bench = app.window, app.window.presets, app.bench
    app.work.rules.choose("crmls")
    panel.choose("remove")
    window.open_review(bench.photos.all_rows()[0].photo.id)
    settle(1500)
    review = window.review
    assert review.canvas is not None
    review.set_strokes(review.canvas, STROKES)
    settle(600)
    take(window, "rules-parts")
    menu = review.brush.chips.menu(2)
    menu.popup(window.mapToGlobal(window.rect().center()))
    take(menu, "rules-part-menu")
    menu.close()
    review.compare.zoom(2.5)
    settle(400)
    take(window, "rules-parts-zoomed")
    review.set_strokes(review.canvas, ())
    panel.choose("sky", {"kind": "clouds"})
    take_versions(app, take)
    window.close_review()
    home = bench.library.folder
    crmls = shelf.profiles(home).items["crmls"]
    for name, profile in (("form", crmls), ("new", replace(crmls, id="", body="", source=""))):
        form = RulesForm(window, home, profile)
        form.show()
        if name == "new":
            form.save.click()
        take(form, f"rules-{name}")
        form.close()


def take_versions(app: App, take: Take) -> None:
    """What the model had made of a place that was left as in the photo: on its way, there, and no longer kept."""
    review = app.window.review
    review.set_painting(False)
    picture = resource("sample_shoot", "IMG_0002.JPG").read_bytes()
    given = [Answer(picture, 0.0, 0.0, 1.0, 1.0)]
    review.model_versions.use(lambda _job_id: given)
    for name in ("model", "model-gone"):
        app.actions.do("changes")
        while review._changes.bar.layer is not Layer.LEFT_OUT:
            app.actions.do("left_out")
        wait(lambda: review.model_versions.offered)
        app.actions.do("model_version")
        take(app.window, f"rules-{name}-asked")
        settle(900)
        take(app.window, f"rules-{name}")
        app.actions.do("changes")
        given.clear()
        settle(300)
