"""Rules and deliveries in the window, by keys and buttons as a user has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.delivery.items import Kind
from luster_desktop.library.models import Edit, Recipe
from luster_desktop.library.store import Library
from luster_desktop.operations import ruling
from luster_desktop.paths import Paths
from luster_desktop.ui.delivery.dialog import DeliveryDialog
from luster_desktop.ui.delivery.recipe_form import RecipeForm
from luster_desktop.ui.delivery.room import RoomDialog
from tests.desktop.ui import states

Shown = TypeVar("Shown", bound=QDialog)


@pytest.fixture
def app(make_app: Callable[..., App], tmp_path: Path, qtbot: QtBot) -> App:
    """A shoot of three photos, the first with a new sky."""
    library = Library(Paths(tmp_path / "home").create().library)
    shoot = library.create_shoot("12 Oak Street")
    photos = states.add(library, shoot, states.make_photos(tmp_path / "photos", 3))
    (job,) = states.order(library, photos[:1], "sky", {"kind": "clear"})
    states.finish(library, job, tmp_path / "home" / "outputs")
    library.close()
    made = make_app(tmp_path / "home")
    qtbot.waitUntil(lambda: len(made.bench.photos.all_rows()) == 3)
    qtbot.waitUntil(lambda: bool(made.work.rules.profiles))
    return made


def one(app: App, kind: type[Shown]) -> Shown:
    """The one dialog of the kind that is open."""
    (found,) = [dialog for dialog in app.window.findChildren(kind) if dialog.isVisible()]
    return found


def test_the_panel_says_what_the_rules_say_before_anything_is_ordered(app: App, qtbot: QtBot) -> None:
    panel = app.window.presets
    panel.choose_edits([Edit("sky"), Edit("lawn")])
    qtbot.waitUntil(lambda: len(panel.rules.said) == 2)
    assert panel.rules.said[0] == "New sky: disclose, not as first photo"
    menu = panel.rules.menu()
    (crmls,) = [entry for entry in menu.actions() if entry.text().startswith("CRMLS")]
    crmls.trigger()
    prohibited = "Green lawn: prohibited here. Landscaping must not be changed."
    qtbot.waitUntil(lambda: panel.rules.said == ["New sky: disclose", prohibited])
    assert app.bench.current is not None and app.bench.current.profile == "crmls"
    assert "not legal advice" in panel.rules.toolTip() and "29 November 2026" in panel.rules.toolTip()
    app.actions.do("undo")
    qtbot.waitUntil(lambda: panel.rules.said[0] == "New sky: disclose, not as first photo")
    menu.close()


def test_remove_asks_what_goes_and_the_rules_answer(app: App, qtbot: QtBot) -> None:
    panel = app.window.presets
    app.work.rules.choose("crmls")
    panel.choose("remove")
    (card,) = [card for card in panel._cards if card.region is not None]
    qtbot.waitUntil(lambda: panel.rules.said == ["Remove objects: say what goes. At worst prohibited here."])
    movable, _fixed, damage = card._going.values()
    movable.click()
    qtbot.waitUntil(lambda: panel.rules.said == ["Remove objects (movable thing): disclose"])
    damage.click()
    assert panel.removed == {Kind.REMOVE_MOVABLE, Kind.REMOVE_DEFECT}
    qtbot.waitUntil(lambda: len(panel.rules.said) == 2 and "Defects must not be hidden" in panel.rules.said[1])
    profile = app.work.rules.profile
    assert profile is not None
    kept = ruling.decided(profile, Recipe.of("remove"), panel.removed)
    assert [(ruled.kind, ruled.verdict) for ruled in kept] == [
        ("remove_movable", "disclose"),
        ("remove_defect", "prohibited"),
    ]


def test_rooms_are_named_by_keys_photo_by_photo(app: App, qtbot: QtBot) -> None:
    view, rows = app.window.gallery.view, app.bench.photos.all_rows()
    view.select([rows[0].photo.id])
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_N)
    for typed in ("Kit", "Garage 2"):
        dialog = one(app, RoomDialog)
        QTest.keyClicks(dialog.name, typed)
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda before=dialog: not before.isVisible())  # type: ignore[misc]
    one(app, RoomDialog).reject()
    library = app.bench.library
    assert app.bench.current is not None
    shoot_id = app.bench.current.id
    wanted = ["Kitchen", "Garage 2", ""]
    qtbot.waitUntil(lambda: [row.photo.room for row in library.photos(shoot_id)] == wanted)
    app.actions.do("undo")
    qtbot.waitUntil(lambda: [row.photo.room for row in library.photos(shoot_id)] == ["Kitchen", "", ""])


def test_a_delivery_is_made_on_one_screen_and_checked(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    app.store.set_folder("deliver", tmp_path)
    app.actions.do("deliver")
    dialog = one(app, DeliveryDialog)
    qtbot.waitUntil(lambda: dialog.proposal is not None)
    assert "must not be the first" in dialog.findings.texts[0]
    assert dialog.summary.text() == "MLS: 4 pictures, Disclosure: 3 pictures"
    dialog.profile.setCurrentIndex(dialog.profile.findData("nwmls"))
    assert dialog.findings.texts == []
    dialog.address.setText("12 Oak St")
    dialog.address.editingFinished.emit()
    dialog.boxes["web"].setChecked(True)
    assert dialog.summary.text() == "MLS: 3 pictures, Web: 3 pictures, Disclosure: 3 pictures"
    dialog.export.click()
    qtbot.waitUntil(lambda: dialog.outcome is not None)
    assert dialog.summary.text() == "9 pictures made. All of them pass."
    assert dialog.findings.texts[0] == "MLS/01 12 Oak St.jpg: passes" and len(dialog.findings.texts) == 9
    target = tmp_path / "12 Oak Street"
    assert sorted(path.name for path in (target / "Web").iterdir()) == [f"{n:02} 12 Oak St.jpg" for n in (1, 2, 3)]
    dialog.export.click()
    qtbot.waitUntil(lambda: dialog.summary.text() == "0 pictures made, 9 there already. All of them pass.")
    dialog.reject()
    qtbot.waitUntil(lambda: app.bench.current is not None and app.bench.current.profile == "nwmls")
    assert app.bench.current is not None and app.bench.current.address == "12 Oak St"
    assert app.store.export_recipes == ("mls", "web")


def test_a_delivery_that_was_stopped_says_so_and_goes_on_where_it_was(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    app.store.set_folder("deliver", tmp_path)
    app.actions.do("deliver")
    dialog = one(app, DeliveryDialog)
    qtbot.waitUntil(lambda: dialog.proposal is not None)
    dialog.export.click()
    assert dialog.close_button.text() == "Stop"
    dialog.close_button.click()
    qtbot.waitUntil(lambda: dialog.summary.text() == "Stopped. The same delivery goes on where it was.")
    assert (dialog.close_button.text(), dialog.bar.isVisible()) == ("Cancel", False)
    dialog.export.click()
    qtbot.waitUntil(lambda: dialog.outcome is not None and not dialog.outcome.cancelled)
    assert dialog.summary.text().endswith("All of them pass.")
    dialog.reject()


def test_an_export_recipe_is_made_in_its_form_and_a_wrong_template_is_said(app: App, qtbot: QtBot) -> None:
    app.actions.do("deliver")
    dialog = one(app, DeliveryDialog)
    qtbot.waitUntil(lambda: dialog.proposal is not None)
    dialog.new_recipe.click()
    form = one(app, RecipeForm)
    form.title.setText("Agent")
    form.names.setText("{street}")
    form.save.click()
    assert form.isVisible() and "cannot be made" in form._error.text()
    form.names.setText("{n} {room}")
    form.size_kind.buttons[1].click()
    form.edge.setValue(1000)
    form.listing.setChecked(False)
    form.save.click()
    qtbot.waitUntil(lambda: "agent" in dialog.boxes)
    assert dialog.boxes["agent"].isChecked() and "Agent: 3 pictures" in dialog.summary.text()
    dialog.reject()
