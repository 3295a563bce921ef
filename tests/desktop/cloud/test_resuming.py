"""Large files over a line on which the app is killed again and again: what has arrived is not moved twice."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from backend.config import Settings
from backend.contract import PART_BYTES
from backend.storage import Storage, original_key
from tests.backend import service
from tests.backend.identities import sign_in_service
from tests.backend.service import User
from tests.desktop.cloud.forwarder import Forwarder
from tests.desktop.cloud.killed_transfer import move
from tests.services import Bucket

SIZE = 14 * PART_BYTES + 12_345
BUFFERS = 1_500_000
"""Bytes that a killed process may have left in the buffers of the line."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


@dataclass
class Far:
    """The service and its storage, at the other end of a line that counts."""

    url: str
    user: User
    line: Forwarder
    config: Settings


@pytest.fixture
def far(postgres_url: str, s3: Bucket) -> Iterator[Far]:
    with ExitStack() as stack:
        sign_in = stack.enter_context(sign_in_service())
        line = stack.enter_context(closing(Forwarder(s3.endpoint, pace=30e6)))
        line.up()
        config = replace(service.settings(postgres_url, s3, sign_in), s3_endpoint=line.url)
        url = stack.enter_context(service.running(config))
        http = stack.enter_context(httpx.Client(base_url=url, timeout=30))
        yield Far(url, User(http, sign_in, config), line, config)


def kills(number: int) -> list[int]:
    """Evenly over the file, none at the end of a part."""
    return [SIZE * (n + 1) // (number + 1) for n in range(number)]


def upload(far: Far, path: Path, number: int) -> tuple[str, int]:
    """The asset, and bytes moved for it over the size of the file."""
    data = path.read_bytes()
    entry = service.announce(data)
    far.user.post("/uploads/presign", {"shoot_id": far.user.shoot(), "files": [entry]})
    token = far.user.sign_in.token(far.user.id)
    moved = move(["up", far.url, token, entry["asset_id"], str(path)], far.line, "up_bytes", kills(number))
    return entry["asset_id"], moved - len(data)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "large.jpg"
    path.write_bytes(os.urandom(SIZE))
    return path


def test_a_killed_upload_sends_no_part_twice(far: Far, photo: Path) -> None:
    asset_id, more = upload(far, photo, 3)
    # Of each part that was under way, the beginning; and the heads of requests.
    assert more <= 3 * (PART_BYTES + BUFFERS)
    done = far.user.post("/uploads/complete", {"asset_ids": [asset_id]}).json()["assets"][0]
    assert (done["state"], done["bytes"], done["sha256"]) == (
        "uploaded",
        SIZE,
        hashlib.sha256(photo.read_bytes()).hexdigest(),
    )


def test_a_killed_download_fetches_only_the_rest(far: Far, photo: Path, tmp_path: Path) -> None:
    data = photo.read_bytes()
    key = original_key(far.user.id, far.user.id, far.user.id, ".jpg")
    with closing(Storage(far.config)) as storage:
        storage.write(key, data, "image/jpeg")
        link = storage.presign_get(key).url
    target = tmp_path / "result.jpg"
    target.write_bytes(b"the old one")
    far.line.watch = lambda: None
    sha256 = hashlib.sha256(data).hexdigest()
    moved = move(["down", link, str(target), str(SIZE), sha256], far.line, "down_bytes", kills(5))
    assert moved <= SIZE + 5 * BUFFERS
    assert hashlib.sha256(target.read_bytes()).hexdigest() == sha256
    assert not list(tmp_path.glob("*.part"))
