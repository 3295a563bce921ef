"""The table of actions: what each is called, its keys, when it can be done, and what does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from luster_desktop.library.models import Role, Stage
from luster_desktop.ui.actions import Action, OnScreen, Page
from luster_desktop.ui.gallery.menu import STARS, cancellable
from luster_desktop.ui.gallery.status import odd_one
from luster_desktop.ui.review.compare import Mode
from luster_desktop.ui.shell.about import About
from luster_desktop.ui.shell.commands import Commands
from luster_desktop.ui.shell.delivery_commands import DeliveryCommands
from luster_desktop.ui.shell.reporting import Reporting
from luster_desktop.ui.shell.share_commands import ShareCommands
from luster_desktop.ui.shell.watch_commands import WatchCommands
from luster_desktop.ui.shell.window import MainWindow
from luster_desktop.ui.workbench import Workbench
from luster_desktop.words.counts import results
from luster_desktop.words.language import tr


def on_screen(window: MainWindow, bench: Workbench) -> OnScreen:
    """What is on screen now."""
    rows = (bench.photos.row_of(photo_id) for photo_id in (window.chosen_ids() if bench.ready else ()))
    found = tuple(row for row in rows if row is not None)
    return OnScreen(bench.ready, window.reviewing, found, window.gallery.stack.strip.hasFocus())


def table(
    window: MainWindow,
    bench: Workbench,
    commands: Commands,
    watch: WatchCommands,
    delivery: DeliveryCommands,
    share: ShareCommands,
    reporting: Reporting,
    about: About,
) -> Iterator[Action]:
    """Every action of the window, in the order of the sheet of shortcuts."""
    yield from _photos(window, bench, commands, watch)
    yield from _stacks(window, bench, commands)
    yield Action(
        "share",
        tr("Share with the agent…"),
        share.share,
        enabled=lambda _: bench.current is not None,
        tip=tr("A link to a page with the finished photos, before and after"),
    )
    yield from _editing(window, commands, reporting, about)
    yield from _reviewing(window, commands)
    yield from _delivering(bench, delivery)
    yield from _comparing(window, commands)


def _photos(window: MainWindow, bench: Workbench, commands: Commands, watch: WatchCommands) -> Iterator[Action]:
    hands, menu, group = commands.photos, window.gallery.menu, "Photos"
    yield Action("add_photos", tr("Add photos…"), commands.add_photos, ("Ctrl+O",), tip=tr("Add photos"), group=group)
    yield Action("add_folder", tr("Add a folder…"), commands.add_folder, ("Ctrl+Shift+O",), group=group)
    arrive = tr("Photos are added as they arrive, from a camera or an export")
    yield Action("watch_folder", tr("Watch a folder…"), watch.choose, tip=arrive)
    yield Action("try_sample", tr("Try the sample shoot"), commands.try_sample, tip=tr("Photos and results to look at"))
    yield Action("new_shoot", tr("New shoot"), commands.new_shoot, ("Ctrl+N",), group=group)
    gallery, opened = window.gallery, lambda _: bench.current is not None
    yield Action("rename", tr("Rename the shoot"), commands.rename, ("F2",), enabled=opened, group=group)
    yield Action("select_all", tr("Select all"), gallery.select_all, ("Ctrl+A",), Page.GRID, group=group)
    yield Action("deselect", tr("Deselect"), gallery.view.clearSelection, ("Esc",), Page.GRID)
    compared = ("Space", "Return", "Enter")
    yield Action("compare", tr("Compare"), hands.compare, compared, Page.GRID, enabled=_one_in_grid, group=group)
    yield Action("stars", tr("Stars"), None, ("Ctrl+0 – 5",), group=group)
    for number, title in enumerate(STARS):
        yield Action(f"stars_{number}", tr(title), partial(hands.rate, number), (f"Ctrl+{number}",), enabled=_some)
    yield Action("turn_left", tr("Turn left"), hands.turn_left, ("Ctrl+[",), enabled=_some, group=group)
    yield Action("turn_right", tr("Turn right"), hands.turn_right, ("Ctrl+]",), enabled=_some, group=group)

    def matchable(screen: OnScreen) -> bool:
        odd = (row.photo.id for row in bench.photos.all_rows() if odd_one(row) is not None)
        return not screen.reviewing and (
            len(screen.rows) > 1 or any(photo_id != row.photo.id for row in screen.rows for photo_id in odd)
        )

    tip = tr("Make the other selected photos, or those that differ, look like this one")
    yield Action("match_to", tr("Match to this photo"), hands.match_to, ("M",), Page.GRID, matchable, tip, group)
    yield Action(
        "locate", tr("Locate…"), commands.locate, enabled=lambda screen: any(row.missing for row in screen.rows)
    )
    yield Action("show_original", tr("Show original in folder"), menu.show_original, enabled=_one)
    yield Action(
        "remove",
        tr("Remove from the shoot"),
        commands.remove,
        ("Del", "Backspace"),
        Page.GRID,
        enabled=_some_in_grid,
        tip=tr("Remove from the shoot; the files stay on your disk"),
        group=group,
    )
    undo = bench.undo
    yield Action("undo", tr("Undo"), undo.undo, ("Ctrl+Z",), enabled=lambda _: undo.canUndo(), group=group)
    redo_keys = ("Ctrl+Shift+Z", "Ctrl+Y")
    yield Action("redo", tr("Redo"), undo.redo, redo_keys, enabled=lambda _: undo.canRedo(), group=group)


def _stacks(window: MainWindow, bench: Workbench, commands: Commands) -> Iterator[Action]:
    hands, group = commands.photos, "Stacks"
    yield Action(
        "toggle_stack",
        tr("Open the stack"),
        window.gallery.toggle_current,
        ("E",),
        enabled=lambda screen: not screen.reviewing,
        group=group,
        listed=tr("Open or close the stack"),
    )
    yield Action("join", tr("Join into one stack"), hands.join, ("Ctrl+G",), enabled=_several_in_grid, group=group)
    yield Action("split", tr("Split"), hands.split, ("Ctrl+Shift+G",), enabled=_stacks_in_grid, group=group)
    stack, view = window.gallery.stack, window.gallery.view
    out = ("Del", "Backspace")
    yield Action("take_out", tr("Take an exposure out"), stack.take_out, out, Page.STACK, group=group)
    yield Action("leave_stack", tr("Back to the grid"), view.setFocus, ("Esc",), Page.STACK)
    yield Action("confirm", tr("Looks right"), hands.confirm, ("L",), enabled=_unsure, group=group)
    unsure, in_doubt = tr("Next unsure group"), lambda _: bench.ready and bench.photos.in_doubt
    yield Action("next_unsure", unsure, hands.next_unsure, ("U",), enabled=in_doubt, group=group)
    yield Action("move", tr("Move photos"), None, ("Alt+←  →",), group=group)
    yield Action("move_by_row", tr("by a row"), None, ("Alt+↑  ↓",), group=group)
    for name, title, by in (("Left", tr("Move back"), -1), ("Right", tr("Move on"), 1)):
        keys = (f"Alt+{name}",)
        yield Action(f"move_{name}", title, partial(hands.shift, by), keys, Page.GRID, enabled=_some, repeats=True)
        yield Action(f"exposure_{name}", title, partial(stack.shift, by), keys, Page.STACK, repeats=True)
    for name, title, rows in (("Up", tr("Move a row back"), -1), ("Down", tr("Move a row on"), 1)):
        keys, does = (f"Alt+{name}",), partial(hands.shift_rows, rows)
        yield Action(f"move_{name}", title, does, keys, Page.GRID, enabled=_some, repeats=True)


def _editing(window: MainWindow, commands: Commands, reporting: Reporting, about: About) -> Iterator[Action]:
    menu, group = window.gallery.menu, "Editing"
    yield Action("choose_preset", tr("Choose a preset"), None, ("1 – 9",), group=group)
    for number in range(1, 10):
        choose = partial(window.presets.choose_number, number)
        yield Action(f"choose_preset_{number}", tr("Preset {number}", number=number), choose, (str(number),))
    yield Action("add_preset", tr("Add a preset, or leave it out"), None, ("Shift+1 – 9",), group=group)
    for number in range(1, 10):
        add = partial(window.presets.toggle_number, number)
        yield Action(f"add_preset_{number}", tr("Add preset {number}", number=number), add, (f"Shift+{number}",))
    yield Action("enhance", tr("Enhance"), window.presets.trigger, ("Ctrl+Return", "Ctrl+Enter"), group=group)
    proposal, keys = window.presets.proposal, ("Ctrl+Shift+Return", "Ctrl+Shift+Enter")
    yield Action(
        "order_proposed",
        tr("Order what is proposed"),
        proposal.trigger,
        keys,
        enabled=lambda _: proposal.isVisible(),
        group=group,
    )
    yield Action(
        "save",
        _save_title,
        commands.save,
        ("Ctrl+S",),
        enabled=lambda screen: not screen.rows or any(row.results for row in screen.rows),
        tip=tr("Save finished photos to a folder"),
        group=group,
        listed=tr("Save finished photos"),
    )
    yield Action("save_photo", tr("Save this photo"), window.review.save, ("Ctrl+S",), Page.REVIEW)
    yield Action("save_all", tr("Save all of the shoot"), commands.save_all, ("Ctrl+Shift+S",), group=group)
    yield Action("settings", tr("Settings…"), commands.settings, ("Ctrl+,",), group=group)
    yield Action(
        "retry",
        tr("Retry"),
        menu.retry,
        ("R",),
        Page.GRID,
        enabled=_failed_in_grid,
        group=group,
        listed=tr("Retry what failed"),
    )
    yield Action("cancel", tr("Cancel edit"), menu.cancel, enabled=_cancellable_in_grid)
    show = window.gallery.view.show_originals
    yield Action(
        "show_originals",
        tr("Hold to see the originals"),
        partial(show, True),
        ("B",),
        Page.GRID,
        group=group,
        released=partial(show, False),
    )
    bar = window.topbar
    yield Action("buy_credits", tr("Buy credits…"), bar.credits_asked.emit, tip=tr("Buy credits"))
    yield Action("credit_history", tr("Credit history…"), bar.history_asked.emit)
    yield Action("account", tr("Account…"), bar.account_asked.emit)
    yield Action("sign_in", tr("Sign in"), bar.sign_in_asked.emit)
    yield Action("sign_out", tr("Sign out"), bar.sign_out_asked.emit)
    yield Action("shortcuts", tr("Keyboard shortcuts"), commands.shortcuts, ("?",), group=group, listed=tr("This list"))
    yield Action("report_problem", tr("Report a problem…"), reporting.ask)
    yield Action("about", tr("About Luster"), about.show)
    yield Action("quit", tr("Quit"), window.close, ("Ctrl+Q",))


def _delivering(bench: Workbench, delivery: DeliveryCommands) -> Iterator[Action]:
    group = "Delivering"

    def deliverable(_screen: OnScreen) -> bool:
        return bench.current is not None and bool(bench.photos.all_rows())

    tip = tr("Pictures for the MLS, print and web, by the rules that hold")
    yield Action("deliver", tr("Deliver…"), delivery.deliver, ("Ctrl+E",), enabled=deliverable, tip=tip, group=group)
    yield Action("name_room", tr("Name the room…"), delivery.name_room, ("N",), enabled=_some, group=group)


def _comparing(window: MainWindow, commands: Commands) -> Iterator[Action]:
    review, bar, compare = window.review, window.review.toolbar, window.review.compare
    hold, paint = compare.hold_before, commands.photos.paint
    yield from _divider(window)

    def compared(_screen: OnScreen) -> bool:
        return review.compared

    yield _compared("before", tr("Hold to see before"), partial(hold, True), "B", released=partial(hold, False))
    yield _compared("whole", tr("100 % or all of it"), compare.toggle_full, "Z", tip=tr("100 % or all of the photo"))
    yield Action("zoom", tr("Zoom"), None, ("+  −",), group="Comparing")
    yield Action("zoom_in", tr("Zoom in"), partial(compare.zoom, 1.25), ("+", "="), Page.REVIEW, repeats=True)
    yield Action("zoom_out", tr("Zoom out"), partial(compare.zoom, 1 / 1.25), ("-",), Page.REVIEW, repeats=True)
    yield Action("fit", tr("All of the photo"), compare.fit, ("0",), Page.REVIEW)
    divided, tip = partial(bar.set_mode, Mode.WIPE), tr("Before and after with a divider")
    yield _compared("wipe", tr("With a divider"), divided, "D", enabled=compared, tip=tip)
    yield _compared("side_by_side", tr("Side by side"), bar.toggle_mode, "S", enabled=compared)
    tip = tr("Show what changed, and what was left as in your photo")
    yield _compared("changes", tr("Show what changed"), bar.toggle_changes, "C", enabled=compared, tip=tip)
    yield _compared("left_out", tr("or what was left as in your photo"), review.next_layer, "Shift+C")
    yield _compared(
        "paint", tr("Paint what to remove or to edit, or compare"), paint, "P", tip=tr("Paint a part to edit")
    )
    yield _compared("next_result", tr("Next result"), review.next_version, "V", enabled=compared)
    yield _compared("results", tr("Results of this photo"), bar.open_results, "Shift+V", enabled=compared)
    onward, tip = tr("Go on from this result"), tr("Have the next edit begin with this result")
    yield _compared("go_on", onward, review.go_on, "G", enabled=lambda _: review.can_go_on, tip=tip)
    yield _compared("more", tr("Stars, turning and finishing"), bar.open_menu, "M", enabled=_some)
    yield _compared("back", tr("Back to the shoot"), window.close_review, "Esc", "Space", "Return", "Enter")


def _reviewing(window: MainWindow, commands: Commands) -> Iterator[Action]:
    review, hands, group = window.review, commands.photos, "Reviewing"
    tip = tr("Deliver this result, and look at the next one")
    yield Action("accept", tr("Accept"), hands.accept, ("A",), enabled=_with_result, tip=tip, group=group)
    again = tr("Order this edit again")
    yield Action("redo_edit", again, review.redo, ("R",), Page.REVIEW, enabled=_redoable, group=group)
    yield Action(
        "redo_noted",
        tr("Redo with a note…"),
        review.redo_noted,
        ("Shift+R",),
        Page.REVIEW,
        enabled=lambda _: review.compared,
        group=group,
        listed=tr("or with a note"),
    )
    yield Action(
        "reject",
        lambda screen: (
            tr("Take back") if screen.rows and all(row.photo.rejected for row in screen.rows) else tr("Reject")
        ),
        hands.toggle_rejected,
        ("X",),
        enabled=_some,
        group=group,
        listed=tr("Reject, or take back"),
    )
    yield Action("step", tr("Next or previous photo"), None, ("J  K",), group=group)
    back, on = ("K", "PgUp", "[", "Up"), ("J", "PgDown", "]", "Down")
    yield Action("previous", tr("Previous photo"), partial(review.step, -1), back, Page.REVIEW, repeats=True)
    yield Action("next", tr("Next photo"), partial(review.step, 1), on, Page.REVIEW, repeats=True)


def _divider(window: MainWindow) -> Iterator[Action]:
    compare = window.review.compare
    yield Action("divider", tr("Move the divider by 1 %"), None, ("←  →",), group="Comparing")
    yield Action("divider_far", "by 10 %", None, ("Shift+←  →",), group="Comparing")
    for key, by in (("Left", -0.01), ("Right", 0.01), ("Shift+Left", -0.1), ("Shift+Right", 0.1)):
        does = partial(compare.nudge, by)
        yield Action(f"divider_{key}", tr("Move the divider"), does, (key,), Page.REVIEW, repeats=True)
    for key, at in (("Home", 0.0), ("End", 1.0)):
        yield Action(f"divider_{key}", tr("Move the divider"), partial(compare.set_divider, at), (key,), Page.REVIEW)


def _compared(name: str, title: str, does: Callable[[], object], *keys: str, **more: Any) -> Action:
    """Something that is done on the review stage and listed with it."""
    return Action(name, title, does, keys, Page.REVIEW, group="Comparing", **more)


def _save_title(screen: OnScreen) -> str:
    return tr("Save {results}…", results=results(sum(row.delivered is not None for row in screen.rows)))


def _some(screen: OnScreen) -> bool:
    return bool(screen.rows)


def _with_result(screen: OnScreen) -> bool:
    return any(row.delivered is not None for row in screen.rows)


def _one(screen: OnScreen) -> bool:
    return len(screen.rows) == 1


def _some_in_grid(screen: OnScreen) -> bool:
    return not screen.reviewing and _some(screen)


def _redoable(screen: OnScreen) -> bool:
    return any(row.stage is Stage.FAILED or (row.output is not None and not row.stage.moving) for row in screen.rows)


def _one_in_grid(screen: OnScreen) -> bool:
    return not screen.reviewing and _one(screen)


def _several_in_grid(screen: OnScreen) -> bool:
    return not screen.reviewing and len(screen.rows) > 1


def _stacks_in_grid(screen: OnScreen) -> bool:
    return not screen.reviewing and any(row.photo.role is Role.STACK and row.exposures for row in screen.rows)


def _unsure(screen: OnScreen) -> bool:
    return any(row.photo.unsure for row in screen.rows)


def _failed_in_grid(screen: OnScreen) -> bool:
    return not screen.reviewing and any(row.stage is Stage.FAILED for row in screen.rows)


def _cancellable_in_grid(screen: OnScreen) -> bool:
    return not screen.reviewing and bool(cancellable(screen.rows))
