"""A segmented control: one choice of a few, all of them in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QButtonGroup, QPushButton, QSizePolicy, QWidget

from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import theme, tokens

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Segments(QWidget):
    """Emits `chosen(value)` when the user picks another segment. Arrow keys move the choice.

    Segments share the width evenly, `snug` ones are as wide as their words; one lies under the other where that is too
    little for them.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], value: str, *, snug: bool = False) -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        self._values = [choice for choice, _ in choices]
        self._group = QButtonGroup(self)
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for index, (choice, title) in enumerate(choices):
            segment = QPushButton(title)
            segment.setCheckable(True)
            segment.setChecked(choice == value)
            segment.setAccessibleName(f"{name}: {title}")
            segment.setCursor(Qt.CursorShape.PointingHandCursor)
            segment.setAutoDefault(False)
            segment.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if not snug:
                segment.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                segment.setMinimumWidth(20)
            self._group.addButton(segment, index)
            row.addWidget(segment, 0 if snug else 1)
        self._group.buttonClicked.connect(self._on_clicked)
        self._snug = snug
        if snug:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            theme().changed.connect(self._fit)
            self._fit()

    @property
    def value(self) -> str:
        return self._values[max(0, self._group.checkedId())]

    @property
    def buttons(self) -> list[QAbstractButton]:
        """The segments, in their order."""
        return self._group.buttons()

    def set_value(self, value: str) -> None:
        """Show `value` as chosen, without a signal."""
        self._group.button(self._values.index(value)).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        target = self._group.button((self._group.checkedId() + step) % len(self._values))
        target.setFocus()
        target.click()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        beside = self.width() >= self.natural_width
        self._row.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        if self._snug:
            for segment in self.buttons:
                segment.setMaximumWidth(segment.minimumWidth() if beside else self.width())

    @property
    def natural_width(self) -> int:
        """px that segments side by side need."""
        words = [self._words(segment) for segment in self.buttons]
        if self._snug:
            return sum(words) + 26 * len(words) + 2
        return (max(words) + 14) * len(words)

    def _words(self, segment: QAbstractButton) -> int:
        """How wide its words are once chosen, which makes them bold."""
        return QFontMetrics(font(tokens(), "small", bold=True)).horizontalAdvance(segment.text())

    @Slot()
    def _fit(self) -> None:
        for segment in self.buttons:
            segment.setFixedWidth(self._words(segment) + 24)
        self.setMaximumWidth(self.natural_width)

    @Slot(QAbstractButton)
    def _on_clicked(self, _segment: QAbstractButton) -> None:
        self.chosen.emit(self.value)
