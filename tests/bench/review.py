"""Going through results of 24 megapixels with the key held, and frames at 2034 x 1189.

Each page is asked for by its key as soon as the one before it is sharp: first while nothing of the shoot has been
looked at, then back again, with what is kept. Frames are in milliseconds of the window's thread: on a busy machine the
clock means little.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

from tests.bench.scoreboard import Figure

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PHOTOS = 12
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

    if folder.exists():
        return sorted(folder.iterdir())
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


def measure(seed: int) -> Iterator[list[Figure]]:
    """Each round is a window and a library of their own, in processes of their own."""
    with tempfile.TemporaryDirectory() as scratch:
        while True:
            home = Path(scratch) / uuid4().hex
            # In a process of its own, so that what it needs is not counted.
            subprocess.run([sys.executable, "-m", "tests.bench.review", "fill", scratch, str(home)], check=True)
            command = [sys.executable, "-m", "tests.bench.review", "look", str(home)]
            told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            found = json.loads(told.splitlines()[-1])
            yield [
                Figure("a page that nothing was made ahead for", found["first time"], "ms"),
                Figure("a page that was made ahead", found["back again"], "ms", most=100),
                Figure("its processor time", found["back again, processor"], "ms CPU"),
                *(Figure(f"a frame, {name}", found[name], "ms CPU", most=8) for name in ("divider", "zoom", "pan")),
                Figure("memory while paging", found["paging"], "MB", most=450),
                Figure("memory at 100 %", found["full"], "MB"),
            ]


def look(home: Path) -> dict[str, float]:
    """Medians of milliseconds, and the most megabytes."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from luster_desktop.app import Start, build, give_memory_back, shorten_pauses
    from luster_desktop.settings import DesktopSettings
    from luster_desktop.ui.gallery.pictures import SCREEN_EDGE

    application = QApplication(["luster"])

    def until(done: Callable[[], bool], seconds: float = 300) -> None:
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                raise TimeoutError
            loop = QEventLoop()
            QTimer.singleShot(1, loop.quit)
            loop.exec()

    nowhere = "http://127.0.0.1:1"
    app = build(DesktopSettings(nowhere, nowhere, "key", home), Start(cloud=False, prepare=False))
    shorten_pauses(app)
    give_memory_back()
    app.window.resize(*VIEW)
    app.window.show()
    until(lambda: app.bench.photos.rowCount() == PHOTOS)
    review, found = app.window.review, {"paging": 0.0}

    def sharp() -> bool:
        shown = review.compare._before, review.compare._after
        return all(one is not None and one.levels[0].width() >= SCREEN_EDGE for one in shown)

    def pages(name: str, by: int) -> None:
        clock, processor = [], []
        for _ in range(PHOTOS - 1):
            began, used, before = time.perf_counter(), time.process_time(), review.photo_id
            review.step(by)
            assert review.photo_id != before
            until(sharp)
            review.compare.repaint()
            clock.append((time.perf_counter() - began) * 1000)
            processor.append((time.process_time() - used) * 1000)
            found["paging"] = max(found["paging"], rss())
        found[name], found[f"{name}, processor"] = statistics.median(clock), statistics.median(processor)

    app.window.open_review(app.bench.photos.at(0).photo.id)
    until(sharp)
    pages("first time", 1)
    pages("back again", -1)
    compare = review.compare
    compare.toggle_full()
    until(lambda: all(one is not None and one.full for one in (compare._before, compare._after)))
    found["full"] = rss()
    compare.fit()
    compare.setFixedSize(*VIEW)
    compare.repaint()

    def frames(name: str, step: Callable[[int], None]) -> None:
        used = []
        for number in range(40):
            mark = time.thread_time()
            step(number)
            application.processEvents()
            used.append((time.thread_time() - mark) * 1000)
        found[name] = statistics.median(used)

    frames("divider", lambda number: compare.set_divider(0.1 + number / 50))
    frames("zoom", lambda number: compare.zoom(1.04 if number < 20 else 1 / 1.04))
    compare.toggle_full()
    frames("pan", lambda _number: compare._move(compare.viewport.panned(-9, -5)))
    app.window.close()
    application.quit()
    return found


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(Path(sys.argv[3]), Path(sys.argv[2]) / "in", PHOTOS)
    else:
        print(json.dumps(look(Path(sys.argv[2]))))
