"""The `luster` command with a window that tells of itself: `python -m tests.desktop.ui.whole_app BUSY [FILE...]`.

With BUSY "yes" it answers nobody after its first moment, until it is told to "go" on. Other words are "crash", "close".
"""

from __future__ import annotations

import ctypes
import sys
import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from luster_desktop import app as root
from luster_desktop.__main__ import main
from luster_desktop.settings import DesktopSettings

build = root.build


def say(*words: object) -> None:
    print(*words, flush=True)


go = threading.Event()


def be_busy() -> None:
    """As a window is that a slow disk holds up."""
    say("busy")
    go.wait()


def ready(app: root.App) -> None:
    """Out of the way, until it is called to the front."""
    say("ready", *(label.text() for label in app.window.notices.findChildren(QLabel)))
    app.window.showMinimized()
    look = QTimer(app)

    def is_back() -> None:
        if not app.window.isMinimized():
            look.stop()
            say("front")

    look.timeout.connect(is_back)
    look.start(20)


def told(settings: DesktopSettings, start: root.Start | None = None) -> root.App:
    """The real window, which says what becomes of it."""
    app = build(settings, start)
    app.bench.photos.counts_changed.connect(
        lambda: say("photos", *sorted(row.photo.name for row in app.bench.photos.all_rows()))
    )
    app.library_ready.connect(lambda: ready(app))
    if sys.argv[1] == "yes":
        QTimer.singleShot(0, be_busy)
    threading.Thread(target=listen, args=(app,), daemon=True).start()
    return app


def listen(app: root.App) -> None:
    """Do what is asked for."""
    for line in sys.stdin:
        if line.strip() == "crash":
            ctypes.string_at(0)
        go.set()
        if line.strip() == "close":
            app.runner.post(QApplication.quit)


if __name__ == "__main__":
    root.build = told
    sys.exit(main(sys.argv[2:]))
