"""What is proposed for a shoot, in the window: seen at a glance, changed by a click, ordered by one button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.facts import Scene, Seen, Shown
from luster_desktop.library import contents, jobs
from luster_desktop.library.models import Recipe
from luster_desktop.operations.ordering import Need
from luster_desktop.ui.account.buy import BuyDialog
from luster_desktop.ui.account.sign_in import SignInDialog
from luster_desktop.ui.presets.proposal import ProposalBox
from tests.desktop.ui import account_pictures, states
from tests.desktop.ui.hands import CTRL, SHIFT, ids
from tests.desktop.ui.test_orders import drop, quote, signed_in

MakeApp = Callable[..., App]
LEFT, K = Qt.MouseButton.LeftButton, Qt.Key
FRONT = Seen(Scene.OUTSIDE, frozenset({Shown.SKY, Shown.LAWN}), 0.9)
SIDE = Seen(Scene.OUTSIDE, frozenset({Shown.SKY}), 0.6)
ROOM = Seen(Scene.INSIDE)
SEEN = (FRONT, SIDE, ROOM, ROOM, ROOM, Seen(Scene.UNSURE))
Orders = list[list[tuple[list[UUID], Recipe]]]


def opened(make_app: MakeApp, qtbot: QtBot, folder: Path, seen: tuple[Seen, ...] = SEEN) -> App:
    """The window with a shoot that shows this, once all of it was looked at."""
    app = make_app()
    drop(app, states.make_photos(folder, len(seen))[0].parent)
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == len(seen) and not app.bench.looking)
    app.bench.library.write(contents.keep_seen, dict(zip(ids(app, *range(len(seen))), seen, strict=True)))
    qtbot.waitUntil(box(app).isVisible)
    return app


def box(app: App) -> ProposalBox:
    return app.window.presets.proposal


def lines(app: App) -> list[tuple[str, int]]:
    return [(line.proposal.recipe.label, len(line.proposal.photo_ids)) for line in box(app).lines]


def orders_of(app: App) -> Orders:
    """What is ordered from now on; no service is asked."""
    found: Orders = []
    app.work._proposals.order_asked.disconnect()
    app.work._proposals.order_asked.connect(found.append)
    return found


def test_the_proposal_is_a_short_list_and_a_line_shows_its_photos(
    make_app: MakeApp, qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path / "in")
    assert lines(app) == [("sky", 2), ("bright", 3), ("dusk", 1)]
    assert [line.accessibleName() for line in box(app).lines] == [
        "New sky for 2 exteriors",
        "Bright interior for 3 interiors",
        "Dusk for the front",
    ]
    view, panel = app.window.gallery.view, app.window.presets
    qtbot.mouseClick(box(app).lines[1], LEFT)
    assert view.selected_ids() == ids(app, 2, 3, 4)
    assert panel.recipe.label == "bright"
    assert panel._recipe.text().startswith("Bright interior, "), "the order says what it is of"
    qtbot.waitUntil(lambda: quote(app).photo_ids == tuple(ids(app, 2, 3, 4)))
    box(app).lines[2].setFocus()
    qtbot.keyClick(box(app).lines[2], K.Key_Space)
    assert (view.selected_ids(), panel.recipe.label) == (ids(app, 0), "dusk")
    assert view.hasFocus(), "and the keyboard is with the photos"
    qtbot.mouseClick(box(app).show_left, LEFT)
    assert view.selected_ids() == ids(app, 5)
    assert lines(app) == [("sky", 2), ("bright", 3), ("dusk", 1)], "a selection changes nothing of it"


def test_one_click_orders_all_that_is_ticked(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in")
    ordered = orders_of(app)
    signed_in(app)
    qtbot.waitUntil(lambda: box(app).run.text() == "Order all (6 credits)")
    box(app).lines[1].tick.click()
    assert box(app).run.text() == "Order these (3 credits)"
    qtbot.mouseClick(box(app).run, LEFT)
    assert [(photos, recipe.label) for photos, recipe in ordered[0]] == [(ids(app, 0, 1), "sky"), (ids(app, 0), "dusk")]
    for line in box(app).lines:
        line.tick.setChecked(False)
    assert (box(app).run.isEnabled(), box(app)._cost.text()) == (False, "Tick what you want")
    for line in box(app).lines:
        line.tick.setChecked(True)
    qtbot.keyClick(app.window.gallery.view, K.Key_Return, CTRL | SHIFT)
    assert [len(photos) for photos, _ in ordered[1]] == [2, 3, 1]
    assert len(ordered) == 2


def test_a_tick_stays_as_it_is_when_photos_come_and_go(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in")
    box(app).lines[1].tick.click()
    app.window.gallery.view.select(ids(app, 4))
    qtbot.keyClick(app.window.gallery.view, K.Key_X)
    qtbot.waitUntil(lambda: lines(app) == [("sky", 2), ("bright", 2), ("dusk", 1)])
    assert [line.tick.isChecked() for line in box(app).lines] == [True, False, True]
    assert box(app)._left.full_text() == "Left out: 1 rejected, 1 unclear."


def test_it_is_gone_once_something_was_ordered_and_back_when_that_was_called_back(
    make_app: MakeApp, qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path / "in")
    photo = app.bench.photos.at(5).photo
    (job,) = states.order(app.bench.library, [photo], "bright", {})
    qtbot.waitUntil(lambda: not box(app).isVisible())
    assert app.actions._table["order_proposed"].enabled(app.actions._screen()) is False
    app.bench.library.write(jobs.cancel, [job.id])
    qtbot.waitUntil(box(app).isVisible)


def test_it_is_for_what_is_on_screen_and_not_in_the_way(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in")
    run = app.window.presets.run
    qtbot.waitUntil(lambda: run.property("kind") == "plain")
    box(app).lines[0].tick.click()
    app.window.open_review(ids(app, 0)[0])
    qtbot.waitUntil(lambda: not box(app).isVisible())
    app.window.close_review()
    qtbot.waitUntil(box(app).isVisible)
    assert [line.tick.isChecked() for line in box(app).lines] == [False, True, True], "as the user left it"
    qtbot.mouseClick(box(app).close_button, LEFT)
    assert not box(app).isVisible()
    app.work._quote()
    assert not box(app).isVisible(), "as long as this shoot is open"
    assert app.window.presets._heading.isVisible()
    qtbot.waitUntil(lambda: run.property("kind") == "primary")


def test_without_an_account_or_credits_it_leads_to_them_and_then_goes_on(
    make_app: MakeApp, qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened(make_app, qtbot, tmp_path / "in")
    assert box(app).run.text() == "Sign in to order"
    app.account.load_packs = lambda *_handlers: None  # type: ignore[method-assign]
    signed_in(app, 2)
    qtbot.waitUntil(lambda: box(app).bill.need is Need.CREDITS)
    assert (box(app).missing.text, box(app).run.isEnabled()) == ("4 credits missing", False)
    ordered: list[object] = []
    app.work._order = lambda orders: ordered.append(orders)  # type: ignore[method-assign,assignment,misc]
    qtbot.keyClick(app.window.gallery.view, K.Key_Return, CTRL | SHIFT)
    dialog = next(found for found in app.window.findChildren(BuyDialog) if found.isVisible())
    signed_in(app, 25)
    app.account.bought.emit(account_pictures.entries()[4])
    assert len(ordered) == 1, "what the credits were bought for goes on"
    assert not dialog.isVisible()
    assert not [found for found in app.window.findChildren(SignInDialog) if found.isVisible()]


def test_tab_goes_through_it_in_the_order_in_which_it_is_read(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened(make_app, qtbot, tmp_path / "in")
    signed_in(app)
    qtbot.waitUntil(box(app).run.isEnabled)
    first = box(app).lines[0]
    first.tick.setFocus()
    passed = []
    for _ in range(8):
        passed.append(app.window.focusWidget())
        qtbot.keyClick(app.window.focusWidget(), K.Key_Tab)
    expected = [stop for line in box(app).lines for stop in (line.tick, line)]
    assert passed == [*expected, box(app).show_left, box(app).run]
