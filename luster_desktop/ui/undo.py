"""What can be taken back: removing photos from a shoot, and renaming it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from luster_desktop.ui.review.brush import Stroke

    Strokes = tuple[Stroke, ...]


class RemovePhotos(QUndoCommand):
    """`hide` gets all photos that are out of the shoot after each step."""

    def __init__(self, hide: Callable[[frozenset[UUID]], None], before: frozenset[UUID], gone: frozenset[UUID]) -> None:
        super().__init__(f"remove {len(gone)} photos")
        self._hide = hide
        self._before = before
        self._gone = gone

    def redo(self) -> None:
        self._hide(self._before | self._gone)

    def undo(self) -> None:
        self._hide(self._before)


class RenameShoot(QUndoCommand):
    def __init__(self, rename: Callable[[UUID, str], None], shoot_id: UUID, before: str, after: str) -> None:
        super().__init__("rename shoot")
        self._rename = rename
        self._shoot_id = shoot_id
        self._names = (before, after)

    def redo(self) -> None:
        self._rename(self._shoot_id, self._names[1])

    def undo(self) -> None:
        self._rename(self._shoot_id, self._names[0])


class Paint(QUndoCommand):
    def __init__(self, show: Callable[[UUID, Strokes], None], photo_id: UUID, before: Strokes, after: Strokes) -> None:
        super().__init__("paint")
        self._show = show
        self._photo_id = photo_id
        self._strokes = (before, after)

    def redo(self) -> None:
        self._show(self._photo_id, self._strokes[1])

    def undo(self) -> None:
        self._show(self._photo_id, self._strokes[0])
