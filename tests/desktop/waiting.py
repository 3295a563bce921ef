"""Waiting for what the library says, without looking at the clock more often than it changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from luster_desktop.library.store import Library

SECONDS = 60.0


def until(library: Library, true: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Return as soon as a change of the library has made it true; fails after `seconds`."""
    changed = threading.Event()
    unsubscribe = library.subscribe(lambda _change: changed.set())
    deadline = time.monotonic() + seconds
    try:
        while not true():
            assert changed.wait(max(0.0, deadline - time.monotonic())), "it did not happen in time"
            changed.clear()
    finally:
        unsubscribe()
