"""A stack's exposures side by side: for looking, choosing, dragging and dropping."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
)
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from luster_desktop.library.models import Photo, PhotoState
from luster_desktop.tasks.thumbnails import Key, ThumbnailService
from luster_desktop.ui.actions import MOVING
from luster_desktop.ui.gallery import pictures
from luster_desktop.ui.gallery.dragging import DropView, Landing, bar_beside, index_near
from luster_desktop.ui.gallery.exposures import EXPOSURE_ROLE, ExposureModel
from luster_desktop.ui.theme import pixmap
from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import color, theme, tokens
from luster_desktop.words.language import tr
from luster_desktop.words.reasons import sentence

WIDTH = 150  # px of an exposure's picture


class _Delegate(QStyledItemDelegate):
    def __init__(self, thumbnails: ThumbnailService, model: ExposureModel, parent: QListView) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._exposures = model

    def sizeHint(self, option: Option, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return cell_size()

    def paint(self, painter: QPainter, option: Option, index: QModelIndex | QPersistentModelIndex) -> None:
        photo, row = index.data(EXPOSURE_ROLE), self._exposures.row
        if not isinstance(photo, Photo) or row is None:
            return
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        cell: QRect = option.rect.adjusted(3, 2, -3, -2)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = "accent_soft" if selected else "hover" if state & QStyle.StateFlag.State_MouseOver else None
        painter.setPen(QPen(color("accent"), 2) if selected else Qt.PenStyle.NoPen)
        painter.setBrush(color(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 6, 6)
        area = QRect(cell.left() + 6, cell.top() + 6, cell.width() - 12, round((cell.width() - 12) / 1.5))
        found = pictures.picture_of(self._thumbnails, photo.path, pictures.edge_for(WIDTH, ratio))
        target = QRectF(area) if found is None else pictures.fitted(found, row.photo.turn, area)
        path = QPainterPath()
        path.addRoundedRect(target.intersected(QRectF(area)), 3, 3)
        painter.setClipPath(path)
        if found is None:
            painter.fillRect(area, color("raised"))
            mark = pixmap("photo", tokens().color("text_faint"), 24, ratio)
            painter.drawPixmap(QPointF(area.center().x() - 12, area.center().y() - 12), mark)
        else:
            pictures.paint(painter, target, found, row.photo.turn)
        painter.setClipping(False)
        self._paint_text(painter, cell, area.bottom(), photo)
        painter.restore()

    def _paint_text(self, painter: QPainter, cell: QRect, below: int, photo: Photo) -> None:
        broken = photo.state is PhotoState.UNUSABLE
        facts = sentence(photo.reason or tr("Cannot be used")) if broken else self._exposures.facts(photo)
        top = below + 4
        lines = ((photo.name, "text", "small"), (facts, "bad_text" if broken else "text_muted", "caption"))
        for text, tone, role in lines:
            face = font(tokens(), role)
            height = tokens().font_px(role) + 4
            painter.setFont(face)
            painter.setPen(color(tone))
            room = QRect(cell.left() + 7, top, cell.width() - 14, height)
            shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideLeft, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            top += height


def cell_size() -> QSize:
    """A picture, a name and a line of facts."""
    text = tokens().font_px("small") + tokens().font_px("caption") + 8
    return QSize(WIDTH + 18, round(WIDTH / 1.5) + text + 20)


class ExposureStrip(DropView):
    """`dropped(ids, before)` on drops."""

    dropped = Signal(object, object)

    def __init__(self, model: ExposureModel, thumbnails: ThumbnailService) -> None:
        super().__init__()
        self._exposures = model
        self._thumbnails = thumbnails
        self.setAccessibleName(tr("Exposures"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(model)
        self.setItemDelegate(_Delegate(thumbnails, model, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        thumbnails.ready.connect(self._refresh)
        theme().changed.connect(self._fit)
        self._fit()

    def selected_ids(self) -> list[UUID]:
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._exposures.at(row).id for row in rows]

    def select(self, photo_ids: list[UUID]) -> None:
        """Select these, as far as they are still exposures of the stack."""
        self.clearSelection()
        for at in (self._exposures.position_of(photo_id) for photo_id in photo_ids):
            if at >= 0:
                index = self._exposures.index(at)
                self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def stay_near(self, position: int) -> None:
        """Let the arrow keys go on from here after exposures have gone."""
        if not self.currentIndex().isValid() and self._exposures.rowCount() and position >= 0:
            near = self._exposures.index(min(position, self._exposures.rowCount() - 1))
            self.selectionModel().setCurrentIndex(near, QItemSelectionModel.SelectionFlag.NoUpdate)

    def keys(self) -> list[Key]:
        """The pictures that this strip shows."""
        edge = pictures.edge_for(WIDTH, self.devicePixelRatioF())
        return [Key(photo.path, edge) for photo in self._exposures.photos]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in MOVING:
            super().keyPressEvent(event)
        else:
            event.ignore()  # a list view would search for names that begin with what is typed

    def land(self, landing: Landing, dragged: list[UUID]) -> None:
        self.dropped.emit(dragged, landing.before)

    def landing_at(self, point: QPoint, dragged: list[UUID]) -> Landing:
        total = self._exposures.rowCount()
        at = index_near(self, QPoint(point.x(), self.viewport().height() // 2))
        if not total:
            return Landing(self.viewport().rect().adjusted(4, 4, -4, -4), onto=dragged[0])
        cell = self.visualRect(self._exposures.index(at if at >= 0 else total - 1))
        after = at < 0 or point.x() > cell.center().x()
        following = (at if at >= 0 else total - 1) + (1 if after else 0)
        before = self._exposures.at(following).id if following < total else None
        return Landing(bar_beside(cell, after=after), before=before)

    @Slot()
    def _fit(self) -> None:
        self.setFixedHeight(cell_size().height() + 14)
        self.doItemsLayout()

    @Slot()
    def _refresh(self) -> None:
        self.viewport().update()
