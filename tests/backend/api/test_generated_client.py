"""The document is enough to make a client by: one is generated from it, and takes a shoot from nothing to its order."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from backend.api import openapi
from tests.backend.service import User, announce

NAME = "luster_client"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The generated package's name, while it can be imported."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "document.json").write_text(json.dumps(openapi.document()), encoding="utf-8")
    (folder / "config.yml").write_text("post_hooks: []\n", encoding="utf-8")
    places = ["--path", "document.json", "--config", "config.yml", "--output-path", NAME]
    command = [
        sys.executable,
        "-m",
        "openapi_python_client",
        "generate",
        *places,
        "--meta",
        "none",
        "--fail-on-warning",
    ]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield NAME
    sys.path.remove(str(folder))
    for module in [name for name in sys.modules if name.split(".")[0] == NAME]:
        del sys.modules[module]


class Studio:
    """A studio's own program: it has the generated client and a key, and nothing else of ours."""

    def __init__(self, package: str, url: str, key: str) -> None:
        self._package = package
        self._models = importlib.import_module(f"{package}.models")
        self._client = importlib.import_module(f"{package}.client").AuthenticatedClient(base_url=url, token=key)

    def close(self) -> None:
        self._client.get_httpx_client().close()

    def ask(self, operation: str, *ids: str, body: tuple[str, dict[str, Any]] | None = None, status: int = 200) -> Any:
        """The reply, as an object of the generated models."""
        module = importlib.import_module(f"{self._package}.api.default.{operation}")
        more = {"body": getattr(self._models, body[0]).from_dict(body[1])} if body else {}
        reply = module.sync_detailed(*map(UUID, ids), client=self._client, **more)
        assert int(reply.status_code) == status, reply.content
        return reply.parsed


def test_every_operation_can_be_called(package: str) -> None:
    operations = {one["operationId"] for methods in openapi.document()["paths"].values() for one in methods.values()}
    assert len(operations) > 30
    for operation in operations:
        assert callable(importlib.import_module(f"{package}.api.default.{operation}").sync_detailed)


def test_a_studio_takes_a_shoot_to_its_order_with_a_key(package: str, user: User) -> None:
    made = user.post("/account/keys", {"id": str(uuid4()), "name": "Website", "scopes": ["read", "order"]}).json()
    with closing(Studio(package, str(user.http.base_url), made["secret"])) as studio:
        take_a_shoot_to_its_order(studio, user)


def take_a_shoot_to_its_order(studio: Studio, user: User) -> None:
    shoot, job = str(uuid4()), str(uuid4())
    assert studio.ask("put_shoot", shoot, body=("ShootPut", {"name": "12 Elm Street"})).name == "12 Elm Street"
    photo = announce(b"photo")
    told = studio.ask("presign", body=("PresignRequest", {"shoot_id": shoot, "files": [photo]}))
    target = told.uploads[0]
    assert httpx.put(target.url, content=b"photo", headers=target.headers.to_dict()).status_code == 200
    checked = studio.ask("complete", body=("CompleteRequest", {"asset_ids": [photo["asset_id"]]}))
    assert [asset.filename for asset in checked.assets] == [photo["filename"]]
    order = {"id": job, "asset_id": photo["asset_id"], "edits": [{"preset": "dusk"}]}
    refused = studio.ask("submit", body=("JobsRequest", {"jobs": [order]}), status=402)
    assert (refused.type_, refused.available, refused.required) == ("urn:luster:problem:out-of-credits", 0, 1)
    user.grant(1)
    placed = studio.ask("submit", body=("JobsRequest", {"jobs": [order]}))
    assert (str(placed.jobs[0].id), placed.credits_.held) == (job, 1)
    assert studio.ask("get_job", job).state == "queued"
    assert [event.kind for event in studio.ask("list_events", shoot).events] == ["uploaded", "queued"]
    share = {"id": str(uuid4()), "title": "12 Elm Street", "photos": [{"job_id": job}]}
    assert "not stored" in studio.ask("put_share", shoot, body=("ShareRequest", share), status=409).detail
    assert studio.ask("list_keys", status=403).type_ == "urn:luster:problem:not-allowed"
