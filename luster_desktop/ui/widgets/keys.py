"""Keys of the keyboard, as this system and its language write them."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

_MODIFIERS = ("Ctrl+", "Shift+", "Alt+")


def native(keys: str) -> str:
    """ "Ctrl+G" as the user knows it, and what stands for several keys, "Shift+1 – 9", too."""
    found = QKeySequence(keys)
    if found.toString(QKeySequence.SequenceFormat.PortableText) == keys:
        return found.toString(QKeySequence.SequenceFormat.NativeText)
    for modifier in _MODIFIERS:
        if modifier in keys:
            named = QKeySequence(f"{modifier}A").toString(QKeySequence.SequenceFormat.NativeText)
            keys = keys.replace(modifier, named.removesuffix("A"))
    return keys


def with_keys(text: str, keys: str) -> str:
    """A tip, with the keys that do the same: "Join into one stack  Ctrl+G"."""
    return f"{text}  {native(keys)}" if keys else text
