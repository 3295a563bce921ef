"""The shoot in one row under the comparison, for going from photo to photo."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPen, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from luster_desktop.library.models import Decision, PhotoRow, Stage
from luster_desktop.tasks.thumbnails import Key, ThumbnailService
from luster_desktop.ui.gallery import pictures
from luster_desktop.ui.gallery.model import ROW_ROLE, GalleryModel
from luster_desktop.ui.gallery.pictures import best_picture, picture_key
from luster_desktop.ui.gallery.status import status_of
from luster_desktop.ui.review.decisions import MARKS
from luster_desktop.ui.theme import pixmap
from luster_desktop.ui.widgets.current import color, theme, tokens
from luster_desktop.words.language import tr

CELL = QSize(104, 74)
BESIDE = 8
"""Photos to either side whose pictures before the edit are wanted too."""


class _Delegate(QStyledItemDelegate):
    def __init__(self, thumbnails: ThumbnailService, parent: QListView) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, PhotoRow):
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area = QRectF(option.rect).adjusted(4, 4, -4, -4)
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(area, 4, 4)
        painter.fillPath(path, color("raised"))
        found = best_picture(self._thumbnails, row, picture_key(row, CELL.width(), ratio))
        if found is not None:
            painter.setClipPath(path)
            lit = chosen or option.state & QStyle.StateFlag.State_MouseOver
            painter.setOpacity(0.35 if row.photo.rejected else 1.0 if lit else 0.78)
            pictures.paint_filling(painter, area, *found)
            painter.setOpacity(1.0)
            painter.setClipping(False)
        if row.stage is not Stage.IDLE or row.photo.rejected:
            self._paint_mark(painter, area, row, ratio)
        if chosen:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), 6, 6)
        painter.restore()

    def _paint_mark(self, painter: QPainter, area: QRectF, row: PhotoRow, ratio: float) -> None:
        status = status_of(row, {})
        icon, tone = status.icon, status.tone
        if row.photo.rejected or (row.decision is not None and not row.stage.moving):
            icon, tone = MARKS[row.decision or Decision.REJECTED]
        chip = QRectF(area.right() - 21, area.bottom() - 21, 18, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("surface"))
        painter.drawEllipse(chip)
        painter.drawPixmap(round(chip.left() + 2), round(chip.top() + 2), pixmap(icon, tokens().color(tone), 14, ratio))


class Filmstrip(QListView):
    """`chosen(photo_id)` when the user goes to another photo."""

    chosen = Signal(object)

    def __init__(self, model: GalleryModel, thumbnails: ThumbnailService) -> None:
        super().__init__()
        self._photos = model
        self._thumbnails = thumbnails
        self.setObjectName("filmstrip")
        self.setAccessibleName(tr("Photos of the shoot"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(model)
        self.setItemDelegate(_Delegate(thumbnails, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFixedHeight(CELL.height() + 8)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._request = QTimer(self)
        self._request.setSingleShot(True)
        self._request.setInterval(20)
        self._request.timeout.connect(self._request_visible)
        self.horizontalScrollBar().valueChanged.connect(self._request_soon)
        self.selectionModel().currentChanged.connect(self._on_current)
        thumbnails.ready.connect(self._on_ready)
        model.dataChanged.connect(self._request_soon)
        theme().changed.connect(self._refresh)

    def show_photo(self, photo_id: UUID) -> None:
        """Mark this photo, without a signal."""
        blocked = self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self._photos.index_of(photo_id))
        self.selectionModel().blockSignals(blocked)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QListView.ScrollHint.PositionAtCenter)
        self.viewport().update()
        self._request_soon()

    def step(self, by: int) -> None:
        """Go `by` photos on, and stop at the ends."""
        target = self._photos.index(self.currentIndex().row() + by)
        if target.isValid():
            self.setCurrentIndex(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (delta.y() or delta.x()))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._request_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._request_soon()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._photos.at(index.row()).photo.id)

    @Slot()
    def _request_soon(self) -> None:
        if self.isVisible() and not self._request.isActive():
            self._request.start()

    @Slot()
    def _request_visible(self) -> None:
        total = self._photos.rowCount()
        if not total or not self.isVisible():
            return
        first = max(0, self.horizontalOffset() // CELL.width())
        last = min(total, first + self.viewport().width() // CELL.width() + 2)
        ratio = self.devicePixelRatioF()
        order = [*range(first, last), *range(last, min(total, last + 12))]
        here = self.currentIndex().row()
        near = range(max(0, here - BESIDE), min(total, here + BESIDE + 1))

        def keys(rows: Iterable[int], *, original: bool = False) -> list[Key]:
            return [picture_key(self._photos.at(row), CELL.width(), ratio, original=original) for row in rows]

        # Both sides of a comparison have something to show until their large pictures are here.
        self._thumbnails.want([*keys(order), *keys(near, original=True)])

    @Slot(object)
    def _on_ready(self, _path: object) -> None:
        self.viewport().update()

    @Slot()
    def _refresh(self) -> None:
        self.viewport().update()
