"""What an order would be, before it is given: which photos, for how many credits, and what stands in its way."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.facts import Scene
from luster_desktop.library.models import Job, JobState, PhotoRow, Stage
from luster_desktop.reasons import Reason

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.cloud.sync import SyncEngine
    from luster_desktop.library.store import Library

_ORDERING = threading.Lock()
"""Held from asking what stands until the order is written: two orders of the same edit then see each other."""


class NotOffered(Exception):
    """The service has no such preset or setting; the message is a `Reason`, with what there is."""


class Need(StrEnum):
    """What stands between the user and the order."""

    NOTHING = "nothing"
    PHOTOS = "photos"
    GROUPING = "grouping"
    PAINTING = "painting"
    SIGN_IN = "sign_in"
    CREDITS = "credits"


class Empty(StrEnum):
    """Why no photo would be ordered."""

    NO_PHOTOS = "no_photos"
    NOTHING_SHOWN = "nothing_shown"
    UNDER_WAY = "under_way"
    UNUSABLE = "unusable"
    REJECTED = "rejected"
    DONE = "done"
    LOST = "lost"
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
    """Whether it is for a selection, or else for all that is on screen."""
    whole: bool = True
    """Whether what is on screen is the whole shoot."""
    left_out: int = 0
    """Photos of the selection, or on screen, that are not to be ordered: unusable, or with this edit already."""
    rejected: int = 0
    """Rejected photos on screen, which are left out of the whole."""
    lost: int = 0
    """Photos left out because their files are missing."""
    exposures: int = 0
    """Files that the photos are made from."""
    unsure: int = 0
    """How many of the photos the grouping is not sure of."""
    unfit: tuple[UUID, ...] = ()
    """Those of the photos whose picture shows what the preset is not made for."""
    made_for: Scene | None = None
    """What the preset is made for."""
    grouping: int = 0
    """Exposures that wait for being grouped, and the order for them."""

    @property
    def to_confirm(self) -> bool:
        """Whether it is for more than what the user has visibly selected, or for what may not be one photo each."""
        return bool(self.photo_ids) and (not self.selected or self.unsure > 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of an order."""

    new: tuple[Job, ...]
    standing: tuple[Job, ...]
    """Of photos that had this edit already; nothing more is charged for them."""
    refused: Mapping[UUID, str]
    """Photos that were not ordered, each with a `Reason`."""

    @property
    def jobs(self) -> tuple[Job, ...]:
        """All that the order will bring."""
        return (*self.standing, *self.new)


def quote(
    rows: Sequence[PhotoRow],
    selected: Collection[UUID],
    preset: contract.Preset,
    parameters: Mapping[str, str],
    available: int | None,
    *,
    signed_in: bool,
    painted: str | None = None,
    whole: bool = True,
    grouping: bool = False,
    free: contract.FreeAgain | None = None,
) -> Quote:
    """The order for the selection among `rows`, or for all of them when nothing is selected.

    `rows` are those on screen, the `whole` shoot or what a filter shows of it: nothing that is hidden is ordered. A
    stack is one photo and costs one credit. Photos that cannot be used, whose files are missing, or that have this very
    edit or will have it, are left out, as are rejected ones that are not selected. While the shoot is `grouping`, what
    was not grouped yet keeps the order waiting. `free` says how often the service edits a photo again for nothing.
    `available` is None while the balance is not known; the service has the last word on it.
    `painted` is the place that was painted on the one photo that is shown, empty when there is none yet.
    """
    if (region := region_of(preset)) is not None:
        if not painted:
            return Quote(need=Need.PAINTING, empty=Empty.NO_PHOTO_OPEN if painted is None else Empty.NOT_PAINTED)
        parameters = {**parameters, region: painted}
    wanted = [row for row in rows if (row.photo.id in selected if selected else not row.photo.rejected)]
    waiting = sum(not file.grouped for row in wanted for file in row.files) if grouping else 0
    if waiting:
        return Quote(need=Need.GROUPING, selected=bool(selected), whole=whole, grouping=waiting)
    usable = [row for row in wanted if row.stage is not Stage.UNUSABLE and not row.missing]
    free_of_it = [row for row in usable if standing(row, row.jobs, preset.id, parameters) is None]
    count = len(free_of_it)
    price = sum(price_of(row, preset, free) for row in free_of_it)
    missing = max(0, price - available) if available is not None else 0
    ready = Need.CREDITS if missing else Need.NOTHING
    made_for = Scene(preset.scene.value) if preset.scene is not None and preset.scene.known else None
    return Quote(
        photo_ids=tuple(row.photo.id for row in free_of_it),
        price=price,
        need=Need.PHOTOS if not count else ready if signed_in else Need.SIGN_IN,
        empty=None if count else _why_empty(rows, wanted, usable, whole=whole),
        missing=missing,
        available=available,
        parameters=parameters,
        selected=bool(selected),
        whole=whole,
        left_out=len(wanted) - count,
        rejected=0 if selected else len(rows) - len(wanted),
        lost=sum(row.missing for row in wanted),
        exposures=sum(len(row.exposures) or 1 for row in free_of_it),
        unsure=sum(row.photo.unsure is not None for row in free_of_it),
        unfit=tuple(row.photo.id for row in free_of_it if not fits(row, made_for)),
        made_for=made_for,
    )


def standing(row: PhotoRow, given: Iterable[Job], preset: str, parameters: Mapping[str, str]) -> Job | None:
    """The one of the jobs `given` by which the photo, as it is now, has or will have this very edit."""
    for job in given:
        same = job.preset == preset and dict(job.parameters) == dict(parameters) and not job.cancelling
        if same and job.state not in (JobState.FAILED, JobState.CANCELLED) and _is_of(job, row):
            return job
    return None


def fits(row: PhotoRow, made_for: Scene | None) -> bool:
    """Whether the photo may show what the preset is made for; only what is clearly something else does not."""
    return made_for is None or row.file.seen is None or row.file.seen.scene in (Scene.UNSURE, made_for)


def price_of(row: PhotoRow, preset: contract.Preset, free: contract.FreeAgain | None) -> int:
    """Credits for one photo: none where the same file was paid for with this preset and may be edited again."""
    if free is None or row.prepared is None or row.prepared.stale:
        return preset.credits
    of_file = [job for job in row.jobs if job.preset == preset.id and job.asset_id == row.prepared.asset_id]
    since = datetime.now(UTC) - timedelta(days=free.days)
    paid = [job.updated_at for job in of_file if job.state is JobState.SUCCEEDED and job.credits]
    if not paid or max(paid) < since:
        return preset.credits
    ended = (JobState.FAILED, JobState.CANCELLED)
    used = sum(
        job.preset == preset.id
        and job.asset_id in (None, row.prepared.asset_id)
        and not job.credits
        and job.created_at >= max(paid)
        and job.state not in ended
        for job in row.jobs
    )
    return 0 if used < free.count else preset.credits


def order(
    library: Library,
    engine: SyncEngine,
    photo_ids: Iterable[UUID],
    preset: str,
    parameters: Mapping[str, str],
    *,
    again: bool = False,
) -> Placed:
    """One job for each photo: unless `again`, the one that stands, so that nothing is paid for twice.

    Files are looked for first: a photo whose file is missing is refused.
    """
    wanted = list(photo_ids)
    with _ORDERING:
        new: list[UUID] = []
        stands: list[Job] = []
        refused: dict[UUID, str] = {}
        rows = {row.photo.id: row for row in library.photo_rows(wanted)}
        for photo_id in wanted:
            row = rows.get(photo_id)
            if row is None:
                new.append(photo_id)  # and refused below: it is no longer in the shoot, or part of another
                continue
            before = None if again else standing(row, row.jobs, preset, parameters)
            if before is not None:
                stands.append(before)
            elif not all(file.path.exists() for file in row.files):
                refused[row.photo.id] = Reason.FILE_MISSING
            else:
                new.append(row.photo.id)
        receipt = engine.order(new, preset, parameters)
    return Placed(receipt.jobs, tuple(stands), {**refused, **receipt.refused})


def region_of(preset: contract.Preset) -> str | None:
    """The name of the parameter that is a painted place, if the preset has one."""
    return next((parameter.name for parameter in preset.parameters if parameter.kind.value == "region"), None)


def settable(preset: contract.Preset) -> list[contract.PresetParameter]:
    """The parameters that this app can ask for; the service has its own value for what an order leaves out."""
    return [parameter for parameter in preset.parameters if parameter.choices or parameter.name == region_of(preset)]


def parameters_for(presets: Sequence[contract.Preset], wanted: str, given: Mapping[str, str]) -> dict[str, str]:
    """The preset's parameters, defaults filled in. Raises `NotOffered`."""
    preset = next((preset for preset in presets if preset.id == wanted), None)
    if preset is None:
        choices = "\n".join(f"  {preset.id:<10}{preset.summary}" for preset in presets)
        raise NotOffered(Reason.NO_PRESET.of(preset=wanted, choices=choices))
    known = {parameter.name: parameter for parameter in settable(preset)}
    for name, value in given.items():
        if name not in known:
            raise NotOffered(Reason.NO_SETTING.of(preset=wanted, setting=name, choices=", ".join(known) or "none"))
        values = [choice.value for choice in known[name].choices]
        if values and value not in values:
            raise NotOffered(Reason.NO_CHOICE.of(setting=name, value=value, choices=", ".join(values)))
    for name, parameter in known.items():
        if not parameter.choices and name not in given:
            raise NotOffered(Reason.NO_PLACE.of(preset=wanted, setting=name))
    return {name: given.get(name, parameter.default) for name, parameter in known.items()}


def _is_of(job: Job, row: PhotoRow) -> bool:
    """Whether the job is about the photo's files as they are now, the same way up."""
    made = row.prepared
    if job.asset_id is not None and made is not None:
        turned = int(made.facts.get("turn", 0))
        # Of another file it is not known how far that was turned; it is taken for the photo as long as this one is not.
        same_way_up = turned == row.photo.turn if job.asset_id == made.asset_id else turned == 0
        if not same_way_up:
            return False
    return all(job.created_at >= photo.added_at.replace(tzinfo=UTC) for photo in row.files)


def _why_empty(
    rows: Sequence[PhotoRow], wanted: Sequence[PhotoRow], usable: Sequence[PhotoRow], *, whole: bool
) -> Empty:
    if not rows:
        return Empty.NO_PHOTOS if whole else Empty.NOTHING_SHOWN
    if not wanted:
        return Empty.REJECTED
    if not usable:
        return Empty.LOST if any(row.missing for row in wanted) else Empty.UNUSABLE
    return Empty.UNDER_WAY if all(row.stage.moving for row in usable) else Empty.DONE
