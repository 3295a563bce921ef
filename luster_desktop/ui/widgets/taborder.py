"""The order in which Tab goes through controls."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def tab_through(widgets: Iterable[QWidget]) -> None:
    """Have Tab go through these as they come. Qt's own order is that in which they were made."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
