"""The account's rate limits, as the vendor keeps and tells them: a bucket for each kind, which drains evenly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from backend.local.image_model.problems import Problem

KINDS = ("requests", "tokens", "input-images")
DEFAULTS: dict[str, float] = {"requests": 5_000, "tokens": 20_000_000, "input-images": 5_000, "seconds": 60}
TOKENS = 7_000
"""Of one image, which is what the vendor sets aside before it knows better."""


class Limits:
    """How much of each kind may be used in so many `seconds`; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self.say({})

    def say(self, told: Mapping[str, object]) -> dict[str, float]:
        """Put other limits in place of the usual ones and begin anew; returns all. Raises ValueError."""
        if unknown := told.keys() - DEFAULTS.keys():
            raise ValueError(f"There is no limit {', '.join(sorted(unknown))}; there are {', '.join(DEFAULTS)}.")
        most: dict[str, float] = {}
        for name, usual in DEFAULTS.items():
            value = told.get(name, usual)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
                raise ValueError(f"The limit {name} must be a number above 0.")
            most[name] = float(value)
        with self._lock:
            self._most, self._used, self._at = most, dict.fromkeys(KINDS, 0.0), self._clock()
        return most

    def take(self, model: str, images: int) -> dict[str, str]:
        """Count one request with so many images; returns the headers that tell of it. Raises the vendor's 429."""
        wanted = {"requests": 1.0, "tokens": float(TOKENS * max(images, 1)), "input-images": float(images)}
        with self._lock:
            self._drain()
            for kind, amount in wanted.items():
                missing = self._used[kind] + amount - self._most[kind]
                if missing > 1e-9:
                    raise self._refusal(model, kind, amount, missing / self._rate(kind))
            for kind, amount in wanted.items():
                self._used[kind] += amount
            return self._told()

    def headers(self) -> dict[str, str]:
        """What a reply tells that counts for nothing."""
        with self._lock:
            self._drain()
            return self._told()

    def _drain(self) -> None:
        now = self._clock()
        for kind in KINDS:
            self._used[kind] = max(self._used[kind] - self._rate(kind) * (now - self._at), 0.0)
        self._at = now

    def _rate(self, kind: str) -> float:
        return self._most[kind] / self._most["seconds"]

    def _told(self) -> dict[str, str]:
        told: dict[str, str] = {}
        for kind in KINDS:
            told[f"x-ratelimit-limit-{kind}"] = f"{self._most[kind]:.0f}"
            told[f"x-ratelimit-remaining-{kind}"] = str(int(self._most[kind] - self._used[kind]))
            told[f"x-ratelimit-reset-{kind}"] = _duration(self._used[kind] / self._rate(kind))
        return told

    def _refusal(self, model: str, kind: str, amount: float, seconds: float) -> Problem:
        message = (
            f"Rate limit reached for {model} in organization org-luster on {kind} per min: Limit "
            f"{self._most[kind]:.0f}, Used {self._used[kind]:.0f}, Requested {amount:.0f}. Please try again in "
            f"{_duration(seconds)}."
        )
        after = {"retry-after": str(max(1, round(seconds))), "retry-after-ms": f"{seconds * 1000:.0f}"}
        return Problem(429, message, code="rate_limit_exceeded", kind=kind, headers={**self._told(), **after})


def _duration(seconds: float) -> str:
    """As the vendor writes it: 240ms, 6.2s, 6m0s."""
    if seconds < 1:
        return f"{round(seconds * 1000)}ms"
    minutes, rest = divmod(seconds, 60)
    text = f"{rest:.3f}".rstrip("0").rstrip(".") + "s"
    return f"{minutes:.0f}m{text}" if minutes else text
