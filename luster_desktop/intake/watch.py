"""A folder into which files are still being written: which of them are photos, complete, and not taken in yet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from luster_desktop.facts import Version
from luster_desktop.intake.formats import HEAD, is_raw, sniff
from luster_desktop.intake.scan import LITTER, LITTER_FOLDERS, natural_key

QUIET = 1.0
"""Seconds for which a file's size and time have to stay as they are."""
PATIENCE = 10.0
"""The same for a JPEG that does not end as one: some carry more behind their end, some are damaged for good."""
TAIL = 4096
UNFINISHED = frozenset({".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".lrtmp"})


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the folder has found."""

    complete: Mapping[Path, Version]
    """In natural order within each folder; each version of a file is found once."""
    waiting: bool
    """Whether more may be complete in a moment."""
    folders: tuple[Path, ...]
    """The folder and those below it."""


@dataclass(slots=True)
class _Seen:
    version: Version
    since: float
    """When it was first seen so, on a monotonic clock."""
    foreign: bool = False
    """No photo, and none while it stays as it is."""


class Arrivals:
    """Remembers from one look to the next. `taken` are the versions that need not be found any more."""

    def __init__(self, folder: Path, taken: Mapping[Path, Version]) -> None:
        self.folder = folder
        self._taken = dict(taken)
        self._seen: dict[Path, _Seen] = {}

    def look(self, now: float) -> Look:
        """List the folder at `now`, seconds of a monotonic clock. Raises OSError when the folder cannot be listed."""
        found, folders = _list(self.folder)
        complete: dict[Path, Version] = {}
        waiting = False
        before, self._seen = self._seen, {}
        for path, version in found.items():
            if self._taken.get(path) == version:
                continue
            seen = before.get(path)
            if seen is None or seen.version != version:
                seen = _Seen(version, now)
            self._seen[path] = seen
            quiet = now - seen.since
            if seen.foreign:
                continue
            verdict = _is_whole(path) if quiet >= QUIET else None
            seen.foreign = verdict is False
            if verdict or (verdict is None and quiet >= PATIENCE and _is_photo(path)):
                complete[path] = self._taken[path] = version
                del self._seen[path]
            else:
                waiting |= verdict is None and quiet < PATIENCE
        return Look(complete, waiting, folders)

    def give_back(self, paths: Mapping[Path, Version]) -> None:
        """These could not be taken in: find them again."""
        for path in paths:
            self._taken.pop(path, None)


def _list(top: Path) -> tuple[dict[Path, Version], tuple[Path, ...]]:
    files: dict[Path, Version] = {}
    folders: list[Path] = []
    pending = [top]
    while pending:
        folder = pending.pop()
        below = []
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: natural_key(entry.name))
        except OSError:
            if folder == top:
                raise
            continue
        folders.append(folder)
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~")) or name.endswith("~") or name.casefold() in LITTER | LITTER_FOLDERS:
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    below.append(folder / name)
                elif entry.is_file() and Path(name).suffix.lower() not in UNFINISHED:
                    status = (folder / name).stat()  # on Windows the listing's own may be old
                    files[folder / name] = Version(status.st_size, status.st_mtime_ns)
            except OSError:
                continue  # gone again, or about to be renamed
        pending += reversed(below)
    return files, tuple(folders)


def _is_whole(path: Path) -> bool | None:
    """Whether the file is a complete photo, as far as its two ends tell; None where that cannot be told yet."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if is_raw(path):
                return True
            kind = sniff(head)
            if kind is None:
                # Some programs write the header last: an empty one may still become a photo.
                return None if not head.strip(b"\0") else False
            if kind != "image/jpeg":
                return True
            file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
            return True if b"\xff\xd9" in file.read() else None
    except OSError:
        return None  # Windows locks a file while it is copied


def _is_photo(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return sniff(file.read(HEAD)) is not None
    except OSError:
        return False
