"""The table of actions: what each is called, its keys, when it can be done, and what does it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from luster_desktop.library.models import Role, Stage
from luster_desktop.ui.actions import Action, Scene
from luster_desktop.ui.gallery.menu import STARS, cancellable
from luster_desktop.ui.shell.commands import Commands
from luster_desktop.ui.shell.watch_commands import WatchCommands
from luster_desktop.ui.shell.window import MainWindow
from luster_desktop.ui.words import results
from luster_desktop.ui.workbench import Workbench


def scene_of(window: MainWindow, bench: Workbench) -> Scene:
    """What is on screen now."""
    rows = (bench.photos.row_of(photo_id) for photo_id in (window.chosen_ids() if bench.ready else ()))
    return Scene(bench.ready, window.reviewing, tuple(row for row in rows if row is not None))


def table(window: MainWindow, bench: Workbench, commands: Commands, watch: WatchCommands) -> Iterator[Action]:
    """Every action of the window, in the order of the sheet of shortcuts."""
    yield from _photos(window, bench, commands, watch)
    yield from _stacks(window, commands)
    yield from _editing(window, commands)
    yield from _comparing()


def _photos(window: MainWindow, bench: Workbench, commands: Commands, watch: WatchCommands) -> Iterator[Action]:
    hands, menu, group = commands.photos, window.gallery.menu, "Photos"
    yield Action("add_photos", "Add photos…", commands.add_photos, ("Ctrl+O",), tip="Add photos", group=group)
    yield Action("add_folder", "Add a folder…", commands.add_folder, ("Ctrl+Shift+O",), group=group)
    yield Action("watch_folder", "Watch a folder…", watch.choose)
    yield Action("new_shoot", "New shoot", commands.new_shoot, ("Ctrl+N",), group=group)
    yield Action("select_all", "Select all", None, ("Ctrl+A",), group=group)
    yield Action("compare", "Compare", menu.compare, ("Space",), local=True, enabled=_one_in_grid, group=group)
    yield Action("stars", "Stars", None, ("Ctrl+0 – 5",), group=group)
    for number, title in enumerate(STARS):
        yield Action(f"stars_{number}", title, partial(hands.rate, number), (f"Ctrl+{number}",), enabled=_some)
    yield Action(
        "reject",
        lambda scene: "Take back" if scene.rows and all(row.photo.rejected for row in scene.rows) else "Reject",
        hands.toggle_rejected,
        ("X",),
        enabled=_some,
        group=group,
        listed="Reject, or take back",
    )
    yield Action("turn_left", "Turn left", hands.turn_left, ("Ctrl+[",), enabled=_some, group=group)
    yield Action("turn_right", "Turn right", hands.turn_right, ("Ctrl+]",), enabled=_some, group=group)
    yield Action("locate", "Locate…", commands.locate, enabled=lambda scene: any(row.missing for row in scene.rows))
    yield Action("show_original", "Show original in folder", menu.show_original, enabled=_one)
    yield Action(
        "remove",
        "Remove from the shoot",
        commands.remove,
        ("Del",),
        local=True,
        enabled=_some_in_grid,
        tip="Remove from the shoot; the files stay on your disk",
        group=group,
    )
    undo = bench.undo
    yield Action("undo", "Undo", undo.undo, ("Ctrl+Z",), enabled=lambda _: undo.canUndo(), group=group)
    redo_keys = ("Ctrl+Shift+Z", "Ctrl+Y")
    yield Action("redo", "Redo", undo.redo, redo_keys, enabled=lambda _: undo.canRedo(), group=group)


def _stacks(window: MainWindow, commands: Commands) -> Iterator[Action]:
    hands, group = commands.photos, "Stacks"
    yield Action(
        "toggle_stack",
        "Open the stack",
        window.gallery.toggle_current,
        ("E",),
        enabled=lambda scene: not scene.reviewing,
        group=group,
        listed="Open or close the stack",
    )
    yield Action("join", "Join into one stack", hands.join, ("Ctrl+G",), enabled=_several_in_grid, group=group)
    yield Action("split", "Split", hands.split, ("Ctrl+Shift+G",), enabled=_stacks_in_grid, group=group)
    yield Action("take_out", "Take an exposure out", None, ("Del",), group=group)
    yield Action("confirm", "Looks right", hands.confirm, ("L",), enabled=_unsure, group=group)
    yield Action("move", "Move photos", None, ("Alt+←  →",), group=group)
    yield Action("move_by_row", "by a row", None, ("Alt+↑  ↓",), group=group)


def _editing(window: MainWindow, commands: Commands) -> Iterator[Action]:
    menu, group = window.gallery.menu, "Editing"
    yield Action("choose_preset", "Choose a preset", None, ("1 – 9",), group=group)
    for number in range(1, 10):
        choose = partial(window.presets.choose_number, number)
        yield Action(f"choose_preset_{number}", f"Preset {number}", choose, (str(number),))
    yield Action("enhance", "Enhance", window.presets.trigger, ("Ctrl+Return", "Ctrl+Enter"), group=group)
    yield Action(
        "save",
        _save_title,
        commands.save,
        ("Ctrl+S",),
        enabled=lambda scene: not scene.rows or any(row.results for row in scene.rows),
        tip="Save every result to a folder",
        group=group,
        listed="Save finished photos",
    )
    yield Action("save_all", "Save all of the shoot", commands.save_all, ("Ctrl+Shift+S",), group=group)
    yield Action("settings", "Settings…", commands.settings, ("Ctrl+,",), group=group)
    yield Action(
        "retry",
        "Retry",
        menu.retry,
        ("R",),
        local=True,
        enabled=_failed_in_grid,
        group=group,
        listed="Retry what failed",
    )
    yield Action("cancel", "Cancel edit", menu.cancel, enabled=_cancellable_in_grid)
    yield Action("show_originals", "Hold to see the originals", None, ("B",), group=group)
    yield Action("shortcuts", "Keyboard shortcuts", commands.shortcuts, ("?",), group=group, listed="This list")
    yield Action("about", "About Luster", commands.about)
    yield Action("quit", "Quit", window.close, ("Ctrl+Q",))


def _comparing() -> Iterator[Action]:
    """All of it done by the page itself."""
    rows = (
        ("divider", "←  →", "Move the divider by 1 %"),
        ("divider_far", "Shift+←  →", "by 10 %"),
        ("before", "B", "Hold to see before"),
        ("whole", "Z", "100 % or all of it"),
        ("zoom", "+  −", "Zoom"),
        ("side_by_side", "S", "Side by side"),
        ("changes", "C", "Show what changed"),
        ("left_out", "Shift+C", "or what was left as in your photo"),
        ("paint", "P", "Paint what to remove, or compare"),
        ("next_result", "V", "Next result"),
        ("step", "Page Up/Down", "Previous or next photo"),
        ("back", "Esc", "Back to the shoot"),
    )
    for name, keys, title in rows:
        yield Action(name, title, None, (keys,), group="Comparing")


def _save_title(scene: Scene) -> str:
    return f"Save {results(sum(len(row.results) for row in scene.rows))}…"


def _some(scene: Scene) -> bool:
    return bool(scene.rows)


def _one(scene: Scene) -> bool:
    return len(scene.rows) == 1


def _some_in_grid(scene: Scene) -> bool:
    return not scene.reviewing and _some(scene)


def _one_in_grid(scene: Scene) -> bool:
    return not scene.reviewing and _one(scene)


def _several_in_grid(scene: Scene) -> bool:
    return not scene.reviewing and len(scene.rows) > 1


def _stacks_in_grid(scene: Scene) -> bool:
    return not scene.reviewing and any(row.photo.role is Role.STACK and row.exposures for row in scene.rows)


def _unsure(scene: Scene) -> bool:
    return any(row.photo.unsure for row in scene.rows)


def _failed_in_grid(scene: Scene) -> bool:
    return not scene.reviewing and any(row.stage is Stage.FAILED for row in scene.rows)


def _cancellable_in_grid(scene: Scene) -> bool:
    return not scene.reviewing and bool(cancellable(scene.rows))
