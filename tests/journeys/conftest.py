"""One whole stack for the journeys: the product as a user runs it, every part real but the vendors' clouds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import httpx
import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backend.database.tables import credit_entries, credits, jobs, users
from luster_desktop.app import App, Start, build
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.theme import Mode, Theme
from tests.backend.local import stack as local
from tests.services import open_folder
from tests.slow_model import slow_model

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample_shoot"


@dataclass(frozen=True)
class Books:
    """A user's ledger, read from the database itself."""

    posted: int
    held: int
    captured: int
    succeeded: int


@dataclass(frozen=True)
class Machine:
    """A running stack and what a user's surroundings hold besides: the mailbox, and the books to check."""

    running: local.Running

    @property
    def environment(self) -> dict[str, str]:
        return self.running.environment

    def code(self, email: str) -> str:
        """The code in the newest e-mail to this address."""
        url = f"{self.environment['SUPABASE_URL']}/mailbox.json"
        mails = httpx.get(url, params={"email": email}).raise_for_status().json()["mails"]
        newest: str = mails[0]["code"]
        return newest

    def books(self, email: str) -> Books:
        engine = sa.create_engine(self.environment["DATABASE_URL"], poolclass=sa.NullPool)
        with engine.connect() as connection:
            user = connection.scalar(sa.select(users.c.id).where(users.c.email == email))
            balance = connection.execute(sa.select(credits).where(credits.c.user_id == user)).one()
            captures = sa.select(sa.func.count()).where(
                credit_entries.c.user_id == user, credit_entries.c.kind == "capture"
            )
            good = sa.select(sa.func.count()).where(jobs.c.user_id == user, jobs.c.state == "succeeded")
            return Books(balance.posted, balance.held, connection.scalar(captures) or 0, connection.scalar(good) or 0)


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """The stack, started once for all journeys."""
    with open_folder() as folder, local.running(folder / "stack") as running:
        yield Machine(running)
        assert running.stop() == 0


@pytest.fixture
def slow_edits(machine: Machine) -> Iterator[None]:
    """Edits that are seen at work: eight seconds each, for the length of a test."""
    with slow_model(machine.environment, 4, 8):
        yield


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, machine: Machine) -> Iterator[Callable[..., App]]:
    """Opens the window on a data folder, connected to the stack; closes what a test leaves open."""
    theme = qapp.findChild(Theme) or Theme(qapp, Mode.DARK)
    theme.set_mode(Mode.DARK)
    made: list[App] = []

    def make(home: Path, start: Start | None = None) -> App:
        settings = DesktopSettings.from_environment({**machine.environment, "LUSTER_HOME": str(home)})
        app = build(settings, start or Start())
        made.append(app)
        app.window.resize(1300, 850)
        with qtbot.waitSignals([app.library_ready, app.cloud_ready], timeout=30_000):
            app.window.show()
        return app

    yield make
    for app in made:
        app.window.close()
        app.window.deleteLater()
        app.deleteLater()
    QApplication.processEvents()
