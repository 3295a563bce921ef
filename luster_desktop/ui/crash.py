"""Whatever nobody caught: to the log with its place but without its values, and to the user once per place."""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from luster_desktop.ui.errors import UNEXPECTED
from luster_desktop.ui.widgets.dialogs import Trouble

log = logging.getLogger("luster.window")
PATH = re.compile(r"(?:[A-Za-z]:\\|file:|/)\S+")
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
        # The message of an exception may hold a path or an address; its type and place never do.
        frames = traceback.extract_tb(trace)
        place = " < ".join(f"{_module(frame.filename)}:{frame.lineno}" for frame in reversed(frames[-6:]))
        log.error("uncaught %s at %s", kind.__name__, place)
        site = f"{kind.__name__} at {place}"
        if site not in self._seen:
            self._seen.add(site)
            self._caught.emit(site)

    def _show(self, site: str) -> None:
        self._tell(
            Trouble(
                title="Luster hit a problem",
                happened=UNEXPECTED,
                todo="You can go on working. If it happens again, restart Luster.",
                details=site,
            )
        )


def _module(filename: str) -> str:
    parts = filename.replace("\\", "/").removesuffix(".py").split("/")
    known = [index for index, part in enumerate(parts) if part in ("luster_desktop", "site-packages")]
    return ".".join(parts[known[-1] :] if known else parts[-1:]).removeprefix("site-packages.")


def _to_log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    log.log(LEVELS.get(kind, logging.WARNING), "qt: %s", PATH.sub("<path>", message))
