"""The prompt wordings that were used, kept so that every result can be traced to its words."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert

from backend.database import tables
from backend.editing import prompts
from backend.editing.catalogue import Recipe


def record(engine: Engine, recipe: Recipe) -> str:
    """Make sure that the recipe's present wording has its row; returns the row's id."""
    version = prompts.version(recipe)
    names = "+".join(edit.spec.id for edit in recipe.edits)
    row = insert(tables.prompt_versions).values(id=version, preset=names, template=prompts.template(recipe))
    with engine.begin() as connection:
        connection.execute(row.on_conflict_do_nothing())
    return version
