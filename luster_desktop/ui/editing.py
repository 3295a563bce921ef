"""What the user does to the photos of the open shoot: marks, finishing and grouping, all of it with a way back.

Imported once the library is open, because it needs the library's statements.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from luster_desktop.facts import Finishing
from luster_desktop.library import shoots
from luster_desktop.library.models import Mark, PhotoRow
from luster_desktop.operations import arranging, choices
from luster_desktop.operations.arranging import Layout, Step
from luster_desktop.operations.choices import Chosen, chosen_of, with_accepted, with_chosen
from luster_desktop.tasks.runner import CancelToken, TaskRunner
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.undo import Change
from luster_desktop.words.language import tr

if TYPE_CHECKING:
    from luster_desktop.library.models import Shoot
    from luster_desktop.library.store import Library
    from luster_desktop.library.writer import Write
    from luster_desktop.ui.gallery.model import GalleryModel


class Editor(QObject):
    """Marks show at once and are written behind them; a grouping shows once it is written."""

    arranged = Signal(object)
    """Ids of the photos that a step of grouping has made or moved."""
    outdated = Signal()
    """What is shown may differ from what the library has."""
    troubled = Signal(object)
    """A Trouble to tell."""
    decided = Signal(object)
    """Ids of photos about which a decision was made, or taken back."""

    def __init__(
        self, library: Library, photos: GalleryModel, undo: QUndoStack, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._photos = photos
        self._undo = undo
        self._runner = runner
        self.shoot_id: UUID | None = None
        """The open shoot."""
        self._unwritten: dict[UUID, Chosen] = {}
        self._shifting: Sequence[UUID] = ()
        """What is being moved by keys right now."""
        self._further = 0

    def as_chosen(self, rows: Iterable[PhotoRow]) -> list[PhotoRow]:
        """Rows that the library has read, with what is still on its way to it."""
        found = [(row, self._unwritten.get(row.photo.id)) for row in rows]
        return [row if chosen is None else with_chosen(row, chosen) for row, chosen in found]

    # Marks and finishing

    def rate(self, photo_ids: Collection[UUID], stars: int) -> None:
        """Give 0 to 5 stars."""
        self._mark(photo_ids, f"{stars} stars", lambda mark: replace(mark, rating=stars))

    def toggle_rejected(self, photo_ids: Collection[UUID]) -> None:
        """Reject all of these, or take them back when all of them are rejected."""
        wanted = not all(row.photo.rejected for row in self._rows(photo_ids))
        after = {
            row.photo.id: replace(chosen, mark=replace(chosen.mark, rejected=wanted))
            for row in self._rows(photo_ids)
            for chosen in (_chosen(row),)
        }
        self._change("reject" if wanted else "take back", after, self._put_decision)

    def accept(self, accepted: Mapping[UUID, UUID]) -> None:
        """Have these photos delivered as these results of them, by their jobs."""
        after = {row.photo.id: with_accepted(_chosen(row), accepted[row.photo.id]) for row in self._rows(accepted)}
        self._change("accept", after, self._put_decision)

    def turn(self, photo_ids: Collection[UUID], quarters: int) -> None:
        """Turn clockwise."""
        self._mark(photo_ids, "turn", lambda mark: replace(mark, turn=(mark.turn + quarters) % 4))

    def finish(self, photo_ids: Collection[UUID], finishing: Finishing | None) -> None:
        """Finish these photos in this way, or None for what the settings say, which match to no chosen photo."""

        def change(chosen: Chosen) -> Chosen:
            return replace(chosen, finishing=finishing, matched_to=chosen.matched_to if finishing else None)

        self._choose(photo_ids, "finishing", change)

    def name_rooms(self, photo_ids: Collection[UUID], room: str) -> None:
        """Say what the room is called that these photos show."""
        self._choose(photo_ids, "room", lambda chosen: replace(chosen, room=room))

    def match_to(self, photo_ids: Collection[UUID], reference: UUID, usual: Callable[[PhotoRow], Finishing]) -> None:
        """Have these photos look like the reference, which from then on follows none of them."""
        wishes = {row.photo.id: row.photo.finishing or usual(row) for row in self._rows(photo_ids)}
        after: dict[UUID, Chosen] = {}
        for row in self._rows([*photo_ids, reference]):
            chosen = _chosen(row)
            if row.photo.id != reference:
                after[row.photo.id] = replace(
                    chosen, finishing=replace(wishes[row.photo.id], match=True), matched_to=reference
                )
            elif chosen.matched_to in photo_ids:
                after[reference] = replace(chosen, matched_to=None)
        self._change("match", after)

    def _mark(self, photo_ids: Collection[UUID], text: str, change: Callable[[Mark], Mark]) -> None:
        self._choose(photo_ids, text, lambda chosen: replace(chosen, mark=change(chosen.mark)))

    def _choose(self, photo_ids: Collection[UUID], text: str, change: Callable[[Chosen], Chosen]) -> None:
        before = {row.photo.id: _chosen(row) for row in self._rows(photo_ids)}
        self._change(text, {photo_id: change(old) for photo_id, old in before.items()})

    def _change(
        self, text: str, wanted: Mapping[UUID, Chosen], put: Callable[[Mapping[UUID, Chosen]], None] | None = None
    ) -> None:
        before = {row.photo.id: _chosen(row) for row in self._rows(wanted)}
        after = {photo_id: wanted[photo_id] for photo_id, old in before.items() if wanted[photo_id] != old}
        if after:
            self._undo.push(Change(text, put or self._put_chosen, {i: before[i] for i in after}, after))

    def _put_decision(self, chosen: Mapping[UUID, Chosen]) -> None:
        self._put_chosen(chosen)
        self.decided.emit(list(chosen))

    def _put_chosen(self, chosen: Mapping[UUID, Chosen]) -> None:
        self._unwritten |= chosen
        rows = self._rows(chosen)
        self._photos.update_rows([with_chosen(row, chosen[row.photo.id]) for row in rows])
        library = self._library
        self._runner.run(
            lambda _token: library.write(choices.keep, chosen),
            lambda _nothing: self._on_written(chosen),
            lambda error: self._on_unwritten(chosen, error),
            owner=self,
            pool="library",
        )

    def _on_written(self, chosen: Mapping[UUID, Chosen]) -> None:
        self._unwritten = {i: new for i, new in self._unwritten.items() if chosen.get(i) is not new}

    def _on_unwritten(self, chosen: Mapping[UUID, Chosen], error: Exception) -> None:
        self._on_written(chosen)
        self.outdated.emit()
        self.troubled.emit(trouble(tr("The change could not be kept"), error))

    def _rows(self, photo_ids: Iterable[UUID]) -> list[PhotoRow]:
        found = (self._photos.row_of(photo_id) for photo_id in photo_ids)
        return [row for row in found if row is not None]

    # The shoot

    def describe(self, shoot: Shoot, address: str, profile: str | None) -> None:
        """Say where the shoot's property is, and whose rules it is delivered by."""
        before, after = (shoot.address, shoot.profile), (address, profile)
        if before != after:
            self._undo.push(Change("address and rules", partial(self._put_description, shoot.id), before, after))

    def _put_description(self, shoot_id: UUID, wanted: tuple[str, str | None]) -> None:
        library = self._library
        self._runner.run(
            lambda _token: library.write(shoots.describe, shoot_id, *wanted),
            None,
            lambda error: self.troubled.emit(trouble(tr("Address and rules could not be kept"), error)),
            owner=self,
            pool="library",
        )

    # Grouping

    def join(self, photo_ids: Sequence[UUID]) -> None:
        """Make one stack of photos and stacks; the first stack among them takes the others in."""
        folder = self._library.folder / "prepared"

        def change(write: Write, shoot_id: UUID) -> Step | None:
            def file_of(stack_id: UUID) -> Path:
                return folder / str(shoot_id) / f"{stack_id}.jpg"

            return arranging.join(write, shoot_id, photo_ids, file_of)

        self._arrange("join photos", change)

    def split(self, stack_ids: Sequence[UUID]) -> None:
        """Let every exposure of these stacks be a photo by itself."""
        self._arrange("split stack", lambda write, shoot_id: arranging.split(write, shoot_id, stack_ids))

    def take_out(self, exposure_ids: Sequence[UUID]) -> None:
        """Let exposures be photos by themselves."""
        self._arrange("take out", lambda write, shoot_id: arranging.take_out(write, shoot_id, exposure_ids))

    def confirm(self, photo_ids: Sequence[UUID]) -> None:
        """What is unsure among these is right as it is."""
        self._arrange("looks right", lambda write, shoot_id: arranging.confirm(write, shoot_id, photo_ids))

    def move(self, photo_ids: Sequence[UUID], before: UUID | None) -> None:
        """Put photos and exposures before another photo of the shoot, or at its end."""
        self._arrange("move", lambda write, shoot_id: arranging.move(write, shoot_id, photo_ids, before))

    def shift(self, photo_ids: Sequence[UUID], by: int) -> None:
        """Move photos `by` places on among those that are on show; what a held key adds meanwhile is one move more."""
        if self._shifting == photo_ids:
            self._further += by
            return
        among = {row.photo.id for row in self._photos.shown_rows()}
        self._shifting, self._further = photo_ids, 0
        self._arrange("move", lambda write, shoot_id: arranging.shift(write, shoot_id, photo_ids, by, among))

    def shift_exposures(self, exposure_ids: Sequence[UUID], by: int) -> None:
        """Move exposures `by` places on within their stack."""
        self._arrange("move", lambda write, shoot_id: arranging.shift_exposures(write, shoot_id, exposure_ids, by))

    def move_exposures(self, exposure_ids: Sequence[UUID], before: UUID | None) -> None:
        """Put exposures before another one of their stack, or at its end."""
        self._arrange("move", lambda write, shoot_id: arranging.move_exposures(write, shoot_id, exposure_ids, before))

    def _arrange(self, text: str, change: Callable[[Write, UUID], Step | None]) -> None:
        shoot_id, library = self.shoot_id, self._library
        if shoot_id is None:
            return

        def work(_token: CancelToken) -> Step | None:
            return library.write(change, shoot_id)

        self._runner.run(
            work, lambda step: self._on_step(text, step), self._on_not_arranged, owner=self, pool="library"
        )

    def _on_step(self, text: str, step: Step | None) -> None:
        self._go_on()
        if step is None or self.shoot_id != step.shoot_id:
            return
        put = partial(self._put_layout, step.shoot_id)
        self._undo.push(Change(text, put, step.before, step.after, done=True))
        self.arranged.emit(step.shown)

    def _go_on(self) -> None:
        shifting, self._shifting = self._shifting, ()
        if shifting and self._further:
            self.shift(shifting, self._further)

    def _put_layout(self, shoot_id: UUID, layout: Layout) -> None:
        library = self._library
        self._runner.run(
            lambda _token: library.write(arranging.put, shoot_id, layout),
            None,
            self._on_not_arranged,
            owner=self,
            pool="library",
        )

    def _on_not_arranged(self, error: Exception) -> None:
        self._shifting = ()
        self.outdated.emit()
        self.troubled.emit(trouble(tr("The photos could not be arranged"), error))


def _chosen(row: PhotoRow) -> Chosen:
    return chosen_of(row.photo, row.results)
