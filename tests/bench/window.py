"""How long the window takes: `python -m tests.bench.window [PHOTOS] [uploading]`, by hand.

With `uploading`, it is that many photos on their way up, as the engine notes them, while another shoot is opened.

Prints milliseconds of this process's own CPU time and of the clock: on a busy machine only the former means much.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
BEGAN = (time.perf_counter(), time.process_time())


def since(mark: tuple[float, float]) -> str:
    clock, cpu = (time.perf_counter() - mark[0]) * 1000, (time.process_time() - mark[1]) * 1000
    return f"{clock:.0f} ms ({cpu:.0f} ms CPU)"


def now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


class Beat:
    """Gaps between turns of the window's loop, in milliseconds, and what its own thread did of each."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self._gaps: list[float] = []
        self._own: list[float] = []
        self._last, self._last_own = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        moment, own = time.perf_counter(), time.thread_time()
        self._gaps.append((moment - self._last) * 1000)
        self._own.append((own - self._last_own) * 1000)
        self._last, self._last_own = moment, own

    def end(self) -> str:
        self._timer.stop()
        return f"{_spread(self._gaps)} (CPU of the window's thread: {_spread(self._own)})"


def _spread(values: list[float]) -> str:
    values = sorted(values)
    return f"p50 {values[len(values) // 2]:.0f} p99 {values[len(values) * 99 // 100]:.0f} max {values[-1]:.0f} ms"


def main(count: int, *, uploading: bool = False) -> int:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from luster_desktop.app import Start, build, shorten_pauses
    from luster_desktop.settings import DesktopSettings

    QApplication(["luster"])

    def until(done: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not done() and time.monotonic() < end:
            loop = QEventLoop()
            QTimer.singleShot(2, loop.quit)
            loop.exec()

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "in"
        folder.mkdir()
        home = Path(scratch) / "home"
        app = build(
            DesktopSettings("http://127.0.0.1:1", "http://127.0.0.1:1", "key", home), Start(cloud=False, prepare=False)
        )
        shorten_pauses(app)
        painted: list[str] = []
        app.window.painted.connect(lambda: painted.append(since(BEGAN)))
        app.window.resize(1400, 900)
        app.window.show()
        until(lambda: bool(painted) and app.local is not None)
        print(f"first paint            {painted[0]}")
        picture = QImage(1500, 1000, QImage.Format.Format_RGB32)
        for number in range(count):
            picture.fill(0xFF000000 | (number * 2654435761) & 0xFFFFFF)
            picture.save(str(folder / f"IMG_{number:05}.JPG"), quality=85)
        beat = Beat()
        mark = now()
        app.bench.add_paths([folder])
        until(lambda: app.bench.photos.rowCount() > 0)
        print(f"first rows             {since(mark)}")
        until(lambda: app.bench.photos.rowCount() == count)
        print(f"{count} photos to rows     {since(mark)}")
        view = app.window.gallery.view
        until(lambda: not app.thumbnails._sharp and not app.thumbnails._previews and app.thumbnails.held_bytes > 0)
        print(f"first page sharp       {since(mark)}")
        print(f"GUI gaps               {beat.end()}")
        if uploading:
            from tests.bench.uploading import measure

            measure(app, until, count)
        mark = now()
        canvas = QImage(1400, 900, QImage.Format.Format_RGB32)
        for _ in range(20):
            view.viewport().render(canvas)
        print(f"20 gallery frames      {since(mark)}")
        app.window.open_review(app.bench.photos.at(0).photo.id)
        until(lambda: app.window.review.compare._before is not None)
        compare = app.window.review.compare
        compare.show_pictures(compare._before, compare._before, (1500, 1000))
        compare.render(canvas)
        mark = now()
        for step in range(50):
            compare.set_divider(step / 50)
            compare.render(canvas)
        print(f"50 divider steps       {since(mark)}")
        app.window.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, uploading="uploading" in sys.argv[2:]))
