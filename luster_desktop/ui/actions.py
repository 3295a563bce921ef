"""What can be done in the window, each thing once: menus, buttons, keys and the sheet of shortcuts follow one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QLineEdit,
    QMenu,
    QWidget,
)
from shiboken6 import isValid

from luster_desktop.library.models import PhotoRow
from luster_desktop.ui.widgets.keys import with_keys
from luster_desktop.ui.widgets.segments import Segments

PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVING = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_MODIFIED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Page(Enum):
    """Where the keyboard is."""

    ANYWHERE = auto()
    GRID = auto()
    STACK = auto()
    """In the opened stack, which is part of the grid's page."""
    REVIEW = auto()


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What is on screen, by which it is told whether something can be done."""

    ready: bool = True
    """Whether the library is open."""
    reviewing: bool = False
    rows: tuple[PhotoRow, ...] = ()
    """The photo on the review stage, or else the selection."""
    in_stack: bool = False
    """Whether the keyboard is in the opened stack."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """Where the keyboard is, the nearest first."""
        if self.reviewing:
            return Page.REVIEW, Page.ANYWHERE
        return (Page.STACK, Page.GRID, Page.ANYWHERE) if self.in_stack else (Page.GRID, Page.ANYWHERE)


def always(_screen: OnScreen) -> bool:
    """It can be done at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One row of the table."""

    name: str
    title: str | Callable[[OnScreen], str]
    """In menus."""
    does: Callable[[], object] | None
    """None for a line of the sheet of shortcuts that stands for several actions."""
    keys: tuple[str, ...] = ()
    """The first one is shown. Each works anywhere in the window while `where` is on screen."""
    where: Page = Page.ANYWHERE
    """Which page the keys are for: the same key may do something else in another place."""
    enabled: Callable[[OnScreen], bool] = always
    tip: str = ""
    """Of a button, without the keys."""
    group: str = ""
    """Where the sheet of shortcuts lists it; nowhere when empty."""
    listed: str = ""
    """What the sheet says, where that is not the title."""
    repeats: bool = False
    """Whether a key that is held does it again and again."""
    released: Callable[[], object] | None = None
    """Done when the key is let go."""

    def title_in(self, screen: OnScreen) -> str:
        """The title for what is on screen."""
        return self.title if isinstance(self.title, str) else self.title(screen)


class Actions(QObject):
    """The window's table. `screen` says what is on screen now."""

    def __init__(self, window: QWidget, screen: Callable[[], OnScreen]) -> None:
        super().__init__(window)
        self._window = window
        self._screen = screen
        self._table: dict[str, Action] = {}
        self._bound: dict[str, dict[Page, Action]] = {}
        self._shortcuts: dict[str, QShortcut] = {}
        self._held: list[Action] = []
        self._focus: QWidget | None = None
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def add(self, actions: Iterable[Action]) -> None:
        """Take these into the table and listen to their keys. Raises ValueError for a name or a key that is taken."""
        for action in actions:
            keys = action.keys if action.does is not None else ()
            if action.name in self._table or any(action.where in self._bound.get(key, {}) for key in keys):
                raise ValueError(action.name)
            self._table[action.name] = action
            for key in keys:
                self._bound.setdefault(key, {})[action.where] = action
                if key not in self._shortcuts:
                    shortcut = self._shortcuts[key] = QShortcut(QKeySequence(key), self._window)
                    shortcut.setAutoRepeat(False)
                    shortcut.activated.connect(partial(self._press, key))
                self._shortcuts[key].setAutoRepeat(self._shortcuts[key].autoRepeat() or action.repeats)

    def rows(self) -> tuple[PhotoRow, ...]:
        """The photos that an action is for now."""
        return self._screen().rows

    def do(self, name: str) -> None:
        """Do it, if it can be done now."""
        action = self._table[name]
        if action.does is not None and action.enabled(self._screen()):
            action.does()

    def entry(self, menu: QMenu, name: str, screen: OnScreen | None = None) -> QAction:
        """An entry for what is on screen. It shows title and keys; the window listens to the keys, not the menu."""
        action, screen = self._table[name], screen or self._screen()
        made = menu.addAction(action.title_in(screen))
        made.setEnabled(action.enabled(screen))
        if (does := action.does) is not None:
            made.triggered.connect(lambda _checked=False: does())
        if action.keys:
            made.setShortcut(QKeySequence(action.keys[0]))
            made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            made.setShortcutVisibleInContextMenu(True)
        return made

    def offer(self, menu: QMenu, name: str, screen: OnScreen) -> None:
        """An entry where it can be done, nothing where it cannot."""
        if self._table[name].enabled(screen):
            self.entry(menu, name, screen)

    def dress(self, button: QAbstractButton, name: str) -> None:
        """Have the button do it, and say how it is done by keys."""
        action = self._table[name]
        title = action.tip or action.title_in(OnScreen())
        button.setToolTip(with_keys(title, action.keys[0] if action.keys else ""))
        button.clicked.connect(lambda _checked=False: self.do(name))

    def sheet(self) -> dict[str, list[tuple[str, str]]]:
        """Keys and what they do, by group, in the order of the table."""
        found: dict[str, list[tuple[str, str]]] = {}
        for action in self._table.values():
            if action.group:
                says = action.listed or action.title_in(OnScreen()).rstrip("…")
                found.setdefault(action.group, []).append((action.keys[0], says))
        return found

    # Keys

    def _press(self, key: str) -> None:
        """Do what the key means in the nearest place that it means something in."""
        screen, bound = self._screen(), self._bound[key]
        action = next((bound[page] for page in screen.pages if page in bound), None)
        if action is not None and action.does is not None and action.enabled(screen):
            action.does()
            if action.released is not None and action not in self._held:
                self._held.append(action)

    def _let_go(self) -> None:
        held, self._held = self._held, []
        for action in held:
            if action.released is not None:
                action.released()

    @Slot(QWidget, QWidget)
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Listen to the one widget that has the keyboard: a filter on every widget would slow each of their events."""
        if self._focus is not None and isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus = now if now is not None and now.window() is self._window else None
        if self._focus is not None:
            self._focus.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if isinstance(watched, QWidget) and keeps(watched, event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if self._held and not event.isAutoRepeat() and self._is_held(event.key()):
                self._let_go()
        elif event.type() == QEvent.Type.WindowDeactivate:
            self._let_go()
        return False

    def _is_held(self, key: int) -> bool:
        return any(QKeySequence(one) == QKeySequence(key) for action in self._held for one in action.keys)


def keeps(widget: QWidget, event: QKeyEvent) -> bool:
    """Whether the widget that has the keyboard uses this key itself.

    Text is typed; lists and sliders are moved through; a control that Tab has reached is pressed. Clicks leave the
    keyboard with the page, so that its keys go on working wherever was clicked.
    """
    key, plain = Qt.Key(event.key()), not event.modifiers() & _MODIFIED
    if not plain:
        return False
    if isinstance(widget, QLineEdit):
        return True
    if key in PRESSING:
        return widget.focusPolicy() == Qt.FocusPolicy.TabFocus
    moves = isinstance(widget, QAbstractItemView | QAbstractSlider) or isinstance(widget.parentWidget(), Segments)
    return key in MOVING and moves
