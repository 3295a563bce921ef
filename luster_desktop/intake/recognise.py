"""Files that a shoot has already, under whatever path: copies, and photos that were moved or renamed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from luster_desktop.facts import Known, ScannedFile
from luster_desktop.intake.hashing import fingerprint, hash_file


@dataclass(frozen=True, slots=True)
class Recognised:
    new: list[ScannedFile] = field(default_factory=list)
    """Also those whose path is known: whether they have changed is for the library to say."""
    moved: list[tuple[UUID, ScannedFile]] = field(default_factory=list)
    """Photos whose file is now here and no longer where it was."""
    copies: list[tuple[ScannedFile, Path]] = field(default_factory=list)
    """Files whose content the shoot has from another file, which is still there."""


def recognise(
    files: Iterable[ScannedFile], known: Iterable[Known], cancelled: Callable[[], bool] | None = None
) -> Recognised:
    """Sort files by what the shoot knows of their content; `known` are its files of the same sizes.

    Nothing is read of a file whose size is its own. Of files with equal sizes (uncompressed RAW files all have) three
    samples are read, and the whole only where those agree and the times of change do not: a file manager's copy keeps
    the time. Raises `hashing.Cancelled`.
    """
    result = Recognised()
    same_size: dict[int, list[_Twin]] = {}
    paths = set()
    for item in known:
        same_size.setdefault(item.bytes, []).append(_Twin(item))
        paths.add(item.path)
    for file in files:
        twins = same_size.setdefault(file.bytes, [])
        if file.path in paths:
            result.new.append(file)
            continue
        here = _Twin(Known(None, file.path, file.bytes, file.mtime_ns))
        twin = next((twin for twin in twins if here.equals(twin, cancelled)), None)
        if twin is None:
            result.new.append(file)
            twins.append(here)
        elif twin.photo_id is not None and twin.gone:
            result.moved.append((twin.photo_id, file))
            twins.remove(twin)
            twins.append(here)
        else:
            result.copies.append((file, twin.path))
        paths.add(file.path)
    return result


class _Twin:
    """A file of a known size; what is asked of it twice is read once."""

    def __init__(self, known: Known) -> None:
        self.photo_id = known.photo_id
        self.path = known.path
        self._known = known
        self._print: str | None = None
        self._sha256: str | None = None
        self._status: os.stat_result | None = None
        self._looked = False

    @property
    def gone(self) -> bool:
        """Whether nothing is at its path. A disk that cannot be reached has taken its files with it."""
        return self._stat() is None

    def equals(self, other: _Twin, cancelled: Callable[[], bool] | None) -> bool:
        """Whether this file, which is there, has the content of the other, which may be gone."""
        mine, theirs = self._stat(), other._stat()
        if mine is None:
            return False
        if theirs is not None and mine.st_ino and os.path.samestat(mine, theirs):
            return True  # the same file through a link or a second mount
        if theirs is not None and theirs.st_size != other._known.bytes:
            return False  # another file has taken its place
        sample = other._sample()
        if sample is None:
            # Never sampled and gone: only what version 3 of the library has sent is known by its hash.
            return other._known.sha256 is not None and self._hash(cancelled) == other._known.sha256
        if self._sample() != sample:
            return False
        if mine.st_mtime_ns == (other._known.mtime_ns if theirs is None else theirs.st_mtime_ns):
            return True
        whole = other._hash(cancelled) if theirs is not None else other._known.sha256
        # Where the other's whole content cannot be known any more, the samples of head, middle and tail suffice.
        return whole is None or self._hash(cancelled) == whole

    def _stat(self) -> os.stat_result | None:
        if not self._looked:
            self._looked = True
            try:
                self._status = self.path.stat()
            except OSError:
                self._status = None
        return self._status

    def _sample(self) -> str | None:
        if self._print is None:
            status = self._stat()
            stored = self._known.fingerprint
            if status is None or (stored and status.st_mtime_ns == self._known.mtime_ns):
                self._print = stored
            else:
                try:
                    self._print = fingerprint(self.path)
                except OSError:
                    return None
        return self._print

    def _hash(self, cancelled: Callable[[], bool] | None) -> str | None:
        if self._sha256 is None:
            try:
                self._sha256 = hash_file(self.path, cancelled).sha256
            except OSError:
                return None
        return self._sha256
