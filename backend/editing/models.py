"""What each image model can do: `models.toml`, and what the settings add to it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from backend.editing.catalogue import Quality
from backend.imaging import SizeLimits


class UnusableModel(Exception):
    """The configured models cannot be used; the message is one sentence that says why and what to use instead."""


class ShutDown(UnusableModel):
    """This one is not there any more."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """One row of the capability table."""

    model: str
    qualities: tuple[Quality, ...]
    complexity: bool
    """Whether the model is known to take the `complexity` parameter."""
    mask: bool
    """Whether it takes a mask."""
    limits: SizeLimits
    """Sizes that we ask for: within the model's own rules and no larger than what pays off."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Family(_Entry):
    multiple: PositiveInt
    min_pixels: PositiveInt
    max_pixels: PositiveInt
    max_edge: PositiveInt
    max_ratio: Annotated[float, Field(ge=1)]
    qualities: Annotated[tuple[Quality, ...], Field(min_length=1)]
    complexity: bool
    mask: bool


class _End(_Entry):
    on: date
    instead: str


class Table(_Entry):
    """Families by name, each model's family, and when models end."""

    families: dict[str, _Family] = {}
    models: dict[str, str] = {}
    shut_down: dict[str, _End] = {}

    def capabilities(self, model: str, *, today: date | None = None) -> Capabilities:
        """The model's row; raises `ShutDown`, or `UnusableModel` for one that is not in the table."""
        end = self.shut_down.get(model)
        over = end is not None and end.on <= (today or date.today())
        if end is not None and (over or model not in self.models):
            was = "was" if over else "will be"
            raise ShutDown(f"The image model {model} {was} shut down on {end.on}: use {end.instead}.")
        if model not in self.models:
            raise UnusableModel(f"The image model {model} is not known; known are {', '.join(self.models)}.")
        family = self.families[self.models[model]]
        limits = family.model_dump(include={"multiple", "min_pixels", "max_pixels", "max_edge", "max_ratio"})
        return Capabilities(model, family.qualities, family.complexity, family.mask, SizeLimits(**limits))


def table(more: str = "") -> Table:
    """The built-in table with the entries of `more`, which is TOML of the same form, added or put in place of its own.

    Raises `UnusableModel` when `more` cannot be read.
    """
    built_in = _built_in()
    try:
        added = Table.model_validate(tomllib.loads(more))
    except tomllib.TOMLDecodeError as error:
        raise UnusableModel(f"The table in IMAGE_MODEL_TABLE is not TOML: {error}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnusableModel(f"The table in IMAGE_MODEL_TABLE cannot be used: {where}: {first['msg']}.") from None
    found = Table(
        families={**built_in.families, **added.families},
        models={**built_in.models, **added.models},
        shut_down={**built_in.shut_down, **added.shut_down},
    )
    for model, family in added.models.items():
        if family not in found.families:
            raise UnusableModel(f"The table in IMAGE_MODEL_TABLE has no family {family}, which {model} is of.")
    return found


def capabilities(model: str, *, today: date | None = None) -> Capabilities:
    """The model's row in the built-in table; raises as `Table.capabilities`."""
    return _built_in().capabilities(model, today=today)


@cache
def _built_in() -> Table:
    return Table.model_validate(tomllib.loads(files(__package__).joinpath("models.toml").read_text("utf-8")))
