"""The menu of a photo: what can be done with the ones that are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QMenu

from luster_desktop.facts import Finishing
from luster_desktop.library.models import JobState, PhotoRow, Role, Stage
from luster_desktop.ui.gallery.finishing import FinishingMenu
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.view import GalleryView
from luster_desktop.ui.words import photos

STARS = ["No stars", "1 star", "2 stars", "3 stars", "4 stars", "5 stars"]


class PhotoMenu(QObject):
    """Opens on a right click. What it asks for is meant for the photos it was built for."""

    cancel_asked = Signal(object)
    """Ids of jobs."""
    retry_asked = Signal(object)
    """The id of a photo."""
    save_asked = Signal()
    removal_asked = Signal()
    stars_asked = Signal(int)
    rejection_asked = Signal()
    turn_asked = Signal(int)
    finishing_asked = Signal(object)
    stack_asked = Signal()
    join_asked = Signal()
    split_asked = Signal()
    sure_asked = Signal()

    def __init__(self, view: GalleryView, model: GalleryModel) -> None:
        super().__init__(view)
        self._view = view
        self._photos = model
        self._rows: list[PhotoRow] = []
        self.usual: Callable[[PhotoRow], Finishing] = lambda _row: Finishing()
        """What the settings want for a photo."""
        view.customContextMenuRequested.connect(self._open)

    def build(self, rows: Sequence[PhotoRow], *, reviewing: bool = False) -> QMenu:
        """A menu for these photos, with what applies to them; while one is reviewed, without what needs the grid."""
        self._rows = list(rows)
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(rows) == 1 and not reviewing:
            _add(menu, "Compare", self._compare)
        if not reviewing:
            self._add_orders(menu, rows)
        menu.addSeparator()
        self._add_marks(menu, rows)
        menu.addSeparator()
        if not reviewing:
            self._add_grouping(menu, rows)
        if any(row.photo.unsure for row in rows):
            _add(menu, "Looks right", self.sure_asked.emit, "L")
        menu.addSeparator()
        if len(rows) == 1:
            _add(menu, "Show original in folder", self._show)
        if not reviewing:
            _add(menu, "Remove from the shoot", self.removal_asked.emit)
        return menu

    def _add_orders(self, menu: QMenu, rows: Sequence[PhotoRow]) -> None:
        finished = sum(row.output is not None for row in rows)
        if finished:
            _add(menu, f"Save {photos(finished)}…", self.save_asked.emit)
        if any(row.stage is Stage.FAILED for row in rows):
            _add(menu, "Retry", self._retry)
        if self._cancellable():
            _add(menu, "Cancel edit", self._cancel)

    def _add_marks(self, menu: QMenu, rows: Sequence[PhotoRow]) -> None:
        stars = menu.addMenu("Stars")
        for number, title in enumerate(STARS):
            action = _add(stars, title, self._on_stars, f"Ctrl+{number}")
            action.setData(number)
            action.setCheckable(True)
            action.setChecked(all(row.photo.rating == number for row in rows))
        back = all(row.photo.rejected for row in rows)
        _add(menu, "Take back" if back else "Reject", self.rejection_asked.emit, "X")
        _add(menu, "Turn left", self._turn_left, "Ctrl+[")
        _add(menu, "Turn right", self._turn_right, "Ctrl+]")
        finishing = FinishingMenu(rows, self.usual, menu)
        finishing.chosen.connect(self.finishing_asked)
        menu.addMenu(finishing)

    def _add_grouping(self, menu: QMenu, rows: Sequence[PhotoRow]) -> None:
        stacked = any(row.photo.role is Role.STACK and row.exposures for row in rows)
        if len(rows) == 1 and stacked:
            _add(menu, "Open the stack", self.stack_asked.emit, "E")
        if len(rows) > 1:
            _add(menu, "Join into one stack", self.join_asked.emit, "Ctrl+G")
        if stacked:
            _add(menu, "Split", self.split_asked.emit, "Ctrl+Shift+G")

    def _cancellable(self) -> list[PhotoRow]:
        waiting = (JobState.ORDERED, JobState.WAITING_FOR_CREDITS, JobState.QUEUED, JobState.PROCESSING)
        return [row for row in self._rows if row.job is not None and row.job.state in waiting]

    @Slot(QPoint)
    def _open(self, at: QPoint) -> None:
        chosen = set(self._view.selected_ids())
        rows = [row for row in self._photos.shown_rows() if row.photo.id in chosen]
        if rows and self._view.indexAt(at).isValid():
            self.build(rows).popup(self._view.viewport().mapToGlobal(at))

    @Slot()
    def _compare(self) -> None:
        self._view.opened.emit(self._rows[0].photo.id)

    @Slot()
    def _retry(self) -> None:
        self.retry_asked.emit(next(row.photo.id for row in self._rows if row.stage is Stage.FAILED))

    @Slot()
    def _cancel(self) -> None:
        self.cancel_asked.emit([row.job.id for row in self._cancellable() if row.job is not None])

    @Slot()
    def _on_stars(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.stars_asked.emit(action.data())

    @Slot()
    def _turn_left(self) -> None:
        self.turn_asked.emit(-1)

    @Slot()
    def _turn_right(self) -> None:
        self.turn_asked.emit(1)

    @Slot()
    def _show(self) -> None:
        row = self._rows[0]
        original = row.exposures[len(row.exposures) // 2].path if row.exposures else row.photo.path
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(original.parent)))


def _add(menu: QMenu, title: str, act: Callable[[], None], keys: str = "") -> QAction:
    """An entry that shows its keys; the window listens to them, not the menu."""
    action = menu.addAction(title)
    action.triggered.connect(lambda _checked=False: act())
    if keys:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
    return action
