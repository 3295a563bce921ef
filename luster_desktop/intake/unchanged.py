"""Whether a file is still the one that was added."""

from __future__ import annotations

from pathlib import Path

from luster_desktop.reasons import Reason


class FileChanged(Exception):
    """The file is not the one that was added; the message is a `Reason`."""


def check_unchanged(path: Path, size: int, mtime_ns: int) -> None:
    """Raises `FileChanged`, or OSError when the file is gone."""
    status = path.stat()
    if (status.st_size, status.st_mtime_ns) != (size, mtime_ns):
        raise FileChanged(Reason.FILE_CHANGED)
