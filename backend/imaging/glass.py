"""Panes that the answer lights: where they are, and how much of each pixel is lit.

Light on a wall hardly makes anything brighter than it was by day, and fades; a window that is lit does, up to a sharp
edge. The brightest channel tells best: it counts warm light on a pale curtain as well as any light on dark glass.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from . import mattes
from .arrays import Floats, Pixels8, brightest, disc, lab_of, scale

EDGE = 1024
"""Long edge at which panes are looked for: bars between small panes are still bars."""

LEVELS = (-40, -25, -10, 0, 10, 20, 30, 42, 55, 70, 90, 115, 150)
"""Gain of the brightest channel (levels of 255) from which on a place may be one pane; each stands out at its own."""

AMBIENT = 50
"""Levels by which a pane gains more than most of the photo."""

LIT = 70
"""Level of 255 of the brightest channel below which nothing is lit."""

SMALLEST, LARGEST = 0.0001, 0.15
"""Share of the photo that one pane may have."""

SHARP, SHARP_PART, SHARP_SHARE = 30.0, 0.35, 0.6
"""Levels that the gain falls by across a sharp edge, over three pixels: at least, and of what the pane gains more than
its surroundings (a glow on a wall fades over more); and how much of an outline must be so."""

FRAMED, MOSTLY = 25, 0.2
"""Levels that the answer changes by across a frame, and the share of what these bound that makes it one pane."""

PALE = 200
"""Levels of 255 less than which glass has, told by the photo."""

GLOW, FAR = 0.3, 14
"""A lamp's glow goes on around it: of what it gains, what is a few pixels off still has more than what is `FAR`."""

MOST_SHARP = 80.0

SOLID = 0.72
"""Share of its convex outline that a window fills at least: the rest stands before or behind the glass."""

NEARLY = 0.85
"""The same, of a pane with the rest of it."""

UPRIGHT = 0.45
"""Share of a window's height that its upright sides have at least; what is as wide as high and round needs none."""

WARM = 16
"""CIELAB chroma towards red and yellow that glass has at most; walls and doors of brick and wood have more."""

SAME, FAINT = 0.5, 0.3
"""Correlation of fine detail with the photo's from which on a place is a wall that is lit, and squared levels of detail
that tell nothing."""

ON_WALLS = 90
"""Levels that a wall gains at most by a lamp: curtains behind glass are the photo's own as well."""


def windows(small: Pixels8, answer: Pixels8, valid: Floats | None = None) -> Pixels8:
    """The panes that are lit now, with what stands before and behind the glass, and with narrow bars.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Pixels8
        The registered answer.
    valid : (H, W) Floats, optional
        0 to 1: where the answer shows the photo; without it, everywhere.

    Returns
    -------
    (H, W) Pixels8
        0 or 1.
    """
    ratio = min(1.0, EDGE / max(small.shape[:2]))
    size = (max(1, round(small.shape[1] * ratio)), max(1, round(small.shape[0] * ratio)))
    photo, shown = (cv2.GaussianBlur(scale(v, size), (0, 0), 0.7) for v in (small, answer))
    before, after = (brightest(v).astype(np.float32) for v in (photo, shown))
    gain = after - before
    lit: Pixels8 = (after >= LIT).astype(np.uint8)
    if valid is not None:
        lit[cv2.resize(valid, size, interpolation=cv2.INTER_AREA) < 0.5] = 0
    brighter = lit & (gain > 10).astype(np.uint8)
    levels = [level for level in LEVELS if level >= min(AMBIENT + float(np.median(gain)), 10)]
    # Frames may be lit as well: then the photo tells glass from them.
    rises, twice = _steps(gain), gain - before
    candidates = _candidates(gain, lit, levels, rises, cv2.MORPH_CLOSE)
    candidates += _candidates(twice, lit, levels, _steps(twice), cv2.MORPH_OPEN)
    candidates += _candidates(PALE - before, brighter, levels, np.maximum(rises, _steps(before)), cv2.MORPH_OPEN)
    glowing = lit & (gain > min(AMBIENT + float(np.median(gain)), 10)).astype(np.uint8)
    found = _chosen(candidates, gain, glowing, photo, shown)
    found = _completed(found, brighter & (brightest(_steps(shown)) < FRAMED).astype(np.uint8))
    return cv2.resize(found, small.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def _chosen(candidates: list[_Place], gain: Floats, glowing: Pixels8, photo: Pixels8, shown: Pixels8) -> Pixels8:
    """The best of the candidates that overlap (H x W, 0 or 1), without walls and doors."""
    ours, theirs = (_detail(v) for v in (photo, shown))
    lab = lab_of(photo)
    known = cv2.dilate(brightest(_steps(photo)), _box(2)) > SEEN
    colour = cv2.magnitude(np.maximum(lab[..., 1], 0), np.maximum(lab[..., 2], 0))
    found = np.zeros(gain.shape, np.uint8)
    for place in sorted(candidates, key=lambda candidate: -candidate.weight):
        x, y, width, height = cv2.boundingRect(place.hull)
        part = np.s_[y : y + height, x : x + width]
        area: Pixels8 = cv2.fillConvexPoly(np.zeros((height, width), np.uint8), place.hull - (x, y), 1)
        if (area & found[part]).any() or not _stands_out(place, gain) or np.median(colour[part][area > 0]) > WARM:
            continue
        if known[place.outline[:, 0, 1], place.outline[:, 0, 0]].mean() < SHARED:
            continue
        if cv2.mean(gain[part], area)[0] > ON_WALLS or not _alike(ours[part], theirs[part], area):
            found[part] |= (
                _cornered(area, place.hull - (x, y), glowing[part]) if area.sum() < SMALL * gain.size else area
            )
    return found


def _cornered(area: Pixels8, hull: Pixels8, glowing: Pixels8) -> Pixels8:
    """`area` (of a convex outline, `hull`) up to the corners of its frame where it is `glowing` there too.

    Light that fades towards an end of a pane would leave a tongue of it.
    """
    frame = np.rint(cv2.boxPoints(cv2.minAreaRect(hull))).astype(np.int32)
    box: Pixels8 = cv2.fillConvexPoly(np.zeros_like(area), frame, 1)
    rest = box & (1 - area)
    return box | area if cv2.mean(glowing, rest)[0] > CORNERS else area


SEEN, SHARED = 20, 0.3
"""Levels that the photo changes by across an outline, over three pixels, and how much of a pane's it has at least: of a
lamp that was moved it has none."""

SMALL, CORNERS = 0.01, 0.7
"""Share of the photo that panes have at most whose corners light fades towards; share of the corners that is lit."""


def _completed(found: Pixels8, even: Pixels8) -> Pixels8:
    """`found` with the rest of panes of which the photo mirrors something in a part: what is one in the answer."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(even, connectivity=4)
    share = np.bincount(labels[found > 0], minlength=len(stats)) / stats[:, cv2.CC_STAT_AREA]
    share[0] = 0
    whole = cv2.morphologyEx(found | (share > MOSTLY)[labels].astype(np.uint8), cv2.MORPH_CLOSE, disc(2))
    for outline in cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        hull = cv2.convexHull(outline)
        if cv2.contourArea(outline) > NEARLY * cv2.contourArea(hull):
            cv2.fillConvexPoly(whole, hull, 1)
    return whole


def _detail(picture: Pixels8) -> Floats:
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return luma - cv2.GaussianBlur(luma, (0, 0), 2.5)


def _alike(ours: Floats, theirs: Floats, area: Pixels8) -> bool:
    """Whether a place shows the photo's own detail: a surface with light on it."""
    inside = cv2.erode(area, disc(2)) > 0
    if not inside.any():
        return False
    a, b = ours[inside], theirs[inside]
    return float((a * b).mean() / np.sqrt(((a * a).mean() + FAINT) * ((b * b).mean() + FAINT))) > SAME


def _steps(plane: Floats) -> Floats:
    return np.asarray(cv2.morphologyEx(plane, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)))


@dataclass(frozen=True, slots=True)
class _Place:
    """What may be a pane: its outline and the convex one (N x 1 x 2), by how much the light falls across each pixel of
    the first, and how much speaks for it."""

    outline: Pixels8
    hull: Pixels8
    fall: Floats
    weight: float


def _candidates(told: Floats, allowed: Pixels8, levels: list[int], steps: Floats, change: int) -> list[_Place]:
    """Every place that may be a pane where `told` is over one of `levels`; they overlap."""
    candidates = []
    for level in levels:
        mask: Pixels8 = (told > level).astype(np.uint8) & allowed
        mask = cv2.morphologyEx(mask, change, disc(1 + (change == cv2.MORPH_OPEN)))
        for outline in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
            area = cv2.contourArea(outline)
            if not SMALLEST * mask.size < area < LARGEST * mask.size:
                continue
            hull = cv2.convexHull(outline)
            solid = area / cv2.contourArea(hull)
            if solid < SOLID or not _upright(hull):
                continue
            fall = np.minimum(steps[outline[:, 0, 1], outline[:, 0, 0]], 150)
            if np.count_nonzero(fall > SHARP) > SHARP_SHARE * fall.size:
                candidates.append(_Place(outline, hull, fall, float(fall.sum()) * solid**6))
    return candidates


def _stands_out(place: _Place, gain: Floats) -> bool:
    """Whether the light ends at the outline, instead of fading on beyond it."""
    x, y, width, height = cv2.boundingRect(place.outline)
    left, top = max(0, x - FAR), max(0, y - FAR)
    part = np.maximum(gain[top : y + height + FAR, left : x + width + FAR], -100)
    area = cv2.drawContours(np.zeros(part.shape, np.uint8), [place.outline - (left, top)], -1, 1, cv2.FILLED)
    rings = [cv2.dilate(area, _box(radius)) for radius in (3, 6, FAR - 3)]
    near, far = (cv2.mean(part, v)[0] if v.any() else -100.0 for v in (rings[1] - rings[0], 1 - rings[2]))
    apart = float(np.quantile(part[area > 0], 0.8)) - near
    least = min(max(SHARP_PART * apart, SHARP), MOST_SHARP)
    return bool((place.fall > least).mean() > SHARP_SHARE and near - far < GLOW * apart)


def _box(radius: int) -> Pixels8:
    """A square structuring element: panes have corners."""
    return np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)


def _upright(hull: Pixels8) -> bool:
    """Whether a convex outline has upright sides, or is as compact as a round window."""
    way = np.abs(np.diff(np.concatenate((hull, hull[:1]))[:, 0].astype(np.float32), axis=0))
    _, _, width, height = cv2.boundingRect(hull)
    upright = float(way[:, 1][way[:, 0] < 0.3 * way[:, 1]].sum())
    round_one = max(width, height) < 1.6 * min(width, height) and cv2.contourArea(hull) > 0.7 * width * height
    return upright > UPRIGHT * 2 * height or round_one


BAR = 1 / 300
"""Half the width, in long edges, that a bar is narrower than."""

CROSSING, KNOWN = 0.6, 0.8
"""Shares of a pane's width or height from which on something narrow is a bar, and of a bar that the photo shows."""


def coverage(small: Pixels8, answer: Pixels8, panes: Pixels8) -> Floats:
    """How much of each pixel is lit: up to the answer's own edges, without the photo's bars.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Pixels8
        The registered answer.
    panes : (H, W) Pixels8
        As `windows` has found them.

    Returns
    -------
    (H, W) Floats
        0 to 1.
    """
    lit = np.zeros(panes.shape, np.float32)
    if not panes.any():
        return lit
    part = mattes.around(panes, 16)
    small, light, panes = small[part], brightest(answer[part]), np.ascontiguousarray(panes[part])
    width = _box(max(3, round(max(lit.shape) * BAR)))
    whole = cv2.morphologyEx(light, cv2.MORPH_CLOSE, width)
    bars = _crossing(((whole - light > whole // 4) & (panes > 0)).astype(np.uint8), panes, _narrow(small, width))
    inner = cv2.erode(panes & (1 - bars), _box(2)).astype(np.float32)
    near = cv2.GaussianBlur(cv2.dilate(panes, _box(3)).astype(np.float32), (0, 0), 1)
    bright = cv2.blur(cv2.dilate(light * panes, _box(7)), (9, 9)).astype(np.float32)
    dark = cv2.blur(cv2.erode(light, _box(5)), (9, 9)).astype(np.float32)
    soft = np.clip((light - dark) / np.maximum(0.8 * bright - dark, 8), 0, 1)
    lit[part] = np.maximum(soft * near, inner)
    return lit


def _narrow(small: Pixels8, width: Pixels8) -> Pixels8:
    """1 where the photo has something narrow: brighter or darker than what is on both sides of it."""
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    narrow = [cv2.morphologyEx(luma, change, width) for change in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT)]
    return (np.maximum(*narrow) > 10).astype(np.uint8)


def _crossing(narrow: Pixels8, panes: Pixels8, known: Pixels8) -> Pixels8:
    """What of `narrow` crosses the pane that it is in, and is `known` for the most part.

    Where the answer has its bars elsewhere, they come with its panes: both would be broken.
    """
    labels = cv2.connectedComponents(panes)[1]
    sizes = cv2.connectedComponentsWithStats(panes)[2]
    _, parts, stats, _ = cv2.connectedComponentsWithStats(narrow, connectivity=8)
    owner = np.zeros(len(stats), np.intp)
    owner[parts[narrow > 0]] = labels[narrow > 0]
    way = np.s_[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1]
    seen = np.bincount(parts[known > 0], minlength=len(stats)) / stats[:, cv2.CC_STAT_AREA]
    bars = (stats[way] > CROSSING * sizes[owner][way]).any(axis=1) & (seen > KNOWN)
    bars[0] = False
    return np.asarray(bars[parts].astype(np.uint8))


def apart(found: Floats, sky: Floats) -> Floats:
    """Lit panes, without those that are a gap to the sky.

    Parameters
    ----------
    found : (H, W) Floats
        Coverage of the panes, 0 to 1.
    sky : (H, W) Floats
        Coverage of the sky, 0 to 1.

    Returns
    -------
    (H, W) Floats
        `found`, 0 in panes of which the sky has a fifth or more.
    """
    _, labels = cv2.connectedComponents((found > 0).astype(np.uint8))
    total = np.bincount(labels.ravel())
    share = np.bincount(labels.ravel(), sky.ravel()) / total
    return np.asarray(found * (share < 0.2)[labels])
