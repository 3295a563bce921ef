"""Which files were left out of a drop, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from luster_desktop.ui.widgets.controls import button
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words.language import plural, tr
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from luster_desktop.intake.scan import RejectedFile


class RejectsDialog(Dialog):
    def __init__(self, parent: QWidget | None, rejected: Sequence[RejectedFile]) -> None:
        count = len(rejected)
        super().__init__(parent, plural("{n} file was left out", "{n} files were left out", count), width=680)
        table = QTableWidget(count, 2)
        table.setHorizontalHeaderLabels([tr("File"), tr("Why")])
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for row, file in enumerate(rejected):
            name = QTableWidgetItem(file.name)
            name.setToolTip(str(file.path))
            why = sentence(file.reason)
            reason = QTableWidgetItem(why)
            reason.setToolTip(why)
            table.setItem(row, 0, name)
            table.setItem(row, 1, reason)
        table.setColumnWidth(0, 200)
        table.setMinimumHeight(min(360, 56 + count * 38))
        table.verticalHeader().setDefaultSectionSize(36)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content.addWidget(table)
        self.buttons.addStretch(1)
        close = button(tr("Close"), "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
