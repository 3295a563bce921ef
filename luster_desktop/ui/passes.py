"""Passes over shoots that go on: one is over for the window once the library was read as it was left by then."""

from __future__ import annotations

from collections import Counter
from uuid import UUID


class Passes:
    def __init__(self) -> None:
        self._going: Counter[UUID] = Counter()
        self._ended: list[tuple[int, UUID]] = []

    def begin(self, shoot_id: UUID) -> None:
        self._going[shoot_id] += 1

    def end(self, shoot_id: UUID, reading: int) -> None:
        """Over with this reading of the library."""
        self._ended.append((reading, shoot_id))

    def settle(self, reading: int) -> bool:
        """The library was read; returns whether passes are over by that."""
        over = [shoot_id for due, shoot_id in self._ended if due <= reading]
        self._ended = [(due, shoot_id) for due, shoot_id in self._ended if due > reading]
        self._going.subtract(over)
        return bool(over)

    def going(self, shoot_id: UUID) -> bool:
        return self._going[shoot_id] > 0
