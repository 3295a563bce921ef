"""What the window works on: the shoots, the one that is open, and everything that can be done to them.

No widgets here. Library and disk are asked on workers; what they find arrives as signals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QDate, QLocale, QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from luster_desktop.operations import looking, samples, watching
from luster_desktop.operations.adding import Outcome, add_files, batches_of, describe
from luster_desktop.tasks.bridges import LibraryBridge
from luster_desktop.tasks.runner import CancelToken, TaskRunner
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.passes import Passes
from luster_desktop.ui.reading import Reader, Reading
from luster_desktop.ui.undo import Change
from luster_desktop.words.language import mark, tr

if TYPE_CHECKING:
    from luster_desktop.facts import Version
    from luster_desktop.library.models import PhotoRow, Shoot, Summary
    from luster_desktop.library.store import Library
    from luster_desktop.operations.grouping import Grouper
    from luster_desktop.ui.editing import Editor

NEW_SHOOT = mark("New shoot")


class Workbench(QObject):
    shoots_changed = Signal()
    opened = Signal(object)
    """A Shoot, or None when none is open."""
    added = Signal(object)
    """An Outcome of adding files that the user named."""
    arrived = Signal(object)
    """An Outcome of files that a watched folder has brought."""
    decided = Signal(object)
    """Ids of photos about which a decision was made, or taken back."""
    arranged = Signal(object)
    """Ids of the photos that a step of grouping has made or moved."""
    troubled = Signal(object)
    """A Trouble to tell."""
    made = Signal(object)
    """The shoots that a drop has made, each with its photos."""
    busy_adding = Signal(bool)
    passed = Signal()
    """A shoot was grouped, or looked at."""
    located = Signal(int)
    """How many missing files were found again."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.photos = GalleryModel(self)
        self.undo = QUndoStack(self)
        self.shoots: list[Shoot] = []
        self.summaries: dict[UUID, Summary] = {}
        self.current: Shoot | None = None
        self._runner = runner
        self._library: Library | None = None
        self._edit: Editor | None = None
        self._grouper: Grouper | None = None
        self._bridge: LibraryBridge | None = None
        self._reader: Reader | None = None
        self._hidden: frozenset[UUID] = frozenset()
        self._wanted: UUID | None = None
        self._opening: UUID | None = None
        self._overtaken = False
        """Whether the shoot that is being opened has changed since it was read."""
        self._waiting: list[Callable[[], None]] = []
        """What was asked for before the library was open."""
        self._adding = 0
        self._unmakeable: tuple[UUID, ...] = ()
        self._groupings, self._looks = Passes(), Passes()
        """Of shoots that are being grouped or looked at, or about to be."""

    def attach(self, library: Library, wanted: UUID | None) -> None:
        """Work on this library from now on, and open shoot `wanted` or else the newest."""
        from luster_desktop.operations.grouping import Grouper
        from luster_desktop.ui.editing import Editor

        self._library = library
        self._edit = Editor(library, self.photos, self.undo, self._runner, self)
        self._edit.arranged.connect(self.arranged)
        self._edit.decided.connect(self.decided)
        self._edit.outdated.connect(self.reload)
        self._edit.troubled.connect(self.troubled)
        self._grouper = Grouper(library)
        self._wanted = wanted
        self._reader = Reader(library, self._runner, self)
        self._reader.read.connect(self._on_read)
        self._bridge = LibraryBridge(library, self)
        self._bridge.changed.connect(self._on_changed)
        self.reader.ask()
        waiting, self._waiting = self._waiting, []
        for ask in waiting:
            ask()

    @property
    def library(self) -> Library:
        """RuntimeError before `attach`."""
        if self._library is None:
            raise RuntimeError("The library is not open yet.")
        return self._library

    @property
    def edit(self) -> Editor:
        """The hands on the open shoot's photos. RuntimeError before `attach`."""
        if self._edit is None:
            raise RuntimeError("The library is not open yet.")
        return self._edit

    @property
    def reader(self) -> Reader:
        """What reads the library again. RuntimeError before `attach`."""
        if self._reader is None:
            raise RuntimeError("The library is not open yet.")
        return self._reader

    @property
    def ready(self) -> bool:
        return self._library is not None

    @property
    def joinable(self) -> str | None:
        """The name of the open shoot, if it has photos that others may join."""
        return self.current.name if self.current is not None and self.photos.all_rows() else None

    @property
    def grouping(self) -> bool:
        """Whether what is not grouped yet in the open shoot is about to be."""
        return self.current is not None and (self._adding > 0 or self._groupings.going(self.current.id))

    @property
    def looking(self) -> bool:
        """Whether more may soon be known of what the photos of the open shoot show."""
        return self.grouping or (self.current is not None and self._looks.going(self.current.id))

    def close(self) -> None:
        """Make pending removals final and stop listening."""
        if self._bridge is not None:
            self._bridge.close()
        self._commit_removals()

    # Shoots

    def open(self, shoot_id: UUID) -> None:
        """Open a shoot by id; its photos arrive a moment later."""
        if shoot_id in (self._opening, self.current.id if self.current else None):
            return
        self._commit_removals()
        self.undo.clear()
        self._opening, self._overtaken = shoot_id, False
        library = self.library
        self._runner.run(
            lambda _token: (library.shoot(shoot_id), library.photos(shoot_id)),
            lambda found: self._show(*found),
            self._fail(tr("The shoot could not be opened")),
            owner=self,
            pool="library",
        )

    def new_shoot(self, name: str = "") -> None:
        library = self.library
        self._runner.run(
            lambda _token: library.create_shoot(name or tr(NEW_SHOOT)),
            lambda shoot: self.open(shoot.id),
            self._fail(tr("The shoot could not be made")),
            owner=self,
            pool="library",
        )

    def rename(self, name: str) -> None:
        """Rename the open shoot, undoably."""
        if self.current is not None and name != self.current.name:
            self.undo.push(Change("rename shoot", partial(self.rename_now, self.current.id), self.current.name, name))

    def rename_now(self, shoot_id: UUID, name: str) -> None:
        library = self.library
        self._runner.run(
            lambda _token: library.rename_shoot(shoot_id, name),
            None,
            self._fail(tr("The shoot could not be renamed")),
            owner=self,
            pool="library",
        )

    def remove_shoot(self, shoot_id: UUID) -> None:
        """Forget a shoot; the user's files stay where they are."""
        library = self.library
        if self.current is not None and self.current.id == shoot_id:
            self._hidden = frozenset()
            self.undo.clear()
            self._show(None, [])
        self._runner.run(
            lambda _token: library.remove_shoot(shoot_id),
            lambda _nothing: self.reader.ask(),
            self._fail(tr("The shoot could not be removed")),
            owner=self,
            pool="library",
        )

    # Photos

    def add_sample(self, folder: Path, name: str) -> None:
        """Open the photos that ship with the app in a shoot of their own, with the results that ship with them."""
        self.add_paths([folder], name, samples.add_results)

    @Slot(object)
    def add_paths(
        self, paths: Sequence[Path], name: str | None = None, then: Callable[[Library, UUID], None] | None = None
    ) -> None:
        """Add files and folders to the open shoot, or to a new one named after the folder.

        With `name` they go to a new shoot of that name whenever the open one has photos already. `then` is called on
        the worker once they are there.
        """
        if not paths:
            return
        if self._library is None:
            self._waiting.append(lambda: self.add_paths(paths, name, then))
            return
        library, shoot = self._library, self.current
        joined = bool(self.photos.all_rows())
        if name is not None and joined:
            shoot, joined = None, False
        name = name or shoot_name(paths)
        self._adding += 1
        self.busy_adding.emit(True)

        def work(token: CancelToken) -> Outcome:
            target = shoot or library.create_shoot(name or tr(NEW_SHOOT))
            if shoot is None:
                self._runner.post(self.open, target.id)
            done = add_files(
                library, target, paths, lambda: token.cancelled, lambda: self._runner.post(self._show_first)
            )
            if then is not None:
                then(library, target.id)
            return replace(done, joined=joined)

        self._runner.run(work, self._on_added, self._on_not_added, owner=self, pool="disk")

    def add_shoots(self, paths: Sequence[Path]) -> None:
        """Make a new shoot of each folder among these, and one of the files; open the first."""
        if self._library is None:
            self._waiting.append(lambda: self.add_shoots(paths))
            return
        library = self._library
        self._adding += 1
        self.busy_adding.emit(True)

        def work(token: CancelToken) -> list[Outcome]:
            batches = batches_of(paths)
            shoots = [library.create_shoot(batch.name or shoot_name(batch.paths)) for batch in batches]
            self._runner.post(self.open, shoots[0].id)
            done = []
            for shoot, batch in zip(shoots, batches, strict=True):
                begun = partial(self._runner.post, self._show_first)
                done.append(add_files(library, shoot, batch.paths, lambda: token.cancelled, begun))
            return done

        self._runner.run(work, self._on_made, self._on_not_added, owner=self, pool="disk")

    def _on_made(self, outcomes: list[Outcome]) -> None:
        self._done_adding()
        for outcome in outcomes:
            self._describe(outcome.shoot.id)
            self.added.emit(outcome)
        shoots = [outcome.shoot for outcome in outcomes]
        ids = tuple(shoot.id for shoot in shoots)
        self._unmakeable = ids
        self._offer_unmaking()
        self.made.emit(shoots)

    def _offer_unmaking(self) -> None:
        """Let undoing in one of the shoots that a drop has made take all of them back."""
        ids = self._unmakeable
        if self.current is not None and self.current.id in ids:
            self._unmakeable = ()
            self.undo.push(Change("new shoot", self._unmake, ids, (), done=True))

    def _unmake(self, shoot_ids: tuple[UUID, ...]) -> None:
        """Later: the step that asks for it ends with the open shoot."""
        for shoot_id in shoot_ids:
            self._runner.post(self.remove_shoot, shoot_id)

    def _undoably_added(self, new: frozenset[UUID]) -> None:
        """Photos were added: going back on it takes them out again, with the stacks that consist of them."""
        out: set[UUID] = set()

        def put(there: bool) -> None:
            if not there:
                rows = self.photos.all_rows()
                out.update(new, (row.photo.id for row in rows if new.issuperset(file.id for file in row.files)))
            self.hide(self._hidden - out if there else self._hidden | out)

        self.undo.push(Change(f"add {len(new)} photos", put, False, True, done=True))

    def _show_first(self) -> None:
        if self._bridge is not None:
            self._bridge.announce()

    @Slot()
    def look_for_files(self) -> None:
        """Note which files of the open shoot are missing."""
        if self.current is None:
            return
        library, shoot_id = self.library, self.current.id
        self._runner.run(lambda _token: looking.look_for_files(library, shoot_id), owner=self, pool="disk")

    def locate(self, folder: Path) -> None:
        """Find the open shoot's missing files in `folder` and below."""
        if self.current is None:
            return
        library, shoot_id = self.library, self.current.id
        self._runner.run(
            lambda token: looking.locate(library, shoot_id, folder, lambda: token.cancelled),
            self.located.emit,
            self._fail(tr("The photos could not be located")),
            owner=self,
            pool="disk",
        )

    def take_in(self, shoot: Shoot, files: Mapping[Path, Version], failed: Callable[[], None]) -> None:
        """Add what arrived in the folder that the shoot watches, and note it; `failed` is called when that fails."""
        library = self.library

        def work(token: CancelToken) -> Outcome:
            return watching.take_in(library, shoot, files, lambda: token.cancelled)

        def done(outcome: Outcome) -> None:
            self._describe(shoot.id)
            self._grouped(shoot.id)
            self.arrived.emit(outcome)

        def not_done(_error: Exception) -> None:
            self._grouped(shoot.id)
            failed()

        self._groupings.begin(shoot.id)
        self._runner.run(work, done, not_done, owner=self, pool="disk")

    def remove(self, photo_ids: Iterable[UUID]) -> None:
        """Take photos out of the shoot, undoably. Nothing is forgotten until the shoot or the app is left."""
        gone = frozenset(photo_ids)
        if gone:
            self.undo.push(Change(f"remove {len(gone)} photos", self.hide, self._hidden, self._hidden | gone))

    def hide(self, photo_ids: frozenset[UUID]) -> None:
        self._hidden = photo_ids
        self.photos.hide(photo_ids)

    @property
    def hidden(self) -> frozenset[UUID]:
        return self._hidden

    # Parts

    def _commit_removals(self) -> None:
        gone, self._hidden = self._hidden, frozenset()
        if gone and self._library is not None:
            self._library.remove_photos(gone)

    def _show(self, shoot: Shoot | None, rows: list[PhotoRow]) -> None:
        overtaken, self._overtaken = self._overtaken, False
        self._opening = None
        self.current = shoot
        self.edit.shoot_id = shoot.id if shoot is not None else None
        self.photos.hide(frozenset())
        self.photos.reset(rows)
        self._offer_unmaking()
        self.opened.emit(shoot)
        self.reader.show(shoot.id if shoot is not None else None)
        if overtaken:
            self.reload()
        if shoot is not None:
            self._describe(shoot.id)

    def _describe(self, shoot_id: UUID) -> None:
        library, grouper = self.library, self._grouper

        def work(token: CancelToken) -> None:
            told: list[bool] = []

            def grouped() -> None:
                if not told:
                    told.append(True)
                    self._runner.post(self._grouped, shoot_id)

            try:
                describe(library, shoot_id, grouper, lambda: token.cancelled, self._hidden, grouped)
            finally:
                grouped()
                self._runner.post(self._looked, shoot_id)

        self._groupings.begin(shoot_id)
        self._looks.begin(shoot_id)
        self._runner.run(work, owner=self, pool="disk")

    def _grouped(self, shoot_id: UUID) -> None:
        self._groupings.end(shoot_id, self.reader.changed(shoot_id, None))

    def _looked(self, shoot_id: UUID) -> None:
        self._looks.end(shoot_id, self.reader.changed(shoot_id, None))

    def _on_added(self, outcome: Outcome) -> None:
        self._describe(outcome.shoot.id)
        if outcome.joined and outcome.new and self.current is not None and self.current.id == outcome.shoot.id:
            self._undoably_added(frozenset(outcome.new))
        self._done_adding()
        self.added.emit(outcome)

    def _on_not_added(self, error: Exception) -> None:
        self._done_adding()
        self.troubled.emit(trouble(tr("The photos could not be added"), error))

    def _done_adding(self) -> None:
        self._adding -= 1
        self.busy_adding.emit(self._adding > 0)

    @Slot(object, object)
    def _on_changed(self, shoot_id: UUID, photo_ids: frozenset[UUID]) -> None:
        self._overtaken = self._overtaken or shoot_id == self._opening
        known = bool(photo_ids) and all(self.photos.knows(photo_id) for photo_id in photo_ids)
        self.reader.changed(shoot_id, photo_ids if known else None)

    def reload(self) -> None:
        """Read the open shoot again."""
        if self.current is not None:
            self.reader.changed(self.current.id, None)

    @Slot(object)
    def _on_read(self, reading: Reading) -> None:
        listed = {shoot.id: shoot for shoot in reading.shoots}
        self.shoots = reading.shoots
        self.summaries = {i: one for i, one in (self.summaries | reading.summaries).items() if i in listed}
        if self.current is not None and self.current.id == reading.shoot_id:
            self.current = listed.get(self.current.id, self.current)
            self._take_rows(reading)
        grouped, looked = self._groupings.settle(reading.number), self._looks.settle(reading.number)
        if grouped or looked:
            self.passed.emit()
        self.shoots_changed.emit()
        if self.current is not None and self.current.id not in listed:
            self._show(None, [])
        elif self.current is None and self._opening is None and reading.shoots:
            self.open(self._wanted if self._wanted in listed else reading.shoots[0].id)

    def _take_rows(self, reading: Reading) -> None:
        """Show photos as they are now; where some have come to be part of another, or apart, all is read."""
        rows, asked = self.edit.as_chosen(reading.rows), reading.asked
        if asked is None:
            self.photos.replace(rows)
            return
        read = {row.photo.id for row in rows}
        shown = {photo_id for photo_id in asked if self.photos.row_of(photo_id) is not None}
        if shown <= read and all(self.photos.row_of(photo_id) is not None for photo_id in read):
            self.photos.update_rows(rows)
        else:
            self.reload()

    def _fail(self, title: str) -> _Failure:
        return _Failure(self, title)


class _Failure:
    """Tells an error under a title."""

    def __init__(self, bench: Workbench, title: str) -> None:
        self._bench = bench
        self._title = title

    def __call__(self, error: Exception) -> None:
        self._bench.troubled.emit(trouble(self._title, error))


def shoot_name(paths: Sequence[Path]) -> str:
    """A name for a new shoot: the dropped folder's, or else the day."""
    folders = [path for path in paths if path.is_dir()]
    if len(folders) == 1 and folders[0].name:
        return folders[0].name[:200]
    return tr("Shoot {day}", day=QLocale().toString(QDate.currentDate(), QLocale.FormatType.ShortFormat))
