"""The middle of the window while a shoot is open: filters over the grid, or the empty shoot."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from luster_desktop.operations.saving import results_of
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.tasks.thumbnails import ThumbnailService
from luster_desktop.ui.gallery.empty import EmptyState
from luster_desktop.ui.gallery.filters import FilterBar
from luster_desktop.ui.gallery.menu import PhotoMenu
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.ordering import Look
from luster_desktop.ui.gallery.stack_panel import StackPanel
from luster_desktop.ui.gallery.status import Filter
from luster_desktop.ui.gallery.view import GalleryView
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.words.language import tr

LEAST = 120  # px: of the grid over an opened stack


class GalleryPage(QWidget):
    """`selection_changed` whenever what an order or a save would take may differ."""

    selection_changed = Signal()

    def __init__(self, model: GalleryModel, thumbnails: ThumbnailService, runner: TaskRunner) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._photos = model
        self._ready = False
        self.filters = FilterBar()
        self.view = GalleryView(model, thumbnails)
        self.menu = PhotoMenu(self.view, model)
        self.empty = EmptyState()
        self.stack = StackPanel(runner, thumbnails)
        self.stack.hide()
        self._pages = QStackedWidget()
        self._pages.setMinimumHeight(LEAST)  # an opened stack may need the rest of a small window
        for page in (QWidget(), self.empty, self.view, self._nothing()):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self._pages, 1)
        column.addWidget(self.stack)
        self.filters.chosen.connect(self._on_filter)
        self.filters.looks.changed.connect(self.show_look)
        self.filters.cell_width_asked.connect(self.view.set_cell_width)
        self.view.cell_width_changed.connect(self.filters.show_cell_width)
        self.view.selection_changed.connect(self._on_selection)
        self.view.stack_toggled.connect(self.toggle_stack)
        self.stack.closed.connect(self.close_stack)
        model.counts_changed.connect(self.refresh)
        model.dataChanged.connect(self._show_stack)
        self.filters.show_cell_width(self.view.cell_width)
        self.refresh()

    def _nothing(self) -> QWidget:
        area = QWidget()
        column = QVBoxLayout(area)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(label(tr("No photo matches the filter"), "muted"), 0, Qt.AlignmentFlag.AlignHCenter)
        self.show_everything = button(tr("Show everything"))
        self.show_everything.clicked.connect(self._on_everything)
        column.addWidget(self.show_everything, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return area

    @property
    def floor(self) -> QWidget:
        """Where the photos are."""
        return self.stack if self._pages.isHidden() else self._pages

    def set_ready(self) -> None:
        """The library is open: from now on an empty shoot is really empty."""
        if not self._ready:
            self._ready = True
            self.refresh()

    def saveable(self) -> list[UUID]:
        """Jobs whose results "Save" takes: the selection's, or the whole shoot's when nothing is selected."""
        return results_of(self._photos.all_rows(), self.view.selected_ids())

    def select_all(self) -> None:
        """Select all that is listed where the keyboard is: the photos, or the exposures of the opened stack."""
        (self.stack.strip if self.stack.strip.hasFocus() else self.view).selectAll()

    # Looks

    @Slot(object)
    def show_look(self, look: Look) -> None:
        """Show the shoot in this way."""
        self._photos.set_look(look)
        self.filters.show_look(look)

    @Slot()
    def _on_everything(self) -> None:
        self.show_look(self._photos.look.everything())

    @Slot(object)
    def _on_filter(self, chosen: Filter) -> None:
        self.show_look(replace(self._photos.look, status=chosen))

    @Slot()
    def refresh(self) -> None:
        empty = not self._photos.all_rows()
        self.filters.show_counts(self._photos.counts())
        page = (1 if self._ready else 0) if empty else 2 if self._photos.rowCount() else 3
        self._pages.setCurrentIndex(page)
        if empty:
            self.close_stack()
        self._on_selection()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window the opened stack takes the place of the grid."""
        empty = self._pages.currentIndex() < 2
        self.stack.fit(self.width(), self.height())
        needed = self.stack.height_at(self.width()) + LEAST + self.filters.sizeHint().height()
        low = not self.stack.isHidden() and self.height() < needed
        self.filters.setHidden(empty or low)
        if low and self.view.hasFocus():
            self.stack.strip.setFocus()
        self._pages.setHidden(low)

    # The opened stack

    @Slot(object)
    def toggle_stack(self, photo_id: UUID) -> None:
        """Open this photo's stack, or close it when it is open."""
        if self.stack.isVisible() and self.stack.photo_id == photo_id:
            self.close_stack()
        else:
            self.view.select([photo_id])
            self.open_stack()

    @Slot()
    def toggle_current(self) -> None:
        """Open the current photo's stack, or close what is open."""
        if self.stack.isVisible():
            self.close_stack()
        elif self.view.current_row() is not None:
            self.open_stack()

    def open_stack(self) -> None:
        """Show the exposures of the current photo, whichever it comes to be."""
        self.stack.show()
        self._show_stack()
        self._fit()

    @Slot()
    def close_stack(self) -> None:
        within = self.stack.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.stack.hide()
        self._fit()
        if within:
            self.view.setFocus()

    @Slot()
    def _show_stack(self) -> None:
        if self.stack.isVisible():
            self.stack.show_row(self.view.current_row())
            self._fit()
            self.view.request_pictures()

    @Slot()
    def _on_selection(self) -> None:
        self.filters.show_selection(len(self.view.selected_ids()), len(self.saveable()))
        self._show_stack()
        self.selection_changed.emit()
