"""Rules and deliveries in the window, by keys and buttons as a user has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.delivery.items import Kind
from luster_desktop.library import decisions, jobs
from luster_desktop.library.models import Edit
from luster_desktop.library.store import Library
from luster_desktop.operations import ruling
from luster_desktop.paths import Paths, resource
from luster_desktop.ui.delivery.dialog import DeliveryDialog
from luster_desktop.ui.delivery.recipe_form import RecipeForm
from luster_desktop.ui.delivery.room import RoomDialog
from luster_desktop.ui.delivery.rules_form import RulesForm
from tests.desktop.ui import states
from tests.desktop.ui.painting import paint

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


def test_remove_asks_at_each_part_what_it_is_and_the_rules_answer(app: App, qtbot: QtBot) -> None:
    panel, review = app.window.presets, app.window.review
    app.work.rules.choose("crmls")
    panel.choose("remove")
    asked = "Remove objects: say what goes. At worst prohibited here."
    qtbot.waitUntil(lambda: panel.rules.said == [asked])
    app.window.open_review(app.bench.photos.at(1).photo.id)
    chips = review.brush.chips
    qtbot.waitUntil(lambda: review.brush.isVisible() and review.compare._before is not None)
    paint(app, qtbot, (0.2, 0.5), (0.24, 0.55))
    paint(app, qtbot, (0.24, 0.55))
    paint(app, qtbot, (0.8, 0.3))
    assert [chip.text() for chip in chips.chips] == ["What is it?"] * 2, "two strokes that touch are one part"
    chips.menu(0).actions()[0].trigger()
    qtbot.waitUntil(lambda: panel.rules.said == ["Remove objects (movable thing): disclose", asked])
    chips.menu(1).actions()[2].trigger()
    qtbot.waitUntil(lambda: len(panel.rules.said) == 2 and "Defects must not be hidden" in panel.rules.said[1])
    assert [chip.text() for chip in chips.chips] == ["Movable thing", "Damage"]
    app.actions.do("undo")
    assert [chip.text() for chip in chips.chips] == ["Movable thing", "What is it?"]
    app.actions.do("redo")
    profile = app.work.rules.profile
    assert profile is not None and panel.quote is not None and panel.quote.recipe is not None
    kept = ruling.decided(profile, panel.quote.recipe)
    assert [(ruled.part, ruled.kind, ruled.verdict) for ruled in kept] == [
        (1, "remove_movable", "disclose"),
        (2, "remove_defect", "prohibited"),
    ]
    library = app.bench.library
    ((job,), _) = library.write(jobs.order, panel.quote.photo_ids, panel.quote.recipe, None, kept)
    assert library.read(decisions.of_job, job.id) == kept


def test_a_part_is_told_by_keys_and_strokes_that_disagree_are_asked_again(app: App, qtbot: QtBot) -> None:
    review = app.window.review
    app.window.presets.choose("remove")
    app.window.open_review(app.bench.photos.at(1).photo.id)
    qtbot.waitUntil(lambda: review.brush.isVisible() and review.compare._before is not None)
    paint(app, qtbot, (0.3, 0.5))
    paint(app, qtbot, (0.7, 0.5))
    for key in (Qt.Key.Key_M, Qt.Key.Key_F):
        QTest.keyClick(app.window, Qt.Key.Key_T)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        QTest.keyClick(menu, key)
    chips = review.brush.chips.chips
    assert [chip.text() for chip in chips] == ["Movable thing", "Fixed part"]
    assert review.removed() == (Kind.REMOVE_MOVABLE, Kind.REMOVE_FIXED)
    seen = review.compare.rect()
    assert all(seen.contains(chip.geometry()) and chip.isVisible() for chip in chips)
    at = chips[0].pos()
    review.compare.zoom(3)
    assert chips[0].pos() != at, "a chip goes with its part"
    review.compare.fit()
    paint(app, qtbot, (0.3, 0.5), (0.7, 0.5))
    assert review.removed() == (Kind.REMOVE,)


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


def test_rules_are_edited_in_a_form_as_an_own_copy_and_reset(app: App, qtbot: QtBot) -> None:
    app.work.rules.choose("crmls")
    panel = app.window.presets
    panel.choose("lawn")
    prohibited = "Green lawn: prohibited here. Landscaping must not be changed."
    qtbot.waitUntil(lambda: panel.rules.said == [prohibited])
    menu = panel.rules.menu()
    menu.actions()[-1].trigger()
    menu.close()
    form = one(app, RulesForm)
    assert "29 November 2026" in form.findChildren(QLabel)[1].text() and not hasattr(form, "reset")
    verdict = form.verdicts[Kind.LAWN]
    verdict.setCurrentIndex(verdict.findData("disclose"))
    form.sentences[Kind.LAWN].setText("Ask first.")
    form.label_words.clear()
    form.save.click()
    assert form.isVisible() and form._error.text() == "The label needs words."
    form.label_words.setText("Altered, Virtually staged")
    form.most_bytes.setValue(300)
    form.save.click()
    qtbot.waitUntil(lambda: panel.rules.said == ["Green lawn: disclose. Ask first."])
    assert "Your own copy." in panel.rules.toolTip()
    own = app.bench.library.folder / "rules" / "crmls.toml"
    assert 'label_words = ["Altered", "Virtually staged"]' in own.read_text("utf-8")
    app.actions.do("deliver")
    dialog = one(app, DeliveryDialog)
    qtbot.waitUntil(lambda: dialog.proposal is not None)
    assert dialog.profile.currentText() == "CRMLS (California), rule 11.5.2 (your own)"
    dialog.edit_rules.click()
    again = one(app, RulesForm)
    assert again.most_bytes.value() == 300 and again.sentences[Kind.LAWN].text() == "Ask first."
    again.reset.click()
    qtbot.waitUntil(lambda: panel.rules.said == [prohibited])
    assert not own.exists() and dialog.profile.currentText() == "CRMLS (California), rule 11.5.2"
    dialog.reject()


def test_new_rules_begin_with_others_and_hold_for_the_shoot(app: App, qtbot: QtBot) -> None:
    app.actions.do("deliver")
    dialog = one(app, DeliveryDialog)
    qtbot.waitUntil(lambda: dialog.proposal is not None)
    dialog.new_rules.click()
    form = one(app, RulesForm)
    form.body.setText("Our board")
    form.save.click()
    assert form._error.text() == "The rules need a name, and where you have read them."
    form.source.setText("The board's handbook")
    barred = form.first
    barred.setCurrentIndex(barred.findData("free"))
    form.not_first[Kind.SKY].setChecked(False)
    form.save.click()
    assert dialog.profile.currentText() == "Our board (your own)"
    assert dialog.findings.texts == [], "a new sky may be first by these rules"
    qtbot.waitUntil(lambda: app.bench.current is not None and app.bench.current.profile == "our_board")
    dialog.reject()


def test_own_rules_that_cannot_be_read_are_named_with_their_line_and_can_be_reset(app: App, qtbot: QtBot) -> None:
    own = app.bench.library.folder / "rules" / "generic.toml"
    own.parent.mkdir()
    text = resource("rules", "generic.toml").read_text("utf-8")
    own.write_text(text.replace('original = "directly_after"', 'original = "after"'), "utf-8")
    app.actions.do("deliver")
    dialog = one(app, DeliveryDialog)
    qtbot.waitUntil(lambda: dialog.proposal is not None)
    assert dialog.unreadable.isVisible()
    assert "generic.toml was passed over: line 9, original: " in dialog.unreadable.text()
    dialog.edit_rules.click()
    one(app, RulesForm).reset.click()
    assert not own.exists() and not dialog.unreadable.isVisible()
    dialog.reject()
