"""The grid itself: even columns, keyboard, rubber band, and a steady stream of requests for what is on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from luster_desktop.library.models import PhotoRow, Stage
from luster_desktop.tasks.thumbnails import Key, ThumbnailService
from luster_desktop.ui.actions import MOVING
from luster_desktop.ui.gallery.delegate import GalleryDelegate, cell_height
from luster_desktop.ui.gallery.dragging import DropView, Landing, bar_beside, index_near
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.pictures import ahead, picture_key
from luster_desktop.ui.gallery.status import LOCATE, offer_of
from luster_desktop.ui.widgets.current import theme
from luster_desktop.words.language import tr

SMALLEST, LARGEST = 160, 480
ALONE = 320  # px: cells that the user wants wider than this may be alone in their row
MARGIN = 12
SWEEP_STEP, SWEEP_TIME = 50, 1600  # ms


class GalleryView(DropView):
    """`opened(photo_id)` on a double click; `retry_asked(photo_id)` and `stack_toggled(photo_id)` on clicks on a cell;
    `join_asked([stack, *photos])`, `move_asked(ids, before)` and `take_out_asked(ids)` on drops.
    """

    opened = Signal(object)
    retry_asked = Signal(object)
    locate_asked = Signal()
    stack_toggled = Signal(object)
    join_asked = Signal(object)
    move_asked = Signal(object, object)
    take_out_asked = Signal(object)
    selection_changed = Signal()
    cell_width_changed = Signal(int)

    def __init__(self, model: GalleryModel, thumbnails: ThumbnailService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setAccessibleName(tr("Photos"))
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
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)  # once more: a static view takes no drops
        self.viewport().setAcceptDrops(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.setViewportMargins(MARGIN, 4, 0, 4)
        self.verticalScrollBar().setSingleStep(48)
        self.also_wanted: Callable[[], Sequence[Key]] = list
        """Pictures that are on screen besides the grid's."""
        self._awaited: list[UUID] = []
        self._request = QTimer(self)
        self._request.setSingleShot(True)
        self._request.setInterval(8)
        self._request.timeout.connect(self._request_visible)
        self._prepare = QTimer(self)
        self._prepare.setSingleShot(True)
        self._prepare.setInterval(500)
        self._prepare.timeout.connect(self._prepare_all)
        self.verticalScrollBar().valueChanged.connect(self._request_soon)
        thumbnails.ready.connect(self._on_ready)
        model.rowsInserted.connect(self._request_soon)
        model.rowsInserted.connect(self._prepare.start)
        model.rowsRemoved.connect(self._request_soon)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._request_soon)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.selectionModel().currentChanged.connect(self._on_selection)
        theme().changed.connect(self._relayout)
        self._sweep = QTimer(self)
        self._sweep.setInterval(SWEEP_STEP)
        self._sweep.timeout.connect(self._on_sweep)
        model.counts_changed.connect(self._set_sweeping)
        model.counts_changed.connect(self._select_awaited)
        self._let_go = QTimer(self)
        self._let_go.setSingleShot(True)
        self._let_go.setInterval(0)  # not within a click: the grid must not move under it
        self._let_go.timeout.connect(model.let_go)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    # What others ask

    def selected_ids(self) -> list[UUID]:
        """Selected photos in the order of the shoot."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._photos.at(row).photo.id for row in rows]

    def select(self, photo_ids: list[UUID]) -> None:
        """Select exactly these and bring the first into view."""
        chosen = [index for photo_id in photo_ids if (index := self._photos.index_of(photo_id)).isValid()]
        if chosen:
            self.selectionModel().setCurrentIndex(chosen[0], QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(chosen[0])
        selection = QItemSelection()
        for index in chosen:
            selection.select(index, index)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def select_once_there(self, photo_ids: list[UUID]) -> None:
        """Select these as soon as all of them are listed, unless the user does something else before."""
        self._awaited = photo_ids
        self._select_awaited()

    @property
    def columns(self) -> int:
        return max(1, self.viewport().width() // max(1, self.gridSize().width()))

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
        self._awaited = []
        if event.key() in MOVING:
            super().keyPressEvent(event)
        else:
            event.ignore()  # a list view would search for names that begin with what is typed

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._awaited = []
        if self._control_at(event.position().toPoint()) is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        control = self._control_at(event.position().toPoint())
        left = event.button() is Qt.MouseButton.LeftButton
        if self.state() is not QAbstractItemView.State.NoState or not left or control is None:
            super().mouseReleaseEvent(event)
        else:
            control()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._control_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._control_at(event.position().toPoint()) is None:
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
        self._prepare.start()
        self._set_sweeping()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.show_originals(False)
        self._sweep.stop()

    # Drops

    def land(self, landing: Landing, dragged: list[UUID]) -> None:
        if landing.onto is not None:
            self.join_asked.emit([landing.onto, *dragged])
        elif landing.out:
            self.take_out_asked.emit(dragged)
        else:
            self.move_asked.emit(dragged, landing.before)

    def landing_at(self, point: QPoint, dragged: list[UUID]) -> Landing | None:
        """Onto a stack in its middle; between two photos elsewhere, while they stand in the order of the shoot."""
        at, total = index_near(self, point), self._photos.rowCount()
        row = self._photos.at(at) if at >= 0 else None
        cell = self.visualRect(self._photos.index(at if row is not None else total - 1))
        if row is not None and row.exposures and row.photo.id not in dragged:
            side = cell.width() // 4
            if cell.adjusted(side, 0, -side, 0).contains(point):
                return Landing(cell, onto=row.photo.id)
        if not self._photos.look.movable or not total:
            exposures = any(self._photos.row_of(photo_id) is None for photo_id in dragged)
            return Landing(self.viewport().rect().adjusted(2, 2, -2, -2), out=True) if exposures else None
        after = row is None or point.x() > cell.center().x()
        following = (at if row is not None else total - 1) + (1 if after else 0)
        before = self._photos.at(following).photo.id if following < total else None
        return Landing(bar_beside(cell, after=after), before=before)

    # Parts

    def show_originals(self, shown: bool) -> None:
        """Show what finished photos were, or what they are."""
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
        columns = self.columns
        first = max(0, self.verticalOffset() // grid.height() * columns)
        bottom = self.verticalOffset() + self.viewport().height()
        return min(first, total), min(total, (bottom // grid.height() + 1) * columns)

    def _control_at(self, point: QPoint) -> Callable[[], None] | None:
        """What a click at this point does, other than selecting."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        row = self._photos.at(index.row())
        cell = self.visualRect(index).adjusted(2, 2, -2, -2)
        offer = self._delegate.offer_rect(cell, row)
        stack = self._delegate.badge_rect(cell, row, "stack")
        if offer is not None and offer.contains(point):
            return self.locate_asked.emit if offer_of(row) == LOCATE else partial(self.retry_asked.emit, row.photo.id)
        if stack is not None and stack.contains(point):
            return partial(self.stack_toggled.emit, row.photo.id)
        if self._delegate.compare_rect(cell).contains(point) and row.stage is not Stage.UNUSABLE:
            return partial(self.opened.emit, row.photo.id)
        return None

    @Slot()
    def _select_awaited(self) -> None:
        if self._awaited and all(self._photos.index_of(photo_id).isValid() for photo_id in self._awaited):
            awaited, self._awaited = self._awaited, []
            self.select(awaited)

    @Slot()
    def _relayout(self) -> None:
        room = max(1, self.viewport().width() - 1)
        least = min(2, room // SMALLEST) if self._cell_width <= ALONE else 1
        columns = max(1, least, room // self._cell_width)
        width = min(room // columns, LARGEST + 80)
        cell = QSize(width, cell_height(width - 4) + 4)
        self._delegate.cell = cell
        if cell != self.gridSize():
            self.setGridSize(cell)
            self._request_soon()
            self._prepare.start()
        self.viewport().update()

    @Slot()
    def _on_reset(self) -> None:
        self.selection_changed.emit()
        self._request_soon()
        self._prepare.start()

    @Slot()
    def _on_selection(self) -> None:
        self._photos.hold(self.selected_ids())
        self._let_go.start()
        self.selection_changed.emit()

    def request_pictures(self) -> None:
        """Look again at which pictures are wanted."""
        self._request_soon()

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
        near = [*range(last, min(total, last + page)), *range(max(0, first - page), first)]
        originals = self._delegate.originals

        def keys(rows: Sequence[int]) -> list[Key]:
            return [self._key(self._photos.at(row), original=originals) for row in rows]

        self._thumbnails.want([*keys(range(first, last)), *self.also_wanted(), *keys(near)])

    def _key(self, row: PhotoRow, *, original: bool = False) -> Key:
        return picture_key(row, self.gridSize().width() - 20, self.devicePixelRatioF(), original=original)

    @Slot()
    def _prepare_all(self) -> None:
        """Whatever has not been on screen yet is decoded while there is nothing better to do."""
        if not self.isVisible():
            return  # what is looked at closely comes first
        rows = self._photos.shown_rows()
        self._thumbnails.prepare([*map(self._key, rows), *ahead(rows)])

    @Slot(object)
    def _on_ready(self, path: object) -> None:
        """A picture arrived: its cell is painted anew. None says that some are gone and have to be asked for."""
        if path is None:
            self._request_soon()
            self.viewport().update()
            return
        for position in range(*self._on_screen()):
            row = self._photos.at(position)
            if path in (self._key(row).path, self._key(row, original=True).path):
                self.update(self._photos.index(position))
