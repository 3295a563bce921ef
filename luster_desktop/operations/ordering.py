"""What an order would be, before it is given: which photos, for how many credits, and what stands in its way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from luster_desktop.library.models import Job, JobState, PhotoRow, Recipe, Ruled, Stage
from luster_desktop.operations import recipes
from luster_desktop.operations.seeing import misfit
from luster_desktop.reasons import Reason

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.cloud.sync import SyncEngine
    from luster_desktop.facts import Scene, Shown
    from luster_desktop.library.store import Library

_ORDERING = threading.Lock()
"""Held from asking what stands until the order is written: two orders of the same edit then see each other."""


Rule: TypeAlias = Callable[[Recipe], Sequence[Ruled]]
"""What the rules of a shoot say of a recipe's edits."""


def _unruled(_: Recipe) -> Sequence[Ruled]:
    return ()


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
    recipe: Recipe | None = None
    """What each photo is given, painted places and all; None when there is no photo to order."""
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
    unfit: Mapping[UUID, Scene | Shown] = field(default_factory=dict)
    """Those of the photos whose picture shows what an edit is not made for, with what that is."""
    limited: bool = False
    """Whether the edits are limited to what was painted."""
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
    recipe: Recipe,
    offer: contract.PresetList,
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
    stack is one photo, and a photo has one price whatever is in its recipe. Photos that cannot be used, whose files are
    missing, or that have these very edits or will have them, are left out, as are rejected ones that are not selected.
    While the shoot is `grouping`, what was not grouped yet keeps the order waiting. `free` says how often the service
    edits a photo again for nothing. `available` is None while the balance is not known; the service has the last word
    on it.
    `painted` is the place that was painted on the one photo that is shown, empty when there is none yet: what an edit
    of painted places changes, and what all others are limited to where there is no such edit.
    """
    limited = False
    if recipes.unpainted(offer, recipe):
        if not painted:
            return Quote(need=Need.PAINTING, empty=Empty.NO_PHOTO_OPEN if painted is None else Empty.NOT_PAINTED)
        recipe = recipes.painted(offer, recipe, painted)
    elif painted:
        within = recipes.limited(offer, recipe, painted)
        recipe, limited = within, within != recipe
    wanted = [row for row in rows if (row.photo.id in selected if selected else not row.photo.rejected)]
    waiting = sum(not file.grouped for row in wanted for file in row.files) if grouping else 0
    if waiting:
        return Quote(need=Need.GROUPING, selected=bool(selected), whole=whole, grouping=waiting)
    here = recipe.source is not None  # a result is at the service, wherever the photo's file is
    usable = [row for row in wanted if row.stage is not Stage.UNUSABLE and (here or not row.missing)]
    free_of_it = [row for row in usable if standing(row, row.jobs, recipe) is None]
    count = len(free_of_it)
    price = offer.credits * sum(not again_free(row, recipe, free) for row in free_of_it)
    missing = max(0, price - available) if available is not None else 0
    ready = Need.CREDITS if missing else Need.NOTHING
    presets = [recipes.preset_of(offer, preset) for preset in dict.fromkeys(recipe.presets)]
    misfits = {row.photo.id: misfit(row, presets) for row in free_of_it}
    return Quote(
        photo_ids=tuple(row.photo.id for row in free_of_it),
        price=price,
        need=Need.PHOTOS if not count else ready if signed_in else Need.SIGN_IN,
        empty=None if count else _why_empty(rows, wanted, usable, whole=whole),
        missing=missing,
        available=available,
        recipe=recipe,
        selected=bool(selected),
        whole=whole,
        limited=limited,
        left_out=len(wanted) - count,
        rejected=0 if selected else len(rows) - len(wanted),
        lost=sum(row.missing for row in wanted),
        exposures=sum(len(row.exposures) or 1 for row in free_of_it),
        unsure=sum(row.photo.unsure is not None for row in free_of_it),
        unfit={photo_id: shown for photo_id, shown in misfits.items() if shown is not None},
    )


def standing(row: PhotoRow, given: Iterable[Job], recipe: Recipe) -> Job | None:
    """The one of the jobs `given` by which the photo, as it is now, has or will have these very edits."""
    for job in given:
        if job.recipe.same(recipe) and not job.cancelling and _stands(job) and _is_of(job, row):
            return job
    return None


def again_free(row: PhotoRow, recipe: Recipe, free: contract.FreeAgain | None) -> bool:
    """Whether the same picture was paid for with the same presets, and may be edited with them again for nothing."""
    if free is None or row.prepared is None or row.prepared.stale:
        return False
    what = (recipe.presets, recipe.source)
    alike = [job for job in row.jobs if (job.recipe.presets, job.recipe.source) == what]
    here = [job for job in alike if job.asset_id == row.prepared.asset_id]
    since = datetime.now(UTC) - timedelta(days=free.days)
    paid = [job.updated_at for job in here if job.state is JobState.SUCCEEDED and job.credits]
    if not paid or max(paid) < since:
        return False
    used = sum(
        job.asset_id in (None, row.prepared.asset_id)
        and not job.credits
        and job.created_at >= max(paid)
        and _stands(job)
        for job in alike
    )
    return used < free.count


def order(
    library: Library,
    engine: SyncEngine,
    photo_ids: Iterable[UUID],
    recipe: Recipe,
    *,
    again: bool = False,
    ruled: Sequence[Ruled] = (),
) -> Placed:
    """One job for each photo: unless `again`, the one that stands, so that nothing is paid for twice.

    What the rules say of its edits, `ruled`, is kept with each new one.

    Files are looked for first: a photo whose file is missing is refused.
    """
    return order_all(library, engine, [(list(photo_ids), recipe)], again=again, rule=lambda _: ruled)


def order_all(
    library: Library,
    engine: SyncEngine,
    orders: Sequence[tuple[Sequence[UUID], Recipe]],
    *,
    again: bool = False,
    rule: Rule = _unruled,
) -> Placed:
    """The same for several recipes, each with its photos: all of it is written down, or nothing."""
    with _ORDERING:
        new: list[tuple[list[UUID], Recipe]] = []
        stands: list[Job] = []
        refused: dict[UUID, str] = {}
        rows = {row.photo.id: row for row in library.photo_rows({i for photo_ids, _ in orders for i in photo_ids})}
        for photo_ids, recipe in orders:
            fresh: list[UUID] = []
            for photo_id in photo_ids:
                row = rows.get(photo_id)
                if row is None:
                    fresh.append(photo_id)  # and refused below: it is no longer in the shoot, or part of another
                    continue
                before = None if again else standing(row, row.jobs, recipe)
                if before is not None:
                    stands.append(before)
                elif recipe.source is None and not all(file.path.exists() for file in row.files):
                    refused[photo_id] = Reason.FILE_MISSING
                else:
                    fresh.append(photo_id)
            new.append((fresh, recipe))
        receipt = engine.order_all(new, rule)
    return Placed(receipt.jobs, tuple(stands), {**refused, **receipt.refused})


def _stands(job: Job) -> bool:
    return job.state not in (JobState.FAILED, JobState.CANCELLED)


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
