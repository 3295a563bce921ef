"""The whole stack as a user starts it: the command, its output, its processes."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[3]
READY = "Ctrl-C stops everything."
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Running:
    """A stack that has said that it is ready."""

    process: subprocess.Popen[str]
    data_dir: Path
    env_file: Path
    said: str

    @property
    def environment(self) -> dict[str, str]:
        lines = self.env_file.read_text(encoding="utf-8").splitlines()
        return {name: shlex.split(value)[0] for name, _, value in (line.partition("=") for line in lines)}

    @property
    def supervisor(self) -> int:
        return int((self.data_dir / "supervisor").read_text(encoding="utf-8").split()[0])

    def family(self) -> list[psutil.Process]:
        """The command's process and all below it."""
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.terminate()
        return self.process.wait(STOP_SECONDS)


def command(data_dir: Path, *options: str | Path) -> list[str]:
    return [sys.executable, "-m", "backend", "local", "--data-dir", str(data_dir), *map(str, options)]


def start(data_dir: Path, *options: str) -> Running:
    """Start and wait until it says that it is ready; fails with what it said instead."""
    env_file = data_dir.with_name(f"{data_dir.name}.env")
    process = subprocess.Popen(
        command(data_dir, "--env-file", env_file, "--with-parent", *options),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = wait_until_ready(process)
    assert READY in said, said
    return Running(process, data_dir, env_file, said)


def wait_until_ready(process: subprocess.Popen[str]) -> str:
    """Everything said up to the ready line, or to the end."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if READY in line:
            break
    return "".join(said)


@contextmanager
def running(data_dir: Path, *options: str) -> Iterator[Running]:
    """A stack for the length of the block, killed with all its processes if it is still there afterwards."""
    stack = start(data_dir, *options)
    family = stack.family()
    try:
        yield stack
    finally:
        if stack.process.poll() is None:
            stack.process.terminate()
            try:
                stack.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                for process in family:
                    if process.is_running():
                        os.kill(process.pid, signal.SIGKILL)
        for stream in (stack.process.stdin, stack.process.stdout):
            assert stream is not None
            stream.close()
        stack.process.wait()


def left_over(family: list[psutil.Process], *, seconds: float = STOP_SECONDS) -> list[psutil.Process]:
    """Which of these processes still run after at most so long."""
    _, alive = psutil.wait_procs([process for process in family if lives(process)], timeout=seconds)
    return [process for process in alive if lives(process)]


def lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
