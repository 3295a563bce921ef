"""The real service for the app's tests: one stack per run, a fresh account and data folder per test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from luster_desktop.cli.services import Services
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.cli.stack import Stack
from luster_desktop.settings import DesktopSettings
from tests.desktop import disks
from tests.desktop.account import Account
from tests.desktop.disks import SmallDisk
from tests.services import open_folder
from tests.slow_model import slow_model


@pytest.fixture(scope="session")
def stack_folder() -> Iterator[Path]:
    """The folder of all that the one-machine stack keeps."""
    with open_folder() as folder:
        yield folder / "stack"


@pytest.fixture(scope="session")
def stack(stack_folder: Path) -> Iterator[Stack]:
    """The one-machine stack, started as `luster enhance --local` starts it."""
    with Stack(stack_folder) as running:
        yield running


@pytest.fixture
def settings(stack: Stack, tmp_path: Path) -> DesktopSettings:
    """An app of its own against the stack."""
    return replace(stack.settings(), home=tmp_path / "home")


@pytest.fixture
def account(stack: Stack) -> Account:
    """A new address, unknown to the service so far."""
    return Account(f"{uuid4().hex[:12]}@luster.test", stack)


@pytest.fixture
def services(settings: DesktopSettings, account: Account) -> Iterator[Services]:
    """A signed-in app without a window and without credits; its engine is not running yet."""
    with Services(settings) as built:
        by_mailbox(built.session, settings, account.email)
        built.api.account()
        yield built


@pytest.fixture
def small_disk(tmp_path: Path) -> SmallDisk:
    """Makes a disk of so many bytes."""
    return partial(disks.small_disk, tmp_path / "disk")


@pytest.fixture
def slow_edits(stack: Stack) -> Iterator[None]:
    """Edits that are seen at work: eight seconds each, for the length of a test."""
    with slow_model(stack.environment, 3, 8):
        yield


class MemoryKeyring(KeyringBackend):
    """A key store that lasts as long as the test, with Windows' limit."""

    priority = 1
    LIMIT = 1280

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > self.LIMIT:
            raise OSError("The stub received bad data")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.kept[service, username]
        except KeyError:
            raise PasswordDeleteError from None


@pytest.fixture
def memory_keyring() -> Iterator[MemoryKeyring]:
    """The process's key store for the length of a test."""
    before, own = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(before)
