"""Reporting a problem: what would be sent is shown first, and only the user sends it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from luster_desktop.tasks.runner import CancelToken, TaskRunner
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.shell.window import MainWindow
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.ui.widgets.files import ask_folder, show_in_folder
from luster_desktop.ui.workbench import Workbench
from luster_desktop.words.language import tr

if TYPE_CHECKING:
    from luster_desktop.diagnosis.report import Report


class ReportDialog(Dialog):
    """Shows all of a report; `accepted` means that the user wants to have it as a file."""

    def __init__(self, parent: QWidget | None, report: Report, support: str) -> None:
        super().__init__(parent, tr("Report a problem"), width=680)
        self.report = report
        said = tr(
            "This is all of the report. Names of photos and shoots, folders, addresses and keys have been taken out. "
            "Nothing is sent by Luster: save it, and send the file to {support} with a few words on what happened.",
            support=support,
        )
        self.content.addWidget(label(said, "muted", wrap=True))
        self.shown = QPlainTextEdit(report.text)
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName(tr("The report"))
        self.shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.shown.setMinimumHeight(280)
        self.content.addWidget(self.shown)
        self.buttons.addStretch(1)
        close, self.keep = button(tr("Close")), button(tr("Save the report…"), "primary")
        close.clicked.connect(self.reject)
        self.keep.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        self.buttons.addWidget(self.keep)


class Reporting(QObject):
    troubled = Signal(object)

    def __init__(self, window: MainWindow, bench: Workbench, runner: TaskRunner, logs: Path, support: str) -> None:
        super().__init__(window)
        self._window = window
        self._bench = bench
        self._runner = runner
        self._logs = logs
        self._support = support

    def tell_of_crash(self) -> None:
        """Say that the last run ended by itself, and offer a report."""
        text = tr("Luster ended unexpectedly the last time. Your photos and orders are safe.")
        self._window.notices.say("crash", text, tone="warn", action=tr("Report a problem…"), act=self.ask)

    @Slot()
    def ask(self) -> None:
        """Put a report together and show it."""
        logs, library = self._logs, self._bench.library if self._bench.ready else None

        def put_together(_token: CancelToken) -> Report:
            from luster_desktop.operations.reporting import report_for

            return report_for(logs, library)

        self._runner.run(put_together, self._show, self._on_failed, owner=self, pool="disk")

    def _show(self, report: Report) -> None:
        dialog = ReportDialog(self._window, report, self._support)
        dialog.accepted.connect(lambda: self._ask_where(report))
        dialog.open()

    def _ask_where(self, report: Report) -> None:
        start = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        ask_folder(
            self._window, tr("Where should the report be saved?"), start, lambda folder: self.save(report, folder)
        )

    def save(self, report: Report, folder: Path) -> None:
        """Write the report into the folder, and say where it is and what to do with it."""
        path = folder / f"luster-report-{datetime.now():%Y-%m-%d-%H%M%S}.zip"
        self._runner.run(
            lambda _token: report.save(path), lambda _: self._on_saved(path), self._on_failed, owner=self, pool="disk"
        )

    def _on_saved(self, path: Path) -> None:
        self._window.notices.say(
            "report",
            tr("The report is saved as {name}. Send it to {support}.", name=path.name, support=self._support),
            tone="ok",
            action=tr("Show in folder"),
            act=lambda: show_in_folder(path.parent),
        )

    def _on_failed(self, error: Exception) -> None:
        self.troubled.emit(trouble(tr("The report could not be saved"), error))
