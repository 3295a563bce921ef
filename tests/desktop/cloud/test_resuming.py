"""Large files over a line on which the app is killed again and again: what has arrived is not moved twice."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast
from uuid import UUID, uuid4

import httpx
import numpy as np
import pytest
from PIL import Image

from backend import contract
from backend.contract import PART_BYTES
from backend.storage import Storage, original_key
from luster_desktop.cli.services import Services
from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.api import ApiClient
from luster_desktop.cloud.http import client
from luster_desktop.cloud.parts import put_parts
from luster_desktop.intake.unchanged import FileChanged
from luster_desktop.library import prepared, transfers
from luster_desktop.library.models import Recipe
from tests.backend import service
from tests.desktop.account import Account
from tests.desktop.cloud.distant import Distant, distant
from tests.desktop.cloud.killed_transfer import api_of, move, upload_of
from tests.desktop.cloud.scripted import Say, scripted
from tests.desktop.photos import scanned
from tests.desktop.waiting import until
from tests.services import Bucket

SIZE = 14 * PART_BYTES + 12_345
BUFFERS = 1_500_000
"""Bytes that a killed process may have left in the buffers of the line."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


@pytest.fixture
def far(postgres_url: str, s3: Bucket) -> Iterator[Distant]:
    with distant(postgres_url, s3) as there:
        yield there


def kills(number: int) -> list[int]:
    """Evenly over the file, none at the end of a part."""
    return [SIZE * (n + 1) // (number + 1) for n in range(number)]


def upload(far: Distant, path: Path, number: int) -> tuple[str, int]:
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


def test_a_killed_upload_sends_no_part_twice(far: Distant, photo: Path) -> None:
    asset_id, more = upload(far, photo, 3)
    # Of each part that was under way, the beginning; and the heads of requests.
    assert more <= 3 * (PART_BYTES + BUFFERS)
    done = far.user.post("/uploads/complete", {"asset_ids": [asset_id]}).json()["assets"][0]
    assert (done["state"], done["bytes"], done["sha256"]) == (
        "uploaded",
        SIZE,
        hashlib.sha256(photo.read_bytes()).hexdigest(),
    )


def test_a_killed_download_fetches_only_the_rest(far: Distant, photo: Path, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("change", ["content", "size", "time"])
def test_a_file_that_is_another_by_now_is_not_gone_on_with(far: Distant, photo: Path, change: str) -> None:
    entry = service.announce(photo.read_bytes())
    far.user.post("/uploads/presign", {"shoot_id": far.user.shoot(), "files": [entry]})
    upload = upload_of(photo, entry["asset_id"])
    status = photo.stat()
    with photo.open("r+b") as file:
        match change:
            case "content":
                file.write(b"other")
            case "size":
                file.truncate(SIZE - 1)
    # Only its content tells, or only its time.
    os.utime(photo, ns=(1, 1) if change == "time" else (status.st_atime_ns, status.st_mtime_ns))
    api = api_of(far.url, far.user.sign_in.token(far.user.id))
    before = far.line.up_bytes
    with closing(api), client(httpx.Timeout(20.0)) as http, pytest.raises(FileChanged):
        put_parts(http, api, upload, photo, report=lambda _: None, stopped=lambda: False)
    assert far.line.up_bytes - before < PART_BYTES


class Service:
    """Names the parts that storage lacks, with a link to `url` for each."""

    def __init__(self, url: str, missing: list[int]) -> None:
        self.url, self.missing, self.asked = url, missing, 0

    def missing_parts(self, _asset_id: UUID, md5s: list[str]) -> list[contract.PartTarget]:
        self.asked += 1
        left, self.missing = self.missing, self.missing[1:]
        return [contract.PartTarget(number=number, url=f"{self.url}/{number}", headers={}) for number in left]


def test_links_that_expire_on_the_way_are_asked_for_anew(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(os.urandom(2 * PART_BYTES + 9))
    upload, reports = upload_of(photo, str(uuid4())), list[int]()
    with client(httpx.Timeout(20.0)) as http:
        with scripted(Say(), Say(403), Say()) as script:
            api = Service(script.url, [1, 2, 3])
            put_parts(http, cast(ApiClient, api), upload, photo, report=reports.append, stopped=lambda: False)
            assert [line for line, _, _ in script.asked] == ["PUT /1", "PUT /2", "PUT /2", "PUT /3"]
            assert b"".join(body for line, _, body in script.asked if line != "PUT /2") == (
                photo.read_bytes()[:PART_BYTES] + photo.read_bytes()[2 * PART_BYTES :]
            )
            assert (api.asked, reports[-1]) == (2, upload.bytes)
        with scripted(Say(403)) as script, pytest.raises(wire.LinkRefused):
            api = Service(script.url, [1, 2, 3])
            put_parts(http, cast(ApiClient, api), upload, photo, report=reports.append, stopped=lambda: False)


def test_what_is_there_counts_as_sent(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(os.urandom(2 * PART_BYTES + 9))
    upload, reports = upload_of(photo, str(uuid4())), list[int]()
    with scripted(Say()) as script, client(httpx.Timeout(20.0)) as http:
        api = Service(script.url, [3])
        put_parts(http, cast(ApiClient, api), upload, photo, report=reports.append, stopped=lambda: False)
    assert reports == [upload.bytes]
    assert len(script.asked) == 1


def test_a_large_photo_goes_up_in_parts(
    services: Services, account: Account, stack_folder: Path, tmp_path: Path
) -> None:
    """By the whole engine; a TIFF of 24 megapixels as it comes from an editor."""
    pixels = np.random.default_rng(7).integers(0, 255, (4000, 6000, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "large.tif")
    account.grant(1)
    shoot = services.library.create_shoot("A")
    (photo,) = services.library.add_photos(shoot.id, [scanned(tmp_path / "large.tif")]).photos
    asked: list[UUID] = []
    missing_parts = services.api.missing_parts

    def noted(asset_id: UUID, md5s: Sequence[str]) -> list[contract.PartTarget]:
        asked.append(asset_id)
        return missing_parts(asset_id, md5s)

    services.api.missing_parts = noted  # type: ignore[method-assign]
    services.engine.start()
    services.engine.order([photo.id], Recipe.of("bright"))
    until(services.library, lambda: services.library.read(transfers.is_up, photo.id), 180)
    made = services.library.read(prepared.of_photo, photo.id)
    assert made is not None
    assert made.bytes >= contract.PARTS_FROM
    assert asked == [made.asset_id]
    (stored,) = stack_folder.rglob(f"{made.asset_id}/original.*")
    assert hashlib.sha256(stored.read_bytes()).hexdigest() == made.sha256
