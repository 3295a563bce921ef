"""What an export has put into a folder, written there before each file gets its name: so the next one knows its own."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = ".luster-delivery"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an export."""

    folder: str
    """Below the target."""
    wanted: str
    """The name that it was to have."""
    name: str
    """The one that it has: another where somebody's file had that."""
    digest: str
    """Of all that it was made from."""
    sha256: str
    bytes: int


class Journal:
    """The newest entry of each wanted file. Raises OSError."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._path = target / NAME
        self._entries: dict[tuple[str, str], list[Entry]] = {}
        self._lock = threading.Lock()
        with contextlib.suppress(FileNotFoundError):
            for line in self._path.read_text(encoding="utf-8").splitlines():
                with contextlib.suppress(ValueError, TypeError):  # a line that a power cut left half written
                    self._add(Entry(**json.loads(line)))

    def _add(self, entry: Entry) -> None:
        self._entries.setdefault((entry.folder, entry.wanted), []).append(entry)

    def write(self, entries: Iterable[Entry]) -> None:
        """These files are about to get their names."""
        new = list(entries)
        with self._lock:
            with self._path.open("a", encoding="utf-8") as file:
                for entry in new:
                    file.write(f"{json.dumps(asdict(entry))}\n")
                file.flush()
                os.fsync(file.fileno())
            for entry in new:
                self._add(entry)

    def standing(self, folder: str, wanted: str) -> Entry | None:
        """The file of that wanted name that is there as it was written; None where there is none, or it was changed."""
        for entry in reversed(self._entries.get((folder, wanted), ())):
            if self._is_there(entry):
                return entry
        return None

    def others(self, folder: str, wanted: Iterable[str]) -> list[Entry]:
        """Files of the folder that are there as they were written, and not of these wanted names."""
        kept = set(wanted)
        names = [name for place, name in self._entries if place == folder and name not in kept]
        found = (self.standing(folder, name) for name in names)
        return [entry for entry in found if entry is not None]

    def _is_there(self, entry: Entry) -> bool:
        path = self._target / entry.folder / entry.name
        try:
            if path.stat().st_size != entry.bytes:
                return False
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
        except OSError:
            return False
