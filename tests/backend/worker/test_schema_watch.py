"""A worker works on a database that its code knows, waits for one that is behind, and refuses one that is too new."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend import database
from backend.database import revision
from backend.database.revision import Standing
from backend.worker.loop import Timing
from tests.backend.worker.stage import Stage, until
from tests.backend.worker.test_process import worker

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
QUICK = Timing(heartbeat=0.2, rescue=0.2, schema=0.2)
SIGTERM = 15


def say(stage: Stage, *statements: str) -> None:
    with stage.engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def url(stage: Stage) -> str:
    return stage.environ["DATABASE_URL"]


def test_how_a_database_stands_to_the_code(stage: Stage) -> None:
    engine, newest = stage.engine, revision.known()
    assert revision.standing(engine) == (Standing.FITS, newest)
    say(stage, "UPDATE luster.schema_version SET version_num = '9998'")
    assert revision.standing(engine) == (Standing.FITS, "9998")
    say(stage, "UPDATE luster.schema_floor SET revision = '9997'")
    assert revision.standing(engine) == (Standing.TOO_NEW, "9998")
    say(stage, "UPDATE luster.schema_version SET version_num = '0001'")
    assert revision.standing(engine) == (Standing.BEHIND, "0001")
    say(stage, "DROP SCHEMA luster CASCADE")
    assert revision.standing(engine) == (Standing.BEHIND, "")


def test_the_floor_is_a_migration_that_there_is(stage: Stage) -> None:
    with stage.engine.connect() as connection:
        [floor] = connection.execute(sa.text("SELECT revision FROM luster.schema_floor")).scalars()
    assert list(Path(database.__file__).parent.glob(f"migrations/versions/{floor}_*.py"))
    assert floor < revision.known()


def test_a_worker_waits_for_migrations_that_it_needs(stage: Stage, tmp_path: Path) -> None:
    job_id = stage.order()
    database.migrate(url(stage), "-1")
    with worker(stage, tmp_path, timing=QUICK) as process:
        until(lambda: "schema_behind" in process.log())
        database.migrate(url(stage))
        until(lambda: stage.job(job_id).state == "succeeded")
        process.send(SIGTERM)
        code, log = process.end()
    lines = [line for line in log.splitlines() if "schema_" in line]
    assert code == 0 and len(lines) == 2 and "schema_fits" in lines[1]
    assert revision.known() in lines[0] and "waiting for the migrations" in lines[0]
    assert "queue_unreachable" not in log and "Undefined" not in log


def test_a_worker_refuses_a_database_that_has_left_it_behind(stage: Stage, tmp_path: Path) -> None:
    job_id = stage.order()
    say(
        stage,
        "UPDATE luster.schema_version SET version_num = '9999'",
        "UPDATE luster.schema_floor SET revision = '9999'",
    )
    with worker(stage, tmp_path, timing=QUICK) as process:
        code, log = process.end()
    assert code == 2 and "schema_too_new" in log and "9999" in log
    assert stage.kinds(job_id) == ["queued"]


def test_a_worker_goes_on_while_the_next_release_is_deployed_and_ends_when_its_time_is_over(
    stage: Stage, tmp_path: Path
) -> None:
    first = stage.order()
    say(stage, "UPDATE luster.schema_version SET version_num = '9999'")
    stage.vendor.gate.clear()
    with worker(stage, tmp_path, timing=QUICK) as process:
        assert stage.vendor.reached.wait(60)
        say(stage, "UPDATE luster.schema_floor SET revision = '9999'")
        second = stage.order()
        until(lambda: "worker_draining" in process.log())
        stage.vendor.gate.set()
        code, log = process.end()
    assert code == 2 and "schema_too_new" in log
    assert stage.job(first).state == "succeeded", "what was in its hands it has finished"
    assert stage.kinds(second) == ["queued"]
