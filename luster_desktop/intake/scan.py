"""Files and folders to a list of photos, without reading their pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ScannedFile:
    path: Path
    bytes: int
    mtime_ns: int
    content_type: str
    """By the file's first bytes, whatever its suffix says."""

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class RejectedFile:
    path: Path
    reason: str
    """A sentence for the user."""

    @property
    def name(self) -> str:
        return self.path.name


def scan(paths: Iterable[Path]) -> Iterator[ScannedFile | RejectedFile]:
    """List what can be edited among files and folders (which recurse), in natural order within each folder.

    Hidden files and system litter are passed over in silence; a file that is empty, unreadable, too large or no
    photo is yielded once as rejected. A file that is reached twice is yielded once. Never raises for a bad file.
    """
    raise NotImplementedError
