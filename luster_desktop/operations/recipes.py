"""What can be ordered, and edits put together from it, for window and command line alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from luster_desktop.library.models import Edit, Recipe
from luster_desktop.reasons import Reason

if TYPE_CHECKING:
    from backend import contract


class NotOffered(Exception):
    """The service has no such preset, setting or combination; the message is a `Reason`, with what there is."""


def preset_of(offer: contract.PresetList, preset_id: str) -> contract.Preset:
    """The preset of that id. Raises `NotOffered`."""
    preset = next((preset for preset in offer.presets if preset.id == preset_id), None)
    if preset is None:
        choices = "\n".join(f"  {preset.id:<10}{preset.summary}" for preset in offer.presets)
        raise NotOffered(Reason.NO_PRESET.of(preset=preset_id, choices=choices))
    return preset


def recipe_of(offer: contract.PresetList, given: Sequence[Edit]) -> Recipe:
    """The edits as a recipe: defaults filled in, in the order of the presets. Raises `NotOffered`."""
    edits = [complete(offer, edit) for edit in given]
    for later, edit in enumerate(edits):
        if (why := obstacle(offer, edit.preset, (earlier.preset for earlier in edits[:later]))) is not None:
            raise NotOffered(why)
    return Recipe(in_order(offer, edits))


def complete(offer: contract.PresetList, given: Edit) -> Edit:
    """The edit with its preset's defaults filled in. Raises `NotOffered`."""
    preset = preset_of(offer, given.preset)
    known = {parameter.name: parameter for parameter in settable(preset)}
    for name, value in given.parameters.items():
        if name not in known:
            raise NotOffered(Reason.NO_SETTING.of(preset=preset.id, setting=name, choices=", ".join(known) or "none"))
        values = [choice.value for choice in known[name].choices]
        if values and value not in values:
            raise NotOffered(Reason.NO_CHOICE.of(setting=name, value=value, choices=", ".join(values)))
    region, limit = region_of(preset), limit_of(preset)
    if region is not None and region not in given.parameters:
        raise NotOffered(Reason.NO_PLACE.of(preset=preset.id, setting=region))
    wanted = [name for name in known if name != limit or name in given.parameters]
    return Edit(preset.id, {name: given.parameters.get(name, known[name].default) for name in wanted})


def obstacle(offer: contract.PresetList, preset_id: str, others: Iterable[str]) -> str | None:
    """Why the preset cannot be in a recipe with the others, as a sentence; None when it can. Raises `NotOffered`."""
    excludes = preset_of(offer, preset_id).excludes
    return next((excludes[other] for other in others if other in excludes), None)


def in_order(offer: contract.PresetList, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits in the order of the presets, as the service has them."""
    places = {preset.id: place for place, preset in enumerate(offer.presets)}
    return tuple(sorted(edits, key=lambda edit: places.get(edit.preset, len(places))))


def region_of(preset: contract.Preset) -> str | None:
    """The name of the parameter that is a painted place, if the preset has one."""
    return next((parameter.name for parameter in preset.parameters if parameter.kind.value == "region"), None)


def limit_of(preset: contract.Preset) -> str | None:
    """The name of the parameter that is a painted place which the edit is limited to, if the preset has one."""
    return next((parameter.name for parameter in preset.parameters if parameter.kind.value == "limit"), None)


def settable(preset: contract.Preset) -> list[contract.PresetParameter]:
    """The parameters that this app can ask for; the service has its own value for what an order leaves out."""
    painted = (region_of(preset), limit_of(preset))
    return [parameter for parameter in preset.parameters if parameter.choices or parameter.name in painted]


def unpainted(offer: contract.PresetList, recipe: Recipe) -> bool:
    """Whether an edit of the recipe lacks the place that the user paints for it."""
    return any(region not in edit.parameters for edit, region in _regions(offer, recipe))


def painted(offer: contract.PresetList, recipe: Recipe, place: str) -> Recipe:
    """The recipe with the painted place in each edit that lacks one."""
    missing = {edit.preset: region for edit, region in _regions(offer, recipe) if region not in edit.parameters}
    edits = (
        replace(edit, parameters={**edit.parameters, missing[edit.preset]: place}) if edit.preset in missing else edit
        for edit in recipe.edits
    )
    return replace(recipe, edits=tuple(edits))


def limited(offer: contract.PresetList, recipe: Recipe, place: str) -> Recipe:
    """The recipe with all its edits limited to the painted place, as far as they can be."""
    limits = {edit.preset: limit_of(preset_of(offer, edit.preset)) for edit in recipe.edits}
    edits = (
        replace(edit, parameters={**edit.parameters, limit: place})
        if (limit := limits[edit.preset]) is not None
        else edit
        for edit in recipe.edits
    )
    return replace(recipe, edits=tuple(edits))


def _regions(offer: contract.PresetList, recipe: Recipe) -> list[tuple[Edit, str]]:
    found = ((edit, region_of(preset_of(offer, edit.preset))) for edit in recipe.edits)
    return [(edit, region) for edit, region in found if region is not None]
