"""A shoot's photos to scenes: which are exposures of one bracket, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from luster_desktop.intake.brackets.copies import copies
from luster_desktop.intake.brackets.doubts import Cut, doubt, doubt_among
from luster_desktop.intake.brackets.evidence import Evidence
from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.likeness import Grey
from luster_desktop.intake.brackets.names import natural
from luster_desktop.intake.brackets.pairs import Shot, pair
from luster_desktop.intake.brackets.steps import Habits, order
from luster_desktop.intake.brackets.streams import streams
from luster_desktop.reasons import Reason

_MARGIN = 0.6


@dataclass(frozen=True, slots=True)
class Group:
    """One scene: its shots in the order they were taken. One shot is a photo of its own."""

    shots: tuple[Shot, ...]
    sure: bool
    reason: str = ""
    """Why it is not sure: a `Reason`."""


def group(
    exposures: Sequence[Exposure],
    thumbnails: Mapping[int, Grey] | None = None,
    folders: Sequence[str] | None = None,
) -> list[Group]:
    """Put every photo into exactly one group, each camera's in the order they were taken.

    `thumbnails` (see `likeness.tiny`) are by index into `exposures`: without one, what a photo belongs to is a guess by
    its times and exposures, and not sure. RAW and JPEG of one shot count as one.
    """
    looks = thumbnails or {}
    shots = pair(exposures, folders, looks)
    whole = _named([_whole(shot, exposures) for shot in shots])
    places = [folders[shot.index] if folders else "" for shot in shots]
    small = _looks(shots, looks)
    repeated = copies(whole, small, places)
    found = [
        Group((shots[i],), False, _repeats(exposures[shots[first].index].name, edited=edited))
        for i, (first, edited) in sorted(repeated.items())
    ]
    others = [i for i in range(len(shots)) if i not in repeated]
    parts = streams(whole, places, sorted(others, key=lambda i: natural(whole[i].name)))
    for part in parts:
        groups = _cut([shots[i] for i in part], [whole[i] for i in part], [small[i] for i in part])
        elsewhere = [(whole[i], small[i]) for other in parts if other is not part for i in other]
        for made in groups:
            if made.sure and len(made.shots) == 1 and elsewhere:
                index = shots.index(made.shots[0])
                reason = doubt_among(whole[index], small[index], elsewhere)
                made = replace(made, sure=not reason, reason=reason)
            found.append(made)
    return found


def _repeats(name: str, *, edited: bool) -> str:
    return (Reason.LOOKS_EDITED if edited else Reason.LOOKS_COPIED).of(name=name)


def _looks(shots: Sequence[Shot], thumbnails: Mapping[int, Grey]) -> list[Grey | None]:
    return [thumbnails.get(s.index, thumbnails.get(s.companion) if s.companion is not None else None) for s in shots]


def _whole(shot: Shot, exposures: Sequence[Exposure]) -> Exposure:
    """The exposure of a shot; what the RAW does not say is taken from its companion, and the finer time of the two."""
    own = exposures[shot.index]
    if shot.companion is None:
        return own
    other = exposures[shot.companion]
    gaps = {
        n: getattr(other, n)
        for n in ("shutter", "aperture", "iso", "bias", "bracketed", "flash", "focal")
        if getattr(own, n) is None
    }
    gaps["camera"] = other.camera or own.camera
    if other.taken is not None and (own.taken is None or not own.fractional):
        gaps |= {"taken": other.taken, "fractional": other.fractional}
    return replace(own, **gaps)


def _named(whole: Sequence[Exposure]) -> list[Exposure]:
    """A RAW alone does not tell the camera's serial number; where only one number occurs it is that one's."""
    cameras = {exposure.camera for exposure in whole if exposure.camera}
    longer = {short: [long for long in cameras if long.startswith(f"{short} ")] for short in cameras}
    full = {short: found[0] for short, found in longer.items() if len(found) == 1}
    return [replace(e, camera=full[e.camera]) if e.camera in full else e for e in whole]


def _cut(shots: Sequence[Shot], exposures: Sequence[Exposure], small: Sequence[Grey | None]) -> list[Group]:
    evidence = Evidence(exposures, small)
    habits = Habits({}, {})
    for _ in range(2):
        habits = _habits(evidence, _best(evidence, _remembered(evidence, habits)))
    score = _remembered(evidence, habits)
    cuts = _best(evidence, score)
    found = []
    for k, (start, stop) in enumerate(pairwise(cuts)):
        contested = len(shots) > 1 and _contested(evidence, cuts, k, score)
        reason = doubt(Cut(evidence, cuts, k, habits), contested=contested)
        found.append(Group(tuple(shots[start:stop]), not reason, reason))
    return found


Score = Callable[[int, int], float]


def _remembered(evidence: Evidence, habits: Habits) -> Score:
    known: dict[tuple[int, int], float] = {}

    def score(start: int, stop: int) -> float:
        key = (start, stop)
        if key not in known:
            known[key] = evidence.score(start, stop, habits)
        return known[key]

    return score


def _best(
    evidence: Evidence,
    score: Score,
    first: int = 0,
    last: int | None = None,
    banned: tuple[int, int] | None = None,
) -> list[int]:
    """The cuts (first..last) that score highest in sum, by dynamic programming."""
    count = len(evidence.shots) if last is None else last
    best, back = {first: 0.0}, {first: first}
    for stop in range(first + 1, count + 1):
        options = [
            (best[start] + score(start, stop), start)
            for start in range(max(first, evidence.first[stop - 1]), stop)
            if (start, stop) != banned
        ]
        best[stop], back[stop] = max(options, default=(-1e12, stop - 1))
    cuts = [count]
    while cuts[-1] > first:
        cuts.append(back[cuts[-1]])
    return cuts[::-1]


def _habits(evidence: Evidence, cuts: Sequence[int]) -> Habits:
    sizes: Counter[int] = Counter()
    orders: dict[int, Counter[tuple[int, ...]]] = {}
    for start, stop in pairwise(cuts):
        steps = evidence.steps(start, stop)
        if len(steps.ev) >= 2 and steps.known:
            sizes[len(steps.ev)] += 1
            orders.setdefault(len(steps.ev), Counter())[order(steps.ev)] += 1
    total = sum(sizes.values())
    usual = {n: c.most_common(1)[0] for n, c in orders.items()}
    return Habits(
        {n: c / total for n, c in sizes.items()},
        {n: ranks for n, (ranks, c) in usual.items() if c >= 3 and c > 0.6 * sizes[n]},
    )


def _contested(evidence: Evidence, cuts: Sequence[int], k: int, score: Score) -> bool:
    """Whether another way to cut around group k is nearly as good."""
    start, stop = cuts[k], cuts[k + 1]
    low = cuts[max(0, k - 2)]
    high = cuts[min(len(cuts) - 1, k + 3)]
    here = [c for c in cuts if low <= c <= high]
    other = _best(evidence, score, low, high, banned=(start, stop))
    return other != here and _total(here, score) - _total(other, score) < _MARGIN


def _total(cuts: Sequence[int], score: Score) -> float:
    return sum(score(a, b) for a, b in pairwise(cuts))
