"""Sweeps on real Postgres and a real S3 server: what nobody needs goes, nothing else does, killed anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY
from sqlalchemy import Engine

from backend import assets, jobs, ledger_check, orders
from backend.assets import AssetGoing, NewAsset
from backend.config import Settings
from backend.database import tables
from backend.jobs import Claim, OutputRecord
from backend.orders import NotUploaded
from backend.storage import (
    ObjectInfo,
    Storage,
    StorageUnavailable,
    answer_keys,
    original_key,
    output_key,
    output_thumb_key,
)
from backend.sweeps import Keep, answers, photos, strays
from tests.backend import people
from tests.backend.people import order, person
from tests.backend.service import User
from tests.services import Bucket

KEEP = Keep()
A_DAY = timedelta(days=1)


@pytest.fixture
def storage(config: Settings) -> Iterator[Storage]:
    storage = Storage(config)
    yield storage
    storage.close()


class Cut(Storage):
    """Storage behind a connection that breaks: before the deletion, or after it and before the answer."""

    def __init__(self, settings: Settings, *, after: bool) -> None:
        super().__init__(settings)
        self._after = after

    def delete(self, keys: Any) -> None:
        if self._after:
            super().delete(keys)
        raise StorageUnavailable("cut")


def age(engine: Engine, days: float) -> None:
    """Everything happened so many days earlier, and is due to be looked at."""
    earlier = sa.text(f"interval '{days} days'")
    with engine.begin() as connection:
        files, made = tables.assets, tables.jobs
        connection.execute(sa.update(files).values(linked_at=files.c.linked_at - earlier))
        connection.execute(
            sa.update(files).where(files.c.look_at.is_not(None)).values(look_at=files.c.look_at - earlier)
        )
        connection.execute(sa.update(made).values(updated_at=made.c.updated_at - earlier))


def stored(bucket: Bucket) -> set[str]:
    return {str(path.relative_to(bucket.folder)) for path in bucket.folder.rglob("*") if path.is_file()}


def sent(engine: Engine, storage: Storage, user: UUID, count: int = 1) -> list[assets.Asset]:
    """Photos in a shoot of their own, in storage too."""
    ids = people.photos(engine, user, count)
    rows = assets.find(engine, user, ids)
    for row in rows:
        storage.write(row.key, b"photo", "image/jpeg")
    return rows


def made(engine: Engine, storage: Storage, user: UUID, asset: assets.Asset) -> Claim:
    """A job that succeeded, with everything that a worker stores; also of an attempt that failed before."""
    orders.submit(engine, user, [order(asset.id)])
    [claim] = jobs.claim(engine, "w", 1)
    jobs.keep_usage(engine, claim, {"calls": [{}, {}]})
    owner = (claim.user_id, claim.shoot_id, claim.asset_id, claim.job_id)
    for call in (1, 2):
        storage.write(answer_keys(*owner, call, 1)[0], b"answer", "image/png")
    for attempt in (0, claim.lease):
        storage.write(output_key(*owner, attempt), b"out", "image/jpeg")
        storage.write(output_thumb_key(*owner, attempt), b"thumb", "image/jpeg")
    output = OutputRecord(output_key(*owner, claim.lease), output_thumb_key(*owner, claim.lease), 1, 1, 3, "0" * 64)
    assert jobs.settle_success(engine, claim, output, {"calls": [{}, {}]}, {})
    return claim


def audited(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        rows = connection.execute(
            sa.select(tables.admin_actions.c.data).where(tables.admin_actions.c.action == "sweep")
        ).scalars()
        found: dict[str, int] = {}
        for data in rows:
            found[data["what"]] = found.get(data["what"], 0) + data["objects"]
        return found


def the_asset(engine: Engine) -> Any:
    with engine.connect() as connection:
        return connection.execute(sa.select(tables.assets)).one()


def test_what_never_arrived_or_was_never_ordered_goes_after_its_time(
    engine: Engine, storage: Storage, s3: Bucket
) -> None:
    user = person(engine)
    [photo] = sent(engine, storage, user)
    [waiting] = assets.announce(
        engine, user, photo.shoot_id, [NewAsset(uuid4(), "b.jpg", "image/jpeg", 5, "a" * 64, "b" * 32)]
    )
    storage.write(waiting.key, b"parts", "image/jpeg")
    age(engine, 6)
    assert photos.sweep(engine, storage, KEEP) == 0
    age(engine, 2)
    assert photos.sweep(engine, storage, KEEP) == 1
    assert stored(s3) == {photo.key}
    age(engine, 20)
    assert photos.sweep(engine, storage, KEEP) == 0
    age(engine, 3)
    assert photos.sweep(engine, storage, KEEP) == 1
    assert stored(s3) == set()
    assert photos.sweep(engine, storage, KEEP) == 0
    [row] = assets.find(engine, user, [photo.id])
    assert (row.state, row.reason) == (
        "pending",
        "The photo is no longer stored at Luster. It is sent again when you order an edit of it.",
    )
    assert audited(engine) == {"photos": 2}
    with engine.connect() as connection:
        told = connection.execute(sa.select(tables.job_events.c.kind, tables.job_events.c.asset_id)).all()
    assert ("swept", photo.id) in [tuple(row) for row in told]
    with pytest.raises(NotUploaded):
        orders.submit(engine, user, [order(photo.id)])
    again = NewAsset(row.id, row.filename, row.content_type, row.bytes, row.sha256, row.md5)
    [linked] = assets.announce(engine, user, row.shoot_id, [again])
    storage.write(linked.key, b"photo", "image/jpeg")
    assets.arrived(engine, user, [(linked, ObjectInfo(linked.bytes, linked.md5))])
    assert photos.sweep(engine, storage, KEEP) == 0
    assert assets.find(engine, user, [photo.id])[0].state == "uploaded"


def test_a_shoot_stays_while_anything_happens_in_it_and_then_goes_whole(
    engine: Engine, storage: Storage, s3: Bucket, new_user: Any
) -> None:
    user: User = new_user()
    user.grant(5)
    one, two = sent(engine, storage, user.id, 2)
    job = made(engine, storage, user.id, one)
    age(engine, 89)
    assert photos.sweep(engine, storage, KEEP) == 1  # the second photo was never ordered
    [live], _ = orders.submit(engine, user.id, [order(one.id)])
    age(engine, 2)
    assert photos.sweep(engine, storage, KEEP) == 0
    orders.cancel(engine, user.id, live.id)
    age(engine, 89)
    assert photos.sweep(engine, storage, KEEP) == 0
    assert user.get(f"/jobs/{job.job_id}").json()["output"]["bytes"] == 3
    age(engine, 2)
    assert photos.sweep(engine, storage, KEEP) == 7
    assert stored(s3) == set()
    reply = user.get(f"/jobs/{job.job_id}").json()
    assert (reply["state"], reply["output"]) == ("succeeded", None)
    assert reply["output_gone"].startswith("This result is no longer stored at Luster.")
    refused = user.order(str(one.id), str(two.id))
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:luster:problem:not-uploaded")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/jobs/0/asset_id", "/jobs/1/asset_id"]
    assert ledger_check.differences(engine) == []


@pytest.mark.parametrize("after", [False, True], ids=["before storage", "after storage"])
def test_a_worker_that_dies_at_storage_leaves_what_the_next_one_finishes(
    engine: Engine, config: Settings, storage: Storage, s3: Bucket, after: bool
) -> None:
    user = person(engine)
    [photo] = sent(engine, storage, user)
    age(engine, 31)
    cut = Cut(config, after=after)
    with pytest.raises(StorageUnavailable):
        photos.sweep(engine, cut, KEEP)
    cut.close()
    row = the_asset(engine)
    assert (row.state, row.going, stored(s3)) == ("pending", True, set() if after else {photo.key})
    # Nobody gets a link to a key that is about to be deleted, and what arrives there does not count.
    same = NewAsset(photo.id, photo.filename, photo.content_type, photo.bytes, photo.sha256, photo.md5)
    with pytest.raises(AssetGoing):
        assets.announce(engine, user, photo.shoot_id, [same])
    assets.arrived(engine, user, [(photo, ObjectInfo(photo.bytes, photo.md5))])
    assert the_asset(engine).state == "pending"
    assert photos.sweep(engine, storage, KEEP) == 0  # its lease has not ended
    with engine.begin() as connection:
        earlier = tables.assets.c.look_at - sa.text("interval '16 min'")
        connection.execute(sa.update(tables.assets).values(look_at=earlier))
    assert photos.sweep(engine, storage, KEEP) == (0 if after else 1)
    row = the_asset(engine)
    assert (row.state, row.going, row.look_at, stored(s3)) == ("pending", False, None, set())
    assert assets.announce(engine, user, photo.shoot_id, [same])[0].state == "pending"


def test_workers_at_once_sweep_everything_once(engine: Engine, storage: Storage, s3: Bucket) -> None:
    user = person(engine)
    for _ in range(8):
        sent(engine, storage, user, 5)
    age(engine, 31)
    with ThreadPoolExecutor(4) as pool:
        went = list(pool.map(lambda _: photos.sweep(engine, storage, KEEP), range(4)))
    assert (sum(went), stored(s3), audited(engine)) == (40, set(), {"photos": 40})


def test_answers_go_after_their_job_and_nothing_else_does(engine: Engine, storage: Storage, s3: Bucket) -> None:
    user = person(engine, 5)
    [photo] = sent(engine, storage, user)
    made(engine, storage, user, photo)
    [queued], _ = orders.submit(engine, user, [order(photo.id, preset="sky")])
    before = REGISTRY.get_sample_value("luster_swept_objects_total", {"what": "answers"}) or 0.0
    assert answers.sweep(engine, storage, KEEP) == 0
    age(engine, 8)
    assert answers.sweep(engine, storage, KEEP) == 1
    assert answers.sweep(engine, storage, KEEP) == 0
    assert not [key for key in stored(s3) if "_answer" in key]
    assert len(stored(s3)) == 5
    assert audited(engine) == {"answers": 2}
    assert REGISTRY.get_sample_value("luster_swept_objects_total", {"what": "answers"}) == before + 2
    with engine.connect() as connection:
        left = sa.select(tables.jobs.c.id).where(tables.jobs.c.answers_gone_at.is_(None))
        assert connection.execute(left).scalars().all() == [queued.id]


def test_answers_of_a_job_that_begins_anew_go_when_it_ends_again(engine: Engine, storage: Storage, s3: Bucket) -> None:
    user = person(engine, 5)
    [photo] = sent(engine, storage, user)
    orders.submit(engine, user, [order(photo.id)])
    for calls in (1, 2):
        [claim] = jobs.claim(engine, "w", 1)
        jobs.keep_usage(engine, claim, {"calls": [{}] * calls, "past": calls - 1})
        owner = (claim.user_id, claim.shoot_id, claim.asset_id, claim.job_id)
        storage.write(answer_keys(*owner, calls, 1)[0], b"answer", "image/png")
        assert jobs.settle_failure(engine, claim, "x", "y")
        age(engine, 8)
        assert answers.sweep(engine, storage, KEEP) == 1
        assert stored(s3) == {photo.key}
        if calls == 1:
            with engine.begin() as connection:
                orders.requeue(connection, claim.job_id, 1)


def test_strays_go_and_what_rows_name_stays(
    engine: Engine, storage: Storage, s3: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strays, "YOUNG", timedelta())
    user = person(engine, 5)
    one, two = sent(engine, storage, user, 2)
    claim = made(engine, storage, user, one)
    orders.submit(engine, user, [order(two.id)])
    [running] = jobs.claim(engine, "w", 1)
    at_work = output_key(user, two.shoot_id, two.id, running.job_id, running.lease)
    no_row = original_key(user, one.shoot_id, uuid4(), ".jpg")
    thumb = f"{user}/{one.shoot_id}/{one.id}/thumb.jpg"
    foreign = {original_key(uuid4(), uuid4(), uuid4(), ".jpg"), "backup/notes.txt"}
    for key in (at_work, no_row, thumb, *foreign):
        storage.write(key, b"x", "image/jpeg")
    before = stored(s3)
    owner = (user, one.shoot_id, one.id, claim.job_id)
    gone = {no_row, output_key(*owner, 0), output_thumb_key(*owner, 0)}
    assert strays.sweep(engine, storage, KEEP) == 3
    assert before - stored(s3) == gone
    assert audited(engine) == {"strays": 3}
    assert REGISTRY.get_sample_value("luster_foreign_objects") == 2
    # The round is over; the next one begins a day later.
    storage.write(no_row, b"x", "image/jpeg")
    assert strays.sweep(engine, storage, KEEP) == 0
    with engine.begin() as connection:
        connection.execute(sa.update(tables.sweeps).values(until=sa.func.now()))
    assert strays.sweep(engine, storage, KEEP) == 1


def test_young_strays_stay_and_a_late_upload_goes_as_photos_go(
    engine: Engine, storage: Storage, s3: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = person(engine)
    [photo] = sent(engine, storage, user)
    age(engine, 31)
    assert photos.sweep(engine, storage, KEEP) == 1
    storage.write(photo.key, b"late", "image/jpeg")
    storage.write(original_key(user, photo.shoot_id, uuid4(), ".jpg"), b"x", "image/jpeg")
    assert strays.sweep(engine, storage, KEEP) == 0
    assert len(stored(s3)) == 2
    monkeypatch.setattr(strays, "YOUNG", timedelta())
    with engine.begin() as connection:
        connection.execute(sa.update(tables.sweeps).values(until=sa.func.now()))
    assert strays.sweep(engine, storage, KEEP) == 1
    assert stored(s3) == {photo.key}
    assert photos.sweep(engine, storage, KEEP) == 1
    assert stored(s3) == set()


def test_a_walk_through_the_bucket_goes_on_where_it_was_and_one_worker_walks(
    engine: Engine, storage: Storage, s3: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strays, "YOUNG", timedelta())
    monkeypatch.setattr("backend.storage.PAGE", 10)
    user, shoot = person(engine), uuid4()
    for _ in range(35):
        storage.write(original_key(user, shoot, uuid4(), ".jpg"), b"x", "image/jpeg")
    assert strays.sweep(engine, storage, KEEP, pages=2) == 20
    with engine.begin() as connection:
        # Another worker is at it.
        taken = sa.update(tables.sweeps).values(until=sa.func.now() + timedelta(minutes=5))
        connection.execute(taken)
    assert strays.sweep(engine, storage, KEEP) == 0
    with engine.begin() as connection:
        connection.execute(sa.update(tables.sweeps).values(until=sa.func.now()))
    assert strays.sweep(engine, storage, KEEP) == 15
    assert stored(s3) == set()


def test_uploads_in_parts_that_nobody_completes_are_given_up(engine: Engine, storage: Storage, s3: Bucket) -> None:
    user = person(engine)
    [photo] = sent(engine, storage, user)
    with closing(s3.client()) as client:
        for key in (photo.key.replace("original", "second"), "elsewhere/thing"):
            begun = client.create_multipart_upload(Bucket=s3.name, Key=key)["UploadId"]
            client.upload_part(Bucket=s3.name, Key=key, UploadId=begun, PartNumber=1, Body=b"x" * 100)
    assert strays.sweep(engine, storage, KEEP) == 0
    assert len(storage.unfinished()) == 2
    with engine.begin() as connection:
        connection.execute(sa.update(tables.sweeps).values(until=sa.func.now()))
    assert strays.sweep(engine, storage, Keep(uploads=timedelta())) == 1
    assert [upload.key for upload in storage.unfinished()] == ["elsewhere/thing"]
    assert audited(engine) == {"unfinished uploads": 1}
    assert stored(s3) == {photo.key}
