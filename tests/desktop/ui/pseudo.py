"""A language that is nobody's: longer than any, each text in brackets, so that what is not said by it shows.

Run from right to left it is what the window is like in Arabic or Hebrew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from luster_desktop.words import language
from luster_desktop.words.language import English

LONGER = 0.4
_ACCENTS = str.maketrans("aeiounycAEIOUNYC", "åéîöüñýçÅÉÎÖÜÑÝÇ")
_MORE = "øre ïpsum dólor sït ámet ålor et mägna ultrïces"


class Pseudo(English):
    """Every text, and nothing else, in brackets; `mirrored` by a mark that has Qt take it for Arabic or Hebrew."""

    def __init__(self, *, mirrored: bool = False) -> None:
        self._mark = "\N{RIGHT-TO-LEFT MARK}" if mirrored else ""

    def translation(self, source: str, note: str, count: int) -> str:
        text = source if count in (-1, 1) else note
        told = text.strip()
        if not any(letter.isalpha() for letter in re.sub(r"{.*?}", "", told)):
            return text
        pieces = re.split(r"({.*?})", told)
        said = "".join(piece if piece.startswith("{") else piece.translate(_ACCENTS) for piece in pieces)
        more = _words(round(len(told) * LONGER))
        return text.replace(told, f"{self._mark}[{said}{more}]")

    def within(self, title: str) -> str:
        return title


def _words(length: int) -> str:
    """So many characters more, a word of their own where they are several."""
    if length < 4:
        return "ø" * length
    return f" {(_MORE * (length // len(_MORE) + 1))[: length - 1]}"


def speak(app: QApplication, *, mirrored: bool) -> None:
    """Have windows that are made from now on speak it, from right to left if `mirrored`."""
    language.use(Pseudo(mirrored=mirrored))
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)


@contextmanager
def spoken(app: QApplication, *, mirrored: bool = False) -> Iterator[None]:
    """Have windows that are made meanwhile speak it."""
    speak(app, mirrored=mirrored)
    try:
        yield
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        language.use(English())
