"""What an order would be, before it is given: which photos, for how many credits, and what stands in its way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.library.models import Job, JobState, PhotoRow, Stage

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.cloud.sync import OrderReceipt, SyncEngine
    from luster_desktop.library.store import Library


class NotOffered(Exception):
    """The service has no such preset or setting; the message is for whoever typed it, with what there is."""


class Need(StrEnum):
    """What stands between the user and the order."""

    NOTHING = "nothing"
    PHOTOS = "photos"
    PAINTING = "painting"
    SIGN_IN = "sign_in"
    CREDITS = "credits"


class Empty(StrEnum):
    """Why no photo would be ordered."""

    NO_PHOTOS = "no_photos"
    UNDER_WAY = "under_way"
    UNUSABLE = "unusable"
    REJECTED = "rejected"
    DONE = "done"
    NO_PHOTO_OPEN = "no_photo_open"
    NOT_PAINTED = "not_painted"


@dataclass(frozen=True, slots=True)
class Quote:
    """What would be ordered, and for how much."""

    photo_ids: tuple[UUID, ...] = ()
    price: int = 0
    """Credits for all of it."""
    need: Need = Need.PHOTOS
    empty: Empty | None = None
    """Set when there is no photo to order."""
    missing: int = 0
    """Credits."""
    available: int | None = None
    """Credits; None while the balance is not known."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    selected: bool = False
    """Whether it is for a selection, or else for the whole shoot."""
    left_out: int = 0
    """Photos of the selection, or of the shoot, that are not to be ordered: unusable, under way, or done already."""
    rejected: int = 0
    """Rejected photos of the shoot, which are left out of the whole."""
    again: int = 0
    """Photos of the selection that have this edit already."""
    exposures: int = 0
    """Files that the photos are made from."""
    unsure: int = 0
    """How many of the photos the grouping is not sure of."""


def quote(
    rows: Sequence[PhotoRow],
    selected: Collection[UUID],
    preset: contract.Preset,
    parameters: Mapping[str, str],
    available: int | None,
    *,
    signed_in: bool,
    painted: str | None = None,
) -> Quote:
    """The order for the selection, or for the whole shoot when nothing is selected.

    A stack is one photo and costs one credit. Photos that cannot be used, or are being edited in just this way, are
    left out; of the whole shoot also those that are rejected or have this edit already. `available` is None while the
    balance is not known; the service has the last word on it.
    `painted` is the place that was painted on the one photo that is shown, empty when there is none yet.
    """
    if (region := region_of(preset)) is not None:
        if not painted:
            return Quote(need=Need.PAINTING, empty=Empty.NO_PHOTO_OPEN if painted is None else Empty.NOT_PAINTED)
        parameters = {**parameters, region: painted}
    wanted = [row for row in rows if (row.photo.id in selected if selected else not row.photo.rejected)]
    found = [(row, _standing_of(row, preset.id, parameters)) for row in wanted if row.stage is not Stage.UNUSABLE]
    free = [(row, job) for row, job in found if job is None or (selected and job.state.final)]
    count = len(free)
    price = count * preset.credits
    missing = max(0, price - available) if available is not None else 0
    ready = Need.CREDITS if missing else Need.NOTHING
    return Quote(
        photo_ids=tuple(row.photo.id for row, _ in free),
        price=price,
        need=Need.PHOTOS if not count else ready if signed_in else Need.SIGN_IN,
        empty=None if count else _why_empty(rows, selected),
        missing=missing,
        available=available,
        parameters=parameters,
        selected=bool(selected),
        left_out=(len(selected) or len(wanted)) - count,
        rejected=0 if selected else len(rows) - len(wanted),
        again=sum(job is not None for _, job in free),
        exposures=sum(len(row.exposures) or 1 for row, _ in free),
        unsure=sum(row.photo.unsure is not None for row, _ in free),
    )


def standing(row: PhotoRow, given: Iterable[Job], preset: str, parameters: Mapping[str, str]) -> Job | None:
    """The one of the jobs `given` by which the photo, as it is now, has or will have this very edit."""
    for job in given:
        same = job.preset == preset and dict(job.parameters) == dict(parameters) and not job.cancelling
        if same and job.state not in (JobState.FAILED, JobState.CANCELLED) and _is_of(job, row):
            return job
    return None


def order(
    library: Library,
    engine: SyncEngine,
    rows: Iterable[PhotoRow],
    preset: str,
    parameters: Mapping[str, str],
    *,
    again: bool = False,
) -> OrderReceipt:
    """One job for each photo: unless `again`, the one that stands, so that nothing is paid for twice."""
    jobs: list[Job] = []
    new: list[UUID] = []
    for row in rows:
        before = None if again else standing(row, library.jobs(row.photo.id), preset, parameters)
        if before is None:
            new.append(row.photo.id)
        else:
            jobs.append(before)
    receipt = engine.order(new, preset, parameters)
    return type(receipt)((*jobs, *receipt.jobs), receipt.refused)


def region_of(preset: contract.Preset) -> str | None:
    """The name of the parameter that is a painted place, if the preset has one."""
    return next((parameter.name for parameter in preset.parameters if parameter.kind.value == "region"), None)


def parameters_for(presets: Sequence[contract.Preset], wanted: str, given: Mapping[str, str]) -> dict[str, str]:
    """The preset's parameters, defaults filled in. Raises `NotOffered`."""
    preset = next((preset for preset in presets if preset.id == wanted), None)
    if preset is None:
        choices = "\n".join(f"  {preset.id:<10}{preset.summary}" for preset in presets)
        raise NotOffered(f"There is no preset {wanted!r}. Choose one of:\n{choices}")
    known = {parameter.name: parameter for parameter in preset.parameters}
    for name, value in given.items():
        if name not in known:
            raise NotOffered(f"The preset {wanted} has no setting {name!r}. It has: {', '.join(known) or 'none'}.")
        values = [choice.value for choice in known[name].choices]
        if values and value not in values:
            raise NotOffered(f"{name} cannot be {value!r}. Choose one of: {', '.join(values)}.")
    for name, parameter in known.items():
        if not parameter.choices and name not in given:
            raise NotOffered(f"The preset {wanted} needs a place: --param {name}=RADIUS:X,Y in ten-thousandths.")
    return {name: given.get(name, parameter.default) for name, parameter in known.items()}


def _is_of(job: Job, row: PhotoRow) -> bool:
    """Whether the job is about the photo's files as they are now."""
    return all(job.created_at >= photo.added_at.replace(tzinfo=UTC) for photo in row.files)


def _standing_of(row: PhotoRow, preset: str, parameters: Mapping[str, str]) -> Job | None:
    return standing(row, () if row.job is None else (row.job,), preset, parameters)


def _why_empty(rows: Sequence[PhotoRow], selected: Collection[UUID]) -> Empty:
    if not rows:
        return Empty.NO_PHOTOS
    if selected:
        moving = all(row.stage.moving for row in rows if row.photo.id in selected)
        return Empty.UNDER_WAY if moving else Empty.UNUSABLE
    return Empty.REJECTED if all(row.photo.rejected for row in rows) else Empty.DONE
