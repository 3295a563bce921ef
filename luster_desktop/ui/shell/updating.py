"""Newer versions of the app: looked for beside the work, told of in a line, chosen when the app is left."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from luster_desktop.reasons import Reason
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.shell.notices import NoticeStack
from luster_desktop.updates.errors import Interrupted
from luster_desktop.updates.preparing import Ready, Updates
from luster_desktop.words import reasons
from luster_desktop.words.language import tr

log = logging.getLogger("luster.updates")

FIRST_MS, THEN_MS = 30_000, 4 * 3600 * 1000
"""The first look leaves the start alone."""


class Updating(QObject):
    """`begin` once the window is there. What is ready by `close` runs from the next start on."""

    def __init__(self, notices: NoticeStack, runner: TaskRunner, updates: Updates, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._runner = runner
        self._updates = updates
        self._ready: Ready | None = None
        self._looking = False
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    @Slot()
    def begin(self) -> None:
        """The window is there, so this version is good; look for the next one in a while."""
        self._runner.run(lambda _token: self._settle(), self._on_settled, self._on_failed, owner=self, pool="disk")
        self._timer.start(FIRST_MS)

    @Slot()
    def look(self) -> None:
        """Look for a newer version, and have it ready."""
        self._timer.start(THEN_MS)
        if not self._looking:
            self._looking = True
            self._runner.run(
                lambda token: self._updates.prepare(lambda: token.cancelled),
                self._on_looked,
                self._on_failed,
                owner=self,
            )

    def close(self) -> None:
        """Have what is ready started the next time."""
        self._timer.stop()
        if self._ready is not None:
            try:
                self._updates.versions.choose(self._ready.version)
            except OSError as error:
                log.warning("the new version could not be chosen: %s", type(error).__name__)

    def _settle(self) -> str:
        self._updates.versions.settle(self._updates.own)
        return self._updates.versions.take_news()

    def _on_settled(self, undone: str) -> None:
        if undone:
            self._say(reasons.sentence(Reason.UPDATE_UNDONE.of(version=undone)))

    def _on_looked(self, ready: Ready | None) -> None:
        self._looking = False
        if ready is None or ready == self._ready:
            return
        self._ready = ready
        log.info("version %s is ready", ready.version)
        self._notices.say(
            "update",
            tr("Luster {version} is ready; it is applied when you quit.", version=ready.version),
            action=tr("What is new") if ready.notes else "",
            act=self._open_notes,
        )

    @Slot()
    def _open_notes(self) -> None:
        if self._ready is not None:
            QDesktopServices.openUrl(QUrl(self._ready.notes))

    def _on_failed(self, error: Exception) -> None:
        self._looking = False
        log.warning("no update: %s", type(error).__name__)
        if not isinstance(error, Interrupted):  # which says nothing: the next look goes on
            self._say(sentence(error))

    def _say(self, text: str) -> None:
        """Once in a run: what stays wrong is no news every few hours."""
        if text != self._told:
            self._told = text
            self._notices.say("update", text, tone="warn")
