"""The middle of the window while a shoot is open: filters over the grid, or the empty shoot."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from luster_desktop.tasks.thumbnails import ThumbnailService
from luster_desktop.ui.gallery.empty import EmptyState
from luster_desktop.ui.gallery.filters import FilterBar
from luster_desktop.ui.gallery.menu import PhotoMenu
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.status import Filter
from luster_desktop.ui.gallery.view import GalleryView
from luster_desktop.ui.widgets.controls import label


class GalleryPage(QWidget):
    """`selection_changed` whenever what an order or a save would take may differ."""

    selection_changed = Signal()

    def __init__(self, model: GalleryModel, thumbnails: ThumbnailService) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._photos = model
        self._ready = False
        self.filters = FilterBar()
        self.view = GalleryView(model, thumbnails)
        self.menu = PhotoMenu(self.view, model)
        self.empty = EmptyState()
        nothing = label("No photo is in this state", "muted")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for page in (QWidget(), self.empty, self.view, nothing):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)
        self.filters.chosen.connect(self._on_filter)
        self.filters.cell_width_asked.connect(self.view.set_cell_width)
        self.view.cell_width_changed.connect(self.filters.show_cell_width)
        self.view.selection_changed.connect(self._on_selection)
        model.counts_changed.connect(self.refresh)
        self.filters.show_cell_width(self.view.cell_width)
        self.refresh()

    def set_ready(self) -> None:
        """The library is open: from now on an empty shoot is really empty."""
        self._ready = True
        self.refresh()

    def saveable(self) -> list[UUID]:
        """Jobs whose results "Save" takes: the selection's, or the whole shoot's when nothing is selected."""
        chosen = set(self.view.selected_ids())
        rows = [row for row in self._photos.all_rows() if not chosen or row.photo.id in chosen]
        return [row.output.job_id for row in rows if row.output is not None]

    @Slot()
    def refresh(self) -> None:
        counts = self._photos.counts()
        empty = counts[Filter.ALL] == 0
        self.filters.setVisible(not empty)
        self.filters.show_counts(counts)
        shown = self._photos.rowCount() > 0
        page = (1 if self._ready else 0) if empty else 2 if shown else 3
        self._stack.setCurrentIndex(page)
        self._on_selection()

    @Slot(object)
    def _on_filter(self, chosen: Filter) -> None:
        self._photos.set_filter(chosen)

    @Slot()
    def _on_selection(self) -> None:
        self.filters.show_selection(len(self.view.selected_ids()), len(self.saveable()))
        self.selection_changed.emit()
