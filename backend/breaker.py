"""A circuit breaker: what did not answer twice in a row is left alone for a moment, instead of being waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from backend import metrics

FAILURES = 2
PAUSE_SECONDS = 1.0
"""From the last failure until one call is let through, to see."""


class Unanswered(Exception):
    """The dependency has not answered lately, so it was not asked; worth another try later."""


class Breaker:
    """Guards the calls to one dependency. Safe to share between threads."""

    def __init__(self, name: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._next_try = 0.0
        self._answered = False

    @property
    def state(self) -> str:
        """`ok`, or what is wrong."""
        if self._failures >= FAILURES:
            return "does not answer"
        return "ok" if self._answered else "has not answered yet"

    @contextmanager
    def guard(self, is_away: Callable[[Exception], bool]) -> Iterator[None]:
        """Around a call; `is_away` tells which exceptions mean no answer. Raises `Unanswered` while there is none."""
        with self._lock:
            if self._failures >= FAILURES:
                if self._clock() < self._next_try:
                    raise Unanswered(self.name)
                self._next_try = self._clock() + PAUSE_SECONDS
        try:
            yield
        except Exception as error:
            if is_away(error):
                self._failed()
            raise
        with self._lock:
            self._failures = 0
            self._answered = True
        metrics.ANSWERS.labels(self.name).set(1)

    def _failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._next_try = self._clock() + PAUSE_SECONDS
        metrics.ANSWERS.labels(self.name).set(int(self._failures < FAILURES))
