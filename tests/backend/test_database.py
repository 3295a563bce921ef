"""Migrations run up and down, describe the tables exactly, and wait for one another."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import get_context

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import OperationalError

from backend import database
from backend.breaker import Breaker
from backend.database.tables import SCHEMA, metadata
from tests import services
from tests.backend.freezing import way_to_database


@pytest.fixture
def empty_url(postgres: services.Postgres) -> Iterator[str]:
    with postgres.admin.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE luster_empty"))
    yield postgres.url.set(database="luster_empty").render_as_string(hide_password=False)
    with postgres.admin.connect() as connection:
        connection.execute(sa.text("DROP DATABASE luster_empty WITH (FORCE)"))


def tables_of(url: str) -> set[str]:
    engine = database.engine(url)
    try:
        return set(sa.inspect(engine).get_table_names(schema=SCHEMA))
    finally:
        engine.dispose()


def test_up_down_and_up_again(empty_url: str) -> None:
    expected = {table.name for table in metadata.sorted_tables} | {"schema_version"}
    database.migrate(empty_url)
    assert tables_of(empty_url) == expected
    database.migrate(empty_url, "base")
    assert tables_of(empty_url) == {"schema_version"}
    database.migrate(empty_url)
    assert tables_of(empty_url) == expected


def test_the_migrations_make_what_the_tables_say(postgres_url: str) -> None:
    # Postgres' user here is called as the schema is, which would make that the one that is meant where none is named.
    url = sa.make_url(postgres_url).update_query_dict({"options": "-csearch_path=public"})
    engine = database.engine(url.render_as_string(hide_password=False))
    options = {
        "include_schemas": True,
        "version_table": "schema_version",
        "version_table_schema": SCHEMA,
        "include_name": lambda name, kind, _: kind != "schema" or name == SCHEMA,
    }
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    engine.dispose()


def test_three_migrations_at_once_take_turns(empty_url: str) -> None:
    # Alembic keeps its running migration in a module, so each run is a process of its own, as in a deployment.
    context = get_context("spawn")
    processes = [context.Process(target=database.migrate, args=(empty_url,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 3
    assert "jobs" in tables_of(empty_url)


def test_only_a_server_that_gives_no_answer_is_away(postgres_url: str) -> None:
    engine, breaker = database.engine(postgres_url), Breaker("database")
    lock = sa.text("SELECT pg_advisory_xact_lock(7)")
    with engine.connect() as holder:
        holder.execute(lock)
        for _ in range(3):
            with pytest.raises(OperationalError), breaker.guard(database.is_away), engine.connect() as waiting:
                waiting.execute(sa.text("SET LOCAL lock_timeout = '10ms'"))
                waiting.execute(lock)
    with breaker.guard(database.is_away), engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    assert breaker.state == "ok"
    engine.dispose()
    nowhere = database.engine("postgresql+psycopg://luster@127.0.0.1:9/luster")
    for _ in range(2):
        with pytest.raises(OperationalError), breaker.guard(database.is_away):
            nowhere.connect()
    assert breaker.state == "does not answer"


def test_a_connection_that_its_server_has_closed_is_replaced_before_it_is_used(postgres_url: str) -> None:
    engine, other = database.engine(postgres_url, pool_size=1), database.engine(postgres_url, pool_size=1)
    mine = sa.text("SELECT pg_backend_pid()")
    with engine.connect() as connection:
        before = connection.execute(mine).scalar_one()
    with other.connect() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": before})
    with engine.connect() as connection:
        assert connection.execute(mine).scalar_one() != before
    engine.dispose()
    other.dispose()


def test_one_statement_by_itself_is_one_way_to_the_server_and_back(postgres_url: str) -> None:
    with way_to_database(postgres_url) as (url, way):
        engine = database.engine(url, pool_size=1)
        with engine.connect():
            asked = way.asked
        with database.single(engine) as connection:
            connection.execute(sa.text("UPDATE luster.shoots SET name = name"))
        assert way.asked == asked + 1
        way.cut()
        with database.single(engine) as connection:
            connection.execute(sa.text("UPDATE luster.shoots SET name = name"))
        engine.dispose()
