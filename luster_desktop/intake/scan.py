"""Files and folders to a list of photos, without reading their pixels."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.contract import MAX_UPLOAD_BYTES
from luster_desktop.facts import ScannedFile
from luster_desktop.intake.formats import HEAD, RAW, is_raw, sniff, why
from luster_desktop.intake.shortcuts import reason, target
from luster_desktop.reasons import Reason

LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
LITTER_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information", "@eadir", "lost+found"})
MAX_RAW_BYTES = 300_000_000
"""A RAW file is developed here and never sent; 16 bits for each pixel of the largest photo that Luster edits fit."""


@dataclass(frozen=True, slots=True)
class RejectedFile:
    path: Path
    reason: str
    """A `Reason`."""
    interrupted: bool = False
    """Stands for everything below a card or folder that went away."""

    @property
    def name(self) -> str:
        return self.path.name


def scan(paths: Iterable[Path], *, skip: Iterable[Path] = ()) -> Iterator[ScannedFile | RejectedFile]:
    """List what can be edited among files and folders (which recurse), in natural order within each folder.

    Hidden files, system litter and the folders in `skip` are passed over in silence; a file that is empty,
    unreadable, too large or no photo is yielded once as rejected. What is reached twice, through links too, is
    yielded once. A Windows shortcut among `paths` is followed. A card or folder that goes away meanwhile is yielded
    once as rejected, in place of its files. Never raises for a bad file. Paths come out absolute.
    """
    seen = {_real(path) for path in skip}
    away: set[Path] = set()
    for path in paths:
        absolute = _long(path.absolute())
        if absolute.suffix.lower() == ".lnk":
            absolute = target(absolute) or absolute
        real = _real(absolute)
        if real in seen or absolute.parent in away:
            continue
        try:
            status = absolute.stat()
        except OSError as error:
            seen.add(real)
            if _reachable(absolute.parent):
                yield RejectedFile(absolute, why(error))
            else:
                away.add(absolute.parent)
                yield RejectedFile(absolute.parent, Reason.FOLDER_GONE, interrupted=True)
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _folder(absolute, real, seen)
        else:
            seen.add(real)
            yield _file(absolute, status)


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts IMG_2 before IMG_10, without regard to case."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


def _folder(top: Path, top_real: str, seen: set[str]) -> Iterator[ScannedFile | RejectedFile]:
    pending = [(top, top_real)]
    count = 0
    while pending:
        folder, real = pending.pop()
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: natural_key(entry.name))
        except OSError as error:
            if not _reachable(top):
                yield _interrupted(top, count)
                return
            forbidden = isinstance(error, PermissionError)
            yield RejectedFile(folder, Reason.FOLDER_FORBIDDEN if forbidden else why(error))
            continue
        below: list[tuple[Path, str]] = []
        for entry in entries:
            name = entry.name
            if name.startswith(".") or name.casefold() in LITTER or name.casefold() in LITTER_FOLDERS:
                continue
            path = _long(folder / name)
            try:
                status = entry.stat()
                inside = _real(path) if entry.is_symlink() else os.path.normcase(Path(real, name))
            except OSError as error:
                if not _reachable(top):
                    yield _interrupted(top, count)
                    return
                yield RejectedFile(path, why(error))
                continue
            if _hidden(status):
                continue
            if stat.S_ISDIR(status.st_mode):
                below.append((path, inside))
            elif inside not in seen:
                seen.add(inside)
                found = _file(path, status)
                if isinstance(found, RejectedFile) and not _reachable(top):
                    yield _interrupted(top, count)
                    return
                count += isinstance(found, ScannedFile)
                yield found
        pending += reversed(below)


def _file(path: Path, status: os.stat_result) -> ScannedFile | RejectedFile:
    if not stat.S_ISREG(status.st_mode):
        return RejectedFile(path, Reason.NOT_A_FILE)
    if status.st_size == 0:
        return RejectedFile(path, Reason.FILE_EMPTY)
    most = MAX_RAW_BYTES if is_raw(path) else MAX_UPLOAD_BYTES
    if status.st_size > most:
        megabytes, limit = round(status.st_size / 1e6), round(most / 1e6)
        return RejectedFile(path, Reason.FILE_TOO_LARGE.of(megabytes=megabytes, most=limit))
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        return RejectedFile(path, why(error))
    content_type = RAW if is_raw(path) else sniff(head)
    if content_type is None:
        return RejectedFile(path, reason(head) or Reason.NOT_A_PHOTO)
    return ScannedFile(path, status.st_size, status.st_mtime_ns, content_type)


def extended(path: str) -> str:
    r"""A Windows path in the form that may be longer than 260 characters: `\\?\` before it."""
    if len(path) < 248 or path.startswith("\\\\?\\"):
        return path
    return "\\\\?\\UNC" + path[1:] if path.startswith("\\\\") else "\\\\?\\" + path


def _long(path: Path) -> Path:
    return Path(extended(str(path))) if os.name == "nt" else path


def _interrupted(top: Path, count: int) -> RejectedFile:
    return RejectedFile(top, Reason.FOLDER_WENT_AWAY.of(photos=count), interrupted=True)


def _reachable(folder: Path) -> bool:
    """Whether the folder can still be asked. One that may not be opened is there all the same."""
    try:
        with os.scandir(folder):
            return True
    except PermissionError:
        return True
    except OSError:
        return False


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _hidden(status: os.stat_result) -> bool:
    attributes: int = getattr(status, "st_file_attributes", 0)
    return bool(attributes & (stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM))
