"""The guided filter (He, Sun, Tang 2013): which local affine transform of a picture comes nearest to another one."""

from __future__ import annotations

import cv2
import numpy as np

from .arrays import Floats


def inverse(a: Floats, b: Floats, c: Floats, d: Floats, e: Floats, f: Floats) -> tuple[Floats, ...]:
    """Of symmetric 3 x 3 matrices, by cofactors.

    Parameters
    ----------
    a, b, c, d, e, f : (H, W) Floats
        The entries 11, 12, 13, 22, 23 and 33 of a matrix for each place.

    Returns
    -------
    tuple of six (H, W) Floats
        The same entries of the inverse.
    """
    xx, xy, xz = d * f - e * e, c * e - b * f, b * e - c * d
    scale = 1 / (a * xx + b * xy + c * xz)
    planes = (xx, xy, xz, a * f - c * c, b * c - a * e, a * d - b * b)
    return tuple(plane * scale for plane in planes)


def solve(
    guide: Floats, target: Floats, weight: Floats, prior: Floats, radius: int, pull: float, trust: float
) -> Floats:
    """The weighted guided filter, averaged.

    What a window leaves over (nothing fits across the frame of a lit pane) is held against it: at `trust` it counts
    half in the average, and has half of its slopes from `prior`; its own mean it always has. Plane by plane: small
    matrices take five times as long.

    Parameters
    ----------
    guide, target : (H, W, 3) Floats
        What is transformed, and what should come out, in levels of 255.
    weight : (H, W) Floats
        0 to 1: what counts.
    prior : (12, H, W) Floats
        The coefficients that a window is pulled towards.
    radius : int
        Places to each side of a window.
    pull : float
        How hard, in squared levels.
    trust : float
        Squared levels, of all three channels.

    Returns
    -------
    (12, H, W) Floats
        Four coefficients, times (r, g, b, 1), for each target channel.
    """
    window = (2 * radius + 1, 2 * radius + 1)

    def mean(plane: Floats) -> Floats:
        """Over the window around each cell."""
        return cv2.blur(plane, window, borderType=cv2.BORDER_REFLECT)

    guides, targets = cv2.split(guide), cv2.split(target)
    total = mean(weight)
    weighted = [plane * weight for plane in guides]
    middle, aimed = ([mean(plane) / total for plane in planes] for planes in (weighted, [t * weight for t in targets]))
    covariance = [mean(weighted[i] * guides[j]) / total - middle[i] * middle[j] for i, j in PAIRS]
    # Where next to nothing counts, the level before stands.
    known = total / (total + 0.02)
    fits = []
    left = np.zeros_like(total)
    for own, shown, light in zip(np.split(prior, 3), targets, aimed, strict=True):
        cross = [mean(plane * shown) / total - around * light for plane, around in zip(weighted, middle, strict=True)]
        fits.append(slopes_of(covariance, cross, own, pull))
        left += mean(weight * shown * shown) / total - light * light + _explained(fits[-1], covariance, cross)
    left = np.maximum(left, 0)
    doubt = left / (left + trust)
    maps = []
    for own, slopes, light in zip(np.split(prior, 3), fits, aimed, strict=True):
        for slope, before in zip(slopes, own, strict=False):
            slope += doubt * (before - slope)
        fitted = (*slopes, offset_of(slopes, middle, light))
        maps += [before + known * (plane - before) for plane, before in zip(fitted, own, strict=True)]
    spread = (weight + 0.02) / (1 + known * left / trust)
    total = mean(spread)
    return np.stack([mean(plane * spread) / total for plane in maps])


TRUST = 60.0
"""Squared levels, of all three channels, that a window may leave over: some more than an answer's noise."""


def _explained(slopes: list[Floats], covariance: list[Floats], cross: list[Floats]) -> Floats:
    """What the variance of a target changes by when `slopes` times the guide are taken from it."""
    square = sum(
        (1 if i == j else 2) * slopes[i] * slopes[j] * plane for plane, (i, j) in zip(covariance, PAIRS, strict=True)
    )
    return np.asarray(square - 2 * sum(slope * plane for slope, plane in zip(slopes, cross, strict=True)))


PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
"""The six different entries of a symmetric 3 x 3 matrix."""


def slopes_of(covariance: list[Floats], cross: list[Floats], own: Floats, pull: float) -> list[Floats]:
    """One output channel's slopes, pulled towards those before.

    Parameters
    ----------
    covariance : list of six (H, W) Floats
        Of the guide's channels, as `PAIRS` has them.
    cross : list of three (H, W) Floats
        Covariance of the guide's channels with the target.
    own : (3, H, W) Floats
        The slopes before; further planes are not looked at.
    pull : float
        How hard, in the units of `covariance`.

    Returns
    -------
    list of three (H, W) Floats
    """
    pulled = [plane + pull if i == j else plane for plane, (i, j) in zip(covariance, PAIRS, strict=True)]
    xx, xy, xz, yy, yz, zz = inverse(*pulled)
    x, y, z = (plane + pull * before for plane, before in zip(cross, own, strict=False))
    return [xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z]


def offset_of(slopes: list[Floats], middle: list[Floats], aimed: Floats) -> Floats:
    """The offset with which slopes lead from one mean to the other.

    Parameters
    ----------
    slopes : list of three (H, W) Floats
    middle : list of three (H, W) Floats
        The mean colour of the guide.
    aimed : (H, W) Floats
        The mean level of the target.

    Returns
    -------
    (H, W) Floats
    """
    return np.asarray(aimed - sum(slope * around for slope, around in zip(slopes, middle, strict=True)))
