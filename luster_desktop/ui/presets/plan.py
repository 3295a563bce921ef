"""What pressing "Enhance" would do: which photos, for how many credits, and in what words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.library.models import JobState, PhotoRow, Stage

if TYPE_CHECKING:
    from backend import contract

MOVING = (JobState.ORDERED, JobState.WAITING_FOR_CREDITS, JobState.QUEUED, JobState.PROCESSING)


class Need(StrEnum):
    """What stands between the user and the order."""

    NOTHING = "nothing"
    PHOTOS = "photos"
    PAINTING = "painting"
    SIGN_IN = "sign_in"
    CREDITS = "credits"


@dataclass(frozen=True, slots=True)
class Plan:
    photo_ids: tuple[UUID, ...]
    price: int
    """Credits for all of it."""
    scope: str
    """Which photos, in words."""
    cost: str
    """What it costs and what there is, in words."""
    action: str
    """The button's text."""
    need: Need
    missing: int = 0
    parameters: Mapping[str, str] = field(default_factory=dict)
    unsure: int = 0
    """How many of the photos the grouping is not sure of."""


def make_plan(
    rows: Sequence[PhotoRow],
    selected: Collection[UUID],
    preset: contract.Preset,
    parameters: Mapping[str, str],
    available: int | None,
    *,
    signed_in: bool,
    painted: str | None = None,
) -> Plan:
    """The order for the selection, or for the whole shoot when nothing is selected.

    A stack is one photo and costs one credit. Photos that cannot be used, or are being edited in just this way, are
    left out; of the whole shoot also those that are rejected or have this edit already. `available` is None while the
    balance is not known; the service has the last word on it.
    `painted` is the place that was painted on the one photo that is shown, empty when there is none yet.
    """
    if (region := region_of(preset)) is not None:
        if not painted:
            todo = "Open a photo to paint on it" if painted is None else "Paint over what should go"
            return Plan((), 0, todo, "", "Enhance", Need.PAINTING)
        parameters = {**parameters, region: painted}
    if selected:
        usable = [row for row in rows if row.photo.id in selected and not _under_way(row, preset.id, parameters)]
        scope = f"{photos(len(usable))} selected"
        left_out = len(selected) - len(usable)
        again = sum(_has(row, preset.id, parameters) for row in usable)
        if left_out:
            scope += f", {left_out} left out"
        if again:
            scope += ", done before" if again == len(usable) else f", {again} done before"
    else:
        wanted = [row for row in rows if not row.photo.rejected]
        usable = [
            row for row in wanted if not _under_way(row, preset.id, parameters) and not _has(row, preset.id, parameters)
        ]
        whole = len(usable) == len(wanted)
        scope = f"All {photos(len(usable))} of the shoot" if whole else f"{photos(len(usable))} without this edit"
        if rejected := len(rows) - len(wanted):
            scope += f", {rejected} rejected left out"
    count = len(usable)
    price = count * preset.credits
    missing = max(0, price - available) if available is not None else 0
    return Plan(
        photo_ids=tuple(row.photo.id for row in usable),
        price=price,
        scope=scope if count else _nothing(rows, selected),
        cost=_cost(usable, price, available),
        action=f"Enhance {photos(count)}" if count else "Enhance",
        need=Need.PHOTOS if not count else Need.SIGN_IN if not signed_in else _need(missing),
        missing=missing,
        parameters=parameters,
        unsure=sum(row.photo.unsure is not None for row in usable),
    )


def region_of(preset: contract.Preset) -> str | None:
    """The name of the parameter that is a painted place, if the preset has one."""
    return next((parameter.name for parameter in preset.parameters if parameter.kind.value == "region"), None)


def photos(count: int) -> str:
    return f"{count} photo" if count == 1 else f"{count:,} photos"


def doubt(count: int) -> str:
    """What is said of groups that may be wrong, before they are ordered."""
    return "1 group is unsure. Look at it first." if count == 1 else f"{count:,} groups are unsure. Look at them first."


def credits(count: int) -> str:
    return f"{count} credit" if count == 1 else f"{count:,} credits"


def _cost(rows: Sequence[PhotoRow], price: int, available: int | None) -> str:
    if not rows:
        return ""
    taken = sum(len(row.exposures) or 1 for row in rows)
    merged = f" from {taken:,} exposures" if taken > len(rows) else ""
    have = "" if available is None else f", you have {available:,}"
    return f"{photos(len(rows))}{merged}, {credits(price)}{have}"


def _need(missing: int) -> Need:
    return Need.CREDITS if missing else Need.NOTHING


def _nothing(rows: Sequence[PhotoRow], selected: Collection[UUID]) -> str:
    if not rows:
        return "Add photos first"
    if selected:
        moving = all(row.stage.moving for row in rows if row.photo.id in selected)
        return "The selection is being edited" if moving else "The selected photos cannot be edited"
    if all(row.photo.rejected for row in rows):
        return "Every photo is rejected. Select the ones to edit."
    return "Every photo has this edit. Select photos to make another version."


def _same(row: PhotoRow, preset: str, parameters: Mapping[str, str]) -> bool:
    return row.job is not None and row.job.preset == preset and dict(row.job.parameters) == dict(parameters)


def _under_way(row: PhotoRow, preset: str, parameters: Mapping[str, str]) -> bool:
    if row.stage is Stage.UNUSABLE:
        return True
    return _same(row, preset, parameters) and row.job is not None and row.job.state in MOVING


def _has(row: PhotoRow, preset: str, parameters: Mapping[str, str]) -> bool:
    return _same(row, preset, parameters) and row.job is not None and row.job.state is JobState.SUCCEEDED
