"""The review room: one photo large, its results, and what can be done with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from luster_desktop.delivery.items import Kind
from luster_desktop.library.models import Decision, PhotoRow
from luster_desktop.operations.anchors import anchor_named
from luster_desktop.operations.painting import Part, Stroke, as_text, parts, told, turned
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.tasks.thumbnails import Key, ThumbnailService
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.pictures import EDGES, closely
from luster_desktop.ui.gallery.status import problem_of, story
from luster_desktop.ui.review.brush import BrushBar, BrushLayer
from luster_desktop.ui.review.compare import CompareView, Mode
from luster_desktop.ui.review.decisions import DecisionBar
from luster_desktop.ui.review.filmstrip import Filmstrip
from luster_desktop.ui.review.note import NoteDialog
from luster_desktop.ui.review.overlay import ChangeOverlay
from luster_desktop.ui.review.pictures import Picture, PictureLoader
from luster_desktop.ui.review.toolbar import ReviewToolbar
from luster_desktop.ui.review.upright import Upright, size_of
from luster_desktop.ui.review.versions import Version, versions_of
from luster_desktop.ui.widgets.controls import label, line
from luster_desktop.words.reasons import sentence
from luster_desktop.words.recipes import likeness, named

KEPT = 64 * 1024 * 1024  # bytes of pictures that stay while the gallery is on screen


class Canvas(NamedTuple):
    """What is painted on, and what for."""

    place: UUID
    """The job whose result is gone on from, or else the photo."""
    needed: bool
    """Whether an edit changes what is painted; else all edits are limited to it."""


class ReviewPage(QWidget):
    """`photo_changed(photo_id)`, `save_asked([job_id])`, `redo_asked(photo_id, Recipe)`, `retry_asked(photo_id)`."""

    photo_changed = Signal(object)
    save_asked = Signal(object)
    redo_asked = Signal(object, object)
    retry_asked = Signal(object)
    stroked = Signal(object, object, object)
    """What was painted on, by `canvas`, and its strokes before and after."""
    painted_changed = Signal()
    source_changed = Signal()
    more_asked = Signal(QPoint)

    def __init__(self, model: GalleryModel, thumbnails: ThumbnailService, runner: TaskRunner) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self._photos = model
        self._thumbnails = thumbnails
        self._runner = runner
        self._photo_id: UUID | None = None
        self._versions: list[Version] = []
        self._version = 0
        self._newest: UUID | None = None
        self._ahead = 0
        self._source: Version | None = None
        self._looked_at: tuple[Path, int] | None = None
        self._upright = Upright()
        self._pictures = PictureLoader(runner, thumbnails, self)
        self._pictures.loaded.connect(self._on_loaded)
        self._pictures.failed.connect(self._on_failed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.toolbar = ReviewToolbar()
        column.addWidget(self.toolbar)
        column.addWidget(line())
        self._problem = label("", "bad", wrap=True)
        self._problem.setContentsMargins(16, 8, 16, 8)
        self._problem.hide()
        column.addWidget(self._problem)
        self.brush_bar = BrushBar()
        self.brush_bar.hide()
        column.addWidget(self.brush_bar)
        self._facts = label("", "small", wrap=True)
        self._facts.setContentsMargins(16, 6, 16, 6)
        self._facts.hide()
        column.addWidget(self._facts)
        self.compare = CompareView()
        self._changes = ChangeOverlay(self.compare, runner)
        self.model_versions = self._changes.versions
        column.addWidget(self._changes.bar)
        self.brush = BrushLayer(self.compare)
        self._strokes: dict[Canvas, tuple[Stroke, ...]] = {}
        self._needs_paint = False
        column.addWidget(self.compare, 1)
        self.decisions = DecisionBar()
        column.addWidget(self.decisions)
        self.strip = Filmstrip(model, thumbnails)
        column.addWidget(self.strip)
        self._wire()

    def _wire(self) -> None:
        bar = self.toolbar
        bar.version_asked.connect(self._show_version)
        bar.mode_asked.connect(self._set_mode)
        bar.changes_toggled.connect(self._refresh_changes)
        self._changes.bar.chosen.connect(self._refresh_changes)
        bar.more_asked.connect(self.more_asked)
        self.strip.chosen.connect(self.show_photo)
        self.compare.zoom_changed.connect(bar.show_zoom)
        self.compare.full_wanted.connect(self._want_full)
        self._photos.dataChanged.connect(self._on_data)
        self.compare.resized.connect(self.brush.resize)
        self.brush.stroked.connect(self._on_stroke)
        self.brush.chips.told.connect(self._on_told)
        self.brush.radius_changed.connect(self._show_brush)
        self.brush_bar.radius_asked.connect(self.brush.set_radius)
        self.brush_bar.clear_asked.connect(self._clear_strokes)
        self.brush_bar.painting_asked.connect(self.set_painting)

    @property
    def photo_id(self) -> UUID | None:
        return self._photo_id

    @Slot(object)
    def show_photo(self, photo_id: UUID) -> None:
        """Show a photo of the open shoot: with the result that was decided on, or else with the newest."""
        row = self._photos.row_of(photo_id)
        if row is None:
            return
        changed = photo_id != self._photo_id
        if self._photo_id is None:
            self._thumbnails.prepare(())  # the grid's pictures can wait for those of the stage
        self._photo_id = photo_id
        self.strip.show_photo(photo_id)
        self._take_versions(row, anew=changed)
        if changed:
            self._changes.drop()
            self.go_on_from(None)
            self.photo_changed.emit(photo_id)
            self._show_brush()
        self._show(keep_view=not changed)

    def leave(self) -> None:
        """Forget what is loading; the gallery is on screen again."""
        self._photo_id = None
        self._ahead = 0
        self.go_on_from(None)
        self._pictures.forget_others(set())
        self._pictures.trim(KEPT)

    # What is on the stage

    def _take_versions(self, row: PhotoRow, *, anew: bool) -> None:
        """The photo's results as they are now: what is on the stage stays, unless a new one has come."""
        newest = row.output.job_id if row.output is not None else None
        current = self._current()
        wanted = row.delivered.job_id if row.delivered and row.decision is not Decision.OPEN else newest
        if current is not None and not anew and newest == self._newest:
            wanted = current.output.job_id
        self._newest = newest
        self._versions = versions_of(row.results, row.jobs, self._photos.preset_titles)
        ids = [version.output.job_id for version in self._versions]
        self._version = ids.index(wanted) if wanted in ids else 0

    def _row(self) -> PhotoRow | None:
        return self._photos.row_of(self._photo_id) if self._photo_id else None

    @property
    def compared(self) -> bool:
        """Whether there is a result on the stage."""
        return self._current() is not None

    @property
    def on_stage(self) -> UUID | None:
        """The job whose result is on the stage."""
        version = self._current()
        return version.output.job_id if version is not None else None

    # Going on from a result

    @property
    def source(self) -> Version | None:
        """The result that the next order edits in place of the photo."""
        return self._source

    @property
    def can_go_on(self) -> bool:
        """Whether the next order may edit the result on the stage: the service has made it."""
        version = self._current()
        return version is not None and version.job is not None and version.job.asset_id is not None

    def go_on(self) -> None:
        """Have the next order edit the result on the stage."""
        if self.can_go_on:
            self.go_on_from(self._current())

    def go_on_from_photo(self) -> None:
        """Have the next order edit the photo itself."""
        self.go_on_from(None)

    def go_on_from(self, version: Version | None) -> None:
        """Have the next order edit this result, or the photo itself."""
        if version != self._source:
            self._source = version
            self.source_changed.emit()
            if self._photo_id is not None:
                self._show(keep_view=True)
                self._show_brush()

    def _current(self) -> Version | None:
        return self._versions[self._version] if self._versions else None

    def _show(self, *, keep_view: bool) -> None:
        row = self._row()
        if row is None:
            return
        self._looked_at = (row.before, row.photo.turn)
        before_path, after_path = self._before_path(row), self._after_path()
        near = self._neighbours()
        self._pictures.forget_others({before_path, *near} | ({after_path} if after_path else set()))
        for path in (after_path, before_path, *near):
            if path is not None:
                self._pictures.want(path, merging=row.unmerged if path == row.before else ())
        before = self._before(row)
        after = (self._pictures.picture(after_path) or self._standby(after_path)) if after_path else None
        size = size_of(row, before)
        ready = before is not None and (after is not None or after_path is None)
        if ready or not keep_view:
            self.compare.show_pictures(before if ready else None, after, size, keep_view=keep_view)
        if before is None and (problem := problem_of(row)) is not None:
            self.compare.show_message(problem)
        self._show_facts(row)
        self._refresh_changes()

    def _before(self, row: PhotoRow) -> Picture | None:
        """The photo before the edit that is on the stage, the right way up."""
        path = self._before_path(row)
        picture = self._pictures.picture(path) or self._standby(path)
        if path != row.before:
            return picture  # a result lies as it was ordered
        version = self._current()
        beside = version.output if version is not None else None
        return self._upright.of(picture, row, None if self.brush.isVisibleTo(self.compare) else beside)

    def _before_path(self, row: PhotoRow) -> Path:
        """What is painted on: the result that is gone on from. What is compared with: the photo."""
        painting = self.brush.isVisibleTo(self.compare)
        return self._source.output.path if painting and self._source is not None else row.before

    def _show_facts(self, row: PhotoRow) -> None:
        self.toolbar.show_photo(row, self._versions, self._version, self._photos.preset_titles)
        self.decisions.show_photo(row, self._versions, self._version, self._photos.all_rows())
        self._problem.setText(problem_of(row) or "")
        self._problem.setVisible(bool(row.problem))
        facts = "   ".join(part for part in (story(row), self._likeness()) if part)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))

    def _likeness(self) -> str:
        """Which photo the result on the stage was to look like."""
        job = version.job if (version := self._current()) is not None else None
        if job is None or job.recipe.anchor is None:
            return ""
        return likeness(job, anchor_named(self._photos.all_rows(), job))

    def _after_path(self) -> Path | None:
        """The result on the stage."""
        version = self._current()
        return version.output.path if version is not None else None

    def _standby(self, path: Path) -> Picture | None:
        """The thumbnail that is in memory, large, until the picture is here."""
        for edge in reversed(EDGES):
            found = self._thumbnails.pixmap(Key(path, edge))
            if found is not None:
                return Picture((found.toImage().convertToFormat(QImage.Format.Format_RGB32),), full=False)
        return None

    def _neighbours(self) -> list[Path]:
        """What the next steps will show: on both sides, or further on where the last one came from the other side."""
        here = self._photos.index_of(self._photo_id).row() if self._photo_id else -1
        ahead = (self._ahead, 2 * self._ahead) if self._ahead else (1, -1)
        places = [here + by for by in ahead if here >= 0]
        return [path for at in places if 0 <= at < self._photos.rowCount() for path in closely(self._photos.at(at))]

    @Slot(object)
    def _on_loaded(self, path: object) -> None:
        row = self._row()
        if row is not None and path in (self._before_path(row), self._after_path()):
            self._show(keep_view=True)

    @Slot(object, str)
    def _on_failed(self, path: object, reason: str) -> None:
        row = self._row()
        version = self._current()
        if row is not None and (path == row.before or (version is not None and path == version.output.path)):
            self.compare.show_message(sentence(reason))

    @Slot()
    def _want_full(self) -> None:
        row = self._row()
        version = self._current()
        paths = ([row.before] if row and not row.unmerged else []) + ([version.output.path] if version else [])
        for path in paths:
            picture = self._pictures.picture(path)
            if picture is not None and self.compare.lacks(picture):  # not for the thumbnail that stands in
                self._pictures.want(path, full=True)

    @Slot()
    def _on_data(self) -> None:
        """Something about the shoot changed; a new result of this photo is shown at once."""
        row = self._row()
        if row is None or not self.isVisible():
            return
        on_stage = self._after_path()
        self._take_versions(row, anew=False)
        if (row.before, row.photo.turn) != self._looked_at or self._after_path() != on_stage:
            self._show(keep_view=True)
            self._show_brush()
        else:
            self._show_facts(row)

    # Hands

    @Slot(int)
    def _show_version(self, index: int) -> None:
        if 0 <= index < len(self._versions):
            self._version = index
            self._changes.drop()
            self._show(keep_view=True)

    @Slot(str)
    def _set_mode(self, mode: str) -> None:
        if not self.brush.isVisibleTo(self.compare):
            self.compare.set_mode(Mode(mode))

    @Slot()
    def _refresh_changes(self) -> None:
        version, row = self._current(), self._row()
        shown = self.toolbar.changes_shown and version is not None and not self.brush.isVisibleTo(self.compare)
        self._changes.bar.setVisible(shown)
        if not shown or version is None or row is None:
            self._changes.drop()
            return
        here, after = self._pictures.picture(row.before), self._pictures.picture(version.output.path)
        if here is not None and after is not None and (before := self._before(row)) is not None:
            self._changes.show(version, before, after)

    def step(self, by: int) -> None:
        """Go to another photo of the shoot, `by` places on."""
        self._ahead = 1 if by > 0 else -1
        self.strip.step(by)

    def next_version(self) -> None:
        """Show the next result of the photo."""
        self._show_version((self._version + 1) % max(1, len(self._versions)))

    def next_layer(self) -> None:
        """Tint something else, while changes are shown."""
        if self.toolbar.changes_shown:
            self._changes.bar.step()

    # Painting

    def toggle_painting(self) -> None:
        """Paint, or compare."""
        self.set_painting(not self.brush.isVisibleTo(self.compare))

    def need_paint(self, needed: bool) -> None:
        """Whether a chosen edit needs a painted place; else what is painted limits the edits to it."""
        if needed != self._needs_paint:
            self._needs_paint = needed
            self.set_painting(needed)

    @Slot(bool)
    def set_painting(self, painting: bool) -> None:
        self.brush.setVisible(painting)
        self.compare.pin_before(painting)
        self.compare.set_mode(Mode.WIPE if painting else self.toolbar.mode)
        self._show(keep_view=True)
        self._show_brush()

    def painted(self) -> str | None:
        """The photo's painted place as an order carries it, empty when there is none; None when no photo is shown."""
        return None if self._photo_id is None else as_text(self._strokes_here())

    def removed(self) -> tuple[Kind, ...]:
        """What goes with each part that a removal takes away, as far as it was said."""
        return tuple(part.kind or Kind.REMOVE for part in self._asked(self._strokes_here()))

    def _asked(self, strokes: tuple[Stroke, ...]) -> tuple[Part, ...]:
        """The parts of which it matters what they are: those that are taken away."""
        row = self._row()
        return parts(strokes, size_of(row, self._before(row))) if row is not None and self._needs_paint else ()

    @property
    def canvas(self) -> Canvas | None:
        """What is painted on."""
        source = self._source.job if self._source is not None else None
        place = source.id if source is not None else self._photo_id
        return None if place is None else Canvas(place, self._needs_paint)

    def set_strokes(self, canvas: Canvas, strokes: tuple[Stroke, ...]) -> None:
        """As they lie on the photo before the user turned it."""
        self._strokes[canvas] = strokes
        self._show_brush()
        self.painted_changed.emit()

    def _strokes_here(self) -> tuple[Stroke, ...]:
        row, canvas = self._row(), self.canvas
        return turned(self._strokes.get(canvas, ()), row.photo.turn) if row is not None and canvas else ()

    @Slot(object)
    def _on_stroke(self, stroke: Stroke) -> None:
        row, canvas = self._row(), self.canvas
        if row is not None and canvas is not None:
            before = self._strokes.get(canvas, ())
            self.stroked.emit(canvas, before, (*before, *turned((stroke,), -row.photo.turn)))

    @Slot(int, object)
    def _on_told(self, number: int, kind: Kind) -> None:
        canvas = self.canvas
        if canvas is not None:
            before = self._strokes.get(canvas, ())
            part = self._asked(self._strokes_here())[number]
            self.stroked.emit(canvas, before, told(before, part, kind))

    @Slot()
    def _clear_strokes(self) -> None:
        if (canvas := self.canvas) is not None and (before := self._strokes.get(canvas, ())):
            self.stroked.emit(canvas, before, ())

    @Slot()
    def _show_brush(self) -> None:
        strokes = self._strokes_here()
        asked = self._asked(strokes)
        self.brush.show_strokes(strokes, asked)
        painting = self.brush.isVisibleTo(self.compare)
        self.brush_bar.setVisible(self._needs_paint or painting or bool(strokes))
        self.brush_bar.show_state(
            painting=painting,
            strokes=len(strokes),
            radius=self.brush.radius,
            limits=not self._needs_paint,
            untold=sum(part.kind is None for part in asked),
        )

    @Slot()
    def save(self) -> None:
        version = self._current()
        if version is not None:
            self.save_asked.emit([version.output.job_id])

    @Slot()
    def redo_noted(self) -> None:
        """Order this version again with a note, which the user is asked for."""
        row, version = self._row(), self._current()
        if row is None or version is None or version.job is None:
            return
        photo_id, recipe = row.photo.id, version.job.recipe
        dialog = NoteDialog(self, named(recipe, self._photos.preset_titles), recipe.note or "")
        dialog.noted.connect(lambda note: self.redo_asked.emit(photo_id, replace(recipe, note=note or None)))
        dialog.open()

    @Slot()
    def redo(self) -> None:
        """Order this version again, or try again what failed."""
        row = self._row()
        version = self._current()
        if row is None:
            return
        if row.problem:
            self.retry_asked.emit(row.photo.id)
        elif version is not None and version.job is not None:
            self.redo_asked.emit(row.photo.id, version.job.recipe)
