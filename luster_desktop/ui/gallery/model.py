"""The photos of one shoot as a Qt model: what the library says, filtered, with rows that keep their identity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, QUrl, Signal

from luster_desktop.library.models import PhotoRow
from luster_desktop.ui.gallery import ordering
from luster_desktop.ui.gallery.ordering import Look
from luster_desktop.ui.gallery.status import Filter, filter_of, spoken, tip

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
PHOTOS_MIME = "application/x-luster-photos"


class GalleryModel(QAbstractListModel):
    """Rows as the user looks at the shoot. `counts_changed` follows every change of what the filters would show."""

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[UUID, PhotoRow] = {}
        self._parts: set[UUID] = set()
        self._order: list[UUID] = []
        self._all: list[PhotoRow] | None = None
        self._hidden: frozenset[UUID] = frozenset()
        self._shown: list[UUID] = []
        self._position: dict[UUID, int] = {}
        self._look = Look()
        self._held: frozenset[UUID] = frozenset()
        self._titles: Mapping[str, str] = {}

    # Filling

    def reset(self, rows: Sequence[PhotoRow]) -> None:
        """Show another shoot."""
        self.beginResetModel()
        self._rows = {row.photo.id: row for row in rows}
        self._parts = parts_of(rows)
        self._order = [row.photo.id for row in rows]
        self._all = None
        self._index()
        self.endResetModel()
        self.counts_changed.emit()

    def replace(self, rows: Sequence[PhotoRow]) -> None:
        """Take the shoot's new list; rows that stay keep their place, selection and scroll position."""
        before, after = set(self._rows), {row.photo.id: row for row in rows}
        self._parts = parts_of(rows)
        self._rows |= after  # those that go are asked for until the last of them has gone
        self._order = list(after)
        self._all = None
        self._settle(changed=before & set(after))
        self._rows = after

    def update_rows(self, rows: Iterable[PhotoRow]) -> None:
        """Take new facts about photos that are already listed; others are ignored."""
        changed = {row.photo.id: row for row in rows if row.photo.id in self._rows}
        stays = all(_at_rest(self._rows[photo_id]) == _at_rest(row) for photo_id, row in changed.items())
        self._rows |= changed
        self._all = None
        if stays:
            self._repaint(changed)
            return
        self._parts |= parts_of(list(changed.values()))
        self._settle(changed=set(changed))

    def hide(self, photo_ids: frozenset[UUID]) -> None:
        """Leave these out, as if removed, until told otherwise."""
        self._hidden = photo_ids
        self._all = None
        self._settle(changed=set())

    def set_look(self, look: Look) -> None:
        """Show other photos, or in another order; those that stay keep their selection."""
        if look.status is not self._look.status:
            self._held = frozenset()
        self._look = look
        self._settle(changed=set())

    def hold(self, photo_ids: Iterable[UUID]) -> None:
        """Go on showing these, which are selected, when their status changes under a filter; no longer any others.

        Those leave with the next change, or with `let_go`.
        """
        self._held = frozenset(photo_ids)

    def let_go(self) -> None:
        """Leave out what only was there because it had been held."""
        if self._wanted() != self._shown:
            self._settle(changed=set())

    def set_preset_titles(self, titles: Mapping[str, str]) -> None:
        self._titles = dict(titles)
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    # Asking

    @property
    def look(self) -> Look:
        return self._look

    @property
    def preset_titles(self) -> Mapping[str, str]:
        return self._titles

    def counts(self) -> dict[Filter, int]:
        """How many photos each status would show."""
        result = dict.fromkeys(Filter, 0)
        for row in self.all_rows():
            if ordering.passes(row, self._look):
                result[Filter.ALL] += 1
                result[filter_of(row)] += 1
        return result

    def all_rows(self) -> Sequence[PhotoRow]:
        """Every photo of the shoot in its own order, whatever is shown."""
        if self._all is None:  # asked for a dozen times after each change, of which 20,000 look-ups take long
            rows, hidden = self._rows, self._hidden
            self._all = [rows[photo_id] for photo_id in self._order if not hidden or photo_id not in hidden]
        return self._all

    @property
    def ungrouped(self) -> int:
        """How many files grouping has not looked at yet."""
        return sum(not file.grouped for row in self._rows.values() for file in row.files)

    @property
    def in_doubt(self) -> bool:
        """Whether there is a photo of which the grouping is not sure."""
        return any(row.photo.unsure for row in self.all_rows())

    def shown_rows(self) -> list[PhotoRow]:
        return [self._rows[photo_id] for photo_id in self._shown]

    def knows(self, photo_id: UUID) -> bool:
        """Whether it is a photo of this list, or part of one."""
        return photo_id in self._rows or photo_id in self._parts

    def row_of(self, photo_id: UUID) -> PhotoRow | None:
        return self._rows.get(photo_id)

    def at(self, position: int) -> PhotoRow:
        return self._rows[self._shown[position]]

    def index_of(self, photo_id: UUID) -> QModelIndex:
        """The photo's index, invalid while the filter leaves it out."""
        position = self._position.get(photo_id)
        return QModelIndex() if position is None else self.index(position)

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._rows[self._shown[index.row()]]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.photo.name
            case Qt.ItemDataRole.ToolTipRole:
                return tip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row, self._titles)
            case _ if role == ROW_ROLE:
                return row
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        return base | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else base

    def mimeTypes(self) -> list[str]:
        return [PHOTOS_MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The photos for this window, and those that are finished as files for the desktop or a mail."""
        rows = [self.at(position) for position in sorted(index.row() for index in indexes)]
        data = mime_of([row.photo.id for row in rows])
        data.setUrls([QUrl.fromLocalFile(str(row.delivered.path)) for row in rows if row.delivered is not None])
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    # Parts

    def _wanted(self) -> list[UUID]:
        return [row.photo.id for row in ordering.shown(self.all_rows(), self._look, self._held)]

    def _index(self) -> None:
        self._shown = self._wanted()
        self._number()

    def _number(self) -> None:
        self._position = {photo_id: position for position, photo_id in enumerate(self._shown)}

    def _settle(self, changed: set[UUID]) -> None:
        """Bring the shown rows to what is wanted: removals, one change of order, and insertions in runs."""
        wanted = self._wanted()
        if wanted != self._shown:
            self._remove_others(set(wanted))
            have = set(self._shown)
            self._reorder([photo_id for photo_id in wanted if photo_id in have])
            self._insert_missing(wanted)
        self._repaint(changed)
        self.counts_changed.emit()

    def _repaint(self, changed: Iterable[UUID]) -> None:
        for first, last in _runs(sorted(self._position[i] for i in changed if i in self._position)):
            self.dataChanged.emit(self.index(first), self.index(last))

    def _reorder(self, wanted: list[UUID]) -> None:
        if wanted == self._shown:
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        ids = [self._shown[index.row()] for index in held]
        self._shown = wanted
        self._number()
        self.changePersistentIndexList(held, [self.index(self._position[photo_id]) for photo_id in ids])
        self.layoutChanged.emit()

    def _remove_others(self, keep: set[UUID]) -> None:
        gone = [position for position, photo_id in enumerate(self._shown) if photo_id not in keep]
        for first, last in reversed(_runs(gone)):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._shown[first : last + 1]
            self.endRemoveRows()
        self._number()

    def _insert_missing(self, wanted: list[UUID]) -> None:
        have = set(self._shown)
        new = [position for position, photo_id in enumerate(wanted) if photo_id not in have]
        for first, last in _runs(new):
            self.beginInsertRows(QModelIndex(), first, last)
            self._shown[first:first] = wanted[first : last + 1]
            self.endInsertRows()
        self._number()


def _at_rest(row: PhotoRow) -> PhotoRow:
    """The row without what moves ten times a second, by which no filter, order, count or price goes."""
    return replace(row, upload=None, download=None, preparing=None)


def _runs(positions: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending positions as (first, last) of neighbouring ones."""
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs


def parts_of(rows: Collection[PhotoRow]) -> set[UUID]:
    """Exposures and companions, which have no row of their own."""
    parts = {photo.id for row in rows for photo in row.exposures}
    return parts | {row.companion.id for row in rows if row.companion is not None}


def mime_of(photo_ids: Sequence[UUID]) -> QMimeData:
    """Photos that are dragged within the window."""
    data = QMimeData()
    data.setData(PHOTOS_MIME, " ".join(map(str, photo_ids)).encode())
    return data


def ids_of(data: QMimeData) -> list[UUID]:
    """The photos of a drag within the window."""
    return [UUID(text) for text in bytes(data.data(PHOTOS_MIME).data()).decode().split()]
