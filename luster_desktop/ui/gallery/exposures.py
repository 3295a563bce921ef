"""The exposures of one stack as a Qt model, with what their headers say of how they were exposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt

from luster_desktop.library.models import Photo, PhotoRow
from luster_desktop.tasks.runner import CancelToken, TaskRunner
from luster_desktop.ui.gallery.model import PHOTOS_MIME, Index, mime_of
from luster_desktop.words.language import tr
from luster_desktop.words.reasons import sentence

EXPOSURE_ROLE = Qt.ItemDataRole.UserRole + 2
KEPT = 4096  # files whose headers are remembered


@dataclass(frozen=True, slots=True)
class Light:
    """How a file was exposed; None where it does not say."""

    shutter: float | None = None
    """Seconds."""
    ev: float | None = None
    """Stops; only differences mean something."""


class ExposureModel(QAbstractListModel):
    """The exposures of the stack that `show_row` was given; of other photos none."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._row: PhotoRow | None = None
        self._light: dict[Path, Light] = {}

    @property
    def row(self) -> PhotoRow | None:
        return self._row

    def show_row(self, row: PhotoRow | None) -> None:
        """Show this photo's exposures as they are now."""
        before, after = self.photos, row.exposures if row is not None else ()
        if [photo.id for photo in before] != [photo.id for photo in after]:
            self.beginResetModel()
            self._row = row
            self.endResetModel()
        else:
            self._row = row
            self._refresh()
        self._read([photo.path for photo in after if photo.path not in self._light])

    @property
    def photos(self) -> tuple[Photo, ...]:
        return self._row.exposures if self._row is not None else ()

    def at(self, position: int) -> Photo:
        return self.photos[position]

    def facts(self, photo: Photo) -> str:
        """The shutter time and how much brighter or darker than the stack's middle: "1/60 s, +2 EV"."""
        light = self._light.get(photo.path, Light())
        known = [found.ev for one in self.photos if (found := self._light.get(one.path)) and found.ev is not None]
        parts = [shutter_text(light.shutter)] if light.shutter else []
        if light.ev is not None and len(known) > 1:
            parts.append(stops_text(light.ev - sorted(known)[(len(known) - 1) // 2]))
        return ", ".join(parts)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.photos):
            return None
        photo = self.at(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return photo.name
            case Qt.ItemDataRole.ToolTipRole:
                return sentence(photo.reason) if photo.reason else None
            case Qt.ItemDataRole.AccessibleTextRole:
                place = tr("exposure {number} of {count}", number=index.row() + 1, count=len(self.photos))
                return ", ".join(
                    part for part in (photo.name, place, self.facts(photo), sentence(photo.reason or "")) if part
                )
            case _ if role == EXPOSURE_ROLE:
                return photo
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        return base | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else base

    def mimeTypes(self) -> list[str]:
        return [PHOTOS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return mime_of([self.at(position).id for position in sorted(index.row() for index in indexes)])

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def position_of(self, photo_id: UUID) -> int:
        """-1 when it is not among them."""
        return next((at for at, photo in enumerate(self.photos) if photo.id == photo_id), -1)

    def _read(self, paths: Sequence[Path]) -> None:
        if paths:
            if len(self._light) > KEPT:
                self._light.clear()
            self._light |= dict.fromkeys(paths, Light())  # asked for once, whatever becomes of it
            self._runner.run(lambda token: _lights(paths, token), self._on_read, owner=self, pool="disk")

    def _on_read(self, found: Mapping[Path, Light]) -> None:
        self._light |= found
        self._refresh()

    def _refresh(self) -> None:
        if self.photos:
            self.dataChanged.emit(self.index(0), self.index(len(self.photos) - 1))


def _lights(paths: Sequence[Path], token: CancelToken) -> dict[Path, Light]:
    from luster_desktop.intake.brackets import exposures
    from luster_desktop.intake.formats import Unreadable

    found: dict[Path, Light] = {}
    for path in paths:
        if token.cancelled:
            break
        try:
            read = exposures.read(path)
        except (Unreadable, OSError):
            continue  # its cell says so already
        found[path] = Light(read.shutter, read.ev)
    return found


def shutter_text(seconds: float) -> str:
    """As cameras write it: "1/60 s", "0.5 s", "2 s"."""
    return f"1/{round(1 / seconds)} s" if seconds < 0.3 else f"{round(seconds, 1):g} s"


def stops_text(stops: float) -> str:
    """A difference in brightness, to a third of a stop: "+2 EV", "−0.7 EV"."""
    thirds = round(stops * 3) / 3
    return f"{'−' if thirds < 0 else '+' if thirds > 0 else '±'}{abs(round(thirds, 1)):g} EV"
