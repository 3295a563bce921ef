"""The menu of a photo: what can be done with the ones that are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from luster_desktop.facts import Finishing
from luster_desktop.library.models import JobState, PhotoRow, Stage
from luster_desktop.ui.actions import Actions, OnScreen
from luster_desktop.ui.gallery.finishing import FinishingMenu
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.view import GalleryView
from luster_desktop.words.language import mark, tr

STARS = (mark("No stars"), mark("1 star"), mark("2 stars"), mark("3 stars"), mark("4 stars"), mark("5 stars"))
CANCELLABLE = (JobState.ORDERED, JobState.WAITING_FOR_CREDITS, JobState.QUEUED, JobState.PROCESSING)


def cancellable(rows: Sequence[PhotoRow]) -> list[PhotoRow]:
    """Those whose newest order can still be called back."""
    return [row for row in rows if row.job is not None and row.job.state in CANCELLABLE]


class PhotoMenu(QObject):
    """Opens on a right click, for what is selected then."""

    cancel_asked = Signal(object)
    """Ids of jobs."""
    retry_asked = Signal(object)
    """The id of a photo."""
    finishing_asked = Signal(object)

    def __init__(self, view: GalleryView, model: GalleryModel) -> None:
        super().__init__(view)
        self._view = view
        self._photos = model
        self._actions: Actions | None = None
        self.usual: Callable[[PhotoRow], Finishing] = lambda _row: Finishing()
        """What the settings want for a photo."""
        view.customContextMenuRequested.connect(self._open)

    def use(self, actions: Actions) -> None:
        """Offer what of these applies."""
        self._actions = actions

    def build(self, rows: Sequence[PhotoRow], *, reviewing: bool = False) -> QMenu:
        """A menu for these photos, with what applies to them; while one is reviewed, without what needs the grid."""
        assert self._actions is not None
        actions, screen = self._actions, OnScreen(reviewing=reviewing, rows=tuple(rows))
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions.offer(menu, "compare", screen)
        if not reviewing and any(row.output is not None for row in rows):
            actions.offer(menu, "save", screen)
        actions.offer(menu, "locate", screen)
        actions.offer(menu, "retry", screen)
        actions.offer(menu, "cancel", screen)
        menu.addSeparator()
        actions.offer(menu, "name_room", screen)
        self._add_marks(menu, actions, screen)
        menu.addSeparator()
        if len(rows) == 1 and rows[0].exposures:
            actions.offer(menu, "toggle_stack", screen)
        for name in ("join", "split", "confirm"):
            actions.offer(menu, name, screen)
        menu.addSeparator()
        actions.offer(menu, "show_original", screen)
        actions.offer(menu, "remove", screen)
        return menu

    def _add_marks(self, menu: QMenu, actions: Actions, screen: OnScreen) -> None:
        stars = menu.addMenu(tr("Stars"))
        for number in range(len(STARS)):
            entry = actions.entry(stars, f"stars_{number}", screen)
            entry.setCheckable(True)
            entry.setChecked(all(row.photo.rating == number for row in screen.rows))
        actions.offer(menu, "accept", screen)
        for name in ("reject", "turn_left", "turn_right"):
            actions.entry(menu, name, screen)
        finishing = FinishingMenu(screen.rows, self.usual, menu)
        finishing.chosen.connect(self.finishing_asked)
        menu.addMenu(finishing)
        actions.offer(menu, "match_to", screen)

    @Slot(QPoint)
    def _open(self, at: QPoint) -> None:
        chosen = set(self._view.selected_ids())
        rows = [row for row in self._photos.shown_rows() if row.photo.id in chosen]
        if rows and self._view.indexAt(at).isValid():
            self.build(rows).popup(self._view.viewport().mapToGlobal(at))

    def _now(self) -> tuple[PhotoRow, ...]:
        assert self._actions is not None
        return self._actions.rows()

    @Slot()
    def retry(self) -> None:
        self.retry_asked.emit(next(row.photo.id for row in self._now() if row.stage is Stage.FAILED))

    @Slot()
    def cancel(self) -> None:
        self.cancel_asked.emit([row.job.id for row in cancellable(self._now()) if row.job is not None])

    @Slot()
    def show_original(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._now()[0].file.path.parent)))
