"""A file's hashes: both of the whole in one reading, and a quick one of three samples."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
SAMPLE = 16 * 1024
"""Bytes at the head, in the middle and at the tail that `fingerprint` reads."""


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


def hash_parts(path: Path, size: int, cancelled: Callable[[], bool] | None = None) -> tuple[str, list[str]]:
    """SHA-256 of the file, and MD5 of each part of `size` bytes, in one reading. Raises OSError, `Cancelled`."""
    sha256, md5s = hashlib.sha256(), []
    with path.open("rb", buffering=0) as file:
        while part := file.read(size):
            if cancelled is not None and cancelled():
                raise Cancelled
            sha256.update(part)
            md5s.append(hashlib.md5(part, usedforsecurity=False).hexdigest())
    return sha256.hexdigest(), md5s


def fingerprint(path: Path) -> str:
    """Tells nearly all files apart by three short samples and the size, in 48 KB of reading. Raises OSError.

    The head of a photo holds the moment of exposure and the camera's counters, and in a compressed picture every
    change moves what comes after it, so that the middle and the tail differ. Two files that agree here may still
    differ: an uncompressed picture with a retouched corner does.
    """
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb", buffering=0) as file:
        size = file.seek(0, io.SEEK_END)
        digest.update(size.to_bytes(8, "little"))
        for start in sorted({0, max(0, size // 2 - SAMPLE // 2), max(0, size - SAMPLE)}):
            file.seek(start)
            digest.update(file.read(SAMPLE))
    return digest.hexdigest()
