"""What is painted by hand in a language from right to left: layouts and labels turn round by themselves."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle


def right_to_left() -> bool:
    """Whether the window's language is written from right to left."""
    return QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def mirrored(area: QRect, within: QRect) -> QRect:
    """Where an area has its place in another: as it is, or on the other side of the middle."""
    return QStyle.visualRect(QGuiApplication.layoutDirection(), within, area)


def named(name: str) -> str:
    """A user's own name, to be painted in the direction that its letters have."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if right_to_left() else name


def after_text() -> Qt.LayoutDirection:
    """The direction of a button whose icon comes after its text."""
    return Qt.LayoutDirection.LeftToRight if right_to_left() else Qt.LayoutDirection.RightToLeft
