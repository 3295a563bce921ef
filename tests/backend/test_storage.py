"""Storage on a real S3 server: what is read is what was checked, and what is deleted is only what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from backend.breaker import Breaker
from backend.config import Settings
from backend.storage import (
    ObjectChanged,
    ObjectMissing,
    Storage,
    StorageUnavailable,
    original_key,
    output_key,
    shoot_prefix,
)


@pytest.fixture
def storage(config: Settings) -> Iterator[Storage]:
    storage = Storage(config)
    yield storage
    storage.close()


def test_reading_what_was_pinned(storage: Storage) -> None:
    key = original_key(uuid4(), uuid4(), uuid4(), ".jpg")
    assert storage.head(key) is None
    with pytest.raises(ObjectMissing):
        storage.read(key, max_bytes=10)
    storage.write(key, b"photo", "image/jpeg")
    found = storage.head(key)
    assert found is not None
    assert found.bytes == 5
    assert storage.read(key, max_bytes=5, if_match=found.etag) == b"photo"
    with pytest.raises(ObjectChanged):
        storage.read(key, max_bytes=5, if_match="0" * 32)
    with pytest.raises(ObjectChanged):
        storage.read(key, max_bytes=4)
    storage.write(key, b"photo", "image/jpeg")


def test_a_link_saves_under_any_name(storage: Storage) -> None:
    key = output_key(uuid4(), uuid4(), uuid4(), uuid4(), 1)
    storage.write(key, b"x", "image/jpeg")
    for name in ("plain.jpg", 'quo"te\\.jpg', "Haus am See – Küche 🏠.jpg", "line\r\nbreak.jpg"):
        answer = httpx.get(storage.presign_get(key, filename=name).url)
        assert answer.status_code == 200
        assert "\n" not in answer.headers["content-disposition"]
    assert httpx.get(storage.presign_get(key).url.replace("_v1", "_v2")).status_code == 403


def test_deleting_a_shoot_leaves_the_others(storage: Storage) -> None:
    user, shoot, other = uuid4(), uuid4(), uuid4()
    keys = [original_key(user, shoot, uuid4(), ".jpg") for _ in range(5)]
    kept = original_key(user, other, uuid4(), ".jpg")
    for key in [*keys, kept]:
        storage.write(key, b"x", "image/jpeg")
    assert storage.delete_prefix(shoot_prefix(user, shoot)) == 5
    assert [storage.head(key) for key in keys] == [None] * 5
    assert storage.head(kept) is not None
    assert storage.delete_prefix(shoot_prefix(user, shoot)) == 0
    for prefix in ("", "/", "a/", str(user)):
        with pytest.raises(ValueError, match="at least one user"):
            storage.delete_prefix(prefix)


def test_a_server_that_is_away_is_named_as_such(config: Settings) -> None:
    storage = Storage(replace(config, s3_endpoint="http://127.0.0.1:9"))
    with pytest.raises(StorageUnavailable):
        storage.ping()
    storage.close()
    wrong = Storage(replace(config, s3_secret_access_key="wrong"))
    with pytest.raises(StorageUnavailable):
        wrong.head("key")
    wrong.close()
    breaker = Breaker("storage")
    elsewhere = Storage(replace(config, s3_bucket="not-there"), breaker=breaker)
    for _ in range(2):
        with pytest.raises(StorageUnavailable):
            elsewhere.ping()
    assert breaker.state == "does not answer"
    elsewhere.close()
