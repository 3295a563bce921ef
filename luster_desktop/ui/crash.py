"""Whatever nobody caught: to the log with its place but without its values, and to the user once per place."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from luster_desktop.diagnosis.redaction import place, redact
from luster_desktop.ui.errors import UNEXPECTED
from luster_desktop.ui.widgets.dialogs import Trouble
from luster_desktop.words.language import tr

log = logging.getLogger("luster.window")
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashGuard(QObject):
    """Installed for the life of the application; `tell` shows a Trouble and is called on the GUI thread."""

    _caught = Signal(object)

    def __init__(self, tell: Callable[[Trouble], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tell = tell
        self._seen: set[str] = set()
        self._before = (sys.excepthook, threading.excepthook)
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(_to_log)

    def close(self) -> None:
        """Put the hooks back as they were."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self._report(kind, trace)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        self._report(arguments.exc_type, arguments.exc_traceback)

    def _report(self, kind: type[BaseException], trace: TracebackType | None) -> None:
        site = f"{kind.__name__} at {place(trace)}"
        log.error("uncaught %s", site)
        if site not in self._seen:
            self._seen.add(site)
            self._caught.emit(site)

    def _show(self, site: str) -> None:
        self._tell(
            Trouble(
                title=tr("Luster hit a problem"),
                happened=tr(UNEXPECTED),
                todo=tr("You can go on working. If it happens again, restart Luster."),
                details=site,
            )
        )


def _to_log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    log.log(LEVELS.get(kind, logging.WARNING), "qt: %s", redact(message))
