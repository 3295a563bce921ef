"""Labels, buttons and lines in the window's own manner. Icons are tinted again when the theme changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from luster_desktop.ui.theme import pixmap
from luster_desktop.ui.widgets.current import icon_size, theme, tinted, tokens
from luster_desktop.ui.widgets.keys import with_keys

Role = Literal[
    "body", "display", "headline", "title", "strong", "muted", "small", "faint", "section", "bad", "warn", "ok", "key"
]
Kind = Literal["plain", "primary", "danger", "quiet", "link", "pill", "filter"]


class _IconTint(QObject):
    """Keeps a button's icon in the theme's colour."""

    def __init__(self, button: QAbstractButton, name: str, tone: str) -> None:
        super().__init__(button)
        self._button = button
        self._name = name
        self._tone = tone
        theme().changed.connect(self.refresh)
        self.refresh()

    def use(self, name: str, tone: str) -> None:
        self._name, self._tone = name, tone
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self._button.setIconSize(icon_size())
        self._button.setIcon(tinted(self._name, self._tone))


def set_icon(target: QAbstractButton, name: str, tone: str = "text_muted") -> None:
    """Show icon `name`, now and after every change of theme."""
    keeper = target.findChild(_IconTint)
    if keeper is None:
        _IconTint(target, name, tone)
    else:
        keeper.use(name, tone)


def label(text: str = "", role: Role = "body", *, wrap: bool = False) -> QLabel:
    """Plain text in a type role."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("role", role)
    result.setWordWrap(wrap)
    if wrap:
        result.setMinimumWidth(40)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        result.setSizePolicy(policy)
    return result


def button(
    text: str, kind: Kind = "plain", icon: str | None = None, *, tip: str = "", large: bool = False
) -> QPushButton:
    """A push button; `tip` doubles as its description for screen readers."""
    result = QPushButton(text)
    result.setProperty("kind", kind)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.setAutoDefault(False)
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the page
    if large:
        result.setProperty("bulk", "large")
    if icon is not None:
        set_icon(result, icon, "on_accent" if kind == "primary" else "text_muted")
    if tip:
        result.setToolTip(tip)
    return result


def in_two_lines(text: str, width_of: Callable[[str], int]) -> str:
    """Broken at the space that leaves the longer line shortest; a button cannot wrap its words by itself."""
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    at = min(spaces, key=lambda at: max(width_of(text[:at]), width_of(text[at + 1 :])), default=len(text))
    return "\n".join(filter(None, (text[:at], text[at + 1 :])))


def icon_button(icon: str, name: str, shortcut: str = "", *, checkable: bool = False) -> QToolButton:
    """A square button with an icon; `name` is its tooltip and its accessible name."""
    result = QToolButton()
    set_icon(result, icon)
    result.setAccessibleName(name)
    result.setToolTip(with_keys(name, shortcut))
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.setCheckable(checkable)
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return result


def line(direction: Literal["horizontal", "vertical"] = "horizontal") -> QFrame:
    """A hairline between two areas."""
    result = QFrame()
    result.setProperty("line", direction)
    return result


class ElidedLabel(QLabel):
    """One line of text that ends in "…" where there is no room, with the whole text as its tooltip."""

    def __init__(
        self, text: str = "", role: Role = "body", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__()
        self._full = text
        self._mode = mode
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._elide()

    def set_text(self, text: str) -> None:
        self._full = text
        self.setAccessibleName(text)
        self._elide()

    def full_text(self) -> str:
        return self._full

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def _elide(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._full, self._mode, max(0, self.width()))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


class IconLabel(QWidget):
    """A tinted icon that is not a button."""

    def __init__(self, name: str, tone: str = "text_muted", size: int = 16) -> None:
        super().__init__()
        self._name, self._tone, self._side = name, tone, size
        self.setFixedSize(size, size)
        theme().changed.connect(self._refresh)

    def use(self, name: str, tone: str) -> None:
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._name, tokens().color(self._tone), self._side, self.devicePixelRatioF()))

    @Slot()
    def _refresh(self) -> None:
        self.update()
