"""What the rules of a shoot say of edits: before they are ordered, and of results."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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


def kinds_of(preset: str, removed: Collection[Kind] = ()) -> tuple[Kind, ...]:
    """What an edit is to rules; of a removal each kind of thing that goes, as far as that was told."""
    if preset == REMOVE:
        return tuple(kind for kind in REMOVALS if kind in removed) or (Kind.REMOVE,)
    return (_KINDS.get(preset, Kind.OTHER),)


def done_by(edits: Iterable[Edit], offer: contract.PresetList, removed: Collection[Kind] = ()) -> tuple[Done, ...]:
    """The edits as they are told to others."""
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
        found += [Done(kind, title, settings) for kind in kinds_of(edit.preset, removed)]
    return tuple(found)


def before_order(
    profile: Profile, recipe: Recipe, offer: contract.PresetList, removed: Collection[Kind] = ()
) -> list[Ruling]:
    """What the profile says of each edit of an order."""
    return rulings(profile, done_by(recipe.edits, offer, removed))


def decided(profile: Profile, recipe: Recipe, removed: Collection[Kind] = ()) -> Sequence[Ruled]:
    """The same, as it is kept with the order."""
    found = []
    for edit in recipe.edits:
        for kind in kinds_of(edit.preset, removed):
            rule = profile.rule(kind)
            verdict = f"{rule.verdict} not_first" if rule.not_first else rule.verdict.value
            found.append(Ruled(profile.id, profile.read_on, edit.preset, kind.value, verdict, rule.sentence))
    return found


def removed_by(ruled: Iterable[Ruled]) -> frozenset[Kind]:
    """What the user said that goes."""
    told = {one.kind for one in ruled if one.preset == REMOVE}
    return frozenset(kind for kind in REMOVALS if kind.value in told)
