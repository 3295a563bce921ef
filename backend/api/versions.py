"""Which versions of the app are still answered."""

from __future__ import annotations

import re

from backend.api.problems import ProblemError
from backend.config import Settings
from backend.contract import ProblemType

_NUMBERS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}")
UPDATE = "This version of Luster is too old for the service. Please update it; everything on this computer stays."


def refuse_outdated(version: str | None, settings: Settings) -> None:
    """Raise a 426 for an app that is older than the settings allow; what is not the app, or no release, passes."""
    least = settings.least_app_version
    if not least or version is None or not _NUMBERS.match(version) or _numbers(version) >= _numbers(least):
        return
    raise ProblemError(
        426,
        ProblemType.UPDATE_REQUIRED,
        UPDATE,
        headers={"Upgrade": f"Luster/{least}"},
        url=settings.app_download_url or None,
    )


def _numbers(version: str) -> tuple[int, ...]:
    """Of the release, with as many parts as any: 1.2 is 1.2.0."""
    found = _NUMBERS.match(version)
    parts = [int(part) for part in found[0].split(".")] if found else []
    return tuple([*parts, 0, 0, 0, 0][:4])
