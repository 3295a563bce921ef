"""Fixtures that every part of the suite may use: a fresh real database and a fresh real bucket for a test."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests import services

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # Started in the background of a shell: the children under test would ignore Ctrl-C as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)


# An example may take as long as the machine is busy.
settings.register_profile("luster", settings.default, deadline=None)
settings.load_profile("luster")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run races, random histories and big tables at full length")


@pytest.fixture(scope="session")
def length(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """The first number in a quick run, the second with `--long`."""
    long: bool = request.config.getoption("--long")
    return lambda short, full: full if long else short


@pytest.fixture(scope="session")
def postgres() -> Iterator[services.Postgres]:
    """One Postgres server for the run."""
    with services.open_folder() as folder, services.postgres(folder) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: services.Postgres) -> Iterator[str]:
    """A migrated, empty database of its own."""
    with postgres.fresh() as url:
        yield url


@pytest.fixture(scope="session")
def object_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[services.ObjectStore]:
    """One S3 server for the run."""
    with services.object_store(tmp_path_factory.mktemp("objects")) as store:
        yield store


@pytest.fixture
def s3(object_store: services.ObjectStore) -> Iterator[services.Bucket]:
    """An empty bucket of its own."""
    with object_store.fresh() as bucket:
        yield bucket
