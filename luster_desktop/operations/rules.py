"""What goes with what a picture shows, and what makes no sense for it: `resources/presets/rules.toml`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from luster_desktop.facts import Shown
from luster_desktop.paths import resource


@dataclass(frozen=True, slots=True)
class Rule:
    """One recipe that may be proposed."""

    presets: tuple[str, ...]
    shows: frozenset[Shown]
    """All of these a photo has to show."""
    without: frozenset[Shown]
    """None of these."""
    front: bool
    """Whether it is for the front of the house alone."""


@dataclass(frozen=True, slots=True)
class Rules:
    senseless: Mapping[str, tuple[Shown, ...]]
    """By preset: what a photo must not show."""
    proposals: tuple[Rule, ...]


@cache
def rules() -> Rules:
    """The rules that ship with the app."""
    data = tomllib.loads(resource("presets", "rules.toml").read_text(encoding="utf-8"))
    senseless = {preset: tuple(map(Shown, words)) for preset, words in data["senseless"].items()}
    proposals = tuple(
        Rule(
            tuple(entry["edits"]),
            frozenset(map(Shown, entry.get("shows", ()))),
            frozenset(map(Shown, entry.get("without", ()))),
            entry.get("front", False),
        )
        for entry in data["propose"]
    )
    return Rules(senseless, proposals)
