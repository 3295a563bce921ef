"""What can be taken back: any change of the open shoot, as what it was before and what it is after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

T = TypeVar("T")


class Change(QUndoCommand, Generic[T]):
    """`apply` gets `after` when the change is made, and `before` when it is taken back.

    With `done` it has been made already, so that pushing it does nothing.
    """

    def __init__(self, text: str, apply: Callable[[T], None], before: T, after: T, *, done: bool = False) -> None:
        super().__init__(text)
        self._apply = apply
        self._before = before
        self._after = after
        self._done = done

    def redo(self) -> None:
        if self._done:
            self._done = False
        else:
            self._apply(self._after)

    def undo(self) -> None:
        self._apply(self._before)
