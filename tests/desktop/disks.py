"""A disk with little room, of memory: for what only a real one answers when it is full."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

SmallDisk = Callable[[int], AbstractContextManager[Path]]


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A folder on a disk of `size` bytes for the length of the context. Skips the test where none can be mounted."""
    folder.mkdir()
    mounted = False
    try:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "luster-test", str(folder)]
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        pass
    if not mounted:
        pytest.skip("mounting a small disk takes Linux, and root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
