"""Which Luster runs: the one that was installed, or a newer one that was fetched.

What was installed is never touched: no rights are needed for it, its signature stays whole, and its installer can take
it away. Newer ones lie side by side in the data folder, each under its number only once it is whole and was tried, and
`choice.json` says which one starts. That file is replaced as a whole and is all that an update changes: whatever
happens meanwhile, one Luster or the other starts. The installed one reads it for ever, so its form does not change.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from luster_desktop import disk

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)*")


class Stage(StrEnum):
    """How far a chosen version has come."""

    NEW = "new"
    STARTING = "starting"
    """Its window has not been seen yet."""
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Choice:
    """What starts; a version that is empty is the installed one."""

    version: str = ""
    before: str = ""
    """What to go back to."""
    stage: Stage = Stage.GOOD
    process: int = 0
    """Which one is starting."""
    refused: tuple[str, ...] = ()
    """Versions that do not work on this computer."""
    gone_back_from: str = ""
    """The user has not been told of it yet."""


def numbers(version: str) -> tuple[int, ...]:
    """A release's number as numbers, to compare by: `1.10.0` is newer than `1.9.2`. ValueError where it is none."""
    if not _NUMBER.fullmatch(version):
        raise ValueError(f"{version!r} is no release's number")
    return tuple(int(part) for part in version.split("."))


def program_in(folder: Path, name: str) -> Path:
    """The program of an unpacked release."""
    if sys.platform == "darwin":
        return folder / "Luster.app" / "Contents" / "MacOS" / name
    return folder / "Luster" / name


class Versions:
    """The versions in a data folder. One process writes at a time: the window's, or one that becomes it."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "versions"
        self._file = self.folder / "choice.json"

    def choice(self) -> Choice:
        """What was chosen; the installed one where nothing was, or what says so cannot be read."""
        try:
            return _parse(json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError):
            return Choice()

    def of(self, version: str) -> Path:
        """Where that version is, if it is there."""
        return self.folder / version

    def choose(self, version: str) -> None:
        """Have it started from now on; raises OSError."""
        now = self.choice()
        if now.version != version:
            self._write(replace(now, version=version, before=now.version, stage=Stage.NEW, process=0))

    def begin(self, own: str, process: int) -> None:
        """The chosen version notes that it is on its way to its first window; raises OSError."""
        now = self.choice()
        if now.version == own and now.stage is Stage.NEW:
            self._write(replace(now, stage=Stage.STARTING, process=process))

    def settle(self, own: str) -> None:
        """The window is there: this version is good, and what is older than the one before it goes. Raises OSError."""
        now = self.choice()
        if now.version == own and now.stage is not Stage.GOOD:
            now = replace(now, stage=Stage.GOOD, process=0)
            self._write(now)
        elif now.version and numbers(now.version) < numbers(own):  # a newer one was installed
            now = Choice(refused=now.refused)
            self._write(now)
        kept = {now.version, now.before, own}
        for path in self.folder.glob("[0-9]*"):
            # What is newer waits to be chosen, what has another name to become whole.
            if _NUMBER.fullmatch(path.name) and path.name not in kept and numbers(path.name) < numbers(own):
                shutil.rmtree(path, ignore_errors=True)

    def tidy(self) -> None:
        """Remove what was begun and is not needed any more, once nothing is being fetched or unpacked."""
        for path in self.folder.glob("[0-9a-f]*.part"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path != self._file.with_suffix(".part"):
                path.unlink(missing_ok=True)

    def go_back(self) -> Choice:
        """Choose what ran before, and never again what is chosen now. Returns what is chosen then; raises OSError."""
        now = self.choice()
        refused = (*now.refused, now.version)
        back = Choice(now.before, refused=refused, gone_back_from=now.version)
        self._write(back)
        return back

    def refuse(self, version: str) -> None:
        """Never offer it again: it does not work here. Raises OSError."""
        now = self.choice()
        self._write(replace(now, refused=(*now.refused, version)))

    def take_news(self) -> str:
        """The version that was gone back from, if the user has not been told yet; raises OSError."""
        now = self.choice()
        if now.gone_back_from:
            self._write(replace(now, gone_back_from=""))
        return now.gone_back_from

    def _write(self, choice: Choice) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(asdict(choice)), encoding="utf-8")
        disk.publish(part, self._file)


def _parse(kept: dict[str, Any]) -> Choice:
    choice = Choice(
        version=str(kept["version"]),
        before=str(kept["before"]),
        stage=Stage(kept["stage"]),
        process=int(kept["process"]),
        refused=tuple(str(version) for version in kept["refused"]),
        gone_back_from=str(kept["gone_back_from"]),
    )
    for version in filter(None, (choice.version, choice.before)):
        numbers(version)  # nothing but a number may become a path
    return choice


def alive(process: int) -> bool:
    """Whether there is such a process."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x100000, False, process)  # SYNCHRONIZE
        running = bool(handle) and kernel.WaitForSingleObject(handle, 0) == 0x102  # WAIT_TIMEOUT
        with contextlib.suppress(OSError):
            kernel.CloseHandle(handle)
        return running
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
