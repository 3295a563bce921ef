"""Why a file is not rebuilt."""

from __future__ import annotations

from luster_desktop.intake.formats import Unreadable


class Foreign(Exception):
    """A file of a form that cannot be rebuilt around its coded pixels; these may still be read and coded anew."""


class Incomplete(Unreadable):
    """A part of the picture is missing."""

    def __init__(self, sentence: str = "The file is damaged: a part of the picture is missing.") -> None:
        super().__init__(sentence)


class Animated(Unreadable):
    """Several pictures that are shown one after the other."""

    def __init__(self, sentence: str = "The file is an animation, not a photo.") -> None:
        super().__init__(sentence)
