"""What the window says of newer versions of the app."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from luster_desktop.app import App
from luster_desktop.reasons import Reason
from luster_desktop.ui.shell.updating import Updating
from luster_desktop.updates.errors import Refused
from luster_desktop.updates.preparing import Ready, Updates


def take_all(app: App, take: Callable[[QWidget, str], None]) -> None:
    """One that is ready, one that was refused."""
    updating = Updating(app.window.notices, app.runner, Updates("", b"", app.paths.home, "0.1.0"), app)
    updating._on_looked(Ready("0.2.0", "https://luster.test/new"))
    take(app.window, "update-ready")
    updating._on_failed(Refused(Reason.UPDATE_EXPIRED))
    take(app.window, "update-refused")
    app.window.notices.clear("update")
