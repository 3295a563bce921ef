"""Why a group may be wrong, as a `Reason`; nothing where it is sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from luster_desktop.intake.brackets.evidence import LONG_AGO, Evidence, paused
from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.likeness import ALIKE, UNLIKE, Grey, alike
from luster_desktop.intake.brackets.steps import Habits, Steps
from luster_desktop.reasons import Reason

_USUAL = (3, 5, 7, 9)
_USUAL_SHARE = 0.2
_AROUND = 6
"""Shots before and after a photo of its own that may show the same."""
_BREATH = 5.0
"""Seconds between two scenes at least, unless the photographer is in a great hurry."""
_LONG_PAUSE = 60.0
_MOMENT = 60.0
"""Seconds within which two cameras may have taken one scene."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Group `k` of shots that were cut into groups at `cuts`."""

    evidence: Evidence
    cuts: Sequence[int]
    k: int
    habits: Habits

    @property
    def start(self) -> int:
        return self.cuts[self.k]

    @property
    def stop(self) -> int:
        return self.cuts[self.k + 1]

    def beside(self) -> Iterable[Cut]:
        """The groups before and after, as far as they may be of the same scene."""
        for k in (self.k - 1, self.k + 1):
            if 0 <= k < len(self.cuts) - 1 and not self.evidence.apart(self.cuts[max(k, self.k)]):
                yield Cut(self.evidence, self.cuts, k, self.habits)

    def further(self) -> Iterable[Cut]:
        """Groups a little before and after these, from which others may have torn some shots away."""
        for k in (self.k - 3, self.k - 2, self.k + 2, self.k + 3):
            if 0 <= k < len(self.cuts) - 1:
                yield Cut(self.evidence, self.cuts, k, self.habits)

    def like(self, other: Cut) -> bool:
        """Whether the other shows the same scene, and was not taken long before or after."""
        one, two = self.evidence.shots[self.start].taken, self.evidence.shots[other.start].taken
        if one is not None and two is not None and abs(one - two) > LONG_AGO:
            return False
        return self.shows_what(other) > ALIKE

    def seen(self) -> list[int]:
        return [i for i in range(self.start, self.stop) if self.evidence.telling[i]]

    def shows_what(self, other: Cut) -> float:
        """The best likeness between shots of the two; nan where none can be compared."""
        near = self.seen()[-3:] if self.k < other.k else self.seen()[:3]
        far = other.seen()[:3] if self.k < other.k else other.seen()[-3:]
        links = [self.evidence.link(i, j) for i in near for j in far]
        return float(np.nanmax(links)) if links and not all(np.isnan(links)) else float("nan")


def doubt(cut: Cut, *, contested: bool) -> str:
    """`contested`: another way to cut is nearly as good."""
    if cut.stop - cut.start == 1:
        return _doubt_single(cut, contested=contested)
    evidence, start, stop = cut.evidence, cut.start, cut.stop
    hold = evidence.hold(start, stop)
    steps = evidence.steps(start, stop)
    known = all(evidence.known(i) for i in range(start, stop))
    gaps = [gap for i in range(start, stop - 1) if not np.isnan(gap := evidence.gap(i, i + 1))]
    if not np.isnan(hold) and hold <= ALIKE:
        return Reason.NOT_ONE_SCENE
    if any(evidence.looks[i] is None for i in range(start, stop)) or (np.isnan(hold) and not known):
        return Reason.BY_NAMES_AND_LOOKS if not known else Reason.OTHER_GROUPING
    if evidence.relit(start, stop):
        return Reason.LIT_OTHERWISE
    if gaps and (max(gaps) > _LONG_PAUSE or paused(gaps)):
        return Reason.LONG_PAUSE
    if steps.by_exif and steps.one_lost and not steps.even:
        return Reason.STEP_MISSING
    if steps.odd_repeats:
        return Reason.EXPOSURES_TWICE
    if any(cut.like(far) and not steps.same_as(evidence.steps(far.start, far.stop)) for far in cut.further()):
        return Reason.NEIGHBOUR_ALIKE
    beside = list(cut.beside())
    whole = not beside and evidence.compared(start, stop)
    if not whole and contested:
        return Reason.OTHER_GROUPING
    if not all(_told_from(cut, other) for other in beside):
        return Reason.NEIGHBOUR_ALIKE
    return _odd_size(cut, steps, held=hold > ALIKE)


def _odd_size(cut: Cut, steps: Steps, *, held: bool) -> str:
    sizes, ambient = cut.habits.sizes, len(steps.ev)
    if not held and sizes.get(ambient, 1.0) < _USUAL_SHARE and ambient not in _USUAL:
        return Reason.UNUSUAL_SIZE.of(exposures=ambient, usual=max(sizes, key=lambda n: sizes[n]))
    # What the camera itself made of a bracket is one more exposure, for all that looks say, and near one of the others.
    one_more = ambient - 1 in _USUAL or sizes.get(ambient - 1, 0.0) >= _USUAL_SHARE
    inner = steps.widths[:-1]
    near = len(inner) > 1 and bool(inner.min() < 0.5 * inner.max())
    return Reason.ONE_MADE_FROM_OTHERS if not steps.by_exif and one_more and near else ""


def _told_from(cut: Cut, other: Cut) -> bool:
    """Whether something says that the group beside is another photo."""
    likeness = cut.shows_what(other)
    evidence = cut.evidence
    border = max(cut.start, other.start)
    gap = evidence.gap(border - 1, border)
    if likeness < UNLIKE:
        # A white or black frame where they meet may be the last of one or the first of the other.
        seen = evidence.telling[border - 1] and evidence.telling[border]
        return seen or gap > _BREATH or (_as_always(cut) and _as_always(other))
    inner = [evidence.gap(i, i + 1) for i in range(cut.start, cut.stop - 1)]
    clear = not np.isnan(gap) and gap > _BREATH and not any(np.isnan(inner)) and gap > 4 * max(*inner, 1.0)
    steps, others = evidence.steps(cut.start, cut.stop), evidence.steps(other.start, other.stop)
    if np.isnan(likeness):
        # White or black where they meet: then time has to tell, or the same series that begins anew.
        return clear or steps.same_as(others)
    whole = steps.by_exif and steps.even and len(steps.ev) in _USUAL
    if len(others.ev) == 1 and other.stop - other.start == 1:
        again = others.by_exif and any(abs(ev - others.ev[0]) < 0.15 for ev in steps.ev)
        flags = evidence.shots[cut.start].bracketed, evidence.shots[other.start].bracketed
        return whole and (again or clear or flags == (True, False))
    return steps.same_as(others) or (whole and clear)


def _as_always(cut: Cut) -> bool:
    """Whether the group is just what this shoot is made of: evenly set, in the usual number."""
    steps = cut.evidence.steps(cut.start, cut.stop)
    return steps.by_exif and steps.even and cut.habits.sizes.get(len(steps.ev), 0.0) >= 0.5


def _doubt_single(cut: Cut, *, contested: bool) -> str:
    evidence, index = cut.evidence, cut.start
    shot = evidence.shots[index]
    if len(evidence.shots) == 1:
        return ""
    same = _same_view(cut)
    if same:
        return _doubt_repeated(cut, same)
    if shot.bracketed:
        return Reason.BRACKET_ALONE
    beside = list(cut.beside())
    if not beside and evidence.telling[index]:
        return ""
    if contested:
        return Reason.OTHER_GROUPING
    if evidence.looks[index] is None:
        return Reason.NOT_TOLD_APART if beside else ""
    return "" if all(_single_told_from(cut, other) for other in beside) else Reason.NOT_TOLD_APART


def _single_told_from(cut: Cut, other: Cut) -> bool:
    likeness = cut.shows_what(other)
    if not np.isnan(likeness):
        return likeness < UNLIKE
    border = max(cut.start, other.start)
    return cut.evidence.gap(border - 1, border) > _BREATH and cut.evidence.known(cut.start)


def _same_view(cut: Cut) -> list[int]:
    """Shots around a photo of its own, not long before or after it, that show the same."""
    evidence, index = cut.evidence, cut.start
    around = range(max(0, index - _AROUND), min(len(evidence.shots), index + _AROUND + 1))
    return [
        other
        for other in around
        if other != index
        and not abs((evidence.shots[other].taken or 0.0) - (evidence.shots[index].taken or 0.0)) > LONG_AGO
        and evidence.link(index, other) > ALIKE
    ]


def _doubt_repeated(cut: Cut, same: Sequence[int]) -> str:
    evidence, index = cut.evidence, cut.start
    groups = {k for k in range(len(cut.cuts) - 1) for i in same if cut.cuts[k] <= i < cut.cuts[k + 1]}
    if any(cut.cuts[k + 1] - cut.cuts[k] > 1 for k in groups):
        return Reason.MADE_FROM_OTHERS
    ev = evidence.shots[index].ev
    others = [evidence.shots[i].ev for i in same]
    return (
        Reason.BURST
        if all(ev is None or other is None or abs(other - ev) < 0.3 for other in others)
        else Reason.NEIGHBOUR_ALIKE
    )


def doubt_among(own: Exposure, look: Grey | None, others: Sequence[tuple[Exposure, Grey | None]]) -> str:
    """Of a photo by itself, among what other cameras took: those that name neither time nor camera belong anywhere."""
    near = [
        other
        for exposure, other in others
        if own.taken is None or exposure.taken is None or abs(own.taken - exposure.taken) <= _MOMENT
    ]
    if look is None:
        return Reason.BELONGS_ANYWHERE if own.taken is None else ""
    return Reason.SAME_SCENE_ELSEWHERE if any(alike(look, other) > ALIKE for other in near if other is not None) else ""
