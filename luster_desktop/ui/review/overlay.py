"""The tint that shows what an edit has changed: worked out on a worker, laid over the comparison."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from luster_desktop.library.models import Output
from luster_desktop.ui.review.compare import CompareView
from luster_desktop.ui.review.pictures import Picture, PictureLoader


class ChangeOverlay(QObject):
    """Shows the changes of one result at a time."""

    def __init__(self, compare: CompareView, pictures: PictureLoader) -> None:
        super().__init__(compare)
        self._compare = compare
        self._pictures = pictures
        self._shown: object = None

    def drop(self) -> None:
        """Show none."""
        self._shown = None
        self._compare.show_change_map(None)

    def show(self, output: Output, before: Picture, after: Picture) -> None:
        """Show what `output` has changed, unless that is on show or on its way already."""
        wanted = output.job_id
        if self._shown == wanted:
            return
        self._shown = wanted
        self._pictures.compare(
            before, after, output.change_map_path, lambda overlay: self._on_map(wanted, overlay), self
        )

    def _on_map(self, wanted: object, overlay: QImage) -> None:
        if self._shown == wanted:
            self._compare.show_change_map(overlay)
