"""Paths as the library keeps them, and names as it shows them."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

RAW = "bytes:"


def storable(path: Path) -> str:
    """The path as the library keeps it: as text, or as bytes in hex where the name is no valid text."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return RAW + os.fsencode(path).hex()
    return text


def readable(text: str) -> Path:
    """The opposite of `storable`."""
    if text.startswith(RAW):
        return Path(os.fsdecode(bytes.fromhex(text.removeprefix(RAW))))
    return Path(text)


def display_name(path: Path) -> str:
    """The file's name as text that can be shown and sent: composed, without control characters."""
    name = unicodedata.normalize("NFC", os.fsencode(path.name).decode("utf-8", "replace"))
    return "".join("_" if unicodedata.category(c) == "Cc" else c for c in name)
