"""What the pages of the project tell people to type."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands(page: Path) -> list[str]:
    """Those of its shell blocks, each as it is typed, with comments."""
    return [command for block in re.findall(r"```sh\n(.*?)```", text(page), re.DOTALL) for command in _whole(block)]


def _whole(block: str) -> Iterator[str]:
    """A command may go over several lines: by a backslash, or within quotes."""
    held = ""
    for line in dedent(block).splitlines():
        held += f"{line}\n"
        if not _is_open(held):
            if held.strip():
                yield held.strip()
            held = ""
    assert not held, held


def _is_open(held: str) -> bool:
    try:
        words(held)
    except ValueError:
        return True
    return held.rstrip().endswith("\\")


def words(command: str) -> list[str]:
    """Without comments, and without the folder of the environment's programs."""
    return [word.removeprefix(".venv/bin/") for word in shlex.split(command, comments=True)]


def parts(command: str) -> list[list[str]]:
    """The commands that `&&` and `|` join."""
    found: list[list[str]] = [[]]
    for word in words(command):
        if word in ("&&", "|"):
            found.append([])
        else:
            found[-1].append(word)
    return found


def spoken(page: Path) -> Iterator[list[str]]:
    """Commands within sentences, which begin with one of the project's programs."""
    for span in re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text(page), flags=re.DOTALL)):
        if re.match(r"(\.venv/bin/)?(luster|luster-backend|python3?) ", span):
            yield words(span)
