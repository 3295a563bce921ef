"""What can be tinted over a result: its layers, their colours, what each shows in words, and the bar that chooses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from luster_desktop.library.fidelity import Fidelity
from luster_desktop.ui.widgets.controls import label
from luster_desktop.ui.widgets.current import color
from luster_desktop.ui.widgets.keys import with_keys
from luster_desktop.ui.widgets.segments import Segments
from luster_desktop.words import fidelity
from luster_desktop.words.language import mark, tr


class Layer(StrEnum):
    ALL = "all"
    BEYOND = "beyond"
    LEFT_OUT = "left_out"


TITLES = {Layer.ALL: mark("All changes"), Layer.BEYOND: mark("Not asked for"), Layer.LEFT_OUT: mark("Left as it was")}

TINTS = {Layer.ALL: (255, 176, 0), Layer.BEYOND: (220, 38, 127), Layer.LEFT_OUT: (0, 190, 165)}
"""Amber, magenta and teal: told apart whatever colours one sees, and each rare in photos of houses."""

BESIDE = 1.7
"""Widths of the choice from which on the words have room beside it."""


@dataclass(frozen=True, slots=True)
class Tint:
    """A layer as it lies over the photo."""

    image: QImage
    found: bool
    """Whether anything is tinted."""
    light: bool = False
    """Whether the whole photo's light changed, so that only changes of detail are tinted."""


def caption(layer: Layer, found: Fidelity | None, tint: Tint | None) -> str:
    """What the layer shows. `found` and `tint` are None where the service said nothing, or its map is not here."""
    tinted = tint is not None and tint.found
    if layer is Layer.ALL:
        if tint is not None and tint.light:
            if tinted:
                return tr("Light and colour changed everywhere. Tinted: changes of detail")
            return tr("Light and colour changed everywhere, no detail did")
        return tr("Tinted: all that the edit changed") if tinted else tr("No change can be seen")
    if found is None:
        return tr("This result was not checked")
    if layer is Layer.BEYOND:
        if found.beyond_request is None and tinted:
            return tr("Tinted: where it may differ beyond what you asked for")
        if found.passed and not found.beyond_request:
            return tr("Nothing differs beyond what you asked for")
        said = fidelity.beyond(found)
    else:
        if not found.left_out:
            return (
                tr("Not known for this result")
                if found.left_out is None
                else tr("No place had to be left as in your photo")
            )
        said = tr("{left_out}, where you asked for no change", left_out=fidelity.left_out(found))
    return said if tint is not None else tr("{said}. The map that shows where is not on this computer", said=said)


class _Swatch(QWidget):
    """The layer's colour, beside what it stands for."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = Layer.ALL
        self.setFixedSize(14, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("line_strong"), 1))
        painter.setBrush(QColor(*TINTS[self.layer]))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


class LayerBar(QWidget):
    """Above the photo while changes are shown. `chosen()` tells that the user wants another layer."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(12, 6, 16, 6)
        self._parts.setSpacing(8)
        self._choice = Segments(
            tr("What to show"), [(layer, tr(title)) for layer, title in TITLES.items()], Layer.ALL, snug=True
        )
        self._choice.setToolTip(with_keys(tr("The next of these"), "Shift+C"))
        self._choice.chosen.connect(self._on_chosen)
        self._parts.addWidget(self._choice)
        words = QHBoxLayout()
        words.setContentsMargins(4, 0, 0, 0)
        words.setSpacing(8)
        self._swatch = _Swatch()
        words.addWidget(self._swatch)
        self._says = label("", "small", wrap=True)
        words.addWidget(self._says, 1)
        self._parts.addLayout(words, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() > BESIDE * self._choice.natural_width
        ways = QBoxLayout.Direction
        self._parts.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    @property
    def layer(self) -> Layer:
        return Layer(self._choice.value)

    @property
    def text(self) -> str:
        """What is said of the layer on show."""
        return self._says.text()

    def step(self) -> None:
        """Show the next layer."""
        layers = list(Layer)
        self._choice.set_value(layers[(layers.index(self.layer) + 1) % len(layers)])
        self._on_chosen()

    def explain(self, text: str, *, tinted: bool) -> None:
        """Say what is on show; the colour is named where it is seen."""
        self._says.setText(text)
        self._swatch.setVisible(tinted)

    @Slot()
    def _on_chosen(self) -> None:
        self._swatch.layer = self.layer
        self._swatch.update()
        self.chosen.emit()
