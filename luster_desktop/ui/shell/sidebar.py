"""The list of shoots with their counts and progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from luster_desktop.library.models import Shoot, Stage, Summary
from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.controls import icon_button, label
from luster_desktop.ui.widgets.current import color, theme, tokens
from luster_desktop.words.counts import photos
from luster_desktop.words.language import plural, tr

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ShootEntry:
    shoot: Shoot
    summary: Summary

    @property
    def line(self) -> str:
        """What is going on in the shoot, in a few words."""
        done = self.summary.stages.get(Stage.DONE, 0)
        failed = self.summary.stages.get(Stage.FAILED, 0)
        if self.summary.jobs_open:
            return tr("{photos}, {count} in progress", photos=photos(self.summary.photos), count=self.summary.jobs_open)
        parts = [photos(self.summary.photos)]
        parts += [plural("{n} done", "{n} done", done)] if done else []
        parts += [plural("{n} failed", "{n} failed", failed)] if failed else []
        parts += [tr("watching")] if self.shoot.watched is not None else []
        return ", ".join(parts)

    @property
    def fraction(self) -> float | None:
        """How far the work on the shoot is, while there is some."""
        if not self.summary.jobs_open:
            return None
        ended = self.summary.stages.get(Stage.DONE, 0) + self.summary.stages.get(Stage.FAILED, 0)
        return ended / max(1, ended + self.summary.jobs_open)


class ShootsModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: list[ShootEntry] = []

    def show(self, shoots: Sequence[Shoot], summaries: Mapping[UUID, Summary]) -> None:
        """Show these; the list is only rebuilt when shoots came or went."""
        entries = [ShootEntry(shoot, summaries.get(shoot.id, Summary())) for shoot in shoots]
        same = [entry.shoot.id for entry in entries] == [entry.shoot.id for entry in self._entries]
        if not same:
            self.beginResetModel()
        self._entries = entries
        if not same:
            self.endResetModel()
        elif entries:
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))

    def at(self, position: int) -> ShootEntry:
        return self._entries[position]

    def index_of(self, shoot_id: UUID | None) -> QModelIndex:
        for position, entry in enumerate(self._entries):
            if entry.shoot.id == shoot_id:
                return self.index(position)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.shoot.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.shoot.name}, {entry.line}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{entry.shoot.name}\n{entry.line}"
            case _ if role == Qt.ItemDataRole.UserRole:
                return entry
            case _:
                return None


class _ShootDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, tokens().font_px("body") + tokens().font_px("small") + 33)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, ShootEntry):
            return
        rect, state = option.rect.adjusted(0, 1, 0, -1), option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("pressed" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(color("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_words(painter, rect.adjusted(10, 7, -10, -7), entry, chosen)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, entry: ShootEntry, chosen: bool) -> None:
        face, small = font(tokens(), "body", bold=chosen), font(tokens(), "small")
        top = QRect(area.left(), area.top(), area.width(), tokens().font_px("body") + 5)
        painter.setFont(face)
        painter.setPen(color("text"))
        name = QFontMetrics(face).elidedText(entry.shoot.name, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, name)
        below = QRect(area.left(), top.bottom() + 1, area.width(), tokens().font_px("small") + 5)
        painter.setFont(small)
        painter.setPen(color("text_muted" if chosen else "text_faint"))
        line = QFontMetrics(small).elidedText(entry.line, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, line)
        if entry.fraction is not None:
            track = QRectF(area.left(), area.bottom() + 2, area.width(), 2)
            painter.fillRect(track, color("track"))
            painter.fillRect(QRectF(track.left(), track.top(), track.width() * entry.fraction, 2), color("focus"))


class Sidebar(QWidget):
    """`opened(shoot_id)`, `new_asked`, `rename_asked(shoot_id)`, `removal_asked(shoot_id)`; of the open shoot
    `share_asked`."""

    opened = Signal(object)
    new_asked = Signal()
    rename_asked = Signal(object)
    share_asked = Signal()
    removal_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(176)
        self.setMaximumWidth(360)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 8)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(18, 12, 10, 8)
        top.addWidget(label("SHOOTS", "section"))
        top.addStretch(1)
        self.new = icon_button("add", tr("New shoot"), "Ctrl+N")
        self.new.clicked.connect(self.new_asked)
        top.addWidget(self.new)
        column.addLayout(top)
        self.model = ShootsModel(self)
        self.view = QListView()
        self.view.setObjectName("shoots")
        self.view.setAccessibleName(tr("Shoots"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_ShootDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        column.addWidget(self.view, 1)
        theme().changed.connect(self._refresh)

    def show_shoots(self, shoots: Sequence[Shoot], summaries: Mapping[UUID, Summary], current: UUID | None) -> None:
        """List these and mark the one that is open, without saying that it was opened."""
        selection = self.view.selectionModel()
        blocked = selection.blockSignals(True)
        self.model.show(shoots, summaries)
        index = self.model.index_of(current)
        self.view.setCurrentIndex(index)
        selection.blockSignals(blocked)
        self.view.viewport().update()

    @Slot()
    def fill_menu(self) -> None:
        """List the shoots in the menu that asks, for a window that has no room for this list."""
        menu = self.sender()
        if not isinstance(menu, QMenu):
            return
        menu.clear()
        chosen = self.view.currentIndex().row()
        for position in range(self.model.rowCount()):
            entry = self.model.at(position)
            shown = menu.addAction(entry.shoot.name.replace("&", "&&"))
            shown.setCheckable(True)
            shown.setChecked(position == chosen)
            shown.triggered.connect(lambda _checked=False, i=entry.shoot.id: self.opened.emit(i))
        menu.addSeparator()
        menu.addAction(tr("New shoot")).triggered.connect(self.new_asked)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.model.at(index.row()).shoot.id)

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if not index.isValid():
            return
        shoot_id = self.model.at(index.row()).shoot.id
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Rename")).triggered.connect(lambda _checked=False, i=shoot_id: self.rename_asked.emit(i))
        if index == self.view.currentIndex():
            menu.addAction(tr("Share with the agent…")).triggered.connect(self.share_asked)
        menu.addAction(tr("Remove from Luster…")).triggered.connect(
            lambda _checked=False, i=shoot_id: self.removal_asked.emit(i)
        )
        menu.popup(self.view.viewport().mapToGlobal(at))

    @Slot()
    def _refresh(self) -> None:
        self.view.doItemsLayout()
        self.view.viewport().update()
