"""A photo takes over the light of another one's result: what is sent and told, and what happens without it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from uuid import UUID

import numpy as np
import pytest
import sqlalchemy as sa
from PIL import Image

from backend.database import tables
from backend.editing import catalogue, prompts
from backend.jobs import Edit
from tests.backend.worker.stage import Stage
from tests.image_vendor import Asked, Reply, answer, problem

DUSK, WARM = Edit("dusk", {}), Edit("dusk", {"sky_warmth": "warm"})
ANCHORED = frozenset({"dusk"})
SECOND = "second picture"


def evening(asked: Asked) -> Reply:
    """The photo with less light and more blue."""
    photo = Image.open(BytesIO(asked.image)).convert("RGB").resize(asked.size)
    darker = np.asarray(photo, float) * (0.45, 0.5, 0.65)
    out = BytesIO()
    Image.fromarray(darker.round().astype(np.uint8)).save(out, "PNG")
    return answer(asked, out.getvalue())


@pytest.fixture
def anchor(stage: Stage) -> UUID:
    """A finished dusk of another photo of the shoot."""
    stage.vendor.otherwise = evening
    first = stage.order_edits(DUSK)
    stage.work()
    assert stage.job(first).state == "succeeded"
    stage.vendor.asked.clear()
    return first


def order(stage: Stage, anchor: UUID, *edits: Edit) -> UUID:
    return stage.order_edits(*edits or (DUSK,), anchor_id=anchor, anchored=ANCHORED)


def test_the_anchors_small_picture_goes_along_and_is_named_as_a_reference(stage: Stage, anchor: UUID) -> None:
    job_id = order(stage, anchor)
    stage.work()
    (asked,) = stage.vendor.asked
    output = stage.job(anchor).output
    assert output is not None
    assert asked.others == (stage.storage.read(output.thumb_key, max_bytes=10**7),)
    assert max(Image.open(BytesIO(asked.others[0])).size) <= 1024 < max(asked.size)
    recipe = catalogue.recipe([DUSK])
    assert asked.fields["prompt"] == prompts.build(recipe.edits, anchored=True)
    assert SECOND in asked.fields["prompt"] and SECOND not in prompts.build(recipe.edits)
    row = stage.row(job_id)
    assert (row.state, row.details["anchor"], row.anchor_id) == ("succeeded", True, anchor)
    assert [call["anchor"] for call in row.usage["calls"]] == [True]
    assert row.prompt_version_id == stage.row(anchor).prompt_version_id


def test_what_is_painted_is_asked_for_without_the_anchor(stage: Stage, anchor: UUID) -> None:
    order(stage, anchor, DUSK, Edit("remove", {"region": "300:7850,6000"}))
    stage.work()
    painted = [asked for asked in stage.vendor.asked if asked.mask]
    assert painted and all(not asked.others and SECOND not in asked.fields["prompt"] for asked in painted)


def test_without_its_anchor_the_job_goes_on_and_says_so(stage: Stage, anchor: UUID) -> None:
    output = stage.job(anchor).output
    assert output is not None
    stage.storage.delete([output.key, output.thumb_key])
    job_id = order(stage, anchor)
    stage.work()
    (asked,) = stage.vendor.asked
    assert asked.others == () and SECOND not in asked.fields["prompt"]
    row = stage.row(job_id)
    assert (row.state, row.details["anchor"]) == ("succeeded", False) and "anchor" not in row.usage["calls"][0]


def test_a_second_try_has_the_anchor_too_and_no_answer_is_bought_twice(stage: Stage, anchor: UUID) -> None:
    job_id = order(stage, anchor)
    stage.vendor.script.extend([problem(500), answer, evening])
    for _ in range(2):
        stage.work()
        stage.make_due(job_id)
    failed, still, done = stage.vendor.asked
    assert all(asked.others == done.others != () for asked in (failed, still))
    assert "second try" in done.fields["prompt"] and SECOND in done.fields["prompt"]
    row = stage.row(job_id)
    assert (row.state, row.details["anchor"], row.details["fidelity"]["tries"]) == ("succeeded", True, 2)


def test_the_words_of_a_shoot_stay_those_of_its_first_photo(
    stage: Stage, anchor: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A release with other words, while the shoot is under way.
    clauses = catalogue.clauses()
    spec = catalogue.preset("dusk")
    before = prompts.build([catalogue.Edit(spec, catalogue.check("dusk", {}))], anchored=True)
    reworded = replace(clauses, keep=f"{clauses.keep} Really.")
    monkeypatch.setattr(catalogue, "clauses", lambda: reworded)
    second = order(stage, anchor)
    stage.work()
    warm = order(stage, anchor, WARM)
    stage.work()
    other = stage.order_edits(Edit("bright", {}))
    stage.vendor.otherwise = answer
    stage.work()
    like, warmer, apart = (asked.fields["prompt"] for asked in stage.vendor.asked)
    assert like == before and "a warm evening sky" in warmer and "Really." not in warmer
    assert "Really." in apart, "what the shoot has no words for yet is said in the present ones"
    versions = [stage.row(job_id).prompt_version_id for job_id in (anchor, second, warm)]
    assert len(set(versions)) == 1 != stage.row(other).prompt_version_id


def test_words_of_an_older_form_are_not_gone_on_with(stage: Stage, anchor: UUID) -> None:
    with stage.engine.begin() as connection:
        connection.execute(sa.update(tables.prompt_versions).values(template='{"preset":"dusk","prompt":"Evening."}'))
    job_id = order(stage, anchor)
    stage.work()
    assert stage.row(job_id).state == "succeeded" and stage.vendor.asked[0].fields["prompt"].startswith("Edit this")
