"""The children are confined, replaceable and mortal."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from backend import words
from backend.imaging import Defect, Rejected, Scope, SizeLimits
from backend.imaging.confined import Pixels
from tests.backend.worker.stage import until

from .scenes import encoded, room

LIMITS = SizeLimits()
TONE = Scope(tone=True)
PHOTO = encoded(room(1200, 800))
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def test_threads_share_the_children() -> None:
    with Pixels(workers=2) as pixels, ThreadPoolExecutor(8) as pool:
        sizes = list(pool.map(lambda _: pixels.prepare(PHOTO, LIMITS, TONE).width, range(16)))
        assert sizes == [1200] * 16
        assert 1 <= len(pixels.processes) <= 2


def test_what_the_model_waits_for_goes_first() -> None:
    gate, served = threading.Event(), list[str]()

    def held() -> bytes:
        gate.wait(30)
        return PHOTO

    def file(name: str) -> bytes:
        served.append(name)
        return PHOTO

    with Pixels(workers=1) as pixels, ThreadPoolExecutor(5) as pool:
        first = pool.submit(pixels.prepare, held, LIMITS, TONE)
        until(lambda: not pixels._free)
        ends = [pool.submit(pixels.finish, partial(file, f"finish {n}"), PHOTO, TONE) for n in range(2)]
        until(lambda: len(pixels._waiting) == 2)
        begins = [pool.submit(pixels.prepare, partial(file, "prepare"), LIMITS, TONE) for _ in range(2)]
        until(lambda: len(pixels._waiting) == 4)
        gate.set()
        assert {one.result(60).width for one in (first, *begins)} == {1200}
        wait(ends)
    assert served[:2] == ["prepare", "prepare"] and sorted(served[2:]) == ["finish 0", "finish 1"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_each_child_has_its_share_of_the_processors() -> None:
    with Pixels(workers=os.cpu_count() or 1) as pixels:
        pixels.prepare(PHOTO, LIMITS, TONE)
        (child,) = pixels.processes
        # The one that works, and the one that reads what is asked for.
        assert len(list(Path(f"/proc/{child}/task").iterdir())) == 2


def test_a_bad_photo_does_not_disturb_the_next() -> None:
    with Pixels(workers=1) as pixels:
        pixels.prepare(PHOTO, LIMITS, TONE)
        before = pixels.processes
        with pytest.raises(Rejected):
            pixels.prepare(PHOTO[:1000], LIMITS, TONE)
        assert pixels.prepare(PHOTO, LIMITS, TONE).width == 1200
        assert pixels.processes == before


def test_a_mistake_of_ours_is_not_blamed_on_the_photo() -> None:
    with Pixels(workers=1) as pixels:
        with pytest.raises(Defect) as caught:
            pixels.prepare(PHOTO, SizeLimits(multiple=0), TONE)
        assert caught.value.where.startswith("ZeroDivisionError in ")
        assert pixels.prepare(PHOTO, LIMITS, TONE).width == 1200


@posix
def test_a_dead_child_is_replaced() -> None:
    with Pixels(workers=1) as pixels:
        pixels.prepare(PHOTO, LIMITS, TONE)
        (before,) = pixels.processes
        os.kill(before, signal.SIGSEGV)
        assert pixels.prepare(PHOTO, LIMITS, TONE).width == 1200
        assert pixels.processes != [before]


@posix
def test_a_child_that_hangs_is_killed_and_the_photo_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pixels(workers=1) as pixels:
        pixels.prepare(PHOTO, LIMITS, TONE)
        (before,) = pixels.processes
        os.kill(before, signal.SIGSTOP)
        # Short for this one alone: a child's start may take longer.
        with monkeypatch.context() as short, pytest.raises(Rejected) as caught:
            short.setattr(pixels, "_seconds", 0.5)
            pixels.prepare(PHOTO, LIMITS, TONE)
        assert caught.value.code == "too_slow" and "Export it again" in words.told(caught.value)
        with pytest.raises(ProcessLookupError):
            os.kill(before, 0)
        assert pixels.prepare(PHOTO, LIMITS, TONE).width == 1200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
def test_a_photo_that_needs_too_much_memory_is_rejected() -> None:
    with Pixels(workers=1, memory=900 << 20) as pixels:
        with pytest.raises(Rejected) as caught:
            pixels.prepare(_large(), LIMITS, TONE)
        assert caught.value.code in ("no_memory", "undecodable")
        assert pixels.prepare(PHOTO, LIMITS, TONE).width == 1200


def _large() -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", (12_000, 9_000), (90, 120, 150)).save(sink, "PNG", compress_level=1)
    return sink.getvalue()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_children_know_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary-of-a-secret")
    with Pixels(workers=1) as pixels:
        pixels.prepare(PHOTO, LIMITS, TONE)
        (child,) = pixels.processes
        assert b"canary-of-a-secret" not in Path(f"/proc/{child}/environ").read_bytes()
        assert b"canary-of-a-secret" not in Path(f"/proc/{child}/cmdline").read_bytes()


@posix
def test_children_end_with_their_parent() -> None:
    code = (
        "import sys, time\n"
        "from backend.imaging import Scope, SizeLimits\n"
        "from backend.imaging.confined import Pixels\n"
        "pixels = Pixels(workers=1)\n"
        "pixels.prepare(sys.stdin.buffer.read(), SizeLimits(), Scope(tone=True))\n"
        "print(*pixels.processes, flush=True)\n"
        "time.sleep(60)\n"
    )
    root = Path(__file__).parents[3]
    parent = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
    assert parent.stdin and parent.stdout
    with parent.stdin, parent.stdout:
        parent.stdin.write(PHOTO)
        parent.stdin.close()
        child = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 60
    while _runs(child) and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    """An orphan that nobody reaps stays as a zombie; it no longer runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def test_closing_ends_the_children() -> None:
    with Pixels(workers=1) as pixels:
        pixels.prepare(PHOTO, LIMITS, TONE)
        (child,) = pixels.processes
    assert pixels.processes == []
    if sys.platform != "win32":
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
    with pytest.raises(RuntimeError):
        pixels.prepare(PHOTO, LIMITS, TONE)
