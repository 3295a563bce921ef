"""The page on this computer that an e-mailed link leads to: for one sign-in, for two minutes, for nobody else."""

from __future__ import annotations

import queue
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import pytest

from luster_desktop.cloud.callback import Callback, Reply, Returned


@dataclass
class Listening:
    """A listener and what reached it."""

    seconds: float = 30.0
    final: bool = True
    say: Callable[[str], str] = str
    returned: list[Returned] = field(default_factory=list)
    ended: queue.Queue[None] = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        self.callback = Callback(self._answer, lambda: self.ended.put(None), self.say, seconds=self.seconds)
        self.http = httpx.Client(trust_env=False, timeout=30.0)

    def _answer(self, returned: Returned) -> Reply:
        self.returned.append(returned)
        return Reply("You are <in>", "Go back.", final=self.final)

    @property
    def port(self) -> int:
        return urlsplit(self.callback.url).port or 0

    def get(self, extra: str = "", **headers: str) -> httpx.Response:
        return self.http.get(f"{self.callback.url}{extra}", headers=headers)

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@pytest.fixture
def listening() -> Iterator[Callable[..., Listening]]:
    made: list[Listening] = []

    def make(**options: object) -> Listening:
        made.append(Listening(**options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.http.close()
        each.callback.close()
        each.callback.join(30)


def test_one_answer_ends_it(listening: Callable[..., Listening]) -> None:
    here = listening()
    answer = here.get("&code=abc")
    assert (answer.status_code, here.returned) == (200, [Returned("abc")])
    assert "You are &lt;in&gt;" in answer.text
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    here.callback.join(30)
    assert not here.listens()
    assert here.ended.empty()
    here.callback.close()


def test_only_this_address_with_the_state_is_answered(listening: Callable[..., Listening]) -> None:
    here = listening()
    plain = f"http://127.0.0.1:{here.port}"
    for host in (f"localhost:{here.port}", "127.0.0.1", "evil.test", f"127.0.0.1.evil.test:{here.port}"):
        assert here.get("&code=x", Host=host).status_code == 400
    for wrong in ("", "?code=x", "?state=&code=x", "?state=ä&code=x", f"?code=x&state={here.callback.state}1"):
        assert here.http.get(f"{plain}/callback{wrong}").status_code == 403
    assert here.http.get(f"{plain}/callback?state=a&state={here.callback.state}&code=x").status_code == 403
    assert here.http.get(f"{plain}/favicon.ico").status_code == 404
    for method in ("POST", "PUT", "HEAD", "OPTIONS", "DELETE", "BREW"):
        assert here.http.request(method, f"{here.callback.url}&code=x").status_code == 405
    assert here.returned == []
    assert here.get("&code=x").status_code == 200


def test_two_host_headers_are_one_too_many(listening: Callable[..., Listening]) -> None:
    here = listening()
    target = here.callback.url.removeprefix(f"http://127.0.0.1:{here.port}")
    with socket.create_connection(("127.0.0.1", here.port), timeout=30) as raw:
        raw.sendall(f"GET {target}&code=x HTTP/1.1\r\nHost: 127.0.0.1:{here.port}\r\nHost: evil.test\r\n\r\n".encode())
        assert b" 400 " in raw.recv(100)
    assert here.returned == []


def test_a_silent_connection_keeps_nobody_waiting(listening: Callable[..., Listening]) -> None:
    here = listening()
    with socket.create_connection(("127.0.0.1", here.port)):
        assert here.get("&code=abc").status_code == 200


def test_a_reason_behind_the_hash_is_handed_on_by_the_page(listening: Callable[..., Listening]) -> None:
    here = listening(final=False)
    page = here.get()
    assert page.status_code == 200
    assert "location.hash" in page.text
    assert "script-src 'sha256-" in page.headers["content-security-policy"]
    assert here.returned == []
    assert here.get("&unwrapped=1").status_code == 400  # no second round when there was nothing behind it
    here.get("&unwrapped=1&error=access_denied&error_code=otp_expired")
    assert here.returned == [Returned(error="otp_expired")]
    assert here.get("&code=later").status_code == 200  # what failed does not end it
    assert here.returned[1:] == [Returned("later")]


def test_its_time_is_limited(listening: Callable[..., Listening]) -> None:
    here = listening(seconds=0.05)
    here.ended.get(timeout=30)
    here.callback.join(30)
    assert not here.listens()


def test_it_can_be_called_off(listening: Callable[..., Listening]) -> None:
    here = listening()
    here.callback.close()
    here.callback.join(30)
    assert not here.listens()
    assert here.ended.empty()


def test_secrets_are_in_no_representation() -> None:
    assert "abc" not in repr(Returned("abc"))


def test_the_pages_speak_the_users_language(listening: Callable[..., Listening]) -> None:
    there = listening(say=lambda text: f"[{text}]")
    assert "<h1>[One moment…]</h1>" in there.get().text
    assert "[This link is not complete.]" in there.get("&unwrapped=1").text
    assert "[There is nothing here.]" in there.http.get(f"http://127.0.0.1:{there.port}/").text
