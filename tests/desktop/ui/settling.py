"""Time for a window that is photographed."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QTimer


def settle(milliseconds: int) -> None:
    """Let the window work for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
