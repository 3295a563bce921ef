"""Paints one cell of the grid: the photo, its name, and where it stands. Every cell has the same size."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from luster_desktop.library.models import PhotoRow, Stage
from luster_desktop.tasks.thumbnails import ThumbnailService
from luster_desktop.ui.gallery import badges, pictures
from luster_desktop.ui.gallery.model import ROW_ROLE, GalleryModel
from luster_desktop.ui.gallery.pictures import best_picture, picture_key
from luster_desktop.ui.gallery.status import Status, offer_of, problem_of, status_of
from luster_desktop.ui.theme import pixmap
from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import color, tokens
from luster_desktop.words.language import tr

GAP = 8  # px between a cell's border and its content


def cell_height(width: int) -> int:
    """A 3:2 picture, a name and a status line."""
    now = tokens()
    return round((width - 2 * GAP) / 1.5) + 2 * GAP + 10 + now.font_px("body") + now.font_px("small") + 14


class GalleryDelegate(QStyledItemDelegate):
    def __init__(self, thumbnails: ThumbnailService, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.cell = QSize(240, cell_height(240))
        self.originals = False
        """Whether finished photos show what they were."""
        self.phase = 0.0
        """Where the sweep over photos that are being edited is, 0..1."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.cell

    def offer_rect(self, cell: QRect, row: PhotoRow) -> QRect | None:
        """Where the cell offers what can be done about its trouble, if it does."""
        if (offer := offer_of(row)) is None:
            return None
        width = QFontMetrics(font(tokens(), "small", bold=True)).horizontalAdvance(tr(offer)) + 20
        line = self._status_line(cell)
        return QRect(line.right() - width + 1, line.top() - 3, width, line.height() + 6)

    def badge_rect(self, cell: QRect, row: PhotoRow, name: str) -> QRect | None:
        """Where the cell shows this badge, if it does."""
        area = self._lifted(cell, row)
        return next((place for badge, place in badges.places(row, area) if badge.name == name), None)

    def compare_rect(self, cell: QRect) -> QRect:
        """Where a cell under the pointer offers the comparison."""
        area = self._picture_rect(cell)
        return QRect(area.right() - 40, area.top() + 8, 33, 33)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, PhotoRow):
            return
        cell: QRect = option.rect.adjusted(2, 2, -2, -2)
        state: QStyle.StateFlag = option.state
        model = index.model()
        titles = model.preset_titles if isinstance(model, GalleryModel) else {}
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, cell, state)
        self._paint_picture(painter, self._lifted(cell, row), row)
        if state & QStyle.StateFlag.State_MouseOver and row.stage is not Stage.UNUSABLE:
            self._paint_compare(painter, self.compare_rect(cell))
        self._paint_text(painter, cell, row, status_of(row, titles))
        painter.restore()

    def _picture_rect(self, cell: QRect) -> QRect:
        width = cell.width() - 2 * GAP
        return QRect(cell.left() + GAP, cell.top() + GAP, width, round(width / 1.5))

    def _lifted(self, cell: QRect, row: PhotoRow) -> QRect:
        """The picture's place, below the sheets of a stack."""
        return self._picture_rect(cell).adjusted(0, badges.lift(row), 0, 0)

    def _status_line(self, cell: QRect) -> QRect:
        height = tokens().font_px("small") + 4
        return QRect(cell.left() + GAP + 2, cell.bottom() - GAP - height + 2, cell.width() - 2 * GAP - 4, height)

    def _paint_ground(self, painter: QPainter, cell: QRect, state: QStyle.StateFlag) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = "accent_soft" if selected else "surface" if state & QStyle.StateFlag.State_MouseOver else None
        painter.setPen(QPen(color("accent"), 2) if selected else Qt.PenStyle.NoPen)
        painter.setBrush(color(ground) if ground else Qt.BrushStyle.NoBrush)
        area = QRectF(cell).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, 8, 8)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(area, 8, 8)

    def _paint_picture(self, painter: QPainter, area: QRect, row: PhotoRow) -> None:
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        key = picture_key(row, area.width(), ratio, original=self.originals)
        found = best_picture(self._thumbnails, row, key)
        painter.setPen(Qt.PenStyle.NoPen)
        target = QRectF(area) if found is None else pictures.fitted(*found, area)
        seen = target.intersected(QRectF(area))
        if row.exposures:
            badges.paint_sheets(painter, seen)
        path = QPainterPath()
        path.addRoundedRect(seen, 4, 4)
        if found is None:
            painter.fillPath(path, color("raised"))
            broken = self._thumbnails.failure(key) is not None or row.stage is Stage.UNUSABLE
            side = 28
            mark = pixmap("failed" if broken else "photo", tokens().color("text_faint"), side, ratio)
            painter.drawPixmap(QPointF(area.center().x() - side / 2, area.center().y() - side / 2), mark)
        else:
            painter.save()
            painter.setClipPath(path)
            pictures.paint(painter, target, *found)
            if row.stage is Stage.UNUSABLE or row.photo.rejected:
                painter.fillRect(area, _veil())
            painter.restore()
        badges.paint_badges(painter, row, area, ratio)
        if row.progress or row.stage is Stage.EDITING:
            self._paint_progress(painter, area, row.progress)

    def _paint_compare(self, painter: QPainter, area: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 165))
        painter.drawEllipse(area)
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        painter.drawPixmap(area.left() + 7, area.top() + 7, pixmap("compare", "#ffffff", 19, ratio))

    def _paint_progress(self, painter: QPainter, area: QRect, progress: float | None) -> None:
        track = QRectF(area.left() + 8, area.bottom() - 11, area.width() - 16, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 130))
        painter.drawRoundedRect(track.adjusted(-1, -1, 1, 1), 3, 3)
        painter.setBrush(QColor(255, 255, 255))
        if progress is not None:
            filled = QRectF(track.left(), track.top(), max(4.0, track.width() * progress), 4)
        else:
            sweep = track.width() * 0.28
            left = track.left() + (track.width() + sweep) * self.phase - sweep
            filled = QRectF(left, track.top(), sweep, 4).intersected(track)
        painter.drawRoundedRect(filled, 2, 2)

    def _paint_text(self, painter: QPainter, cell: QRect, row: PhotoRow, status: Status) -> None:
        now = tokens()
        below = self._picture_rect(cell).bottom() + 8
        face = font(now, "body")
        painter.setFont(face)
        painter.setPen(color("text_faint" if row.photo.rejected else "text"))
        name = QRect(cell.left() + GAP + 2, below, cell.width() - 2 * GAP - 4, now.font_px("body") + 5)
        room = name.width() - badges.stars_width(row, name)
        shown = QFontMetrics(face).elidedText(titled(row), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if row.photo.rating:
            badges.paint_stars(painter, row, name, painter.device().devicePixelRatioF() if painter.device() else 1.0)
        self._paint_status(painter, cell, row, status)

    def _paint_status(self, painter: QPainter, cell: QRect, row: PhotoRow, status: Status) -> None:
        now = tokens()
        line = self._status_line(cell)
        area = self.offer_rect(cell, row)
        if area is not None:
            painter.setFont(font(now, "small", bold=True))
            painter.setPen(QPen(color("line_strong"), 1))
            painter.setBrush(color("raised"))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.setPen(color("text"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tr(offer_of(row) or ""))
            line.setRight(area.left() - 8)
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        side = now.font_px("small") + 2
        tone = now.color(status.tone)
        painter.drawPixmap(
            QPointF(line.left(), line.center().y() - side / 2 + 0.5), pixmap(status.icon, tone, side, ratio)
        )
        face = font(now, "small")
        painter.setFont(face)
        painter.setPen(QColor(tone))
        text = problem_of(row) or status.text
        room = line.adjusted(side + 6, 0, 0, 0)
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def titled(row: PhotoRow) -> str:
    """The photo's name, and its room where that was given one."""
    return f"{row.photo.room} · {row.photo.name}" if row.photo.room else row.photo.name


def _veil() -> QColor:
    veil = color("canvas")
    veil.setAlpha(170)
    return veil
