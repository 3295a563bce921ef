"""Where the app keeps its files, and where it finds the files that ship with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import platformdirs


def default_home() -> Path:
    """The user's data folder for Luster, by the custom of the operating system; not created here."""
    return Path(platformdirs.user_data_dir("Luster", appauthor=False))


@lru_cache(maxsize=256)
def resource(*parts: str) -> Path:
    """A file or folder that ships with the app, such as `resource("sample_shoot")`."""
    found = files("resources")
    for part in parts:  # one at a time: before Python 3.12 a folder without a module takes no more
        found = found.joinpath(part)
    return Path(str(found))


@dataclass(frozen=True, slots=True)
class Paths:
    """The layout of the data folder."""

    home: Path

    @property
    def library(self) -> Path:
        return self.home / "library.sqlite3"

    @property
    def outputs(self) -> Path:
        return self.home / "outputs"

    @property
    def prepared(self) -> Path:
        return self.home / "prepared"

    @property
    def thumbnails(self) -> Path:
        return self.home / "thumbnails"

    @property
    def logs(self) -> Path:
        """In the system's place for logs; with a data folder of one's own, in that."""
        if self.home == default_home():
            return Path(platformdirs.user_log_dir("Luster", appauthor=False))
        return self.home / "logs"

    def create(self) -> Paths:
        """Make the folders, readable by this user alone; raises OSError."""
        for folder in (self.home, self.outputs, self.prepared, self.thumbnails, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self
