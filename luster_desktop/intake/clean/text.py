"""Words that a file brings along: which of them may go on, and which of them tell a place."""

from __future__ import annotations

import re
from typing import Any

_COORDINATES = re.compile(
    "|".join(
        (
            r"(?<![\d.,])\d{1,3}[.,]\d{4}",
            r"-?\d{1,3}\.\d{3,}\s?°?\s?[NSEWO]?\s?[,;/ ]\s?-?\d{1,3}\.\d{3}",
            r"\d[.,]\d{2,}\s?°?\s?[NSEWO]\b",
            r"\d\s?[°º]\s?\d",
            r"\b[NSEWO]\s?\d{1,3}\s\d{1,2}[.,'′ ]",
            r"\d{1,3}\s\d{1,2}([.,]\d+|\s\d{1,2}([.,]\d+)?)\s?[NSEWO]\b",
            r"\b(lat|lon|lng|latitude|longitude|gps|geo)\s*[:=]|\bgeo(tag|tagged|hash)\b",
            r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",  # a plus code
        )
    ),
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"\d[.,]\d{3}(?!\d|\s?mm)|°|º|\d\s?['′’]\s?\d|\b(lat|lon|gps|geo)", re.IGNORECASE)
"""What the name of no camera or lens has: more decimals, degrees, minutes."""


def tells_coordinates(text: str) -> bool:
    """Whether the text says a place in numbers. Prices, areas and sizes of rooms are none."""
    return _COORDINATES.search(text) is not None


def short(raw: Any, most: int = 64) -> str | None:
    """A name as a camera or a lens has it: printable ASCII, not long, and no coordinates. None for all else."""
    text = plain(raw)
    if not text or len(text) > most or not text.isascii():
        return None
    return None if tells_coordinates(text) or _NO_NAME.search(text) else text


def plain(raw: Any) -> str | None:
    """The printable text up to its first NUL, or None where it is none."""
    if isinstance(raw, bytes):
        raw = raw.split(b"\0", 1)[0].decode("utf-8", "replace")
    if not isinstance(raw, str):
        return None
    text = " ".join(raw.split("\0", 1)[0].split())
    return text if text.isprintable() and "\ufffd" not in text else None
