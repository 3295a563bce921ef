"""A row that says what may be wrong, and its button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from luster_desktop.ui.widgets.controls import IconLabel, label

LINES = 2
"""More than so many lines of text lie over the button, not beside it."""


class DoubtRow(QWidget):
    """`button` says what can be done about it."""

    def __init__(self, button: QPushButton) -> None:
        super().__init__()
        self.setObjectName("doubt")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.button = button
        self._full = self._brief = ""
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(10, 4, 5, 4)
        self._parts.setSpacing(8)
        area = QWidget()
        said = QHBoxLayout(area)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(8)
        said.addWidget(IconLabel("unsure", "warn_text"), 0, Qt.AlignmentFlag.AlignTop)
        self._text = label("", "warn", wrap=True)
        said.addWidget(self._text, 1)
        self._parts.addWidget(area, 1, Qt.AlignmentFlag.AlignVCenter)
        self._parts.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def text(self) -> str:
        """All that there is to say."""
        return self._full

    def say(self, text: str) -> None:
        """Say this; nothing is to be seen of the row where there is nothing to say."""
        self._full = text
        self._text.setText(text)
        self.setVisible(bool(text))
        self.fit(self.width(), self._brief)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(self.width(), self._brief)

    def fit(self, width: int, brief: str = "") -> None:
        """Be laid out for this width; `brief` is said where the row has to be as low as it can be."""
        self._brief = brief
        self._text.setText(brief or self._full)
        self._text.setToolTip(self._full if brief else "")
        beside = width - self.button.sizeHint().width() - 55
        ways = QBoxLayout.Direction
        short = self._text.heightForWidth(max(1, beside)) <= LINES * self._text.fontMetrics().lineSpacing() + 2
        self._parts.setDirection(ways.LeftToRight if beside > 0 and short else ways.TopToBottom)
        self._parts.invalidate()
        self.updateGeometry()  # at once: whoever lays it out asks for its height next
