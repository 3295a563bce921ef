"""A segmented control: one choice of a few, all of them in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import theme, tokens


class Segments(QWidget):
    """Emits `chosen(value)` when the user picks another segment. Arrow keys move the choice.

    Segments share the width evenly; `snug` ones are as wide as their words.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], value: str, *, snug: bool = False) -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        self._values = [choice for choice, _ in choices]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
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
        if snug:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
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
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        target = self._group.button((self._group.checkedId() + step) % len(self._values))
        target.setFocus()
        target.click()

    @Slot()
    def _fit(self) -> None:
        """As wide as the words are once chosen, which makes them bold."""
        metrics = QFontMetrics(font(tokens(), "small", bold=True))
        for segment in self._group.buttons():
            segment.setFixedWidth(metrics.horizontalAdvance(segment.text()) + 24)

    @Slot(QAbstractButton)
    def _on_clicked(self, _segment: QAbstractButton) -> None:
        self.chosen.emit(self.value)
