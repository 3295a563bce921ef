"""One stack per data directory, held by the supervisor's life and not by a file that a crash leaves behind."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType

STOPPING_SECONDS = 30.0
GRACE_SECONDS = 2.0


class Locked(Exception):
    """Another stack holds the directory; the message says so."""


class DirectoryLock:
    """Held from its creation to the end of its `with` block.

    Waits for a stack that is just stopping; raises `Locked` when one is running.
    """

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._note = data_dir / "supervisor"
        self.previous: int | None = None
        """The process id of a supervisor that was killed, where the last one was."""
        self._handle = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        began = time.monotonic()
        while not _try_lock(self._handle):
            holder, _, state = self._read_note().partition(" ")
            waited = time.monotonic() - began
            # A stack whose parent was killed a moment ago has not said yet that it is stopping; one without a note is
            # just beginning or at its very end.
            if waited > (GRACE_SECONDS if state == "running" else STOPPING_SECONDS):
                os.close(self._handle)
                raise Locked(f"Luster is already running on {data_dir} (process {holder or 'unknown'}).")
            time.sleep(0.1)
        left = self._read_note().partition(" ")[0]
        self.previous = int(left) if left.isdigit() else None
        self._note.write_text(f"{os.getpid()} running", encoding="utf-8")

    def mark_stopping(self) -> None:
        """Let a stack that starts now wait for this one's end."""
        self._note.write_text(f"{os.getpid()} stopping", encoding="utf-8")

    def __enter__(self) -> DirectoryLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._note.unlink(missing_ok=True)
        os.close(self._handle)

    def _read_note(self) -> str:
        try:
            return self._note.read_text(encoding="utf-8")
        except OSError:
            return ""


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
