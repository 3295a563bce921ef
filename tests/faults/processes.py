"""The processes of the product under test, each kept running: whoever ends one, it is started again.

They are forked from a server that has everything imported, so that a start takes milliseconds.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

import psutil

from tests import leash

POLL = 0.02
_FORKING = get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.faults.roles", "tests.faults.strikes", "tests.faults.shoots"])


class Handle(Protocol):
    """A started process."""

    @property
    def pid(self) -> int: ...

    @property
    def code(self) -> int | None:
        """How it ended, negative for a signal; None while it runs."""


class Forked:
    """A function of `tests.faults.roles` in a process of its own."""

    def __init__(self, role: Callable[..., None], *arguments: Any) -> None:
        self._process = _FORKING.Process(target=role, args=arguments, daemon=True)
        self._process.start()
        leash.hold(self.pid)

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def code(self) -> int | None:
        return self._process.exitcode


class Command:
    """A program with children of its own, all ended together."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        as_user: Mapping[str, Any] | None = None,
    ) -> None:
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                cwd="/",
                start_new_session=True,
                **(as_user or {}),
            )
        leash.hold(self.pid)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def code(self) -> int | None:
        return self._process.poll()


class Place:
    """Where one process runs; kept running until `close`, and until it ends by itself with 0."""

    def __init__(self, name: str, start: Callable[[], Handle], *, ready: Callable[[], bool] = lambda: True) -> None:
        self.name = name
        self._start = start
        self._ready = ready
        self._guard = threading.Lock()
        self._closed = threading.Event()
        self._frozen_until = self._down_until = 0.0
        self.thaw_after: float | None = None
        """Seconds after which a process that has frozen itself goes on; None: never."""
        self.on_frozen: Callable[[], None] = lambda: None
        self.finished = threading.Event()
        self.starts = 1
        self._handle = start()
        self._keeper = threading.Thread(target=self._keep, name=f"keep-{name}", daemon=True)
        self._keeper.start()

    @property
    def pid(self) -> int:
        return self._handle.pid

    def until_ready(self, seconds: float = 60.0) -> None:
        """Wait until it says that it is."""
        deadline = time.monotonic() + seconds
        while not self._ready():
            assert time.monotonic() < deadline, f"{self.name} was not ready in {seconds:g} s"
            time.sleep(POLL)

    def send(self, number: int) -> None:
        """A signal to the process and all below it."""
        with contextlib.suppress(ProcessLookupError, psutil.NoSuchProcess):
            for child in psutil.Process(self.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.send_signal(number)
            os.kill(self.pid, number)

    def kill(self, down: float = 0.0) -> None:
        """End it at once; the keeper starts another, after `down` seconds."""
        self._down_until = time.monotonic() + down
        self.send(signal.SIGKILL)

    def up(self) -> None:
        """Let it be started again now."""
        self._down_until = 0.0

    def freeze(self, seconds: float) -> None:
        """Stop it for so long."""
        self._frozen_until = time.monotonic() + seconds
        self.send(signal.SIGSTOP)

    def restart(self, start: Callable[[], Handle]) -> None:
        """Replace the process by another, started now in this way, as are later ones."""
        with self._guard:
            self._end()
            self._start = start
            self._handle = start()

    def close(self) -> None:
        self._closed.set()
        self._keeper.join()
        with self._guard:
            self._end()

    def _end(self) -> None:
        self.send(signal.SIGKILL)
        while self._handle.code is None:
            time.sleep(POLL / 4)

    def _keep(self) -> None:
        frozen_since: float | None = None
        while not self._closed.wait(POLL):
            with self._guard:
                code = self._handle.code
                if code == 0:
                    self.finished.set()
                elif code is not None and time.monotonic() < self._down_until:
                    continue
                elif code is not None:
                    self.starts += 1
                    self._handle = self._start()
                    frozen_since = None
                elif not _stopped(self.pid):
                    frozen_since = None
                elif self._frozen_until:
                    if time.monotonic() >= self._frozen_until:
                        self._frozen_until = 0.0
                        self.send(signal.SIGCONT)
                elif self.thaw_after is not None:
                    if frozen_since is None:
                        frozen_since = time.monotonic()
                        self.on_frozen()
                    elif time.monotonic() - frozen_since >= self.thaw_after:
                        self.send(signal.SIGCONT)


def _stopped(pid: int) -> bool:
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    return False


def can_run() -> bool:
    """Whether this system has the signals and what shows a frozen process."""
    return sys.platform.startswith("linux")
