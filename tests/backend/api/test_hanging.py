"""Whatever hangs hangs only what needs it, for no longer than a request may take, and nothing once it is back."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
import uvicorn

from backend import http_server
from backend.api import create_app, dispatch
from backend.config import Settings
from backend.http_server import Impatient
from tests.backend import service
from tests.backend.freezing import behind
from tests.backend.identities import SignIn
from tests.backend.service import User

HOST = "127.0.0.1"
AT_MOST = dispatch.REQUEST_SECONDS + 4
"""Seconds to a reply, with room for a busy machine."""


def until(wanted: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end
        time.sleep(0.05)


def timed(send: Callable[[], httpx.Response]) -> tuple[int, float]:
    began = time.monotonic()
    answer = send()
    assert answer.status_code != 503 or int(answer.headers["retry-after"]) > 0
    return answer.status_code, time.monotonic() - began


@pytest.mark.parametrize("name", ["database", "storage", "payments"])
def test_what_is_frozen_stops_only_what_needs_it(config: Settings, sign_in: SignIn, name: str) -> None:
    with (
        behind(config, name) as (frozen, way),
        service.running(frozen) as url,
        httpx.Client(base_url=url, timeout=60, limits=httpx.Limits(max_connections=80)) as http,
    ):
        user, other = (User(http, sign_in, frozen) for _ in range(2))
        until(lambda: http.get("/readyz").status_code == 200)
        other.get("/account")
        asset = {"asset_ids": [announced(user)]}
        needing: dict[str, Callable[[], httpx.Response]] = {
            "database": lambda: user.get("/account"),
            "storage": lambda: user.post("/uploads/complete", asset),
            "payments": lambda: user.get("/billing/packs"),
        }
        way.freeze()
        with ThreadPoolExecutor(40) as pool:
            waiting = [pool.submit(timed, needing[name]) for _ in range(40)]
            beside = []
            while not all(future.done() for future in waiting):
                beside.append(timed(lambda: http.get("/healthz")))
                if name != "database":
                    beside.append(timed(lambda: other.get("/account")))
                time.sleep(0.1)
        found = [future.result() for future in waiting]
        assert {status for status, _ in found} == {503}
        assert max(seconds for _, seconds in found) < AT_MOST
        assert {status for status, _ in beside} == {200}
        assert max(seconds for _, seconds in beside) < 3
        until(lambda: http.get("/readyz").json()["checks"][name] == "does not answer")
        if name != "payments":
            assert http.get("/readyz").status_code == 503
            way.thaw()
            until(lambda: needing[name]().status_code == 200, 5)
            until(lambda: http.get("/readyz").status_code == 200, 5)
        else:
            assert http.get("/readyz").status_code == 200


def announced(user: User) -> str:
    """A photo whose row still waits for its file to be checked."""
    shoot, entry = user.shoot(), service.announce(b"photo")
    answer = user.post("/uploads/presign", {"shoot_id": shoot, "files": [entry]})
    assert answer.status_code == 200
    return str(entry["asset_id"])


def test_an_open_breaker_turns_away_at_once(config: Settings, sign_in: SignIn) -> None:
    with behind(config, "storage") as (frozen, way), service.running(frozen) as url, httpx.Client(base_url=url) as http:
        user = User(http, sign_in, frozen)
        asset = announced(user)
        way.freeze()
        until(lambda: http.get("/readyz").json()["checks"]["storage"] == "does not answer")
        quick = 0
        for _ in range(10):
            status, seconds = timed(lambda: user.post("/uploads/complete", {"asset_ids": [asset]}, timeout=60))
            assert status == 503
            quick += seconds < 1
        assert quick >= 5, "hardly a request was turned away without being waited for"


@pytest.fixture
def impatient(config: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of an API that waits half a second for a head, and a second for a request."""
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(dispatch, "REQUEST_SECONDS", 1.0)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(config), http=Impatient, ws="none", log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            until(lambda: server.started)
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def closed(connection: socket.socket) -> bool:
    """Whether the other side ends the connection within a few seconds."""
    connection.settimeout(5)
    try:
        while connection.recv(4096):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_requests_that_never_become_whole_are_closed(impatient: int, sent: bytes) -> None:
    connections = [socket.create_connection(("127.0.0.1", impatient)) for _ in range(50)]
    for connection in connections:
        connection.sendall(sent)
    assert httpx.get(f"http://127.0.0.1:{impatient}/healthz").status_code == 200
    assert all(closed(connection) for connection in connections)
    for connection in connections:
        connection.close()


def test_a_body_that_does_not_come_is_a_408_and_the_end(impatient: int, sign_in: SignIn) -> None:
    token = sign_in.token(uuid4())
    head = f"POST /jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", impatient), timeout=10) as connection:
        connection.sendall(head.encode() + b"Content-Length: 100\r\n\r\n{")
        assert connection.recv(4096).startswith(b"HTTP/1.1 408")
        assert closed(connection)


def test_a_connection_that_is_kept_serves_one_request_after_the_other(impatient: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{impatient}") as http:
        for _ in range(3):
            assert http.get("/healthz").status_code == 200
            time.sleep(0.7)
