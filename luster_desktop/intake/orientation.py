"""Which way is up, as EXIF counts it."""

from __future__ import annotations

_CLOCKWISE = {1: 6, 6: 3, 3: 8, 8: 1, 2: 7, 7: 4, 4: 5, 5: 2}
"""The orientation of a photo that is turned by a quarter clockwise after its own orientation was applied."""


def turned(orientation: int, quarters: int) -> int:
    """The orientation, of 1 to 8, of a photo that is turned clockwise."""
    for _ in range(quarters % 4):
        orientation = _CLOCKWISE[orientation]
    return orientation
