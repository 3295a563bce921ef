"""Files that appear whole or not at all, and whether there is room for them."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path

SPARE = 250_000_000
"""Bytes that are left free: nothing is fetched onto a disk with less, so that it never fills up on our account."""


def publish(part: Path, target: Path) -> None:
    """Give a file that is written its name, in place of any other: after a power cut either is there, whole."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    # Windows opens no folders, and keeps names by its own journal.
    with contextlib.suppress(OSError, AttributeError):
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def is_full(error: OSError) -> bool:
    """Whether the error says that there is no room."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def nearly_full(folder: Path) -> bool:
    """Whether the folder's disk has less than `SPARE` left."""
    try:
        return shutil.disk_usage(folder).free < SPARE
    except OSError:
        return False  # whoever writes there says what is wrong
