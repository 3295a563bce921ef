"""A service newer than the app: what the app does not know is kept and shown, and an update can be asked for."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from backend import contract
from backend.contract import AssetState, JobState, ParameterKind, PresetScene, ProblemType
from luster_desktop.cli.services import Services
from luster_desktop.cloud.api import ApiClient, UpdateRequired
from luster_desktop.cloud.sync import SyncEngine, SyncState
from luster_desktop.library.models import PhotoRow, Stage
from luster_desktop.operations import ordering
from luster_desktop.ui.gallery.status import status_of
from luster_desktop.words.reasons import sentence
from tests.desktop.account import Account
from tests.desktop.cloud.newer import newer
from tests.desktop.cloud.scripted import Say, scripted
from tests.desktop.cloud.test_sync import shoot_of
from tests.desktop.waiting import until

UPDATE = "This version of Luster is too old for the service."


@contextmanager
def engine_against(services: Services, url: str) -> Iterator[tuple[SyncEngine, ApiClient]]:
    api = ApiClient(replace(services.settings, app_url=url), services.session)
    engine = SyncEngine(services.library, api, services.session, services.paths.outputs)
    try:
        yield engine, api
    finally:
        engine.stop()
        api.close()


def told(row: PhotoRow) -> tuple[Stage, str | None, str, str]:
    assert row.job is not None
    text = status_of(row, {"bright": "Bright"}).text
    return row.stage, row.job.error_code, text, sentence(row.problem or "")


@pytest.mark.parametrize("kind", [AssetState, JobState, ParameterKind, PresetScene])
def test_a_value_that_is_newer_keeps_its_name(kind: type[contract.Named]) -> None:
    value = kind("reviewing")
    assert (value, value.value, str(value), value.known) == ("reviewing",) * 3 + (False,)
    assert value == kind("reviewing") and value not in list(kind)
    assert all(member.known for member in kind)


def test_an_edit_in_a_newer_state_is_shown_in_its_word_and_followed_to_its_end(
    services: Services, account: Account, tmp_path: Path
) -> None:
    account.grant(1)
    held = threading.Event()
    held.set()

    def change(asked: str, text: str) -> str:
        if "/events" in asked:
            if held.is_set():
                return json.dumps({"events": [], "last": int(asked.rpartition("=")[2])})
            return re.sub(r'"kind":"(\w+)"', r'"kind":"newly_\1"', text)
        if held.is_set() and "/jobs" in asked:
            return re.sub(r'"state":"(queued|processing|succeeded)"', '"state":"reviewing"', text).replace(
                '"final":true', '"final":false'
            )
        return text

    [photo_id] = shoot_of(services, tmp_path, 1)

    def row() -> PhotoRow:
        [found] = services.library.photo_rows([photo_id])
        return found

    with newer(services.settings.app_url, change) as url, engine_against(services, url) as (engine, _):
        engine.start()
        engine.order([photo_id], "bright", {})
        until(services.library, lambda: row().stage is Stage.EDITING)
        said = "The service says of this edit: “reviewing”. A newer Luster may say more."
        assert told(row()) == (Stage.EDITING, "reviewing", "Bright: reviewing", said)
        held.clear()
        engine.wake()
        until(services.library, lambda: row().stage is Stage.DONE)
        assert row().problem is None


def test_an_edit_that_ended_in_a_newer_way_is_no_longer_waited_for(
    services: Services, account: Account, tmp_path: Path
) -> None:
    account.grant(1)

    def change(asked: str, text: str) -> str:
        if asked != "POST /jobs":
            return text
        return text.replace('"state":"queued"', '"state":"expired"').replace('"final":false', '"final":true')

    [photo_id] = shoot_of(services, tmp_path, 1)
    with newer(services.settings.app_url, change) as url, engine_against(services, url) as (engine, _):
        engine.start()
        engine.order([photo_id], "bright", {})
        until(services.library, lambda: services.library.photo_rows([photo_id])[0].stage is Stage.FAILED)
        [row] = services.library.photo_rows([photo_id])
        assert told(row)[1] == "expired" and "“expired”" in told(row)[3]


def test_presets_may_have_scenes_and_settings_that_are_newer(services: Services) -> None:
    def change(asked: str, text: str) -> str:
        if asked != "GET /presets":
            return text
        found = json.loads(text)
        for preset in found["presets"]:
            preset["scene"] = "underwater"
            preset["parameters"].append(
                {"name": "depth", "title": "Depth", "kind": "slider", "choices": [], "default": "5"}
            )
        return json.dumps(found)

    with newer(services.settings.app_url, change) as url, engine_against(services, url) as (_, api):
        presets = api.presets()
    assert {str(preset.scene) for preset in presets} == {"underwater"}
    assert {str(preset.parameters[-1].kind) for preset in presets} == {"slider"}
    assert ordering.parameters_for(presets, "bright", {}).keys() == {"strength", "view"}


def outdated(url: str | None = "https://luster.example/download") -> Say:
    problem = contract.Problem(
        type=ProblemType.UPDATE_REQUIRED, title="Update required", status=426, detail=UPDATE, request_id="r", url=url
    )
    return Say(426, problem.model_dump_json().encode(), {"Content-Type": "application/problem+json"})


def test_every_request_says_which_version_asks(services: Services) -> None:
    with scripted(Say(body=b'{"presets": []}')) as script, engine_against(services, script.url) as (_, api):
        api.presets()
    assert script.asked[0][1]["Luster-Version"] == version("luster")


def test_a_service_that_wants_a_newer_app_is_asked_once_until_the_user_says_so(
    services: Services, account: Account, tmp_path: Path
) -> None:
    account.grant(2)
    done, waits = shoot_of(services, tmp_path, 2)
    services.engine.start()
    services.engine.order([done], "bright", {})
    until(services.library, lambda: services.library.photo_rows([done])[0].stage is Stage.DONE)
    services.engine.stop()
    with scripted(outdated()) as script, engine_against(services, script.url) as (engine, api):
        stopped = threading.Event()
        engine.subscribe(lambda status: stopped.set() if status.state is SyncState.OUTDATED else None)
        engine.start()
        engine.order([waits], "bright", {})
        assert stopped.wait(60)
        assert (engine.status.reason, engine.status.link) == (UPDATE, "https://luster.example/download")
        before = len(script.asked)
        for _ in range(3):
            with pytest.raises(UpdateRequired):
                api.account()
        services.library.create_shoot("Another")
        assert not threading.Event().wait(1.5)
        assert len(script.asked) == before <= 2
        finished, kept = services.library.photo_rows([done, waits])
        assert finished.output is not None and finished.output.path.exists()
        assert kept.stage in (Stage.UPLOADING, Stage.PREPARING) and kept.problem is None
        engine.wake()
        deadline = threading.Event()
        while len(script.asked) == before:
            assert not deadline.wait(0.05)
    with engine_against(services, services.settings.app_url) as (engine, _):
        engine.start()
        until(services.library, lambda: services.library.photo_rows([waits])[0].stage is Stage.DONE)


def test_a_result_that_waits_to_be_fetched_is_not_given_up_by_a_service_that_wants_a_newer_app(
    services: Services, account: Account, tmp_path: Path
) -> None:
    account.grant(1)
    [photo_id] = shoot_of(services, tmp_path, 1)
    ready = threading.Event()

    def change(asked: str, text: str) -> str:
        if asked.startswith("GET /jobs/"):
            ready.set()
            return "{}"
        return text

    with newer(services.settings.app_url, change) as url, engine_against(services, url) as (engine, _):
        engine.start()
        engine.order([photo_id], "bright", {})
        assert ready.wait(60)
    with scripted(outdated(None)) as script, engine_against(services, script.url) as (engine, _):
        stopped = threading.Event()
        engine.subscribe(lambda status: stopped.set() if status.state is SyncState.OUTDATED else None)
        engine.start()
        for _ in range(8):
            engine.wake()
            assert stopped.wait(60)
        assert services.library.photo_rows([photo_id])[0].stage is Stage.DOWNLOADING
    with engine_against(services, services.settings.app_url) as (engine, _):
        engine.start()
        until(services.library, lambda: services.library.photo_rows([photo_id])[0].stage is Stage.DONE)
