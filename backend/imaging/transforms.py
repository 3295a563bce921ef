"""Local affine recolourings on a coarse grid, and how they reach the full-size picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, planes
from .curve import bent


@dataclass(frozen=True, slots=True)
class Transform:
    """A local affine recolouring.

    Attributes
    ----------
    maps : (12, h, w) Floats
        On a coarse grid. Four of them, times (r, g, b, 1), give each of the three output channels, in levels of 255.
    bend : float
        Of the curve (`curve.bent`) that (r, g, b) go through before.
    """

    maps: Floats
    bend: float = 0.0

    def towards(self, other: Transform, share: Floats) -> Transform:
        """Something between two transforms of the same bend.

        Parameters
        ----------
        other : Transform
        share : (H, W) Floats
            0 where this one holds, 1 where `other` does.

        Returns
        -------
        Transform
            On this one's grid.
        """
        size = self.maps.shape[:0:-1]
        way = resized(other.maps, size) - self.maps
        return Transform(self.maps + cv2.resize(share, size, interpolation=cv2.INTER_AREA) * way, self.bend)

    def apply(self, pixels: Floats) -> Floats:
        """The whole picture transformed.

        Parameters
        ----------
        pixels : (H, W, 3) Pixels8 or Floats

        Returns
        -------
        (H, W, 3) Floats
            Not clipped.
        """
        return np.asarray(cv2.merge(tuple(self.apply_planes(planes(pixels), 0, pixels.shape[0]))))

    def apply_planes(self, values: Floats, top: int, height: int) -> Floats:
        """Rows of a picture transformed.

        Parameters
        ----------
        values : (3, H, W) Floats
            The rows from `top` on.
        top : int
        height : int
            Rows of the whole picture.

        Returns
        -------
        (3, H, W) Floats
            Not clipped.
        """
        return affine(self.maps, bent(values, self.bend), top, height)

    def apply_at(self, values: Floats, where: Floats, top: int, height: int, width: int) -> Floats:
        """Some pixels of a picture transformed.

        Parameters
        ----------
        values : (3, N) Floats
            The pixels.
        where : (N,) array of int
            Where they are, as of `enlarged_at`.
        top : int
            The row that `where` counts from.
        height, width : int
            Of the whole picture.

        Returns
        -------
        (3, N) Floats
            Not clipped.
        """
        maps = enlarged_at(self.maps, where, top, height, width)
        bowed = bent(values, self.bend)
        return np.stack([(maps[4 * k : 4 * k + 3] * bowed).sum(axis=0) + maps[4 * k + 3] for k in range(3)])


def affine(maps: Floats, values: Floats, top: float, height: float) -> Floats:
    """Scalar products of (r, g, b, 1) with each four of some coarse planes, for a strip of a picture.

    Parameters
    ----------
    maps : (K, h, w) Floats
    values : (3, H, W) Floats
        The strip.
    top : float
        Its first row.
    height : float
        Rows of the whole picture.

    Returns
    -------
    (K / 4, H, W) Floats
    """
    made = np.empty((len(maps) // 4, *values.shape[1:]), np.float32)
    shares, needed = _down(maps.shape[1], top, values.shape[1], height)
    wide = _across(maps[:, needed], values.shape[2])
    for left in range(0, values.shape[2], CACHED):
        part = np.s_[..., left : left + CACHED]
        for k, total in enumerate(made[part]):
            *slopes, total[:] = shares @ wide[4 * k : 4 * k + 4][part]
            for plane, slope in zip(values[part], slopes, strict=True):
                cv2.accumulateProduct(plane, slope, total)
    return made


CACHED = 1024
"""Columns of a strip of which nine planes stay in a processor's own cache."""


def enlarge(
    maps: Floats, top: float, rows: int, height: float, width: int, interpolation: int = cv2.INTER_LINEAR
) -> Floats:
    """Rows of coarse planes that are brought to a picture's size.

    First across, a few rows of each, then down, as products of matrices: several times as fast as both at once.

    Parameters
    ----------
    maps : (K, h, w) Floats
    top : float
        The first row, of a picture of `height` x `width`.
    rows : int
        How many.
    height : float
    width : int
    interpolation : int
        `cv2.INTER_LINEAR` or `cv2.INTER_CUBIC`.

    Returns
    -------
    (K, rows, width) Floats
    """
    shares, needed = _down(maps.shape[1], top, rows, height, interpolation)
    return np.asarray(np.matmul(shares, _across(maps[:, needed], width, interpolation)))


def _across(maps: Floats, width: int, interpolation: int = cv2.INTER_LINEAR) -> Floats:
    """Planes that are as wide as the picture, and no higher than they were."""
    wide = np.empty((*maps.shape[:2], width), np.float32)
    for plane, out in zip(maps, wide, strict=True):
        cv2.resize(plane, (width, len(out)), dst=out, interpolation=interpolation)
    return wide


def _down(
    have: int, top: float, rows: int, height: float, interpolation: int = cv2.INTER_LINEAR
) -> tuple[Floats, slice]:
    """How much each of `rows` has of which of the rows that a plane has (rows x n), and which n these are."""
    place = (np.arange(rows) + (top + 0.5)) * (have / height) - 0.5
    first = np.floor(place)
    on = place - first
    if interpolation == cv2.INTER_LINEAR:
        taps = [(0, 1 - on), (1, on)]
    else:
        taps = [(beside, _cubic(np.abs(on - beside))) for beside in (-1, 0, 1, 2)]
    at = [np.clip(first.astype(np.intp) + beside, 0, have - 1) for beside, _ in taps]
    needed = slice(int(at[0].min()), int(at[-1].max()) + 1)
    shares = np.zeros((rows, needed.stop - needed.start), np.float32)
    for row, (_, share) in zip(at, taps, strict=True):
        shares[np.arange(rows), row - needed.start] += share
    return shares, needed


def _cubic(away: Floats) -> Floats:
    """Keys' kernel (1981), as OpenCV has it."""
    return np.where(away <= 1, (1.25 * away - 2.25) * away * away + 1, ((3.75 - 0.75 * away) * away - 6) * away + 3)


def enlarged_at(
    maps: Floats, where: Floats, top: float, height: float, width: int, interpolation: int = cv2.INTER_LINEAR
) -> Floats:
    """What `enlarge` gives at some places: for few of many.

    Parameters
    ----------
    maps : (K, h, w) Floats
    where : (N,) array of int
        Flat indices into rows that are `width` wide, counted from `top`.
    top : float
    height : float
        Rows of the whole picture.
    width : int
    interpolation : int
        One of OpenCV's.

    Returns
    -------
    (K, N) Floats
    """
    square = np.resize(where, (-(-len(where) // ROW), ROW))
    y, x = np.divmod(square, width)
    y, x = (
        ((v + 0.5) * (have / want) - 0.5).astype(np.float32)
        for v, have, want in ((y + top, maps.shape[1], height), (x, maps.shape[2], width))
    )
    # Four planes at once, and no more rows of them than are asked for, take a third of the time.
    first, last = max(0, min(int(y.min()) - 2, maps.shape[1] - 1)), max(1, int(y.max()) + 4)
    y -= first
    found = []
    for k in range(0, len(maps), 4):
        packed = cv2.merge(tuple(plane[first:last] for plane in maps[k : k + 4]))
        at = cv2.remap(packed, x, y, interpolation, borderMode=cv2.BORDER_REPLICATE)
        found.append(at.reshape(square.size, -1)[: len(where)].T)
    return np.ascontiguousarray(np.concatenate(found))


ROW = 1024
"""A table of places that OpenCV takes has less than 32,767 of them each way."""


def resized(maps: Floats, size: tuple[int, int]) -> Floats:
    """Planes at another size.

    Parameters
    ----------
    maps : (K, H, W) Floats
    size : tuple of int
        (width, height).

    Returns
    -------
    (K, height, width) Floats
    """
    return np.stack([cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in maps])


def uniform(coefficients: Floats | None, size: tuple[int, int]) -> Floats:
    """The same coefficients everywhere.

    Parameters
    ----------
    coefficients : (12,) Floats or None
        None: those that change nothing.
    size : tuple of int
        (width, height).

    Returns
    -------
    (12, height, width) Floats
        Read-only.
    """
    row = np.eye(3, 4, dtype=np.float32).ravel() if coefficients is None else coefficients
    return np.broadcast_to(row[:, None, None], (12, size[1], size[0]))
