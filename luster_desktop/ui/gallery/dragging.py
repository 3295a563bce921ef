"""Where photos that are dragged within the window would land, and how that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QScrollBar, QWidget

from luster_desktop.ui.gallery.model import PHOTOS_MIME, ids_of
from luster_desktop.ui.widgets.current import color

EDGE = 40  # px at the ends of a view where a drag scrolls
STRIDE = 18  # px that it scrolls each time
PACE = 30  # ms


@dataclass(frozen=True, slots=True)
class Landing:
    mark: QRect
    """A bar between two cells, or the cell of a stack."""
    onto: UUID | None = None
    """The stack that takes them in."""
    before: UUID | None = None
    """The photo that they would stand before; None for the end, or when one of the others says where they go."""
    out: bool = False
    """Out of their stack, to wherever the order puts them."""


def is_ours(data: QMimeData) -> bool:
    """Whether photos of this window are being dragged."""
    return data.hasFormat(PHOTOS_MIME)


def index_near(view: QListView, point: QPoint) -> int:
    """The row whose cell is under the point, or nearest to its left on the same line; -1 below them all."""
    index = view.indexAt(point)
    model = view.model()
    if not index.isValid() and model.rowCount():
        last = view.visualRect(model.index(model.rowCount() - 1, 0))
        if last.top() <= point.y() <= last.bottom() and point.x() > last.right():
            return int(model.rowCount() - 1)
        step = max(8, last.width() // 2)
        for x in range(point.x() - step, -1, -step):
            index = view.indexAt(QPoint(x, point.y()))
            if index.isValid():
                break
    return int(index.row()) if index.isValid() else -1


def bar_beside(cell: QRect, *, after: bool) -> QRect:
    """The insertion bar at one side of a cell."""
    x = cell.right() + 1 if after else cell.left()
    return QRect(x - 1, cell.top() + 8, 3, cell.height() - 16)


def paint_landing(painter: QPainter, landing: Landing) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if landing.onto is not None or landing.out:
        painter.setPen(QPen(color("focus"), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(landing.mark).adjusted(3, 3, -3, -3), 8, 8)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("focus"))
        painter.drawRoundedRect(QRectF(landing.mark), 1.5, 1.5)


class EdgeScroller(QTimer):
    """Scrolls a view while a drag is held near one of its ends."""

    def __init__(self, view: QAbstractItemView, bar: QScrollBar) -> None:
        super().__init__(view)
        self._bar = bar
        self._by = 0
        self.setInterval(PACE)
        self.timeout.connect(self._scroll)

    def follow(self, at: int, length: int) -> None:
        """The drag is `at` px along a view of `length` px."""
        self._by = -STRIDE if at < EDGE else STRIDE if at > length - EDGE else 0
        if self._by and not self.isActive():
            self.start()
        elif not self._by:
            self.stop()

    @Slot()
    def _scroll(self) -> None:
        self._bar.setValue(self._bar.value() + self._by)


class DropView(QListView):
    """A list that takes photos of this window; files that are dragged in are the window's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self._landing: Landing | None = None
        self._down = EdgeScroller(self, self.verticalScrollBar())
        self._along = EdgeScroller(self, self.horizontalScrollBar())

    def landing_at(self, point: QPoint, dragged: list[UUID]) -> Landing | None:
        """Where these photos would land at this point, if anywhere."""
        raise NotImplementedError

    def land(self, landing: Landing, dragged: list[UUID]) -> None:
        """They have been dropped."""
        raise NotImplementedError

    def show_landing(self, landing: Landing | None) -> None:
        if landing != self._landing:
            self._landing = landing
            self.viewport().update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)
        if is_ours(event.mimeData()):
            event.accept()  # who refuses a drag where it enters hears nothing of where it goes

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not is_ours(event.mimeData()):
            event.ignore()
            return
        point, port = event.position().toPoint(), self.viewport()
        self._down.follow(point.y(), port.height())
        self._along.follow(point.x(), port.width())
        self.show_landing(self.landing_at(point, ids_of(event.mimeData())))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept() if self._landing is not None else event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._rest()

    def dropEvent(self, event: QDropEvent) -> None:
        self._rest()
        if not is_ours(event.mimeData()):
            event.ignore()
            return
        ids = ids_of(event.mimeData())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        landing = self.landing_at(event.position().toPoint(), ids)
        if landing is not None:
            self.land(landing, ids)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._landing is not None:
            painter = QPainter(self.viewport())
            paint_landing(painter, self._landing)
            painter.end()

    def _rest(self) -> None:
        self._down.stop()
        self._along.stop()
        self.show_landing(None)
