"""The one-machine stack as a child of this process."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from luster_desktop.settings import DesktopSettings

START_SECONDS = 90.0
STOP_SECONDS = 20.0


class StackFailed(Exception):
    """The stack did not start; the message says why, with what it had to say."""


class Stack:
    """Started on entering, stopped on leaving; it also ends when this process does, however that ends.

    `data_dir` keeps its data from one start to the next. `answers` is a folder of recorded answers of real models,
    which its photos get in place of an edit.
    """

    def __init__(self, data_dir: Path, answers: Path | None = None) -> None:
        self._data_dir = data_dir
        self._answers = answers
        self._env_file = data_dir.with_name(f"{data_dir.name}.env")
        self._log = data_dir.with_name(f"{data_dir.name}.log")
        self._process: subprocess.Popen[bytes] | None = None
        self.environment: Mapping[str, str] = {}
        """The addresses and keys, as the product's own environment variables."""

    def __enter__(self) -> Self:
        if getattr(sys, "frozen", False):
            raise StackFailed("The installed app has no one-machine stack. Luster's source code has.")
        self._data_dir.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._env_file.unlink(missing_ok=True)
        command = [*_backend("local"), "--data-dir", str(self._data_dir), "--env-file", str(self._env_file)]
        if self._answers is not None:
            command += ["--answers", str(self._answers)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                # Standard input is the stack's lifeline: it closes with this process, a kill included.
                [*command, "--with-parent"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                # Ctrl-C is for this process, which first lets the engine end and then the stack.
                start_new_session=sys.platform != "win32",
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def settings(self) -> DesktopSettings:
        """Those of an app that uses this stack, with its data beside the stack's."""
        environment = {**os.environ, **self.environment, "LUSTER_HOME": str(self._data_dir.parent)}
        return DesktopSettings.from_environment(environment)

    def grant(self, email: str, credits: int, *, reason: str, ref: str) -> None:
        """Give credits to a user who has signed in before; once for each `ref`. Raises `StackFailed`."""
        done = subprocess.run(
            [*_backend("admin"), "grant", email, str(credits), "--reason", reason, "--ref", ref],
            env={**os.environ, **self.environment},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise StackFailed(f"The credits could not be granted: {done.stderr.decode(errors='replace').strip()}")

    def _wait(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        while not self._env_file.exists():
            if self._process.poll() is not None:
                raise StackFailed(f"The one-machine stack did not start.\n{self._tail()}")
            if time.monotonic() > deadline:
                raise StackFailed(f"The one-machine stack was not ready in time.\n{self._tail()}")
            time.sleep(0.05)
        lines = self._env_file.read_text(encoding="utf-8").splitlines()
        pairs = (line.partition("=") for line in lines if "=" in line)
        self.environment = {name: "".join(shlex.split(value)) for name, _, value in pairs}

    def _stop(self) -> None:
        process = self._process
        if process is None:
            return
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
        if process.poll() is None:
            process.kill()
            process.wait()
        self._env_file.unlink(missing_ok=True)

    def _tail(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        return "\n".join(f"  {line}" for line in lines)


def _backend(command: str) -> list[str]:
    return [sys.executable, "-m", "backend", command]
