"""Asks what the API depends on, all the time, so that no request is the first to find it away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import text

from backend import database
from backend.api.endpoint import Services
from backend.breaker import Unanswered
from backend.jwks import KeysUnavailable
from backend.storage import StorageUnavailable

EVERY_SECONDS = 1.0
DATABASE_SECONDS = 2.0
"""What the database has to answer the plainest question within."""
LAST_ANSWER_SECONDS = 5.0
"""How long the end waits for what has been asked."""


@contextmanager
def watching(services: Services) -> Iterator[None]:
    """Ask while the context is open, each dependency in a thread of its own."""
    ended = threading.Event()
    # A connection of its own: those of the pool may all hang.
    engine = database.engine(services.settings.database_url, pool_size=1, answer_seconds=DATABASE_SECONDS)

    def ask_database() -> None:
        with services.database.guard(database.is_away), engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def every_second(ask: Callable[[], object]) -> None:
        while True:
            try:
                ask()
            except (Unanswered, StorageUnavailable, KeysUnavailable, *database.AWAY):
                pass
            if ended.wait(EVERY_SECONDS):
                return

    asked = {"database": ask_database, "storage": services.storage.ping, "sign_in": services.keys.warm}
    threads = [
        threading.Thread(target=every_second, args=(ask,), name=f"watch-{name}", daemon=True)
        for name, ask in asked.items()
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(LAST_ANSWER_SECONDS)
        engine.dispose()
