"""A shoot of real size in the window, beside vipsthumbnail: `python -m tests.bench.gallery [--count N] [--heic N]`.

Makes JPEGs of 24 MP with embedded previews (each a file of its own content), drops them on a window in a process of
its own, opens them a second time in another, and has `vipsthumbnail` make the same thumbnails from the same files
before and after. Rates are of the clock, ratios are to the peer of this run; CPU seconds mean more on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

EDGE = 256
"""What cells of the default width show on a screen of 1x."""
BASES = 4
BEGAN = datetime(2026, 3, 1)
BEAT = 4  # ms: often enough to see a pause, seldom enough to cost nothing
SAMPLED = 100
"""Files that the peer is measured on, each time."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--heic", type=int, default=16)
    parser.add_argument("--folder", type=Path, help="keep the photos here, and use them when they are there")
    parser.add_argument("--step", choices=["first", "again", "heic"], help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        print(json.dumps(measure(arguments.step, arguments.folder, arguments.home, arguments.count)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        photos = (arguments.folder or Path(scratch) / "in") / f"{arguments.count}"
        make(photos, arguments.count)
        before = peer(photos)
        first = step("first", photos, Path(scratch) / "home", arguments.count)
        after = peer(photos)
        report(first, before, after)
        report_again(step("again", photos, Path(scratch) / "home", arguments.count))
        if arguments.heic:
            heic = Path(scratch) / "heic"
            make_heic(heic, arguments.heic)
            found = step("heic", heic, Path(scratch) / "other", arguments.heic)
            busy = found["sharp_cpu"] / found["sharp_seconds"]
            print(f"HEIC 12 MP: {found['sharp_rate']:.1f} sharp/s with {busy:.2f} cores busy; {gaps_of(found)}")
    return 0


def report(first: dict[str, Any], *peers: dict[str, float]) -> None:
    one, two = (sum(p[name] for p in peers) / len(peers) for name in ("one", "two"))
    cpu = sum(p["cpu"] for p in peers) / len(peers)
    mine = first["sharp_cpu"] / first["count"] * 1000
    print(f"first rows       {first['rows']:.0f} ms, all {first['all_rows']:.0f} ms")
    print(f"previews of page {first['previews']:.0f} ms after the rows ({first['page']} cells)")
    print(f"sharp, whole shoot  {first['sharp_rate']:.1f}/s, {mine:.0f} ms CPU each")
    print(f"vipsthumbnail       {one:.1f}/s by one process, {two:.1f}/s by two, {cpu * 1000:.0f} ms CPU each")
    ratios = f"{first['sharp_rate'] / one:.2f}x, {first['sharp_rate'] / two:.2f}x"
    print(f"ratios              {ratios}, CPU {mine / cpu / 1000:.2f}x")
    print(f"GUI gaps            {gaps_of(first)}; at rest {gaps_of(first, 'rest_gaps')}")
    beside = f"p99 {max(p['p99'] for p in peers):.0f} max {max(p['max'] for p in peers):.0f} ms"
    print(f"  of an empty loop beside two vipsthumbnail: {beside}")
    print(
        f"all browsed         {first['browsed']:.0f}/s, RSS {first['rss']:.0f} MB, most {first['most']:.0f} MB",
        flush=True,
    )


def report_again(again: dict[str, Any]) -> None:
    each = again["sharp_cpu"] / again["count"] * 1000
    rate = f"{again['browsed']:.0f} sharp/s, {each:.1f} ms CPU each"
    print(f"second opening      {rate}, {gaps_of(again)}, RSS {again['rss']:.0f} MB")


def gaps_of(found: dict[str, Any], name: str = "gaps") -> str:
    """By the clock, and how much of them is the window's own work: the rest is a busy machine."""
    parts = [f"p50 {half:.0f} p99 {most:.0f} max {worst:.0f}" for half, most, worst in found[name].values()]
    return f"{parts[0]} ms (own work {parts[1]})"


# The peer


def peer(photos: Path) -> dict[str, float]:
    """Files per second of vipsthumbnail as one process and as two, and its CPU seconds for a file.

    Also how long a loop that does nothing has to wait beside the two: what this machine is like just now.
    """
    files = [str(path) for path in sorted(photos.iterdir())[:SAMPLED]]
    with tempfile.TemporaryDirectory() as out:
        gaps: list[float] = []

        def run(*shares: list[str]) -> tuple[float, float]:
            began, cpu = time.perf_counter(), _children()
            command = ["vipsthumbnail", "--size", f"{EDGE}x{EDGE}", "-o", f"{out}/%s.jpg[Q=85]"]
            processes = [subprocess.Popen([*command, *share]) for share in shares]
            gaps.clear()
            while any(process.poll() is None for process in processes):
                before = time.perf_counter()
                time.sleep(BEAT / 1000)
                gaps.append((time.perf_counter() - before) * 1000)
            assert all(process.returncode == 0 for process in processes)
            return len(files) / (time.perf_counter() - began), (_children() - cpu) / len(files)

        run(files)  # the first reading is the disk's
        one, cpu = run(files)
        two, _ = run(files[::2], files[1::2])
        gaps.sort()
    return {"one": one, "two": two, "cpu": cpu, "p99": gaps[len(gaps) * 99 // 100], "max": gaps[-1]}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# The photos


def make(folder: Path, count: int) -> None:
    """Photos of 24 MP: a few pictures, each file with its own time, its own last bytes and its own size."""
    from PIL import Image

    from luster_desktop.paths import resource as shipped

    if folder.is_dir() and len(list(folder.iterdir())) == count:
        return
    folder.mkdir(parents=True)
    bases = []
    for path in sorted(shipped("sample_shoot").glob("*.JPG"))[:BASES]:
        with Image.open(path) as photo:
            large = photo.convert("RGB").resize((6000, 4000), Image.Resampling.LANCZOS)
        grain = Image.effect_noise((6000, 4000), 14).convert("RGB")
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


def make_heic(folder: Path, count: int) -> None:
    """HEIC of 12 MP."""
    import pillow_heif
    from PIL import Image

    from luster_desktop.paths import resource as shipped

    folder.mkdir(parents=True)
    with Image.open(next(iter(sorted(shipped("sample_shoot").glob("*.JPG"))))) as photo:
        large = photo.convert("RGB").resize((4032, 3024), Image.Resampling.LANCZOS)
    out = BytesIO()
    pillow_heif.from_pillow(large).save(out, quality=80)
    for number in range(count):
        (folder / f"IMG_{number:05}.HEIC").write_bytes(out.getvalue() + b"\0\0\0\x0cfree" + number.to_bytes(4, "big"))


# The window


def step(name: str, photos: Path, home: Path, count: int) -> dict[str, Any]:
    """One opening of the window, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.gallery", "--step", name, "--folder", str(photos)]
    done = subprocess.run(
        [*command, "--home", str(home), "--count", str(count)], stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(name: str, photos: Path, home: Path, count: int) -> dict[str, Any]:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from luster_desktop.app import Start, build, shorten_pauses
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

    def browse() -> float:
        bar = view.verticalScrollBar()
        began = time.perf_counter()
        bar.setValue(0)
        while True:
            until(lambda: all(thumbnails._is_sharp(key) for key in page()))
            if bar.value() == bar.maximum():
                return count / (time.perf_counter() - began)
            bar.setValue(bar.value() + view.viewport().height())

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(BEAT)
    found: dict[str, Any] = {"count": count}
    if name == "again":
        until(lambda: files() == count)
        gaps.clear()
        cpu = time.process_time()
        found["browsed"] = browse()
        found["sharp_cpu"] = time.process_time() - cpu
    else:
        rest = time.monotonic() + 2
        until(lambda: time.monotonic() > rest)
        found["rest_gaps"] = told()
        began, cpu = time.perf_counter(), time.process_time()
        app.bench.add_paths([photos])
        until(lambda: app.bench.photos.rowCount() > 0)
        first = time.perf_counter()
        if name == "first":
            until(lambda: bool(page()) and all(thumbnails.pixmap(key) is not None for key in page()))
        shown = time.perf_counter()
        found |= {"rows": (first - began) * 1000, "previews": (shown - first) * 1000, "page": len(page())}
        until(lambda: files() == count)
        found["all_rows"] = (time.perf_counter() - began) * 1000
        until(lambda: thumbnails.idle and sum(1 for _ in (home / "thumbnails").glob("*/*.jpg")) >= count, step=50)
        seconds = time.perf_counter() - began
        found |= {"sharp_rate": count / seconds, "sharp_seconds": seconds, "sharp_cpu": time.process_time() - cpu}
        found["gaps"] = told()
        found["browsed"] = browse()
    if name == "again":
        found["gaps"] = told()
    status = Path("/proc/self/status").read_text()
    found |= {
        key: int(status.split(f"{field}:")[1].split()[0]) / 1000 for key, field in (("rss", "VmRSS"), ("most", "VmHWM"))
    }
    timer.stop()
    app.window.close()
    app.close()
    qt.quit()
    return found


if __name__ == "__main__":
    if shutil.which("vipsthumbnail") is None:
        raise SystemExit("vipsthumbnail is missing: install libvips-tools.")
    raise SystemExit(main())
