"""A hand that paints on the photo of the review."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from luster_desktop.app import App


def paint(app: App, qtbot: QtBot, *points: tuple[float, float]) -> None:
    """Draw through these places of the photo with the mouse."""
    view, brush = app.window.review.compare.viewport, app.window.review.brush
    placed, ratio = view.placed(), brush.devicePixelRatioF()
    on_screen = [
        QPoint(round((placed.x + x * placed.width) / ratio), round((placed.y + y * placed.height) / ratio))
        for x, y in points
    ]
    qtbot.mousePress(brush, Qt.MouseButton.LeftButton, pos=on_screen[0])
    for place in on_screen[1:]:
        qtbot.mouseMove(brush, place)
    qtbot.mouseRelease(brush, Qt.MouseButton.LeftButton, pos=on_screen[-1])
