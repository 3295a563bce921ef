"""A running API over real services, and users of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import Engine

from backend import database
from backend.config import Settings
from tests.backend import service
from tests.backend.identities import SignIn, sign_in_service
from tests.services import Bucket


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    engine = database.engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sign_in() -> Iterator[SignIn]:
    with sign_in_service() as running:
        yield running


@pytest.fixture
def config(postgres_url: str, s3: Bucket, sign_in: SignIn) -> Settings:
    return service.settings(postgres_url, s3, sign_in)


@pytest.fixture
def api(config: Settings) -> Iterator[httpx.Client]:
    """A client of a running API, signed in as nobody."""
    with service.running(config) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


@pytest.fixture
def new_user(api: httpx.Client, sign_in: SignIn, config: Settings) -> Callable[[], service.User]:
    return lambda: service.User(api, sign_in, config)


@pytest.fixture
def user(new_user: Callable[[], service.User]) -> service.User:
    return new_user()
