"""The menu of a photo: what can be done with the ones that are selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from luster_desktop.library.models import JobState, PhotoRow, Stage
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.view import GalleryView
from luster_desktop.ui.presets.plan import photos


class PhotoMenu(QObject):
    """Opens on a right click. `cancel_asked([job_id])`, `retry_asked(photo_id)`, `save_asked`, `removal_asked`."""

    cancel_asked = Signal(object)
    retry_asked = Signal(object)
    save_asked = Signal()
    removal_asked = Signal()

    def __init__(self, view: GalleryView, model: GalleryModel) -> None:
        super().__init__(view)
        self._view = view
        self._photos = model
        self._rows: list[PhotoRow] = []
        view.customContextMenuRequested.connect(self._open)

    def build(self, rows: Sequence[PhotoRow]) -> QMenu:
        """A menu for these photos, with what applies to them."""
        self._rows = list(rows)
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        finished = sum(row.output is not None for row in rows)
        if len(rows) == 1:
            menu.addAction("Compare").triggered.connect(self._compare)
        if finished:
            menu.addAction(f"Save {photos(finished)}…").triggered.connect(self.save_asked)
        if any(row.stage is Stage.FAILED for row in rows):
            menu.addAction("Retry").triggered.connect(self._retry)
        if self._cancellable():
            menu.addAction("Cancel edit").triggered.connect(self._cancel)
        if len(rows) == 1:
            menu.addSeparator()
            menu.addAction("Show original in folder").triggered.connect(self._show)
        menu.addSeparator()
        menu.addAction("Remove from the shoot").triggered.connect(self.removal_asked)
        return menu

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
    def _show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._rows[0].photo.path.parent)))
