"""Shots in the order in which each camera took them.

Numbers in names tell it better than clocks: a clock may be dead, start again, or be set an hour on within a bracket.
Between runs of numbers the clock decides, so that a counter may start again and photos may be missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.names import counter, natural

_MISSING = 50
"""Numbers that may be missing within a run."""
_LAST = 9999
"""After which counters begin anew."""
_SOON = 180.0


@dataclass(slots=True)
class _Run:
    """Shots with rising numbers."""

    shots: list[int]
    prefix: str
    first: int
    last: int
    start: float | None
    end: float | None


def streams(whole: Sequence[Exposure], folders: Sequence[str], turn: Sequence[int]) -> list[list[int]]:
    """Indices of `whole` that are in `turn`, one list for each camera, each in the order of taking.

    Two bodies of one model that do not tell their serial numbers are told apart by runs of numbers of one time.
    """
    cameras: dict[str | None, list[int]] = {}
    for index in turn:
        cameras.setdefault(whole[index].camera, []).append(index)
    runs = (_wrapped(_runs(shots, whole, folders), whole) for shots in cameras.values())
    return [stream for some in runs for stream in _bodies(some)]


def _runs(shots: Sequence[int], whole: Sequence[Exposure], folders: Sequence[str]) -> list[_Run]:
    named = [(index, *counter(whole[index].name)) for index in shots]
    twice = len({(prefix, number) for _, prefix, number in named}) < len(named)
    series: dict[tuple[str, str], list[tuple[int, int]]] = {}
    runs = []
    for index, prefix, number in named:
        if number is None:
            moment = whole[index].taken
            runs.append(_Run([index], prefix, 0, 0, moment, moment))
        else:
            # Names that occur twice are those of two cards, each in a folder of its own.
            series.setdefault((prefix, folders[index] if twice else ""), []).append((number, index))
    for (prefix, _), members in series.items():
        members.sort(key=lambda m: (m[0], whole[m[1]].taken or 0.0, natural(whole[m[1]].name)))
        start = 0
        for at, (one, next_) in enumerate(pairwise(members), 1):
            if _torn(one, next_, whole):
                runs.append(_run(members[start:at], prefix, whole))
                start = at
        runs.append(_run(members[start:], prefix, whole))
    return runs


def _torn(one: tuple[int, int], next_: tuple[int, int], whole: Sequence[Exposure]) -> bool:
    missing = next_[0] - one[0] - 1
    before, after = whole[one[1]].taken, whole[next_[1]].taken
    backwards = before is not None and after is not None and after < before
    return missing > _MISSING or (missing > 0 and backwards)


def _run(members: Sequence[tuple[int, int]], prefix: str, whole: Sequence[Exposure]) -> _Run:
    times = [moment for _, index in members if (moment := whole[index].taken) is not None]
    start, end = (min(times), max(times)) if times else (None, None)
    return _Run([index for _, index in members], prefix, members[0][0], members[-1][0], start, end)


def _bodies(runs: Sequence[_Run]) -> list[list[int]]:
    timed = sorted((run for run in runs if run.start is not None), key=lambda run: (run.start or 0.0, run.first))
    untimed = sorted((run for run in runs if run.start is None), key=lambda run: (natural(run.prefix), run.first))
    chains: list[list[_Run]] = []
    for run in timed:
        free = [chain for chain in chains if (chain[-1].end or 0.0) <= (run.start or 0.0)]
        if free:
            max(free, key=lambda chain: _follows(chain[-1], run)).append(run)
        else:
            chains.append([run])
    chains += [untimed] if untimed else []
    return [[index for run in chain for index in run.shots] for chain in chains]


def _follows(one: _Run, next_: _Run) -> tuple[bool, float]:
    """How likely the same body took both: the fewer numbers are missing, the likelier."""
    ahead = (next_.first - one.last) % 10_000
    return one.prefix == next_.prefix, -float(ahead)


def _wrapped(runs: Sequence[_Run], whole: Sequence[Exposure]) -> list[_Run]:
    """A counter that went from 9999 to 1 goes on, unless the clock says that much time went by."""
    found = list(runs)
    for before in runs:
        if before.last != _LAST:
            continue
        begun = (run for run in found if run is not before and run.first in (0, 1) and run.prefix == before.prefix)
        after = next((run for run in begun if _goes_on(before, run, whole)), None)
        if after is not None:
            found = [run for run in found if run is not before and run is not after]
            times = [t for t in (before.start, before.end, after.start, after.end) if t is not None]
            start, end = (min(times), max(times)) if times else (None, None)
            found.append(_Run([*before.shots, *after.shots], before.prefix, before.first, after.last, start, end))
    return found


def _goes_on(before: _Run, after: _Run, whole: Sequence[Exposure]) -> bool:
    end, start = whole[before.shots[-1]].taken, whole[after.shots[0]].taken
    if end is None or start is None:
        return end is start
    return 0 <= start - end <= _SOON
