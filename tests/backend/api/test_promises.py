"""Idempotency keys, rate limits, pages, deletion, and the document that describes it all."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from sqlalchemy import Engine

from backend import deletion, jobs, ledger_check, limits
from backend.__main__ import main
from backend.api import openapi
from backend.api.routes import ENDPOINTS
from backend.config import Settings
from backend.database import tables
from backend.sign_ins import SignIns
from backend.storage import Storage
from tests.backend.people import person
from tests.backend.service import User
from tests.services import Bucket


def test_one_key_twenty_times_in_parallel_is_one_effect(user: User) -> None:
    user.grant(50)
    asset = user.uploaded(user.shoot())
    body = {"jobs": [{"id": str(uuid4()), "asset_id": asset, "preset": "dusk"}]}
    ready = threading.Barrier(10)

    def send(number: int) -> tuple[int, str]:
        if number < 10:
            ready.wait(30)
        answer = user.post("/jobs", body, headers={"idempotency-key": "the-key"})
        return answer.status_code, answer.text

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(20)))
    assert {status for status, _ in answers} <= {200, 409}
    assert len({text for status, text in answers if status == 200}) == 1
    assert user.balance() == (50, 1)
    other = {"jobs": [{"id": str(uuid4()), "asset_id": asset, "preset": "sky"}]}
    refused = user.post("/jobs", other, headers={"idempotency-key": "the-key"})
    assert (refused.status_code, user.balance()) == (422, (50, 1))


def test_a_refused_order_may_be_sent_again_with_its_key(user: User) -> None:
    asset = user.uploaded(user.shoot())
    body = {"jobs": [{"id": str(uuid4()), "asset_id": asset, "preset": "dusk"}]}
    headers = {"idempotency-key": "again"}
    assert user.post("/jobs", body, headers=headers).status_code == 402
    user.grant(1)
    assert user.post("/jobs", body, headers=headers).status_code == 200


def test_a_bucket_of_tokens_runs_dry_and_fills_again(engine: Engine) -> None:
    user, limit = person(engine), limits.Limit("test", burst=3, per_second=0.5)
    for _ in range(3):
        limits.take(engine, user, limit)
    with pytest.raises(limits.RateLimited) as refused:
        limits.take(engine, user, limit)
    assert 1 < refused.value.retry_after <= 2
    limits.take(engine, person(engine), limit)
    with engine.begin() as connection:
        earlier = tables.rate_limits.c.at - sa.text("interval '2.1 seconds'")
        connection.execute(sa.update(tables.rate_limits).values(at=earlier))
    limits.take(engine, user, limit)
    with pytest.raises(limits.RateLimited):
        limits.take(engine, user, limit)


def test_pages_show_everything_once(user: User) -> None:
    ids = {user.shoot(f"Shoot {number}") for number in range(7)}
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = user.get(f"/shoots?limit=3{cursor and '&cursor=' + cursor}").json()
        seen += [shoot["id"] for shoot in page["shoots"]]
        cursor = page["next"]
    assert len(seen) == 7
    assert set(seen) == ids
    assets = [user.uploaded(seen[0], f"{number}".encode()) for number in range(3)]
    first = user.get(f"/shoots/{seen[0]}/assets?limit=2").json()
    second = user.get(f"/shoots/{seen[0]}/assets?limit=2&cursor={first['next']}").json()
    assert [asset["id"] for page in (first, second) for asset in page["assets"]] == assets
    for _ in range(3):
        user.grant(1)
    newest = user.get("/billing/history?limit=2").json()
    oldest = user.get(f"/billing/history?limit=2&cursor={newest['next']}").json()
    assert (len(newest["entries"]), len(oldest["entries"]), oldest["next"]) == (2, 1, None)


def test_a_deleted_shoot_is_gone_with_its_files(user: User, engine: Engine, config: Settings, s3: Bucket) -> None:
    user.grant(3)
    shoot, other = user.shoot(), user.shoot()
    asset, kept = user.uploaded(shoot), user.uploaded(other)
    job = user.order(asset).json()["jobs"][0]
    [claim] = jobs.claim(engine, "w", 1)
    assert user.call("DELETE", f"/shoots/{shoot}").status_code == 204
    assert user.balance() == (3, 0)
    assert not jobs.settle_failure(engine, claim, "x", "y")
    for path in (f"/shoots/{shoot}/assets", f"/shoots/{shoot}/events", f"/jobs/{job['id']}"):
        assert user.get(path).status_code == 404
    assert [one["id"] for one in user.get("/shoots").json()["shoots"]] == [other]
    assert user.order(asset).status_code == 404
    assert user.call("PUT", f"/shoots/{shoot}", json={"name": "Again"}).status_code == 409
    storage = Storage(config)
    deletion.purge(engine, storage)
    storage.close()
    files = {path.parent.name for path in s3.folder.rglob("original*")}
    assert files == {kept}
    with engine.begin() as connection:
        connection.execute(
            sa.update(tables.shoots).values(deleted_at=tables.shoots.c.deleted_at - sa.text("interval '1h'"))
        )
    storage = Storage(config)
    assert (deletion.purge(engine, storage), deletion.purge(engine, storage)) == (1, 0)
    storage.close()


def test_a_deleted_account_leaves_only_nameless_entries(user: User, engine: Engine) -> None:
    user.grant(3)
    user.uploaded(user.shoot("Elm Street"), filename="12 Elm Street.jpg")
    signed_in = [{"method": "otp", "timestamp": int(time.time()) - 60}]
    same = {"authorization": f"Bearer {user.sign_in.token(user.id, amr=signed_in)}"}
    deleted = user.call("DELETE", "/account", headers=same)
    assert (deleted.status_code, deleted.json()["sign_in"]) == (200, "kept")
    assert user.get("/account", headers=same).status_code == 401
    with engine.connect() as connection:
        for table in (tables.users, tables.shoots, tables.assets):
            assert "Elm" not in str(connection.execute(sa.select(table)).all())
        assert connection.execute(sa.select(tables.users.c.email)).scalars().all() == [""]
        assert len(connection.execute(sa.select(tables.credit_entries)).all()) == 1
    refreshed = user.sign_in.token(user.id, amr=signed_in, iat=int(time.time()) + 20)
    assert user.http.get("/account", headers={"authorization": f"Bearer {refreshed}"}).status_code == 401
    later = user.sign_in.token(user.id, amr=[{"method": "otp", "timestamp": int(time.time()) + 20}])
    assert user.http.get("/account", headers={"authorization": f"Bearer {later}"}).status_code == 200
    assert ledger_check.differences(engine) == []


def test_the_document_names_every_route(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openapi"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document == openapi.document()
    named = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert named == {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
    out = io.StringIO()
    openapi.write_document(out)
    assert json.loads(out.getvalue()) == document


def test_a_deletion_that_was_cut_short_is_finished(user: User, engine: Engine, config: Settings, s3: Bucket) -> None:
    user.grant(1)
    user.order(user.uploaded(user.shoot("Elm Street")))
    with engine.begin() as connection:
        connection.execute(sa.update(tables.users).values(email="", deleted_at=sa.func.now()))
    storage, sign_ins = Storage(config), SignIns(config)
    assert (deletion.finish(engine, sign_ins), deletion.purge(engine, storage)) == (1, 1)
    assert (deletion.finish(engine, sign_ins), deletion.purge(engine, storage)) == (0, 0)
    sign_ins.close()
    storage.close()
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.shoots.c.name)).scalar_one() == "-"
        assert connection.execute(sa.select(tables.jobs.c.state)).scalar_one() == "cancelled"
    assert not list(s3.folder.rglob("original*"))
    assert ledger_check.differences(engine) == []


CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]


def test_no_generated_request_breaks_a_promise(user: User, new_user: Callable[[], User]) -> None:
    schema = schemathesis.openapi.from_dict(openapi.document())
    user.grant(1)
    headers = {"authorization": f"Bearer {user.sign_in.token(user.id)}"}
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if (operation.method.upper(), operation.path) in {("DELETE", "/account")}:
            continue

        @given(case=operation.as_strategy())
        @settings(
            max_examples=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
            derandomize=True,
        )
        def run(case: schemathesis.Case[Any]) -> None:
            # Stripe is not there: what depends on it answers 503, as documented.
            answer = case.call(base_url=str(user.http.base_url), headers=headers)
            if answer.status_code == 503:
                assert answer.headers["retry-after"] or case.path == "/readyz"
                return
            case.validate_response(answer, checks=CHECKS)

        run()
