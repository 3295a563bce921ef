"""One child process with a bounded log, whose end is an event and not something to poll for."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

LOG_BYTES = 4_000_000
TAIL_LINES = 15
NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""Creation flag, on Windows only: a process that can be sent a break of its own."""


class Process:
    """A started child. Its output goes to `log`, which keeps the newest few megabytes (and one older file)."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str],
        cwd: Path | None = None,
        as_user: Mapping[str, Any] | None = None,
        ready_line: str | None = None,
        on_exit: Callable[[str], None],
    ) -> None:
        self.name = name
        self._log = log
        self._ended = threading.Event()
        self._ready_line = ready_line
        self._said_ready = threading.Event()
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._popen = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=cwd,
            creationflags=NEW_GROUP,
            **(as_user or {}),
        )
        assert self._popen.stdout is not None
        self._pump = threading.Thread(target=self._copy, args=(self._popen.stdout,), name=f"log-{name}", daemon=True)
        self._pump.start()
        threading.Thread(target=self._watch, args=(on_exit,), name=f"wait-{name}", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def running(self) -> bool:
        return not self._ended.is_set()

    @property
    def exit_code(self) -> int | None:
        return self._popen.returncode

    @property
    def said_ready(self) -> bool:
        """Whether `ready_line` has occurred in the output; without one, at once."""
        return self._ready_line is None or self._said_ready.is_set()

    def tail(self) -> list[str]:
        """The newest lines of output."""
        if not self.running:
            self._pump.join(timeout=1)
        return list(self._tail)

    def wait(self, timeout: float) -> bool:
        """True when the process has ended within `timeout` seconds."""
        return self._ended.wait(timeout)

    def terminate(self) -> None:
        """Ask for an orderly end."""
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                self._popen.send_signal(signal.CTRL_BREAK_EVENT)
            else:
                self._popen.terminate()

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._popen.kill()

    def _watch(self, on_exit: Callable[[str], None]) -> None:
        self._popen.wait()
        self._ended.set()
        on_exit(self.name)

    def _copy(self, stream: IO[bytes]) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        file = self._log.open("ab")
        for line in stream:
            text = line.decode("utf-8", "replace").rstrip()
            self._tail.append(text)
            if self._ready_line is not None and self._ready_line in text:
                self._said_ready.set()
            if file.tell() + len(line) > LOG_BYTES:
                file.close()
                self._log.replace(self._log.with_name(f"{self._log.name}.1"))
                file = self._log.open("ab")
            file.write(line)
            file.flush()
        file.close()
