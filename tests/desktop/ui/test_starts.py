"""Real starts of the whole command: a second one's files reach the first, and a crash is told at the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from luster_desktop.__main__ import main
from luster_desktop.ui.single_instance import SingleInstance
from tests.desktop.ui.conftest import NOWHERE
from tests.desktop.ui.states import make_photos

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0


@dataclass
class Running:
    """A start of the command, and what it said."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.listening = threading.Thread(target=self.listen, daemon=True)
        self.listening.start()

    def listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self.news:
                self.said.append(line.strip())
                self.news.notify_all()
        with self.news:
            self.said.append("end")
            self.news.notify_all()

    def until(self, true: Callable[[list[str]], bool]) -> None:
        with self.news:
            assert self.news.wait_for(lambda: true(self.said), PATIENCE), self.said

    def tell(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def end(self) -> int:
        return self.process.wait(PATIENCE)


HAND_OVER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from luster_desktop.ui.single_instance import SingleInstance
application = QCoreApplication([])
print("begun", flush=True)
sys.exit(0 if SingleInstance(Path(sys.argv[1])).be_first([Path(sys.argv[2])]) is False else 1)
"""
Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the command on one data folder; nothing outlives the test."""
    made: list[Running] = []
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "LUSTER_HOME": str(tmp_path / "home"),
        "APP_URL": NOWHERE,
        "SUPABASE_URL": NOWHERE,
    }

    def begin(*files: Path, busy: bool | None = None) -> Running:
        first = ["tests.desktop.ui.whole_app", "yes" if busy else "no"] if busy is not None else ["luster_desktop"]
        command = [sys.executable, "-m", *first, *map(str, files)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        running = Running(subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes))  # type: ignore[call-overload]
        made.append(running)
        return running

    yield begin
    for running in made:
        running.process.kill()
        running.listening.join()
        running.process.communicate()


def shown(*photos: Path) -> Callable[[list[str]], bool]:
    return lambda said: "photos " + " ".join(photo.name for photo in photos) in said


def test_a_second_start_drops_its_files_on_the_first_and_calls_it_to_the_front(start: Start, tmp_path: Path) -> None:
    photos = make_photos(tmp_path / "12 Oak Street", 3)
    first = start(photos[0], busy=False)
    first.until(shown(photos[0]))
    first.until(lambda said: "ready" in said)
    assert "front" not in first.said
    assert start(photos[1].parent).end() == 0
    first.until(shown(*photos))
    first.until(lambda said: "front" in said)


def test_a_busy_first_takes_them_all_as_one_drop(start: Start, tmp_path: Path) -> None:
    """As a file manager hands over three photos: by three starts at once."""
    photos = make_photos(tmp_path / "12 Oak Street", 3)
    first = start(busy=True)
    first.until(lambda said: "busy" in said)
    command = [sys.executable, "-c", HAND_OVER, str(tmp_path / "home")]
    starts = [subprocess.Popen([*command, str(photo)], cwd=ROOT, stdout=subprocess.PIPE) for photo in photos]
    for one in starts:
        assert one.stdout is not None
        assert one.stdout.readline() == b"begun\n"
    time.sleep(2)
    assert [one.poll() for one in starts] == [None] * 3
    first.tell("go")
    assert [one.communicate(timeout=PATIENCE) and one.returncode for one in starts] == [0] * 3
    first.until(shown(*photos))


def test_one_that_is_just_starting_is_waited_for(start: Start, tmp_path: Path) -> None:
    (photo,) = make_photos(tmp_path / "12 Oak Street", 1)
    lock = tmp_path / "home" / "window.lock"
    first = start(busy=False)
    deadline = time.monotonic() + PATIENCE
    while not lock.exists() and time.monotonic() < deadline:
        time.sleep(0.001)
    assert SingleInstance(tmp_path / "home").be_first([photo]) is False
    first.until(shown(photo))


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_a_killed_first_leaves_stops_nobody(start: Start, tmp_path: Path) -> None:
    (photo,) = make_photos(tmp_path / "12 Oak Street", 1)
    first = start(busy=False)
    first.until(lambda said: "ready" in said)
    first.process.kill()
    first.end()
    second = start(photo, busy=False)
    second.until(shown(photo))
    # A kill is no crash: whoever did it knows.
    second.until(lambda said: any(line.startswith("ready") for line in said))
    assert "ready" in second.said


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGSTOP")
def test_one_that_dies_with_files_it_never_took_is_followed_by_one_that_does(start: Start, tmp_path: Path) -> None:
    (photo,) = make_photos(tmp_path / "12 Oak Street", 1)
    first = start(busy=False)
    first.until(lambda said: "ready" in said)
    first.process.send_signal(signal.SIGSTOP)
    second = start(photo, busy=False)
    time.sleep(3)  # it has connected, and waits
    assert second.process.poll() is None
    first.process.kill()
    second.until(shown(photo))


def test_a_crash_is_told_at_the_next_start_and_only_then(start: Start, tmp_path: Path) -> None:
    first = start(busy=False)
    first.until(lambda said: "ready" in said)
    first.tell("crash")
    assert first.end() != 0
    for told in (True, False):
        again = start(busy=False)
        again.until(lambda said: any(line.startswith("ready") for line in said))
        assert any("ended unexpectedly" in line for line in again.said) is told
        again.tell("close")
        assert again.end() == 0
    log = (tmp_path / "home" / "logs" / "luster.log").read_text(encoding="utf-8")
    assert [line.rsplit(": ")[-1] for line in log.splitlines() if "luster.window" in line] == [
        "started",
        *(["started", "ended"] * 2),
    ]


def test_a_lock_without_a_listener_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luster_desktop.ui.single_instance.PATIENCE", 0.5)
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first._lock.tryLock(100)
    assert second.be_first([]) is None
    first._lock.unlock()
    assert second.be_first([])
    second.close()


def test_a_mistyped_command_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["enhnace", "/nowhere"])
    assert "invalid choice: 'enhnace'" in capsys.readouterr().err


FIRST_FRAME = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from luster_desktop.app import Start, build
from luster_desktop.settings import DesktopSettings
from luster_desktop.updates.preparing import Updates

QApplication(["luster"])
address = "http://127.0.0.1:1"
start = Start(cloud=False, prepare=False, updates=Updates(address, b"", Path(sys.argv[1]), "1.0.0"))
app = build(DesktopSettings(address, address, "key", Path(sys.argv[1])), start)
heavy = ("sqlalchemy", "pydantic", "PIL", "httpx", "numpy", "cv2", "asyncio", "tuf", "securesystemslib")
app.window.painted.connect(lambda: print("loaded:", *sorted(name for name in heavy if name in sys.modules)))
app.window.painted.connect(app.window.close)
app.window.show()
QApplication.exec()
"""


def test_the_first_frame_waits_for_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    """What the library, pictures and the service need takes longer to import than the window does."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", FIRST_FRAME, str(tmp_path)]
    said = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=PATIENCE
    ).stdout
    assert said.split() == ["loaded:"]
