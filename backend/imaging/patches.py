"""Smooth patches of a photo that have the colours of a sky, and which of them continue each other."""

from __future__ import annotations

import cv2
import numpy as np

from .arrays import Floats, Pixels8

SMALLEST = 0.0002
"""Share of the photo below which a smooth patch is not looked at."""

GAP = 8.0
"""Half of the working pixels that a wire, a branch or an aerial may take out of a sky."""

SAME, SAME_AFTER = 6.0, 9.0
"""CIELAB distance up to which two patches continue each other, in the photo and in the answer."""


def smooth(lab: Pixels8, after: Pixels8) -> Floats:
    """Smooth patches that have the colours of a sky.

    Parameters
    ----------
    lab, after : (H, W, 3) Pixels8
        Photo and answer in OpenCV's 8-bit CIELAB.

    Returns
    -------
    (H, W) array of int
        Labels from 1, 0 for none.
    """
    luma, a, b = cv2.split(lab)
    pale = (luma > 140) & (a > 114) & (a < 142) & (b < 140)
    # The deeper a blue is, the more of a violet it is in these terms.
    blue = (luma > 64) & (b < 122) & ((a < 142) | (a < 186 - 0.45 * b))
    # A white wall before a white sky shows no edge in the photo, but in the answer.
    light, *colour = cv2.split(_gradient(cv2.GaussianBlur(after, (0, 0), 1)))
    rough = 0.4 * _gradient(luma) + 0.12 * light + 0.3 * cv2.add(colour[0], colour[1])
    mask: Pixels8 = ((pale | blue) & (rough < 6)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    kept = stats[:, cv2.CC_STAT_AREA] > SMALLEST * mask.size
    kept[0] = False
    return np.asarray((np.cumsum(kept) * kept)[labels])


def _gradient(plane: Pixels8) -> Pixels8:
    """Of each channel: what the values of a place and its neighbours span."""
    return cv2.morphologyEx(plane, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))


def continuing(patches: Floats, lab: Pixels8, after: Pixels8) -> tuple[Floats, Floats]:
    """Which patches continue each other across a narrow gap, in photo and answer alike.

    Parameters
    ----------
    patches : (H, W) array of int
        Labels, as of `smooth`.
    lab, after : (H, W, 3) Pixels8
        Photo and answer in OpenCV's 8-bit CIELAB.

    Returns
    -------
    one, other : (N,) array of int
        The labels of each pair.
    """
    mask = (patches > 0).astype(np.uint8)
    if not mask.any():
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    distance, nearest = cv2.distanceTransformWithLabels(1 - mask, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    own = np.flatnonzero(mask)
    place = np.zeros(int(nearest.max()) + 1, np.intp)
    place[nearest.ravel()[own]] = own
    owner = patches.ravel()[place[nearest]]
    one, other = [], []
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        meet = (owner[here] != owner[there]) & (distance[here] < GAP) & (distance[there] < GAP)
        one.append(place[nearest[here][meet]])
        other.append(place[nearest[there][meet]])
    p, q = np.concatenate(one), np.concatenate(other)
    swapped = patches.ravel()[p] > patches.ravel()[q]
    p, q = np.where(swapped, q, p), np.where(swapped, p, q)
    count = int(patches.max()) + 1
    pairs, at, number = np.unique(
        patches.ravel()[p].astype(np.int64) * count + patches.ravel()[q], return_inverse=True, return_counts=True
    )
    same = number >= 3
    for picture, most in ((lab, SAME), (after, SAME_AFTER)):
        step = cielab(picture.reshape(-1, 3)[p]) - cielab(picture.reshape(-1, 3)[q])
        mean = np.column_stack([np.bincount(at, step[:, k], len(pairs)) / number for k in range(3)])
        same &= np.linalg.norm(mean, axis=1) < most
    return pairs[same] // count, pairs[same] % count


def merged(one: Floats, other: Floats, count: int) -> Floats:
    """The groups that pairs make of labels.

    Parameters
    ----------
    one, other : (N,) array of int
        The labels of each pair.
    count : int
        Of labels.

    Returns
    -------
    (count,) array of int
        For each label the lowest that pairs lead to.
    """
    label = np.arange(count)
    while True:
        lower = np.minimum(label[one], label[other])
        before = label.copy()
        np.minimum.at(label, one, lower)
        np.minimum.at(label, other, lower)
        if np.array_equal(label, before):
            return label


def cielab(values: Floats) -> Floats:
    """OpenCV's 8-bit CIELAB in its own units.

    Parameters
    ----------
    values : (..., 3) Pixels8 or Floats

    Returns
    -------
    (..., 3) Floats
        L from 0 to 100, a and b around 0.
    """
    return np.asarray((values - _NEUTRAL) * _UNITS)


_NEUTRAL, _UNITS = np.array((0, 128, 128), np.float32), np.array((100 / 255, 1, 1), np.float32)
