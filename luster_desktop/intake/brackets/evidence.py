"""How strongly a run of shots looks like one bracketed scene: the judgement behind `grouping`.

Scores are in units of "about as good a reason as the shots following each other in time". A single scores near zero, so
a run is a bracket when its score is positive and no other cut of the sequence scores higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, permutations

import numpy as np

from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.likeness import (
    ALIKE,
    UNLIKE,
    Grey,
    alike,
    brightness,
    lit_apart,
    telling,
    tones_differ,
    weakest_link,
)
from luster_desktop.intake.brackets.steps import NEVER, Habits, Steps

LONGEST = 25
"""Exposures of a scene."""
REACH = 40
"""Shots of a scene, with flash frames."""
LONG_AGO = 180.0
"""Seconds after which a photo is of another scene or another visit to it."""

_NEAR = 4
"""How many telling shots before or after are compared with one."""
_SLACK = 2.0
"""Seconds between the end of one exposure and the next within a bracket, at most, when all is well."""
_FLASH_SLACK = 8.0
_FLASH_LIKENESS = 1.4
"""A flash lights other sides of things than the day does, so that less is alike."""
_HOUR, _HOUR_SLACK = 3600.0, 60.0
_PAUSE = 20.0


class Evidence:
    """All shots of one camera in the order they were taken, with what is known of them and between them."""

    def __init__(self, shots: Sequence[Exposure], looks: Sequence[Grey | None]) -> None:
        self.shots = shots
        self.looks = looks
        self.by_exif = [shot.ev is not None for shot in shots]
        self._seen = [float("nan") if look is None else brightness(look) for look in looks]
        self.telling = [look is not None and telling(look) for look in looks]
        """Whether the shot's picture shows enough to be compared."""
        self._links: dict[tuple[int, int], float] = {}
        self._tell_by_comparing()
        self._holds: dict[tuple[int, int], float] = {}
        self._whole_minutes = len(shots) > 1 and all(s.taken is None or s.taken % 60 == 0 for s in shots)
        self.first = self._reaches()
        """For each shot the earliest that may belong to the same scene."""

    def link(self, one: int, other: int) -> float:
        """Likeness of two shots; nan where it cannot be told."""
        key = (min(one, other), max(one, other))
        if key not in self._links:
            first, second = self.looks[one], self.looks[other]
            if first is None or second is None or not (self.telling[one] and self.telling[other]):
                self._links[key] = float("nan")
            else:
                lit = bool(self.shots[one].flash) or bool(self.shots[other].flash)
                self._links[key] = alike(first, second) * (_FLASH_LIKENESS if lit else 1.0)
        return self._links[key]

    def gap(self, one: int, next_: int) -> float:
        """Seconds for sure between the end of one exposure and the start of another; nan where unknown."""
        before, after = self.shots[one], self.shots[next_]
        if before.taken is None or after.taken is None:
            return float("nan")
        apart = after.taken - before.taken
        if apart < 0 or (abs(apart - _HOUR) <= _HOUR_SLACK and self.link(one, next_) > ALIKE):
            return float("nan")  # the clock was set between the two
        unsure = 60.0 if self._whole_minutes else 0.0 if before.fractional and after.fractional else 1.0
        return apart - max(before.shutter or 0.0, after.shutter or 0.0) - unsure

    def known(self, index: int) -> bool:
        """Whether the camera wrote down when and how the shot was exposed."""
        return self.by_exif[index] and self.shots[index].taken is not None

    def apart(self, index: int) -> bool:
        """Whether the shot and the one before are for sure of two scenes."""
        return self.first[index] == index

    def hold(self, start: int, stop: int) -> float:
        """How well the pictures of the run hang together; nan where fewer than two can be compared."""
        if (start, stop) not in self._holds:
            self._holds[start, stop] = self._weakest([i for i in range(start, stop) if self.telling[i]])
        return self._holds[start, stop]

    def compared(self, start: int, stop: int) -> bool:
        """Whether each picture of the run compares with another of it."""
        run = range(start, stop)
        return all(any(not np.isnan(self.link(i, j)) for j in run if j != i) for i in run)

    def ambient(self, start: int, stop: int) -> list[int]:
        """The shots of the run that were not lit by a flash; all where all were."""
        run = range(start, stop)
        return [i for i in run if not self.shots[i].flash] or list(run)

    def steps(self, start: int, stop: int) -> Steps:
        """Of the ambient shots: by EXIF, otherwise by the brightness of the pictures, otherwise nan."""
        return self._steps(self.ambient(start, stop))

    def score(self, start: int, stop: int, habits: Habits) -> float:
        """Of shots start..stop-1 as one group."""
        shots = self.shots[start:stop]
        if len(shots) == 1:
            return -1.5 if shots[0].bracketed else 0.0
        if start < self.first[stop - 1]:
            return NEVER
        ambient = self.ambient(start, stop)
        hold = self.hold(start, stop)
        held = hold > ALIKE
        if len(ambient) > LONGEST or hold < UNLIKE or not (held or _flash_at_an_end(len(shots), start, ambient)):
            return NEVER
        steps = self.steps(start, stop)
        flash = len(ambient) < len(shots)
        bracketing = all(self.shots[i].bracketed for i in ambient)
        exposed = steps.score(held=held, bracketing=bracketing, flash=flash)
        timed = self._timed(start, stop, held=held)
        if min(exposed, timed) <= NEVER:
            return NEVER
        if not held and not steps.by_exif:
            # One being brighter than another means something only of pictures that are alike.
            exposed = min(exposed, -0.3 * (len(ambient) - 1))
        habit = habits.score(steps, held=held, flash=flash)
        if shots[-1].flash is None and shots[-1].taken is None and len(ambient) > 2:
            # A last photo of the same scene whose exposure is unknown is most likely the bracket's flash frame.
            habit = max(habit, habits.score(self._steps(ambient[:-1]), held=held, flash=True) - 0.3)
        # The flash is raised after the bracket more often than before it.
        early = -0.7 if shots[0].flash and flash else 0.0
        return exposed + timed + self._looks(start, stop, hold) + early + _drive(shots) + habit

    def relit(self, start: int, stop: int) -> bool:
        """Whether brightness contradicts the exposures: a flash that the camera knew nothing of, or lamps."""
        run = [i for i in self.ambient(start, stop) if self.telling[i]]
        for one, other in permutations(run, 2):
            ev, next_ev = self.shots[one].ev, self.shots[other].ev
            if ev is None or next_ev is None or self.shots[one].bias != self.shots[other].bias:
                continue  # phones compensate by more than they write down
            if next_ev - ev > 0.5 and self._seen[other] < self._seen[one] - 0.15:
                return True
            if one < other and abs(next_ev - ev) < 0.05 and self.tones_differ(one, other):
                return True
        rising = sorted(run, key=lambda i: self._seen[i])
        return any(self._lit_apart(one, next_) for one, next_ in pairwise(rising))

    def tones_differ(self, one: int, other: int) -> bool:
        """Whether both can be seen and are rendered differently."""
        first, second = self.looks[one], self.looks[other]
        return first is not None and second is not None and tones_differ(first, second)

    def _lit_apart(self, one: int, other: int) -> bool:
        first, second = self.looks[one], self.looks[other]
        return first is not None and second is not None and lit_apart(first, second)

    def _steps(self, ambient: Sequence[int]) -> Steps:
        ev = [self.shots[i].ev for i in ambient]
        told = [value for value in ev if value is not None]
        by_exif = len(told) == len(ev)
        return Steps(told if by_exif else [self._seen[i] for i in ambient], by_exif)

    def _weakest(self, run: Sequence[int]) -> float:
        chain = [self.link(one, next_) for one, next_ in pairwise(run)]
        if chain and min(chain) > ALIKE and not any(np.isnan(chain)):
            return min(chain)
        matrix = np.full((len(run), len(run)), np.nan)
        for i, one in enumerate(run):
            for j in range(i + 1, min(len(run), i + 1 + _NEAR)):
                matrix[i, j] = matrix[j, i] = self.link(one, run[j])
        # A frame that compares with none says nothing, and is left to its place in the order.
        compared = ~np.isnan(matrix).all(axis=1)
        matrix = np.nan_to_num(matrix[np.ix_(compared, compared)], nan=-1.0)
        if len(matrix) < 2:
            return float("nan")
        bridges = [float(matrix[:cut, cut:].max()) for cut in range(1, len(matrix))]
        return min(bridges) if min(bridges) < UNLIKE else weakest_link(matrix)

    def _tell_by_comparing(self) -> None:
        """A nearly white or black frame that compares with none around it tells nothing after all."""
        count = len(self.shots)
        for index in [i for i in range(count) if self.telling[i]]:
            around = [i for i in range(max(0, index - _NEAR), min(count, index + _NEAR + 1)) if i != index]
            others = [i for i in around if self.telling[i]]
            if others and all(np.isnan(self.link(index, i)) for i in others):
                self.telling[index] = False

    def _reaches(self) -> list[int]:
        first: list[int] = []
        for index in range(len(self.shots)):
            start = first[-1] if first else 0
            for before in range(index - 1, start - 1, -1):
                if _contradict(self.shots[before], self.shots[index]):
                    start = before + 1
                    break
            if index and (self.gap(index - 1, index) > LONG_AGO or self._scene_changes(index)):
                start = index
            first.append(max(start, index - REACH + 1))
        return first

    def _scene_changes(self, index: int) -> bool:
        """Whether nothing before resembles anything from `index` on; not said beside a white or black frame."""
        if not (self.telling[index - 1] and self.telling[index]):
            return False
        before = [i for i in range(index - 1, max(-1, index - 2 * _NEAR - 1), -1) if self.telling[i]][:_NEAR]
        after = [i for i in range(index, min(len(self.shots), index + 2 * _NEAR)) if self.telling[i]][:_NEAR]
        links = (self.link(i, j) for i in before for j in after)
        return bool(before) and bool(after) and not any(np.isnan(link) or link >= UNLIKE for link in links)

    def _timed(self, start: int, stop: int, *, held: bool) -> float:
        score = 0.0
        gaps = []
        for one in range(start, stop - 1):
            gap = self.gap(one, one + 1)
            if np.isnan(gap):
                continue
            slack = _FLASH_SLACK if self.shots[one].flash or self.shots[one + 1].flash else _SLACK
            if gap > 15 * slack and not held:
                return NEVER
            value = 1.0 - max(0.0, gap / slack - 0.2) ** 1.5
            score += max(0.0, value) if held else value
            gaps.append(gap)
        return score - 1.5 if paused(gaps) else score

    def _looks(self, start: int, stop: int, hold: float) -> float:
        if np.isnan(hold):
            return 0.0
        slope = (hold - (ALIKE + UNLIKE) / 2) / (ALIKE - UNLIKE)
        compared = sum(self.telling[i] for i in range(start, stop))
        return float(np.clip(2 * slope, -4, 1) * (compared - 1))


def paused(gaps: Sequence[float]) -> bool:
    """Whether one of the gaps within a run is much longer than the others."""
    if len(gaps) < 2 or max(gaps) <= _PAUSE:
        return False
    usual = float(np.median(np.delete(gaps, int(np.argmax(gaps)))))
    return max(gaps) > 4 * max(usual, 1.0)


def _contradict(one: Exposure, other: Exposure) -> bool:
    """In what does not change within a bracket."""
    if None not in (one.width, other.width) and {one.width, one.height} != {other.width, other.height}:
        return True
    return bool(one.focal and other.focal and abs(one.focal - other.focal) > 0.02 * one.focal)


def _flash_at_an_end(count: int, start: int, ambient: Sequence[int]) -> bool:
    """Where looks do not tell, flash frames are taken to come before or after the bracket, not within."""
    contiguous = ambient[-1] - ambient[0] == len(ambient) - 1
    return contiguous and (ambient[0] == start or ambient[-1] == start + count - 1)


def _drive(shots: Sequence[Exposure]) -> float:
    flags = [s.bracketed for s in shots if not s.flash]
    return -2.5 if any(flags) and any(f is False for f in flags) else 0.0
