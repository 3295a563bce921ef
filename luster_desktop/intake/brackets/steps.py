"""What the exposures of a run say: evenly set, repeated at a limit, or the same series twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

NEVER = -1e9

_SAME = 0.12
"""Stops up to which two exposures are the same."""
_SAME_SEEN = 0.08
"""The same by the brightness of the pictures."""
_LEAST_SPAN = 0.5
"""Between the darkest and the brightest; what differs by less is the camera's own metering."""
_LEAST_SPAN_SEEN = 0.3


@dataclass(frozen=True)
class Steps:
    """Exposures in the order they were taken, in stops; by EXIF or by the brightness of the pictures."""

    ev: Sequence[float]
    by_exif: bool

    @cached_property
    def known(self) -> bool:
        return not np.isnan(self.ev).any()

    @cached_property
    def levels(self) -> list[list[int]]:
        """Places in `ev` with the same exposure, from dark to bright."""
        rising = [int(i) for i in np.argsort(self.ev, kind="stable")]
        same = _SAME if self.by_exif else _SAME_SEEN
        found = [[rising[0]]]
        for one, next_ in pairwise(rising):
            if self.ev[next_] - self.ev[one] > same:
                found.append([])
            found[-1].append(next_)
        return found

    @cached_property
    def widths(self) -> NDArray[np.float64]:
        """Stops from each level to the next."""
        return np.diff([float(np.mean([self.ev[i] for i in level])) for level in self.levels])

    @property
    def repeats(self) -> int:
        return len(self.ev) - len(self.levels)

    @cached_property
    def odd_repeats(self) -> int:
        """Repeats that no limit of the camera explains, and that do not follow what they repeat."""
        count = 0
        for at, level in enumerate(self.levels):
            if at not in (0, len(self.levels) - 1):
                count += sum(later - earlier > 1 for earlier, later in pairwise(sorted(level)))
        return count

    @property
    def even(self) -> bool:
        widths = self.widths
        return len(widths) > 0 and bool(widths.max() - widths.min() <= 0.4 or widths.max() / widths.min() <= 1.35)

    @property
    def one_lost(self) -> bool:
        """Whether one step is twice as wide as all the others."""
        widths = self.widths
        if len(widths) < 3:
            return False
        widest = int(widths.argmax())
        usual = np.delete(widths, widest)
        return float(np.abs(np.append(usual, widths[widest] / 2) - usual.mean()).max()) <= 0.2

    def score(self, *, held: bool, bracketing: bool, flash: bool) -> float:
        """`held`: the pictures show one scene. `bracketing`: the camera says so. `flash`: flash frames belong to it."""
        if len(self.ev) == 1:
            return 0.0 if flash else NEVER
        if not self.known:
            return -0.3 * (len(self.ev) - 1)
        span = max(self.ev) - min(self.ev)
        least = 0.0 if bracketing else _LEAST_SPAN if self.by_exif else _LEAST_SPAN_SEEN
        if len(self.levels) == 1:
            return 0.0 if flash and held else NEVER
        if span < least or (self.repeats and not (held or bracketing)) or self.repeats >= len(self.levels):
            return NEVER
        if min(len(level) for level in self.levels) > 1:
            return NEVER  # the same series twice
        amount = 0.5 * (len(self.levels) - 1)
        if self.by_exif and not self.even:
            amount = amount - 0.5 if held or self.one_lost else -0.9 * len(self.widths)
        return amount - 0.1 * (self.repeats - self.odd_repeats) - 0.8 * self.odd_repeats

    def same_as(self, other: Steps) -> bool:
        """Whether both are the same series of exposures."""
        if not (self.known and other.known) or self.by_exif != other.by_exif or len(self.ev) != len(other.ev):
            return False
        return float(np.abs(np.sort(self.ev) - np.sort(other.ev)).max()) <= 0.15


@dataclass(frozen=True, slots=True)
class Habits:
    """What the shoot's clear cases teach: how often each size of set occurs, and in which order it is exposed."""

    sizes: dict[int, float]
    orders: dict[int, tuple[int, ...]]

    def score(self, steps: Steps, *, held: bool, flash: bool) -> float:
        """At most zero, so that no long set falls into two of a usual size."""
        count = len(steps.ev)
        usual = {1: -0.3 if flash else -1.5, 2: -0.5 if held else -1.5, 3: -0.1, 5: 0.0, 7: 0.0, 9: 0.0}
        score = usual.get(count, -0.3 if held else -0.8)
        if self.sizes:
            score -= (1.0 - min(1.0, 2 * self.sizes.get(count, 0.0))) * (0.5 if held else 1.0)
        ranks = self.orders.get(count)
        return score - 0.6 if ranks is not None and order(steps.ev) != ranks else score


def order(ev: Sequence[float]) -> tuple[int, ...]:
    """The rank of each exposure by brightness, in the order they were taken."""
    return tuple(int(i) for i in np.argsort(np.argsort(np.asarray(ev), kind="stable"), kind="stable"))
