"""Saving finished photos: a folder, copies made on a worker, and a word about the result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from luster_desktop.tasks.runner import CancelToken, TaskRunner
from luster_desktop.ui.errors import trouble
from luster_desktop.words.language import tr

if TYPE_CHECKING:
    from luster_desktop.library.store import Library
    from luster_desktop.operations.saving import SaveReport


class Saver(QObject):
    """`progressed(done, total)`, then `saved(SaveReport, folder)` or `troubled(Trouble)`."""

    progressed = Signal(int, int)
    saved = Signal(object, object)
    troubled = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner

    def save(self, library: Library, job_ids: Sequence[UUID], folder: Path, *, words: bool) -> CancelToken:
        """Copy these results into `folder`, with the user's own words or without."""

        def work(token: CancelToken) -> SaveReport:
            from luster_desktop.operations.saving import save_outputs

            return save_outputs(
                library,
                job_ids,
                folder,
                words=words,
                progress=lambda done, total: self._runner.post(self.progressed.emit, done, total),
                cancelled=lambda: token.cancelled,
            )

        return self._runner.run(
            work,
            lambda report: self.saved.emit(report, folder),
            lambda error: self.troubled.emit(trouble(tr("The photos could not be saved"), error)),
            owner=self,
            pool="disk",
        )
