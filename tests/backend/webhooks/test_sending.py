"""Sending to real servers: signed, again until it is taken, parked after days, and to no private network."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import webhooks, words
from backend.database import tables
from backend.webhooks import address, sending
from backend.webhooks.address import Refused
from tests.backend.people import person


@dataclass
class Studio:
    """A studio's own server: takes events, and answers with `status`, or not for a while."""

    url: str = ""
    status: int = 200
    location: str = ""
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.taken]


@contextmanager
def serving() -> Iterator[Studio]:
    studio = Studio()
    studio.may_answer.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            studio.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            studio.may_answer.wait(30)
            self.send_response(studio.status)
            if studio.location:
                self.send_header("location", studio.location)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    studio.url = f"http://127.0.0.1:{server.server_port}/luster?studio=7"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield studio
    finally:
        studio.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def studio() -> Iterator[Studio]:
    with serving() as studio:
        yield studio


def send(engine: Engine) -> int:
    return sending.send_due(engine, loopback=True)


def pass_time(engine: Engine, interval: str) -> None:
    """Everything that waits has waited for so much longer."""
    earlier = f"INTERVAL '{interval}'"
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                f"UPDATE luster.webhook_events SET due_at = due_at - {earlier}, waits_since = waits_since - {earlier}"
            )
        )


def standing(engine: Engine, user: UUID) -> webhooks.Webhook:
    found = webhooks.standing(engine, user)
    assert found is not None
    return found


def test_an_event_is_signed_so_that_its_receiver_can_check_it(engine: Engine, studio: Studio) -> None:
    user = person(engine)
    _, secret = webhooks.subscribe(engine, user, studio.url)
    assert standing(engine, user).waiting == 1
    assert send(engine) == 1
    [(headers, body)] = studio.taken
    # As the documentation says it to whoever receives.
    told = dict(part.split("=", 1) for part in headers["luster-signature"].split(","))
    expected = hmac.new(secret.encode(), f"{told['t']}.{body.decode()}".encode(), hashlib.sha256).hexdigest()
    assert hmac.compare_digest(told["v1"], expected)
    assert abs(time.time() - int(told["t"])) < 60
    assert headers["content-type"] == "application/json"
    assert headers["host"] == studio.url.split("/")[2]
    event = json.loads(body)
    assert (event["type"], event["data"], set(event)) == ("ping", {}, {"id", "type", "created_at", "data"})
    found = standing(engine, user)
    assert (found.waiting, found.parked, found.error) == (0, 0, None)
    assert found.delivered_at is not None
    assert send(engine) == 0


def test_what_is_not_taken_is_sent_again_with_growing_pauses_and_the_same_id(engine: Engine, studio: Studio) -> None:
    user = person(engine)
    webhooks.subscribe(engine, user, studio.url)
    studio.status = 500
    pauses = []
    for interval in ("0", "31 seconds", "10 minutes", "20 hours"):
        pass_time(engine, interval)
        assert send(engine) == 1
        assert send(engine) == 0
        with engine.connect() as connection:
            due = sa.select(tables.webhook_events.c.due_at - sa.func.now())
            pauses.append(connection.execute(due).scalar_one().total_seconds())
    assert [round(pause, -1) for pause in pauses] == pytest.approx([30, 30, 640, 6 * 3600], rel=0.15)
    assert standing(engine, user).error == words.sentence("webhook_answered", {"status": 500})
    studio.status = 204
    pass_time(engine, "6 hours")
    assert send(engine) == 1
    assert len({event["id"] for event in studio.events}) == 1
    assert standing(engine, user).error is None


def test_after_days_it_is_parked_until_somebody_asks_for_it(engine: Engine, studio: Studio) -> None:
    user = person(engine)
    webhooks.subscribe(engine, user, studio.url)
    studio.status = 404
    pass_time(engine, "73 hours")
    assert send(engine) == 1
    found = standing(engine, user)
    assert (found.waiting, found.parked) == (0, 1)
    pass_time(engine, "10 days")
    assert send(engine) == 0
    assert webhooks.retry(engine, user) == 1
    studio.status = 200
    assert send(engine) == 1
    assert standing(engine, user).parked == 0


def test_an_address_that_leads_on_is_not_followed(engine: Engine, studio: Studio) -> None:
    with serving() as other:
        user = person(engine)
        webhooks.subscribe(engine, user, studio.url)
        studio.status, studio.location = 307, other.url
        send(engine)
        assert other.taken == []
        assert standing(engine, user).error == words.sentence("webhook_redirected")


def test_a_slow_address_is_given_up_and_holds_up_nobody(
    engine: Engine, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 3.0)
    slow, quick = person(engine), person(engine)
    with serving() as hanging:
        hanging.may_answer.clear()
        webhooks.subscribe(engine, slow, hanging.url)
        webhooks.subscribe(engine, slow, hanging.url)
        webhooks.subscribe(engine, quick, studio.url)
        # One event to each address at a time.
        assert send(engine) == 2
        assert len(hanging.taken) == 1
    assert standing(engine, slow).error == words.sentence("webhook_late", {"seconds": 3})
    assert standing(engine, quick).error is None


def test_two_workers_send_an_event_once(engine: Engine, studio: Studio) -> None:
    webhooks.subscribe(engine, person(engine), studio.url)
    studio.may_answer.clear()
    first = threading.Thread(target=send, args=(engine,))
    first.start()
    deadline = time.monotonic() + 30
    while not studio.taken and time.monotonic() < deadline:
        time.sleep(0.02)
    assert send(engine) == 0
    studio.may_answer.set()
    first.join()
    assert len(studio.taken) == 1


def test_a_late_worker_changes_nothing(engine: Engine, studio: Studio) -> None:
    user = person(engine)
    webhooks.subscribe(engine, user, studio.url)
    [late] = sending._claim(engine)
    pass_time(engine, "2 minutes")
    assert send(engine) == 1
    sending._settle(engine, late, "It did not answer.")
    found = standing(engine, user)
    assert (found.waiting, found.error) == (0, None)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.test/",
        "https://",
        "https://user:secret@hooks.example.test/",
        "https://hooks.example.test/#part",
        "ftp://hooks.example.test/",
        "file:///etc/passwd",
        "https://hooks.example.test:99999/",
        "//hooks.example.test/",
        "https://[::1/",
        "http://127.0.0.1/",
    ],
)
def test_an_address_of_the_wrong_form_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        address.check(url, loopback=False)


def test_this_machine_may_be_allowed_by_http_alone() -> None:
    address.check("http://127.0.0.1:8080/x", loopback=True)
    for url in ("http://192.168.1.5/", "http://hooks.example.test/", "http://127.0.0.1.example.test/"):
        with pytest.raises(Refused):
            address.check(url, loopback=True)


PRIVATE = [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "192.0.0.170", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
]  # fmt: skip


def test_no_event_goes_to_a_private_network(engine: Engine) -> None:
    users = []
    for private in PRIVATE:
        users.append(person(engine))
        host = f"[{private}]" if ":" in private else private
        webhooks.subscribe(engine, users[-1], f"https://{host}/latest/meta-data")
    tried = 0
    while sent := sending.send_due(engine, loopback=False):
        tried += sent
    assert tried == len(PRIVATE)
    told = {private: standing(engine, user).error for private, user in zip(PRIVATE, users, strict=True)}
    assert told == dict.fromkeys(PRIVATE, words.sentence("webhook_forbidden"))


@pytest.mark.parametrize("public", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_the_internet_is_allowed(public: str) -> None:
    assert address.allowed(ip_address(public), loopback=False)


def test_other_spellings_of_this_machine_are_no_way_around(engine: Engine, studio: Studio) -> None:
    port = studio.url.split(":")[2].split("/")[0]
    spellings = ("2130706433", "0x7f000001", "127.1", "0177.0.0.1", "localhost")
    users = [person(engine) for _ in spellings]
    for user, spelling in zip(users, spellings, strict=True):
        webhooks.subscribe(engine, user, f"https://{spelling}:{port}/")
    assert sending.send_due(engine, loopback=False) == len(spellings)
    assert studio.taken == []
    refused = {words.sentence(code) for code in ("webhook_forbidden", "webhook_unknown", "webhook_unreachable")}
    assert {standing(engine, user).error for user in users} <= refused
