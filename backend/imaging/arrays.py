"""Array shapes (H x W x 3 unless a name says otherwise) and the filters that everything here shares."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

# OpenCV's stubs know neither shapes nor result types, so these two names are documentation.
Pixels8: TypeAlias = NDArray[Any]
"""uint8 sRGB, 0 to 255 (or an 8-bit mask or luma where said)."""

Floats: TypeAlias = NDArray[Any]
"""float32."""


def blur(values: Floats, sigma: float) -> Floats:
    """Gaussian blur whose cost does not grow with `sigma`: wide ones run on a smaller picture.

    Parameters
    ----------
    values : (H, W) or (H, W, C) Floats
    sigma : float
        Standard deviation in pixels.

    Returns
    -------
    Floats
        Of the shape of `values`.
    """
    height, width = values.shape[:2]
    coarse = _coarsely_blurred(values, sigma)
    return coarse if len(coarse) == height else cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)


def _coarsely_blurred(values: Floats, sigma: float) -> Floats:
    factor = 1  # a power of two, for which averages are exact and several times as fast
    while 4 * factor <= sigma and min(values.shape[:2]) >= 8 * factor:
        factor *= 2
    if factor > 1:
        size = (max(1, values.shape[1] // factor), max(1, values.shape[0] // factor))
        values = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(values, (0, 0), sigma / factor)


def disc(radius: int) -> Pixels8:
    """A round structuring element.

    Parameters
    ----------
    radius : int
        In pixels, without the one in the middle.

    Returns
    -------
    (2 radius + 1, 2 radius + 1) Pixels8
        1 in the disc.
    """
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)))


def dot(a: Floats, b: Floats) -> Floats:
    """Scalar product along the last axis.

    NumPy's own ways are several times as slow where that is short. So are they in `times` and `over`.

    Parameters
    ----------
    a, b : (H, W, C) or (N, C) Floats

    Returns
    -------
    (H, W) or (N,) Floats
    """
    product = cv2.multiply(a, b)
    sums = cv2.transform(product.reshape(1, -1, a.shape[-1]), np.ones((1, a.shape[-1]), np.float32))
    return np.asarray(sums.reshape(a.shape[:-1]))


def times(picture: Floats, weight: Floats) -> Floats:
    """Every channel times `weight`.

    Parameters
    ----------
    picture : (H, W, C) Floats
    weight : (H, W) Floats

    Returns
    -------
    (H, W, C) Floats
    """
    return np.asarray(cv2.multiply(picture, cv2.merge([weight] * picture.shape[2])))


def over(picture: Floats, weight: Floats) -> Floats:
    """Every channel over `weight`.

    Parameters
    ----------
    picture : (H, W, C) Floats
    weight : (H, W) Floats

    Returns
    -------
    (H, W, C) Floats
    """
    return np.asarray(cv2.divide(picture, cv2.merge([weight] * picture.shape[2])))


def blend(a: Floats, b: Floats, weight: Floats) -> Floats:
    """`a` where `weight` is 1, `b` where it is 0.

    Parameters
    ----------
    a, b : (H, W, C) Floats
    weight : (H, W) Floats
        0 to 1.

    Returns
    -------
    (H, W, C) Floats
    """
    return np.asarray(cv2.blendLinear(a, b, weight, 1 - weight))


def planes(picture: Floats) -> Floats:
    """A picture as planes: what is done to whole channels is much faster there.

    Parameters
    ----------
    picture : (H, W, 3) Pixels8 or Floats

    Returns
    -------
    (3, H, W) Floats
        The same levels.
    """
    split = np.empty((3, *picture.shape[:2]), np.float32)
    for plane, channel in zip(split, cv2.split(picture), strict=True):
        plane[:] = channel
    return split


def rounded(values: Floats) -> Pixels8:
    """Planes as a picture of 8 bits, rounded and clipped.

    Parameters
    ----------
    values : (3, H, W) Floats
        Levels of 255.

    Returns
    -------
    (H, W, 3) Pixels8
    """
    return np.asarray(cv2.merge([cv2.addWeighted(plane, 1, plane, 0, 0, dtype=cv2.CV_8U) for plane in values]))


def one_way(plane: Floats, sigma: float, floor: float) -> tuple[Floats, Floats]:
    """How far the edges around each place run in one direction, by the structure tensor.

    Parameters
    ----------
    plane : (H, W) Floats
    sigma : float
        Standard deviation, in pixels, of what counts as around.
    floor : float
        Squared responses of Sobel's operator (eight times the slope per pixel) below which there is no edge.

    Returns
    -------
    straight : (H, W) Floats
        0 (every way) to 1 (one way).
    angle : (H, W) Floats
        In radians, of the way across the edges.
    """
    x, y = cv2.Sobel(plane, cv2.CV_32F, 1, 0), cv2.Sobel(plane, cv2.CV_32F, 0, 1)
    xx, yy, xy = (cv2.GaussianBlur(v, (0, 0), sigma) for v in (x * x, y * y, x * y))
    apart = np.sqrt((xx - yy) ** 2 + 4 * xy * xy) / (xx + yy + floor)
    return np.clip((apart - 0.6) / 0.2, 0, 1), 0.5 * np.arctan2(2 * xy, xx - yy)


def brightest(picture: Floats) -> Floats:
    """The largest channel of each pixel.

    Parameters
    ----------
    picture : (H, W, C) Pixels8 or Floats

    Returns
    -------
    (H, W) array of the same type
    """
    return np.asarray(np.maximum.reduce(cv2.split(picture)))


def scale(pixels: Pixels8, size: tuple[int, int]) -> Pixels8:
    """A picture at another size: area average downwards, Lanczos upwards.

    Parameters
    ----------
    pixels : (H, W, 3) Pixels8
    size : tuple of int
        (width, height) in pixels.

    Returns
    -------
    (height, width, 3) Pixels8
        Never `pixels` itself.
    """
    if size == pixels.shape[1::-1]:
        return pixels.copy()
    # Exact halves are several times as fast as odd ratios, and leave less for those.
    while all(have % 2 == 0 and have >= 2 * want for have, want in zip(pixels.shape[1::-1], size, strict=True)):
        pixels = cv2.resize(pixels, (pixels.shape[1] // 2, pixels.shape[0] // 2), interpolation=cv2.INTER_AREA)
    shrinks = size[0] <= pixels.shape[1]
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4)


def lab_of(picture: Floats) -> Floats:
    """CIELAB of an sRGB picture.

    Parameters
    ----------
    picture : (H, W, 3) Pixels8 or Floats
        Levels of 255.

    Returns
    -------
    (H, W, 3) Floats
        L from 0 to 100, a and b around 0.
    """
    return cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)


def local_colour(lab: Floats, weight: Floats, sigma: float) -> tuple[Floats, Floats]:
    """Weighted mean and deviation of colour around each place.

    Parameters
    ----------
    lab : (H, W, 3) Floats
    weight : (H, W) Floats
        0 to 1: what counts.
    sigma : float
        Standard deviation, in pixels, of what counts as around.

    Returns
    -------
    mean, deviation : (H, W, 3) Floats
        In the units of `lab`; the deviation is at least 3.
    """
    total = _coarsely_blurred(weight, sigma) + 1e-4
    weighted = times(lab, weight)
    mean = over(_coarsely_blurred(weighted, sigma), total)
    square = over(_coarsely_blurred(weighted * lab, sigma), total)
    deviation = np.sqrt(np.maximum(square - mean * mean, 0)) + 3
    size = (weight.shape[1], weight.shape[0])
    return cv2.resize(mean, size), cv2.resize(deviation, size)


def edges(picture: Floats) -> Floats:
    """Where edges are and how they run, whatever their strength and whichever of their sides is the brighter one.

    Colour less its local mean and over its local deviation is looked at: a wall keeps its bricks in the shade as well
    as under a lamp. All channels count: equal luma can hide an edge.

    Parameters
    ----------
    picture : (H, W, 3) Floats
        Levels of 255.

    Returns
    -------
    (H, W, 2) Floats
        Per place a vector of twice the edge's angle, so that light to dark and dark to light are the same. Its length
        is 0 to 1, from nothing to a plain edge.
    """
    soft = cv2.GaussianBlur(picture, (0, 0), 0.8)
    centred = soft - blur(soft, 6)
    even = centred / (np.sqrt(blur(cv2.transform(centred * centred, _MEAN), 12)) + 6)[..., None]
    x, y = (cv2.Sobel(even, cv2.CV_32F, *way, scale=20 / 8) for way in ((1, 0), (0, 1)))
    along, across, both = (cv2.transform(v, _MEAN) for v in (x * x, y * y, x * y))
    length = along + across + 9
    return cv2.GaussianBlur(np.dstack(((along - across) / length, 2 * both / length)), (0, 0), 0.8)


_MEAN = np.full((1, 3), 1 / 3, np.float32)
