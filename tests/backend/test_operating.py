"""What operators are given: rules, their pages, the image, compose.yaml, and a backup that comes back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from prometheus_client import REGISTRY, CollectorRegistry
from sqlalchemy import Engine

from backend import config, jobs, metrics, orders
from backend.config import Settings
from backend.database import tables
from backend.local.postgres import binary
from tests.backend import service
from tests.backend.identities import SignIn
from tests.backend.people import order, person, photos, succeed
from tests.backend.test_operation import soon
from tests.services import Bucket, Postgres

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "backend" / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]


def test_every_alert_asks_for_metrics_that_there_are(engine: Engine) -> None:
    registry = CollectorRegistry()
    state = metrics.QueueState(engine)
    registry.register(state)
    soon(lambda: registry.get_sample_value("luster_queue_oldest_seconds") is not None)
    there = {metric.name for collected in (REGISTRY, registry) for metric in collected.collect()}
    state.close()
    for rule in RULES:
        for name in re.findall(r"luster_\w+", rule["expr"]):
            assert re.sub(r"_(total|count|sum|bucket)$", "", name) in there, f"{rule['alert']} asks for {name}"


def test_every_alert_has_its_page_and_every_page_its_alert() -> None:
    pages = re.findall(r"^### (\w+)$", PAGE.partition("## Alerts")[2].partition("\n## ")[0], re.MULTILINE)
    assert pages == [rule["alert"] for rule in RULES]
    for rule in RULES:
        assert rule["annotations"]["page"] == f"docs/operating.md#{rule['alert'].lower()}"
        assert rule["labels"]["severity"] in ("page", "ticket") and rule["annotations"]["summary"]


def test_every_variable_of_the_service_is_described() -> None:
    source = Path(config.__file__).read_text(encoding="utf-8")
    names = {*re.findall(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"', source), "PORT"}
    assert len(names) > 25
    table = PAGE.partition("## Variables")[2].partition("\n## ")[0]
    assert not {name for name in names if f"`{name}`" not in table}


def test_the_image_works_without_the_one_machine_stack(tmp_path: Path) -> None:
    assert "backend/local" in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    shutil.copytree(ROOT / "backend", tmp_path / "backend", ignore=shutil.ignore_patterns("local", "__pycache__"))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        # Isolated from the checkout that this environment was set up for.
        code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from backend.__main__ import main; sys.exit(main())"
        command = [sys.executable, "-I", "-c", code, *words]
        return subprocess.run(command, cwd=tmp_path, env={"PATH": os.defpath}, capture_output=True, text=True)

    assert '"openapi"' in run("openapi").stdout
    assert "DATABASE_URL" in run("serve").stderr
    assert "invalid choice: 'local'" in run("local").stderr


def test_what_compose_sets_are_settings_that_the_service_takes(config: Settings) -> None:
    made = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    services = made["services"]
    assert services.keys() == {"postgres", "storage", "bucket", "api", "worker"}
    for name in ("api", "worker"):
        own = dict.fromkeys(("SUPABASE_ANON_KEY", "OPENAI_API_KEY", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"), "x")
        own |= dict.fromkeys(("SUPABASE_URL", "SUPABASE_JWKS_URL"), "https://project.supabase.co")
        taken = Settings.from_environment(own | services[name]["environment"])
        url, root = sa.make_url(taken.database_url), services["postgres"]["environment"]
        assert (url.username, url.password, url.database) == (
            root["POSTGRES_USER"],
            root["POSTGRES_PASSWORD"],
            root["POSTGRES_DB"],
        )
        keys = services["storage"]["environment"]
        assert (taken.s3_access_key_id, taken.s3_secret_access_key) == (
            keys["MINIO_ROOT_USER"],
            keys["MINIO_ROOT_PASSWORD"],
        )
    for one in services.values():
        assert set(one.get("depends_on", {})) <= services.keys()
        assert all(port.startswith("127.0.0.1:") for port in one.get("ports", []))
    for part in ("api", "worker"):
        railway = (ROOT / "backend" / f"railway.{part}.toml").read_text(encoding="utf-8")
        assert ("migrate" in railway) == (part == "api")


def commands() -> list[list[str]]:
    """The commands of the page's last part."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.partition("## Backups")[2], re.DOTALL)
    return [line.split() for block in blocks for line in block.splitlines()]


def test_a_backup_brings_everything_back(
    engine: Engine, postgres: Postgres, postgres_url: str, sign_in: SignIn, s3: Bucket, tmp_path: Path
) -> None:
    user = person(engine, 10)
    orders.submit(engine, user, [order(photo) for photo in photos(engine, user, 2)])
    [claim] = jobs.claim(engine, "w", 1)
    assert succeed(engine, claim)
    before = contents(engine)
    assert len(before["credit_entries"]) >= 2 and len(before["jobs"]) == 2

    with postgres.fresh() as url:
        with sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect() as empty:
            empty.execute(sa.text("DROP SCHEMA luster CASCADE"))
        dump, restore, *own = commands()
        assert own == [["luster-backend", name] for name in ("migrate", "reconcile", "check-ledger")]
        for command, database in ((dump, postgres_url), (restore, url)):
            plain = sa.make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
            tool, *words = (word.replace('"$DATABASE"', plain) for word in command)
            ran = subprocess.run([binary(tool), *words], cwd=tmp_path, capture_output=True, text=True)
            assert ran.returncode == 0, ran.stderr
        back = sa.create_engine(url, poolclass=sa.NullPool)
        assert contents(back) == before
        environment = service.environment(url, s3, sign_in)
        for name in ("migrate", "check-ledger"):
            ran = subprocess.run(
                [sys.executable, "-m", "backend", name], cwd=ROOT, env=environment, capture_output=True, text=True
            )
            assert ran.returncode == 0, ran.stderr
        with pytest.raises(sa.exc.DBAPIError), back.begin() as connection:
            connection.execute(sa.delete(tables.credit_entries))


def contents(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(str, connection.execute(sa.select(table))))
            for table in tables.metadata.sorted_tables
        }
