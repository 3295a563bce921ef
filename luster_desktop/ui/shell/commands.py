"""What the window does when it is asked: adding, ordering, saving, undoing, and the dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication

from luster_desktop.operations.adding import Outcome
from luster_desktop.operations.saving import results_of
from luster_desktop.paths import resource
from luster_desktop.ui.actions import Actions
from luster_desktop.ui.saving import Saver
from luster_desktop.ui.settings.store import WindowStore
from luster_desktop.ui.shell.photo_commands import PhotoCommands
from luster_desktop.ui.shell.window import MainWindow
from luster_desktop.ui.undo import Change
from luster_desktop.ui.widgets.dialogs import Question, Trouble, TroubleDialog
from luster_desktop.ui.widgets.files import ask_folder, ask_photos, show_in_folder
from luster_desktop.ui.workbench import NEW_SHOOT, Workbench
from luster_desktop.words.counts import photos, results
from luster_desktop.words.language import plural, tr
from luster_desktop.words.orders import saved
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from luster_desktop.facts import Finishing
    from luster_desktop.library.models import PhotoRow, Shoot
    from luster_desktop.operations.reviewing import Reviewed
    from luster_desktop.operations.saving import SaveReport
    from luster_desktop.ui.review.brush import Stroke
    from luster_desktop.ui.review.page import Canvas


class Commands(QObject):
    def __init__(
        self, window: MainWindow, bench: Workbench, saver: Saver, store: WindowStore, actions: Actions
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bench = bench
        self._saver = saver
        self._store = store
        self._actions = actions
        self._naming = False
        self.photos = PhotoCommands(window, bench)
        self._wire()

    def _wire(self) -> None:
        window, bench = self._window, self._bench
        window.gallery.menu.usual = self._usual_finishing
        window.dropped.connect(self._on_dropped)
        bench.made.connect(self._on_made)
        window.topbar.renamed.connect(bench.rename)
        window.topbar.title.left.connect(window.focus_page)
        window.sidebar.opened.connect(self._open)
        window.sidebar.new_asked.connect(self.new_shoot)
        window.sidebar.rename_asked.connect(self._rename)
        window.sidebar.removal_asked.connect(self._remove_shoot)
        window.gallery.view.locate_asked.connect(self.locate)
        window.activity.locate_asked.connect(self.locate)
        bench.located.connect(self._on_located)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_application_state)
        window.review.save_asked.connect(self.save_jobs)
        window.review.stroked.connect(self._paint)
        self.photos.reviewed.connect(self._on_reviewed)
        bench.added.connect(self._on_added)
        bench.troubled.connect(self.tell)
        bench.opened.connect(self._on_opened)
        bench.shoots_changed.connect(self._on_shoots)
        self._saver.saved.connect(self._on_saved)
        self._saver.progressed.connect(self._on_saving)
        self._saver.troubled.connect(self.tell)

    def _usual_finishing(self, row: PhotoRow) -> Finishing:
        from luster_desktop.operations.preparing import finishing_of

        return finishing_of(row.photo, row.exposures, self._store.wishes)

    # Adding

    @Slot()
    def add_photos(self) -> None:
        ask_photos(self._window, self._store.folder("add"), self._add)

    @Slot()
    def add_folder(self) -> None:
        ask_folder(self._window, tr("Add a folder of photos"), self._store.folder("add"), self._add_folder)

    def _add_folder(self, folder: Path) -> None:
        self._store.set_folder("add", folder)
        if self._bench.joinable is not None:
            self._window.ask_place([folder])
        else:
            self._bench.add_paths([folder])

    def _add(self, paths: Sequence[Path]) -> None:
        if paths:
            self._store.set_folder("add", paths[0].parent)
            self._bench.add_paths(list(paths))

    @Slot()
    def try_sample(self) -> None:
        """Open the photos that ship with the app, in a shoot of their own."""
        self._bench.add_sample(resource("sample_shoot"), tr("Sample shoot"))

    @Slot(object, bool)
    def _on_dropped(self, paths: list[Path], fresh: bool) -> None:
        if fresh:
            self._window.close_review()
            self._bench.add_shoots(paths)
        else:
            self._bench.add_paths(paths)

    @Slot(object)
    def _on_made(self, shoots: list[Shoot]) -> None:
        """Say which shoots a drop has made, with a way back."""
        names = ", ".join(shoot.name for shoot in shoots)
        text = plural("New shoot: {names}.", "{n} new shoots: {names}.", len(shoots), names=names)
        ids = [shoot.id for shoot in shoots]

        def undo() -> None:
            for shoot_id in ids:
                self._bench.remove_shoot(shoot_id)

        self._window.notices.say("made", text, tone="ok", action=tr("Undo"), act=undo, seconds=12)

    @Slot(object)
    def _on_added(self, outcome: Outcome) -> None:
        notices = self._window.notices
        skipped = len(outcome.rejected)
        added = plural("{n} photo added", "{n} photos added", outcome.added)
        again = (
            plural("{n} photo already in the shoot", "{n} photos already in the shoot", outcome.duplicates)
            if outcome.duplicates
            else ""
        )
        moved = (
            plural("{n} photo found again in a new place", "{n} photos found again in a new place", outcome.moved)
            if outcome.moved
            else ""
        )
        again = ", ".join(part for part in (moved, again) if part)
        away = next((file.reason for file in outcome.rejected if file.interrupted), None)
        if away is not None:
            notices.say("rejects", f"{added}. {sentence(away)}", tone="warn")
        elif skipped:
            out = plural("{n} file was left out", "{n} files were left out", skipped)
            text = ", ".join(part for part in (added, out, again) if part) + "."
            notices.say("rejects", text, tone="warn", action=tr("Show which"), act=lambda: self._show_rejects(outcome))
        elif again:
            notices.say("added", f"{added}, {again}.", seconds=8)
        elif outcome.joined and outcome.new:
            text = plural(
                "{n} photo added to {name}.", "{n} photos added to {name}.", outcome.added, name=outcome.shoot.name
            )
            notices.say("added", text, tone="ok", action=tr("Undo"), act=self._bench.undo.undo, seconds=12)

    def _show_rejects(self, outcome: Outcome) -> None:
        from luster_desktop.ui.shell.rejects import RejectsDialog

        RejectsDialog(self._window, outcome.rejected).open()

    # Files that are missing

    @Slot()
    def locate(self) -> None:
        """Have the user say where the shoot's missing files are now."""
        ask_folder(self._window, tr("Where are the photos now?"), self._store.folder("locate"), self._locate)

    def _locate(self, folder: Path) -> None:
        self._store.set_folder("locate", folder)
        self._bench.locate(folder)

    @Slot(int)
    def _on_located(self, found: int) -> None:
        text = (
            plural("{n} photo found again.", "{n} photos found again.", found)
            if found
            else tr("None of the missing photos is in that folder.")
        )
        self._window.notices.say("located", text, tone="ok" if found else "warn", seconds=12)

    @Slot(Qt.ApplicationState)
    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        """The user is back, perhaps with a card pulled out or put in."""
        if state is Qt.ApplicationState.ApplicationActive:
            self._bench.look_for_files()

    # Removing

    @Slot()
    def remove(self) -> None:
        """Take the selected photos out of the shoot, with a way back."""
        chosen = self._window.gallery.view.selected_ids()
        if chosen:
            self._bench.remove(chosen)
            text = plural(
                "{n} photo removed from the shoot. The files are still on your disk.",
                "{n} photos removed from the shoot. The files are still on your disk.",
                len(chosen),
            )
            self._window.notices.say("removed", text, action=tr("Undo"), act=self._bench.undo.undo, seconds=12)

    @Slot(object, object, object)
    def _paint(self, canvas: Canvas, before: tuple[Stroke, ...], after: tuple[Stroke, ...]) -> None:
        show = partial(self._window.review.set_strokes, canvas)
        self._bench.undo.push(Change("paint", show, before, after))

    # Saving

    @Slot()
    def save(self) -> None:
        """Save what is on the stage, the selection, or else all of the shoot."""
        if self._window.reviewing:
            self._window.review.save()
        else:
            self.save_jobs(self._window.gallery.saveable())

    @Slot()
    def save_all(self) -> None:
        """Save what is delivered of every photo of the shoot that is not rejected."""
        self.save_jobs(results_of(self._bench.photos.all_rows()))

    @Slot(object)
    def _on_reviewed(self, done: Reviewed) -> None:
        text = tr(
            "Every result is reviewed: {accepted} accepted, {rejected} rejected.",
            accepted=done.accepted,
            rejected=done.rejected,
        )
        save = tr("Save all…") if done.accepted else ""
        self._window.notices.say("reviewed", text, tone="ok", action=save, act=self.save_all)

    @Slot(object)
    def save_jobs(self, job_ids: list[UUID]) -> None:
        if not job_ids:
            return
        folder = self._store.save_folder
        if folder is not None:
            self._save_to(job_ids, folder)
        else:
            title = tr("Save {results} to", results=results(len(job_ids)))
            ask_folder(self._window, title, self._store.folder("save"), lambda chosen: self._save_to(job_ids, chosen))

    def _save_to(self, job_ids: list[UUID], folder: Path) -> None:
        self._store.set_folder("save", folder)
        self._saver.save(self._bench.library, job_ids, folder, words=self._store.words)

    @Slot(int, int)
    def _on_saving(self, done: int, total: int) -> None:
        if total > 20 and done < total:
            self._window.notices.say("saved", tr("Saving {done} of {total}…", done=done, total=total))

    @Slot(object, object)
    def _on_saved(self, report: SaveReport, folder: Path) -> None:
        self._window.notices.say(
            "saved",
            saved(report),
            tone="warn" if report.failed else "ok",
            action=tr("Show in folder"),
            act=lambda: show_in_folder(folder),
        )

    # Shoots

    @Slot(object)
    def _open(self, shoot_id: UUID) -> None:
        self._window.close_review()
        self._bench.open(shoot_id)

    @Slot()
    def new_shoot(self) -> None:
        if self._bench.ready:
            self._naming = True
            self._window.close_review()
            self._bench.new_shoot()

    @Slot(object)
    def _rename(self, shoot_id: UUID) -> None:
        self._bench.open(shoot_id)
        self.rename()

    @Slot()
    def rename(self) -> None:
        """Have the user write another name over the open shoot's."""
        self._window.topbar.title.setFocus()
        self._window.topbar.title.selectAll()

    @Slot(object)
    def _remove_shoot(self, shoot_id: UUID) -> None:
        name = next((shoot.name for shoot in self._bench.shoots if shoot.id == shoot_id), tr("this shoot"))
        text = tr(
            "Its edits are forgotten on this computer. "
            "Your own photos and everything that you have saved stay where they are."
        )
        question = Question(
            self._window, tr("Remove “{name}” from Luster?", name=name), text, no=tr("Keep it"), yes=tr("Remove shoot")
        )
        question.accepted.connect(lambda: self._bench.remove_shoot(shoot_id))
        question.open()

    @Slot(object)
    def _on_opened(self, shoot: Shoot | None) -> None:
        self._window.close_review()
        self._window.notices.clear("removed")
        self._name_window(shoot)
        if self._naming and shoot is not None and shoot.name == tr(NEW_SHOOT):
            self._naming = False
            self._window.topbar.show_shoot(shoot.name, "")
            self._window.topbar.title.setFocus()
            self._window.topbar.title.selectAll()
        else:
            self._window.gallery.view.setFocus()

    def _name_window(self, shoot: Shoot | None) -> None:
        self._window.setWindowTitle(tr("{name} – Luster", name=shoot.name) if shoot is not None else "Luster")

    @Slot()
    def _on_shoots(self) -> None:
        bench = self._bench
        current = bench.current
        self._window.sidebar.show_shoots(bench.shoots, bench.summaries, current.id if current else None)
        if current is not None:
            current = next((shoot for shoot in bench.shoots if shoot.id == current.id), current)
        summary = bench.summaries.get(current.id) if current is not None else None
        count = photos(summary.photos - len(bench.hidden)) if summary is not None and summary.photos else ""
        self._window.topbar.show_shoot(current.name if current else None, count)
        self._name_window(current)
        self._window.gallery.set_ready()

    # Dialogs

    @Slot(object)
    def tell(self, trouble: Trouble) -> None:
        TroubleDialog(self._window, trouble).open()

    @Slot()
    def settings(self) -> None:
        from luster_desktop.ui.settings.dialog import SettingsDialog

        SettingsDialog(self._window, self._store).open()

    @Slot()
    def shortcuts(self) -> None:
        from luster_desktop.ui.settings.sheets import ShortcutSheet

        ShortcutSheet(self._window, self._actions.sheet()).open()
