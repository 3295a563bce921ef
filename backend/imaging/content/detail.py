"""Fine detail, its strength, and mottle: what the kinds of regions share."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from ..arrays import Floats, blur, over, times


def calmed(picture: Floats, sure: Floats, mottle: float) -> Floats:
    """Without the mottle that models leave in smooth places: a self-guided filter; clouds stay.

    Parameters
    ----------
    picture : (H, W, 3) Floats
        Levels of 255.
    sure : (H, W) Floats
        0 or 1: what counts. The edges of what surrounds it would pass for clouds.
    mottle : float
        Variance (squared levels) of which half is taken for mottle.

    Returns
    -------
    (H, W, 3) Floats
    """
    window = (7, 7)
    total = np.maximum(cv2.blur(sure, window), 1e-3)

    def mean(values: Floats) -> Floats:
        return over(cv2.blur(times(values, sure), window), total)

    middle = mean(picture)
    variance = np.maximum(mean(picture * picture) - middle * middle, 0)
    keep = mean(variance / (variance + mottle))
    calm = mean(middle)
    return np.asarray(calm + keep * (picture - calm))


def fine(picture: Floats) -> Floats:
    """What of luma is between about one and five working pixels wide.

    Parameters
    ----------
    picture : (H, W, 3) Floats
        Levels of 255.

    Returns
    -------
    (H, W) Floats
        Levels around 0.
    """
    luma = cv2.transform(picture, _LUMA)
    return np.asarray(cv2.GaussianBlur(luma, (0, 0), 0.7) - cv2.GaussianBlur(luma, (0, 0), 3))


def coherence(a: Floats, b: Floats, where: Floats) -> Floats:
    """How far the fine detail of two pictures is the same, around each place.

    Parameters
    ----------
    a, b : (H, W, 3) Floats
        Levels of 255.
    where : (H, W) Floats
        0 to 1: what counts.

    Returns
    -------
    (H, W) Floats
        0 to 1.
    """
    x, y = (fine(picture) * where for picture in (a, b))
    correlation = blur(x * y, 8) / np.sqrt(blur(x * x, 8) * blur(y * y, 8) + 0.5)
    t = np.clip((correlation - LOW) / (HIGH - LOW), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


LOW, HIGH = 0.3, 0.65


BANDS = (0.8, 1.6, 3.2)
"""Working pixels (standard deviations) between which detail is compared."""

CELL = 8
"""Working pixels to a cell of which the strength of detail is measured."""

CLASSES, STEP = 24, 0.5
"""Classes of strength; doublings of energy from one to the next, the fifth being one squared level."""

LEAST_GAIN, MOST_GAIN = 0.05, 2.5
"""By how much a band of detail is weakened or strengthened at most."""

ROUNDED = 0.05
"""Squared levels of the finest band that rounding to 8 bits will add once more."""

FEW = 0.5
"""Cells of a class that are believed half; the other half is that nothing has to change."""


def gains(photo: Floats, shown: Floats, where: Floats) -> list[Floats]:
    """How much stronger the photo's detail is than that of a picture of the same, by how strong that is.

    Models draw fine detail softer, sharpen it over, and cover what is smooth with a grain of their own: all that they
    draw, alike.

    Parameters
    ----------
    photo, shown : (H, W, 3) Floats
        Levels of 255.
    where : (H, W) Floats
        0 to 1: how much a place counts.

    Returns
    -------
    list of (bands, CLASSES) Floats
        Factors, from fine bands to coarse ones, for one step after the other: bands overlap, so that one step alone
        brings them only most of the way.
    """
    counts = _cells(where).ravel()
    same = _cells(coherence(photo, shown, (where > 0).astype(np.float32))).ravel()
    luma, made = (cv2.transform(v, _LUMA) for v in (photo, shown))
    ours = [_cells(v * v).ravel() for v in _bands(luma)]
    ours[0] = np.maximum(ours[0] - ROUNDED, 0)
    steps: list[Floats] = []
    for _ in range(STEPS):
        theirs = [_cells(v * v).ravel() for v in _bands(made)]
        found = [_factors(one, other, counts, same) for one, other in zip(ours, theirs, strict=True)]
        steps.append(np.asarray(np.clip(found, LEAST_GAIN, MOST_GAIN), np.float32))
        made = _stepped(made, steps[-1])
    return steps


STEPS = 3


def _factors(ours: Floats, theirs: Floats, counts: Floats, same: Floats) -> Floats:
    """By class of the energy of `theirs`, in cells that count so much and are so far the same, what makes it `ours`."""
    which = np.rint(_class(theirs)).astype(np.intp)
    votes, had, has, alike = (
        cv2.GaussianBlur(np.bincount(which, counts * v, CLASSES)[None], (0, 0), 1)[0] for v in (1, ours, theirs, same)
    )
    usual = has / (votes + 1e-6) * FEW + 1e-3
    gain = np.sqrt((had + usual) / (has + usual))
    # What the answer does not show cannot be made of its grain.
    return np.asarray(np.where(gain > 1, 1 + (gain - 1) * alike / (votes + 1e-6), gain))


def strengthened(picture: Floats, steps: list[Floats]) -> Floats:
    """A picture with its detail made stronger or weaker.

    Parameters
    ----------
    picture : (H, W, 3) Floats
        Levels of 255.
    steps : list of (bands, CLASSES) Floats
        As of `gains`.

    Returns
    -------
    (H, W, 3) Floats
    """
    for factors in steps:
        picture = _stepped(picture, factors)
    return picture


def _stepped(picture: Floats, factors: Floats) -> Floats:
    """One step, of all channels or of luma."""
    out = picture.copy()
    for band, factor in zip(_bands(picture), factors, strict=True):
        luma = band if band.ndim == 2 else cv2.transform(band, _LUMA)
        gain = np.interp(_class(_cells(luma * luma)), np.arange(CLASSES), factor).astype(np.float32)
        more = cv2.resize(gain, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR) - 1
        out += band * more if band.ndim == 2 else times(band, more)
    return out


def _cells(values: Floats) -> Floats:
    size = (max(1, values.shape[1] // CELL), max(1, values.shape[0] // CELL))
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA))


def _class(energy: Floats) -> Floats:
    """0 to the last class, not whole."""
    return np.asarray(np.clip(np.log2(np.maximum(energy, 1e-3)) / STEP + OFFSET, 0, CLASSES - 1))


OFFSET = 4.0


def _bands(picture: Floats) -> list[Floats]:
    levels = [picture, *(cv2.GaussianBlur(picture, (0, 0), sigma) for sigma in BANDS)]
    return [fine - coarse for fine, coarse in pairwise(levels)]


_LUMA = np.array([[0.299, 0.587, 0.114]], np.float32)
