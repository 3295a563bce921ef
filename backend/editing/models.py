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


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Dollars = Annotated[float, Field(ge=0)]


class Price(_Entry):
    """Dollars for a million tokens, and how many tokens an answer is expected to have."""

    text_in: Dollars
    image_in: Dollars
    image_out: Dollars
    tokens: dict[Quality, PositiveInt] = {}
    """Of an answer of 1,048,576 pixels."""

    def dollars(self, *, text_in: float, image_in: float, image_out: float) -> float:
        """What so many tokens cost."""
        return (text_in * self.text_in + image_in * self.image_in + image_out * self.image_out) / 1e6


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
    price: Price | None
    """None where nobody has said it."""


class _Family(_Entry):
    multiple: PositiveInt
    min_pixels: PositiveInt
    max_pixels: PositiveInt
    max_edge: PositiveInt
    max_ratio: Annotated[float, Field(ge=1)]
    qualities: Annotated[tuple[Quality, ...], Field(min_length=1)]
    complexity: bool
    mask: bool
    price: Price | None = None


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
        return Capabilities(model, family.qualities, family.complexity, family.mask, SizeLimits(**limits), family.price)


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


def prices(found: Table) -> dict[str, Price]:
    """The price of each model that has one; of those that are gone too, for what was asked of them."""
    priced = {model: found.families[family].price for model, family in found.models.items()}
    return {model: price for model, price in priced.items() if price is not None}


def capabilities(model: str, *, today: date | None = None) -> Capabilities:
    """The model's row in the built-in table; raises as `Table.capabilities`."""
    return _built_in().capabilities(model, today=today)


@cache
def _built_in() -> Table:
    return Table.model_validate(tomllib.loads(files(__package__).joinpath("models.toml").read_text("utf-8")))
