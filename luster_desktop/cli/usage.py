"""What is typed, as far as it is wrong or has to be taken apart."""

from __future__ import annotations

from collections.abc import Iterable


class UsageError(Exception):
    """The command is wrong; the message says how."""


def settings_of(options: Iterable[str]) -> dict[str, str]:
    """`["kind=sunset"]` to a mapping. Raises `UsageError`."""
    found: dict[str, str] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not (name and equals and value):
            raise UsageError(f"--param takes NAME=VALUE, not {option!r}.")
        if found.setdefault(name, value) != value:
            raise UsageError(f"--param {name} is given twice with different values.")
    return found
