"""The main window: where its areas are, and which of them are on screen."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from luster_desktop.operations.adding import count_files
from luster_desktop.tasks.runner import CancelToken, TaskRunner
from luster_desktop.tasks.thumbnails import ThumbnailService
from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.actions import Actions
from luster_desktop.ui.gallery.ordering import look_from
from luster_desktop.ui.gallery.page import GalleryPage
from luster_desktop.ui.presets.panel import PresetPanel
from luster_desktop.ui.presets.proposal import ProposalBox
from luster_desktop.ui.review.page import ReviewPage
from luster_desktop.ui.settings.store import WindowStore
from luster_desktop.ui.shell.activity import ActivityBar
from luster_desktop.ui.shell.drop import DropOverlay, accept_as_copy, dropped_paths, zones_for
from luster_desktop.ui.shell.notices import NoticeStack
from luster_desktop.ui.shell.place import PlaceDialog
from luster_desktop.ui.shell.sidebar import Sidebar
from luster_desktop.ui.shell.topbar import TopBar
from luster_desktop.ui.widgets.controls import line
from luster_desktop.ui.widgets.current import theme
from luster_desktop.ui.workbench import Workbench

SMALLEST = (960, 620)
FIRST = (1360, 860)
FRAME = (8, 40)
"""px that the system's frame may add to the window."""
NARROWEST = 352
"""px of the middle: two photos side by side."""


class Ground(QWidget):
    """What lies under all areas: a click on nothing in particular gives the keyboard back to the page."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            self.clicked.emit()


class MainWindow(QMainWindow):
    """Lays out the areas and takes drops. What the areas ask for is done by `Commands`."""

    dropped = Signal(object, bool)
    """Paths that were dropped on the window, and whether they are to be shoots of their own."""
    painted = Signal()
    """Once, after the first paint."""
    leaving = Signal()

    def __init__(
        self,
        store: WindowStore,
        runner: TaskRunner,
        bench: Workbench,
        account: AccountState,
        thumbnails: ThumbnailService,
    ) -> None:
        super().__init__()
        self._store = store
        self._bench = bench
        self._was_painted = False
        self._runner = runner
        self._counting: CancelToken | None = None
        self._pointed = QPoint()
        self.setWindowTitle("Luster")
        self.setAcceptDrops(True)
        self.topbar = TopBar(account)
        self.sidebar = Sidebar()
        self.gallery = GalleryPage(bench.photos, thumbnails, runner)
        self.review = ReviewPage(bench.photos, thumbnails, runner)
        self.presets = PresetPanel(ProposalBox(thumbnails))
        self.activity = ActivityBar()
        self._centre = QStackedWidget()
        self._centre.addWidget(self.gallery)
        self._centre.addWidget(self.review)
        self._lay_out()
        self.notices = NoticeStack(self._centre, self._floor)
        for area in (self.gallery.floor, self.review.compare):
            area.installEventFilter(self)
        self._centre.currentChanged.connect(self.notices.place)
        shoots = QMenu(self)
        shoots.aboutToShow.connect(self.sidebar.fill_menu)
        self.topbar.shoots.setMenu(shoots)
        theme().changed.connect(self._fit)
        self.overlay = DropOverlay(self)
        self.gallery.view.also_wanted = lambda: [*self.gallery.stack.keys(), *self.presets.proposal.keys()]
        self.gallery.view.set_cell_width(store.cell_width)
        self.gallery.show_look(look_from(store.look))
        self.gallery.view.opened.connect(self.open_review)
        self._restore()

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._centre, 1)
        middle.setMinimumWidth(NARROWEST)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for area in (self.sidebar, middle, self.presets):
            self._splitter.addWidget(area)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setStretchFactor(2, 0)
        self._splitter.setSizes([212, 820, 312])
        whole = Ground()
        whole.clicked.connect(self.focus_page)
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.topbar)
        outer.addWidget(self._splitter, 1)
        outer.addWidget(line())
        outer.addWidget(self.activity)
        self.setCentralWidget(whole)
        whole.setFocus()

    def use(self, actions: Actions) -> None:
        """Offer these in menus and on buttons."""
        self.topbar.use(actions)
        self.gallery.menu.use(actions)
        actions.dress(self.gallery.filters.save, "save")
        actions.dress(self.gallery.filters.deliver, "deliver")
        actions.dress(self.gallery.filters.remove, "remove")
        actions.dress(self.presets.run, "enhance")
        actions.dress(self.presets.proposal.run, "order_proposed")
        empty, bar = self.gallery.empty, self.review.toolbar
        bar.use(actions)
        buttons = {
            "add_folder": empty.open_folder,
            "try_sample": empty.sample,
            "watch_folder": empty.watch,
            "back": bar.back,
            "previous": bar.previous,
            "next": bar.next,
            "whole": bar.zoom,
            "redo_edit": bar.redo,
            "save_photo": bar.save,
            "results": bar.version,
            "accept": self.review.decisions.accept,
            "reject": self.review.decisions.reject,
            "wipe": bar.wipe,
            "side_by_side": bar.sides,
            "changes": bar.changes,
            "paint": bar.brush,
            "more": bar.more,
        }
        for name, item in buttons.items():
            actions.dress(item, name)

    # Gallery and review

    @Slot()
    def focus_page(self) -> None:
        """Give the keyboard to the page that is shown."""
        (self.review.compare if self.reviewing else self.gallery.view).setFocus()

    @property
    def reviewing(self) -> bool:
        return self._centre.currentWidget() is self.review

    def chosen_ids(self) -> list[UUID]:
        """What an order is for: the photo on the review stage, or the selection."""
        if self.reviewing and self.review.photo_id is not None:
            return [self.review.photo_id]
        return self.gallery.view.selected_ids()

    @Slot(object)
    def open_review(self, photo_id: UUID) -> None:
        self._centre.setCurrentWidget(self.review)
        self.review.show_photo(photo_id)
        self.focus_page()
        self.gallery.selection_changed.emit()

    @Slot()
    def leave_review(self) -> None:
        """Go back one step: from what lies over the photo, or else from the review."""
        if self.review.model_versions.open:
            self.review.model_versions.close()
        else:
            self.close_review()

    def close_review(self) -> None:
        if not self.reviewing:
            return
        photo_id = self.review.photo_id
        self.review.leave()
        self._centre.setCurrentWidget(self.gallery)
        if photo_id is not None:
            self.gallery.view.select([photo_id])
        self.focus_page()
        self.gallery.selection_changed.emit()

    def _floor(self) -> QRect:
        """What notices may lie over: the photos, without what is above and below them."""
        area = self.review.compare if self.reviewing else self.gallery.floor
        return QRect(area.mapTo(self._centre, QPoint(0, 0)), area.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.notices.place()
        return super().eventFilter(watched, event)

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if not paths or event.source() is not None:
            event.ignore()
            return
        accept_as_copy(event)
        self._offer(paths, None, event.position().toPoint())
        self._counting = self._runner.run(
            lambda token: count_files(paths, lambda: token.cancelled),
            lambda count: self._offer(paths, count, None),
            owner=self,
            pool="disk",
        )

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        accept_as_copy(event)
        self._pointed = event.position().toPoint()
        self.overlay.point_at(self._pointed)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        zone = self.overlay.point_at(event.position().toPoint())
        self._end_drag()
        paths = dropped_paths(event.mimeData())
        if paths:
            accept_as_copy(event)
            self.dropped.emit(paths, zone is not None and zone.fresh)

    def _offer(self, paths: list[Path], count: int | None, at: QPoint | None) -> None:
        """Say what a drop would do; with a count once it is known, while the drag is still there."""
        if at is not None:
            self._pointed = at
        elif not self.overlay.isVisible():
            return
        self.overlay.show_zones(zones_for(paths, count, self._bench.joinable), self._pointed)

    def ask_place(self, paths: list[Path]) -> None:
        """Ask of these what a drop asks, and do the same with the answer."""
        shoot = self._bench.joinable
        dialog = PlaceDialog(self, zones_for(paths, None, shoot))
        dialog.chosen.connect(lambda fresh: self.dropped.emit(paths, fresh))
        token = self._runner.run(
            lambda token: count_files(paths, lambda: token.cancelled),
            lambda count: dialog.say(zones_for(paths, count, shoot)),
            owner=dialog,
            pool="disk",
        )
        dialog.finished.connect(lambda _result: token.cancel())
        dialog.open()

    def _end_drag(self) -> None:
        self.overlay.hide()
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None

    # Life

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.overlay.isVisible():
            self.overlay.setGeometry(self.rect())
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Leave the list of shoots to a menu where it would take the room of the photos."""
        self.presets.fit_into(self.width() - NARROWEST - 2 * self._splitter.handleWidth())
        needed = self.sidebar.minimumWidth() + NARROWEST + self.presets.minimumWidth()
        narrow = self.width() < needed
        self.sidebar.setVisible(not narrow)
        self.topbar.shoots.setVisible(narrow)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._store.set("geometry", self.saveGeometry())
        self._store.set("splitter", self._splitter.saveState())
        self._store.set("cell_width", str(self.gallery.view.cell_width))
        self._store.set("look", self._bench.photos.look.to_text())
        if self._bench.current is not None:
            self._store.set("shoot", str(self._bench.current.id))
        self._store.sync()
        self.hide()  # what is left to end may take a moment
        self.leaving.emit()
        super().closeEvent(event)

    def _restore(self) -> None:
        room = QGuiApplication.primaryScreen().availableSize() - QSize(*FRAME)
        self.setMinimumSize(QSize(*SMALLEST).boundedTo(room))
        geometry, splitter = self._store.geometry, self._store.splitter
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(QSize(*FIRST).boundedTo(room))
        if splitter is not None:
            self._splitter.restoreState(splitter)

    def bring_to_front(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
