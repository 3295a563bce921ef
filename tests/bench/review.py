"""Going through results of 24 megapixels: `python -m tests.bench.review [PHOTOS]`, by hand.

Each page is asked for by its key as soon as the one before it is sharp, as when the key is held: first while nothing
of the shoot has been looked at, then back again, and once more with what the gallery makes ahead. Then frames at
2034 x 1189. Prints milliseconds by the clock and of CPU time: on a busy machine only the latter means much.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZE = (6000, 4000)
VIEW = (2034, 1189)


def rss() -> float:
    """Memory of this process in MB."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


def photos(folder: Path, count: int) -> list[Path]:
    """Files of 24 MP with the detail of photos; as many as asked for, of few contents and each of its own time."""
    import cv2
    import numpy as np

    folder.mkdir(parents=True)
    made: list[Path] = []
    for number in range(count):
        path = folder / f"IMG_{number:04}.JPG"
        if number < 3:
            random = np.random.default_rng(number)
            coarse = random.integers(0, 255, (SIZE[1] // 16, SIZE[0] // 16, 3), np.uint8)
            large = cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC).astype(np.int16)
            grain = random.normal(0, 6, (SIZE[1], SIZE[0], 1)).astype(np.int16)
            cv2.imwrite(str(path), np.clip(large + grain, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 92])
        else:
            path.write_bytes(made[number % 3].read_bytes())
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
        made.append(path)
    return made


def fill(home: Path, folder: Path, count: int) -> None:
    """A shoot of so many photos, each with a result."""
    from luster_desktop.library.models import JobState
    from luster_desktop.library.store import Library
    from luster_desktop.paths import Paths
    from tests.desktop.ui import states

    library = Library(Paths(home).create().library)
    shoot = library.create_shoot("24 MP")
    files = photos(folder, 2 * count)
    for number, job in enumerate(states.order(library, states.add(library, shoot, files[:count]), "dusk", {})):
        states.move(library, job, JobState.SUCCEEDED)
        states.keep(library, job, files[count + number])
    library.close()


def spread(values: list[float]) -> str:
    values = sorted(values)
    return f"median {values[len(values) // 2]:.0f}, most {values[-1]:.0f}"


def main(count: int) -> int:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from luster_desktop.app import Start, build, give_memory_back, shorten_pauses
    from luster_desktop.settings import DesktopSettings
    from luster_desktop.ui.gallery.pictures import SCREEN_EDGE

    QApplication(["luster"])

    def until(done: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                raise TimeoutError
            loop = QEventLoop()
            QTimer.singleShot(1, loop.quit)
            loop.exec()

    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        # In a process of its own, so that what it needs is not counted.
        subprocess.run([sys.executable, "-m", "tests.bench.review", "fill", scratch, str(count)], check=True)
        settings = DesktopSettings("http://127.0.0.1:1", "http://127.0.0.1:1", "key", home)
        app = build(settings, Start(cloud=False, prepare=False))
        shorten_pauses(app)
        give_memory_back()
        app.window.resize(*VIEW)
        app.window.show()
        until(lambda: app.bench.photos.rowCount() == count)
        review, rows = app.window.review, app.bench.photos
        print(f"{'window':26} {rss():.0f} MB")

        def sharp() -> bool:
            shown = review.compare._before, review.compare._after
            return all(one is not None and one.levels[0].width() >= SCREEN_EDGE for one in shown)

        most = 0.0

        def pages(name: str, by: int) -> None:
            nonlocal most
            clock: list[float] = []
            cpu: list[float] = []
            own: list[float] = []
            for _ in range(count - 1):
                marks = time.perf_counter(), time.process_time(), time.thread_time()
                before = review.photo_id
                review.step(by)
                assert review.photo_id != before
                until(sharp)
                review.compare.repaint()
                ends = time.perf_counter(), time.process_time(), time.thread_time()
                for kept, end, mark in zip((clock, cpu, own), ends, marks, strict=True):
                    kept.append((end - mark) * 1000)
                most = max(most, rss())
            print(f"{name:26} {spread(clock)} ms a page; CPU {spread(cpu)}; of the window's thread {spread(own)}")

        app.window.open_review(rows.at(0).photo.id)
        until(sharp)
        pages("first time", 1)
        pages("back again", -1)
        pages("and on again", 1)
        print(f"{'memory while paging':26} {most:.0f} MB")
        compare = review.compare
        compare.toggle_full()
        until(lambda: all(one is not None and one.full for one in (compare._before, compare._after)))
        print(f"{'memory at 100 %':26} {rss():.0f} MB")
        compare.fit()
        compare.setFixedSize(*VIEW)

        def frames(name: str, step: Callable[[int], None]) -> None:
            cpu = []
            for number in range(40):
                step(number)
                mark = time.thread_time()
                compare.repaint()
                cpu.append((time.thread_time() - mark) * 1000)
            cpu.sort()
            print(f"{name:26} CPU median {cpu[20]:.1f}, most {cpu[-1]:.1f} ms a frame")

        compare.repaint()
        frames("divider", lambda number: compare.set_divider(0.1 + number / 50))
        frames("zoom", lambda number: compare.zoom(1.04 if number < 20 else 1 / 1.04))
        compare.toggle_full()
        frames("pan", lambda _number: compare._move(compare.viewport.panned(-9, -5)))
        app.window.close()
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        fill(Path(sys.argv[2]) / "home", Path(sys.argv[2]) / "in", int(sys.argv[3]))
        raise SystemExit(0)
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 12))
