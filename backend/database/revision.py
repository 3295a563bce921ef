"""Whether this code may work on the database as it is."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, text


class Standing(StrEnum):
    FITS = "fits"
    BEHIND = "behind"
    """A migration that this code needs has not run yet."""
    TOO_NEW = "too_new"
    """A migration has taken away what this code needs."""


@cache
def known() -> str:
    """The newest migration that this code knows."""
    return max(path.stem[:4] for path in Path(__file__).with_name("migrations").glob("versions/[0-9]*.py"))


def standing(engine: Engine) -> tuple[Standing, str]:
    """How the database stands to this code, and the migration that it is at: "" before the first one.

    Newer migrations do no harm by themselves: each is made so that the release before goes on working. One that ends
    that says so in `schema_floor`.
    """
    with engine.connect() as connection:
        if connection.execute(text("SELECT to_regclass('luster.schema_version')")).scalar_one() is None:
            return Standing.BEHIND, ""
        at = connection.execute(text("SELECT max(version_num) FROM luster.schema_version")).scalar_one() or ""
        if at < known():
            return Standing.BEHIND, at
        floor = connection.execute(text("SELECT max(revision) FROM luster.schema_floor")).scalar_one() or ""
    return Standing.TOO_NEW if known() < floor else Standing.FITS, at
