"""Alembic's entry: one connection, one advisory lock, one transaction per migration."""

from __future__ import annotations

from alembic import context
from sqlalchemy import NullPool, create_engine, text

from backend.database.tables import SCHEMA, metadata

LOCK = 0x6C757374  # any fixed number: two deployments that migrate at once take turns


def run() -> None:
    """Migrate the database at the configuration's url."""
    engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
    with engine.begin() as connection:
        # A lock of the transaction, not of the session: a transaction-mode pooler would strand the latter.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        context.configure(
            connection=connection,
            target_metadata=metadata,
            version_table="schema_version",
            version_table_schema=SCHEMA,
            include_schemas=True,
            include_name=lambda name, kind, _: kind != "schema" or name == SCHEMA,
        )
        context.run_migrations()
    engine.dispose()


run()
