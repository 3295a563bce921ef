"""One claim from queue to settle: each outcome of the photo, the model, storage and the judge."""

from __future__ import annotations

import hashlib
import socket
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pillow_heif
import pytest
import sqlalchemy as sa
from PIL import Image, ImageChops, ImageStat
from structlog.testing import capture_logs

from backend import database, deletion, jobs, kept_answers, orders
from backend.config import Settings
from backend.database import tables
from backend.editing import catalogue, models, prompts
from backend.editing.client import ImageModel
from backend.jobs import MAX_ATTEMPTS
from backend.storage import ObjectMissing, Storage, StorageUnavailable, output_key
from backend.worker.brake import Brake
from tests.backend.freezing import behind, way_to_database
from tests.backend.worker.stage import SAMPLE, Stage, photo
from tests.image_vendor import Asked, Reply, Script, answer, edited, problem

UNTOUCHED = (10, 0, 0)
"""Nothing spent, nothing held, no capture."""
HELD = (10, 1, 0)
SPENT = (9, 0, 1)


def with_invention(asked: Asked) -> Reply:
    """An answer with something in it that nobody asked for: a piece of the house stands on the lawn."""
    picture = Image.open(BytesIO(edited(asked)))
    picture.paste(picture.crop((380, 360, 530, 510)).rotate(90), (200, 620))
    out = BytesIO()
    picture.save(out, "PNG")
    return answer(asked, out.getvalue())


def with_a_red_place(asked: Asked) -> Reply:
    picture = Image.open(BytesIO(edited(asked)))
    picture.paste((220, 20, 20), (580, 370, 680, 430))
    out = BytesIO()
    picture.save(out, "PNG")
    return answer(asked, out.getvalue())


def of_another_photo(asked: Asked) -> Reply:
    out = BytesIO()
    Image.effect_noise(asked.size, 90).convert("RGB").save(out, "PNG")
    return answer(asked, out.getvalue())


def untouched(asked: Asked) -> Reply:
    return answer(asked, edited(asked, gain=1.0))


def test_a_photo_is_edited_stored_and_paid_for_once(stage: Stage) -> None:
    job_id = stage.order("bright", strength="strong")
    claim = stage.work()
    job = stage.job(job_id)
    assert job.state == "succeeded" and stage.money() == SPENT
    assert stage.kinds(job_id) == ["queued", "processing", "judged", "succeeded"]

    assert job.output is not None
    key = output_key(stage.user_id, stage.shoot_id, claim.asset_id, job_id, claim.lease)
    assert job.output.key == key
    data = stage.storage.read(key, max_bytes=10_000_000)
    assert (len(data), hashlib.sha256(data).hexdigest()) == (job.output.bytes, job.output.sha256)
    assert Image.open(BytesIO(data)).size == (job.output.width, job.output.height) == (1200, 800)
    assert stage.objects() == ["v1.jpg", "v1_answer.png", "v1_changes.png", "v1_thumb.jpg"]


def test_what_was_asked_and_measured_is_on_record(stage: Stage) -> None:
    job_id = stage.order("bright", strength="strong")
    stage.work()
    row, spec = stage.row(job_id), catalogue.preset("bright")
    recipe = catalogue.recipe([("bright", {"strength": "strong"})])
    (asked,) = stage.vendor.asked
    assert asked.fields["prompt"] == prompts.build(recipe.edits)
    assert asked.fields["quality"] == spec.asks[0].quality and asked.fields["size"] == "1200x800"
    assert Image.open(BytesIO(asked.image)).size == asked.size, "no pixel is paid for that cannot come back"
    assert row.prompt_version_id == prompts.wording(recipe.edits).version
    (call,) = row.usage["calls"]
    assert call["total_tokens"] == 2468 and call["model"] == "gpt-image-2.6-sunburst" and call["strict"] is False
    measured = row.details["fidelity"]
    assert measured["verdict"] == "pass" and measured["tries"] == 1 and 0 <= measured["score"] <= 1
    (judged,) = [event.data for event in stage.events(job_id) if event.kind == "judged"]
    assert judged == {"attempt": 1, "try": 1, "verdict": "pass", "score": measured["score"], "part": "whole"}


def test_a_painted_place_goes_to_the_model_as_a_mask_and_nothing_else_changes(stage: Stage) -> None:
    stage.vendor.script.append(with_a_red_place)
    job_id = stage.order("remove", region="400:5000,5000 5500,5000")
    claim = stage.work()
    (asked,) = stage.vendor.asked
    assert asked.mask is not None and asked.mask[:2] == ("mask.png", "image/png")
    alpha = Image.open(BytesIO(asked.mask[2])).getchannel("A")
    assert (alpha.size, alpha.getpixel((600, 400)), alpha.getpixel((0, 0))) == (asked.size, 0, 255)
    assert stage.job(job_id).state == "succeeded" and stage.money() == SPENT
    key = output_key(stage.user_id, stage.shoot_id, claim.asset_id, job_id, claim.lease)
    result = Image.open(BytesIO(stage.storage.read(key, max_bytes=10_000_000))).convert("RGB")
    red, _green, blue = ImageStat.Stat(result.crop((600, 390, 640, 410))).mean
    assert red > 150 > 60 > blue
    # Above the stroke: the answer is brighter and red there, the result is the photo but for JPEG's rounding.
    apart = ImageChops.difference(result, Image.open(BytesIO(photo())).convert("RGB")).convert("L")
    assert max(apart.crop((0, 0, 1200, 330)).tobytes()) < 10


def heic() -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(Image.open(BytesIO(photo()))).save(out, quality=90)
    return out.getvalue()


REFUSED_PHOTOS = {
    "text": (b"this is no picture at all", "image/jpeg"),
    "truncated": (photo()[:4000], "image/jpeg"),
    "hollow": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image/png"),
    "with a hole": (photo()[:60_000] + bytes(4096) + photo()[64_096:], "image/jpeg"),
    "cut late": (heic()[: int(0.97 * len(heic()))], "image/heic"),
}


@pytest.mark.parametrize(("data", "content_type"), REFUSED_PHOTOS.values(), ids=REFUSED_PHOTOS)
def test_a_bad_photo_fails_with_a_sentence_and_costs_nothing(stage: Stage, data: bytes, content_type: str) -> None:
    job_id = stage.order(asset_id=stage.upload(data, content_type=content_type))
    stage.work()
    job = stage.job(job_id)
    assert job.state == "failed" and stage.money() == UNTOUCHED and not stage.vendor.asked
    assert job.error_detail is not None and job.error_detail.endswith(".") and len(job.error_detail) > 30


@pytest.mark.parametrize("number", [3, 8])
def test_a_photo_without_the_presets_region_costs_neither_credit_nor_call(stage: Stage, number: int) -> None:
    indoors = SAMPLE.with_name(f"IMG_{number:04}.JPG").read_bytes()
    job_id = stage.order("sky", asset_id=stage.upload(indoors))
    stage.work()
    job = stage.job(job_id)
    assert (job.state, job.error_code) == ("failed", "no_sky") and stage.money() == UNTOUCHED
    assert job.error_detail == "No sky was found in this photo." and not stage.vendor.asked


@pytest.mark.parametrize("deviation", [0, 4, 90])
def test_a_photo_of_nothing_costs_neither_credit_nor_call(stage: Stage, deviation: int) -> None:
    out = BytesIO()
    Image.effect_noise((1200, 800), deviation).convert("RGB").save(out, "JPEG", quality=95)
    job_id = stage.order(asset_id=stage.upload(out.getvalue()))
    stage.work()
    job = stage.job(job_id)
    assert (job.state, job.error_code) == ("failed", "no_structure") and stage.money() == UNTOUCHED
    assert job.error_detail == (
        "The photo shows too little for an edit to be placed: it is blank, blurred or mere noise."
    )
    assert not stage.vendor.asked


def test_a_mistake_of_ours_is_retried_and_never_blamed_on_the_photo(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = models.capabilities("gpt-image-2.6-sunburst")
    wrong = replace(good, limits=replace(good.limits, multiple=0))
    monkeypatch.setattr(ImageModel, "current", lambda _: wrong)
    job_id = stage.order()
    with capture_logs() as logs:
        stage.work()
    job = stage.job(job_id)
    assert (job.state, job.attempt, job.error_code) == ("queued", 1, "internal") and stage.money() == HELD
    (crash,) = [entry for entry in logs if entry["event"] == "job_crashed"]
    assert crash["where"][0].startswith("ZeroDivisionError in ") and not stage.vendor.asked
    monkeypatch.undo()
    stage.make_due(job_id)
    stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == SPENT


def test_a_photo_that_was_replaced_in_storage_is_not_edited(stage: Stage) -> None:
    job_id = stage.order()
    with stage.object_of_the_photo() as (client, where):
        client.put_object(**where, Body=photo(1200, 801))
    stage.work()
    job = stage.job(job_id)
    assert (job.state, job.error_code) == ("failed", "original_changed")
    assert stage.money() == UNTOUCHED and not stage.vendor.asked


def test_a_photo_whose_hash_was_announced_wrong_is_not_edited(stage: Stage) -> None:
    job_id = stage.order()
    with stage.engine.begin() as connection:
        connection.execute(tables.assets.update().values(sha256="0" * 64))
    stage.work()
    assert (stage.job(job_id).state, stage.job(job_id).error_code) == ("failed", "original_changed")
    assert stage.money() == UNTOUCHED and not stage.vendor.asked


def test_a_photo_that_is_gone_fails_with_a_sentence(stage: Stage) -> None:
    job_id = stage.order()
    with stage.object_of_the_photo() as (client, where):
        client.delete_object(**where)
    stage.work()
    assert stage.job(job_id).error_code == "original_changed" and stage.money() == UNTOUCHED


def test_a_refusal_by_the_model_ends_the_job_without_a_charge(stage: Stage) -> None:
    job_id = stage.order()
    stage.vendor.script.append(problem(400, "moderation_blocked", "image_generation_user_error"))
    stage.work()
    job = stage.job(job_id)
    assert (job.state, job.error_code) == ("failed", "moderation_blocked") and stage.money() == UNTOUCHED
    assert job.error_detail is not None and "safety" in job.error_detail


def test_a_busy_model_uses_no_attempt_and_holds_claims_back(stage: Stage) -> None:
    job_id, brake = stage.order(), Brake()
    stage.vendor.script.append(problem(429, "rate_limit_exceeded", retry_after="7"))
    stage.work(brake)
    job = stage.job(job_id)
    assert (job.state, job.attempt) == ("queued", 0) and stage.money() == HELD
    assert stage.row(job_id).usage == {"calls": []}
    assert stage.wait(9.0, job_id) and not stage.wait(6.5, job_id)
    assert brake.allowance(4) == 0
    stage.make_due(job_id)
    stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == SPENT


@pytest.mark.parametrize(
    "script",
    [
        problem(429, "insufficient_quota", "insufficient_quota"),
        problem(401, "invalid_api_key"),
        problem(404, "model_not_found"),
    ],
    ids=["quota", "key", "model"],
)
def test_what_is_our_fault_fails_nobodys_job(stage: Stage, script: Script) -> None:
    job_id, brake = stage.order(), Brake()
    stage.vendor.script.append(script)
    stage.work(brake)
    job = stage.job(job_id)
    assert (job.state, job.attempt) == ("queued", 0) and stage.money() == HELD
    assert stage.wait(20.0, job_id) and brake.allowance(4) == 0


BAD_LUCK: list[tuple[str, Script]] = [
    ("server", problem(500)),
    ("size", lambda asked: answer(asked, photo_of((512, 512)))),
    ("base64", lambda _asked: Reply(body=b'{"created": 1, "data": [{"b64_json": "%%%"}]}')),
    ("empty", lambda _asked: Reply(body=b'{"created": 1, "data": []}')),
]


def photo_of(size: tuple[int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", size).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("script", [script for _, script in BAD_LUCK], ids=[name for name, _ in BAD_LUCK])
def test_bad_luck_is_tried_again_and_paid_for_once(stage: Stage, script: Script) -> None:
    job_id = stage.order()
    stage.vendor.script.append(script)
    stage.work()
    assert (stage.job(job_id).state, stage.job(job_id).attempt) == ("queued", 1) and stage.money() == HELD
    assert stage.kinds(job_id)[-1] == "retrying" and stage.wait(2.6, job_id)
    stage.make_due(job_id)
    stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == SPENT


def test_a_timeout_is_tried_again(stage: Stage) -> None:
    job_id = stage.order()
    stage.vendor.gate.clear()
    stage.work(read_seconds=0.3)
    stage.vendor.gate.set()
    assert (stage.job(job_id).state, stage.job(job_id).attempt) == ("queued", 1)
    stage.make_due(job_id)
    stage.work()
    assert stage.job(job_id).state == "succeeded" and len(stage.row(job_id).usage["calls"]) == 2


def test_a_model_that_stays_down_fails_the_job_without_a_charge(stage: Stage) -> None:
    job_id = stage.order()
    for _ in range(MAX_ATTEMPTS):
        assert stage.job(job_id).state == "queued"
        stage.vendor.script.append(problem(503))
        stage.make_due(job_id)
        stage.work()
    job = stage.job(job_id)
    assert (job.state, job.error_code) == ("failed", "model_unavailable") and stage.money() == UNTOUCHED
    assert job.error_detail is not None and "No credit was taken" in job.error_detail


def test_an_outage_of_the_model_uses_up_nobodys_attempts(stage: Stage) -> None:
    first, second, brake = stage.order(), stage.order(), Brake()
    for job_id in (first, second, first, second, first, second):
        stage.vendor.script.append(problem(503))
        stage.make_due(job_id)
        with stage.engine.begin() as connection:
            others = tables.jobs.c.id != job_id
            connection.execute(tables.jobs.update().where(others).values(run_at=sa.func.now() + timedelta(hours=1)))
        stage.work(brake)
    assert [stage.job(job_id).state for job_id in (first, second)] == ["queued"] * 2
    assert (stage.job(first).attempt, stage.job(second).attempt) == (1, 0)
    assert brake.allowance(4) == 0


def test_no_job_is_paid_for_more_than_three_times(stage: Stage) -> None:
    job_id = stage.order()
    stage.vendor.script.extend([lambda asked: answer(asked, b"junk")] * 9)
    for _ in range(MAX_ATTEMPTS):
        stage.make_due(job_id)
        stage.work()
    assert len(stage.vendor.asked) == 3
    assert stage.job(job_id).state == "failed" and stage.money() == UNTOUCHED


def test_what_the_answer_invented_is_left_out_and_said(stage: Stage) -> None:
    job_id = stage.order()
    stage.vendor.script.append(with_invention)
    stage.work()
    measured = stage.row(job_id).details["fidelity"]
    assert stage.job(job_id).state == "succeeded" and stage.money() == SPENT and measured["tries"] == 1
    assert (measured["beyond_request"], measured["left_out"]) == (0, 1) and measured["arrived"] > 0.75


UNUSABLE: list[tuple[Script, str, str]] = [
    (of_another_photo, "misaligned", "misaligned"),
    (untouched, "no_edit", "no_edit"),
]


@pytest.mark.parametrize(("script", "reason", "code"), UNUSABLE, ids=[reason for _, reason, _ in UNUSABLE])
def test_an_unusable_answer_gets_a_second_try_with_a_stricter_prompt(
    stage: Stage, script: Script, reason: str, code: str
) -> None:
    job_id = stage.order()
    stage.vendor.script.append(script)
    stage.work()
    job, row = stage.job(job_id), stage.row(job_id)
    assert job.state == "succeeded" and stage.money() == SPENT and row.details["fidelity"]["tries"] == 2
    first, second = (asked.fields["prompt"] for asked in stage.vendor.asked)
    assert second.startswith(first) and "second try" in second
    assert [asked.fields["quality"] for asked in stage.vendor.asked] == ["medium", "high"]
    judged = [event.data for event in stage.events(job_id) if event.kind == "judged"]
    assert [event["verdict"] for event in judged] == ["retry", "pass"] and judged[0]["reason"] == reason
    assert [call["strict"] for call in row.usage["calls"]] == [False, True]


@pytest.mark.parametrize(("script", "reason", "code"), UNUSABLE, ids=[reason for _, reason, _ in UNUSABLE])
def test_two_unusable_answers_fail_the_job_without_a_charge(
    stage: Stage, script: Script, reason: str, code: str
) -> None:
    job_id = stage.order()
    stage.vendor.script.extend([script, script])
    stage.work()
    job = stage.job(job_id)
    assert (job.state, job.error_code) == ("failed", code) and stage.money() == UNTOUCHED
    assert job.error_detail is not None and "twice. No credit was taken." in job.error_detail
    assert stage.objects() == ["v1_answer.png", "v2_answer.png"]


def test_a_cancelled_job_is_neither_delivered_nor_charged(stage: Stage) -> None:
    job_id = stage.order()

    def cancelled(asked: Asked) -> Reply:
        orders.cancel(stage.engine, stage.user_id, job_id)
        return answer(asked)

    stage.vendor.script.append(cancelled)
    stage.work()
    assert stage.job(job_id).state == "cancelled" and stage.money() == UNTOUCHED
    assert stage.kinds(job_id)[-1] == "cancelled" and "v1.jpg" not in stage.objects()


def test_a_store_that_is_away_is_tried_again(stage: Stage) -> None:
    job_id = stage.order()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with closing(Storage(Settings.from_environment({**stage.environ, "S3_ENDPOINT": endpoint}))) as away:
            replace(stage, storage=away).work()
    job = stage.job(job_id)
    assert (job.state, job.attempt, job.error_code) == ("queued", 1, "storage_unavailable") and stage.money() == HELD


def kept(stage: Stage) -> list[str]:
    with stage.engine.connect() as connection:
        return [key.rpartition("_")[2] for key in connection.execute(sa.select(tables.kept_answers.c.key)).scalars()]


def test_an_answer_that_was_paid_is_kept_while_storage_takes_no_writes(stage: Stage) -> None:
    job_id = stage.order()
    with behind(Settings.from_environment(stage.environ), "storage") as (config, way):

        def freezing(asked: Asked) -> Reply:
            way.freeze()
            return answer(asked)

        stage.vendor.script.append(freezing)
        with closing(Storage(config, answer_seconds=1, attempts=1)) as slow:
            replace(stage, storage=slow).work()
            job = stage.job(job_id)
            assert (job.state, job.error_code) == ("queued", "storage_unavailable") and stage.money() == HELD
            assert kept(stage) == ["answer.png"] and "v1_answer.png" not in stage.objects()
            with pytest.raises(StorageUnavailable):
                kept_answers.move(stage.engine, slow)
            assert kept(stage) == ["answer.png"]
    stage.make_due(job_id)
    stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == SPENT and len(stage.vendor.asked) == 1

    assert [kept_answers.move(stage.engine, stage.storage) for _ in range(2)] == [1, 0]
    assert "v1_answer.png" in stage.objects() and not kept(stage)


def test_what_a_deleted_shoot_has_left_in_the_database_is_dropped(stage: Stage) -> None:
    job_id = stage.order()
    (claim,) = jobs.claim(stage.engine, "here", 1)
    assert jobs.keep_answer(stage.engine, claim, "a key", b"an answer")
    assert jobs.keep_answer(stage.engine, claim, "a key", b"another"), "another worker's, to the same call"
    assert kept_answers.find(stage.engine, "a key") == b"an answer"
    orders.cancel(stage.engine, stage.user_id, job_id)
    assert not jobs.keep_answer(stage.engine, claim, "a second key", b"late")
    deletion.delete_shoot(stage.engine, stage.user_id, stage.shoot_id)
    assert (kept_answers.move(stage.engine, stage.storage), kept(stage)) == (1, [])
    with pytest.raises(ObjectMissing):
        stage.storage.read("a key", max_bytes=100)


def test_an_answer_that_was_paid_waits_where_the_database_is_away_as_well(stage: Stage) -> None:
    stage.order()
    with (
        behind(Settings.from_environment(stage.environ), "storage") as (config, way),
        way_to_database(stage.engine.url.render_as_string(hide_password=False)) as (url, line),
        closing(Storage(config, answer_seconds=1, attempts=1)) as slow,
    ):
        engine = database.engine(url)

        def losing(asked: Asked) -> Reply:
            way.freeze()
            line.lose(1.0)
            threading.Timer(4, way.thaw).start()
            threading.Timer(6, line.lose, (0.0,)).start()
            return answer(asked)

        stage.vendor.script.append(losing)
        with capture_logs() as logs:
            replace(stage, storage=slow, engine=engine).work()
        engine.dispose()
    assert sum(entry["event"] == "answer_waits_for_storage" for entry in logs) >= 2
    # What was said to the database may have arrived all the same, and goes with the next `move`.
    assert len(stage.vendor.asked) == 1 and "v1_answer.png" in stage.objects()


def test_a_job_that_support_lets_begin_anew_has_fresh_calls(stage: Stage) -> None:
    job_id = stage.order()
    stage.vendor.script.extend([of_another_photo, of_another_photo])
    stage.work()
    assert stage.job(job_id).state == "failed"
    with stage.engine.begin() as connection:
        orders.requeue(connection, job_id, 1)
    stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == SPENT
    assert len(stage.vendor.asked) == 3 and "v3_answer.png" in stage.objects()
    usage = stage.row(job_id).usage
    assert usage["past"] == 2 and len(usage["calls"]) == 3


def test_a_preset_that_was_withdrawn_fails_with_a_sentence(stage: Stage) -> None:
    job_id = stage.order()
    with stage.engine.begin() as connection:
        connection.execute(tables.jobs.update().values(edits=[{"preset": "snow", "parameters": {}}]))
    stage.work()
    job = stage.job(job_id)
    assert (job.state, job.error_code) == ("failed", "preset_withdrawn") and stage.money() == UNTOUCHED
    assert job.error_detail == "This preset or setting is no longer offered. No credit was taken. Choose another."


def test_a_database_that_drops_its_connections_mid_edit_loses_nothing(stage: Stage) -> None:
    job_id = stage.order()

    def dropped(asked: Asked) -> Reply:
        with stage.engine.connect() as connection:
            others = "pid <> pg_backend_pid() AND datname = current_database()"
            connection.execute(sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
        return answer(asked)

    stage.vendor.script.append(dropped)
    stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == SPENT and len(stage.vendor.asked) == 1
