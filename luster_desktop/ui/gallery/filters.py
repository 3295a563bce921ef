"""The bar above the grid: filters with counts, what is selected, and the size of the cells."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QButtonGroup, QHBoxLayout, QMenu, QSlider, QWidget

from luster_desktop.ui.gallery.looks import LookButtons
from luster_desktop.ui.gallery.ordering import Look
from luster_desktop.ui.gallery.status import Filter, filter_titles
from luster_desktop.ui.gallery.view import LARGEST, SMALLEST
from luster_desktop.ui.widgets.controls import IconLabel, button, icon_button, label
from luster_desktop.ui.widgets.current import theme
from luster_desktop.words.language import number, plural, tr

ROOMY = 720  # px: narrower bars leave out what the order panel says as well
WORDY = 500  # px: narrower ones show icons alone


class FilterBar(QWidget):
    """Emits `chosen(Filter)` and `cell_width_asked(px)`, and passes on the buttons' wishes."""

    chosen = Signal(object)
    cell_width_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("filters")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(16, 10, 16, 6)
        self._row.setSpacing(2)
        self._saves = tr("Save")
        """What the button says where there is room."""
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_clicked)
        self._left, self._right = self._filters(), self._tools()
        self._row.addWidget(self._left)
        self._row.addStretch(1)
        self._row.addWidget(self._right)

    def _filters(self) -> QWidget:
        area = QWidget()
        row = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for index, (name, title) in enumerate(filter_titles().items()):
            item = button(title, "filter")
            item.setCheckable(True)
            item.setChecked(name is Filter.ALL)
            self._group.addButton(item, index)
            row.addWidget(item)
        self.folded = button("", "filter", "down")
        self.folded.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.folded.clicked.connect(self._unfold)
        self.folded.hide()
        row.addWidget(self.folded)
        row.addStretch(1)
        return area

    def _tools(self) -> QWidget:
        area = QWidget()
        row = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.looks = LookButtons()
        row.addWidget(self.looks)
        row.addStretch(1)
        self._selected = label("", "small")
        row.addWidget(self._selected)
        row.addSpacing(4)
        self.save = button(tr("Save"), "filter", "download")
        row.addWidget(self.save)
        self.deliver = button(tr("Deliver"), "filter", "external")
        self.deliver.setAccessibleName(tr("Deliver"))
        row.addWidget(self.deliver)
        self.remove = icon_button("remove", tr("Remove from the shoot"))
        row.addWidget(self.remove)
        row.addSpacing(4)
        row.addWidget(IconLabel("small_cells", "text_faint"))
        self._zoom = QSlider(Qt.Orientation.Horizontal)
        self._zoom.setRange(SMALLEST, LARGEST)
        self._zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._zoom.setMinimumWidth(56)
        self._zoom.setMaximumWidth(110)
        self._zoom.setPageStep(40)
        self._zoom.setSingleStep(8)
        self._zoom.setAccessibleName(tr("Size of the photos"))
        self._zoom.valueChanged.connect(self.cell_width_asked)
        row.addWidget(self._zoom)
        row.addWidget(IconLabel("large_cells", "text_faint"))
        return area

    def minimumSizeHint(self) -> QSize:
        return QSize(self.folded.sizeHint().width() + 36, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """In one line where there is room, else in two."""
        self._selected.setVisible(self.width() > ROOMY)
        self.looks.set_wordy(self.width() > WORDY * theme().text_scale)
        self.save.setText(self._saves)
        self.deliver.setText(tr("Deliver"))
        if self._right.minimumSizeHint().width() + 32 > self.width():
            self.save.setText("")
            self.deliver.setText("")
        self._show_filters()
        needed = self._left.sizeHint().width() + self._right.minimumSizeHint().width() + 36
        stacked = needed > self.width()
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)

    def _show_filters(self) -> None:
        """All of them where there is room, else those that would show something, else one that unfolds."""
        items, room = self._group.buttons(), self.width() - 36
        some = [item for index, item in enumerate(items) if index == 0 or item.isChecked() or item.isEnabled()]
        fitting = next((those for those in (items, some) if sum(i.sizeHint().width() + 2 for i in those) <= room), [])
        for item in items:
            item.setVisible(item in fitting)
        self.folded.setVisible(not fitting)
        self.folded.setText(items[self._group.checkedId()].text())
        self.folded.setAccessibleName(tr("Photos shown: {text}", text=self.folded.text()))

    @Slot()
    def _unfold(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for item in self._group.buttons():
            entry = menu.addAction(item.text())
            entry.setCheckable(True)
            entry.setChecked(item.isChecked())
            entry.setEnabled(item.isEnabled())
            entry.triggered.connect(item.click)
        menu.popup(self.folded.mapToGlobal(QPoint(0, self.folded.height() + 2)))

    def show_counts(self, counts: dict[Filter, int]) -> None:
        for index, (name, title) in enumerate(filter_titles().items()):
            item = self._group.button(index)
            item.setText(f"{title}  {number(counts[name])}")
            item.setEnabled(name is Filter.ALL or counts[name] > 0 or item.isChecked())
        self._arrange()

    def show_look(self, look: Look) -> None:
        self._group.button(list(Filter).index(look.status)).setChecked(True)
        self.looks.show_look(look)
        self._arrange()

    def show_selection(self, selected: int, saveable: int) -> None:
        """How many are selected, and how many finished photos "Save" would save."""
        self._selected.setText(plural("{n} selected", "{n} selected", selected) if selected else "")
        self.save.setEnabled(saveable > 0)
        self._saves = tr("Save {count}", count=saveable) if saveable else tr("Save")
        self.save.setAccessibleName(self._saves)
        self.remove.setEnabled(selected > 0)
        self._arrange()

    def show_cell_width(self, width: int) -> None:
        self._zoom.setValue(width)

    @Slot(QAbstractButton)
    def _on_clicked(self, _item: QAbstractButton) -> None:
        self.chosen.emit(list(Filter)[self._group.checkedId()])
