"""Real Qt without a screen, the real library in a scratch folder; nothing may outlive its test."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from luster_desktop.app import App, Start, build
from luster_desktop.library.models import Shoot
from luster_desktop.library.store import Library
from luster_desktop.settings import DesktopSettings
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.theme import Mode, Theme

NOWHERE = "http://127.0.0.1:1"


class Patient(QtBot):
    """Time-outs bound a hang: a machine several times slower keeps within them."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = 30_000) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = 30_000, **more: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitSignals(self, signals: Any, *, timeout: int = 30_000, **more: Any) -> Any:  # noqa: N802
        return super().waitSignals(signals, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return Patient(request)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The application's one theme, dark at the start of each test."""
    found = qapp.findChild(Theme) or Theme(qapp, Mode.DARK)
    found.set_mode(Mode.DARK)
    found.set_text_scale(1.0)
    return found


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    assert made.close(), "a worker went on after the runner was closed"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def shoot(library: Library) -> Shoot:
    return library.create_shoot("12 Oak Street")


@pytest.fixture
def no_leaks() -> Iterator[None]:
    """Fails a test after which threads or running timers are left that were not there before."""
    before = {thread.ident for thread in threading.enumerate()}
    yield
    # Qt's pool threads are "dummies" to Python, which never sees them end; TaskRunner.close has waited for their work.
    ours = [thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)]
    left = [thread.name for thread in ours if thread.ident not in before]
    assert not left, f"threads left behind: {left}"
    instance = QApplication.instance()
    timers = [timer for timer in instance.findChildren(QTimer) if timer.isActive()] if instance else []
    assert not timers, "timers left running"


@pytest.fixture
def make_app(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """The whole window on a scratch data folder, with its library open; no service is connected."""
    made: list[App] = []

    def make(home: Path | None = None, start: Start | None = None) -> App:
        settings = DesktopSettings(NOWHERE, NOWHERE, "key", home or tmp_path / "home")
        app = build(settings, start or Start(cloud=False, prepare=False))
        made.append(app)
        app.window.resize(1200, 800)
        with qtbot.waitSignal(app.library_ready, timeout=30_000):
            app.window.show()
        return app

    yield make
    for app in made:
        app.window.close()
        app.window.deleteLater()
        app.deleteLater()
    QApplication.processEvents()
