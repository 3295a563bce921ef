"""Work begins only on a database that this code knows."""

from __future__ import annotations

import threading
import time

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from backend.database import revision
from backend.database.revision import Standing

log = structlog.get_logger()

BEHIND_SECONDS = 1.0


class SchemaWatch:
    """Looks every `seconds`, and every second while a migration is missing; safe to share between threads."""

    def __init__(self, engine: Engine, *, seconds: float) -> None:
        self._engine = engine
        self._seconds = seconds
        self._lock = threading.Lock()
        self._standing: Standing | None = None
        self._due = time.monotonic()

    def fits(self) -> bool:
        """Whether work may begin now."""
        with self._lock:
            if time.monotonic() >= self._due:
                self._look()
            return self._standing is Standing.FITS

    @property
    def left_behind(self) -> bool:
        """The database has left this code behind: nothing is to be waited for."""
        return self._standing is Standing.TOO_NEW

    def _look(self) -> None:
        try:
            found, at = revision.standing(self._engine)
        except SQLAlchemyError as error:
            # What was known stays true as far as anybody can tell; the queue cannot be reached either.
            log.warning("schema_unknown", error=type(error).__name__)
            self._due = time.monotonic() + BEHIND_SECONDS
            return
        self._due = time.monotonic() + (self._seconds if found is Standing.FITS else BEHIND_SECONDS)
        if found is self._standing:
            return
        self._standing = found
        facts = {"database": at, "code": revision.known()}
        match found:
            case Standing.FITS:
                log.info("schema_fits", **facts)
            case Standing.BEHIND:
                log.warning("schema_behind", told="waiting for the migrations", **facts)
            case Standing.TOO_NEW:
                log.critical("schema_too_new", told="this release is too old for the database", **facts)
