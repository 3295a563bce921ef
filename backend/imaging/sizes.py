"""Which size to ask the image model for."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd, isqrt, lcm

from .values import Rejected


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """What a model accepts.

    Attributes
    ----------
    multiple : int
        Edges are multiples of so many pixels.
    min_pixels, max_pixels : int
        Width times height.
    max_edge : int
        Pixels.
    max_ratio : float
        The long edge over the short one.
    """

    multiple: int = 16
    min_pixels: int = 655_360
    max_pixels: int = 1536 * 1024
    max_edge: int = 3840
    max_ratio: float = 3.0


def fit_size(width: int, height: int, limits: SizeLimits) -> tuple[int, int]:
    """The size to ask for, never another crop.

    The largest size of exactly the photo's aspect wins, unless it has less than half of the pixels that could be had
    (or none exists); then the nearest aspect, larger first. Nothing is enlarged beyond the photo except to reach
    `min_pixels`.

    Parameters
    ----------
    width, height : int
        The photo's pixels, after orientation.
    limits : SizeLimits

    Returns
    -------
    width, height : int
        In pixels.

    Raises
    ------
    Rejected
        When the photo is longer than `max_ratio` allows, or no size fits.
    """
    if min(width, height) < 1:
        raise Rejected("dimensions")
    if max(width, height) > min(width, height) * limits.max_ratio:
        raise Rejected("aspect", ratio=f"{limits.max_ratio:g}")
    budget = min(limits.max_pixels, max(width * height, limits.min_pixels))
    exact = _exact(width, height, limits, budget)
    if exact is not None and exact[0] * exact[1] * 2 >= budget:
        return exact
    nearest = _nearest(width, height, limits, budget)
    return nearest if exact is None or nearest[0] * nearest[1] > 2 * exact[0] * exact[1] else exact


def _exact(width: int, height: int, limits: SizeLimits, budget: int) -> tuple[int, int] | None:
    divisor = gcd(width, height)
    a, b = width // divisor, height // divisor
    m = limits.multiple
    step = lcm(m // gcd(a, m), m // gcd(b, m))
    k = min(isqrt(budget // (a * b)), limits.max_edge // max(a, b)) // step * step
    size = (a * k, b * k)
    return size if k and size[0] * size[1] >= limits.min_pixels else None


def _nearest(width: int, height: int, limits: SizeLimits, budget: int) -> tuple[int, int]:
    m = limits.multiple
    best: tuple[float, int, int, int] | None = None
    for w in range(m, limits.max_edge + 1, m):
        ideal = w * height / width
        for h in {int(ideal // m) * m, int(ideal // m) * m + m}:
            if not m <= h <= limits.max_edge or not limits.min_pixels <= w * h <= limits.max_pixels:
                continue
            if max(w, h) > min(w, h) * limits.max_ratio or w * h > budget * 1.1 or w * h * 2 < budget:
                continue
            # Half a pixel of stretch over the long edge is invisible; beyond that, shape counts before size.
            stretch = round(abs(ideal - h) / h * max(w, h))
            rank = (float(stretch), -w * h, w, h)
            if best is None or rank < best:
                best = rank
    if best is None:
        raise Rejected("shape")
    return best[2], best[3]
