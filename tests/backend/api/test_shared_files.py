"""What is sent for a page alone: shown, downloaded, counted, and gone with the link."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import assets, contract, deletion, quota
from backend.database import tables
from backend.quota import Allowance, StorageFull
from backend.storage import Storage
from backend.sweeps import Keep, photos
from tests.backend.api.pages import Deliver, Page, fetched, path_of, share
from tests.backend.service import User, announce, put
from tests.services import Bucket


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, name.encode())
    return made.getvalue()


def sent(user: User, shoot: str, data: bytes, filename: str, content_type: str) -> str:
    entry = announce(data, filename, content_type)
    answer = user.post("/uploads/presign", {"shoot_id": shoot, "files": [entry]})
    assert put(answer.json()["uploads"][0], data).is_success
    done = user.post("/uploads/complete", {"asset_ids": [entry["asset_id"]]}).json()
    assert done["assets"][0]["state"] == "uploaded"
    return str(entry["asset_id"])


def stored(bucket: Bucket) -> int:
    """Objects in the bucket, whoever knows of them."""
    return sum(path.is_file() for path in bucket.folder.rglob("*"))


def named(title: str, asset_id: str) -> dict[str, str]:
    return {"title": title, "asset_id": asset_id}


def counted(engine: Engine, user: User) -> int:
    """Bytes that the account has in storage, by its quota."""
    with engine.connect() as connection, pytest.raises(StorageFull) as full:
        quota.check_room(connection, user.id, 1 << 50, Allowance())
    return full.value.used


def test_a_photo_without_an_order_is_shown_by_the_picture_it_brings(user: User, deliver: Deliver) -> None:
    shoot = user.shoot()
    picture = user.uploaded(shoot, b"small", "small.jpg")
    mls = user.uploaded(shoot, b"for the MLS", "02 12 Elm Street Kitchen.jpg")
    zipped = archive("01.jpg", "02.jpg")
    together = sent(user, shoot, zipped, "MLS.zip", contract.ARCHIVE_TYPE)
    content: dict[str, Any] = {
        "photos": [
            {"job_id": deliver(shoot, "IMG_1"), "edits": ["New sky", "Green lawn"]},
            {
                "picture": {"asset_id": picture, "width": 1024, "height": 683},
                "caption": "Kitchen",
                "files": [named("MLS", mls)],
            },
        ],
        "statement": "1 photo of this listing was <digitally> altered.",
        "files": [named("MLS, ZIP", together)],
    }
    page = Page(user.http.get(path_of(share(user, shoot, **content))).text)
    assert "1 photo of this listing was <digitally> altered." in page.text
    assert "Edited: New sky, Green lawn." in page.text
    assert page.text.count("Edited:") == 1
    assert "2. Kitchen" in page.text
    assert [fetched(user, image["src"] or "") for image in page.images] == [b"before IMG_1", b"after IMG_1", b"small"]
    kitchen = page.images[2]
    assert (kitchen["alt"], kitchen["width"], kitchen["height"]) == ("Kitchen", "1024", "683")
    assert [fetched(user, link["href"] or "") for link in page.links] == [zipped, b"result IMG_1", b"for the MLS"]
    name = httpx.get(user.http.get(page.links[0]["href"] or "").headers["location"]).headers["content-disposition"]
    assert 'filename="MLS.zip"' in name
    for both in ({"job_id": content["photos"][0]["job_id"], "picture": content["photos"][1]["picture"]}, {}):
        assert share(user, shoot, photos=[both]).status_code == 422


def test_an_archive_may_be_larger_than_a_photo_and_nothing_can_be_ordered_of_it(user: User) -> None:
    shoot = user.shoot()
    entry = announce(b"x", "Print.zip", contract.ARCHIVE_TYPE)
    for kind, size, status in (
        (contract.ARCHIVE_TYPE, contract.MAX_UPLOAD_BYTES + 1, 200),
        (contract.ARCHIVE_TYPE, contract.MAX_ARCHIVE_BYTES + 1, 413),
        ("image/jpeg", contract.MAX_UPLOAD_BYTES + 1, 413),
    ):
        file = entry | announce(b"x") | {"content_type": kind, "bytes": size}
        assert user.post("/uploads/presign", {"shoot_id": shoot, "files": [file]}).status_code == status
    user.grant(1)
    refused = user.order(sent(user, shoot, archive("01.jpg"), "MLS.zip", contract.ARCHIVE_TYPE))
    assert (refused.status_code, "MLS.zip is an archive" in refused.json()["detail"]) == (409, True)
    assert user.balance() == (1, 0)


def test_what_is_sent_for_a_page_counts_and_goes_when_the_page_has_it_no_more(
    user: User, deliver: Deliver, engine: Engine, store: Storage, s3: Bucket
) -> None:
    shoot = user.shoot()
    job = deliver(shoot, "IMG_1")
    before = stored(s3), counted(engine, user)
    first, second = user.uploaded(shoot, b"first", "01.jpg"), user.uploaded(shoot, b"second", "01.jpg")
    together = sent(user, shoot, archive("01.jpg"), "MLS.zip", contract.ARCHIVE_TYPE)
    assert counted(engine, user) == before[1] + len(b"firstsecond") + len(archive("01.jpg"))
    link = path_of(
        share(user, shoot, photos=[{"job_id": job, "files": [named("MLS", first)]}], files=[named("ZIP", together)])
    )
    assert photos.sweep(engine, store, Keep()) == 0

    share(user, shoot, photos=[{"job_id": job, "files": [named("MLS", second)]}])
    assert photos.sweep(engine, store, Keep()) == 2
    page = Page(user.http.get(link).text)
    assert [fetched(user, one["href"] or "") for one in page.links] == [b"second", b"result IMG_1"]

    assert user.call("DELETE", f"/shoots/{shoot}/share").status_code == 200
    assert user.http.get(f"{link}/picture?photo=1&of=file").status_code == 410
    assert photos.sweep(engine, store, Keep()) == 1
    assert (stored(s3), counted(engine, user)) == before


def test_what_is_sent_for_a_page_goes_when_the_link_ends_by_its_date(
    user: User, deliver: Deliver, engine: Engine, store: Storage, s3: Bucket
) -> None:
    shoot = user.shoot()
    job = deliver(shoot, "IMG_1")
    before = stored(s3)
    mls = user.uploaded(shoot, b"for the MLS", "01.jpg")
    wanted = [{"job_id": job, "files": [named("MLS", mls)]}]
    path_of(share(user, shoot, photos=wanted, days=1))

    def tomorrow() -> None:
        with engine.begin() as connection:
            past = sa.func.now() - timedelta(seconds=1)
            connection.execute(sa.update(tables.shares).values(expires_at=past))
            connection.execute(sa.update(tables.assets).values(look_at=past))

    tomorrow()
    assert photos.sweep(engine, store, Keep()) == 1
    assert stored(s3) == before
    # Sent again under the same id it is shared again.
    assert share(user, shoot, photos=wanted).status_code == 409
    with engine.connect() as connection:
        row = connection.execute(sa.select(tables.assets).where(tables.assets.c.id == UUID(mls))).one()
    entry = announce(b"for the MLS", "01.jpg") | {"asset_id": mls}
    assert row.state == "pending"
    target = user.post("/uploads/presign", {"shoot_id": shoot, "files": [entry]}).json()["uploads"][0]
    assert put(target, b"for the MLS").is_success
    user.post("/uploads/complete", {"asset_ids": [mls]})
    page = Page(user.http.get(path_of(share(user, shoot, photos=wanted))).text)
    assert fetched(user, page.links[0]["href"] or "") == b"for the MLS"


def test_a_deleted_account_leaves_nothing_of_a_page(
    user: User, deliver: Deliver, engine: Engine, store: Storage, s3: Bucket
) -> None:
    shoot = user.shoot()
    mls = user.uploaded(shoot, b"for the MLS", "01.jpg")
    together = sent(user, shoot, archive("01.jpg"), "MLS.zip", contract.ARCHIVE_TYPE)
    wanted = [{"job_id": deliver(shoot, "IMG_1"), "files": [named("MLS", mls)]}]
    link = path_of(share(user, shoot, photos=wanted, files=[named("ZIP", together)]))
    assert stored(s3) == 6
    assert user.call("DELETE", "/account").status_code == 200
    assert user.http.get(f"{link}/picture?photo=0&of=file").status_code == 404
    deletion.purge(engine, store)  # where the request itself has not done so
    assert stored(s3) == 0


def test_swept_files_take_no_room_in_a_shoot(
    user: User, deliver: Deliver, engine: Engine, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is brought up to date again and again must not fill its shoot."""
    shoot = user.shoot()
    job = deliver(shoot, "IMG_1")
    monkeypatch.setattr(assets, "MAX_PHOTOS", 3)
    for number in range(4):
        mls = user.uploaded(shoot, f"version {number}".encode(), "01.jpg")
        assert share(user, shoot, photos=[{"job_id": job, "files": [named("MLS", mls)]}]).status_code == 200
        photos.sweep(engine, store, Keep())
