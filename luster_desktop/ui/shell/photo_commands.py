"""What the window does to photos when it is asked: stars, rejection, turns, finishing, grouping and their order."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from luster_desktop.facts import Finishing
from luster_desktop.operations.reviewing import next_open, reviewed
from luster_desktop.ui.gallery.ordering import Look, Rejected
from luster_desktop.ui.gallery.status import odd_one
from luster_desktop.ui.shell.window import MainWindow
from luster_desktop.ui.workbench import Workbench
from luster_desktop.words.language import tr


class PhotoCommands(QObject):
    """Every one of these is for the photo on the review stage, or else for the selection."""

    reviewed = Signal(object)
    """How the review ended, `reviewing.Reviewed`, once the last result was decided on."""

    def __init__(self, window: MainWindow, bench: Workbench) -> None:
        super().__init__(window)
        self._window = window
        self._bench = bench
        self._wire()

    def _wire(self) -> None:
        menu, view, stack = self._window.gallery.menu, self._window.gallery.view, self._window.gallery.stack
        menu.finishing_asked.connect(self.finish)
        view.join_asked.connect(self._join)
        view.move_asked.connect(self._move)
        view.take_out_asked.connect(self._take_out)
        stack.join_asked.connect(self._join)
        stack.split_asked.connect(self._split)
        stack.take_out_asked.connect(self._take_out)
        stack.confirm_asked.connect(self._confirm)
        stack.shift_asked.connect(self._shift_exposures)
        stack.move_asked.connect(self._move_exposures)
        self._window.review.more_asked.connect(self._open_menu)
        self._window.presets.unsure_asked.connect(self.show_unsure)
        self._bench.arranged.connect(view.select_once_there)
        self._bench.decided.connect(self._on_decided)

    def _chosen(self) -> list[UUID]:
        return self._window.chosen_ids() if self._bench.ready else []

    @Slot()
    def compare(self) -> None:
        """Open what is current in the grid on the review stage."""
        current, chosen = self._window.gallery.view.current_row(), self._chosen()
        at = current.photo.id if current is not None and (not chosen or current.photo.id in chosen) else chosen[0]
        self._window.open_review(at)

    @Slot()
    def paint(self) -> None:
        """Paint on the photo, or compare it."""
        self._window.review.toggle_painting()

    # Marks

    @Slot(int)
    def rate(self, stars: int) -> None:
        if chosen := self._chosen():
            self._bench.edit.rate(chosen, stars)

    @Slot()
    def toggle_rejected(self) -> None:
        chosen = self._chosen()
        if not chosen:
            return
        rows = self._bench.photos.row_of
        back = all((row := rows(photo_id)) is not None and row.photo.rejected for photo_id in chosen)
        following = self._following(chosen[0]) if self._window.reviewing and not back else None
        look = self._bench.photos.look
        if look.rejected is not Rejected.SHOWN or look.decision is not None:
            self._go_on(chosen)
        self._bench.edit.toggle_rejected(chosen)
        if not back:
            self._after_decision(following)

    @Slot()
    def accept(self) -> None:
        """Deliver the result on the stage, or what is shown of each selected photo; then the next one comes."""
        chosen = self._chosen()
        rows = [row for photo_id in chosen if (row := self._bench.photos.row_of(photo_id)) is not None]
        accepted = {row.photo.id: row.delivered.job_id for row in rows if row.delivered is not None}
        on_stage = self._window.review.on_stage
        if self._window.reviewing and on_stage is not None:
            accepted = {chosen[0]: on_stage}
        if not accepted:
            return
        following = self._following(chosen[0]) if self._window.reviewing else None
        if self._bench.photos.look.decision is not None:
            self._go_on(chosen)
        self._bench.edit.accept(accepted)
        self._after_decision(following)

    @Slot(object)
    def go_on_after(self, photo_id: UUID) -> None:
        """The photo on the stage is ordered once more: look at the next one meanwhile."""
        if self._window.reviewing and self._window.review.photo_id == photo_id:
            self._after_decision(self._following(photo_id))

    def _following(self, photo_id: UUID) -> UUID | None:
        """What the stage shows after this one: the next result to decide on, or after one without, the next photo."""
        photos = self._bench.photos
        row, shown = photos.row_of(photo_id), photos.shown_rows()
        if row is not None and row.decision is not None:
            return next_open(shown, photo_id)
        at = photos.index_of(photo_id).row() + 1
        return shown[at].photo.id if 0 < at < len(shown) else None

    def _after_decision(self, following: UUID | None) -> None:
        if self._window.reviewing and following is not None:
            self._window.review.show_photo(following)
        done = reviewed(self._bench.photos.all_rows())
        if done.total and done.decided == done.total:
            self.reviewed.emit(done)

    @Slot(object)
    def _on_decided(self, photo_ids: list[UUID]) -> None:
        """What is decided on the stage is seen there, also when that is taken back."""
        if self._window.reviewing and len(photo_ids) == 1:
            self._window.review.show_photo(photo_ids[0])

    @Slot()
    def turn_left(self) -> None:
        self.turn(-1)

    @Slot()
    def turn_right(self) -> None:
        self.turn(1)

    @Slot(int)
    def turn(self, quarters: int) -> None:
        """Turn at once what is shown; results that are here already stay as they were delivered."""
        chosen = self._chosen()
        if not chosen:
            return
        self._bench.edit.turn(chosen, quarters)
        rows = [self._bench.photos.row_of(photo_id) for photo_id in chosen]
        if any(row is not None and row.output is not None for row in rows):
            text = tr("Results stay as they were delivered. Enhance again to have the turned photo edited.")
            self._window.notices.say("turned", text, seconds=10)

    @Slot(object)
    def finish(self, finishing: Finishing | None) -> None:
        if chosen := self._chosen():
            self._bench.edit.finish(chosen, finishing)

    @Slot()
    def match_to(self) -> None:
        """Have the rest of the selection look like its current photo; where that is alone, all that stand out."""
        chosen, current, photos = self._chosen(), self._window.gallery.view.current_row(), self._bench.photos
        if not chosen:
            return
        reference = current.photo.id if current is not None and current.photo.id in chosen else chosen[0]
        odd = [row.photo.id for row in photos.all_rows() if odd_one(row) is not None]
        others = [i for i in (chosen if len(chosen) > 1 else odd) if i != reference]
        self._bench.edit.match_to(others, reference, self._window.gallery.menu.usual)

    # Grouping

    @Slot()
    def join(self) -> None:
        self._join(self._chosen())

    @Slot()
    def split(self) -> None:
        self._split(self._chosen())

    @Slot()
    def confirm(self) -> None:
        self._confirm(self._chosen())

    @Slot(object)
    def _join(self, photo_ids: list[UUID]) -> None:
        if len(photo_ids) > 1:
            self._bench.edit.join(photo_ids)

    @Slot(object)
    def _split(self, stack_ids: list[UUID]) -> None:
        if stack_ids:
            self._bench.edit.split(stack_ids)

    @Slot(object)
    def _take_out(self, exposure_ids: list[UUID]) -> None:
        if exposure_ids:
            self._bench.edit.take_out(exposure_ids)

    @Slot(object)
    def _confirm(self, photo_ids: list[UUID]) -> None:
        if photo_ids:
            if self._bench.photos.look.unsure:
                self._go_on(photo_ids)
            self._bench.edit.confirm(photo_ids)

    def _go_on(self, leaving: list[UUID]) -> None:
        """Select what comes after photos that are about to leave the list, so that the same key goes through it."""
        if self._window.reviewing:
            return
        shown = [row.photo.id for row in self._bench.photos.shown_rows()]
        last = max((shown.index(photo_id) for photo_id in leaving if photo_id in shown), default=0)
        rest = [photo_id for photo_id in (*shown[last:], *reversed(shown[:last])) if photo_id not in leaving]
        self._window.gallery.view.select(rest[:1])

    @Slot()
    def show_unsure(self) -> None:
        """Show only what the grouping is not sure of, the first one opened."""
        self._window.close_review()
        gallery = self._window.gallery
        gallery.show_look(replace(self._bench.photos.look.everything(), unsure=True))
        rows = self._bench.photos.shown_rows()
        if rows:
            gallery.view.select([rows[0].photo.id])
            gallery.open_stack()
        gallery.view.setFocus()

    @Slot()
    def next_unsure(self) -> None:
        """Select the next photo that the grouping is not sure of, its stack opened; after the last comes the first."""
        self._window.close_review()
        gallery, shown = self._window.gallery, self._bench.photos.shown_rows()
        current = gallery.view.current_row()
        at = next((i for i, row in enumerate(shown) if current is not None and row.photo.id == current.photo.id), -1)
        found = next((row for row in (*shown[at + 1 :], *shown[: at + 1]) if row.photo.unsure), None)
        if found is None:
            self.show_unsure()  # a filter hides them
            return
        gallery.view.select([found.photo.id])
        gallery.open_stack()
        gallery.view.setFocus()

    # Order

    @Slot(int)
    def shift(self, by: int) -> None:
        """Move the selection by so many places."""
        chosen = self._chosen()
        if not chosen:
            return
        if self._bench.photos.look.movable:
            self._bench.edit.shift(chosen, by)
        else:
            text = tr("Photos can be moved while they are in the order of the shoot.")
            self._window.notices.say("order", text, action=tr("Show that order"), act=self._in_order, seconds=12)

    def shift_rows(self, rows: int) -> None:
        """Move the selection by so many rows of the grid."""
        self.shift(rows * self._window.gallery.view.columns)

    def _in_order(self) -> None:
        usual = Look()
        look = replace(self._bench.photos.look, sort=usual.sort, backwards=usual.backwards)
        self._window.gallery.show_look(look)

    @Slot(object, object)
    def _move(self, photo_ids: list[UUID], before: UUID | None) -> None:
        self._bench.edit.move(photo_ids, before)

    @Slot(object, int)
    def _shift_exposures(self, exposure_ids: list[UUID], by: int) -> None:
        if exposure_ids:
            self._bench.edit.shift_exposures(exposure_ids, by)

    @Slot(object, object)
    def _move_exposures(self, exposure_ids: list[UUID], before: UUID | None) -> None:
        self._bench.edit.move_exposures(exposure_ids, before)

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        """The photo's menu, on the review stage."""
        rows = [self._bench.photos.row_of(photo_id) for photo_id in self._chosen()]
        found = [row for row in rows if row is not None]
        if found:
            self._window.gallery.menu.build(found, reviewing=True).popup(at)
