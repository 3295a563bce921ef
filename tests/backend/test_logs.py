"""No secret reaches a log: by name, by look, in exceptions, and through every endpoint."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from backend import logs
from tests.backend.service import User, announce

CANARIES = {
    "token": "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl",
    "email": "canary.bird@example.test",
    "link": "http://127.0.0.1:9/bucket/canary-key?X-Amz-Signature=canarysignature&X-Amz-Expires=900",
    "stripe": "sk_test_canary1234567890",
    "webhook": "whsec_canary1234567890",
    "openai": "sk-proj-canary_1234567890",
    "key": "lk_canary-1234567890_abcdefghijklmnopqrstuvwxyz012",
    "share": "/s/canary-1234567890_abcdefghijklmnopqrstuvwxyz012",
    "posix": "/home/canary/Shoots/12 Elm",
    "windows": r"C:\Users\canary\Shoots\house.jpg",
    "bearer": "Bearer canarytoken",
}


@pytest.fixture
def lines() -> Iterator[Any]:
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    logs.configure(stream)
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        structlog.configure(**before)
        root.handlers, root.level = handlers, level


def test_secrets_are_hidden_wherever_they_are(lines: Any) -> None:
    log = structlog.get_logger()
    for value in CANARIES.values():
        log.info("seen", plain=value, deep={"list": [value, {"more": (value,)}]}, error=ValueError(value))
        log.info(f"in the middle of {value} a sentence")
        logging.getLogger("library").warning("with arguments %s", value)
        try:
            raise RuntimeError(value)
        except RuntimeError:
            log.exception("failed")
    log.info("named", password="canary", api_key="canary", authorization="canary", deep={"stripe_signature": "canary"})
    written = json.dumps(lines())
    assert len(lines()) == 4 * len(CANARIES) + 1
    assert "canary" not in written
    assert "canarysignature" not in written


def test_what_is_needed_stays(lines: Any) -> None:
    structlog.get_logger().info("job_failed", job_id="0f7c", route="/shoots/{id}/events", ms=12.5, status=200)
    [line] = lines()
    assert (line["event"], line["route"], line["ms"], line["job_id"]) == (
        "job_failed",
        "/shoots/{id}/events",
        12.5,
        "0f7c",
    )


def test_a_traceback_keeps_what_helps(lines: Any) -> None:
    try:
        json.loads("{")
    except ValueError:
        structlog.get_logger().exception("failed")
    [line] = lines()
    assert 'File "test_logs.py", line' in line["exception"]
    assert "/" not in line["exception"].replace("/test", "")


def test_requests_leave_no_secret_in_the_log(lines: Any, user: User) -> None:
    user.grant(2)
    shoot = user.shoot("Canary Lane 5")
    asset = user.uploaded(shoot, b"x", "canary.jpg")
    user.order(asset)
    user.get("/nothing/canary?token=canary")
    user.call("POST", "/uploads/presign", json={"canary": "canary"})
    user.post("/uploads/presign", {"shoot_id": shoot, "files": [announce(b"y", "canary.gif", "image/gif")]})
    user.call("POST", "/webhooks/stripe", content=b'{"canary": 1}', headers={"stripe-signature": "t=1,v1=canary"})
    user.http.get("/account", headers={"authorization": f"Bearer {CANARIES['token']}"})
    requests = [line for line in lines() if line["event"] == "request"]
    assert len(requests) >= 8
    assert {line["route"] for line in requests} >= {"/jobs", "/uploads/presign", "-"}
    written = json.dumps(lines()).lower()
    for secret in ("canary", str(user.id), user.id.hex[:8], shoot, "x-amz", "eyj"):
        assert secret not in written
