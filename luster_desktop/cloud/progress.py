"""Bytes that move, written down ten times a second however many transfers report."""

from __future__ import annotations

import threading
import time

from luster_desktop.library import transfers
from luster_desktop.library.store import Library

PERIOD = 0.1


class Progress:
    """Collects reports of all transfers; whoever reports when it is time hands all of them to the library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._guard = threading.Lock()
        self._counts: dict[int, tuple[int, int]] = {}
        self._next = 0.0

    def report(self, transfer_id: int, number: int, total: int) -> None:
        """Note how far a transfer is. Returns at once; raises nothing after the library was closed."""
        now = time.monotonic()
        with self._guard:
            self._counts[transfer_id] = (number, total)
            if now < self._next:
                return
            self._next = now + PERIOD
            counts, self._counts = self._counts, {}
        self._library.post(transfers.moved, counts)
