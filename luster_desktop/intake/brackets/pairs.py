"""RAW and JPEG of one press of the shutter are one photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.formats import is_raw

_SAME_MOMENT = 2.0
_BY_CAMERAS = frozenset((".jpg", ".jpeg", ".jpe", ".heic", ".heif", ".hif"))
"""What cameras write beside a RAW. A TIFF or PNG of that name was made from it, and is a photo of its own."""


@dataclass(frozen=True, slots=True)
class Shot:
    """`index` is the file to work with; `companion` the camera's JPEG or HEIC beside a RAW, if there is one."""

    index: int
    companion: int | None = None


def pair(exposures: Sequence[Exposure], folders: Sequence[str] | None = None) -> list[Shot]:
    """One shot for each press of the shutter, in the order of the files that are worked with.

    A pair has one name but for the suffix, and times that do not contradict each other: cameras start their count
    again, so that a day's card may hold one name twice. When `folders` are given it lies in one folder, or has one
    time: many sort RAW and JPEG into two folders, or have the camera write them to two cards.
    """
    places = folders or [""] * len(exposures)
    raws: dict[str, list[int]] = {}
    for index, exposure in enumerate(exposures):
        if is_raw(PurePath(exposure.name)):
            raws.setdefault(_stem(exposure), []).append(index)
    companions: dict[int, int] = {}
    alone = [i for i, e in enumerate(exposures) if PurePath(e.name).suffix.lower() in _BY_CAMERAS]
    for together in (True, False):
        left = []
        for index in alone:
            exposure = exposures[index]
            fitting = (
                candidate
                for candidate in raws.get(_stem(exposure), ())
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
    taken = set(companions.values())
    return [Shot(i, companions.get(i)) for i in range(len(exposures)) if i not in taken]


def _stem(exposure: Exposure) -> str:
    return PurePath(exposure.name).stem.casefold()


def _one_moment(one: Exposure, other: Exposure, *, known: bool) -> bool:
    if one.taken is None or other.taken is None:
        return not known
    return abs(one.taken - other.taken) <= _SAME_MOMENT
