"""Dropping files anywhere on the window: what will happen is said over it, and files are only ever copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from luster_desktop.ui.theme import pixmap
from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import color, tokens


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files and folders of a drag."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def accept_as_copy(event: QDragEnterEvent | QDragMoveEvent | QDropEvent) -> None:
    """Take the drop as a copy whatever keys are held: a move would have the file manager delete the originals."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


class DropOverlay(QWidget):
    """Covers the window while files hover over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = ""
        self._note = ""
        self.hide()

    def show_text(self, text: str, note: str) -> None:
        self._text, self._note = text, note
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(color("canvas"))
        veil.setAlpha(242)
        painter.fillRect(self.rect(), veil)
        frame = QRectF(self.rect()).adjusted(18, 18, -18, -18)
        painter.setPen(QPen(color("focus"), 2))
        tint = QColor(color("accent"))
        tint.setAlpha(20)
        painter.setBrush(tint)
        painter.drawRoundedRect(frame, 16, 16)
        middle = frame.center()
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(
            round(middle.x() - 28), round(middle.y() - 80), pixmap("drop", tokens().color("accent_text"), 56, ratio)
        )
        painter.setPen(color("text"))
        painter.setFont(font(tokens(), "display", bold=True))
        line = QRectF(frame.left(), middle.y() - 6, frame.width(), 44)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.setPen(color("text_muted"))
        painter.setFont(font(tokens(), "body"))
        painter.drawText(line.translated(0, 40), Qt.AlignmentFlag.AlignCenter, self._note)
