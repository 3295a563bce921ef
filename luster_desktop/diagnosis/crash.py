"""The trace of a crash, which the dying process writes and the next one finds."""

from __future__ import annotations

import contextlib
import faulthandler
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME, BEFORE = "crash.txt", "crash-before.txt"


@contextmanager
def crash_trace(folder: Path) -> Iterator[bool]:
    """Have a crash noted in `folder` for the length of the context; yields whether the last run ended by one.

    What is killed leaves no trace: that is for whoever has killed it to know.
    """
    now = folder / NAME
    crashed = False
    with contextlib.suppress(OSError):
        if now.stat().st_size:
            now.replace(folder / BEFORE)
            crashed = True
    with now.open("w", encoding="utf-8") as file:
        faulthandler.enable(file)
        try:
            yield crashed
        finally:
            faulthandler.disable()
    now.unlink(missing_ok=True)


def last_trace(folder: Path) -> str:
    """What the last crash left, or nothing."""
    try:
        return (folder / BEFORE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
