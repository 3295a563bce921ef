"""Painting over a photo: strokes of a round brush, shown over the comparison, and as the text that an order carries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from luster_desktop.operations.painting import Part, Stroke
from luster_desktop.ui.review.compare import CompareView
from luster_desktop.ui.review.parts import PartChips
from luster_desktop.ui.widgets.controls import ElidedLabel, IconLabel, button
from luster_desktop.ui.widgets.keys import with_keys
from luster_desktop.words.language import tr

SMALLEST, LARGEST = 4, 120
"""Radius of the brush on the screen, in logical pixels."""
PAINT, OPACITY = QColor("#ff3b5c"), 0.5
STEP = 0.35
"""Of the radius: a point closer to the last one adds nothing."""


class BrushLayer(QWidget):
    """Lies over the comparison while it is painted on; `stroked(Stroke)` when a stroke has ended.

    The wheel zooms as it does without the layer; with Shift it changes the brush.
    """

    stroked = Signal(object)
    radius_changed = Signal(int)

    def __init__(self, view: CompareView) -> None:
        super().__init__(view)
        self._view = view
        self._radius = 28
        self._strokes: tuple[Stroke, ...] = ()
        self._parts: Sequence[Part] = ()
        self.chips = PartChips(self)
        view.moved.connect(self._place_chips)
        self._drawing: list[tuple[float, float]] = []
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Paint on the photo"))
        self.hide()

    @property
    def radius(self) -> int:
        return self._radius

    @Slot(int)
    def set_radius(self, radius: int) -> None:
        radius = min(LARGEST, max(SMALLEST, radius))
        if radius != self._radius:
            self._radius = radius
            self.radius_changed.emit(radius)
            self.update()

    def show_strokes(self, strokes: tuple[Stroke, ...], asked: Sequence[Part] = ()) -> None:
        """These strokes, with a chip at each part that is `asked` about."""
        self._strokes, self._parts = strokes, asked
        self.chips.show_kinds([part.kind for part in asked])
        self._place_chips()
        self.update()

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drawing = [self._on_photo(event.position())]
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._drawing:
            point = self._on_photo(event.position())
            wide, high = self._photo_size()
            way = hypot((point[0] - self._drawing[-1][0]) * wide, (point[1] - self._drawing[-1][1]) * high)
            if way >= STEP * self._radius_on_photo() * max(wide, high):
                self._drawing.append(point)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._drawing:
            stroke = Stroke(self._radius_on_photo(), tuple(self._drawing))
            self._drawing = []
            self.stroked.emit(stroke)
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._pointer = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            # With Shift held some systems turn the wheel sideways.
            turned = event.angleDelta().y() or event.angleDelta().x()
            self.set_radius(round(self._radius * (1.15 if turned > 0 else 1 / 1.15)))
            event.accept()
        else:
            self._view.wheelEvent(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        sheet = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
        sheet.setDevicePixelRatio(ratio)
        sheet.fill(Qt.GlobalColor.transparent)
        strokes = [*self._strokes]
        if self._drawing:
            strokes.append(Stroke(self._radius_on_photo(), tuple(self._drawing)))
        wet = QPainter(sheet)
        wet.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in strokes:
            self._paint_stroke(wet, stroke)
        wet.end()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._seen())
        painter.setOpacity(OPACITY)
        painter.drawPixmap(0, 0, sheet)
        painter.setOpacity(1.0)
        if self._pointer is not None:
            for color, width in ((QColor(0, 0, 0, 130), 3.0), (QColor(255, 255, 255), 1.5)):
                painter.setPen(QPen(color, width))
                painter.drawEllipse(self._pointer, self._radius, self._radius)

    @Slot()
    def _place_chips(self) -> None:
        self.chips.place([self._area(part) for part in self._parts], self._seen())

    def _seen(self) -> QRectF:
        """Where the photo is on the screen."""
        seen, ratio = self._view.viewport.visible(), self.devicePixelRatioF()
        return QRectF(seen.x / ratio, seen.y / ratio, seen.width / ratio, seen.height / ratio)

    def _area(self, part: Part) -> QRectF:
        """What a part covers on the screen."""
        area = QRectF()
        for stroke in (self._strokes[number] for number in part.strokes):
            reach = self._reach(stroke)
            for point in map(self._on_screen, stroke.points):
                area = area.united(QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach))
        return area

    def _reach(self, stroke: Stroke) -> float:
        return stroke.radius * max(self._photo_size()) * self._view.viewport.scale / self.devicePixelRatioF()

    def _paint_stroke(self, painter: QPainter, stroke: Stroke) -> None:
        radius = self._reach(stroke)
        points = [self._on_screen(point) for point in stroke.points]
        painter.setPen(QPen(PAINT, 2 * radius, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for start, end in pairwise(points):
            painter.drawLine(start, end)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(PAINT)
        for point in points:
            painter.drawEllipse(point, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # Places

    def _photo_size(self) -> tuple[float, float]:
        return max(1.0, self._view.viewport.width), max(1.0, self._view.viewport.height)

    def _radius_on_photo(self) -> float:
        pixels = self._radius * self.devicePixelRatioF() / self._view.viewport.scale
        return float(min(0.25, pixels / max(self._photo_size())))

    def _on_photo(self, at: QPointF) -> tuple[float, float]:
        placed, ratio = self._view.viewport.placed(), self.devicePixelRatioF()
        x, y = (at.x() * ratio - placed.x) / placed.width, (at.y() * ratio - placed.y) / placed.height
        return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))

    def _on_screen(self, point: tuple[float, float]) -> QPointF:
        placed, ratio = self._view.viewport.placed(), self.devicePixelRatioF()
        return QPointF((placed.x + point[0] * placed.width) / ratio, (placed.y + point[1] * placed.height) / ratio)


class BrushBar(QWidget):
    """Above the photo while a preset needs a painted place, or the edit is limited to one."""

    painting_asked = Signal(bool)
    clear_asked = Signal()
    radius_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(IconLabel("brush", "accent_text"))
        self._says = ElidedLabel("", "small")
        row.addWidget(self._says, 1)
        self._size = QSlider(Qt.Orientation.Horizontal)
        self._size.setRange(SMALLEST, LARGEST)
        self._size.setFixedWidth(110)
        self._size.setAccessibleName(tr("Size of the brush"))
        self._size.setToolTip(with_keys(tr("Size of the brush"), "Shift+" + tr("wheel")))
        self._size.valueChanged.connect(self.radius_asked)
        row.addWidget(self._size)
        self.clear = button(tr("Clear"), "quiet", tip=tr("Take all paint away; Ctrl+Z takes back one stroke"))
        self.clear.clicked.connect(self.clear_asked)
        row.addWidget(self.clear)
        self.paint = button(tr("Paint"), "filter", "brush", tip=with_keys(tr("Paint or compare"), "P"))
        self.paint.setCheckable(True)
        self.paint.clicked.connect(self.painting_asked)
        row.addWidget(self.paint)

    def show_state(self, *, painting: bool, strokes: int, radius: int, limits: bool, untold: int) -> None:
        """`limits`: the edit goes only where there is paint, instead of taking away what is under it. `untold`: of how
        many parts nobody has said what they are."""
        if not painting:
            says = tr("Limited to the paint (P).") if limits else tr("Comparing. Press P to paint.")
        elif limits:
            says = tr("The edit stays within.") if strokes else tr("Paint where the edit may go.")
        else:
            says = (
                tr("Painted: Enhance takes it away.") if strokes else tr("Paint over what should go, with its shadow.")
            )
            says = " ".join([says, tr("Say what it is (T).")]) if untold else says
        self._says.set_text(says)
        self.paint.setChecked(painting)
        self.clear.setEnabled(strokes > 0 and (painting or limits))
        self._size.setEnabled(painting)
        self._size.setValue(radius)
