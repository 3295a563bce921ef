"""The small picture of a photo that its first job leaves beside the original."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

from backend import assets
from backend.storage import thumb_key
from tests.backend.worker.stage import Stage, photo


def test_the_first_job_of_a_photo_leaves_a_small_picture_of_it_and_others_leave_it_alone(stage: Stage) -> None:
    job_id = stage.order("bright", strength="strong")
    claim = stage.work()
    key = thumb_key(stage.user_id, stage.shoot_id, claim.asset_id)
    [asset] = assets.find(stage.engine, stage.user_id, [claim.asset_id])
    assert asset.thumb_key == key
    small = Image.open(BytesIO(stage.storage.read(key, max_bytes=1_000_000)))
    assert (small.format, small.size, dict(small.getexif())) == ("JPEG", (1024, 683), {})
    seen = np.asarray(small.resize((120, 80)).convert("RGB"), dtype=float)
    meant = np.asarray(Image.open(BytesIO(photo())).resize((120, 80)).convert("RGB"), dtype=float)
    assert np.abs(seen - meant).mean() < 3
    before = stage.storage.head(key)
    again = stage.order("bright", asset_id=claim.asset_id, strength="natural")
    assert stage.work().thumb_key == key
    assert (stage.job(job_id).state, stage.job(again).state) == ("succeeded", "succeeded")
    assert stage.storage.head(key) == before


def test_a_small_picture_that_was_written_before_a_crash_is_kept(stage: Stage) -> None:
    job_id = stage.order("bright", strength="strong")
    [event] = [event for event in stage.events(job_id) if event.kind == "queued"]
    assert event.asset_id is not None
    key = thumb_key(stage.user_id, stage.shoot_id, event.asset_id)
    stage.storage.write(key, b"written before", "image/jpeg")
    stage.work()
    [asset] = assets.find(stage.engine, stage.user_id, [event.asset_id])
    assert (stage.job(job_id).state, asset.thumb_key) == ("succeeded", key)
