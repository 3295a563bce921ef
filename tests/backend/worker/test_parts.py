"""One job of several pictures: crops of what was painted, and the whole photo. Each is bought once and judged alone."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from backend.editing import catalogue, prompts
from backend.jobs import Edit
from backend.storage import output_key
from tests.backend.worker.stage import SAMPLE, Stage
from tests.image_vendor import Asked, Reply, Script, answer, problem

BINS = ((420, 640), (2050, 1450))
SIZE = (2400, 1600)
REGION = ";".join(f"160:{round(x / SIZE[0] * 10_000)},{round(y / SIZE[1] * 10_000)}" for x, y in BINS)


def clean() -> Image.Image:
    return Image.open(SAMPLE).convert("RGB").resize(SIZE)


def with_bins() -> bytes:
    picture, out = clean(), BytesIO()
    for x, y in BINS:
        ImageDraw.Draw(picture).ellipse((x - 26, y - 26, x + 26, y + 26), fill=(190, 30, 40))
    picture.save(out, "JPEG", quality=95, subsampling=0)
    return out.getvalue()


def filled(asked: Asked) -> Reply:
    """A crop with grey where it is masked: gone, and not what is behind."""
    assert asked.mask
    picture = Image.open(BytesIO(asked.image)).convert("RGB")
    alpha = Image.open(BytesIO(asked.mask[2])).getchannel("A")
    free = np.asarray(alpha) == 0
    pixels = np.array(picture)
    rows, columns = (np.flatnonzero(free.any(axis=axis)) for axis in (1, 0))
    ring = np.s_[rows[0] - 20 : rows[-1] + 20, columns[0] - 20 : columns[-1] + 20]
    pixels[free] = np.median(pixels[ring][~free[ring]], axis=0)
    out = BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return answer(asked, out.getvalue())


def untouched(asked: Asked) -> Reply:
    out = BytesIO()
    Image.open(BytesIO(asked.image)).save(out, "PNG")
    return answer(asked, out.getvalue())


def order(stage: Stage) -> object:
    return stage.order("remove", asset_id=stage.upload(with_bins()), region=REGION)


def result(stage: Stage, job_id: object, claim: object) -> np.ndarray:
    key = output_key(stage.user_id, stage.shoot_id, claim.asset_id, job_id, claim.lease)  # type: ignore[attr-defined,arg-type]
    return np.asarray(Image.open(BytesIO(stage.storage.read(key, max_bytes=20_000_000))).convert("RGB"))


def test_parts_far_apart_are_calls_of_their_own_and_one_file(stage: Stage) -> None:
    stage.vendor.script.extend([filled, filled])
    job_id = order(stage)
    claim = stage.work()
    row = stage.row(job_id)  # type: ignore[arg-type]
    assert row.state == "succeeded" and stage.money() == (9, 0, 1)
    assert len(stage.vendor.asked) == 2 and all(asked.mask for asked in stage.vendor.asked)
    assert [call["used"] for call in row.usage["calls"]] == [1, 1]
    sizes = [asked.size for asked in stage.vendor.asked]
    assert sum(width * height for width, height in sizes) <= 1536 * 1024
    parts = [call["part"] for call in row.usage["calls"]]
    assert len(set(parts)) == 2 and all(f"{w}x{h}" in part for (w, h), part in zip(sizes, parts, strict=True))
    assert stage.objects() == ["v1.jpg", "v1_answer.png", "v1_changes.png", "v1_thumb.jpg", "v2_answer.png"]
    made, photo = result(stage, job_id, claim), np.asarray(Image.open(BytesIO(with_bins())))
    for x, y in BINS:
        assert made[y, x, 0] < 150, "the red thing is gone"
    apart = np.abs(made.astype(int) - photo).max(axis=-1)
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    outside = np.logical_and.reduce([np.hypot(x - left, y - top) > 80 for left, top in BINS])
    assert np.quantile(apart[outside], 0.9999) < 12, "JPEG's rounding, where nothing was painted"


def test_only_the_part_that_failed_is_asked_for_again(stage: Stage) -> None:
    stage.vendor.script.extend([filled, untouched, filled])
    job_id = order(stage)
    stage.work()
    row = stage.row(job_id)  # type: ignore[arg-type]
    assert row.state == "succeeded" and row.details["fidelity"]["tries"] == 2
    first, second, again = row.usage["calls"]
    assert first["part"] != second["part"] == again["part"]
    assert [call["strict"] for call in (first, second, again)] == [False, False, True]
    judged = [event.data for event in stage.events(job_id) if event.kind == "judged"]  # type: ignore[arg-type]
    assert [(each["part"], each["verdict"]) for each in judged] == [
        (first["part"], "pass"),
        (second["part"], "retry"),
        (second["part"], "pass"),
    ]


def test_no_part_is_bought_twice(stage: Stage) -> None:
    stage.vendor.script.extend([filled, problem(500), filled])
    job_id = order(stage)
    stage.work()
    assert stage.job(job_id).state == "queued"  # type: ignore[arg-type]
    stage.make_due(job_id)  # type: ignore[arg-type]
    stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == (9, 0, 1)  # type: ignore[arg-type]
    images = [hashlib.sha256(asked.image).digest() for asked in stage.vendor.asked]
    assert len(images) == 3 and len(set(images)) == 2 and images[1] == images[2]


def test_a_part_that_fails_twice_ends_the_job_before_more_is_bought(stage: Stage) -> None:
    stage.vendor.script.extend([untouched, untouched])
    job_id = order(stage)
    stage.work()
    job = stage.job(job_id)  # type: ignore[arg-type]
    assert (job.state, job.error_code) == ("failed", "no_edit") and stage.money() == (10, 0, 0)
    assert len(stage.vendor.asked) == 2


def test_a_recipe_paints_first_and_then_asks_for_the_rest_of_the_photo_with_that_in_it(stage: Stage) -> None:
    edits = (Edit("bright", {}), Edit("remove", {"region": REGION}))
    recipe = catalogue.recipe(edits)
    stage.vendor.script.extend([filled, filled])
    job_id = stage.order_edits(*edits, asset_id=stage.upload(with_bins()))
    claim = stage.work()
    row = stage.row(job_id)
    assert row.state == "succeeded" and stage.money() == (9, 0, 1)
    assert [call["part"] == "whole" for call in row.usage["calls"]] == [False, False, True]
    whole = stage.vendor.asked[-1]
    assert whole.mask is None and whole.fields["prompt"] == prompts.build(recipe.whole)
    seen = np.asarray(Image.open(BytesIO(whole.image)).convert("RGB"))
    x, y = (round(edge * seen.shape[1] / SIZE[0]) for edge in BINS[0])
    assert seen[y, x, 0] < 150, "the model does not see what is to go"
    assert row.prompt_version_id == prompts.wording(recipe.edits).version
    assert {"painted"} <= set(row.details["fidelity"]["generated"])
    made = result(stage, job_id, claim)
    assert made[BINS[0][1], BINS[0][0], 0] < 170 and made.mean() > np.asarray(clean()).mean() + 8


def both(first: Script, second: Script) -> Script:
    """A reply with two candidates."""

    def reply(asked: Asked) -> Reply:
        data = [json.loads(script(asked).body)["data"][0] for script in (first, second)]
        return answer(asked, data=data)

    return reply


def test_the_second_answer_comes_as_two_candidates_of_which_the_one_that_passes_is_taken(stage: Stage) -> None:
    stage.vendor.script.extend([untouched, both(untouched, filled), filled])
    job_id = order(stage)
    claim = stage.work()
    row = stage.row(job_id)  # type: ignore[arg-type]
    assert row.state == "succeeded" and stage.money() == (9, 0, 1)
    asked = [(one.fields["quality"], one.fields["n"]) for one in stage.vendor.asked]
    assert asked == [("medium", "1"), ("medium", "2"), ("medium", "1")]
    assert [call.get("candidates", 1) for call in row.usage["calls"]] == [1, 2, 1]
    assert [call.get("used") for call in row.usage["calls"]] == [None, 2, 1]
    assert [name for name in stage.objects() if "v2" in name] == ["v2_answer.png", "v2_answer_2.png"]
    made = result(stage, job_id, claim)
    assert all(made[y, x, 0] < 150 for x, y in BINS)


def test_candidates_are_not_bought_twice(stage: Stage) -> None:
    stage.vendor.script.extend([untouched, both(untouched, filled), problem(500), filled])
    job_id = order(stage)
    stage.work()
    assert stage.job(job_id).state == "queued"  # type: ignore[arg-type]
    stage.make_due(job_id)  # type: ignore[arg-type]
    stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == (9, 0, 1)  # type: ignore[arg-type]
    assert [one.fields["n"] for one in stage.vendor.asked] == ["1", "2", "1", "1"]
