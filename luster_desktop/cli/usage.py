"""What is typed, as far as it is wrong or has to be taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from luster_desktop.library.models import Edit


class UsageError(Exception):
    """The command is wrong; the message says how."""


_NEXT = re.compile(r",(?=[a-z_]+=)")
"""A comma before another setting: a painted place has commas of its own."""


def edits_of(edits: Iterable[str], preset: str | None, settings: Sequence[str]) -> list[Edit]:
    """`["sky:kind=sunset", "lawn"]`, or one preset with its settings, as edits. Raises `UsageError`."""
    if preset is not None:
        return [Edit(preset, _settings(settings, "--param"))]
    if settings:
        raise UsageError("--param belongs to --preset. With --edit: --edit PRESET:NAME=VALUE,NAME=VALUE.")
    return [_edit(option) for option in edits]


def _edit(option: str) -> Edit:
    preset, colon, settings = option.partition(":")
    if not preset or "=" in preset or (colon and not settings):
        raise UsageError(f"--edit takes PRESET or PRESET:NAME=VALUE, not {option!r}.")
    return Edit(preset, _settings(_NEXT.split(settings) if settings else (), "--edit"))


def _settings(options: Iterable[str], where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not (name and equals and value):
            raise UsageError(f"{where} takes NAME=VALUE, not {option!r}.")
        if found.setdefault(name, value) != value:
            raise UsageError(f"{where}: {name} is given twice with different values.")
    return found
