"""The grid itself: even columns, keyboard, rubber band, and a steady stream of requests for what is on screen."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from luster_desktop.library.models import PhotoRow, Stage
from luster_desktop.tasks.thumbnails import ThumbnailService
from luster_desktop.ui.gallery.delegate import GalleryDelegate, cell_height, picture_key
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.widgets.current import theme

SMALLEST, LARGEST = 160, 480
MARGIN = 12
SWEEP_STEP, SWEEP_TIME = 50, 1600  # ms


class GalleryView(QListView):
    """`opened(photo_id)` on Enter, Space or double click; `removal_asked` on Delete; `retry_asked(photo_id)`."""

    opened = Signal(object)
    removal_asked = Signal()
    retry_asked = Signal(object)
    selection_changed = Signal()
    cell_width_changed = Signal(int)

    def __init__(self, model: GalleryModel, thumbnails: ThumbnailService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setAccessibleName("Photos")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._photos = model
        self._thumbnails = thumbnails
        self._cell_width = 240
        self._delegate = GalleryDelegate(thumbnails, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setAcceptDrops(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.setViewportMargins(MARGIN, 4, 0, 4)
        self.verticalScrollBar().setSingleStep(48)
        self._request = QTimer(self)
        self._request.setSingleShot(True)
        self._request.setInterval(20)
        self._request.timeout.connect(self._request_visible)
        self.verticalScrollBar().valueChanged.connect(self._request_soon)
        thumbnails.ready.connect(self._on_ready)
        model.rowsInserted.connect(self._request_soon)
        model.rowsRemoved.connect(self._request_soon)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._request_soon)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        theme().changed.connect(self._relayout)
        self._sweep = QTimer(self)
        self._sweep.setInterval(SWEEP_STEP)
        self._sweep.timeout.connect(self._on_sweep)
        model.counts_changed.connect(self._set_sweeping)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    # What others ask

    def selected_ids(self) -> list[UUID]:
        """Selected photos in the order of the shoot."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._photos.at(row).photo.id for row in rows]

    def select(self, photo_ids: list[UUID]) -> None:
        """Select exactly these and bring the first into view."""
        self.clearSelection()
        for photo_id in photo_ids:
            index = self._photos.index_of(photo_id)
            if index.isValid():
                self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
        if photo_ids and (first := self._photos.index_of(photo_ids[0])).isValid():
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)

    def current_row(self) -> PhotoRow | None:
        index = self.currentIndex()
        return self._photos.at(index.row()) if index.isValid() else None

    @property
    def cell_width(self) -> int:
        return self._cell_width

    def set_cell_width(self, width: int) -> None:
        """About how wide cells are; columns then share the row evenly."""
        width = min(LARGEST, max(SMALLEST, width))
        if width != self._cell_width:
            self._cell_width = width
            self._relayout()
            self.cell_width_changed.emit(width)

    # Hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.current_row()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        match event.key():
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter if current is not None and plain:
                self.opened.emit(current.photo.id)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if self.selected_ids():
                self.removal_asked.emit()
            case Qt.Key.Key_Escape if self.selected_ids():
                self.clearSelection()
            case Qt.Key.Key_B if plain:
                self._show_originals(True)
            case Qt.Key.Key_R if current is not None and plain:
                self.retry_asked.emit(current.photo.id)
            case key if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
                event.ignore()  # presets: a list view would search for names that begin with a digit
            case _:
                super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_B and not event.isAutoRepeat():
            self._show_originals(False)
        else:
            super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._retry_at(point) is None and self._compare_at(point) is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        retry, compare = self._retry_at(point), self._compare_at(point)
        left = event.button() is Qt.MouseButton.LeftButton
        if self.state() is not QAbstractItemView.State.NoState or not left or (retry is None and compare is None):
            super().mouseReleaseEvent(event)
        elif retry is not None:
            self.retry_asked.emit(retry)
        else:
            self.opened.emit(compare)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        over = self._retry_at(point) is not None or self._compare_at(point) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._retry_at(event.position().toPoint()) is None:
            self.opened.emit(self._photos.at(index.row()).photo.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_cell_width(self._cell_width + (24 if event.angleDelta().y() > 0 else -24))
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._relayout()
        super().resizeEvent(event)
        self._request_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._request_soon()
        self._set_sweeping()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._show_originals(False)
        self._sweep.stop()

    # Parts

    def _show_originals(self, shown: bool) -> None:
        if shown != self._delegate.originals:
            self._delegate.originals = shown
            self._request_soon()
            self.viewport().update()

    @Slot()
    def _set_sweeping(self) -> None:
        """Move the sweep while, and only while, somebody can see it."""
        moving = self.isVisible() and any(row.stage.moving for row in self._photos.shown_rows())
        if moving and not self._sweep.isActive():
            self._sweep.start()
        elif not moving:
            self._sweep.stop()

    @Slot()
    def _on_sweep(self) -> None:
        self._delegate.phase = (self._delegate.phase + SWEEP_STEP / SWEEP_TIME) % 1.0
        for row in range(*self._on_screen()):
            if self._photos.at(row).stage.moving:
                self.update(self._photos.index(row))

    def _on_screen(self) -> tuple[int, int]:
        """Rows from first to before last that are in the viewport."""
        grid, total = self.gridSize(), self._photos.rowCount()
        if not total or grid.isEmpty():
            return 0, 0
        columns = max(1, self.viewport().width() // grid.width())
        first = max(0, self.verticalOffset() // grid.height() * columns)
        bottom = self.verticalOffset() + self.viewport().height()
        return min(first, total), min(total, (bottom // grid.height() + 1) * columns)

    def _retry_at(self, point: QPoint) -> UUID | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        row = self._photos.at(index.row())
        area = self._delegate.retry_rect(self.visualRect(index).adjusted(2, 2, -2, -2), row)
        return row.photo.id if area is not None and area.contains(point) else None

    def _compare_at(self, point: QPoint) -> UUID | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        area = self._delegate.compare_rect(self.visualRect(index).adjusted(2, 2, -2, -2))
        row = self._photos.at(index.row())
        return row.photo.id if area.contains(point) and row.stage is not Stage.UNUSABLE else None

    @Slot()
    def _relayout(self) -> None:
        room = max(1, self.viewport().width() - 1)
        columns = max(1, room // self._cell_width)
        width = min(room // columns, LARGEST + 80)
        cell = QSize(width, cell_height(width - 4) + 4)
        self._delegate.cell = cell
        if cell != self.gridSize():
            self.setGridSize(cell)
            self._request_soon()
        self.viewport().update()

    @Slot()
    def _on_reset(self) -> None:
        self.selection_changed.emit()
        self._request_soon()

    @Slot()
    def _on_selection(self) -> None:
        self.selection_changed.emit()

    @Slot()
    def _request_soon(self) -> None:
        if not self._request.isActive():
            self._request.start()

    @Slot()
    def _request_visible(self) -> None:
        """Ask for the page on screen, then one page further down and up."""
        first, last = self._on_screen()
        if first == last or not self.isVisible():
            return
        total, page = self._photos.rowCount(), last - first
        order = [*range(first, last), *range(last, min(total, last + page)), *range(max(0, first - page), first)]
        ratio = self.devicePixelRatioF()
        width = self.gridSize().width() - 20
        originals = self._delegate.originals
        self._thumbnails.want([picture_key(self._photos.at(row), width, ratio, original=originals) for row in order])

    @Slot(object)
    def _on_ready(self, _path: object) -> None:
        self.viewport().update()
