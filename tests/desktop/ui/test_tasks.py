"""Workers to the GUI thread: where results arrive, in what order, and what cancelling does."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from luster_desktop.intake.thumbnails import ThumbnailCache
from luster_desktop.library.models import Shoot
from luster_desktop.library.store import Library
from luster_desktop.paths import resource
from luster_desktop.tasks.bridges import LibraryBridge
from luster_desktop.tasks.runner import DRAIN_BUDGET, CancelToken, TaskRunner
from luster_desktop.tasks.thumbnails import Key, ThumbnailService
from tests.desktop.ui import states


class Receiver(QObject):
    got = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.values: list[object] = []
        self.threads: list[int] = []

    def take(self, value: object) -> None:
        self.values.append(value)
        self.threads.append(threading.get_ident())
        self.got.emit()


def test_results_and_errors_arrive_on_the_gui_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    receiver = Receiver()
    worked_on: list[int] = []

    def work(_token: CancelToken) -> str:
        worked_on.append(threading.get_ident())
        return "result"

    def fail(_token: CancelToken) -> str:
        raise ValueError("no")

    with qtbot.waitSignals([receiver.got, receiver.got]):
        runner.run(work, receiver.take)
        runner.run(fail, receiver.take, receiver.take)
    assert set(receiver.threads) == {threading.get_ident()}
    assert worked_on[0] != threading.get_ident()
    assert "result" in receiver.values
    assert any(isinstance(value, ValueError) for value in receiver.values)


def test_nothing_arrives_after_cancelling(qtbot: QtBot, runner: TaskRunner) -> None:
    receiver, other = Receiver(), Receiver()
    began, go_on = threading.Event(), threading.Event()

    def work(token: CancelToken) -> bool:
        began.set()
        go_on.wait(30)
        return token.cancelled

    token = runner.run(work, receiver.take, pool="library")
    assert began.wait(30)
    token.cancel()
    go_on.set()
    with qtbot.waitSignal(other.got):
        runner.run(lambda _token: None, other.take, pool="library")
    assert receiver.values == []


def test_nothing_arrives_at_an_object_that_is_gone(qtbot: QtBot, runner: TaskRunner) -> None:
    receiver, other = Receiver(), Receiver()
    began, go_on = threading.Event(), threading.Event()

    def work(_token: CancelToken) -> None:
        began.set()
        go_on.wait(30)

    runner.run(work, receiver.take, pool="library")
    assert began.wait(30)
    receiver.deleteLater()
    with qtbot.waitSignal(receiver.destroyed):
        pass
    go_on.set()
    with qtbot.waitSignal(other.got):
        runner.run(lambda _token: None, other.take, pool="library")
    assert receiver.values == []


def test_a_flood_of_results_leaves_the_gui_thread_free(qtbot: QtBot, runner: TaskRunner) -> None:
    receiver = Receiver()
    gaps: list[float] = []
    last = time.perf_counter()

    def busy(_value: int) -> None:
        end = time.perf_counter() + 0.001
        while time.perf_counter() < end:
            pass

    def breath() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    from PySide6.QtCore import QTimer

    timer = QTimer()
    timer.timeout.connect(breath)
    timer.start(0)
    with qtbot.waitSignal(receiver.got, timeout=30_000):
        for number in range(200):
            runner.post(busy, number)
        runner.post(receiver.take, "end")
    timer.stop()
    turns = [gap for gap in gaps if gap > DRAIN_BUDGET / 2]
    assert len(turns) >= 200 * 0.001 / DRAIN_BUDGET / 2, "the flood was drained in one go"


def test_an_error_that_nobody_takes_reaches_the_hook(
    qtbot: QtBot, runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = Receiver()
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: receiver.take(error))

    def fail(_token: CancelToken) -> None:
        raise KeyError("lost")

    with qtbot.waitSignal(receiver.got):
        runner.run(fail)
    assert isinstance(receiver.values[0], KeyError)


def test_library_changes_are_gathered(qtbot: QtBot, library: Library, shoot: Shoot, tmp_path: Path) -> None:
    bridge = LibraryBridge(library)
    seen: list[tuple[UUID, frozenset[UUID]]] = []
    bridge.changed.connect(lambda shoot_id, ids: seen.append((shoot_id, ids)))
    states.add(library, shoot, states.make_photos(tmp_path / "in", 3))
    for number in range(50):
        library.rename_shoot(shoot.id, f"Name {number}")
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == (shoot.id, frozenset()))
    assert len(seen) < 10
    bridge.close()


def test_what_somebody_waits_for_is_announced_at_once(qtbot: QtBot, library: Library, shoot: Shoot) -> None:
    bridge = LibraryBridge(library)
    seen: list[UUID] = []
    bridge.changed.connect(lambda shoot_id, _ids: seen.append(shoot_id))
    library.rename_shoot(shoot.id, "First")
    qtbot.waitUntil(lambda: seen == [shoot.id])
    library.rename_shoot(shoot.id, "Second")
    # Without turning to the event loop, so that neither a timer nor a queued signal can have done it.
    bridge.announce()
    assert seen == [shoot.id, shoot.id]
    qtbot.wait(150)
    assert len(seen) == 2
    bridge.close()


@pytest.fixture
def service(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> ThumbnailService:
    made = ThumbnailService(runner, budget=600_000)
    made.attach(ThumbnailCache(tmp_path / "cache"))
    return made


def test_thumbnails_become_sharp_and_memory_stays_bounded(
    qtbot: QtBot, service: ThumbnailService, tmp_path: Path
) -> None:
    keys = [Key(path, 256) for path in states.make_photos(tmp_path / "in", 12, (600, 400))]
    # One after the other: of several at once, the first may arrive last.
    for key in keys:
        service.want([key])
        qtbot.waitUntil(lambda key=key: service.pixmap(key) is not None)  # type: ignore[misc]
    shown = service.pixmap(keys[-1])
    assert shown is not None
    assert max(shown.width(), shown.height()) == 256
    assert 0 < service.held_bytes <= 600_000
    assert service.pixmap(keys[0]) is None, "the oldest were not dropped"


def test_what_scrolled_away_is_not_loaded(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    read: list[Path] = []
    scrolled = threading.Event()

    class Watching(ThumbnailCache):
        def load(self, path: Path, edge: int) -> object:  # type: ignore[override]
            read.append(path)
            assert scrolled.wait(30)
            return super().load(path, edge)

    service = ThumbnailService(runner)
    service.attach(Watching(tmp_path / "cache"))
    paths = states.make_photos(tmp_path / "in", 60, (900, 600))
    service.want([Key(path, 256) for path in paths[:50]])
    service.want([Key(path, 256) for path in paths[50:]])
    scrolled.set()
    qtbot.waitUntil(lambda: all(service.pixmap(Key(path, 256)) for path in paths[50:]), timeout=30_000)
    assert len([path for path in read if path in paths[:50]]) <= runner.threads("thumbnails")


def test_the_cameras_previews_come_before_sharp_pictures(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    service = ThumbnailService(runner)
    service.attach(ThumbnailCache(tmp_path / "cache"))
    photo = resource("sample_shoot", "IMG_0001.JPG").read_bytes()
    keys = [Key(tmp_path / f"{number}.jpg", 512) for number in range(16)]
    for number, key in enumerate(keys):
        key.path.write_bytes(photo + bytes([number]))
    widths: dict[Path, list[int]] = {}

    def note(path: Path) -> None:
        shown = service.pixmap(Key(path, 512))
        assert shown is not None
        widths.setdefault(path, []).append(shown.width())

    service.ready.connect(note)
    service.want(keys)
    qtbot.waitUntil(lambda: [some[-1] for some in widths.values()] == [512] * 16, timeout=30_000)
    assert widths[keys[-1].path][0] <= 160
    assert sum(some[0] <= 160 for some in widths.values()) >= 10


def test_the_rest_is_made_when_nothing_is_wanted(qtbot: QtBot, service: ThumbnailService, tmp_path: Path) -> None:
    paths = states.make_photos(tmp_path / "in", 8, (600, 400))
    service.prepare([Key(path, 256) for path in paths])
    service.want([Key(path, 256) for path in paths[6:]])
    # What was loaded is handed over after its worker has ended.
    qtbot.waitUntil(lambda: service.idle and all(service.pixmap(Key(path, 256)) for path in paths[6:]))
    assert len(list((tmp_path / "cache").rglob("*.jpg"))) == 8
    assert [service.pixmap(Key(path, 256)) is not None for path in paths] == [False] * 6 + [True] * 2


def test_what_is_wanted_while_it_is_being_prepared_arrives(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(ThumbnailCache):
        def prepare(self, path: Path, edge: int) -> None:
            begun.set()
            assert go_on.wait(30)
            super().prepare(path, edge)

    service = ThumbnailService(runner)
    service.attach(Slow(tmp_path / "cache"))
    key = Key(states.make_photos(tmp_path / "in", 1)[0], 256)
    service.prepare([key])
    assert begun.wait(30)
    service.want([key])
    go_on.set()
    qtbot.waitUntil(lambda: service.pixmap(key) is not None)


def test_a_file_that_changed_or_came_back_is_loaded_anew(
    qtbot: QtBot, service: ThumbnailService, tmp_path: Path
) -> None:
    (path,) = states.make_photos(tmp_path / "in", 1, (600, 400))
    key, gone = Key(path, 256), Key(tmp_path / "gone.jpg", 256)
    service.want([key, gone])
    qtbot.waitUntil(lambda: service.pixmap(key) is not None and service.failure(gone) is not None)
    Image.new("RGB", (300, 300), "red").save(path)
    states.make_photos(tmp_path / "more", 1)[0].rename(gone.path)
    service.forget([path])
    assert (service.pixmap(key), service.failure(gone), service.held_bytes) == (None, None, 0)
    service.want([key, gone])
    qtbot.waitUntil(lambda: service.pixmap(key) is not None and service.pixmap(gone) is not None)
    shown = service.pixmap(key)
    assert shown is not None
    assert shown.width() == shown.height()


def test_a_broken_file_says_why_once(qtbot: QtBot, service: ThumbnailService, tmp_path: Path) -> None:
    broken = tmp_path / f"{uuid4()}.jpg"
    broken.write_bytes(b"not a photo")
    key = Key(broken, 256)
    with qtbot.waitSignal(service.ready):
        service.want([key])
    assert service.failure(key)
    assert service.pixmap(key) is None


def test_pixels_are_copied_out_of_the_buffer() -> None:
    from luster_desktop.intake.thumbnails import Thumbnail
    from luster_desktop.tasks.thumbnails import to_image

    image = to_image(Thumbnail(2, 1, bytes([255, 0, 0, 0, 0, 255])))
    assert image.format() is QImage.Format.Format_RGB32
    assert (image.pixelColor(0, 0).name(), image.pixelColor(1, 0).name()) == ("#ff0000", "#0000ff")
