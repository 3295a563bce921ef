"""When to try again: pauses that grow, and are spread; or as long as the other end asks for."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST_ASKED = 3600.0
"""Seconds: who asks for more is asked again after these."""


def pause(attempts: int, asked: float | None = None, *, first: float = 2.0, most: float = 300.0) -> float:
    """Seconds to the next try after `attempts` failed ones: `first`, doubled each time, to `most`, spread by a quarter.

    Where the other end has `asked` for a pause, nobody comes before it is over, and not all at once afterwards.
    """
    if asked is not None:
        return asked + random.uniform(0.0, 0.25) * min(asked, most)  # noqa: S311  # spread, not secrecy
    return min(most, first * 2.0 ** min(attempts, 10)) * random.uniform(0.75, 1.25)  # noqa: S311


def due_after(attempts: int, asked: float | None = None) -> float:
    """POSIX time of the next try."""
    return time.time() + pause(attempts, asked)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a reply's header `Retry-After` asks to wait for, as a number or a date; None when it does not."""
    said = headers.get("Retry-After", "").strip()
    try:
        seconds = float(said)
    except ValueError:
        try:
            moment = parsedate_to_datetime(said)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = moment.timestamp() - time.time()
    if seconds != seconds:  # a header may say "nan"
        return None
    return min(max(0.0, seconds), LONGEST_ASKED)
