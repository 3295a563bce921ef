"""Both of a file's hashes in one reading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20


class Cancelled(Exception):
    """The caller has asked to stop."""


@dataclass(frozen=True, slots=True)
class Hashes:
    sha256: str
    md5: str
    bytes: int


def hash_file(path: Path, cancelled: Callable[[], bool] | None = None) -> Hashes:
    """Read the file once. `cancelled` is asked after every MB. Raises OSError, `Cancelled`."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    size = 0
    buffer = bytearray(CHUNK)
    view = memoryview(buffer)
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            if cancelled is not None and cancelled():
                raise Cancelled
            sha256.update(view[:count])
            md5.update(view[:count])
            size += count
    return Hashes(sha256.hexdigest(), md5.hexdigest(), size)
