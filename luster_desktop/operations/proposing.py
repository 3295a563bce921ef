"""What could be ordered for a shoot, by what its photos show: recipes, each with its photos, and the price of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.facts import Scene, Seen
from luster_desktop.library.models import Edit, JobState, PhotoRow, Recipe, Stage
from luster_desktop.operations import ordering, recipes
from luster_desktop.operations.ordering import Need
from luster_desktop.operations.recipes import NotOffered
from luster_desktop.operations.rules import Rule, rules
from luster_desktop.operations.seeing import made_for_of, seen_of

if TYPE_CHECKING:
    from backend import contract

_ALIKE = 0.05
"""Of `Seen.front`: what differs by less is decided by the order of the shoot, which begins at the front."""


class Left(StrEnum):
    """Why nothing is proposed for a photo."""

    REJECTED = "rejected"
    UNUSABLE = "unusable"
    LOST = "lost"
    ORDERED = "ordered"
    IN_DOUBT = "in_doubt"
    """The grouping is not sure of it."""
    UNSURE = "unsure"
    """It is not clear what it shows."""
    NOTHING = "nothing"
    """No rule is for what it shows."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One recipe for some photos."""

    recipe: Recipe
    photo_ids: tuple[UUID, ...]
    place: Scene | None
    """Where all of them were taken, if the recipe is for one place."""
    front: bool = False
    """Whether it is for the front of the house."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that is proposed for a shoot."""

    lines: tuple[Proposal, ...] = ()
    left_out: Mapping[UUID, Left] = field(default_factory=dict)
    """Photos that none of them is for."""

    @property
    def photo_ids(self) -> frozenset[UUID]:
        return frozenset(photo_id for line in self.lines for photo_id in line.photo_ids)


@dataclass(frozen=True, slots=True)
class Bill:
    """What orders of proposals would take."""

    price: int = 0
    """Credits."""
    available: int | None = None
    """Credits; None while the balance is not known."""
    need: Need = Need.NOTHING
    missing: int = 0
    """Credits."""


def begun(rows: Sequence[PhotoRow]) -> bool:
    """Whether something was ordered for any of the photos."""
    return any(recipes_of(row) for row in rows)


def proposed(rows: Sequence[PhotoRow], offer: contract.PresetList) -> Proposals:
    """What the rules propose for these photos, of what the service offers.

    A photo that has an order already, or of which it is not sure what it is or what it shows, is proposed nothing.
    What is for the front alone is proposed once for a shoot.
    """
    left = {row.photo.id: why for row in rows if (why := _why_left(row)) is not None}
    free = [(row, seen) for row in rows if row.photo.id not in left and (seen := seen_of(row)) is not None]
    lines = [line for rule in rules().proposals if (line := _line(rule, rows, free, offer)) is not None]
    found = Proposals(tuple(lines))
    left |= {row.photo.id: Left.NOTHING for row, _ in free if row.photo.id not in found.photo_ids}
    return Proposals(found.lines, left)


def bill(
    rows: Sequence[PhotoRow],
    lines: Sequence[Proposal],
    offer: contract.PresetList,
    available: int | None,
    *,
    signed_in: bool,
    free: contract.FreeAgain | None = None,
) -> Bill:
    """What these would take together; the service has the last word on it."""
    price = sum(
        ordering.quote(rows, line.photo_ids, line.recipe, offer, None, signed_in=True, free=free).price
        for line in lines
    )
    missing = max(0, price - available) if available is not None else 0
    need = Need.PHOTOS if not lines else Need.SIGN_IN if not signed_in else Need.CREDITS if missing else Need.NOTHING
    return Bill(price, available, need, missing)


def recipes_of(row: PhotoRow) -> list[Recipe]:
    """What was ordered for the photo and not called back, each once, in the order in which it was."""
    found: list[Recipe] = []
    for job in reversed(row.jobs):
        called_back = job.cancelling or job.state is JobState.CANCELLED
        if not (job.sample or called_back or any(recipe.same(job.recipe) for recipe in found)):
            found.append(job.recipe)
    return found


def _why_left(row: PhotoRow) -> Left | None:
    seen = seen_of(row)
    reasons = {
        Left.REJECTED: row.photo.rejected,
        Left.UNUSABLE: row.stage is Stage.UNUSABLE,
        Left.LOST: row.missing,
        Left.ORDERED: bool(recipes_of(row)),
        Left.IN_DOUBT: row.photo.unsure is not None,
        Left.UNSURE: seen is None or seen.scene is Scene.UNSURE,
    }
    return next((why for why, yes in reasons.items() if yes), None)


def _line(
    rule: Rule, rows: Sequence[PhotoRow], free: Sequence[tuple[PhotoRow, Seen]], offer: contract.PresetList
) -> Proposal | None:
    try:
        recipe = recipes.recipe_of(offer, [Edit(preset) for preset in rule.presets])
        places = {made_for_of(recipes.preset_of(offer, preset)) for preset in rule.presets} - {None}
    except NotOffered:
        return None
    if rule.front and any(ordered.presets == recipe.presets for row in rows for ordered in recipes_of(row)):
        return None
    fitting = [
        (row, seen)
        for row, seen in free
        if places <= {seen.scene}
        and rule.shows <= seen.shows
        and not rule.without & seen.shows
        and ordering.standing(row, row.jobs, recipe) is None
    ]
    if rule.front and fitting:
        best = max(seen.front for _, seen in fitting)
        fitting = [next(one for one in fitting if one[1].front >= best - _ALIKE)]
    if not fitting:
        return None
    return Proposal(recipe, tuple(row.photo.id for row, _ in fitting), next(iter(places), None), rule.front)
