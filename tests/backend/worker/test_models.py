"""A job outlives its image model: the next one in the list is asked, and the user notices nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import httpx
import pytest

from backend.local.image_model.server import create_app
from tests.backend.local.serving import serving
from tests.backend.worker.stage import Stage, until
from tests.backend.worker.test_process import worker

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
FIRST, SECOND = "gpt-image-2.6-sunburst", "gpt-image-2.5-sunburst"
SIGTERM = 15


def test_a_job_whose_model_is_gone_is_done_by_the_next_and_an_alert_says_so(stage: Stage, tmp_path: Path) -> None:
    with serving(lambda _: create_app("sk-test")) as url, httpx.Client(base_url=url, trust_env=False) as vendor:
        stage.environ.update(OPENAI_BASE_URL=f"{url}/v1", OPENAI_IMAGE_MODEL=f"{FIRST}, {SECOND}")
        first = stage.order()
        with worker(stage, tmp_path) as process:
            until(lambda: stage.job(first).state == "succeeded")
            assert vendor.put("/control/models", json=[FIRST]).json() == [FIRST]
            assert FIRST not in {one["id"] for one in _models(vendor)}
            second = stage.order()
            until(lambda: stage.job(second).state == "succeeded")
            third = stage.order()
            until(lambda: stage.job(third).state == "succeeded")
            process.send(SIGTERM)
            code, log = process.end()
        asked = [(one["model"], one["status"]) for one in vendor.get("/control/requests").json()]
    assert asked == [(FIRST, 200), (FIRST, 404), (SECOND, 200), (SECOND, 200)]
    assert code == 0 and log.count("image_model_passed_over") == 1
    row = stage.row(second)
    assert [call["model"] for call in row.usage["calls"]] == [SECOND] and row.attempt == 1
    retried = [event.data["code"] for event in stage.events(second) if event.kind == "retrying"]
    # The photo was paid for by the first edit; the others are free.
    assert retried == ["model_not_found"] and stage.money() == (9, 0, 1)


def test_when_every_model_is_gone_jobs_wait_and_go_on_when_one_is_back(stage: Stage, tmp_path: Path) -> None:
    with serving(lambda _: create_app("sk-test")) as url, httpx.Client(base_url=url, trust_env=False) as vendor:
        stage.environ.update(OPENAI_BASE_URL=f"{url}/v1", OPENAI_IMAGE_MODEL=f"{FIRST}, {SECOND}")
        vendor.put("/control/models", json=[FIRST, SECOND])
        job_id = stage.order()
        with worker(stage, tmp_path) as process:
            until(lambda: "model_misconfigured" in process.log())
            until(lambda: stage.job(job_id).state == "queued")
            assert (stage.job(job_id).attempt, stage.money()) == (0, (10, 1, 0))
            vendor.put("/control/models", json=[])
            stage.make_due(job_id)
            until(lambda: stage.job(job_id).state == "succeeded")
    assert stage.money() == (9, 0, 1)


def _models(vendor: httpx.Client) -> list[dict[str, str]]:
    found: list[dict[str, str]] = vendor.get("/v1/models", headers={"authorization": "Bearer sk-test"}).json()["data"]
    return found
