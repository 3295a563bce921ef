"""What can be taken back: removing photos from a shoot, and renaming it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtGui import QUndoCommand


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
