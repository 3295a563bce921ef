"""The account's dialogs and notices where no service answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.cloud.api import ApiClient
from luster_desktop.cloud.link import LinkEvent, LinkNews
from luster_desktop.cloud.session import Session, SessionState
from luster_desktop.cloud.sync import SyncEngine
from luster_desktop.library.store import Library
from luster_desktop.reasons import Reason
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.account.delete import DeleteDialog
from luster_desktop.ui.account.sign_in import LINK, LINK_ENDED, SignInDialog
from luster_desktop.ui.context import Cloud
from luster_desktop.ui.shell.notices import Notice
from luster_desktop.words.reasons import sentence
from tests.desktop.conftest import MemoryKeyring
from tests.desktop.ui.conftest import NOWHERE


@pytest.fixture
def nowhere(memory_keyring: MemoryKeyring, library: Library, tmp_path: Path) -> Iterator[Cloud]:
    """The real other end of the wire, with nobody at the end of it. The engine is not running."""
    settings = DesktopSettings(NOWHERE, NOWHERE, "key", tmp_path)
    session = Session(settings)
    api = ApiClient(settings, session)
    yield Cloud(session, api, SyncEngine(library, api, session, tmp_path / "outputs"))
    api.close()
    session.close()


def told(dialog: DeleteDialog | SignInDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_a_computer_without_a_key_store_says_so_once(
    make_app: Callable[..., App], nowhere: Cloud, qtbot: QtBot
) -> None:
    keyring.set_keyring(NoKeyring())
    app = make_app()
    assert nowhere.session.restore() is SessionState.SIGNED_OUT
    app.account.attach(nowhere)

    def notices() -> list[Notice]:
        return [notice for notice in app.window.findChildren(Notice) if notice.isVisible()]

    qtbot.waitUntil(
        lambda: [notice.accessibleName() for notice in notices()] == [sentence(Reason.NO_KEY_STORE)], timeout=30_000
    )
    notices()[0].close_notice()
    app.account.changed.emit()
    QApplication.processEvents()
    assert notices() == []


def test_the_dialog_tells_what_becomes_of_the_link(make_app: Callable[..., App], nowhere: Cloud, qtbot: QtBot) -> None:
    app = make_app()
    app.account.attach(nowhere)
    app.window.topbar.sign_in_asked.emit()
    dialog = app.window.findChild(SignInDialog)
    assert dialog is not None
    dialog._on_sent(None)
    assert LINK in told(dialog)
    app.account.link_told.emit(LinkNews(LinkEvent.FAILED, Reason.LINK_FAILED))
    assert sentence(Reason.LINK_FAILED) in told(dialog)
    app.account.link_told.emit(LinkNews(LinkEvent.ENDED))
    assert LINK_ENDED in told(dialog)
    with qtbot.waitSignal(dialog.signed_in):
        app.account.link_told.emit(LinkNews(LinkEvent.SIGNED_IN))
    assert not dialog.isVisible()


def test_a_mail_that_cannot_be_sent_is_told_and_nobody_listens(
    make_app: Callable[..., App], nowhere: Cloud, qtbot: QtBot
) -> None:
    app = make_app()
    app.account.attach(nowhere)
    app.window.topbar.sign_in_asked.emit()
    dialog = app.window.findChild(SignInDialog)
    assert dialog is not None
    dialog._address.setText("ana@example.com")
    dialog._on_go()
    text = "The sign-in service cannot be reached. Check the connection and try again."
    qtbot.waitUntil(lambda: text in told(dialog), timeout=30_000)
    assert not dialog.on_code_page
    dialog.reject()


def test_a_deletion_that_fails_is_told_in_a_sentence(
    make_app: Callable[..., App], nowhere: Cloud, qtbot: QtBot
) -> None:
    app = make_app()
    app.account.attach(nowhere)
    dialog = DeleteDialog(app.window, app.account)
    dialog.open()
    dialog._on_go()
    assert not dialog.go.isEnabled()
    dialog.reject()
    assert dialog.isVisible()  # under way: no way back
    text = "Nobody is signed in any more. Sign in, then try again."
    qtbot.waitUntil(lambda: text in told(dialog), timeout=30_000)
    assert dialog.go.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()
