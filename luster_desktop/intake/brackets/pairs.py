"""RAW and JPEG of one press of the shutter are one photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.scan import RAW_SUFFIXES

_SAME_MOMENT = 2.0


@dataclass(frozen=True, slots=True)
class Shot:
    """`index` is the file to work with; `companion` the camera's JPEG or HEIC beside a RAW, if there is one."""

    index: int
    companion: int | None = None


def pair(exposures: Sequence[Exposure], folders: Sequence[str] | None = None) -> list[Shot]:
    """One shot for each press of the shutter, in the order of the files that are worked with.

    A pair has one name but for the suffix, one folder when `folders` are given, and times that do not contradict each
    other: cameras start their count again, so that a day's card may hold one name twice.
    """
    raws: dict[tuple[str, str], list[int]] = {}
    for index, exposure in enumerate(exposures):
        if _is_raw(exposure):
            raws.setdefault(_key(index, exposure, folders), []).append(index)
    companions: dict[int, int] = {}
    for index, exposure in enumerate(exposures):
        if _is_raw(exposure):
            continue
        for candidate in raws.get(_key(index, exposure, folders), ()):
            if candidate not in companions and _one_moment(exposures[candidate], exposure):
                companions[candidate] = index
                break
    taken = set(companions.values())
    return [Shot(i, companions.get(i)) for i in range(len(exposures)) if i not in taken]


def _is_raw(exposure: Exposure) -> bool:
    return PurePath(exposure.name).suffix.lower() in RAW_SUFFIXES


def _key(index: int, exposure: Exposure, folders: Sequence[str] | None) -> tuple[str, str]:
    return (folders[index] if folders else "", PurePath(exposure.name).stem.casefold())


def _one_moment(one: Exposure, other: Exposure) -> bool:
    return one.taken is None or other.taken is None or abs(one.taken - other.taken) <= _SAME_MOMENT
