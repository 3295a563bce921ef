"""Sharing where it is asked for in the window, and where no service answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.cloud.api import ApiClient
from luster_desktop.cloud.session import Session, SessionState
from luster_desktop.cloud.sync import SyncEngine
from luster_desktop.library.store import Library
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.context import Cloud
from luster_desktop.ui.delivery.share import ShareDialog
from tests.desktop.conftest import MemoryKeyring
from tests.desktop.ui import states
from tests.desktop.ui.conftest import NOWHERE

MakeApp = Callable[..., App]
TITLE = "Share with the agent…"


@pytest.fixture
def nowhere(memory_keyring: MemoryKeyring, library: Library, tmp_path: Path) -> Iterator[Cloud]:
    """The real other end of the wire, with nobody at the end of it."""
    settings = DesktopSettings(NOWHERE, NOWHERE, "key", tmp_path)
    session = Session(settings)
    api = ApiClient(settings, session)
    yield Cloud(session, api, SyncEngine(library, api, session, tmp_path / "outputs"))
    api.close()
    session.close()


def entry(menu: QMenu | None) -> Any:
    assert menu is not None
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text() == TITLE)


def test_it_is_in_the_menu_of_the_open_shoot(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    assert not entry(app.window.topbar.menu_button.menu()).isEnabled()
    states.settled_shoot(tmp_path / "with", tmp_path / "12 Oak Street", 1)
    other = make_app(tmp_path / "with")
    qtbot.waitUntil(lambda: other.bench.current is not None)
    qtbot.waitUntil(lambda: entry(other.window.topbar.menu_button.menu()).isEnabled())


def test_nobody_shares_without_signing_in(make_app: MakeApp, nowhere: Cloud, qtbot: QtBot, tmp_path: Path) -> None:
    states.settled_shoot(tmp_path / "with", tmp_path / "12 Oak Street", 1)
    app = make_app(tmp_path / "with")
    app.account.attach(nowhere)
    app.share.attach(nowhere)
    qtbot.waitUntil(lambda: app.bench.current is not None)
    assert nowhere.session.restore() is SessionState.SIGNED_OUT
    # The bar knows of the shoot a moment after the workbench does; until then its entry cannot be chosen.
    qtbot.waitUntil(lambda: entry(app.window.topbar.menu_button.menu()).isEnabled())
    with qtbot.waitSignal(app.window.topbar.sign_in_asked):
        entry(app.window.topbar.menu_button.menu()).trigger()
    assert app.window.findChildren(ShareDialog) == []


def test_a_service_that_does_not_answer_is_told(
    make_app: MakeApp, nowhere: Cloud, qtbot: QtBot, tmp_path: Path
) -> None:
    states.settled_shoot(tmp_path / "with", tmp_path / "12 Oak Street", 1)
    app = make_app(tmp_path / "with")
    qtbot.waitUntil(lambda: app.bench.current is not None)
    shoot = app.bench.current
    assert shoot is not None
    offer = app.window.presets.offer
    dialog = ShareDialog(app.window, app.runner, app.bench.library, nowhere, app.store, shoot, offer)
    dialog.open()

    def told() -> list[str]:
        return [label.text() for label in dialog.findChildren(QLabel) if label.property("role") == "bad"]

    qtbot.waitUntil(lambda: any(text.endswith(".") for text in told()))
    assert (dialog.go.text(), dialog.go.isEnabled()) == ("Try again", True)
    assert not dialog.title.isVisible()
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog.go.isEnabled())
    qtbot.waitUntil(dialog.go.isEnabled, timeout=30_000)
    dialog.accept()
    QApplication.processEvents()
