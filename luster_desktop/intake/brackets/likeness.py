"""Whether two small pictures show one scene, however differently they are exposed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

EDGE = 128
"""Pixels on the long edge that suffice."""

Grey = NDArray[np.uint8]
"""H x W."""

ALIKE, UNLIKE = 0.5, 0.25
"""Likeness from which two pictures show one scene, and up to which they do not.

Measured on 125 real scenes: pictures of two scenes are above 0.2 once in a thousand times, exposures of one up to
8 stops apart below 0.57 once in a hundred.
"""

_AROUND = (9, 9)
_REACH = 4
_LEAST_STRUCTURE = 0.05
_LEAST_SPREAD = 1.2
"""Levels; a black frame's noise, made small, has less."""
_SAME_TONE = 3.5
_ENOUGH = 0.5
"""Of the picture has to be neither black nor white before its light can be judged."""
_SAME_LIGHT = 8.0
"""Levels; two neighbours of a real bracket are within 3 of each other, flash and ambient frames 6 to 20 apart."""
"""Levels; a hand's movement and another compression make one or two."""


def tiny(rgb: NDArray[np.uint8], whole: tuple[int, int] | None = None) -> Grey:
    """Any upright picture (H x W x 3) to what `alike` compares.

    `whole` is the photo's width and height where `rgb` is a preview: its sides were rounded, another one's otherwise.
    """
    width, height = whole or (rgb.shape[1], rgb.shape[0])
    factor = EDGE / max(height, width)
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    return np.asarray(cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY), np.uint8)


def brightness(grey: Grey) -> float:
    """How bright the picture is, in stops of linear light; only differences mean something."""
    linear = (grey.astype(np.float64) / 255) ** 2.2
    return float(np.log2(linear.mean() + 1e-4))


def telling(grey: Grey) -> bool:
    """Whether there is anything in the picture to compare: it is not all white or all black."""
    return float((_spread(grey.astype(np.float32)) > _LEAST_SPREAD).mean()) >= _LEAST_STRUCTURE


def alike(one: Grey, other: Grey) -> float:
    """Correlation -1 to 1 of what both show, or nan when one is too evenly white or black to tell.

    The darker is first brightened by the mapping that gives it the other's histogram: what clips in the brighter then
    clips in both, and a nearly white frame still compares by the little that is left in it. Each pixel counts relative
    to its neighbourhood, and a hand's small movement is allowed for.
    """
    if one.shape != other.shape:
        return -1.0
    darker, brighter = _by_brightness(one, other)
    a, structure_a = _relative(_as_bright_as(darker, brighter))
    b, structure_b = _relative(brighter.astype(np.float32))
    if min(structure_a, structure_b) < _LEAST_STRUCTURE:
        return float("nan")
    inner = a[_REACH:-_REACH, _REACH:-_REACH]
    return float(cv2.matchTemplate(b, inner, cv2.TM_CCORR_NORMED).max())


def tones_differ(one: Grey, other: Grey) -> bool:
    """Whether the same things are rendered differently: lit, exposed or edited in another way."""
    if one.shape != other.shape:
        return True
    darker, brighter = _by_brightness(one, other)
    there = _moved(_relative(_as_bright_as(darker, brighter))[0], _relative(brighter.astype(np.float32))[0])
    smooth = _smooth(darker.astype(np.float32), brighter, there)
    return float(np.abs(smooth[0] - smooth[1]).mean()) > _SAME_TONE


def lit_apart(one: Grey, other: Grey) -> bool:
    """Whether no exposure alone makes one of two pictures of one scene into the other."""
    darker, brighter = _by_brightness(one, other)
    matched = _as_bright_as(darker, brighter)
    there = _moved(_relative(matched)[0], _relative(brighter.astype(np.float32))[0])
    smooth = _smooth(matched, brighter, there)
    seen = (smooth[1] > 8) & (smooth[1] < 235)
    # Of far exposures less is in common, and what is guessed of the curve between them is rougher.
    most = _SAME_LIGHT + brightness(brighter) - brightness(darker)
    return float(seen.mean()) > _ENOUGH and float(np.abs(smooth[0] - smooth[1])[seen].mean()) > most


def weakest_link(links: NDArray[np.float64]) -> float:
    """How well pictures hang together: the weakest link of the strongest tree that joins them all.

    Two distant exposures need not resemble each other if those between them do.
    """
    reached = links[0].copy()
    left = np.ones(len(links), bool)
    left[0] = False
    weakest = 1.0
    while left.any():
        nearest = int(np.where(left, reached, -2.0).argmax())
        weakest = min(weakest, float(reached[nearest]))
        left[nearest] = False
        reached = np.maximum(reached, links[nearest])
    return weakest


def _by_brightness(one: Grey, other: Grey) -> tuple[Grey, Grey]:
    return (one, other) if one.mean() <= other.mean() else (other, one)


def _moved(one: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[int, int]:
    """Down and right, where the inner part of one lies in the other."""
    inner = one[_REACH:-_REACH, _REACH:-_REACH]
    _, _, _, (right, down) = cv2.minMaxLoc(cv2.matchTemplate(other, inner, cv2.TM_CCORR_NORMED))
    return int(down), int(right)


def _smooth(
    one: NDArray[np.float32], other: Grey, there: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Both where they show the same, without what a hair's breadth of movement changes."""
    inner = one[_REACH:-_REACH, _REACH:-_REACH]
    down, right = there
    part = other[down : down + inner.shape[0], right : right + inner.shape[1]].astype(np.float32)
    return np.asarray(cv2.blur(inner, _AROUND), np.float32), np.asarray(cv2.blur(part, _AROUND), np.float32)


def _as_bright_as(darker: Grey, brighter: Grey) -> NDArray[np.float32]:
    present, share = _ranks(darker)
    target, target_share = _ranks(brighter)
    table = np.zeros(256, np.float32)
    table[present] = np.interp(share, target_share, target)
    return table[darker]


def _ranks(grey: Grey) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The values that occur, and the middle of the share of pixels that each takes in their order."""
    counts = np.bincount(grey.ravel(), minlength=256)
    present = np.flatnonzero(counts)
    return present, (np.cumsum(counts) - counts / 2)[present] / grey.size


def _relative(values: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """Each pixel relative to its neighbourhood, and the share of pixels with anything to see around them."""
    spread = _spread(values)
    return np.asarray((values - cv2.blur(values, _AROUND)) / (spread + 6), np.float32), float((spread > 8).mean())


def _spread(values: NDArray[np.float32]) -> NDArray[np.float32]:
    mean = cv2.blur(values, _AROUND)
    return np.asarray(np.sqrt(np.maximum(cv2.blur(values * values, _AROUND) - mean * mean, 0)), np.float32)
