"""Copies and edited versions that lie among the originals: they would tear brackets apart, and be paid once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import cv2
import numpy as np

from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.likeness import ALIKE, UNLIKE, Grey, alike, tones_differ
from luster_desktop.intake.brackets.names import original, pattern, stem

_REACH = 12
"""Files of one moment and exposure that are compared; a second holds no more but for bursts."""


def copies(
    whole: Sequence[Exposure], small: Sequence[Grey | None], folders: Sequence[str]
) -> dict[int, tuple[int, bool]]:
    """For each shot that repeats another: which one, and whether it was edited since.

    The original is the one that is named as most are, or whose name the other's was made from.
    """
    named = Counter(pattern(exposure.name) for exposure in whole)

    def rank(index: int) -> tuple[bool, bool, int, int]:
        own = stem(whole[index].name)
        return original(whole[index].name) != own, whole[index].ev is None, -named[pattern(whole[index].name)], index

    families: dict[tuple[object, ...], list[int]] = {}
    for index, exposure in enumerate(whole):
        families.setdefault(("name", original(exposure.name)), []).append(index)
        if exposure.taken is not None and exposure.ev is not None:
            families.setdefault((exposure.camera, exposure.taken, round(exposure.ev, 2)), []).append(index)
    found: dict[int, tuple[int, bool]] = {}
    for key, members in families.items():
        ranked = sorted(members, key=rank)
        for at, index in enumerate(ranked):
            for first in ranked[max(0, at - _REACH) : at]:
                if index in found or first in found:
                    continue
                edited = _edited(whole, small, folders, first, index, by_name=key[0] == "name")
                if edited is not None:
                    found[index] = (first, edited)
    return found


def _edited(
    whole: Sequence[Exposure],
    small: Sequence[Grey | None],
    folders: Sequence[str],
    first: int,
    other: int,
    *,
    by_name: bool,
) -> bool | None:
    """Whether `other` is an edited version of `first`; False for a mere copy, None where it is neither."""
    one, two = whole[first], whole[other]
    timed = one.taken is not None and two.taken is not None
    same_press = timed and one.taken == two.taken and one.ev is not None and one.ev == two.ev
    if timed and not same_press:
        return None
    apart = original(two.name) != stem(two.name) or folders[first] != folders[other]
    if not by_name and pattern(one.name) == pattern(two.name) and folders[first] == folders[other]:
        return None  # two of a burst
    looks, other_looks = small[first], small[other]
    if looks is None or other_looks is None:
        return False if same_press and apart else None
    likeness = alike(looks, _as_large_as(looks, other_looks))
    if likeness <= UNLIKE or (np.isnan(likeness) and not same_press):
        return None
    if not tones_differ(looks, _as_large_as(looks, other_looks)):
        return False
    return True if likeness > ALIKE and (same_press or "edit" in stem(two.name)) else None


def _as_large_as(one: Grey, other: Grey) -> Grey:
    """An edited version may have been cropped or scaled by a pixel."""
    if one.shape == other.shape:
        return other
    near = abs(one.shape[0] - other.shape[0]) <= 2 and abs(one.shape[1] - other.shape[1]) <= 2
    return np.asarray(cv2.resize(other, one.shape[::-1], interpolation=cv2.INTER_AREA), np.uint8) if near else other
