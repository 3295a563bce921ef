"""Recipes in words: for badges, versions, notices and the line above an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from luster_desktop.operations import recipes
from luster_desktop.words.counts import credits
from luster_desktop.words.language import tr, within

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.library.models import Edit, Job, Recipe


def named(recipe: Recipe, titles: Mapping[str, str]) -> str:
    """The edits by their titles: "New sky + Green lawn"."""
    return " + ".join(titles.get(preset, preset.capitalize()) for preset in dict.fromkeys(recipe.presets))


def story(chain: Sequence[Job], titles: Mapping[str, str]) -> str:
    """How a result came about: "Dusk › Remove objects"."""
    return " › ".join(named(job.recipe, titles) for job in chain)


def detailed(recipe: Recipe, offer: contract.PresetList) -> str:
    """The edits with what was chosen for them, and the price: "New sky (sunset) + Green lawn, 1 credit a photo"."""
    return f"{chosen(recipe, offer)}, {price(offer)}"


def chosen(recipe: Recipe, offer: contract.PresetList) -> str:
    """The edits with what was chosen for them: "New sky (sunset) + Green lawn"."""
    return " + ".join(_with_choices(edit, recipes.preset_of(offer, edit.preset)) for edit in recipe.edits)


def price(offer: contract.PresetList) -> str:
    """What a recipe costs: "1 credit a photo"."""
    return tr("{credits} a photo", credits=credits(offer.credits))


def likeness(job: Job, name: str | None) -> str:
    """What a result tells of the photo that it was to look like; `name` is None where that is gone."""
    if not job.details.get("anchor", True):
        if name is None:
            return tr("Made without the photo to look like: it is no longer stored at Luster")
        return tr("Made without {name} to look like: it is no longer stored at Luster", name=name)
    return tr("Like {name}", name=name) if name is not None else ""


def _with_choices(edit: Edit, preset: contract.Preset) -> str:
    values = [
        within(tr(choice.title))
        for parameter in preset.parameters
        for choice in parameter.choices
        if choice.value == edit.parameters.get(parameter.name) != parameter.default
    ]
    if recipes.limit_of(preset) in edit.parameters:
        values.append(tr("a part"))
    title = tr(preset.title)
    return f"{title} ({', '.join(values)})" if values else title
