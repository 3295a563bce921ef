"""The wire of recipes: the older form and the newer one, notes, and going on from a result."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from backend import jobs
from tests.backend.people import succeed
from tests.backend.service import User


def send(user: User, asset: str, **order: Any) -> Any:
    return user.post("/jobs", {"jobs": [{"id": str(uuid4()), "asset_id": asset, **order}]})


def test_the_older_form_means_a_recipe_of_one(user: User) -> None:
    user.grant(5)
    asset, job_id = user.uploaded(user.shoot()), str(uuid4())
    older = {"id": job_id, "asset_id": asset, "preset": "sky", "parameters": {"kind": "sunset"}}
    newer = {"id": job_id, "asset_id": asset, "edits": [{"preset": "sky", "parameters": {"kind": "sunset"}}]}
    replies = [user.post("/jobs", {"jobs": [form]}).json()["jobs"][0] for form in (older, newer)]
    assert replies[0] == replies[1]
    assert replies[0]["edits"] == [{"preset": "sky", "parameters": {"kind": "sunset"}}]
    assert (replies[0]["preset"], replies[0]["parameters"]) == ("sky", {"kind": "sunset"})
    assert user.balance() == (5, 1)


def test_several_edits_are_one_job_and_readable_for_older_apps(user: User) -> None:
    user.grant(5)
    asset = user.uploaded(user.shoot())
    edits = [{"preset": "remove", "parameters": {"region": "300:1,2"}}, {"preset": "lawn"}, {"preset": "sky"}]
    [job] = send(user, asset, edits=edits, note="  Keep the lamp off ").json()["jobs"]
    assert [edit["preset"] for edit in job["edits"]] == ["sky", "lawn", "remove"]
    assert job["edits"][1]["parameters"] == {"strength": "natural"}
    assert (job["preset"], job["parameters"], job["credits"]) == ("sky+lawn+remove", {"kind": "clouds"}, 1)
    assert (job["note"], job["source"]) == ("Keep the lamp off", None)
    assert user.get(f"/jobs/{job['id']}").json()["edits"] == job["edits"]
    assert user.balance() == (5, 1)


@pytest.mark.parametrize(
    ("order", "pointer"),
    [
        ({}, "/jobs/0"),
        ({"preset": "sky", "edits": [{"preset": "sky"}]}, "/jobs/0"),
        ({"parameters": {"kind": "clear"}, "edits": [{"preset": "sky"}]}, "/jobs/0"),
        ({"edits": []}, "/jobs/0/edits"),
        ({"edits": [{"preset": "remove", "parameters": {"region": "300:1,2"}}] * 9}, "/jobs/0/edits"),
        ({"edits": [{"preset": "sky"}, {"preset": "moon"}]}, "/jobs/0/edits/1/preset"),
        ({"edits": [{"preset": "sky"}, {"preset": "lawn", "parameters": {"kind": "x"}}]}, "/jobs/0/edits/1/parameters"),
        ({"edits": [{"preset": "sky"}, {"preset": "dusk"}]}, "/jobs/0/edits/1/preset"),
        ({"preset": "sky", "note": "two\nlines"}, "/jobs/0/note"),
        ({"preset": "sky", "note": "x" * 301}, "/jobs/0/note"),
        ({"preset": "sky", "note": "esc\u001b[2J"}, "/jobs/0/note"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_where_it_is_wrong(user: User, order: dict[str, Any], pointer: str) -> None:
    user.grant(1)
    refused = send(user, user.uploaded(user.shoot()), **order)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert user.balance() == (1, 0)


def test_what_cannot_go_together_is_told_with_the_presets(user: User) -> None:
    presets = {preset["id"]: preset for preset in user.get("/presets").json()["presets"]}
    for preset in presets.values():
        for other, sentence in preset["excludes"].items():
            assert presets[other]["excludes"][preset["id"]] == sentence and sentence.endswith(".")
    assert {"dusk", "bright", "sky"} <= presets["dusk"]["excludes"].keys()
    assert "remove" not in presets["remove"]["excludes"]
    assert user.get("/presets").json()["credits"] == 1


def test_a_result_is_gone_on_from_without_an_upload(user: User, engine: Engine) -> None:
    user.grant(5)
    shoot = user.shoot()
    asset, other = user.uploaded(shoot), user.uploaded(shoot, b"other")
    [first] = send(user, asset, preset="dusk").json()["jobs"]
    assert send(user, asset, preset="lawn", source=first["id"]).status_code == 409
    [claim] = jobs.claim(engine, "w", 1)
    assert succeed(engine, claim)
    [onward] = send(user, asset, preset="lawn", source=first["id"]).json()["jobs"]
    assert (onward["source"], onward["edits"][0]["preset"]) == (first["id"], "lawn")
    assert send(user, other, preset="lawn", source=first["id"]).status_code == 409
