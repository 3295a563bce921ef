"""The opened stack under the grid: its exposures, and what can be done with them."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from luster_desktop.library.models import PhotoRow
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.tasks.thumbnails import Key, ThumbnailService
from luster_desktop.ui.gallery.exposures import ExposureModel
from luster_desktop.ui.gallery.strip import ExposureStrip
from luster_desktop.ui.widgets.controls import ElidedLabel, IconLabel, button, icon_button, label
from luster_desktop.ui.widgets.current import theme
from luster_desktop.ui.widgets.doubt import DoubtRow
from luster_desktop.ui.widgets.keys import with_keys
from luster_desktop.words.counts import exposures
from luster_desktop.words.language import number, tr
from luster_desktop.words.reasons import sentence

SIDES = 22  # px: the margins left and right


class StackPanel(QWidget):
    """Shows one photo's exposures and passes on what the user wants done with them."""

    join_asked = Signal(object)
    split_asked = Signal(object)
    take_out_asked = Signal(object)
    confirm_asked = Signal(object)
    shift_asked = Signal(object, int)
    move_asked = Signal(object, object)
    closed = Signal()

    def __init__(self, runner: TaskRunner, thumbnails: ThumbnailService) -> None:
        super().__init__()
        self.setObjectName("exposures")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._exposures = ExposureModel(runner, self)
        self.strip = ExposureStrip(self._exposures, thumbnails)
        self.sure = button(tr("Looks right"), "plain", "check", tip=with_keys(tr("The group is right as it is"), "L"))
        alone = with_keys(tr("Let the selected exposures be photos by themselves"), "Del")
        self.out = button(tr("Take out"), "quiet", "take_out", tip=alone)
        self.split = button(
            tr("Split"), "quiet", "split", tip=with_keys(tr("Let every exposure be a photo by itself"), "Ctrl+Shift+G")
        )
        self._height = 10_000
        """px that the page has for the panel."""
        self._count = 0
        self._title = label("", "strong")
        self._name = ElidedLabel("", "faint", Qt.TextElideMode.ElideMiddle)
        self._doubt = DoubtRow(self.sure)
        alone = tr("This photo is by itself. Drop others here, or select some and press Ctrl+G.")
        self._alone = label(alone, "muted", wrap=True)
        self._alone.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, SIDES - 14, 4)
        column.setSpacing(2)
        column.addWidget(self._heading())
        column.addWidget(self._doubt)
        column.addWidget(self.strip)
        column.addStretch(1)
        self._alone.setParent(self.strip)
        self._wire()

    def _heading(self) -> QWidget:
        area = QWidget()
        row = self._bar = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._mark = IconLabel("stack")
        row.addWidget(self._mark)
        row.addWidget(self._title)
        row.addWidget(self._name, 1)
        for item in (self.out, self.split):
            row.addWidget(item)
        close = icon_button("close", tr("Close the stack"), "E")
        close.clicked.connect(self.closed)
        row.addWidget(close)
        return area

    def _wire(self) -> None:
        strip = self.strip
        strip.selectionModel().selectionChanged.connect(self._on_selection)
        strip.dropped.connect(self._on_dropped)
        self.out.clicked.connect(self.take_out)
        self.split.clicked.connect(self._on_split)
        self.sure.clicked.connect(self._on_sure)
        theme().changed.connect(self._fit)

    @property
    def photo_id(self) -> UUID | None:
        row = self._exposures.row
        return row.photo.id if row is not None else None

    def show_row(self, row: PhotoRow | None) -> None:
        """Show this photo as it is now; the same exposures stay selected."""
        chosen, at = self.strip.selected_ids(), self.strip.currentIndex().row()
        self._exposures.show_row(row)
        if chosen != self.strip.selected_ids():
            self.strip.select(chosen)
            self.strip.stay_near(at)
        count = self._count = len(row.exposures) if row is not None else 0
        doubt = sentence(row.photo.unsure or "") if row is not None else ""
        self._name.set_text(row.photo.name if row is not None else "")
        self._doubt.say(doubt)
        self.split.setVisible(count > 0)
        self.out.setVisible(count > 0)
        self._alone.setVisible(count == 0)
        self._on_selection()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._alone.setGeometry(self.strip.rect())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @Slot()
    def _fit(self) -> None:
        self.fit(self.width(), self._height)

    def fit(self, width: int, height: int) -> None:
        """Be laid out for so much room. Where there is little, icons stand for words and the name goes; in the end
        the count alone is the title."""
        room, self._height = width - SIDES, height
        self._doubt.fit(room)
        if self.height_at(width) > height:
            self._doubt.fit(room, brief=tr("Unsure"))
        self._name.show()
        self._mark.show()
        title = exposures(self._count) if self._count else tr("By itself")
        self._title.setText(title)
        self._title.setAccessibleName(title)
        for item, words in ((self.out, tr("Take out")), (self.split, tr("Split"))):
            item.setText(words)
            item.setAccessibleName(words)
        steps = (partial(self.out.setText, ""), partial(self.split.setText, ""), self._name.hide, self._mark.hide)
        for leave_out in steps:
            if self._bar.minimumSize().width() <= room:
                break
            leave_out()
        if self._count and self._bar.minimumSize().width() > room:
            self._mark.show()
            self._title.setText(number(self._count))

    def height_at(self, width: int) -> int:
        """px that it needs to be as high as its text is at this width."""
        return max(self.heightForWidth(width), self.minimumSizeHint().height())

    def keys(self) -> list[Key]:
        """The pictures that are wanted while the stack is open."""
        return self.strip.keys() if self.isVisible() else []

    @Slot()
    def _on_selection(self) -> None:
        self.out.setEnabled(bool(self.strip.selected_ids()))

    @Slot()
    def take_out(self) -> None:
        """Let the selected exposures be photos by themselves."""
        self.take_out_asked.emit(self.strip.selected_ids())

    @Slot()
    def _on_split(self) -> None:
        self.split_asked.emit([self.photo_id])

    @Slot()
    def _on_sure(self) -> None:
        self.confirm_asked.emit([self.photo_id])

    def shift(self, by: int) -> None:
        """Move the selected exposures by so many places."""
        self.shift_asked.emit(self.strip.selected_ids(), by)

    @Slot(object, object)
    def _on_dropped(self, photo_ids: list[UUID], before: UUID | None) -> None:
        row = self._exposures.row
        if row is None:
            return
        if all(self._exposures.position_of(photo_id) >= 0 for photo_id in photo_ids):
            self.move_asked.emit(photo_ids, before)
        elif photo_ids != [row.photo.id]:
            self.join_asked.emit([row.photo.id, *photo_ids])
