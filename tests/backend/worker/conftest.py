"""A stage for each test: real Postgres, real S3, confined pixel work, and a vendor on the wire."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend import database
from backend.config import Settings
from backend.imaging.confined import Pixels
from backend.storage import Storage
from tests import services
from tests.backend.worker.stage import Stage, environment, set_stage
from tests.image_vendor import Vendor, vendor


@pytest.fixture(scope="session")
def pixels() -> Iterator[Pixels]:
    """One pool of confined children for the run."""
    with Pixels(workers=2) as pool:
        yield pool


@pytest.fixture
def openai() -> Iterator[Vendor]:
    """A vendor of its own."""
    with vendor() as playing:
        yield playing


@pytest.fixture
def stage(postgres_url: str, s3: services.Bucket, pixels: Pixels, openai: Vendor) -> Iterator[Stage]:
    """A user with 10 credits and a shoot."""
    engine = database.engine(postgres_url)
    storage = Storage(Settings.from_environment(environment(postgres_url, s3, openai.url)))
    try:
        yield set_stage(engine, storage, s3, pixels, openai, postgres_url)
    finally:
        storage.close()
        engine.dispose()
