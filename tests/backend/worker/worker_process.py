"""A worker process that a test can end or freeze right before one of its effects.

The process sends itself the signal before it would do that, which no outside observer could time so exactly. Everything
else in it is the real worker.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from backend import jobs
from backend.config import Settings
from backend.editing.client import ImageModel
from backend.imaging.confined import Pixels
from backend.storage import Storage
from backend.worker.loop import Timing, main

EFFECTS: list[tuple[str, Any, str, int]] = [
    ("claim", jobs, "claim", 1),
    ("read the original", Storage, "read", 1),
    ("prepare", Pixels, "prepare", 1),
    ("write the photo's own thumbnail", Storage, "write", 1),
    ("keep where that is", jobs, "keep_thumb", 1),
    ("write down the call", jobs, "keep_usage", 1),
    ("ask the model", ImageModel, "edit", 1),
    ("store the answer", Storage, "write", 2),
    ("write down the cost", jobs, "keep_usage", 2),
    ("finish", Pixels, "finish", 1),
    ("note the verdict", jobs, "note", 1),
    ("write the thumbnail", Storage, "write", 3),
    ("write the change map", Storage, "write", 4),
    ("write the output", Storage, "write", 5),
    ("settle", jobs, "settle_success", 1),
    ("claim the next", jobs, "claim", 2),
]
"""Every effect of a job that succeeds, in order: its name, where it lives, and which call of it is meant."""


def run(environ: Mapping[str, str], log: Path, hit: tuple[int, str] | None, slots: int, timing: Timing) -> None:
    """Be a worker until told to stop, with output to `log`; sends itself signal `hit[0]` before effect `hit[1]`."""
    with log.open("wb") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    if hit is not None:
        _arm(hit[0], next(effect for effect in EFFECTS if effect[0] == hit[1]))
    sys.exit(main(Settings.from_environment(environ), slots=slots, timing=timing))


def _arm(number: int, effect: tuple[str, Any, str, int]) -> None:
    _, owner, name, nth = effect
    original: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            # At this thread: a signal to the process may be another's to take, and this one goes on until it is.
            signal.pthread_kill(threading.get_ident(), number)
        return original(*args, **kwargs)

    setattr(owner, name, wrapped)
