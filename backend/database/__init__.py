"""The database: tables, engine and migrations. Statements live next to the noun that they serve."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.database import tables

__all__ = ["AWAY", "engine", "is_away", "migrate", "single", "tables"]

CONNECT_SECONDS = 3
POOL_WAIT_SECONDS = 5
STATEMENT_SECONDS = 30
"""After which the server itself ends a statement."""
AWAY = (OperationalError, InterfaceError, PoolTimeout)
"""What is raised when the database cannot be reached or gives no answer; a deadlock or a lock's limit is one too."""
LEAVING = ("08", "53", "57P")
"""SQLSTATE classes of a server that is going, full or cut off; any other state is the answer of one that is there."""


def is_away(error: Exception) -> bool:
    """Whether the database gave no answer, rather than one that this transaction cannot go on with."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return isinstance(error, AWAY) and (state is None or state.startswith(LEAVING))


def engine(url: str, *, pool_size: int = 16, answer_seconds: float = STATEMENT_SECONDS + 5) -> Engine:
    """A pooled engine for `url` (psycopg 3). A server that gives no answer in `answer_seconds` is given up.

    A server that has gone away has closed its connections, which is seen without asking it: they are replaced before
    they are used. Prepared statements are off, because a transaction-mode pooler hands each transaction another server
    connection.
    """

    class Answering(psycopg.Connection[Any]):
        """One whose server may be frozen, which no limit of the server's own helps against."""

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            try:
                return super().wait(gen, interval, answer_seconds if timeout is None else timeout)
            except psycopg.OperationalError:
                if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                    # The answer may still come, and must not be taken for that to another statement.
                    self.pgconn.finish()
                raise

    def connect(_: Any, __: Any, arguments: list[Any], options: dict[str, Any]) -> Answering:
        return Answering.connect(*arguments, **options)

    made = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT_SECONDS,
        connect_args={
            "prepare_threshold": None,
            "connect_timeout": CONNECT_SECONDS,
        },
    )
    event.listen(made, "do_connect", connect)
    event.listen(made, "connect", _set_timeouts)
    event.listen(made, "checkout", _look)
    return made


@contextmanager
def single(engine: Engine) -> Iterator[Connection]:
    """For one statement that is a transaction by itself: it is sent, and is true, in one way to the server and back."""
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def _look(connection: Any, _: object, __: object) -> None:
    """Have the pool begin anew when the server has said something that nobody asked for: its farewell, or the end."""
    if _readable(connection.pgconn.socket):
        raise InvalidatePoolError


if hasattr(select, "poll"):

    def _readable(socket: int) -> bool:
        poll = select.poll()
        poll.register(socket, select.POLLIN)
        return bool(poll.poll(0))

else:

    def _readable(socket: int) -> bool:
        return bool(select.select([socket], [], [], 0)[0])


def _set_timeouts(connection: Any, _: object) -> None:
    """A safety net. Not among the connection's start-up options, which poolers refuse."""
    connection.autocommit = True
    connection.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
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
