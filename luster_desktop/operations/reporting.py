"""A report for support in which nothing of the user's is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from luster_desktop.diagnosis.report import Report, report

if TYPE_CHECKING:
    from luster_desktop.library.store import Library

_OURS = frozenset({"luster", "luster_desktop", "backend", "python", "site-packages", "lib", "home", "Users"})
"""Names of folders that occur in the log as what they are."""


def report_for(logs: Path, library: Library | None) -> Report:
    """A report on what `logs` holds; every name in the library is taken out of it."""
    names: set[str] = set()
    if library is not None:
        from luster_desktop.library import contents

        for path, name in library.read(contents.names):
            names |= {name, Path(name).stem, *path.parts, path.stem}
    return report(logs, {name for name in names - _OURS if not name.isdecimal()})
