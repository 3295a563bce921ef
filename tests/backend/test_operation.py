"""Upkeep, metrics, settings and the commands of the service."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY, CollectorRegistry
from sqlalchemy import Engine

from backend import deletion, idempotency, identity, jobs, metrics, orders, upkeep
from backend.__main__ import main
from backend.config import ConfigError, Settings
from backend.database import tables
from backend.idempotency import Once
from backend.sign_ins import SignIns
from backend.storage import Storage
from tests import leash
from tests.backend import service
from tests.backend.identities import SignIn
from tests.backend.people import order, person, photos, succeed
from tests.services import Bucket


@pytest.fixture
def environment(config: Settings, postgres_url: str, s3: Bucket, sign_in: SignIn) -> dict[str, str]:
    return service.environment(postgres_url, s3, sign_in)


def test_every_variable_that_is_missing_or_malformed_is_named(environment: dict[str, str]) -> None:
    settings = Settings.from_environment(environment)
    assert (settings.openai_image_models[0], settings.s3_region) == ("gpt-image-2.6-sunburst", "auto")
    addresses = {"OPENAI_BASE_URL": "https://api.openai.com/v1", "STRIPE_API_BASE": "https://api.stripe.com"}
    vendors = Settings.from_environment({**environment, **dict.fromkeys(addresses, "")})
    assert [vendors.openai_base_url, vendors.stripe_api_base] == list(addresses.values())
    for name in environment.keys() - addresses.keys():
        with pytest.raises(ConfigError, match=f"^{name} is not set[.]$"):
            Settings.from_environment({**environment, name: " "})
    for name, value in {
        "DATABASE_URL": "mysql://x",
        "S3_ENDPOINT": "http://storage.example",
        "SUPABASE_URL": "ftp://x",
        "APP_URL": "https://",
        "STRIPE_API_BASE": "http://[::1",
        "STRIPE_WEBHOOK_SECRET": " , ",
        "FREE_RERUNS": "many",
        "WELCOME_CREDITS": "-1",
        "METRICS_PORT": "70000",
        "SHOOT_DAYS": "0",
    }.items():
        with pytest.raises(ConfigError, match=f"^{name} .*[.]$"):
            Settings.from_environment({**environment, name: value})
    assert Settings.from_environment({**environment, "SUPABASE_SERVICE_KEY": "sb_secret_1"}).supabase_service_key
    for secret in ("sk-test", "sk_test_123", "whsec", "test-secret", "anon"):
        assert secret not in repr(settings)


def test_a_command_without_settings_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], environment: dict[str, str]
) -> None:
    for name in environment:
        monkeypatch.delenv(name, raising=False)
    assert main(["check-ledger"]) == 2
    said = capsys.readouterr().err
    assert said.endswith(" are not set.\n") and all(name in said for name in ("DATABASE_URL", "S3_BUCKET", "APP_URL"))


def test_the_commands_of_support(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], environment: dict[str, str], engine: Engine
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    user = person(engine)
    email = f"{user.hex[:8]}@Example.TEST"
    for _ in range(2):
        assert main(["admin", "grant", email, "20", "--reason", "Sorry", "--ref", "ticket-1"]) == 0
    assert main(["admin", "grant", str(user), "-5", "--reason", "Too many"]) == 0
    assert capsys.readouterr().out == "The balance is now 20.\nThe balance is now 20.\nThe balance is now 15.\n"
    assert main(["admin", "grant", "nobody@example.test", "5", "--reason", "x"]) == 1
    assert main(["admin", "grant", str(user), "0", "--reason", "x"]) == 2
    assert main(["admin", "grant", str(user), "5", "--reason", " "]) == 2
    assert main(["admin", "unfreeze", str(user)]) == 0
    assert main(["check-ledger"]) == 0
    capsys.readouterr()
    assert main(["costs"]) == 0
    told = capsys.readouterr().out
    assert "No credit was sold yet." in told and "dusk" in told and "expected" in told
    [job], _ = orders.submit(engine, user, [order(photos(engine, user)[0])])
    assert main(["admin", "show", email]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"{user}: 15 posted, 1 held", f"job {job.id} queued: dusk, try 0"]
    assert [line[17:] for line in lines[2:]] == [
        "-5 Correction by Luster: Too many",
        "+20 20 credits from Luster: Sorry",
    ]
    assert main(["admin", "cancel", str(job.id)]) == 0
    assert main(["admin", "cancel", str(uuid4())]) == 1
    assert main(["admin", "cancel", "nonsense"]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.splitlines()[0]) == ("The job is cancelled.\n", "There is no such job.")
    with engine.begin() as connection:
        connection.execute(sa.update(tables.credits).values(posted=99))
    assert main(["check-ledger"]) == 1
    assert f"{user}: posted is the sum of the entries: found 99, due 15" in capsys.readouterr().out
    assert main(["reconcile"]) == 1
    assert "Stripe cannot be reached" in capsys.readouterr().err


def test_serve_answers_on_its_port_and_stops_when_told(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "backend", "serve", "--port", "0"]
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(command, cwd=root, env={**environment, "PATH": ""}, stderr=subprocess.PIPE, text=True)
    leash.hold(process.pid)
    assert process.stderr is not None
    try:
        assert any("Uvicorn running" in line for line in process.stderr)
        process.terminate()
        process.communicate(timeout=20)
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


def test_upkeep_does_each_step_even_when_another_fails(
    engine: Engine, config: Settings, new_user: Callable[[], service.User]
) -> None:
    owner = new_user()
    shoot = owner.shoot()
    owner.uploaded(shoot)
    owner.call("DELETE", f"/shoots/{shoot}")
    once = Once.of(owner.id, "old", "POST", "/jobs", b"")
    with engine.begin() as connection:
        assert once.earlier(connection) is None
        once.record(connection, 200, b"{}")
        created = tables.idempotency_keys.c.created_at
        connection.execute(sa.update(tables.idempotency_keys).values(created_at=created - sa.text("interval '25h'")))
        deleted = tables.shoots.c.deleted_at
        connection.execute(sa.update(tables.shoots).values(deleted_at=deleted - sa.text("interval '1h'")))
        odd = {"id": "evt_1", "type": "refund.created", "payload": b"not json"}
        connection.execute(sa.insert(tables.stripe_events).values(odd))
    storage, sign_ins = Storage(config), SignIns(config)
    upkeep.minutely(engine, storage, sign_ins, config)
    sign_ins.close()
    storage.close()
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.stripe_events.c.error)).scalar_one() == "JSONDecodeError"
        assert connection.execute(sa.select(tables.idempotency_keys)).all() == []
        assert connection.execute(sa.select(tables.shoots.c.purged_at)).scalar_one() is not None
    assert idempotency.expire(engine) == 0


def soon(true: Callable[[], bool]) -> None:
    """Figures are read in a thread of their own."""
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_prometheus_reads_the_queue(engine: Engine, config: Settings) -> None:
    def value(name: str, **labels: str) -> float:
        return REGISTRY.get_sample_value(name, labels) or 0.0

    user = person(engine, 5)
    orders.submit(engine, user, [order(photo) for photo in photos(engine, user, 3)])
    before = value("luster_claims_total"), value("luster_settles_total", outcome="stale")
    [claim] = jobs.claim(engine, "w", 1)
    assert succeed(engine, claim)
    assert not succeed(engine, claim)
    assert value("luster_claims_total") == before[0] + 1
    assert value("luster_settles_total", outcome="stale") == before[1] + 1

    registry = CollectorRegistry()
    state = metrics.QueueState(engine)
    registry.register(state)
    soon(lambda: registry.get_sample_value("luster_queue_depth", {"state": "queued"}) == 2)
    assert registry.get_sample_value("luster_sign_ins_left") == 0
    for standing in ("waiting", "parked"):
        assert registry.get_sample_value("luster_stripe_events_unapplied", {"state": standing}) == 0
    state.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with metrics.served(replace(config, metrics_port=port), engine, CollectorRegistry()):
        soon(lambda: 'luster_queue_depth{state="queued"} 2.0' in httpx.get(f"http://127.0.0.1:{port}/metrics").text)
    with metrics.served(config, engine, CollectorRegistry()) as nowhere:
        assert nowhere is None


def test_a_user_who_comes_back_after_deleting_needs_a_new_sign_in(engine: Engine) -> None:
    user_id, now = uuid4(), datetime.now(UTC)
    old = identity.Identity(user_id, "a@example.test", now - timedelta(seconds=5))
    identity.admit(engine, old)
    deletion.delete_account(engine, user_id)
    anew = identity.Identity(user_id, "b@example.test", now + timedelta(seconds=60))
    for refused in (old, identity.Identity(user_id, "a@example.test", None)):
        with pytest.raises(identity.Unauthenticated):
            identity.admit(engine, refused)
    with pytest.raises(identity.Unauthenticated):
        identity.admit(engine, anew, may_return=False)
    identity.admit(engine, anew)
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.users.c.email)).scalar_one() == "b@example.test"
