"""A shoot's photos to scenes: which are exposures of one bracket, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.brackets.evidence import ALIKE, REACH, Evidence, Habits, order
from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.likeness import Grey, alike, brightness
from luster_desktop.intake.brackets.pairs import Shot, pair
from luster_desktop.reasons import Reason

_MARGIN = 0.6
_USUAL_SHARE = 0.2


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
    """Put every photo into exactly one group, in the order of time.

    `thumbnails` (see `likeness.tiny`) are by index into `exposures`; they decide where EXIF is missing and are a second
    opinion where it is not. Without either, photos stay single and unsure. RAW and JPEG of one shot count as one.
    """
    shots = pair(exposures, folders)
    whole = _named([_whole(shot, exposures) for shot in shots])
    turn = _continued(sorted(range(len(shots)), key=lambda i: _place(whole[i])), whole)
    small = _looks(shots, thumbnails or {})
    copies = _copies(turn, whole)
    found = [Group((shots[i],), True) for i in sorted(copies)]
    for part in _by_camera([i for i in turn if i not in copies], whole):
        groups = _cut([shots[i] for i in part], [whole[i] for i in part], [small[i] for i in part])
        others = [look for i, look in enumerate(small) if look is not None and i not in part]
        strange = whole[part[0]].camera is None and len(part) < len(shots)
        found += [_doubted(g, exposures, thumbnails or {}, others) if strange else g for g in groups]
    return found


def _looks(shots: Sequence[Shot], thumbnails: Mapping[int, Grey]) -> list[Grey | None]:
    return [thumbnails.get(s.index, thumbnails.get(s.companion) if s.companion is not None else None) for s in shots]


def _doubted(
    single: Group, exposures: Sequence[Exposure], thumbnails: Mapping[int, Grey], others: Sequence[Grey]
) -> Group:
    """A single photo that names neither time nor camera may belong to any of those that do."""
    if len(single.shots) > 1 or not single.sure or exposures[single.shots[0].index].taken is not None:
        return single
    look = _looks(single.shots, thumbnails)[0]
    if look is None:
        return replace(single, sure=False, reason=Reason.BELONGS_ANYWHERE)
    if any(alike(look, other) > ALIKE for other in others):
        return replace(single, sure=False, reason=Reason.SAME_SCENE_ELSEWHERE)
    return single


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


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(t), "") if t.isdigit() else (-1, t) for t in re.findall(r"[0-9]+|[^0-9]+", name.casefold()))


def _place(exposure: Exposure) -> tuple[object, ...]:
    # Files without a time come last, by name; a whole second may hold several, in the order of their names.
    moment = exposure.taken if exposure.taken is not None else float("inf")
    return (moment, _natural(exposure.name))


def _copies(turn: Sequence[int], whole: Sequence[Exposure]) -> set[int]:
    """Shots of the very moment and exposure of another: edited versions that lie among the originals.

    They would tear a bracket apart. The original is the one that is named as most are.
    """
    same: dict[tuple[object, ...], list[int]] = {}
    for i in turn:
        exposure = whole[i]
        if exposure.taken is not None and exposure.ev is not None and not exposure.flash:
            same.setdefault((exposure.camera, exposure.taken, round(exposure.ev, 2)), []).append(i)
    several = [those for those in same.values() if len(those) > 1]
    named = Counter(_pattern(exposure) for exposure in whole) if several else Counter()
    return {i for those in several for i in sorted(those, key=lambda i: -named[_pattern(whole[i])])[1:]}


def _pattern(exposure: Exposure) -> str:
    return re.sub(r"[0-9]+", "0", exposure.name.casefold())


def _continued(turn: list[int], whole: Sequence[Exposure]) -> list[int]:
    """Files without times whose counter went from 9999 to 1: what comes after a gap in the numbers comes first."""
    untimed = [i for i in turn if whole[i].taken is None]
    numbers = [int(found[-1]) if (found := re.findall(r"[0-9]+", whole[i].name)) else -1 for i in untimed]
    if not numbers or numbers[-1] != 9999 or not 0 <= numbers[0] <= 1:
        return turn
    gaps = [later - earlier for earlier, later in pairwise(numbers)]
    widest = int(np.argmax(gaps))
    if gaps[widest] < 100:
        return turn
    return [i for i in turn if whole[i].taken is not None] + untimed[widest + 1 :] + untimed[: widest + 1]


def _by_camera(turn: Sequence[int], whole: Sequence[Exposure]) -> list[list[int]]:
    """Two cameras in one shoot take their brackets at the same time."""
    cameras: dict[str | None, list[int]] = {}
    for index in turn:
        cameras.setdefault(whole[index].camera, []).append(index)
    return list(cameras.values())


def _cut(shots: Sequence[Shot], exposures: Sequence[Exposure], small: Sequence[Grey | None]) -> list[Group]:
    evidence = _evidence(exposures, small)
    habits = Habits({}, {})
    for _ in range(2):
        score = _remembered(evidence, habits)
        cuts = _best(len(shots), score)
        habits = _habits(evidence, cuts)
    score = _remembered(evidence, habits)
    cuts = _best(len(shots), score)
    return [_judged(shots, evidence, cuts, k, score, habits) for k in range(len(cuts) - 1)]


def _evidence(exposures: Sequence[Exposure], small: Sequence[Grey | None]) -> Evidence:
    by_exif = [e.ev is not None for e in exposures]
    ev = []
    for exposure, grey in zip(exposures, small, strict=True):
        value = exposure.ev
        ev.append(value if value is not None else brightness(grey) if grey is not None else float("nan"))
    links: NDArray[np.float64] | None = None
    if any(s is not None for s in small):
        links = np.full((len(small), REACH - 1), np.nan)
        for i, one in enumerate(small):
            for k in range(min(REACH - 1, len(small) - i - 1)):
                other = small[i + 1 + k]
                if one is None or other is None or _far(exposures[i], exposures[i + 1 + k]):
                    continue
                links[i, k] = alike(one, other)
    return Evidence(exposures, ev, by_exif, links)


def _far(one: Exposure, other: Exposure) -> bool:
    """Too far apart in time for a look at the pictures to matter."""
    return one.taken is not None and other.taken is not None and other.taken - one.taken > 180


Score = Callable[[int, int], float]


def _remembered(evidence: Evidence, habits: Habits) -> Score:
    known: dict[tuple[int, int], float] = {}

    def score(start: int, stop: int) -> float:
        key = (start, stop)
        if key not in known:
            known[key] = evidence.score(start, stop, habits)
        return known[key]

    return score


def _best(count: int, score: Score, first: int = 0, banned: tuple[int, int] | None = None) -> list[int]:
    """The cuts (first..count) that score highest in sum, by dynamic programming."""
    best, back = {first: 0.0}, {first: first}
    for stop in range(first + 1, count + 1):
        options = [
            (best[start] + score(start, stop), start)
            for start in range(max(first, stop - REACH), stop)
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
        ev = [evidence.ev[i] for i in range(start, stop) if not evidence.shots[i].flash]
        if len(ev) >= 2 and not np.isnan(ev).any():
            sizes[len(ev)] += 1
            orders.setdefault(len(ev), Counter())[order(ev)] += 1
    total = sum(sizes.values())
    usual = {n: c.most_common(1)[0] for n, c in orders.items()}
    return Habits(
        {n: c / total for n, c in sizes.items()},
        {n: ranks for n, (ranks, c) in usual.items() if c >= 3 and c > 0.6 * sizes[n]},
    )


def _judged(
    shots: Sequence[Shot], evidence: Evidence, cuts: Sequence[int], k: int, score: Score, habits: Habits
) -> Group:
    start, stop = cuts[k], cuts[k + 1]
    members = tuple(shots[start:stop])
    low = cuts[max(0, k - 2)]
    high = cuts[min(len(cuts) - 1, k + 3)]
    here = [c for c in cuts if low <= c <= high]
    best = _total(here, score)
    other = _total(_best(high, score, low, banned=(start, stop)), score)
    reason: str = ""
    if len(shots) > 1 and best - other < _MARGIN:
        reason = Reason.OTHER_GROUPING
    elif evidence.alike_beyond(start, stop):
        reason = Reason.NEIGHBOUR_ALIKE
    elif len(members) > 1 and not evidence.known(start, stop):
        reason = Reason.BY_NAMES_AND_LOOKS
    elif len(members) == 1 and len(shots) > 1 and not evidence.told_apart(start):
        reason = Reason.NOT_TOLD_APART
    elif len(members) == 1 and evidence.shots[start].bracketed:
        reason = Reason.BRACKET_ALONE
    elif len(members) > 1 and evidence.incomplete(start, stop):
        reason = Reason.STEP_MISSING
    elif len(members) > 1 and habits.sizes:
        ambient = sum(not evidence.shots[i].flash for i in range(start, stop)) or len(members)
        if habits.sizes.get(ambient, 0.0) < _USUAL_SHARE and ambient not in (3, 5, 7, 9):
            usual = max(habits.sizes, key=lambda n: habits.sizes[n])
            reason = Reason.UNUSUAL_SIZE.of(exposures=ambient, usual=usual)
    return Group(members, not reason, reason)


def _total(cuts: Sequence[int], score: Score) -> float:
    return sum(score(a, b) for a, b in pairwise(cuts))
