"""What an empty shoot shows: one sentence, a place to drop, and a way to try Luster without photos of one's own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from luster_desktop.ui.widgets.controls import IconLabel, button, label
from luster_desktop.ui.widgets.current import color
from luster_desktop.words.language import tr


class _DropArea(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(color("line_strong"), 1.5, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 5])
        painter.setPen(pen)
        painter.setBrush(color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 14, 14)


class EmptyState(QWidget):
    """`MainWindow.use` says what its buttons do."""

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(32, 32, 32, 32)
        outer.addStretch(2)
        area = _DropArea()
        area.setMaximumWidth(620)
        area.setMinimumHeight(320)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(area, 8)
        centred.addStretch(1)
        outer.addLayout(centred)
        outer.addStretch(3)

        column = QVBoxLayout(area)
        column.setContentsMargins(40, 40, 40, 36)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(IconLabel("photos", "text_faint", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(18)
        self.title = label("", "headline")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.title)
        column.addSpacing(8)
        text = label(
            tr("Luster edits only what you ask for, and gives each photo back at full size."),
            "muted",
            wrap=True,
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(text)
        column.addSpacing(6)
        kinds = label(tr("JPEG, HEIC, RAW, PNG, TIFF, WebP"), "faint")
        kinds.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(kinds)
        column.addSpacing(24)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        self.open_folder = button(tr("Open folder…"), "primary", "folder", large=True)
        row.addWidget(self.open_folder)
        self.sample = button(tr("Try the sample shoot"), large=True)
        row.addWidget(self.sample)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(14)
        self.watch = button(tr("Watch a folder…"), "link")
        column.addWidget(self.watch, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.show_watched(False)

    def show_watched(self, watched: bool) -> None:
        """Say that photos come by themselves, or how to add some."""
        self.title.setText(tr("Photos appear here as they arrive") if watched else tr("Drop a folder of photos here"))
        self.watch.setVisible(not watched)
