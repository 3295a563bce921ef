"""What is drawn over a comparison: labels, the divider with its handle, the focus ring."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import color, tokens

INK = QColor(255, 255, 255)
SHADE = QColor(0, 0, 0, 150)
HANDLE = 18  # px: the radius of the divider's
APART = 8  # px between a label and the divider, at least


def paint_label(painter: QPainter, area: QRectF, text: str, *, left: bool, until: float | None = None) -> None:
    """A word in an upper corner of `area`, on its own dark chip; left out where the divider has no room for it."""
    face, width = _face(), _label_width(text)
    height = QFontMetricsF(face).height() + 8
    x = area.left() + 12 if left else area.right() - 12 - width
    if until is not None and ((left and x + width > until - APART) or (not left and x < until + APART)):
        return
    chip = QRectF(x, area.top() + 12, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(SHADE)
    painter.drawRoundedRect(chip, height / 2, height / 2)
    painter.setPen(INK)
    painter.setFont(face)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def divider_reach(*labels: str) -> float:
    """How far from the divider it can change what is drawn, in px: its handle, and labels that make room for it."""
    return max(HANDLE + 3, *(_label_width(text) + APART for text in labels)) + 1


def _face() -> QFont:
    return font(tokens(), "small", bold=True)


def _label_width(text: str) -> float:
    return QFontMetricsF(_face()).horizontalAdvance(text) + 20


def paint_divider(painter: QPainter, x: float, area: QRectF, *, focused: bool) -> None:
    """The line between before and after, with a handle that shows that it can be dragged."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(x - 2, area.top(), 4, area.height()), QColor(0, 0, 0, 60))
    painter.fillRect(QRectF(x - 1, area.top(), 2, area.height()), INK)
    middle = QPointF(x, area.center().y())
    painter.setPen(QPen(color("focus"), 3) if focused else QPen(QColor(0, 0, 0, 60), 1))
    painter.setBrush(INK)
    painter.drawEllipse(middle, HANDLE, HANDLE)
    painter.setPen(QPen(QColor(40, 40, 40), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for side in (-1, 1):
        tip = QPointF(middle.x() + side * 9, middle.y())
        back = QPointF(-side * 4, 0)
        painter.drawPolyline(QPolygonF([tip + back + QPointF(0, -4.5), tip, tip + back + QPointF(0, 4.5)]))
    painter.restore()


def paint_message(painter: QPainter, area: QRectF, text: str) -> None:
    """A sentence in the middle of an empty stage."""
    painter.setPen(color("text_muted"))
    painter.setFont(font(tokens(), "body"))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(area.adjusted(32, 0, -32, 0), flags, text)


def paint_focus(painter: QPainter, area: QRectF) -> None:
    """A ring around what has the keyboard."""
    painter.setPen(QPen(color("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1, 1, -1, -1))
