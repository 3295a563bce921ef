"""The database: tables, engine and migrations. Statements live next to the noun that they serve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from backend.database import tables

__all__ = ["engine", "migrate", "tables"]

CONNECT_SECONDS = 5
POOL_WAIT_SECONDS = 5


def engine(url: str, *, pool_size: int = 16) -> Engine:
    """A pooled engine for `url` (psycopg 3).

    Prepared statements are off, because a transaction-mode pooler hands each transaction another server connection.
    """
    made = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT_SECONDS,
        connect_args={
            "prepare_threshold": None,
            "connect_timeout": CONNECT_SECONDS,
        },
    )
    event.listen(made, "connect", _set_timeouts)
    return made


def _set_timeouts(connection: Any, _: object) -> None:
    """A safety net. Not among the connection's start-up options, which poolers refuse."""
    connection.autocommit = True
    connection.execute("SET statement_timeout = '30s'")
    connection.execute("SET idle_in_transaction_session_timeout = '60s'")
    connection.autocommit = False


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`, up or down ("base" removes everything); waits for another run to end."""
    # Here, because only this command needs it and it takes longest to import.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["url"] = url
    go = command.downgrade if revision == "base" or revision.startswith("-") else command.upgrade
    go(config, revision)
