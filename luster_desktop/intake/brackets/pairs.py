"""RAW and JPEG of one press of the shutter are one photo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePath

from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.likeness import UNLIKE, Grey, alike
from luster_desktop.intake.brackets.names import stem
from luster_desktop.intake.formats import is_raw

_SAME_MOMENT = 2.0
_BY_CAMERAS = frozenset((".jpg", ".jpeg", ".jpe", ".heic", ".heif", ".hif"))
"""What cameras write beside a RAW. A TIFF or PNG of that name was made from it, and is a photo of its own."""


@dataclass(frozen=True, slots=True)
class Shot:
    """`index` is the file to work with; `companion` the camera's JPEG or HEIC beside a RAW, if there is one."""

    index: int
    companion: int | None = None


def pair(
    exposures: Sequence[Exposure],
    folders: Sequence[str] | None = None,
    looks: Mapping[int, Grey] | None = None,
) -> list[Shot]:
    """One shot for each press of the shutter, in the order of the files that are worked with.

    A pair has one name but for the suffix, and times that do not contradict each other: cameras start their count
    again, so that a day's card may hold one name twice. When `folders` are given it lies in one folder, or has one
    time: many sort RAW and JPEG into two folders, or have the camera write them to two cards. Files that were named
    apart are a pair when camera, moment and exposure are the same and no other file fits as well. Pictures that show
    something else are none.
    """
    places = folders or [""] * len(exposures)
    raws: dict[str, list[int]] = {}
    for index, exposure in enumerate(exposures):
        if is_raw(PurePath(exposure.name)):
            raws.setdefault(stem(exposure.name), []).append(index)
    companions: dict[int, int] = {}
    alone = [i for i, e in enumerate(exposures) if PurePath(e.name).suffix.lower() in _BY_CAMERAS]
    for together in (True, False):
        left = []
        for index in alone:
            exposure = exposures[index]
            fitting = (
                candidate
                for candidate in raws.get(stem(exposure.name), ())
                if candidate not in companions
                and (places[candidate] == places[index]) is together
                and _one_moment(exposures[candidate], exposure, known=not together)
            )
            found = next(fitting, None)
            if found is None:
                left.append(index)
            else:
                companions[found] = index
        alone = left
    lonely = [index for indices in raws.values() for index in indices if index not in companions]
    companions |= _named_apart(lonely, alone, exposures, looks or {})
    taken = set(companions.values())
    return [Shot(i, companions.get(i)) for i in range(len(exposures)) if i not in taken]


def _one_moment(one: Exposure, other: Exposure, *, known: bool) -> bool:
    if one.taken is None or other.taken is None:
        return not known
    return abs(one.taken - other.taken) <= _SAME_MOMENT


def _named_apart(
    raws: Sequence[int], others: Sequence[int], exposures: Sequence[Exposure], looks: Mapping[int, Grey]
) -> dict[int, int]:
    seconds: dict[int, list[int]] = {}
    for other in others:
        taken = exposures[other].taken
        if taken is not None:
            seconds.setdefault(int(taken), []).append(other)
    fitting = {
        raw: [
            other
            for other in seconds.get(int(exposures[raw].taken or -1.0), ())
            if _one_press(exposures[raw], exposures[other]) and _may_show_the_same(looks.get(raw), looks.get(other))
        ]
        for raw in raws
    }
    back: dict[int, list[int]] = {}
    for raw, candidates in fitting.items():
        for other in candidates:
            back.setdefault(other, []).append(raw)
    found = {raw: _nearest(raw, candidates, exposures) for raw, candidates in fitting.items()}
    return {
        raw: other
        for raw, other in found.items()
        if other is not None and _nearest(other, back[other], exposures) == raw
    }


def _one_press(raw: Exposure, other: Exposure) -> bool:
    """Whether the two say the same of moment, exposure and camera, as far as both say anything; a RAW says less."""
    if raw.ev is None or other.ev is None or abs(raw.ev - other.ev) > 0.05:
        return False
    if raw.fractional and other.fractional and abs((raw.taken or 0.0) - (other.taken or 0.0)) > 0.05:
        return False
    words = [set((exposure.camera or "").casefold().split()) for exposure in (raw, other)]
    return all(words) and (words[0] <= words[1] or words[1] <= words[0])


def _may_show_the_same(one: Grey | None, other: Grey | None) -> bool:
    return one is None or other is None or not alike(one, other) <= UNLIKE


def _nearest(index: int, candidates: Iterable[int], exposures: Sequence[Exposure]) -> int | None:
    """The candidate whose name begins most like this one's; None where two do so."""
    own = stem(exposures[index].name)
    ranked = sorted(((_same_beginning(own, stem(exposures[c].name)), c) for c in candidates), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _same_beginning(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda letters: letters[0] == letters[1], zip(one, other, strict=False)))
