"""Composition root of the window: builds each part once, in an order that shows the window first, and ends them."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from luster_desktop.diagnosis.crash import crash_trace
from luster_desktop.diagnosis.log import logging_to
from luster_desktop.operations.adding import Outcome
from luster_desktop.paths import Paths, resource
from luster_desktop.settings import DesktopSettings
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.tasks.thumbnails import ThumbnailService
from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.actions import Actions
from luster_desktop.ui.context import Cloud, Local
from luster_desktop.ui.crash import CrashGuard
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.language import speak
from luster_desktop.ui.opening import Opening
from luster_desktop.ui.saving import Saver
from luster_desktop.ui.settings.store import WindowStore
from luster_desktop.ui.shell.about import About
from luster_desktop.ui.shell.commands import Commands
from luster_desktop.ui.shell.delivery_commands import DeliveryCommands
from luster_desktop.ui.shell.reporting import Reporting
from luster_desktop.ui.shell.share_commands import ShareCommands
from luster_desktop.ui.shell.table import on_screen, table
from luster_desktop.ui.shell.watch_commands import WatchCommands
from luster_desktop.ui.shell.window import MainWindow
from luster_desktop.ui.shell.work import Work
from luster_desktop.ui.single_instance import SingleInstance
from luster_desktop.ui.theme import Theme
from luster_desktop.ui.watching import Watching
from luster_desktop.ui.widgets.dialogs import Trouble
from luster_desktop.ui.workbench import Workbench
from luster_desktop.words import reasons
from luster_desktop.words.language import tr

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.cloud.session import Session
    from luster_desktop.library.models import Shoot
    from luster_desktop.library.wishes import Wishes
    from luster_desktop.ui.shell.updating import Updating
    from luster_desktop.updates.preparing import Updates

log = logging.getLogger("luster.window")

APP_ID = "app.luster.desktop"


@dataclass(frozen=True)
class Start:
    """What differs between starts of the window."""

    open_paths: tuple[Path, ...] = ()
    """Files and folders to add to a shoot once the library is open."""
    shoot_name: str | None = None
    """The name of that shoot when a new one is made for them."""
    sign_in: Callable[[Session], object] | None = None
    """Called on a worker with the session when nobody is signed in, to do so without a dialog."""
    cloud: bool = True
    """Whether to connect to the service at all."""
    prepare: bool = True
    """Whether to make files to send; orders wait for them."""
    updates: Updates | None = None
    """Newer versions of the app; None where it is not kept up to date by itself."""


class App(QObject):
    """Everything that lives as long as the window does."""

    library_ready = Signal()
    cloud_ready = Signal()

    def __init__(self, settings: DesktopSettings, start: Start) -> None:
        super().__init__()
        self.settings = settings
        self._start = start
        self.paths = Paths(settings.home).create()
        self.store = WindowStore(self.paths.home)
        self.theme = _theme(self.store)
        self.runner = TaskRunner(self)
        self.bench = Workbench(self.runner, self)
        self.account = AccountState(self.runner, self)
        self.thumbnails = ThumbnailService(self.runner, self)
        self.window = MainWindow(self.store, self.runner, self.bench, self.account, self.thumbnails)
        self.actions = Actions(self.window, partial(on_screen, self.window, self.bench))
        self.commands = Commands(self.window, self.bench, Saver(self.runner, self), self.store, self.actions)
        mailbox = f"{settings.supabase_url}/mailbox" if settings.one_machine else ""
        self.work = Work(self.window, self.bench, self.account, self.runner, self.store, mailbox)
        self.work.troubled.connect(self.commands.tell)
        self.watching = Watching(self.runner, self.bench, self)
        self.watching.troubled.connect(self.commands.tell)
        watch = WatchCommands(self.window, self.bench, self.watching, self.store)
        self.share = ShareCommands(self.window, self.bench, self.account, self.runner, self.store, settings)
        delivery = DeliveryCommands(self.window, self.bench, self.runner, self.store, self.work.rules, settings)
        self.reporting = Reporting(self.window, self.bench, self.runner, self.paths.logs, settings.support)
        self.reporting.troubled.connect(self.commands.tell)
        about = About(self.window, self.runner, settings)
        self.actions.add(
            table(self.window, self.bench, self.commands, watch, delivery, self.share, self.reporting, about)
        )
        self.window.use(self.actions)
        self.work.save_asked.connect(self.commands.save_all)
        self.work.redone.connect(self.commands.photos.go_on_after)
        self.local: Local | None = None
        self.cloud: Cloud | None = None
        self._closed = False
        self.bench.added.connect(self._on_added)
        self.bench.arrived.connect(self._on_added)
        self.window.painted.connect(self._after_first_paint, Qt.ConnectionType.QueuedConnection)
        self.window.leaving.connect(self.close)
        self.updating = self._keep_up_to_date(start.updates) if start.updates is not None else None

    def _keep_up_to_date(self, updates: Updates) -> Updating:
        from luster_desktop.ui.shell.updating import Updating

        return Updating(self.window.notices, self.runner, updates, self)

    @Slot()
    def _after_first_paint(self) -> None:
        """The slow parts, now that the user sees a window: presets, library, then the network."""
        if self.updating is not None:
            self.updating.begin()
        self.runner.run(lambda _token: _built_in(), self.work.show_presets, pool="library")
        paths, wishes = self.paths, self.store.wishes
        self.runner.run(
            lambda _token: _open_library(paths, wishes), self._on_library, self._on_no_library, pool="library"
        )

    def _on_library(self, local: Local) -> None:
        if self._closed:
            local.library.close()
            return
        self.local = local
        self.bench.opened.connect(self._on_shoot)
        self.store.wishes_changed.connect(self._on_wishes)
        self._on_wishes()
        if self._start.prepare:
            local.preparer.start()
        self.thumbnails.attach(local.thumbnails)
        self.bench.attach(local.library, self.store.shoot)
        if local.notice:
            self.window.notices.say("library", reasons.sentence(local.notice), tone="warn")
        if self._start.open_paths:
            self.bench.add_paths(list(self._start.open_paths), self._start.shoot_name)
        self.library_ready.emit()
        self.runner.run(lambda _token: _import_for_drops(), pool="disk")
        if self._start.cloud:
            self.runner.run(lambda _token: self._connect(local), self._on_cloud, self._on_no_cloud)

    def _on_added(self, outcome: Outcome) -> None:
        self.thumbnails.forget(outcome.changed)

    @Slot(object)
    def _on_shoot(self, shoot: Shoot | None) -> None:
        if self.local is not None:
            self.local.preparer.look_at(shoot.id if shoot is not None else None)

    @Slot()
    def _on_wishes(self) -> None:
        if self.local is not None:
            self.local.preparer.use(self.store.wishes)

    def _on_no_library(self, error: Exception) -> None:
        self.commands.tell(
            Trouble(
                title=tr("Luster cannot open its library"),
                happened=sentence(error),
                todo=tr("Close the other Luster on this computer, or restart the computer, then start Luster again."),
            )
        )

    def _connect(self, local: Local) -> Cloud:
        """On a worker: importing the network's parts takes longer than showing the window."""
        from luster_desktop.cloud.api import ApiClient
        from luster_desktop.cloud.session import Session, SessionState
        from luster_desktop.cloud.sync import SyncEngine

        session = Session(self.settings, keep=not self.settings.one_machine)
        api = ApiClient(self.settings, session)
        if session.restore() is SessionState.SIGNED_OUT and self._start.sign_in is not None:
            self._start.sign_in(session)
        engine = SyncEngine(local.library, api, session, self.paths.outputs)
        engine.start()
        return Cloud(session, api, engine)

    def _on_cloud(self, cloud: Cloud) -> None:
        self.cloud = cloud
        if self._closed:
            self._close_cloud()
            return
        self.account.attach(cloud)
        self.work.attach(cloud)
        self.share.attach(cloud)
        self.cloud_ready.emit()

    def _on_no_cloud(self, error: Exception) -> None:
        log.error("the service could not be set up: %s", type(error).__name__)
        self.window.notices.say("cloud", sentence(error), tone="bad")

    @Slot()
    def set_aside_imports(self) -> None:
        """Leave everything that is there now out of garbage collection."""
        gc.freeze()

    @Slot()
    def close(self) -> None:
        """Stop listening, then working, then the network, then the library. Work goes on at the next start."""
        if self._closed:
            return
        self._closed = True
        if self.updating is not None:
            self.updating.close()
        self.work.close()
        self.account.close()
        self.watching.close()
        self.bench.close()
        self.runner.close()
        self._close_cloud()
        if self.local is not None:
            self.local.preparer.stop()
            self.local.library.close()

    def _close_cloud(self) -> None:
        if self.cloud is not None:
            self.cloud.engine.stop()
            self.cloud.api.close()
            self.cloud.session.close()


def build(settings: DesktopSettings, start: Start | None = None) -> App:
    """The window and its parts, not shown yet; needs a QApplication. OSError when the data folder cannot be made."""
    return App(settings, start or Start())


def shorten_pauses(app: App) -> None:
    """Keep the interpreter from holding up the window, for the rest of this process.

    Workers give it back after 1 ms. What was imported is set aside: looking through all of it for garbage takes 70 ms,
    during which no thread runs, and it is there until the end anyway.
    """
    sys.setswitchinterval(0.001)
    app.library_ready.connect(app.set_aside_imports)
    app.cloud_ready.connect(app.set_aside_imports)


def give_memory_back() -> None:
    """Have the C library of Linux return each large picture's memory when that goes, for the rest of this process.

    Left to itself it keeps blocks of up to 32 MB once it has met one: going through photos then takes a third more.
    And each thread would have a store of its own, of which most is empty: with two, 2,000 photos take 10 MB less.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # another C library has other ways
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, 1024 * 1024)
        library.mallopt(_M_ARENA_MAX, 2)


_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""Of mallopt(3)."""


def main(
    settings: DesktopSettings,
    *,
    open_paths: Sequence[Path] = (),
    shoot_name: str | None = None,
    sign_in: Callable[[Session], object] | None = None,
    updates: Updates | None = None,
) -> int:
    """Run the window until it is closed; returns the exit code.

    `updates` are of the app itself. A second start for the same data folder hands `open_paths` to the first one and
    ends.
    """
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    qt = QApplication.instance() or QApplication([sys.argv[0] if sys.argv else "luster"])
    assert isinstance(qt, QApplication)
    qt.setApplicationName("Luster")
    qt.setDesktopFileName("luster")
    _name_to_windows()
    qt.setWindowIcon(QIcon(str(resource("icons", "luster.svg"))))
    paths = Paths(settings.home).create()
    speak(qt, WindowStore(paths.home).language)
    instance = SingleInstance(paths.home)
    first = instance.be_first(open_paths)
    if first is None:
        print("luster: Another Luster is using this library. Close it first.", file=sys.stderr)  # noqa: T201
        return 1
    if not first:
        return 0
    with logging_to(paths.logs), crash_trace(paths.logs) as crashed:
        start = Start(tuple(open_paths), shoot_name, sign_in, updates=updates)
        return _run(qt, settings, start, instance, crashed=crashed)


def _name_to_windows() -> None:
    """Without a name of its own the window shares its place in the taskbar with whatever Python runs."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)


def _run(qt: QApplication, settings: DesktopSettings, start: Start, instance: SingleInstance, *, crashed: bool) -> int:
    log.info("started")
    app = build(settings, start)
    if crashed:
        app.reporting.tell_of_crash()
    shorten_pauses(app)
    give_memory_back()
    guard = CrashGuard(app.commands.tell)
    for asked in (instance.asked, Opening(qt).asked):
        asked.connect(app.window.bring_to_front)
        asked.connect(app.bench.add_paths)
    stop_listening = _end_on_signals(qt)
    app.window.show()
    try:
        return int(qt.exec())
    finally:
        app.close()
        stop_listening()
        guard.close()
        instance.close()
        log.info("ended")


def _theme(store: WindowStore) -> Theme:
    """The application's one theme; a second window of the same process joins it."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    return qt.findChild(Theme) or Theme(qt, store.mode, store.text_scale)


def _built_in() -> contract.PresetList:
    """On a worker: what the catalogue is read with takes longer to import than a frame may take."""
    from luster_desktop.ui.presets.catalogue import built_in

    return built_in()


def _open_library(paths: Paths, wishes: Wishes) -> Local:
    """On a worker. What a first drop needs is imported here too, so that its rows do not wait for that."""
    import luster_desktop.intake.metadata
    import luster_desktop.intake.recognise
    import luster_desktop.library.contents  # noqa: F401
    from luster_desktop.intake.thumbnails import ThumbnailCache
    from luster_desktop.library.store import Library
    from luster_desktop.operations.preparing import Preparer

    library = Library(paths.library)
    preparer = Preparer(library, paths.prepared, wishes)
    return Local(library, preparer, ThumbnailCache(paths.thumbnails), library.notice)


def _import_for_drops() -> None:
    """On a worker, soon after the start: loading what looks at pictures holds up every other thread for a moment, which
    would be seen while photos are dropped.
    """
    import luster_desktop.intake.brackets.grouping
    import luster_desktop.intake.brackets.likeness
    import luster_desktop.intake.scan
    import luster_desktop.intake.scenery  # noqa: F401


def _end_on_signals(qt: QApplication) -> Callable[[], None]:
    """Ctrl-C and SIGTERM close the window properly. The timer lets the interpreter see signals while Qt waits.

    Returns what puts the earlier handlers back.
    """
    import signal

    def end(_number: int, _frame: object) -> None:
        qt.closeAllWindows()
        qt.quit()

    numbers = [signal.SIGINT] if os.name == "nt" else [signal.SIGINT, signal.SIGTERM]
    before = {number: signal.signal(number, end) for number in numbers}
    timer = QTimer(qt)
    timer.timeout.connect(_nothing)
    timer.start(250)

    def stop() -> None:
        timer.stop()
        for number, handler in before.items():
            signal.signal(number, handler)

    return stop


def _nothing() -> None:
    return None
