"""The account in the window: signing in by link, a session that ends under way, the history's pages, deletion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from backend.credits import post
from backend.database.tables import credit_entries, shoots, users
from luster_desktop.app import App, Start
from luster_desktop.cloud.session import Session
from luster_desktop.library.models import JobState, Recipe
from luster_desktop.ui.account.delete import DeleteDialog
from luster_desktop.ui.account.history import HistoryDialog
from luster_desktop.ui.account.page import AccountDialog
from luster_desktop.ui.account.sign_in import SignInDialog
from luster_desktop.ui.shell.notices import Notice
from tests.journeys.conftest import SAMPLE, Machine
from tests.present import present

pytestmark = pytest.mark.journey
Opener = Callable[..., App]
DONE = 120_000


@pytest.fixture
def database(machine: Machine) -> Iterator[sa.Engine]:
    engine = sa.create_engine(machine.environment["DATABASE_URL"], poolclass=sa.NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def short_tokens(machine: Machine) -> Iterator[None]:
    """Access tokens that the app renews every two seconds, for the length of a test."""
    options = f"{machine.environment['SUPABASE_URL']}/control/options"
    usual = httpx.get(options).raise_for_status().json()["access_token_seconds"]
    httpx.put(options, json={"access_token_seconds": 62}).raise_for_status()
    yield
    httpx.put(options, json={"access_token_seconds": usual}).raise_for_status()


def signed_in(machine: Machine, email: str) -> Start:
    """A start that signs in by itself, as a kept session would."""

    def by_code(session: Session) -> None:
        session.request_code(email)
        session.verify_code(email, machine.code(email))

    return Start(sign_in=by_code)


def give(database: sa.Engine, app: App, *amounts: int) -> None:
    """Credits out of nowhere, an entry for each amount."""
    assert app.cloud is not None
    assert app.cloud.session.user is not None
    user = app.cloud.session.user.id
    with database.begin() as connection:
        for number, amount in enumerate(amounts):
            assert post(connection, user, "grant", amount, f"{user} {number}", reason=f"Number {number}")


def press(qtbot: QtBot, place: QWidget, text: str) -> None:
    button = next(button for button in place.findChildren(QPushButton) if button.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def ask_for_mail(app: App, qtbot: QtBot, email: str) -> SignInDialog:
    dialog = app.window.findChild(SignInDialog)
    assert dialog is not None
    address = next(field for field in dialog.findChildren(QLineEdit) if field.accessibleName() == "E-mail address")
    address.setText(email)
    press(qtbot, dialog, "Send code")
    qtbot.waitUntil(lambda: dialog.on_code_page, timeout=30_000)
    return dialog


def link(machine: Machine, email: str) -> str:
    mails = httpx.get(f"{machine.environment['SUPABASE_URL']}/mailbox.json", params={"email": email}).json()["mails"]
    found: str = mails[0]["link"]
    return found


def states(app: App) -> list[JobState]:
    return [row.job.state for row in app.bench.photos.all_rows() if row.job is not None]


def test_the_link_of_the_mail_signs_in_and_closes_the_dialog(
    open_window: Opener, qtbot: QtBot, machine: Machine, tmp_path: Path
) -> None:
    email = "by.link@studio.test"
    app = open_window(tmp_path / "home")
    app.window.topbar.sign_in_asked.emit()
    dialog = ask_for_mail(app, qtbot, email)
    with qtbot.waitSignal(dialog.signed_in, timeout=30_000):
        page = httpx.get(link(machine, email), follow_redirects=True)
    assert "You are signed in" in page.text
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: app.account.email == email and app.account.available == 0, timeout=30_000)
    assert app.store.email == email


def test_a_link_that_fails_is_told_and_the_code_still_works(
    open_window: Opener, qtbot: QtBot, machine: Machine, tmp_path: Path
) -> None:
    email = "old.link@studio.test"
    app = open_window(tmp_path / "home")
    app.window.topbar.sign_in_asked.emit()
    dialog = ask_for_mail(app, qtbot, email)
    broken = link(machine, email).replace("token=pkce_", "token=pkce_0")
    with qtbot.waitSignal(app.account.link_told, timeout=30_000):
        httpx.get(broken, follow_redirects=True)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.signed_in, timeout=30_000):
        qtbot.keyClicks(dialog.code, machine.code(email))


@pytest.mark.usefixtures("short_tokens", "slow_edits")
def test_orders_go_on_after_a_session_that_was_ended_elsewhere(
    open_window: Opener, qtbot: QtBot, machine: Machine, database: sa.Engine, tmp_path: Path
) -> None:
    email = "revoked@studio.test"
    app = open_window(tmp_path / "home", signed_in(machine, email))
    qtbot.waitUntil(lambda: app.account.available == 0, timeout=30_000)
    give(database, app, 3)
    app.bench.add_paths([SAMPLE / f"IMG_000{n}.JPG" for n in (1, 2, 3)])
    qtbot.waitUntil(lambda: len(app.bench.photos.all_rows()) == 3, timeout=30_000)
    assert app.cloud is not None
    app.cloud.engine.order([row.photo.id for row in app.bench.photos.all_rows()], Recipe.of("bright"))
    qtbot.waitUntil(lambda: JobState.QUEUED in states(app) or JobState.PROCESSING in states(app), timeout=60_000)

    token = app.cloud.session.access_token()
    headers = {"apikey": machine.environment["SUPABASE_ANON_KEY"], "Authorization": f"Bearer {token}"}
    ended = httpx.post(f"{machine.environment['SUPABASE_URL']}/auth/v1/logout?scope=global", headers=headers)
    assert ended.status_code == 204
    qtbot.waitUntil(lambda: app.account.expired, timeout=30_000)
    bar = app.window.activity
    qtbot.waitUntil(lambda: bar.action.isVisible() and bar.action.text() == "Sign in", timeout=30_000)
    assert not all(state.final for state in states(app))

    # The app stays usable meanwhile.
    app.bench.add_paths([SAMPLE / "IMG_0004.JPG"])
    qtbot.waitUntil(lambda: len(app.bench.photos.all_rows()) == 4, timeout=30_000)

    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    dialog = app.window.findChild(SignInDialog)
    assert dialog is not None
    assert any(field.text() == email for field in dialog.findChildren(QLineEdit))
    press(qtbot, dialog, "Send code")
    qtbot.waitUntil(lambda: dialog.on_code_page, timeout=30_000)
    with qtbot.waitSignal(dialog.signed_in, timeout=30_000):
        qtbot.keyClicks(dialog.code, machine.code(email))
    qtbot.waitUntil(lambda: states(app) == [JobState.SUCCEEDED] * 3, timeout=DONE)
    books = machine.books(email)
    assert (books.posted, books.held, books.captured) == (0, 0, 3)


def test_the_history_goes_back_page_by_page(
    open_window: Opener, qtbot: QtBot, machine: Machine, database: sa.Engine, tmp_path: Path
) -> None:
    app = open_window(tmp_path / "home", signed_in(machine, "long.history@studio.test"))
    qtbot.waitUntil(lambda: app.account.available == 0, timeout=30_000)
    give(database, app, *range(1, 106))
    app.window.topbar.history_asked.emit()
    dialog = app.window.findChild(HistoryDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 100, timeout=30_000)
    press(qtbot, dialog, "Show earlier")
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 105, timeout=30_000)
    said = [tuple(present(dialog.table.item(row, column)).text() for column in (1, 2)) for row in range(105)]
    credits = ["1 credit", *(f"{n} credits" for n in range(2, 106))]
    assert said == [(f"{credits[n]} from Luster: Number {n}", f"+{n + 1}") for n in reversed(range(105))]
    assert not any(
        button.isVisible() and button.text() == "Show earlier" for button in dialog.findChildren(QPushButton)
    )
    dialog.close()


def test_an_account_is_deleted_for_good_and_the_photos_stay(
    open_window: Opener, qtbot: QtBot, machine: Machine, database: sa.Engine, tmp_path: Path
) -> None:
    email = "leaves@studio.test"
    app = open_window(tmp_path / "home", signed_in(machine, email))
    qtbot.waitUntil(lambda: app.account.available == 0, timeout=30_000)
    give(database, app, 2)
    app.bench.add_paths([SAMPLE / "IMG_0001.JPG"])
    qtbot.waitUntil(lambda: len(app.bench.photos.all_rows()) == 1, timeout=30_000)
    assert app.cloud is not None
    assert app.cloud.session.user is not None
    user = app.cloud.session.user.id
    photo = app.bench.photos.at(0).photo
    app.cloud.engine.order([photo.id], Recipe.of("bright"))
    qtbot.waitUntil(lambda: states(app) == [JobState.SUCCEEDED], timeout=DONE)
    library = app.bench.library
    qtbot.waitUntil(lambda: len(library.outputs(photo.id)) == 1, timeout=30_000)

    app.window.topbar.account_asked.emit()
    account = app.window.findChild(AccountDialog)
    assert account is not None
    press(qtbot, account, "Delete account…")
    dialog = app.window.findChild(DeleteDialog)
    assert dialog is not None
    for wrong in ("", "yes", f"x{email}"):
        dialog.field.setText(wrong)
        assert not dialog.go.isEnabled()
    dialog.field.setText(f" {email.upper()} ")
    with qtbot.waitSignal(dialog.deleted, timeout=30_000):
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not app.account.signed_in, timeout=30_000)
    assert app.store.email == ""
    said = [notice.accessibleName() for notice in app.window.findChildren(Notice)]
    assert any(text.startswith("Your account was deleted.") for text in said)

    with database.connect() as connection:
        assert connection.scalar(sa.select(users.c.email).where(users.c.id == user)) == ""
        kept = sa.select(shoots.c.id).where(shoots.c.user_id == user, shoots.c.deleted_at.is_(None))
        assert connection.execute(kept).all() == []
        amounts = sa.select(credit_entries.c.amount).where(credit_entries.c.user_id == user)
        assert sorted(connection.scalars(amounts)) == [-1, 2]
    [output] = library.outputs(photo.id)
    assert output.path.stat().st_size == output.bytes
    assert photo.path.exists()
