"""An app that is too old is told to update, by a problem of its own; nobody else is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from backend.config import ConfigError, Settings
from backend.contract import VERSION_HEADER, ProblemType
from tests.backend import service
from tests.backend.identities import SignIn
from tests.services import Bucket


@pytest.fixture
def client(config: Settings) -> Iterator[httpx.Client]:
    strict = replace(config, least_app_version="1.2", app_download_url="https://luster.example/download")
    with service.running(strict) as url, httpx.Client(base_url=url, timeout=30) as http:
        yield http


@pytest.mark.parametrize("version", ["0.1.0", "1.1.99", "1", "1.1rc1"])
def test_an_older_app_is_told_to_update_whether_or_not_it_is_signed_in(client: httpx.Client, version: str) -> None:
    for path in ("/account", "/shoots", "/presets"):
        reply = client.get(path, headers={VERSION_HEADER: version})
        problem = reply.json()
        assert (reply.status_code, problem["type"]) == (426, ProblemType.UPDATE_REQUIRED)
        assert (problem["url"], reply.headers["upgrade"]) == ("https://luster.example/download", "Luster/1.2")
        assert problem["detail"].endswith("everything on this computer stays.")


@pytest.mark.parametrize("version", ["1.2", "1.2.0", "1.10", "2", "1.2.0.1", "development", "", None])
def test_every_other_caller_is_answered(
    client: httpx.Client, sign_in: SignIn, config: Settings, version: str | None
) -> None:
    headers = {} if version is None else {VERSION_HEADER: version}
    assert service.User(client, sign_in, config).get("/account", headers=headers).status_code == 200


def test_what_is_not_for_the_app_never_asks_for_one(client: httpx.Client) -> None:
    old = {VERSION_HEADER: "0.1"}
    assert client.get("/healthz", headers=old).status_code == 200
    assert client.get("/billing/success", headers=old).status_code == 200
    assert client.post("/webhooks/stripe", content=b"{}", headers=old).status_code == 400


def test_a_service_without_a_least_version_answers_any(api: httpx.Client, sign_in: SignIn, config: Settings) -> None:
    assert service.User(api, sign_in, config).get("/account", headers={VERSION_HEADER: "0"}).status_code == 200


def test_the_setting_is_a_version(postgres_url: str, s3: Bucket, sign_in: SignIn) -> None:
    environ = service.environment(postgres_url, s3, sign_in)
    assert Settings.from_environment({**environ, "LEAST_APP_VERSION": " 1.4 "}).least_app_version == "1.4"
    for wrong in ("newest", "1.", "v2"):
        with pytest.raises(ConfigError, match="LEAST_APP_VERSION must be a version"):
            Settings.from_environment({**environ, "LEAST_APP_VERSION": wrong})
