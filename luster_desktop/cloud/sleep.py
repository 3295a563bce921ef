"""Notices that the computer was asleep: nothing that it waited for before is worth waiting for afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

TICK = 2.0
ASLEEP = 15.0
"""Seconds by which a tick has to be late; a busy computer is late by less."""


class SleepWatch:
    """Calls `woke` on a thread of its own after the computer, or this process, did nothing for a while.

    It is told by the wall clock, the only one that goes on during sleep on every system.
    """

    def __init__(self, woke: Callable[[], None]) -> None:
        self._woke = woke
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sleep-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the watch."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        before = time.time()
        while not self._ending.wait(TICK):
            now = time.time()
            if now - before > TICK + ASLEEP:
                self._woke()
            before = now
