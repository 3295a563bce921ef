"""No input makes a 500: whatever is sent is answered with a problem that has a sentence and the request's id."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from backend import contract
from backend.contract import ProblemType
from tests.backend.service import User, announce

ID = str(uuid4())
FILE = announce(b"x")
ORDER = {"id": ID, "asset_id": ID, "preset": "dusk"}
JSON = {"content-type": "application/json"}


def check(answer: httpx.Response, *statuses: int) -> dict[str, Any]:
    assert answer.status_code in statuses, (answer.status_code, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert problem["detail"].endswith((".", "!"))
    assert problem["type"] in set(ProblemType)
    return dict(problem)


TOO_MANY = ["0" * 32] * (contract.MAX_PARTS + 1)
BODIES: list[tuple[str, str, bytes, int]] = [
    ("POST", "/jobs", b"", 400),
    ("POST", "/jobs", b"{", 400),
    ("POST", "/jobs", b"\xff\xfe{}", 400),
    ("POST", "/jobs", b'{"jobs": ["\xc3\x28"]}', 400),
    ("POST", "/jobs", b"[" * 100_000, 400),
    ("POST", "/jobs", b'{"jobs":' * 5_000, 400),
    ("POST", "/jobs", b'{"jobs": "\\ud800"}', 400),
    ("POST", "/jobs", b"null", 422),
    ("POST", "/jobs", b"[]", 422),
    ("POST", "/jobs", b'"text"', 422),
    ("POST", "/jobs", b"NaN", 422),
    ("POST", "/jobs", b'{"jobs": []}', 422),
    ("POST", "/jobs", json.dumps({"jobs": [ORDER], "more": 1}).encode(), 422),
    ("POST", "/jobs", json.dumps({"jobs": [{**ORDER, "credits": 0}]}).encode(), 422),
    ("POST", "/jobs", json.dumps({"jobs": [{**ORDER, "preset": "no such"}]}).encode(), 422),
    ("POST", "/jobs", json.dumps({"jobs": [{**ORDER, "preset": "unknown"}]}).encode(), 422),
    ("POST", "/jobs", json.dumps({"jobs": [{**ORDER, "parameters": {"a\0b": "c"}}]}).encode(), 422),
    ("POST", "/jobs", json.dumps({"jobs": [{**ORDER, "parameters": {"warmth": 5}}]}).encode(), 422),
    ("POST", "/jobs", json.dumps({"jobs": [ORDER, ORDER]}).encode(), 422),
    ("POST", "/jobs", json.dumps({"jobs": [{**ORDER, "id": str(uuid4())} for _ in range(201)]}).encode(), 422),
    ("POST", "/jobs", json.dumps({"jobs": [ORDER]}).encode(), 404),
    ("POST", "/uploads/presign", json.dumps({"shoot_id": ID, "files": [FILE]}).encode(), 404),
    ("POST", "/uploads/presign", json.dumps({"shoot_id": ID, "files": [{**FILE, "bytes": 0}]}).encode(), 422),
    ("POST", "/uploads/presign", json.dumps({"shoot_id": ID, "files": [{**FILE, "bytes": -1}]}).encode(), 422),
    ("POST", "/uploads/presign", json.dumps({"shoot_id": ID, "files": [{**FILE, "bytes": 1.5}]}).encode(), 422),
    ("POST", "/uploads/presign", json.dumps({"shoot_id": ID, "files": [{**FILE, "bytes": 10**30}]}).encode(), 413),
    ("POST", "/uploads/presign", json.dumps({"shoot_id": ID, "files": [{**FILE, "filename": "a\0b"}]}).encode(), 422),
    ("POST", "/uploads/presign", json.dumps({"shoot_id": ID, "files": [{**FILE, "filename": "../x"}]}).encode(), 422),
    ("POST", "/uploads/presign", json.dumps({"shoot_id": ID, "files": [{**FILE, "md5": "x"}]}).encode(), 422),
    ("POST", "/uploads/presign", json.dumps({"shoot_id": ID, "files": [FILE, FILE]}).encode(), 422),
    ("POST", "/uploads/parts", json.dumps({"asset_id": ID, "md5s": ["0" * 32]}).encode(), 404),
    ("POST", "/uploads/parts", json.dumps({"asset_id": ID, "md5s": ["0" * 31 + "G"]}).encode(), 422),
    ("POST", "/uploads/parts", json.dumps({"asset_id": ID, "md5s": TOO_MANY}).encode(), 422),
    ("POST", "/uploads/complete", json.dumps({"asset_ids": [ID]}).encode(), 404),
    ("POST", "/uploads/complete", json.dumps({"asset_ids": [5]}).encode(), 422),
    ("POST", "/billing/checkout", json.dumps({"pack": "none"}).encode(), 422),
    ("PUT", f"/shoots/{ID}", json.dumps({"name": "a\0b"}).encode(), 422),
    ("PUT", f"/shoots/{ID}", json.dumps({"name": "   "}).encode(), 422),
    ("PUT", f"/shoots/{ID}", json.dumps({"name": "x" * 201}).encode(), 422),
    ("PUT", f"/shoots/{ID}", b'{"name": "\\ud83d"}', 400),
    ("PUT", "/shoots/not-an-id", b'{"name": "x"}', 404),
]


def test_bodies_that_make_no_sense(user: User) -> None:
    for method, path, body, status in BODIES:
        problem = check(user.call(method, path, content=body, headers=JSON), status)
        if status == 422:
            assert problem["type"] == ProblemType.INVALID, body[:80]


def test_other_things_that_make_no_sense(user: User) -> None:
    shoot = user.shoot()
    check(user.call("POST", "/jobs", content=b"{}", headers={"content-type": "text/plain"}), 415)
    check(user.call("POST", "/jobs", content=b"{}"), 415)
    check(user.call("POST", "/jobs", content=b" " * 1_100_000, headers=JSON), 413)
    check(user.call("POST", "/jobs", content=(b" " * 60_000 for _ in range(20)), headers=JSON), 413)
    check(user.call("PATCH", "/jobs"), 405)
    check(user.call("DELETE", f"/jobs/{ID}"), 405)
    check(user.call("OPTIONS", "/account"), 405)
    check(user.get("/nothing/here"), 404)
    check(user.get("/jobs/%00"), 404)
    check(user.get("/jobs/%ff%fe"), 404)
    check(user.get(f"/jobs/{ID}"), 404)
    for query in ("after=-1", "after=x", f"after={10**40}", "limit=0", "limit=1001", "after=1&more=2", "after=%00"):
        check(user.get(f"/shoots/{shoot}/events?{query}"), 422)
    for cursor in ("x", "%00", "eHg", "MTIzfDQ1Ng", "A" * 201, "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5fHg"):
        check(user.get(f"/shoots?cursor={cursor}"), 422)
        check(user.get(f"/shoots/{shoot}/assets?cursor={cursor}"), 422)
    check(user.get("/billing/history?cursor=LTE"), 422)
    check(user.post("/jobs", {"jobs": [ORDER]}, headers={"idempotency-key": "x" * 256}), 422)
    assert user.call("HEAD", "/healthz").status_code == 200


def settled(user: User) -> httpx.Response:
    """What /readyz says once the missing database was noticed."""
    for _ in range(200):
        ready = user.get("/readyz")
        if ready.json()["checks"]["database"] != "ok":
            return ready
        time.sleep(0.05)
    raise AssertionError("it was never noticed")


def test_a_missing_database_is_a_503(
    user: User, config: Any, postgres: Any, postgres_url: str, new_user: Callable[[], User]
) -> None:
    import sqlalchemy as sa

    assert user.get("/account").status_code == 200
    name = sa.make_url(postgres_url).database
    with postgres.admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    answer = user.get("/account")
    check(answer, 503)
    assert int(answer.headers["retry-after"]) > 0
    ready = settled(user)
    assert (ready.status_code, ready.json()["checks"]["storage"]) == (503, "ok")
    assert ready.json()["checks"]["database"].startswith("does not answer")
    assert user.get("/healthz").status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "Bearer a.b", "Bearer a.b.c", "Bearer \x01"])
def test_no_token_is_a_401(api: httpx.Client, header: str) -> None:
    answer = api.get("/account", headers={"authorization": header} if header else {})
    check(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
