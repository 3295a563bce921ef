"""A photo's way through the API: shoot, upload, order, settle, events, links."""

from __future__ import annotations

import hashlib
from uuid import uuid4

import httpx
from sqlalchemy import Engine

from backend import jobs
from backend.config import Settings
from backend.storage import Storage, output_key, output_thumb_key
from tests.backend.service import User, announce, put


def test_a_photo_from_drop_to_download(user: User, engine: Engine, config: Settings) -> None:
    user.grant(3)
    shoot = user.shoot()
    asset = user.uploaded(shoot, b"a photo")
    ordered = user.order(asset)
    assert ordered.status_code == 200, ordered.text
    job = ordered.json()["jobs"][0]
    assert (job["state"], job["credits"], ordered.json()["credits"]) == ("queued", 1, {"posted": 3, "held": 1})

    [claim] = jobs.claim(engine, "worker", 5)
    assert str(claim.job_id) == job["id"]
    storage = Storage(config)
    assert storage.read(claim.original_key, max_bytes=100, if_match=claim.etag) == b"a photo"
    where = (claim.user_id, claim.shoot_id, claim.asset_id, claim.job_id, claim.lease)
    storage.write(output_key(*where), b"edited", "image/jpeg")
    storage.write(output_thumb_key(*where), b"small", "image/jpeg")
    record = jobs.OutputRecord(
        output_key(*where), output_thumb_key(*where), 3, 2, 6, hashlib.sha256(b"edited").hexdigest()
    )
    fidelity = {
        "score": 0.02,
        "verdict": "pass",
        "beyond_request": 0,
        "left_out": 3,
        "arrived": 0.9,
        "generated": ["sky"],
        "source": None,
    }
    details = {"fidelity": {**fidelity, "tries": 1}}
    assert jobs.settle_success(engine, claim, record, {"total_tokens": 5}, details)
    storage.close()

    done = user.get(f"/jobs/{job['id']}").json()
    assert (done["state"], done["output"]["fidelity"]) == ("succeeded", fidelity)
    assert done["details"] == details
    answer = httpx.get(done["output"]["url"])
    assert (answer.content, answer.headers["content-disposition"]) == (
        b"edited",
        "attachment; filename=\"IMG_0001_dusk.jpg\"; filename*=UTF-8''IMG_0001_dusk.jpg",
    )
    assert httpx.get(done["output"]["thumb_url"]).content == b"small"
    assert user.balance() == (2, 0)
    feed = user.get(f"/shoots/{shoot}/events").json()
    assert [event["kind"] for event in feed["events"]] == ["uploaded", "queued", "processing", "succeeded"]
    assert [event["seq"] for event in feed["events"]] == [1, 2, 3, 4]
    assert user.get(f"/shoots/{shoot}/events", params={"after": feed["last"]}).json() == {"events": [], "last": 4}
    history = user.get("/billing/history").json()["entries"]
    assert [entry["text"] for entry in history] == [
        "Photo IMG_0001 of 12 Elm Street, dusk: 1 credit",
        "3 credits from Luster: test",
    ]


def test_an_upload_that_is_not_there_stays_awaited(user: User) -> None:
    shoot = user.shoot()
    entry = announce(b"late")
    body = {"shoot_id": shoot, "files": [entry]}
    target = user.post("/uploads/presign", body).json()["uploads"][0]
    ids = {"asset_ids": [entry["asset_id"]]}
    asset = user.post("/uploads/complete", ids).json()["assets"][0]
    assert (asset["state"], asset["reason"]) == ("pending", "The file has not arrived yet.")
    assert user.order(entry["asset_id"]).status_code == 409
    put(target, b"late")
    assert user.post("/uploads/complete", ids).json()["assets"][0]["state"] == "uploaded"
    again = user.post("/uploads/presign", body).json()["uploads"][0]
    assert (again["state"], again["url"]) == ("uploaded", None)


def test_a_swapped_file_is_rejected(user: User, s3: object, config: Settings) -> None:
    shoot = user.shoot()
    entry = announce(b"the real one")
    user.post("/uploads/presign", {"shoot_id": shoot, "files": [entry]})
    storage = Storage(config)
    storage.write(f"{user.id}/{shoot}/{entry['asset_id']}/original.jpg", b"something el", "image/jpeg")
    storage.close()
    asset = user.post("/uploads/complete", {"asset_ids": [entry["asset_id"]]}).json()["assets"][0]
    assert asset["state"] == "rejected"
    assert "not the file that was announced" in asset["reason"]


def test_a_link_takes_only_the_announced_file(user: User) -> None:
    shoot = user.shoot()
    entry = announce(b"exactly this")
    target = user.post("/uploads/presign", {"shoot_id": shoot, "files": [entry]}).json()["uploads"][0]
    assert put(target, b"exactly thaT").status_code == 400
    longer = {**target, "headers": {**target["headers"], "content-length": "22"}}
    assert put(longer, b"exactly this, and more").status_code == 403
    html = {**target, "headers": {**target["headers"], "content-type": "text/html"}}
    assert put(html, b"exactly this").status_code == 403
    other = {**target, "url": target["url"].replace("original", "0riginal")}
    assert put(other, b"exactly this").status_code == 403
    assert put(target, b"exactly this").status_code == 200


def test_batches_are_all_or_nothing(user: User) -> None:
    shoot = user.shoot()
    good, bad = announce(b"good"), announce(b"bad", "movie.mp4", "video/mp4")
    answer = user.post("/uploads/presign", {"shoot_id": shoot, "files": [good, bad]})
    assert answer.status_code == 415
    assert answer.json()["errors"][0]["pointer"] == "/files/1/content_type"
    assert user.get(f"/shoots/{shoot}/assets").json() == {"assets": [], "next": None}
    user.grant(1)
    first, second = user.uploaded(shoot, b"1"), user.uploaded(shoot, b"2")
    refused = user.order(first, second)
    assert refused.status_code == 402
    assert (refused.json()["available"], refused.json()["required"]) == (1, 2)
    assert user.balance() == (1, 0)


def test_the_same_order_twice_is_one_order(user: User) -> None:
    user.grant(5)
    asset = user.uploaded(user.shoot())
    body = {"jobs": [{"id": str(uuid4()), "asset_id": asset, "preset": "sky", "parameters": {}}]}
    first, second = user.post("/jobs", body), user.post("/jobs", body)
    assert first.json() == second.json()
    assert user.balance() == (5, 1)
    body["jobs"][0]["preset"] = "dusk"
    assert user.post("/jobs", body).status_code == 409
    assert user.balance() == (5, 1)


def test_cancelling_gives_the_credit_back(user: User, engine: Engine) -> None:
    user.grant(2)
    asset = user.uploaded(user.shoot())
    job = user.order(asset).json()["jobs"][0]
    [claim] = jobs.claim(engine, "worker", 1)
    assert jobs.extend(engine, [claim]) == {claim.job_id}
    assert user.call("POST", f"/jobs/{job['id']}/cancel").json()["state"] == "cancelled"
    assert user.balance() == (2, 0)
    assert jobs.extend(engine, [claim]) == set()
    assert not jobs.settle_failure(engine, claim, "x", "y")
    assert user.call("POST", f"/jobs/{job['id']}/cancel").json()["state"] == "cancelled"
    assert user.balance() == (2, 0)


def test_an_older_result_has_what_was_measured_then(user: User, engine: Engine) -> None:
    user.grant(1)
    job = user.order(user.uploaded(user.shoot(), b"a photo")).json()["jobs"][0]
    [claim] = jobs.claim(engine, "worker", 5)
    where = (claim.user_id, claim.shoot_id, claim.asset_id, claim.job_id, claim.lease)
    record = jobs.OutputRecord(output_key(*where), output_thumb_key(*where), 3, 2, 6, "0" * 64)
    assert jobs.settle_success(engine, claim, record, {}, {"fidelity": {"score": 0.1, "verdict": "pass"}})
    assert user.get(f"/jobs/{job['id']}").json()["output"]["fidelity"] == {
        "score": 0.1, "verdict": "pass", "beyond_request": None, "left_out": None, "arrived": None, "generated": [],
        "source": None,
    }  # fmt: skip
