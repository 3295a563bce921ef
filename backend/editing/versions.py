"""The prompt wordings that were used, kept so that every result can be traced to its words."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.postgresql import insert

from backend.database import tables
from backend.editing import prompts
from backend.editing.catalogue import Recipe
from backend.editing.prompts import Wording


def of_shoot(engine: Engine, shoot_id: UUID, recipe: Recipe) -> Wording:
    """The words for the recipe in this shoot, which has its row.

    Those of the first photo of the shoot that was edited with these presets: the others are to look like it, also when
    the words have changed meanwhile. What those words do not know is said in the present ones.
    """
    names = "+".join(edit.spec.id for edit in recipe.edits)
    with engine.begin() as connection:
        pinned = _pinned(connection, shoot_id, names)
        if pinned is not None and pinned.fits(recipe):
            return pinned
        words = prompts.wording(recipe.edits)
        row = insert(tables.prompt_versions).values(id=words.version, preset=names, template=words.template)
        connection.execute(row.on_conflict_do_nothing())
    return words


def _pinned(connection: Connection, shoot_id: UUID, names: str) -> Wording | None:
    jobs, versions = tables.jobs, tables.prompt_versions
    template = connection.execute(
        select(versions.c.template)
        .join(jobs, jobs.c.prompt_version_id == versions.c.id)
        .where(jobs.c.shoot_id == shoot_id, jobs.c.preset == names, jobs.c.state == "succeeded")
        .order_by(jobs.c.created_at, jobs.c.id)
        .limit(1)
    ).scalar_one_or_none()
    return None if template is None else prompts.wording_of(template)
