"""A report for support: versions, the log, the trace of a crash. All of it is text that the user can read first."""

from __future__ import annotations

import platform
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from luster_desktop import disk
from luster_desktop.diagnosis.crash import last_trace
from luster_desktop.diagnosis.log import tail
from luster_desktop.diagnosis.redaction import redact, surroundings

LOG_CHARACTERS = 200_000
PACKAGES = ("luster", "PySide6_Essentials", "Pillow", "numpy", "opencv-python-headless", "rawpy", "httpx", "SQLAlchemy")


@dataclass(frozen=True, slots=True)
class Report:
    """Name of each file to its text."""

    files: Mapping[str, str]

    @property
    def text(self) -> str:
        """All of it, as it is shown."""
        return "\n\n".join(f"── {name} ──\n{text.rstrip()}" for name, text in self.files.items())

    def save(self, path: Path) -> None:
        """Write it as a zip file, whole or not at all. Raises OSError."""
        part = path.with_name(f".{path.name}.part")
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, text in self.files.items():
                    archive.writestr(name, text)
            disk.publish(part, path)
        finally:
            part.unlink(missing_ok=True)


def report(logs: Path, private: Iterable[str]) -> Report:
    """What `logs` holds, without names that are `private` and whatever else says something of a person."""
    hidden = {*private, *surroundings()}
    found = {
        "versions.txt": _versions(),
        "crash.txt": redact(last_trace(logs), hidden),
        "log.txt": redact(tail(logs, LOG_CHARACTERS), hidden),
    }
    return Report({name: text for name, text in found.items() if text.strip()})


def _versions() -> str:
    lines = [f"{platform.system()} {platform.release()} {platform.machine()}", f"Python {sys.version.split()[0]}"]
    for name in PACKAGES:
        try:
            lines.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return "\n".join(lines) + "\n"
