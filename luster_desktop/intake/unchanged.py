"""Whether a file is still the one that was added."""

from __future__ import annotations

from pathlib import Path

CHANGED = "The file was changed after it was added. Choose Try again to use it as it is now."


class FileChanged(Exception):
    """The file is not the one that was added; the message is a sentence for the user."""


def check_unchanged(path: Path, size: int, mtime_ns: int) -> None:
    """Raises `FileChanged`, or OSError when the file is gone."""
    status = path.stat()
    if (status.st_size, status.st_mtime_ns) != (size, mtime_ns):
        raise FileChanged(CHANGED)
