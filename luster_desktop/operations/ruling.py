"""What the rules of a shoot say of edits: before they are ordered, and of results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from luster_desktop.delivery.items import REMOVALS, Done, Kind
from luster_desktop.delivery.judging import Ruling, rulings
from luster_desktop.library.models import Edit, Recipe, Ruled

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.delivery.profiles import Profile

REMOVE = "remove"
"""The preset that is several edits to those who make rules."""
_KINDS = {"bright": Kind.BRIGHT, "sky": Kind.SKY, "dusk": Kind.DUSK, "lawn": Kind.LAWN}


def saying(recipe: Recipe, removed: Iterable[Kind]) -> Recipe:
    """The recipe with what goes with each painted part of a removal."""
    kinds = tuple(kind.value for kind in removed)
    edits = (replace(edit, removed=kinds) if edit.preset == REMOVE else edit for edit in recipe.edits)
    return replace(recipe, edits=tuple(edits))


def part_kinds(edit: Edit) -> tuple[Kind, ...]:
    """What each part of an edit is to rules; an edit that has no painted parts is one."""
    if edit.preset == REMOVE:
        return tuple(map(Kind, edit.removed)) or (Kind.REMOVE,)
    return (_KINDS.get(edit.preset, Kind.OTHER),)


def done_by(edits: Iterable[Edit], offer: contract.PresetList) -> tuple[Done, ...]:
    """The edits as they are told to others, each kind of thing that a removal takes away once."""
    found = []
    for edit in edits:
        preset = next((one for one in offer.presets if one.id == edit.preset), None)
        title = preset.title if preset is not None else edit.preset.capitalize()
        settings = {
            parameter.title: choice.title
            for parameter in (preset.parameters if preset is not None else ())
            for choice in parameter.choices
            if choice.value == edit.parameters.get(parameter.name)
        }
        kinds = sorted(set(part_kinds(edit)), key=[*REMOVALS, *Kind].index)
        found += [Done(kind, title, settings) for kind in kinds]
    return tuple(found)


def before_order(profile: Profile, recipe: Recipe, offer: contract.PresetList) -> list[Ruling]:
    """What the profile says of each edit of an order."""
    return rulings(profile, done_by(recipe.edits, offer))


def decided(profile: Profile, recipe: Recipe) -> Sequence[Ruled]:
    """The same part by part, as it is kept with the order."""
    found = []
    for edit in recipe.edits:
        for number, kind in enumerate(part_kinds(edit), start=1):
            rule = profile.rule(kind)
            verdict = f"{rule.verdict} not_first" if rule.not_first else rule.verdict.value
            part = number if edit.preset == REMOVE else None
            found.append(Ruled(profile.id, profile.read_on, edit.preset, kind.value, verdict, rule.sentence, part))
    return found
