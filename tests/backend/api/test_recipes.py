"""The wire of recipes: the older form and the newer one, notes, and going on from a result."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import jobs
from backend.database import tables
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
        ({"edits": [{"preset": "dusk", "parameters": {"region": "here"}}]}, "/jobs/0/edits/0/parameters"),
        (
            {"edits": [{"preset": "sky", "parameters": {"region": "300:1,2"}}, {"preset": "lawn"}]},
            "/jobs/0/edits/1/preset",
        ),
        ({"preset": "lawn", "anchor": str(uuid4())}, "/jobs/0/anchor"),
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


def test_an_anchor_is_a_result_of_the_same_shoot_and_edit(user: User, engine: Engine) -> None:
    user.grant(9)
    shoot = user.shoot()
    first, second, elsewhere = user.uploaded(shoot), user.uploaded(shoot, b"other"), user.uploaded(user.shoot(), b"far")
    [dusk] = send(user, first, preset="dusk").json()["jobs"]
    early = send(user, second, preset="dusk", anchor=dusk["id"])
    assert early.status_code == 409 and early.json()["type"] == "urn:luster:problem:conflict"
    assert early.json()["detail"].startswith("The photo to look like is not there.")
    [claim] = jobs.claim(engine, "w", 1)
    assert succeed(engine, claim)
    order = {"id": str(uuid4()), "asset_id": second, "preset": "dusk", "anchor": dusk["id"]}
    [like] = user.post("/jobs", {"jobs": [order]}).json()["jobs"]
    assert like["anchor"] == dusk["id"] and user.get(f"/jobs/{like['id']}").json()["anchor"] == dusk["id"]
    # The same order again is answered; the same without its anchor is another one.
    assert user.post("/jobs", {"jobs": [order]}).json()["jobs"] == [like]
    del order["anchor"]
    assert user.post("/jobs", {"jobs": [order]}).status_code == 409
    assert send(user, second, preset="sky", anchor=dusk["id"]).status_code == 409, "of another edit"
    assert send(user, elsewhere, preset="dusk", anchor=dusk["id"]).status_code == 409, "of another shoot"
    assert send(user, second, preset="dusk", anchor=str(uuid4())).status_code == 409
    stranger = user.__class__(user.http, user.sign_in, user.config)
    stranger.grant(1)
    theirs = stranger.uploaded(stranger.shoot(), b"theirs")
    assert send(stranger, theirs, preset="dusk", anchor=dusk["id"]).status_code == 404, "of another user"
    with engine.begin() as connection:
        connection.execute(sa.update(tables.jobs).values(output_gone_at=sa.func.now()))
    assert send(user, second, preset="dusk", anchor=dusk["id"]).status_code == 200, "it goes on without"


def test_an_edit_limited_to_a_region_is_ordered_and_offered_as_such(user: User) -> None:
    user.grant(1)
    place = {"region": "300:5000,5000 6000,5500"}
    [job] = send(user, user.uploaded(user.shoot()), edits=[{"preset": "dusk", "parameters": place}]).json()["jobs"]
    assert job["edits"][0]["parameters"] == {"sky_warmth": "natural", "interior_lights": "on", **place}
    for preset in user.get("/presets").json()["presets"]:
        kinds = {parameter["name"]: parameter["kind"] for parameter in preset["parameters"]}
        assert kinds["region"] == ("region" if preset["id"] == "remove" else "limit")
        assert preset["anchored"] == (preset["id"] in ("dusk", "sky"))
