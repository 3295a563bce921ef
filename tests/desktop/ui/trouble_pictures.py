"""What keeps work from going on, and a report of a problem, for `gallery_of_states`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from luster_desktop.app import App
from luster_desktop.cloud.status import SyncState, SyncStatus
from luster_desktop.diagnosis.report import Report
from luster_desktop.reasons import Reason
from luster_desktop.ui.shell.reporting import ReportDialog

WAITING = {
    "offline": SyncStatus(SyncState.OFFLINE, Reason.OFFLINE, uploading=3, done=4, total=11),
    "asleep": SyncStatus(SyncState.OFFLINE, Reason.WAS_ASLEEP, editing=3, done=4, total=11),
    "disk": SyncStatus(SyncState.DISK_FULL, Reason.DISK_NEARLY_FULL, downloading=7, done=4, total=11),
}
REPORT = Report(
    {
        "versions.txt": "Windows 11 AMD64\nPython 3.13.1\nluster 1.0\nPySide6_Essentials 6.11.3\n",
        "crash.txt": "Windows fatal exception: access violation\n\n  File <luster_desktop.app>, line 262 in _run\n",
        "log.txt": "2026-11-30 13:15:10,120 INFO luster.window: started\n"
        "2026-11-30 13:20:44,871 ERROR luster_desktop.cloud.pool: a transfer task failed unexpectedly "
        "[ReadError at luster_desktop.cloud.transfers:118 < luster_desktop.cloud.parts:45]\n"
        "2026-11-30 13:20:45,002 WARNING luster.window: qt: could not read <path>\n",
    }
)


def take_all(app: App, take: Callable[[QWidget, str], None]) -> None:
    """Each state by itself."""
    window = app.window
    for name, status in WAITING.items():
        window.activity.show_status(status, signed_in=True, expired=False, idle="")
        take(window, f"trouble-{name}")
    window.activity.show_status(None, signed_in=True, expired=False, idle="", lost=3)
    app.reporting.tell_of_crash()
    take(window, "trouble-lost-and-crashed")
    window.notices.clear("crash")
    dialog = ReportDialog(window, REPORT, app.settings.support)
    dialog.open()
    take(dialog, "trouble-report")
    dialog.close()
