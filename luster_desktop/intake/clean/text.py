"""Words that a file brings along: which of them may go on, and which of them tell a place."""

from __future__ import annotations

import re
from typing import Any

_NUMBER = r"\d{1,3}[.,]\d"
_COORDINATES = re.compile(
    "|".join(
        (
            r"\d[.,]\d{4}",  # more decimals than any lens has
            r"\d[.,]\d{3}(?!\d|\s?mm)",
            rf"[-+]?{_NUMBER}\d+°?\s?[NSEWO]?\s?[,;/ ]\s?[-+]?{_NUMBER}\d",
            r"°|º|\d\s?['′’]\s?\d",
            r"\b[NSEWO]\s?\d{1,3}\s\d{1,2}[.,'′ ]",
            r"\d{1,3}\s\d{1,2}([.,]\d+|\s\d{1,2}([.,]\d+)?)\s?[NSEWO]\b",
            r"\b(lat|lon|lng|latitude|longitude|gps|geo|geotag|geotagged|geohash|olc|w3w)\b\s*[:=]?",
            r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",  # a plus code
        )
    ),
    re.IGNORECASE,
)


def tells_coordinates(text: str) -> bool:
    """Whether the text says a place in numbers, or that it is about to."""
    return _COORDINATES.search(text) is not None


def short(raw: Any, most: int = 64) -> str | None:
    """A name as a camera or a lens has it: printable ASCII, not long, and no coordinates. None for all else."""
    text = plain(raw)
    if text is None or not text or len(text) > most or not text.isascii() or tells_coordinates(text):
        return None
    return text


def plain(raw: Any) -> str | None:
    """The printable text up to its first NUL, or None where it is none."""
    if isinstance(raw, bytes):
        raw = raw.split(b"\0", 1)[0].decode("utf-8", "replace")
    if not isinstance(raw, str):
        return None
    text = " ".join(raw.split("\0", 1)[0].split())
    return text if text.isprintable() and "\ufffd" not in text else None
