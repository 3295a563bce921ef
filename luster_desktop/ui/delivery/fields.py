"""Fields of the forms of export recipes and rules."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox


def number(value: int, least: int, most: int, suffix: str, none: str = "") -> QSpinBox:
    """A number with its unit; the least one reads `none` where that is given."""
    box = QSpinBox()
    box.setRange(least, most)
    box.setValue(value)
    box.setSuffix(suffix)
    box.setSpecialValueText(none)
    box.setMinimumWidth(96)
    if (field := box.lineEdit()) is not None:
        field.setTextMargins(9, 0, 0, 0)  # which the style sheet's padding does not reach
    return box
