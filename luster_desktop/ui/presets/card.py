"""One preset as a card: a small picture of what it does, its name, and its settings once it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from luster_desktop.operations.recipes import region_of, settable
from luster_desktop.paths import resource
from luster_desktop.ui.theme.icons import picture, pixmap
from luster_desktop.ui.widgets.controls import ElidedLabel, icon_button, label, set_icon
from luster_desktop.ui.widgets.current import color, theme, tokens
from luster_desktop.ui.widgets.keys import with_keys
from luster_desktop.ui.widgets.segments import Segments
from luster_desktop.words.counts import credits
from luster_desktop.words.language import tr

if TYPE_CHECKING:
    from backend import contract


class _Illustration(QWidget):
    def __init__(self, preset: str) -> None:
        super().__init__()
        self._preset = preset
        self.setFixedSize(QSize(66, 44))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setClipPath(path)
        if resource("presets", f"{self._preset}.svg").is_file():
            painter.drawPixmap(0, 0, picture(f"presets/{self._preset}.svg", 66, 44, self.devicePixelRatioF()))
        else:
            painter.fillRect(self.rect(), color("hover"))
            mark = pixmap("enhance", tokens().color("text_faint"), 24, self.devicePixelRatioF())
            painter.drawPixmap(21, 10, mark)


class PresetCard(QWidget):
    """`picked(preset_id)` on click, Space or Enter; `toggled(preset_id)` to add it to what is chosen, or take it out;
    `changed()` when one of its settings was changed."""

    picked = Signal(str)
    toggled = Signal(str)
    changed = Signal()

    def __init__(self, preset: contract.Preset, number: int) -> None:
        super().__init__()
        self.preset = preset
        self._number = number
        self._chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(
            tr(
                "{title}, {credits} a photo. {summary}",
                title=tr(preset.title),
                credits=credits(preset.credits),
                summary=tr(preset.summary),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 11, 11, 11)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(_Illustration(preset.id), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(ElidedLabel(tr(preset.title), "strong"), 1)
        if number <= 9:
            key = label(str(number), "key")
            key.setToolTip(tr("Press {number} to choose {title}", number=number, title=tr(preset.title)))
            first.addWidget(key)
        words.addLayout(first)
        second = QHBoxLayout()
        second.addWidget(ElidedLabel(tr("{credits} a photo", credits=credits(preset.credits)), "faint"), 1)
        self.add = icon_button("add", tr("Add {title}", title=tr(preset.title)))
        self.add.setProperty("bulk", "small")
        self.add.clicked.connect(self._on_add)
        second.addWidget(self.add)
        words.addLayout(second)
        words.addStretch(1)
        top.addLayout(words, 1)
        column.addLayout(top)
        self._more = QWidget()
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 10, 0, 0)
        more.setSpacing(6)
        more.addWidget(label(tr(preset.summary), "small", wrap=True))
        self._segments: dict[str, Segments] = {}
        self.region = region_of(preset)
        """The parameter whose value is painted on the photo."""
        for parameter in settable(preset):
            if not parameter.choices:
                continue
            more.addSpacing(4)
            more.addWidget(ElidedLabel(tr(parameter.title), "faint"))
            choices = [(choice.value, tr(choice.title)) for choice in parameter.choices]
            segments = Segments(tr(parameter.title), choices, parameter.default)
            segments.chosen.connect(self._on_chosen)
            self._segments[parameter.name] = segments
            more.addWidget(segments)
        self._more.hide()
        column.addWidget(self._more)
        theme().changed.connect(self._refresh)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab halts: the card, then its settings."""
        settings = (button for segments in self._segments.values() for button in segments.buttons)
        return [self, self.add, *settings]

    @property
    def parameters(self) -> dict[str, str]:
        return {name: segments.value for name, segments in self._segments.items()}

    def set_parameters(self, values: dict[str, str]) -> None:
        """Take over settings that this preset knows, without a signal."""
        for parameter in self.preset.parameters:
            value = values.get(parameter.name)
            if parameter.name in self._segments and value in [choice.value for choice in parameter.choices]:
                self._segments[parameter.name].set_value(str(value))

    @property
    def chosen(self) -> bool:
        return self._chosen

    def show_choice(self, *, chosen: bool, alone: bool, obstacle: str | None) -> None:
        """Whether it is chosen, and alone; or why it cannot be added to what is chosen."""
        self._chosen = chosen
        self._more.setVisible(chosen)
        self.setAccessibleDescription(tr("chosen") if chosen else "")
        title = tr(self.preset.title)
        name = tr("Leave out {title}", title=title) if chosen else tr("Add {title}", title=title)
        self.add.setVisible(not (chosen and alone))
        self.add.setEnabled(obstacle is None)
        self.add.setAccessibleName(name)
        self.add.setAccessibleDescription(obstacle or "")
        self.add.setToolTip(obstacle or with_keys(name, f"Shift+{self._number}" if self._number <= 9 else ""))
        set_icon(self.add, "close" if chosen else "add", "text_faint" if obstacle else "text_muted")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        lit = self.hasFocus() and not self._chosen
        edge = color("accent" if self._chosen else "focus" if lit else "line")
        painter.setPen(QPen(edge, 2 if self._chosen else 1))
        painter.setBrush(color("raised" if self._chosen or not self.underMouse() else "hover"))
        painter.drawRoundedRect(area, 9, 9)
        if self._chosen and self.hasFocus():
            painter.setPen(QPen(color("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(2.5, 2.5, -2.5, -2.5), 7, 7)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            adding = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
            (self.toggled if adding else self.picked).emit(self.preset.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            adding = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.toggled if adding else self.picked).emit(self.preset.id)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_add(self) -> None:
        self.toggled.emit(self.preset.id)

    @Slot(str)
    def _on_chosen(self, _value: str) -> None:
        self.changed.emit()

    @Slot()
    def _refresh(self) -> None:
        self.update()
