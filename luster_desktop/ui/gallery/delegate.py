"""Paints one cell of the grid: the photo, its name, and where it stands. Every cell has the same size."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from luster_desktop.library.models import PhotoRow, Stage
from luster_desktop.tasks.thumbnails import Key, ThumbnailService
from luster_desktop.ui.gallery.model import ROW_ROLE, GalleryModel
from luster_desktop.ui.gallery.status import Status, status_of
from luster_desktop.ui.theme import pixmap
from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import color, tokens

GAP = 8  # px between a cell's border and its content
EDGES = (256, 512, 1024)  # device pixels: few sizes, so that zooming reuses what was decoded
RETRY = "Retry"


def picture_key(row: PhotoRow, width: int, ratio: float, *, original: bool = False) -> Key:
    """Which picture a cell of `width` shows: the newest result, or else the original."""
    wanted = width * ratio
    edge = next((edge for edge in EDGES if edge >= wanted * 0.9), EDGES[-1])
    path = row.photo.path if row.output is None or original else row.output.path
    return Key(path, edge)


def best_picture(thumbnails: ThumbnailService, row: PhotoRow, key: Key) -> QPixmap | None:
    """The picture for `key`, or any other size of it that is in memory, so that zooming never flickers."""
    for path in dict.fromkeys((key.path, row.photo.path)):
        for edge in (key.edge, *EDGES):
            found = thumbnails.pixmap(Key(path, edge))
            if found is not None:
                return found
    return None


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

    def retry_rect(self, cell: QRect, row: PhotoRow) -> QRect | None:
        """Where the cell shows "Retry", if it does."""
        if row.stage is not Stage.FAILED:
            return None
        width = QFontMetrics(font(tokens(), "small", bold=True)).horizontalAdvance(RETRY) + 20
        line = self._status_line(cell)
        return QRect(line.right() - width + 1, line.top() - 3, width, line.height() + 6)

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
        self._paint_picture(painter, self._picture_rect(cell), row)
        if state & QStyle.StateFlag.State_MouseOver and row.stage is not Stage.UNUSABLE:
            self._paint_compare(painter, self.compare_rect(cell))
        self._paint_text(painter, cell, row, status_of(row, titles))
        painter.restore()

    def _picture_rect(self, cell: QRect) -> QRect:
        width = cell.width() - 2 * GAP
        return QRect(cell.left() + GAP, cell.top() + GAP, width, round(width / 1.5))

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
        picture = best_picture(self._thumbnails, row, key)
        painter.setPen(Qt.PenStyle.NoPen)
        target = QRectF(area) if picture is None else _fitted(picture, area)
        path = QPainterPath()
        path.addRoundedRect(target.intersected(QRectF(area)), 4, 4)
        if picture is None:
            painter.fillPath(path, color("raised"))
            broken = self._thumbnails.failure(key) is not None or row.stage is Stage.UNUSABLE
            side = 28
            mark = pixmap("failed" if broken else "photo", tokens().color("text_faint"), side, ratio)
            painter.drawPixmap(QPointF(area.center().x() - side / 2, area.center().y() - side / 2), mark)
        else:
            painter.save()
            painter.setClipPath(path)
            painter.drawPixmap(target, picture, QRectF(picture.rect()))
            if row.stage is Stage.UNUSABLE:
                painter.fillRect(area, _veil())
            painter.restore()
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
        painter.setPen(color("text"))
        name = QRect(cell.left() + GAP + 2, below, cell.width() - 2 * GAP - 4, now.font_px("body") + 5)
        shown = QFontMetrics(face).elidedText(row.photo.name, Qt.TextElideMode.ElideMiddle, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        self._paint_status(painter, cell, row, status)

    def _paint_status(self, painter: QPainter, cell: QRect, row: PhotoRow, status: Status) -> None:
        now = tokens()
        line = self._status_line(cell)
        retry = self.retry_rect(cell, row)
        if retry is not None:
            painter.setFont(font(now, "small", bold=True))
            painter.setPen(QPen(color("line_strong"), 1))
            painter.setBrush(color("raised"))
            painter.drawRoundedRect(QRectF(retry).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.setPen(color("text"))
            painter.drawText(retry, Qt.AlignmentFlag.AlignCenter, RETRY)
            line.setRight(retry.left() - 8)
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        side = now.font_px("small") + 2
        tone = now.color(status.tone)
        painter.drawPixmap(
            QPointF(line.left(), line.center().y() - side / 2 + 0.5), pixmap(status.icon, tone, side, ratio)
        )
        face = font(now, "small")
        painter.setFont(face)
        painter.setPen(QColor(tone))
        text = row.problem or status.text
        room = line.adjusted(side + 6, 0, 0, 0)
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _fitted(picture: QPixmap, area: QRect) -> QRectF:
    """All of the picture, as large as `area` allows; near-3:2 pictures fill it."""
    scale_x, scale_y = area.width() / picture.width(), area.height() / picture.height()
    low, high = min(scale_x, scale_y), max(scale_x, scale_y)
    scale = high if high / low < 1.03 else low
    width, height = picture.width() * scale, picture.height() * scale
    middle = QRectF(area).center()
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _veil() -> QColor:
    veil = color("canvas")
    veil.setAlpha(170)
    return veil
