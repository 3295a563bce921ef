"""The sheet of every shortcut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.ui.widgets.keys import native
from luster_desktop.words.language import mark, tr

PHOTOS, STACKS, EDITING = mark("Photos"), mark("Stacks"), mark("Editing")
REVIEWING, DELIVERING, COMPARING = mark("Reviewing"), mark("Delivering"), mark("Comparing")
LAYOUTS = (
    ((PHOTOS, STACKS), (EDITING, REVIEWING), (DELIVERING, COMPARING)),
    ((PHOTOS, STACKS, REVIEWING), (EDITING, DELIVERING, COMPARING)),
    ((PHOTOS, STACKS, EDITING, REVIEWING, DELIVERING, COMPARING),),
)
"""Groups by column, the widest first."""


class ShortcutSheet(Dialog):
    """`groups` are those of `Actions.sheet`."""

    def __init__(self, parent: QWidget | None, groups: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        super().__init__(parent, tr("Keyboard shortcuts"), width=320, long=True)
        # As many columns as the screen has room for.
        made = (self._in_columns(groups, layout) for layout in LAYOUTS)
        area = next((area for area in made if area.sizeHint().width() + 80 <= self.room().width()), None)
        if area is None:
            area = self._in_columns(groups, LAYOUTS[-1], wrap=True)
            self.setMinimumWidth(self.room().width())
        self.content.addWidget(area)
        self.buttons.addStretch(1)
        close = button(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)

    def _in_columns(
        self, groups: Mapping[str, Sequence[tuple[str, str]]], layout: Sequence[Sequence[str]], *, wrap: bool = False
    ) -> QWidget:
        area = QWidget()
        columns = QHBoxLayout(area)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(32)
        for names in layout:
            column = QVBoxLayout()
            column.setSpacing(8)
            for number, group in enumerate(names):
                column.addSpacing(16 if number else 0)
                column.addWidget(label(tr(group), "title"))
                column.addLayout(_keys(groups[group], wrap=wrap))
            column.addStretch(1)
            columns.addLayout(column, 1)
        return area


def _keys(entries: Sequence[tuple[str, str]], *, wrap: bool) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for row, (keys, what) in enumerate(entries):
        key = label(native(keys), "key")
        key.ensurePolished()
        key.setMinimumWidth(key.sizeHint().width())
        grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        words = label(what, "muted", wrap=wrap)
        if not wrap:
            words.ensurePolished()
            words.setMinimumWidth(words.sizeHint().width())
        grid.addWidget(words, row, 1)
    return grid
