"""What can be done in the window, each thing once: menus, buttons, keys and the sheet of shortcuts follow one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from luster_desktop.library.models import PhotoRow


@dataclass(frozen=True, slots=True)
class Scene:
    """What is on screen, by which it is told whether something can be done."""

    ready: bool = True
    """Whether the library is open."""
    reviewing: bool = False
    rows: tuple[PhotoRow, ...] = ()
    """The photo on the review stage, or else the selection."""


def always(_scene: Scene) -> bool:
    """It can be done at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One row of the table."""

    name: str
    title: str | Callable[[Scene], str]
    """In menus."""
    does: Callable[[], object] | None
    """None for what the page that has the keyboard does by itself, such as moving a divider."""
    keys: tuple[str, ...] = ()
    """The first one is shown. Each works anywhere in the window."""
    local: bool = False
    """Whether the keys are left to the page that has the keyboard, because others type with them."""
    enabled: Callable[[Scene], bool] = always
    tip: str = ""
    """Of a button, without the keys."""
    group: str = ""
    """Where the sheet of shortcuts lists it; nowhere when empty."""
    listed: str = ""
    """What the sheet says, where that is not the title."""

    def title_in(self, scene: Scene) -> str:
        """The title in this scene."""
        return self.title if isinstance(self.title, str) else self.title(scene)


class Actions(QObject):
    """The window's table. `scene` says what is on screen now."""

    def __init__(self, window: QWidget, scene: Callable[[], Scene]) -> None:
        super().__init__(window)
        self._window = window
        self._scene = scene
        self._table: dict[str, Action] = {}
        self._bound: set[str] = set()

    def add(self, actions: Iterable[Action]) -> None:
        """Take these into the table and listen to their keys. Raises ValueError for a name or a key that is taken."""
        for action in actions:
            keys = () if action.local or action.does is None else action.keys
            if action.name in self._table or not self._bound.isdisjoint(keys):
                raise ValueError(action.name)
            self._table[action.name] = action
            self._bound.update(keys)
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self._window)
                shortcut.activated.connect(partial(self.do, action.name))

    def do(self, name: str) -> None:
        """Do it, if it can be done now."""
        action = self._table[name]
        if action.does is not None and action.enabled(self._scene()):
            action.does()

    def entry(self, menu: QMenu, name: str, scene: Scene | None = None) -> QAction:
        """An entry for what is in the scene. It shows title and keys; the window listens to the keys, not the menu."""
        action, scene = self._table[name], scene or self._scene()
        made = menu.addAction(action.title_in(scene))
        made.setEnabled(action.enabled(scene))
        if (does := action.does) is not None:
            made.triggered.connect(lambda _checked=False: does())
        if action.keys:
            made.setShortcut(QKeySequence(action.keys[0]))
            made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            made.setShortcutVisibleInContextMenu(True)
        return made

    def offer(self, menu: QMenu, name: str, scene: Scene) -> None:
        """An entry where it can be done, nothing where it cannot."""
        if self._table[name].enabled(scene):
            self.entry(menu, name, scene)

    def dress(self, button: QAbstractButton, name: str) -> None:
        """Have the button do it, and say how it is done by keys."""
        action = self._table[name]
        title = action.tip or action.title_in(Scene())
        button.setToolTip(f"{title}  {action.keys[0]}" if action.keys else title)
        button.clicked.connect(lambda _checked=False: self.do(name))

    def sheet(self) -> dict[str, list[tuple[str, str]]]:
        """Keys and what they do, by group, in the order of the table."""
        found: dict[str, list[tuple[str, str]]] = {}
        for action in self._table.values():
            if action.group:
                says = action.listed or action.title_in(Scene()).rstrip("…")
                found.setdefault(action.group, []).append((action.keys[0], says))
        return found
