"""What each image model can do: `models.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from backend.editing.catalogue import Quality
from backend.imaging import SizeLimits


class UnusableModel(Exception):
    """The configured model cannot be used; the message is one sentence that says why and what to use instead."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """One row of the capability table."""

    model: str
    qualities: tuple[Quality, ...]
    complexity: bool
    """Whether the model is known to take the `complexity` parameter."""
    limits: SizeLimits
    """Sizes that we ask for: within the model's own rules and no larger than what pays off."""


def capabilities(model: str, *, today: date | None = None) -> Capabilities:
    """The model's row; raises `UnusableModel` for one that is shut down, about to be, or not in the table."""
    table = _table()
    if gone := table["shut_down"].get(model):
        was = "was" if gone["on"] <= (today or date.today()) else "will be"
        raise UnusableModel(f"The image model {model} {was} shut down on {gone['on']}: use {gone['instead']}.")
    if model not in table["models"]:
        raise UnusableModel(f"The image model {model} is not known; known are {', '.join(table['models'])}.")
    family = table["families"][table["models"][model]]
    return Capabilities(
        model=model,
        qualities=tuple(family["qualities"]),
        complexity=family["complexity"],
        limits=SizeLimits(
            multiple=family["multiple"],
            min_pixels=family["min_pixels"],
            max_pixels=family["max_pixels"],
            max_edge=family["max_edge"],
            max_ratio=family["max_ratio"],
        ),
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("models.toml").read_text("utf-8"))
