"""The window's first paint, beside that of a bare Qt window, each from the start of its process.

On a busy machine the processor's time says more than the clock.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from tests.bench.scoreboard import Figure

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        print(time.time(), time.process_time(), len(sys.modules), flush=True)
        QApplication.instance().quit()

application = QApplication([])
window = Window()
window.resize(1400, 900)
window.show()
application.exec()
"""
OURS = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from luster_desktop.app import Start, build
from luster_desktop.settings import DesktopSettings

def painted():
    print(time.time(), time.process_time(), len(sys.modules), flush=True)

application = QApplication([])
nowhere = "http://127.0.0.1:1"
app = build(DesktopSettings(nowhere, nowhere, "key", Path(sys.argv[1])), Start(cloud=False, prepare=False))
app.window.painted.connect(painted)
app.window.painted.connect(app.window.close)
app.window.resize(1400, 900)
app.window.show()
application.exec()
app.close()
"""


def measure(seed: int) -> Iterator[list[Figure]]:
    """Milliseconds, and how many modules are imported by then."""
    with tempfile.TemporaryDirectory() as compiled:
        painted(OURS, compiled, home=f"{compiled}/first")
        while True:
            with tempfile.TemporaryDirectory() as home:
                clock, processor, modules = painted(OURS, compiled, home=home)
            bare_clock, bare_processor, bare_modules = painted(BARE, compiled)
            yield [
                Figure("first paint", clock, "ms", bare_clock, "bare Qt window", most=450),
                Figure("processor until then", processor, "ms", bare_processor, "bare Qt window"),
                Figure("modules imported until then", modules, "", bare_modules, "bare Qt window"),
            ]


def painted(code: str, compiled: str, home: str = "") -> tuple[float, float, float]:
    """Milliseconds by the clock and of the processor until the first paint, and modules.

    As an installed app, it finds its modules compiled.
    """
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, home], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    moment, processor, modules = map(float, done.stdout.splitlines()[0].split())
    return (moment - began) * 1000, processor * 1000, modules
