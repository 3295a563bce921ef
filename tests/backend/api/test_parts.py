"""Large files in parts: what has arrived is not asked for again, and only all of the announced file is taken."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Engine

from backend import assets, parts
from backend.config import Settings
from backend.contract import PART_BYTES
from backend.storage import ObjectInfo, Storage, etag_of_parts
from tests.backend.service import User, announce, put
from tests.services import Bucket

DATA = os.urandom(2 * PART_BYTES + 1000)
PARTS = [DATA[:PART_BYTES], DATA[PART_BYTES : 2 * PART_BYTES], DATA[2 * PART_BYTES :]]
MD5S = [hashlib.md5(part).hexdigest() for part in PARTS]


@pytest.fixture
def storage(config: Settings) -> Iterator[Storage]:
    with closing(Storage(config)) as made:
        yield made


@pytest.fixture
def asset_id(user: User) -> str:
    entry = announce(DATA)
    user.post("/uploads/presign", {"shoot_id": user.shoot(), "files": [entry]})
    return str(entry["asset_id"])


def targets(user: User, asset_id: str, md5s: list[str] = MD5S) -> dict[int, dict[str, Any]]:
    reply = user.post("/uploads/parts", {"asset_id": asset_id, "md5s": md5s})
    assert reply.status_code == 200, reply.text
    return {part["number"]: part for part in reply.json()["parts"]}


def complete(user: User, asset_id: str) -> tuple[str, str | None]:
    asset = user.post("/uploads/complete", {"asset_ids": [asset_id]}).json()["assets"][0]
    return asset["state"], asset["reason"]


def test_a_file_arrives_in_parts_and_is_one_object_afterwards(user: User, asset_id: str, storage: Storage) -> None:
    first = targets(user, asset_id)
    assert list(first) == [1, 2, 3]
    assert put(first[3], PARTS[2]).status_code == 200
    assert put(first[1], PARTS[0]).status_code == 200
    assert complete(user, asset_id) == ("pending", "The file has not arrived yet.")
    rest = targets(user, asset_id)
    assert list(rest) == [2]
    assert put(rest[2], PARTS[1]).status_code == 200
    assert targets(user, asset_id) == {}
    assert complete(user, asset_id) == ("uploaded", None)
    assert complete(user, asset_id) == ("uploaded", None)
    shoot = user.get("/shoots").json()["shoots"][0]["id"]
    assert storage.read(f"{user.id}/{shoot}/{asset_id}/original.jpg", max_bytes=len(DATA)) == DATA
    assert targets(user, asset_id) == {}
    user.grant(1)
    assert user.order(asset_id).status_code == 200


def test_a_link_takes_only_its_part(user: User, asset_id: str) -> None:
    links = targets(user, asset_id)
    shorter = {**links[1], "headers": {**links[1]["headers"], "content-length": str(PART_BYTES - 1)}}
    assert put(shorter, PARTS[0][:-1]).status_code == 403
    number_two = {**links[1], "url": links[1]["url"].replace("partNumber=1", "partNumber=2")}
    assert put(number_two, PARTS[0]).status_code == 403
    assert put(links[1], bytes(PART_BYTES)).status_code == 400
    assert complete(user, asset_id)[0] == "pending"


def test_parts_that_storage_has_lost_begin_anew(user: User, asset_id: str, engine: Engine, storage: Storage) -> None:
    links = targets(user, asset_id)
    put(links[1], PARTS[0])
    [asset] = assets.find(engine, user.id, [UUID(asset_id)])
    assert asset.upload_id is not None
    storage.abort_parts(asset.key, asset.upload_id)
    storage.abort_parts(asset.key, asset.upload_id)
    assert complete(user, asset_id)[0] == "pending"
    again = targets(user, asset_id)
    assert list(again) == [1, 2, 3]
    for number, target in again.items():
        assert put(target, PARTS[number - 1]).status_code == 200
    assert complete(user, asset_id) == ("uploaded", None)


def test_other_parts_than_announced_are_refused(user: User, asset_id: str, new_user: Any) -> None:
    targets(user, asset_id)
    other = user.post("/uploads/parts", {"asset_id": asset_id, "md5s": [*MD5S[:2], "0" * 32]})
    assert other.status_code == 409
    few = user.post("/uploads/parts", {"asset_id": asset_id, "md5s": MD5S[:2]})
    assert (few.status_code, few.json()["errors"][0]["pointer"]) == (422, "/md5s")
    foreign = new_user().post("/uploads/parts", {"asset_id": asset_id, "md5s": MD5S})
    assert foreign.status_code == 404


def test_parts_that_make_another_file_are_never_joined(
    user: User, asset_id: str, engine: Engine, storage: Storage, s3: Bucket
) -> None:
    """Somebody with the store's own keys swaps a part."""
    links = targets(user, asset_id)
    for number in (1, 3):
        put(links[number], PARTS[number - 1])
    [asset] = assets.find(engine, user.id, [UUID(asset_id)])
    assert asset.upload_id is not None
    swapped = bytes(PART_BYTES)
    link = storage.presign_part(
        asset.key, asset.upload_id, 2, length=PART_BYTES, md5_hex=hashlib.md5(swapped).hexdigest()
    )
    assert httpx.put(link.url, content=swapped, headers=link.headers).status_code == 200
    assert complete(user, asset_id)[0] == "pending"
    assert storage.head(asset.key) is None
    assert list(targets(user, asset_id)) == [1, 2, 3]


def test_what_two_requests_begin_at_once_is_one_upload(
    user: User, asset_id: str, engine: Engine, storage: Storage, s3: Bucket
) -> None:
    [before] = assets.find(engine, user.id, [UUID(asset_id)])
    targets(user, asset_id)
    with pytest.raises(assets.AssetChanged):
        parts.missing(engine, storage, before, MD5S)
    with closing(s3.client()) as client:
        assert len(client.list_multipart_uploads(Bucket=s3.name).get("Uploads", [])) == 1


def test_the_etag_is_the_one_that_storage_makes_of_the_parts(s3: Bucket) -> None:
    client: Any = s3.client()
    where = {"Bucket": s3.name, "Key": "by-hand"}
    upload = client.create_multipart_upload(**where)["UploadId"]
    listed = []
    for number, part in enumerate(PARTS, 1):
        reply = client.upload_part(**where, UploadId=upload, PartNumber=number, Body=part)
        listed.append({"PartNumber": number, "ETag": reply["ETag"]})
    made = client.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": listed})
    client.close()
    assert made["ETag"].strip('"') == etag_of_parts(MD5S)


@pytest.mark.parametrize(("count", "state"), [(3, "uploaded"), (2, "rejected")])
def test_storage_may_know_the_object_by_its_parts(
    user: User, asset_id: str, engine: Engine, count: int, state: str
) -> None:
    targets(user, asset_id)
    [asset] = assets.find(engine, user.id, [UUID(asset_id)])
    assets.arrived(engine, user.id, [(asset, ObjectInfo(len(DATA), etag_of_parts(MD5S[:count])))])
    [asset] = assets.find(engine, user.id, [UUID(asset_id)])
    assert asset.state == state
