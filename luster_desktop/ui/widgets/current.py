"""The theme of this application, for widgets that paint themselves."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from luster_desktop.ui.theme import Theme, Tokens, icon


def theme() -> Theme:
    """The one Theme, a child of the application. RuntimeError before it was made."""
    app = QApplication.instance()
    found = app.findChild(Theme) if app is not None else None
    if found is None:
        raise RuntimeError("The theme is made before any window.")
    return found


def tokens() -> Tokens:
    return theme().tokens


def color(name: str) -> QColor:
    return QColor(tokens().color(name))


def tinted(name: str, tone: str = "text_muted") -> QIcon:
    """Icon `name` in the current scheme's colour called `tone`."""
    now = tokens()
    return icon(name, now.color(tone), now.color("text_disabled"))


def icon_size() -> QSize:
    side = round(tokens().control["icon"] * min(tokens().text_scale, 1.5))
    return QSize(side, side)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the stylesheet looks at, and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
