"""Shoots of 2,000 and 20,000 photos dropped on the window, beside a loop of Qt's that does nothing.

Each is opened in a process of its own. What photos cost to decode is measured by `thumbnails`; these are small.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.bench.scoreboard import Figure

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

EDGE = 256
"""What cells of the default width show on a screen of 1x."""
BASES = 4
BEGAN = datetime(2026, 3, 1)
BEAT = 4  # ms: often enough to see a pause, seldom enough to cost nothing
COUNTS = (2_000, 20_000)
LARGE, SMALL = (6000, 4000), (600, 400)


def measure(seed: int) -> Iterator[list[Figure]]:
    """Rows, pauses of the window by its own work, and memory until all is known of the photos."""
    with tempfile.TemporaryDirectory() as scratch:
        for count in COUNTS:
            make(Path(scratch) / f"{count}", count, SMALL)
        while True:
            figures = []
            for count in COUNTS:
                with tempfile.TemporaryDirectory() as home:
                    found = step(Path(scratch) / f"{count}", Path(home), count)
                most = count == COUNTS[0]
                (_, p99, worst), (_, _, resting) = found["gaps"]["own"], found["rest_gaps"]["own"]
                if most:
                    figures.append(Figure(f"{count:,}: looked at and matched", found["matched"], "s"))
                figures += [
                    Figure(f"{count:,}: first rows", found["rows"], "ms", most=200 if most else None),
                    Figure(f"{count:,}: all rows", found["all_rows"], "ms"),
                    Figure(f"{count:,}: pauses, p99", p99, "ms CPU"),
                    Figure(f"{count:,}: longest pause", worst, "ms CPU", resting, "the same loop at rest"),
                    Figure(f"{count:,}: memory", found["most"], "MB", most=450 if most else None),
                ]
            yield figures


# The photos


def make(folder: Path, count: int, size: tuple[int, int] = LARGE) -> None:
    """Photos of a few pictures, each file with its own time, its own last bytes and its own size."""
    from PIL import Image

    from luster_desktop.paths import resource as shipped

    if folder.is_dir() and len(list(folder.iterdir())) == count:
        return
    folder.mkdir(parents=True)
    bases = []
    for path in sorted(shipped("sample_shoot").glob("*.JPG"))[:BASES]:
        with Image.open(path) as photo:
            large = photo.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        grain = Image.effect_noise(size, 14).convert("RGB")
        bases.append(_jpeg(Image.blend(large, grain, 0.25)))
    for number in range(count):
        moment = (BEGAN + number * timedelta(minutes=10)).strftime("%Y:%m:%d %H:%M:%S")  # nobody's bracket
        content = bases[number % len(bases)].replace(b"2026:01:01 00:00:00", moment.encode(), 1)
        (folder / f"IMG_{number:05}.JPG").write_bytes(content + number.to_bytes(4, "little") + bytes(number))


def _jpeg(image: Any) -> bytes:
    """With the EXIF block of a camera: a time, and a preview of 160 x 120 in the second directory."""
    small = BytesIO()
    image.resize((160, 107)).save(small, "JPEG", quality=80)
    moment = b"2026:01:01 00:00:00\0"
    start = 8 + 2 + 12 + 4 + len(moment)
    first = (1).to_bytes(2, "big") + b"\x01\x32\x00\x02\x00\x00\x00\x14" + (26).to_bytes(4, "big")
    second = b"\x00\x02" + b"".join(
        tag.to_bytes(2, "big") + b"\x00\x04\x00\x00\x00\x01" + value.to_bytes(4, "big")
        for tag, value in ((0x0201, start + 30), (0x0202, small.tell()))
    )
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + first + start.to_bytes(4, "big") + moment + second + bytes(4) + small.getvalue()
    out = BytesIO()
    image.save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()


# The window


def step(photos: Path, home: Path, count: int) -> dict[str, Any]:
    """One opening of the window, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.gallery", str(photos), str(home), str(count)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def opened(photos: Path, home: Path, count: int) -> dict[str, Any]:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from luster_desktop.app import Start, build, give_memory_back, shorten_pauses
    from luster_desktop.library import matchings
    from luster_desktop.settings import DesktopSettings
    from luster_desktop.ui.gallery.pictures import picture_key

    qt = QApplication(["luster"])

    def until(done: Callable[[], bool], step: int = 2, seconds: float = 900) -> None:
        """Run Qt's loop; `done` is asked every `step` ms."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, "it did not happen"
            loop = QEventLoop()
            QTimer.singleShot(step, loop.quit)
            loop.exec()

    app = build(DesktopSettings("http://127.0.0.1:1", "http://127.0.0.1:1", "key", home), Start(cloud=False))
    shorten_pauses(app)
    give_memory_back()
    painted: list[bool] = []
    app.window.painted.connect(lambda: painted.append(True))
    app.window.resize(1400, 900)
    app.window.show()
    until(lambda: bool(painted) and app.local is not None)
    view, thumbnails = app.window.gallery.view, app.thumbnails
    gaps: list[tuple[float, float]] = []
    last = time.perf_counter(), time.thread_time()

    def beat() -> None:
        nonlocal last
        moment = time.perf_counter(), time.thread_time()
        gaps.append((moment[0] - last[0], moment[1] - last[1]))
        last = moment

    def told() -> dict[str, list[float]]:
        kinds = {"clock": sorted(gap[0] * 1000 for gap in gaps), "own": sorted(gap[1] * 1000 for gap in gaps)}
        gaps.clear()
        return {kind: [some[len(some) // 2], some[len(some) * 99 // 100], some[-1]] for kind, some in kinds.items()}

    def files() -> int:
        return sum(max(1, len(row.exposures)) for row in app.bench.photos.all_rows())

    def page() -> list[Any]:
        width = view.gridSize().width() - 20
        return [picture_key(app.bench.photos.at(row), width, 1.0) for row in range(*view._on_screen())]

    def browse() -> None:
        bar = view.verticalScrollBar()
        bar.setValue(0)
        while True:
            until(lambda: all(thumbnails._is_sharp(key) for key in page()))
            if bar.value() == bar.maximum():
                return
            bar.setValue(bar.value() + view.viewport().height())

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(BEAT)
    found: dict[str, Any] = {}
    rest = time.monotonic() + 2
    until(lambda: time.monotonic() > rest)
    found["rest_gaps"] = told()
    began = time.perf_counter()
    app.bench.add_paths([photos])
    until(lambda: app.bench.photos.rowCount() > 0)
    first = time.perf_counter()
    until(lambda: bool(page()) and all(thumbnails.pixmap(key) is not None for key in page()))
    found["rows"] = (first - began) * 1000
    until(lambda: files() == count, step=50)
    found["all_rows"] = (time.perf_counter() - began) * 1000
    until(lambda: thumbnails.idle and sum(1 for _ in (home / "thumbnails").glob("*/*.jpg")) >= count, step=500)
    found["gaps"] = told()
    browse()
    shoot = app.bench.current
    assert shoot is not None
    if count == COUNTS[0]:  # 20,000 would take half an hour
        until(lambda: not app.bench.library.read(matchings.due, shoot.id), step=500)
    found["matched"] = time.perf_counter() - began
    status = Path("/proc/self/status").read_text()
    found["most"] = int(status.split("VmHWM:")[1].split()[0]) / 1000
    timer.stop()
    app.window.close()
    app.close()
    qt.quit()
    return found


if __name__ == "__main__":
    photos, home, count = sys.argv[1:]
    print(json.dumps(opened(Path(photos), Path(home), int(count))))
