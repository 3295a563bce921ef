"""What a shoot holds: its photos with links to what is stored of each, and its jobs."""

from __future__ import annotations

import time
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Engine

from backend import assets, jobs
from backend.config import Settings
from backend.jobs import OutputRecord
from backend.storage import Storage, output_key, output_thumb_key, thumb_key
from tests.backend.people import photos, succeed
from tests.backend.service import User, announce


@pytest.fixture
def storage(config: Settings) -> Storage:
    return Storage(config)


def finish(engine: Engine, storage: Storage, user: User, shoot: str) -> None:
    """A worker's part in the oldest job."""
    [claim] = jobs.claim(engine, "w", 1)
    owner = (user.id, UUID(shoot), claim.asset_id)
    key, small = output_key(*owner, claim.job_id, claim.lease), output_thumb_key(*owner, claim.job_id, claim.lease)
    data = f"edited as {claim.preset}".encode()
    storage.write(key, data, "image/jpeg")
    storage.write(small, b"small", "image/jpeg")
    if claim.thumb_key is None:
        storage.write(thumb_key(*owner), b"original, small", "image/jpeg")
        assert jobs.keep_thumb(engine, claim, thumb_key(*owner))
    record = OutputRecord(key, small, 60, 40, len(data), "0" * 64)
    assert jobs.settle_success(engine, claim, record, {}, {"fidelity": {"score": 0.1, "verdict": "pass"}})


def test_photos_come_with_links_to_everything_that_is_stored_of_them(
    user: User, engine: Engine, storage: Storage
) -> None:
    user.grant(5)
    shoot = user.shoot()
    front, back = user.uploaded(shoot, b"front", "Front.jpg"), user.uploaded(shoot, b"back")
    late = announce(b"late")
    user.post("/uploads/presign", {"shoot_id": shoot, "files": [late]})
    ordered = [user.order(front, preset=preset).json()["jobs"][0]["id"] for preset in ("dusk", "bright")]
    for _ in ordered:
        finish(engine, storage, user, shoot)
    first, second, third = user.get(f"/shoots/{shoot}/assets").json()["assets"]
    assert [one["id"] for one in (first, second, third)] == [front, back, late["asset_id"]]
    original = httpx.get(first["url"])
    assert (original.content, "Front.jpg" in original.headers["content-disposition"]) == (b"front", True)
    assert httpx.get(first["thumb_url"]).content == b"original, small"
    assert f"{shoot}/{front}/thumb.jpg?" in first["thumb_url"]
    assert [(made["job_id"], made["preset"]) for made in first["outputs"]] == list(
        zip(ordered, ("dusk", "bright"), strict=True)
    )
    for made, content in zip(first["outputs"], (b"edited as dusk", b"edited as bright"), strict=True):
        assert httpx.get(made["url"]).content == content
        assert httpx.get(made["thumb_url"]).content == b"small"
        assert (made["width"], made["height"], made["bytes"]) == (60, 40, len(content))
        assert made["fidelity"]["verdict"] == "pass"
    assert httpx.get(second["url"]).content == b"back"
    assert (second["thumb_url"], second["outputs"], third["state"], third["url"]) == (None, [], "pending", None)


def test_the_jobs_of_a_shoot_are_listed_page_by_page(user: User, engine: Engine, storage: Storage) -> None:
    user.grant(5)
    shoot, other = user.shoot(), user.shoot()
    ordered = [user.order(user.uploaded(shoot, bytes([n]))).json()["jobs"][0]["id"] for n in range(5)]
    user.order(user.uploaded(other))
    finish(engine, storage, user, shoot)
    seen, cursor = [], ""
    while cursor is not None:
        page = user.get(f"/shoots/{shoot}/jobs?limit=2{cursor and '&cursor=' + cursor}").json()
        assert len(page["jobs"]) <= 2
        seen += [(job["id"], job["state"]) for job in page["jobs"]]
        cursor = page["next"]
    assert seen == list(zip(ordered, ["succeeded", *["queued"] * 4], strict=True))


def test_the_largest_page_of_links_is_there_within_a_second_or_two(user: User, engine: Engine) -> None:
    user.grant(400)
    found = photos(engine, user.id, 200)
    for preset in ("dusk", "bright"):
        assert user.order(*map(str, found), preset=preset).status_code == 200
        for claim in jobs.claim(engine, "w", 200):
            assert succeed(engine, claim)
    [asset] = assets.find(engine, user.id, found[:1])
    began = time.monotonic()
    page = user.get(f"/shoots/{asset.shoot_id}/assets?limit=200").json()
    assert [len(one["outputs"]) for one in page["assets"]] == [2] * 200
    assert time.monotonic() - began < 5
