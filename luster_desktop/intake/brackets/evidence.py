"""How strongly a run of shots looks like one bracketed scene: the judgement behind `grouping`.

Scores are in units of "about as good a reason as the shots following each other in time". A single scores near zero, so
a run is a bracket when its score is positive and no other cut of the sequence scores higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.likeness import weakest_link

LONGEST = 9
"""Exposures of a scene; no camera's bracketing takes more."""
REACH = LONGEST + 2
"""Shots of a scene, with flash frames."""

_NEVER = -1e9
_SLACK = 2.0
"""Seconds between the end of one exposure and the next within a bracket, at most, when all is well."""
_FLASH_SLACK = 8.0
_DISTINCT = 0.28
ALIKE, _UNLIKE = 0.5, 0.2
"""Likeness from which two pictures show one scene, and up to which they do not."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the shoot's clear cases teach: how often each size of set occurs, and in which order it is exposed."""

    sizes: dict[int, float]
    orders: dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All shots in their order in time, with what is known between them."""

    shots: Sequence[Exposure]
    ev: Sequence[float]
    """Stops; by EXIF, otherwise by the brightness of the thumbnail, otherwise nan."""
    by_exif: Sequence[bool]
    links: NDArray[np.float64] | None
    """Likeness of shot i and shot i + 1 + k, for k < REACH - 1; nan where unknown."""

    def score(self, start: int, stop: int, habits: Habits) -> float:
        """Of shots start..stop-1 as one group."""
        shots = self.shots[start:stop]
        if len(shots) == 1:
            return -1.5 if shots[0].bracketed else 0.0
        if not _could_belong(shots):
            return _NEVER
        ambient = [i for i, s in enumerate(shots) if not s.flash or all(t.flash for t in shots)]
        if not 2 <= len(ambient) <= LONGEST or not _flash_at_an_end(len(shots), ambient):
            return _NEVER
        ev = [self.ev[start + i] for i in ambient]
        exposed = self._exposed(ev, [self.by_exif[start + i] for i in ambient])
        timed = self._timed(shots)
        looks = self._looks(start, stop)
        if min(exposed, timed, looks) <= _NEVER:
            return _NEVER
        if looks <= 0 and not all(self.by_exif[start + i] for i in ambient):
            # One being brighter than another means something only of pictures that are alike.
            exposed = min(exposed, -0.3 * (len(ambient) - 1))
        habit = _habit(len(ambient), order(ev), habits)
        if shots[-1].flash is None and shots[-1].taken is None:
            # A last photo of the same scene whose exposure is unknown is most likely the bracket's flash frame.
            habit = max(habit, _habit(len(ambient) - 1, order(ev[:-1]), habits) - 0.3)
        # The flash is raised after the bracket more often than before it.
        early = -0.7 if shots[0].flash and len(ambient) < len(shots) else 0.0
        return exposed + timed + looks + early + _drive(shots) + habit

    def known(self, start: int, stop: int) -> bool:
        """Whether exposure and time are known by EXIF throughout, or the looks hold the run together."""
        run = range(start, stop)
        if all(self.by_exif[i] and self.shots[i].taken is not None for i in run):
            return True
        return self.links is not None and self._looks(start, stop) > 0.3 * (stop - start - 1)

    def alike_beyond(self, start: int, stop: int) -> bool:
        """Whether a neighbour of the run shows the same scene while its time does not tell the two apart."""
        return any(
            0 <= inside < len(self.shots)
            and 0 <= outside < len(self.shots)
            and (self.shots[inside].taken is None or self.shots[outside].taken is None)
            and self._alike(inside, outside)
            for inside, outside in ((start, start - 1), (stop - 1, stop))
        )

    def incomplete(self, start: int, stop: int) -> bool:
        """Whether an exposure within the bracket is missing, because it was damaged or deleted."""
        ambient = [i for i in range(start, stop) if not self.shots[i].flash]
        steps = np.diff(np.sort([self.ev[i] for i in ambient]))
        return all(self.by_exif[i] for i in ambient) and len(steps) > 1 and not _even(steps) and _one_lost(steps)

    def told_apart(self, single: int) -> bool:
        """Whether a photo's exposure and time are known, or its looks compare with those beside it."""
        if self.by_exif[single] and self.shots[single].taken is not None:
            return True
        beside = [(i, i + 1) for i in (single - 1, single) if 0 <= i < len(self.shots) - 1]
        return self.links is not None and not any(np.isnan(self.links[i, j - i - 1]) for i, j in beside)

    def _alike(self, one: int, other: int) -> bool:
        first, second = sorted((one, other))
        return self.links is not None and bool(self.links[first, second - first - 1] > ALIKE)

    def _exposed(self, ev: Sequence[float], by_exif: Sequence[bool]) -> float:
        rising = np.sort(np.asarray(ev))
        if np.isnan(rising).any():
            return -0.3 * (len(ev) - 1)
        steps = np.diff(rising)
        if not all(by_exif):
            # The mean of a clipped picture says little of the step, and two may look equally white.
            return _NEVER if steps.min() < 0.08 else 0.5 * (len(ev) - 1)
        if steps.min() < _DISTINCT:
            return _NEVER
        if _even(steps):
            return 0.5 * (len(ev) - 1)
        return 0.5 * (len(ev) - 2) if _one_lost(steps) else -0.9 * (len(ev) - 1)

    def _timed(self, shots: Sequence[Exposure]) -> float:
        score = 0.0
        for one, next_ in pairwise(shots):
            if one.taken is None or next_.taken is None:
                continue
            # Whole seconds are cut off: what reads as 3 s may be just over 2.
            unsure = 0.0 if one.fractional and next_.fractional else 1.0
            gap = next_.taken - one.taken - max(one.shutter or 0.0, next_.shutter or 0.0) - unsure
            slack = _FLASH_SLACK if one.flash != next_.flash else _SLACK
            if gap > 15 * slack:
                return _NEVER
            score += 1.0 - max(0.0, gap / slack - 0.2) ** 1.5
        return score

    def _looks(self, start: int, stop: int) -> float:
        if self.links is None:
            return 0.0
        count = stop - start
        matrix = np.full((count, count), np.nan)
        for i in range(count):
            for j in range(i + 1, count):
                matrix[i, j] = matrix[j, i] = self.links[start + i, j - i - 1]
        # A frame that is white or black all over says nothing, and is left to its place in the order.
        telling = ~np.isnan(matrix).all(axis=1)
        count = int(telling.sum())
        if count < 2:
            return 0.0
        weakest = weakest_link(matrix[np.ix_(telling, telling)].tolist())
        known_otherwise = all(self.by_exif[start:stop]) and all(s.taken is not None for s in self.shots[start:stop])
        weight = 1.0 if known_otherwise else 2.0
        slope = (weakest - (ALIKE + _UNLIKE) / 2) / (ALIKE - _UNLIKE)
        return float(weight * np.clip(2 * slope, -4, 1) * (count - 1) * 0.5)


def order(ev: Sequence[float]) -> tuple[int, ...]:
    """The rank of each exposure by brightness, in the order they were taken."""
    return tuple(int(i) for i in np.argsort(np.argsort(np.asarray(ev), kind="stable"), kind="stable"))


def _even(steps: NDArray[np.float64]) -> bool:
    return float(steps.max() - steps.min()) <= 0.4 or float(steps.max() / steps.min()) <= 1.35


def _one_lost(steps: NDArray[np.float64]) -> bool:
    """Whether one step is twice as wide as all the others."""
    widest = int(steps.argmax())
    usual = np.delete(steps, widest)
    return len(usual) >= 2 and float(np.abs(np.append(usual, steps[widest] / 2) - usual.mean()).max()) <= 0.2


def _could_belong(shots: Sequence[Exposure]) -> bool:
    """No two contradict each other in what does not change within a bracket."""
    first = shots[0]
    for other in shots[1:]:
        if first.camera != other.camera and first.camera and other.camera:
            return False
        if None not in (first.width, other.width) and {first.width, first.height} != {other.width, other.height}:
            return False
        if first.focal and other.focal and abs(first.focal - other.focal) > 0.02 * first.focal:
            return False
        if first.flash == other.flash and first.aperture and other.aperture:
            ratio = first.aperture / other.aperture
            if not 0.85 < ratio < 1.18:
                return False
    return True


def _flash_at_an_end(count: int, ambient: Sequence[int]) -> bool:
    """A flash frame is taken before or after the bracket, not within."""
    return ambient[-1] - ambient[0] == len(ambient) - 1 and count - len(ambient) <= 2


def _drive(shots: Sequence[Exposure]) -> float:
    flags = [s.bracketed for s in shots if not s.flash]
    return -2.5 if any(flags) and any(f is False for f in flags) else 0.0


def _habit(count: int, ranks: tuple[int, ...], habits: Habits) -> float:
    """At most zero, so that no long set falls into two of a usual size."""
    score = {2: -1.5, 3: -0.1, 5: 0.0, 7: 0.0, 9: 0.0}.get(count, -0.8)
    score -= 1.0 - min(1.0, 2 * habits.sizes.get(count, 0.0)) if habits.sizes else 0.0
    usual = habits.orders.get(count)
    return score - 0.6 if usual is not None and ranks != usual else score
