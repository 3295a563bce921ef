"""Delivering: the photos of a shoot to what the agent, the MLS and the law accept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.delivery import checking, exporting
from luster_desktop.delivery.checking import Checked
from luster_desktop.delivery.composing import PACK, BadTemplate, PlannedSet, compose, compose_pack
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.folder import SaveFailed
from luster_desktop.delivery.items import Done, Item, Kind, Model, Origin
from luster_desktop.delivery.judging import objections, remarks
from luster_desktop.delivery.marks.signing import Identity
from luster_desktop.delivery.pack.contents import Altered, Pack
from luster_desktop.delivery.profiles import Profile
from luster_desktop.intake import headers
from luster_desktop.intake.clean import xmp
from luster_desktop.intake.formats import Unreadable, is_raw
from luster_desktop.library import jobs
from luster_desktop.library import words as own_words
from luster_desktop.library.models import Job, Output, PhotoRow
from luster_desktop.operations import ruling
from luster_desktop.reasons import Reason

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.library.store import Library
    from luster_desktop.settings import DesktopSettings

__all__ = [
    "BadTemplate",
    "Checked",
    "Delivered",
    "Problem",
    "Proposal",
    "SaveFailed",
    "at_address",
    "deliver",
    "gather",
    "propose",
]

PLAIN_KINDS = frozenset({Kind.PROCESSING, Kind.BRIGHT})


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against a delivery; nothing of it keeps the user from it."""

    photo_id: UUID
    name: str
    reason: str
    """A `Reason`."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a delivery would make, before it is made."""

    sets: tuple[PlannedSet, ...]
    problems: tuple[Problem, ...]

    @property
    def pictures(self) -> int:
        return sum(len(one.pictures) for one in self.sets)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a delivery."""

    checked: tuple[Checked, ...]
    """Every picture, read again."""
    new: int
    """Pictures that were not there before."""
    archives: tuple[Path, ...]
    cancelled: bool

    @property
    def wrong(self) -> tuple[Checked, ...]:
        return tuple(one for one in self.checked if one.wrong)


def gather(
    library: Library, shoot_id: UUID, offer: contract.PresetList, only: Collection[UUID] = ()
) -> tuple[list[Item], list[Problem]]:
    """The photos of the shoot in its order, of `only` some of them where it names any; and those that have no picture.

    A photo's newest result stands for it, and the photo as it is where there is none. Rejected ones are left out.
    """
    shoot = library.shoot(shoot_id)
    items: list[Item] = []
    problems: list[Problem] = []
    for row in library.photos(shoot_id):
        if row.photo.rejected or (only and row.photo.id not in only):
            continue
        name = row.file.name
        item = _item(library, row, offer)
        if item is None:
            problems.append(Problem(row.photo.id, name, Reason.NOT_READY))
        else:
            items.append(replace(item, number=len(items) + 1, address=shoot.address if shoot is not None else ""))
    return items, problems


def at_address(items: Sequence[Item], address: str) -> list[Item]:
    """The items with another address."""
    return [replace(item, address=address) for item in items]


def propose(
    items: Sequence[Item], profile: Profile, recipes: Sequence[ExportRecipe], unready: Sequence[Problem] = ()
) -> Proposal:
    """What would be made, and what stands against it. Raises `BadTemplate`."""
    sets = compose(items, recipes, profile)
    if any(one.recipe.listing for one in sets) and (pack := compose_pack(items, profile)) is not None:
        sets.append(pack)
    problems = list(unready)
    if any(one.recipe.listing for one in sets):
        problems += [Problem(item.photo_id, item.name, reason) for item, reason in objections(profile, items)]
    for one in sets:
        left_out = Reason.LEFT_OUT_OF_SET.of(set=one.recipe.title)
        if one.recipe.listing:  # of what is no listing, so many were wanted
            problems += [Problem(item.photo_id, item.name, left_out) for item in one.left_out]
    return Proposal(tuple(sets), tuple(problems))


def deliver(
    proposal: Proposal,
    target: Path,
    *,
    archives: bool = False,
    identity: Identity | None = None,
    url: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Make what is proposed below `target`, and read every picture again. Raises `SaveFailed`.

    Pictures are signed by `identity`. `url` is where the user will host the page of the disclosure pack.
    """
    report = exporting.export(
        proposal.sets,
        target,
        archives=archives,
        identity=identity,
        documents=partial(_documents, url),
        progress=progress,
        cancelled=cancelled,
    )
    checked = [] if report.cancelled else [c for one in proposal.sets for c in checking.check(one, report.pictures)]
    new = sum(one.new for one in report.pictures)
    return Delivered(tuple(checked), new, report.archives, report.cancelled)


def identity_of(settings: DesktopSettings) -> Identity | None:
    """Who signs what is delivered; None where nobody does."""
    if settings.certificate is None or settings.certificate_key is None:
        return None
    return Identity(settings.certificate, settings.certificate_key, settings.timestamps)


def _documents(url: str, one: PlannedSet, folder: Path) -> Mapping[str, bytes]:
    """What goes beside the pictures of a set: of a disclosure pack its page, sheet, table and texts."""
    if one.recipe is not PACK:
        return {}
    from luster_desktop.delivery.pack import files  # which loads what draws PDF

    photos: list[Altered] = []
    for clean, labelled, original in zip(one.pictures[::3], one.pictures[1::3], one.pictures[2::3], strict=True):
        header = headers.read(folder / clean.name)
        names = (clean.name, labelled.name, original.name)
        photos.append(Altered(clean.item, len(photos) + 1, clean.caption, *names, (header.width, header.height)))
    items = [photo.item for photo in photos]
    # The day of the newest edit: the same pack is the same tomorrow.
    days = [item.model.at.date() for item in items if item.model is not None and item.model.at is not None]
    made_on = max(days, default=one.profile.read_on)
    title = items[0].address or "This listing"
    said = remarks(one.profile, items)
    return files.files(Pack(title, one.profile, tuple(photos), said, folder, made_on, url))


def _item(library: Library, row: PhotoRow, offer: contract.PresetList) -> Item | None:
    """None where there is no picture of the photo that could be delivered."""
    output = row.delivered
    original = row.before
    if output is None and (is_raw(original) or not original.exists() or row.unmerged):
        return None
    merged = bool(row.prepared is not None and row.prepared.facts.get("merged"))
    item = Item(
        photo_id=row.photo.id,
        path=original,
        original=original,
        name=row.file.name,
        number=0,
        room=row.photo.room,
        origin=Origin.MERGED if merged else Origin.CAPTURED,
        merged=merged,
        words=library.read(own_words.of_photo, row.photo.id),
    )
    return item if output is None else _edited(library, item, output, offer)


def _edited(library: Library, item: Item, output: Output, offer: contract.PresetList) -> Item:
    chain = library.read(jobs.chain, output.job_id)
    done = tuple(one for job in chain for one in ruling.done_by(job.recipe.edits, offer))
    origin = _origin(output.path, done)
    return replace(item, path=output.path, done=done, origin=origin, model=_model(chain[-1]))


def _origin(path: Path, done: Sequence[Done]) -> Origin:
    """What the result says of itself; where it says nothing, what was ordered tells."""
    try:
        said = xmp.source(headers.read(path).xmp)
    except (Unreadable, OSError):
        said = ""
    if said in (Origin.ENHANCED, Origin.GENERATED):
        return Origin(said)
    return Origin.ENHANCED if all(one.kind in PLAIN_KINDS for one in done) else Origin.GENERATED


def _model(job: Job) -> Model:
    made_by = job.details.get("model") or {}
    return Model(
        provider=str(made_by.get("provider", "")),
        name=str(made_by.get("name", "")),
        prompt_version=str(made_by.get("prompt_version", "")),
        at=job.updated_at,
        report=job.details.get("fidelity") or {},
    )
