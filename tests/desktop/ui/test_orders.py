"""Orders and saving in the window: what the button says is what is on screen, and what it would do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from backend import contract
from luster_desktop.app import App
from luster_desktop.facts import Scene, Seen
from luster_desktop.library import contents
from luster_desktop.library.models import JobState
from luster_desktop.operations.ordering import Need, Quote
from luster_desktop.ui.account import buy
from luster_desktop.ui.account.buy import LATE, NO_BROWSER, BuyDialog
from luster_desktop.ui.gallery.status import Filter
from luster_desktop.ui.presets.confirm import ConfirmDialog
from luster_desktop.ui.settings.dialog import SettingsDialog
from luster_desktop.words import orders as words
from tests.desktop.intake.shoots import make, write
from tests.desktop.ui import states
from tests.desktop.ui.hands import CTRL, SHIFT, cell, ids, press

MakeApp = Callable[..., App]
DUSK = {"sky_warmth": "natural", "interior_lights": "on"}
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drop(app: App, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, copy = app.window.rect().center(), Qt.DropAction.CopyAction
    QApplication.sendEvent(app.window, QDragEnterEvent(at, copy, data, LEFT, NONE))
    QApplication.sendEvent(app.window, QDropEvent(QPointF(at), copy, data, LEFT, NONE))


def quote(app: App) -> Quote:
    found = app.window.presets.quote
    assert found is not None
    return found


def opened(make_app: MakeApp, qtbot: QtBot, folder: Path, count: int) -> App:
    """The window with a shoot of so many photos, each by itself, and the dusk chosen."""
    app = make_app()
    states.make_photos(folder, count)
    drop(app, folder)
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == count and not app.bench.grouping)
    app.window.presets.choose("dusk", DUSK)
    qtbot.waitUntil(lambda: quote(app).price == count)
    return app


def click(app: App, qtbot: QtBot, position: int, keys: Qt.KeyboardModifier = NONE) -> None:
    qtbot.mouseClick(app.window.gallery.view.viewport(), LEFT, keys, cell(app, position)[0])


def test_no_exposure_is_for_sale_before_the_shoot_is_grouped(
    make_app: MakeApp, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At no moment after the drop would the button order anything but one photo of each scene."""
    made = make(108, 8)
    files = write(made, tmp_path / "card")
    app = make_app()
    panel, seen = app.window.presets, []
    show = panel.show_quote

    def noted(plan: Quote) -> None:
        seen.append((plan.need, len(plan.photo_ids), words.scope(plan)))
        show(plan)

    monkeypatch.setattr(panel, "show_quote", noted)
    bar, told = app.window.activity, []
    show_status = bar.show_status

    def noted_too(*status: object, idle: str, **more: bool) -> None:
        told.append(idle)
        show_status(*status, idle=idle, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(bar, "show_status", noted_too)
    drop(app, tmp_path / "card")
    qtbot.waitUntil(lambda: bool(seen) and seen[-1][1] > 0 and not app.bench.grouping)
    grouped = app.bench.photos.rowCount()
    assert {count for need, count, _ in seen if need is not Need.GROUPING} <= {0, grouped}
    assert any(need is Need.GROUPING and text.startswith("Grouping ") for need, _, text in seen)
    assert f"Grouping {len(files)} exposures…" in told
    assert told[-1].startswith(f"{grouped} photos")
    assert grouped == len(made.scenes) < len(files)


def test_the_order_is_for_what_the_filter_shows(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in", 6)
    library, bar = app.bench.library, app.window.gallery.filters
    photos = [row.photo for row in app.bench.photos.all_rows()]
    for job in states.order(library, photos[:2], "sky", {}):
        states.finish(library, job, tmp_path / "out")
    qtbot.waitUntil(lambda: app.bench.photos.counts()[Filter.DONE] == 2)
    assert quote(app).price == 6
    done = next(button for button in bar._group.buttons() if button.text().startswith("Done"))
    qtbot.mouseClick(done, LEFT)
    qtbot.waitUntil(lambda: quote(app).price == 2)
    assert words.scope(quote(app)) == "2 photos on screen"
    assert set(quote(app).photo_ids) == {photo.id for photo in photos[:2]}
    for job in states.order(library, photos[:2], "dusk", DUSK):
        states.finish(library, job, tmp_path / "out")
    qtbot.waitUntil(lambda: not quote(app).photo_ids)
    assert not app.window.presets.run.isEnabled(), "it does not turn to photos that are not on screen"


def test_a_selection_survives_its_order_under_a_filter(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in", 6)
    library, bar, view = app.bench.library, app.window.gallery.filters, app.window.gallery.view
    ready = next(button for button in bar._group.buttons() if button.text().startswith("Ready"))
    qtbot.mouseClick(ready, LEFT)
    click(app, qtbot, 0)
    click(app, qtbot, 2, CTRL)
    click(app, qtbot, 3, CTRL)
    chosen = view.selected_ids()
    assert len(chosen) == 3
    qtbot.waitUntil(lambda: quote(app).photo_ids == tuple(chosen))
    jobs = states.order(library, [photo for photo in map(library.photo, chosen) if photo], "dusk", DUSK)
    qtbot.waitUntil(lambda: app.bench.photos.counts()[Filter.WORKING] == 3)
    states.move(library, jobs[0], JobState.PROCESSING)
    qtbot.waitUntil(lambda: quote(app).empty is not None)
    assert view.selected_ids() == chosen, "photos that are merged or edited stay selected"
    assert not app.window.presets.run.isEnabled(), "and the button does not turn to the others"
    click(app, qtbot, 1)
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 3)
    assert len(view.selected_ids()) == 1
    qtbot.waitUntil(lambda: quote(app).price == 1)


def test_an_order_of_all_that_is_on_screen_is_confirmed(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in", 3)
    ordered: list[list[UUID]] = []
    app.work._order = lambda orders, **_: ordered.extend(ids for ids, _ in orders)  # type: ignore[method-assign]
    signed_in(app)
    qtbot.waitUntil(lambda: quote(app).need is Need.NOTHING)

    def ask() -> ConfirmDialog:
        qtbot.keyClick(app.window, Qt.Key.Key_Return, CTRL)
        return next(found for found in app.window.findChildren(ConfirmDialog) if found.isVisible())

    dialog = ask()
    said = [label.text() for label in dialog.findChildren(type(dialog.heading))]
    assert dialog.heading.text() == "Dusk: enhance 3 photos?"
    assert any(words.cost(quote(app)) in text for text in said), "the panel's own number"
    qtbot.keyClick(app.window, Qt.Key.Key_Return, CTRL)
    assert len([found for found in app.window.findChildren(ConfirmDialog) if found.isVisible()]) == 1
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert ordered == []
    ask()
    qtbot.keyClick(ask_open(app), Qt.Key.Key_Return)
    assert ordered == [list(quote(app).photo_ids)]
    click(app, qtbot, 1)
    qtbot.waitUntil(lambda: quote(app).price == 1)
    qtbot.mouseClick(app.window.presets.run, LEFT)
    assert ordered[1:] == [ids(app, 1)], "what is visibly selected needs no question"


def ask_open(app: App) -> ConfirmDialog:
    return next(found for found in app.window.findChildren(ConfirmDialog) if found.isVisible())


def signed_in(app: App, available: int = 25) -> None:
    """As with a session and a balance; no service is asked."""
    from luster_desktop.cloud.session import SessionState

    account = app.account
    account._state = SessionState.SIGNED_IN
    account._account = contract.Account(
        user_id=UUID(int=1), email="a@b.cd", credits=contract.Credits(posted=available, held=0)
    )
    account.changed.emit()


def test_photos_that_do_not_fit_are_pointed_out_and_left_out(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in", 4)
    panel = app.window.presets
    assert not panel.leave_out.isVisible()
    qtbot.waitUntil(lambda: not app.bench.looking)
    rooms = ids(app, 1, 2)
    app.bench.library.write(contents.keep_seen, dict.fromkeys(rooms, Seen(Scene.INSIDE)))
    qtbot.waitUntil(panel.leave_out.isVisible)
    assert panel._unfit.text == "Of these 4 photos, 2 show a room."
    qtbot.mouseClick(panel.leave_out, LEFT)
    qtbot.waitUntil(lambda: quote(app).photo_ids == tuple(ids(app, 0, 3)))
    assert not panel.leave_out.isVisible()
    qtbot.keyClick(app.window, Qt.Key.Key_4)
    assert panel.recipe.label == "bright"
    qtbot.waitUntil(lambda: not panel._unfit.isVisible())


def test_a_file_that_vanished_is_shown_and_located(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in", 3)
    view = app.window.gallery.view
    gone = app.bench.photos.at(1).photo
    qtbot.waitUntil(lambda: not app.bench.library.read(contents.unsampled, gone.shoot_id))
    (tmp_path / "new").mkdir()
    gone.path.rename(tmp_path / "new" / "moved.JPG")
    app.commands._on_application_state(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: app.bench.photos.at(1).missing)
    qtbot.waitUntil(lambda: quote(app).price == 2)
    assert words.scope(quote(app)) == "2 photos of the shoot, 1 missing"
    spoken = app.bench.photos.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "File missing" in spoken
    index = app.bench.photos.index(1)
    area = view._delegate.offer_rect(view.visualRect(index).adjusted(2, 2, -2, -2), app.bench.photos.at(1))
    assert area is not None
    qtbot.mouseClick(view.viewport(), LEFT, NONE, area.center())
    dialog = app.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "new"))
    dialog.close()
    qtbot.waitUntil(lambda: not app.bench.photos.at(1).missing)
    qtbot.waitUntil(lambda: quote(app).price == 3)
    assert app.bench.photos.at(1).photo.path == tmp_path / "new" / "moved.JPG"


def test_save_all_by_key_saves_what_is_delivered_of_each_photo_once(
    make_app: MakeApp, qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path / "in", 2)
    library = app.bench.library
    photos = [row.photo for row in app.bench.photos.all_rows()]
    for preset, some in (("dusk", photos), ("sky", photos[:1])):
        for job in states.order(library, some, preset, {}):
            states.finish(library, job, tmp_path / "made")
    qtbot.waitUntil(lambda: len(app.window.gallery.saveable()) == 2)
    assert app.window.gallery.filters.save.text() == "Save 2"
    spoken = app.bench.photos.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "2 results" in spoken
    target = tmp_path / "delivery"
    target.mkdir()

    def save() -> str:
        app.window.notices.clear("saved")
        app.window.activateWindow()
        qtbot.waitUntil(app.window.isActiveWindow)
        qtbot.keyClick(app.window, Qt.Key.Key_S, CTRL | SHIFT)
        dialog = next(found for found in app.window.findChildren(QFileDialog) if found.isVisible())
        dialog.fileSelected.emit(str(target))
        dialog.close()
        qtbot.waitUntil(lambda: "saved" in app.window.notices._topics)
        return app.window.notices._topics["saved"].accessibleName()

    assert save() == "2 results saved."
    names = sorted(path.name for path in target.iterdir())
    assert names == ["IMG_0001 sky.jpg", "IMG_0002 dusk.jpg"]
    assert save() == "All 2 are there already, unchanged."
    assert sorted(path.name for path in target.iterdir()) == names
    qtbot.waitUntil(lambda: app.bench.photos.at(0).saved)
    spoken = app.bench.photos.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Sky" in spoken or "New sky" in spoken
    assert "saved" in spoken


def test_a_key_after_a_dialog_never_renames_the_shoot(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in", 2)
    name = app.window.topbar.title.text()
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    app.commands.settings()
    dialog = app.window.findChild(SettingsDialog)
    assert dialog is not None
    dialog.reject()
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    assert not app.window.topbar.title.hasFocus()
    for _ in range(60):  # whatever Tab reaches
        QTest.keyClick(QApplication.focusWidget() or app.window, Qt.Key.Key_Tab)
        assert not app.window.topbar.title.hasFocus()
    press(app, qtbot, Qt.Key.Key_X)
    assert app.window.topbar.title.text() == name
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    qtbot.mouseClick(app.window.topbar.title, LEFT)
    assert app.window.topbar.title.hasFocus()


def test_buying_says_when_no_browser_opens_and_when_no_answer_comes(
    make_app: MakeApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    signed_in(app)
    asked: list[object] = []
    app.account.load_packs = lambda *handlers: asked.append(handlers)  # type: ignore[method-assign]
    monkeypatch.setattr(buy, "LATE_AFTER", 50)
    dialog = BuyDialog(app.window, app.account)
    dialog.open()
    qtbot.waitUntil(lambda: dialog._error.isVisible() and dialog._error.text() == LATE)
    dialog._show_packs([contract.Pack(id="starter", title="25 credits", credits=25, amount=2500, currency="usd")])
    assert not dialog._error.isVisible()
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda _url: False))
    page = "http://127.0.0.1:1/pay"
    dialog._on_checkout(contract.Checkout(purchase_id=UUID(int=2), url=page))
    assert dialog._error.text() == NO_BROWSER
    qtbot.mouseClick(dialog._copy, LEFT)
    assert QGuiApplication.clipboard().text() == page
    dialog.reject()
