"""Why a file is not rebuilt."""

from __future__ import annotations

from luster_desktop.intake.formats import Unreadable
from luster_desktop.reasons import Reason


class Foreign(Exception):
    """A file of a form that cannot be rebuilt around its coded pixels; these may still be read and coded anew."""


class Incomplete(Unreadable):
    """A part of the picture is missing."""

    def __init__(self, reason: str = Reason.DAMAGED_PART) -> None:
        super().__init__(reason)


class Animated(Unreadable):
    """Several pictures that are shown one after the other."""

    def __init__(self, reason: str = Reason.ANIMATION) -> None:
        super().__init__(reason)
