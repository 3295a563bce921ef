"""Six boxes for a six-digit code: one text field underneath, so that typing, pasting and input methods just work."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QRectF, QRegularExpression, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtGui import QRegularExpressionValidator as Validator
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import color, tokens
from luster_desktop.words.language import tr

DIGITS = 6
BOX, SPACE, MIDDLE = 46, 8, 10


class CodeField(QLineEdit):
    """`completed(code)` once six digits are there, typed or pasted in any form ("123 456", "Code: 123456")."""

    completed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(DIGITS)
        self.setValidator(Validator(QRegularExpression("[0-9]*"), self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(tr("Six-digit code from the e-mail"))
        self._bad = False
        self.textChanged.connect(self._on_text)

    def sizeHint(self) -> QSize:
        return QSize(DIGITS * BOX + (DIGITS - 1) * SPACE + MIDDLE + 4, 58)

    def set_bad(self, bad: bool) -> None:
        """Mark the code as refused."""
        self._bad = bad
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(QGuiApplication.clipboard().text())
        elif event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        result = super().event(event)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.MouseButtonPress):
            self.end(False)
            self.update()
        return result

    def take(self, text: str) -> None:
        """Use the digits of a pasted text."""
        digits = re.sub(r"\D", "", text)[:DIGITS]
        if digits:
            self.setText(digits)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = font(tokens(), "headline", bold=True)
        painter.setFont(face)
        text = self.text()
        for position in range(DIGITS):
            x = 2 + position * (BOX + SPACE) + (MIDDLE if position >= DIGITS // 2 else 0)
            box = QRectF(x, 2, BOX, self.height() - 4)
            active = self.hasFocus() and position == min(len(text), DIGITS - 1)
            edge = "bad_text" if self._bad else "focus" if active else "line_strong"
            painter.setPen(QPen(color(edge), 2 if active or self._bad else 1))
            painter.setBrush(color("canvas"))
            painter.drawRoundedRect(box, 8, 8)
            painter.setPen(color("text" if self.isEnabled() else "text_disabled"))
            if position < len(text):
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text[position])
            elif active:
                height = QFontMetricsF(face).height()
                painter.fillRect(
                    QRectF(box.center().x() - 0.75, box.center().y() - height / 2, 1.5, height), color("text")
                )

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._bad = False
        self.update()
        if len(text) == DIGITS:
            self.completed.emit(text)
