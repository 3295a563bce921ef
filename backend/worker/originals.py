"""Photos' files while their jobs are in a worker's hands: on disk, so that many can wait for the model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile


class Originals:
    """At most `at_once` files are in memory while they come; safe to share between threads."""

    def __init__(self, at_once: int) -> None:
        self._coming = threading.BoundedSemaphore(at_once)

    @contextmanager
    def kept(self, fetch: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
        """Fetch a file and yield what reads it, as often as it is needed, until the block ends: then it is gone."""
        # Without a name, wherever that can be had: nothing of a user's is left behind by a worker that is killed.
        with TemporaryFile(prefix="luster-") as file:
            with self._coming:
                file.write(fetch())

            def read() -> bytes:
                file.seek(0)
                return file.read()

            yield read
