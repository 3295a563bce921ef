"""Shows the first window and prints how large it and its screen are: `test_sizes` runs it for each screen."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from luster_desktop.app import Start, build
from luster_desktop.settings import DesktopSettings


def main(home: Path) -> None:
    """Wait for the library, then for the layout."""
    application = QApplication(["luster"])
    settings = DesktopSettings("http://127.0.0.1:1", "http://127.0.0.1:1", "key", home)
    app = build(settings, Start(cloud=False, prepare=False))
    loop = QEventLoop()
    app.library_ready.connect(loop.quit)
    app.window.show()
    loop.exec()
    QTimer.singleShot(200, loop.quit)
    loop.exec()
    window, room = app.window, app.window.screen().availableSize()
    found = {
        "window": [window.width(), window.height()],
        "room": [room.width(), room.height()],
        "columns": window.gallery.floor.width() // 160,
        "shoots": window.sidebar.isVisible() or window.topbar.shoots.isVisible(),
    }
    print(json.dumps(found))
    window.close()
    application.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
