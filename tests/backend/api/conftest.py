"""Photos that are finished, for what happens to them afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from backend import jobs, storage
from backend.config import Settings
from backend.jobs import OutputRecord
from backend.storage import Storage
from tests.backend.api.pages import Deliver
from tests.backend.service import User


@pytest.fixture
def store(config: Settings) -> Iterator[Storage]:
    store = Storage(config)
    yield store
    store.close()


@pytest.fixture
def deliver(user: User, engine: Engine, store: Storage) -> Deliver:
    """Orders a photo into a shoot and has it succeed, with everything in storage; returns the job's id."""

    def deliver(shoot: str, name: str) -> str:
        user.grant(1)
        asset = user.uploaded(shoot, f"original {name}".encode(), f"{name}.jpg")
        job = user.order(asset).json()["jobs"][0]["id"]
        [claim] = jobs.claim(engine, "w", 1)
        owner = (claim.user_id, claim.shoot_id, claim.asset_id)
        thumb = storage.thumb_key(*owner)
        store.write(thumb, f"before {name}".encode(), "image/jpeg")
        assert jobs.keep_thumb(engine, claim, thumb)
        made = (*owner, claim.job_id, claim.lease)
        key, small = storage.output_key(*made), storage.output_thumb_key(*made)
        result = f"result {name}".encode()
        store.write(key, result, "image/jpeg")
        store.write(small, f"after {name}".encode(), "image/jpeg")
        output = OutputRecord(key, small, 6000, 4000, len(result), hashlib.sha256(result).hexdigest())
        assert jobs.settle_success(engine, claim, output, {}, {})
        return str(job)

    return deliver
