"""Children of tests end with them, also when pytest is ended by a signal and cleans nothing up.

`hold` names a child to a watcher, a process of its own whose standard input closes with this one. A watcher rather than
the kernel's own death signal, which follows the thread that started a child and is Linux' alone.
"""

from __future__ import annotations

import atexit
import contextlib
import subprocess
import sys
from functools import cache
from typing import IO

import psutil

GRACE = 5.0
"""Seconds that children have for an end in good order."""


def hold(pid: int) -> None:
    """End this child when this process has ended, however it did."""
    watcher = _watcher()
    watcher.write(f"{pid}\n".encode())
    watcher.flush()


@cache
def _watcher() -> IO[bytes]:
    command = [sys.executable, "-m", "tests.leash"]
    # In a session of its own, so that what ends a whole group of processes leaves it.
    watcher = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    atexit.register(watcher.communicate)
    assert watcher.stdin is not None
    return watcher.stdin


def watch(named: IO[str]) -> None:
    """Read the ids of processes until whoever names them is gone, then end those that still run, and theirs."""
    held = []
    for line in named:
        with contextlib.suppress(psutil.NoSuchProcess):
            held.append(psutil.Process(int(line)))
    family = [*held]
    for process in held:
        with contextlib.suppress(psutil.NoSuchProcess):
            family += process.children(recursive=True)
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, left = psutil.wait_procs(family, timeout=GRACE)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


if __name__ == "__main__":
    watch(sys.stdin)
