"""Which Luster this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def app_version() -> str | None:
    """The release's number; None where Luster runs without having been installed."""
    try:
        return version("luster")
    except PackageNotFoundError:
        return None
