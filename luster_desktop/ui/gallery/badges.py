"""What lies on a photo in the grid: that it is a stack, unsure, unlike the rest, rejected or a pair, and its stars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from luster_desktop.library.models import Decision, PhotoRow
from luster_desktop.ui.gallery.status import DOUBTS, odd_one, pair_tag
from luster_desktop.ui.theme import pixmap
from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import color, tokens
from luster_desktop.words.counts import results
from luster_desktop.words.language import tr

STEP = 3  # px that each sheet of a stack shows above the one before it
SHEETS = 2
INSET = 6


@dataclass(frozen=True, slots=True)
class Badge:
    name: str
    icon: str
    text: str = ""
    ground: str = ""
    """Token of the ground; the dark that lies on photos by default."""
    tone: str = ""


def badges_of(row: PhotoRow) -> Iterator[Badge]:
    """In the order in which they matter."""
    if row.exposures:
        yield Badge("stack", "stack", str(len(row.exposures)))
    if row.photo.unsure:
        yield Badge("unsure", "unsure", tr("Unsure"), "warn_soft", "warn_text")
    if doubt := odd_one(row):
        yield Badge("differs", "lamp", tr(DOUBTS[doubt][0]))
    if row.photo.rejected:
        yield Badge("rejected", "reject", tr("Rejected"), "bad_soft", "bad_text")
    elif row.decision is Decision.ACCEPTED:
        yield Badge("accepted", "check", tr("Accepted"), "ok_soft", "ok_text")
    if len(row.results) > 1:
        yield Badge("results", "done", results(len(row.results)), "ok_soft", "ok_text")
    if row.companion is not None:
        yield Badge("pair", "", pair_tag(row))


def places(row: PhotoRow, picture: QRect) -> list[tuple[Badge, QRect]]:
    """Where each badge is on a picture: side by side, as icons alone where words do not fit; the rest is left out."""
    badges = list(badges_of(row))
    room = picture.width() - 16
    for words in (True, False):
        widths = [_width(badge, words=words) for badge in badges]
        if sum(widths) + 4 * (len(widths) - 1) <= room:
            break
    height, left = _height(), picture.left() + 8
    found = []
    for badge, width in zip(badges, widths, strict=True):
        if left + width <= picture.right() - 7:
            shown = badge if words else _bare(badge)
            found.append((shown, QRect(left, picture.top() + 8, width, height)))
            left += width + 4
    return found


def lift(row: PhotoRow) -> int:
    """How much of the picture's place the sheets above it take."""
    return SHEETS * STEP if row.exposures else 0


def paint_sheets(painter: QPainter, picture: QRectF) -> None:
    """The edges of the exposures that lie behind a stack's picture."""
    painter.setPen(Qt.PenStyle.NoPen)
    for sheet in range(SHEETS, 0, -1):
        painter.setBrush(color("text_disabled" if sheet == 1 else "line_strong"))
        inset = INSET * sheet
        area = QRectF(picture.left() + inset, picture.top() - STEP * sheet, picture.width() - 2 * inset, 12)
        painter.drawRoundedRect(area, 3, 3)


def paint_badges(painter: QPainter, row: PhotoRow, picture: QRect, ratio: float) -> None:
    face = font(tokens(), "caption", bold=True)
    painter.setFont(face)
    for badge, area in places(row, picture):
        ground = color(badge.ground) if badge.ground else QColor(0, 0, 0, 170)
        tone = tokens().color(badge.tone) if badge.tone else "#ffffff"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(area), area.height() / 2, area.height() / 2)
        side, left = _side(), area.left() + 6
        if badge.icon:
            top = area.top() + (area.height() - side) / 2
            painter.drawPixmap(QPointF(left, top), pixmap(badge.icon, tone, side, ratio))
            left += side + 4
        if badge.text:
            painter.setPen(QPen(QColor(tone)))
            text = QRect(left, area.top(), area.right() - left, area.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, badge.text)


def stars_width(row: PhotoRow, line: QRect) -> int:
    """How much room the stars take at the end of the name's line."""
    if not row.photo.rating:
        return 0
    return _side() * (1 if _few(row, line) else row.photo.rating) + (_digit() if _few(row, line) else 0) + 6


def paint_stars(painter: QPainter, row: PhotoRow, line: QRect, ratio: float) -> None:
    """At the right end of `line`: each of them, or their number where the name needs the room."""
    side, few = _side(), _few(row, line)
    count = 1 if few else row.photo.rating
    left = line.right() - count * side + 1
    mark = pixmap("star", tokens().color("text_muted"), side, ratio)
    for star in range(count):
        painter.drawPixmap(QPointF(left + star * side, line.center().y() - side / 2 + 1), mark)
    if few:
        painter.setPen(color("text_muted"))
        painter.setFont(font(tokens(), "small", bold=True))
        number = QRect(left - _digit(), line.top(), _digit() - 3, line.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(row.photo.rating))


def _few(row: PhotoRow, line: QRect) -> bool:
    return row.photo.rating > 1 and row.photo.rating * _side() > 0.4 * line.width()


def _digit() -> int:
    return tokens().font_px("small")


def _bare(badge: Badge) -> Badge:
    if badge.name == "results":
        return replace(badge, text=badge.text.split()[0])
    return badge if badge.name in ("stack", "pair") else Badge(badge.name, badge.icon, "", badge.ground, badge.tone)


def _width(badge: Badge, *, words: bool) -> int:
    text = badge.text if words else _bare(badge).text
    wide = QFontMetrics(font(tokens(), "caption", bold=True)).horizontalAdvance(text) if text else 0
    icon = _side() if badge.icon else 0
    return 12 + icon + wide + (5 if icon and wide else 0)


def _side() -> int:
    return tokens().font_px("caption") + 2


def _height() -> int:
    return tokens().font_px("caption") + 11
