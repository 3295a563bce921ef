"""The library's file: opened with care, set aside when damaged, held by one process."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from luster_desktop.library.tables import upgrade
from luster_desktop.reasons import Reason


class LibraryInUse(Exception):
    """Another Luster on this computer has the library open; the message says what to do."""


class Lock:
    """An exclusive lock on `path` that ends with this process, however it ends. Raises `LibraryInUse`."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("ab")
        try:
            if sys.platform == "win32":
                import msvcrt

                self._file.seek(0)
                msvcrt.locking(self._file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise LibraryInUse(Reason.LIBRARY_IN_USE) from None

    def release(self) -> None:
        self._file.close()


def open_engine(path: Path) -> tuple[Engine, str | None]:
    """An engine on the file, made or brought up to date, and a `Reason` when a damaged one had to be set aside.

    Raises `tables.TooNew`, and OSError or OperationalError when the disk does not allow it.
    """
    try:
        return _sound_engine(path), None
    except OperationalError:
        raise  # a full or read-only disk is no reason to give up a good library
    except DatabaseError:
        aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
        path.replace(aside)
        for suffix in ("-wal", "-shm"):
            with contextlib.suppress(OSError):
                path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))
        return _sound_engine(path), Reason.LIBRARY_DAMAGED.of(name=aside.name)


def _sound_engine(path: Path) -> Engine:
    # Before SQLite makes it: names and places of photos are nobody else's. The journal takes over the mode.
    path.touch(mode=0o600)
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)), connect_args={"check_same_thread": False, "timeout": 5.0}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            if verdict != "ok":
                raise DatabaseError("PRAGMA quick_check", None, ValueError(verdict))
        with writing(engine) as connection:
            upgrade(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver's own transaction control is off: it would begin late and commit around PRAGMAs.
    connection.isolation_level = None
    cursor = connection.cursor()
    # NORMAL in WAL mode loses nothing when the app is killed; 57,000 one-row commits a second against 2,000.
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 5000", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # IMMEDIATE, because a transaction that starts reading and then writes cannot wait for another writer.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: committed at the end, rolled back by an exception."""
    with engine.execution_options(writes=True).begin() as connection:
        yield connection
