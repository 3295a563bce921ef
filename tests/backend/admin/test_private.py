"""The site is for this machine or a private network, for its own pages only, and no part of the public API."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Engine

from backend.__main__ import main
from backend.admin.site import private
from backend.api import create_app
from backend.config import Settings
from tests import leash
from tests.backend import service
from tests.backend.admin.conftest import TOKEN, Site, audit
from tests.backend.identities import SignIn
from tests.backend.people import person
from tests.services import Bucket

ROOT = Path(__file__).resolve().parents[3]
FORM = {"credits": "5", "reason": "x", "ref": "f"}


@pytest.fixture
def environment(postgres_url: str, s3: Bucket, sign_in: SignIn) -> dict[str, str]:
    return service.environment(postgres_url, s3, sign_in)


@pytest.fixture
def user(engine: Engine) -> UUID:
    return person(engine)


@pytest.mark.parametrize(
    "host", ["attacker.test", "attacker.test:80", "127.0.0.2", "", "127.0.0.1.attacker.test", "[::2]"]
)
def test_another_hosts_name_is_refused(site: Site, host: str) -> None:
    answer = site.http.get("/users/list", headers={"host": host})
    assert (answer.status_code, "example.test" in answer.text) == (421, False)


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1", "[::1]:8090", "LOCALHOST"])
def test_this_machines_own_names_are_served(site: Site, host: str) -> None:
    assert site.http.get("/users/list", headers={"host": host}).status_code == 200


def test_a_change_needs_the_sites_own_origin_and_its_token(site: Site, engine: Engine, user: UUID) -> None:
    site.page("/")
    token = site.http.cookies[TOKEN]
    good = {"origin": site.url, "x-csrftoken": token}
    wrong: list[dict[str, str]] = [
        {**good, "origin": "http://attacker.test"},
        {**good, "origin": "null"},
        {**good, "origin": site.url.replace("http:", "https:")},
        {**good, "origin": "http://127.0.0.1"},
        {"x-csrftoken": token},
        {"origin": site.url},
        {**good, "x-csrftoken": token[:-2]},
        {**good, "x-csrftoken": "nonsense"},
    ]
    for headers in wrong:
        assert site.send("users", "grant", user, headers=headers, **FORM).status_code == 403, headers
    assert site.http.get("/_api/users/row-action", params={"name": "grant", "pk": str(user)}).status_code == 405
    site.http.cookies.clear()
    assert site.send("users", "grant", user, headers=good, **FORM).status_code == 403
    assert audit(engine) == []
    site.http.cookies.set(TOKEN, token)
    assert site.send("users", "grant", user, headers=good, **FORM).status_code == 200
    assert len(audit(engine)) == 1


def test_pages_are_kept_by_nobody_and_framed_by_nobody(site: Site) -> None:
    headers = site.http.get("/users/list").headers
    assert headers["cache-control"] == "no-store"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "8.8.8.8", "192.0.2.1", "::ffff:8.8.8.8", "2001:4860:4860::8888", ""]
)
def test_a_public_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], environment: dict[str, str], host: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["admin", "site", "--host", host, "--port", "0"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(r"“.*” is not (private: .*|an address of this machine)\.\n", said.err)


@pytest.mark.parametrize("host", ["10.1.2.3", "192.168.1.5", "172.31.0.1", "fd12::1", "127.0.0.9"])
def test_a_private_address_is_a_place_with_its_own_name_only(host: str) -> None:
    place = private.place(host)
    assert (place.address, host in place.names) == (host, True)
    assert ("localhost" in place.names) is host.startswith("127.")


def test_a_port_that_is_taken_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["admin", "site", "--port", str(port)]) == 2
    assert f"127.0.0.1 port {port} cannot be used" in capsys.readouterr().err
    assert main(["admin", "site", "--port", "70000"]) == 2


def test_the_command_serves_signs_and_stops_when_told(environment: dict[str, str], engine: Engine, user: UUID) -> None:
    command = [sys.executable, "-m", "backend", "admin", "site", "--port", "0", "--operator", " ada\n"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**environment, "PATH": ""}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    leash.hold(process.pid)
    assert process.stdout is not None
    try:
        said = re.fullmatch(r"Administration by ada on (http://127\.0\.0\.1:\d+)/ .*\n", process.stdout.readline())
        assert said
        with httpx.Client(base_url=said[1], timeout=30) as client:
            assert "The balance is now 5." in Site(said[1], client).act("users", "grant", user, **FORM)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == (0 if sys.platform != "win32" else signal.SIGTERM)
    finally:
        process.kill()
        process.communicate()
    assert audit(engine) == [("ada", "grant", str(user), "x")]


def test_the_public_api_has_no_part_of_it(config: Settings, api: httpx.Client) -> None:
    paths = [str(getattr(route, "path", "")) for route in create_app(config).routes]
    assert not [path for path in paths if "admin" in path or "row-action" in path]
    for path in ("/admin", "/admin/", "/users/list", "/_api/users/row-action", "/static/js/actions.js"):
        assert api.get(path).status_code == api.post(path).status_code == 404
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, backend.api.server; print([m for m in sys.modules if 'admin' in m])"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout == "[]\n"
