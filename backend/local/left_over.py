"""What remains when a stack's command and its supervisor were killed at once: the parts, in the supervisor's group."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

from backend.local.postgres import Postgres
from backend.local.settings import is_free, load

END_SECONDS = 5.0


def end_left_over(data_dir: Path, supervisor: int | None) -> None:
    """End the parts of a killed stack; call while holding the directory's lock.

    Process ids are used again, so the group is ended only if the database server in it is this directory's own.
    """
    if supervisor is None or sys.platform == "win32":
        return
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        settings = load(data_dir)
        server = Postgres.of(settings).server()
        if server is None or os.getpgid(server) != supervisor:
            return
        os.killpg(supervisor, signal.SIGKILL)
        deadline = time.monotonic() + END_SECONDS
        while time.monotonic() < deadline and not all(is_free(port) for port in settings.ports.values()):
            time.sleep(0.05)
