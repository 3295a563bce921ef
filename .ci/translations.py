"""Bring `resources/translations` up to date with the code: `.venv/bin/python .ci/translations.py`.

Takes every text out of the code, keeps the translations that there are, and compiles what the app reads. A text without
a translation is marked as unfinished in the `.ts` files, which Qt Linguist or any editor opens.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
CODES = ("de", "es")
TOOLS = Path(sys.executable).parent


def collect(folder: Path) -> None:
    """Write the texts of the code into the `.ts` files of a folder."""
    code = sorted(str(path) for path in (ROOT / "luster_desktop").rglob("*.py"))
    for name in CODES:
        options = ["-silent", "-no-obsolete", "-sort-messages", "-locations", "none", "-warnings-are-errors"]
        options += ["-tr-function-alias", "tr+=plural", "-tr-function-alias", "QT_TR_NOOP+=mark"]
        options += ["-source-language", "en", "-target-language", name]
        _run("lupdate", *options, *code, "-ts", str(folder / f"luster_{name}.ts"))


def compile_all(folder: Path) -> None:
    """Write the `.qm` file of each `.ts` file of a folder."""
    for name in CODES:
        _run("lrelease", "-silent", str(folder / f"luster_{name}.ts"), "-qm", str(folder / f"luster_{name}.qm"))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([TOOLS / f"pyside6-{tool}", *arguments], check=True)


if __name__ == "__main__":
    collect(FOLDER)
    compile_all(FOLDER)
