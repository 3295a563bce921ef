"""A few threads with a queue, which end with the process and can be left behind."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)


class Pool:
    """Daemon threads: one that hangs in a dead connection keeps neither `stop` nor the process waiting."""

    def __init__(self, name: str, size: int) -> None:
        self._stopped = False
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True) for number in range(1, size + 1)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, task: Callable[[], None]) -> None:
        """Run `task` on one of the threads; it must deal with its own errors."""
        self._queue.put(task)

    def stop(self, deadline: float) -> None:
        """Let running tasks end until `deadline` on the monotonic clock; those still queued run or are dropped."""
        self._stopped = True
        for _thread in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _run(self) -> None:
        while (task := self._queue.get()) is not None:
            try:
                task()
            except Exception:
                # Once stopped, what a late task finds closed is no fault: its row is taken up at the next start.
                if not self._stopped:
                    log.exception("a transfer task failed unexpectedly")
