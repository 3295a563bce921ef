"""A shoot's link: its photos as they are delivered, on a page with every size of them and what was changed in each."""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from backend import contract
from luster_desktop.cloud import files as sending
from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.api import ApiProblem
from luster_desktop.cloud.uploads import contract_name
from luster_desktop.delivery import composing, exporting
from luster_desktop.delivery.composing import PlannedSet, Variant
from luster_desktop.delivery.exporting import Exported, ExportReport
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.items import Item
from luster_desktop.delivery.judging import caption, remarks
from luster_desktop.delivery.marks.signing import Identity
from luster_desktop.delivery.names import clean
from luster_desktop.delivery.pack.contents import statement
from luster_desktop.delivery.profiles import Profile
from luster_desktop.intake import headers
from luster_desktop.intake.clean.text import tells_coordinates
from luster_desktop.intake.hashing import Cancelled
from luster_desktop.library import shoots
from luster_desktop.library.models import Job, PhotoRow
from luster_desktop.operations import delivering

if TYPE_CHECKING:
    from luster_desktop.cloud.api import ApiClient
    from luster_desktop.library.models import Shoot
    from luster_desktop.library.store import Library

SMALL = ExportRecipe("page", "Page", long_edge=1024, quality=85, listing=False)
"""What the page shows of photos that the service has no picture of."""
JPEG = "image/jpeg"
TRIES = 2
"""What an earlier page had may be swept between being asked for and being shared; it is sent once more."""


LEFT = 24 * 3600.0
"""Seconds after which nobody is at work on a page any more."""


class Step(Enum):
    MAKING = auto()
    """Of so many pictures."""
    SENDING = auto()
    """Of so many bytes."""


Progress = Callable[[Step, int, int], None]


@dataclass(frozen=True, slots=True)
class Shareable:
    """What a shoot's page would show."""

    items: tuple[Item, ...]
    """In the order of the delivery."""
    jobs: dict[UUID, UUID]
    """By photo the job whose result is delivered; a photo without one is shown as it is."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants of the page."""

    title: str
    days: int
    profile: Profile
    recipes: tuple[ExportRecipe, ...]
    """Whose pictures can be downloaded, besides each result as it is."""
    identity: Identity | None = None
    """Who signs them."""


@dataclass(frozen=True, slots=True)
class Shared:
    share: contract.Share
    unmade: int
    """Pictures that could not be made, and are not on the page."""
    too_large: tuple[str, ...]
    """Titles of the sets whose ZIP is more than the service takes; their pictures are on the page."""


class Stopped(Exception):
    """The user said so. What is there by then is not made or sent again."""


def shareable(library: Library, shoot_id: UUID, offer: contract.PresetList) -> Shareable:
    """The photos that a delivery would have, but for results that ship with the app: the service has none of them."""
    items, _unready = delivering.gather(library, shoot_id, offer)
    jobs = {row.photo.id: job for row in library.photos(shoot_id) if (job := _delivered(row)) is not None}
    kept = [item for item in items if item.photo_id not in jobs or not jobs[item.photo_id].sample]
    return Shareable(tuple(kept), {photo_id: job.id for photo_id, job in jobs.items()})


def share(
    library: Library,
    api: ApiClient,
    owner: UUID,
    shoot: Shoot,
    found: Shareable,
    wish: Wish,
    *,
    progress: Progress,
    stopped: Callable[[], bool],
) -> Shared:
    """Make the shoot's link, or bring its page up to date.

    The pictures are made in a folder of Luster's own, which goes afterwards. They come out the same each time but
    where they are signed, and the service knows them by what is in them: so what was sent is not sent again. Raises
    `Stopped`, `SaveFailed`, and as `cloud.files.send` and the client do.
    """
    folder = library.folder / "sharing" / str(shoot.id)
    clear(folder.parent)
    try:
        page = _Page(found, wish, folder, progress, stopped)
        page.make()
        api.put_shoot(shoot.id, contract_name(shoot.name))
        library.write(shoots.own, shoot.id, owner)
        files = page.files(shoot.id)
        request = page.request()
        for tried in range(1, TRIES + 1):
            sending.send(
                api,
                shoot.id,
                files,
                progress=lambda done, total: progress(Step.SENDING, done, total),
                stopped=stopped,
            )
            try:
                return Shared(api.put_share(shoot.id, request), page.unmade, page.too_large)
            except ApiProblem as problem:
                if tried == TRIES or not problem.is_(contract.ProblemType.CONFLICT):
                    raise
        raise AssertionError
    except (wire.Stopped, Cancelled):
        raise Stopped from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear(folder: Path) -> None:
    """Delete what runs that were killed have left of pages, a day later."""
    for old in folder.glob("*"):
        if old.stat().st_mtime < time.time() - LEFT:
            shutil.rmtree(old, ignore_errors=True)


def over(share: contract.Share) -> bool:
    """Whether the link has ended by its date."""
    return share.expires_at <= datetime.now(UTC)


class _Page:
    """The pictures of a page while they are made, named and told to the service."""

    def __init__(
        self, found: Shareable, wish: Wish, folder: Path, progress: Progress, stopped: Callable[[], bool]
    ) -> None:
        self._items = found.items[: contract.MAX_SHARED]
        self._jobs, self._wish, self._folder = found.jobs, wish, folder
        self._progress, self._stopped = progress, stopped
        self._sets = composing.compose(self._items, wish.recipes, wish.profile)
        plain = [item for item in self._items if item.photo_id not in self._jobs]
        self._small = composing.compose(plain, [SMALL], wish.profile)
        self._report = self._shown = ExportReport(())
        self._ids: dict[Path, UUID] = {}

    @property
    def unmade(self) -> int:
        return len(self._report.failed)

    @property
    def too_large(self) -> tuple[str, ...]:
        return tuple(_short(one.recipe.title) for one, path in self._zipped() if not _taken(path))

    def make(self) -> None:
        """Raises `Stopped`, `SaveFailed`."""
        count = sum(len(one.pictures) for one in [*self._sets, *self._small])
        small = sum(len(one.pictures) for one in self._small)
        self._shown = self._export(self._small, "small", 0, count)
        self._report = self._export(self._sets, "sets", small, count)

    def _export(self, sets: Sequence[PlannedSet], name: str, before: int, count: int) -> ExportReport:
        report = exporting.export(
            sets,
            self._folder / name,
            archives=name == "sets",
            identity=self._wish.identity,
            progress=lambda done, _total: self._progress(Step.MAKING, before + done, count),
            cancelled=self._stopped,
        )
        if report.cancelled:
            raise Stopped
        return report

    def files(self, shoot_id: UUID) -> list[sending.Sendable]:
        """All that has to be at the service. Raises OSError, `hashing.Cancelled`."""
        wanted = [(path, _name(path.name, one.planned.number), JPEG) for one, path in self._made()]
        for one, path in self._archives():
            name = _name(f"{clean(f'{self._wish.title} {one.recipe.title}')}.zip", 0)
            wanted.append((path, name, contract.ARCHIVE_TYPE))
        found = [sending.sendable(shoot_id, path, name, kind, self._stopped) for path, name, kind in wanted]
        self._ids = {file.path: file.asset_id for file in found}
        return found

    def request(self) -> contract.ShareRequest:
        """What the service is asked for, once it has the files."""
        downloads = defaultdict[UUID, list[contract.SharedFile]](list)
        for one in self._report.pictures:
            if one.path is not None:
                file = contract.SharedFile(title=_title(one), asset_id=self._ids[one.path])
                downloads[one.planned.item.photo_id].append(file)
        pictures = {one.planned.item.photo_id: self._picture(one.path) for one in self._shown.pictures if one.path}
        archives = [
            contract.SharedFile(title=f"{_short(one.recipe.title)} as ZIP", asset_id=self._ids[path])
            for one, path in self._archives()
        ]
        photos = [
            self._photo(item, pictures.get(item.photo_id), downloads[item.photo_id][: contract.MAX_FILES])
            for item in self._items
            if item.photo_id in self._jobs or item.photo_id in pictures
        ]
        return contract.ShareRequest(
            id=uuid4(),
            title=self._wish.title,
            days=self._wish.days,
            photos=photos,
            statement=self._statement() or None,
            files=archives[: contract.MAX_FILES],
        )

    def _photo(
        self, item: Item, picture: contract.SmallPicture | None, files: list[contract.SharedFile]
    ) -> contract.SharedPhoto:
        job_id = self._jobs.get(item.photo_id)
        shown = {"job_id": job_id} if job_id is not None else {"picture": picture}
        return contract.SharedPhoto(
            **shown,
            caption=item.room or None,
            edits=list(dict.fromkeys(_short(one.told) for one in item.done)),
            disclosure=caption(self._wish.profile, item) or None,
            files=files,
        )

    def _picture(self, path: Path) -> contract.SmallPicture:
        header = headers.read(path)
        return contract.SmallPicture(asset_id=self._ids[path], width=header.width, height=header.height)

    def _statement(self) -> str:
        profile, items = self._wish.profile, self._items
        told = sum(bool(caption(profile, item)) for item in items)
        return " ".join(part for part in (remarks(profile, items), statement(told) if told else "") if part)

    def _made(self) -> list[tuple[Exported, Path]]:
        pictures = [*self._shown.pictures, *self._report.pictures]
        return [(one, one.path) for one in pictures if one.path is not None]

    def _archives(self) -> list[tuple[PlannedSet, Path]]:
        """As far as the service takes them."""
        return [(one, path) for one, path in self._zipped() if _taken(path)]

    def _zipped(self) -> list[tuple[PlannedSet, Path]]:
        """Sets of more than one picture, each with its ZIP."""
        sets = [one for one in self._sets if one.pictures]
        return [(one, path) for one, path in zip(sets, self._report.archives, strict=False) if len(one.pictures) > 1]


def _taken(archive: Path) -> bool:
    return archive.stat().st_size <= contract.MAX_ARCHIVE_BYTES


def _title(one: Exported) -> str:
    told = {Variant.PLAIN: "", Variant.LABELLED: ", labelled", Variant.ORIGINAL: ", original"}[one.planned.variant]
    return f"{_short(one.set.recipe.title)}{told}"


def _short(title: str) -> str:
    return title[:50]


def _name(name: str, number: int) -> str:
    """The name that a browser saves the file under. Coordinates are no name."""
    return f"{number:02}{Path(name).suffix}" if tells_coordinates(name) else name


def _delivered(row: PhotoRow) -> Job | None:
    """The job whose result is delivered."""
    output = row.delivered
    return next((job for job in row.jobs if output is not None and job.id == output.job_id), None)
