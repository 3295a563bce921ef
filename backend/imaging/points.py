"""Points that photo and answer share, and the homography between them (SIFT, MAGSAC)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur
from .values import Unusable

MIN_INLIERS = 24
FEATURES = 4000
WHOLE, LONGEST = 1100, 1024
"""Pixels along the longer edge up to which a picture is looked at as it is, and of others at half size or less."""
WHOLE_CROP = 700
"""The same for a crop at the camera's resolution, whose finest detail is what models draw anew."""
DEPARTURE = 6.0
"""Pixels by which a true match may miss the homography: models bend what they draw again."""

SURE = 60
"""Points that are no grain, of which enough are found again in nearly every answer."""

PLACE = 64
"""Side, in pixels, of the squares that have one vote each."""
NEAR = 12.0
"""Pixels from where the homography leads, within which a point is looked for once more."""

ASTRAY, ASIDE = 24.0, 100.0
"""Pixels from which a match is astray, and from how far another one may agree with it."""
MAX_BESIDE = 0.2
"""Most of the places that may be elsewhere together: 0.04 in answers that stayed, from 0.3 seen from elsewhere."""

CELL = 16
REACH = 20.0
"""Pixels that a model moves things by at most, beside the homography."""


@dataclass(frozen=True, slots=True)
class Points:
    """What can be known again in a picture.

    Attributes
    ----------
    normal : (H, W) Pixels8
        That picture, as `normalise` has it.
    places : (N, 2) Floats
        x and y in it.
    descriptors : (N, 128) Floats
        Of unit length.
    """

    normal: Pixels8
    places: Floats
    descriptors: Floats


def seen(picture: Pixels8, *, crop: bool = False) -> Points:
    """Find points (SIFT, with the square roots of RootSIFT).

    Parameters
    ----------
    picture : (H, W, 3) Pixels8
    crop : bool
        Whether it is one around what was painted.

    Returns
    -------
    Points

    Raises
    ------
    Unusable
        When there is too little to see.
    """
    normal = normalise(picture)
    small, shrink = _shrunk(normal, WHOLE_CROP if crop else WHOLE)
    points, descriptors = _detector().detectAndCompute(small, None)
    if descriptors is None or len(points) < MIN_INLIERS:
        raise Unusable("misaligned", "The picture has too little structure to align.")
    descriptors = np.sqrt(descriptors / (descriptors.sum(axis=1, keepdims=True) + 1e-6))
    # Pixel centres: (x + 0.5) / shrink - 0.5.
    places = (np.array(cv2.KeyPoint.convert(points), np.float32) + 0.5) / shrink - 0.5
    return Points(normal, places, descriptors.astype(np.float32))


def count(picture: Pixels8, differing: Floats | None = None) -> int:
    """How many points `seen` finds in a picture; quicker.

    Parameters
    ----------
    picture : (H, W, 3) Pixels8
    differing : (H, W) Floats, optional
        Where it is not 0, none is counted; elsewhere those that are no grain.

    Returns
    -------
    int
    """
    normal = normalise(picture)
    if differing is None:
        return len(_detector().detect(_shrunk(normal, WHOLE)[0], None))
    half = np.asarray(cv2.resize(normal, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    found = _detector().detect(half, None)
    if not found:
        return 0
    places = (np.array(cv2.KeyPoint.convert(found), np.float32) + 0.5) * 2
    return int(np.count_nonzero(differing[tuple(places.T[::-1].astype(int))] == 0))


def _shrunk(normal: Pixels8, whole: int) -> tuple[Pixels8, float]:
    """The size at which points are looked for, and its scale."""
    shrink = 1.0 if max(normal.shape) <= whole else min(0.5, LONGEST / max(normal.shape))
    return np.asarray(cv2.resize(normal, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)), shrink


def _detector() -> cv2.SIFT:
    return cv2.SIFT.create(nfeatures=FEATURES, contrastThreshold=0.02)


def normalise(picture: Pixels8) -> Pixels8:
    """Luma less its local mean, over its local deviation.

    Parameters
    ----------
    picture : (H, W, 3) Pixels8

    Returns
    -------
    (H, W) Pixels8
        128 is the mean.
    """
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean = blur(luma, 6)
    centred = luma - mean
    deviation = np.sqrt(blur(centred * centred, 12))
    return cv2.convertScaleAbs(centred / (deviation + 3.0), alpha=40, beta=128)


def homography(
    ours: Points, theirs: Points, shape: tuple[int, ...], shown: tuple[int, ...], differing: Floats | None = None
) -> tuple[Floats, int, Floats]:
    """How a photo lies in an answer, both at working scale.

    Parameters
    ----------
    ours, theirs : Points
        Of the photo and of the answer.
    shape, shown : tuple of int
        Shapes of the photo and of the answer, rows first.
    differing : (H, W) Floats, optional
        Where it is not 0, points that do not agree are no reason to refuse.

    Returns
    -------
    matrix : (3, 3) Floats
        From the photo's (x, y, 1) to the answer's.
    inliers : int
        Points that agree on it.
    flow : (H // CELL, W // CELL, 2) Floats
        Pixels (x, y) by which the matches smoothly depart from the matrix.

    Raises
    ------
    Unusable
        When too few points agree, or the answer is seen from elsewhere.
    """
    (points_a, a), (points_b, b) = (ours.places, ours.descriptors), (theirs.places, theirs.descriptors)
    best, top, second = _best_two(a @ b.T)
    # Repeated textures fail this.
    keep = np.flatnonzero(_stands_out(top, second))
    keep = keep[(b[best[keep]] @ a.T).argmax(axis=1) == keep]
    if len(keep) < MIN_INLIERS:
        raise Unusable("misaligned", "The answer cannot be aligned with the photo: too few points match.")
    here, there = points_a[keep], points_b[best[keep]]
    matrix, mask = cv2.findHomography(here, there, cv2.USAC_MAGSAC, DEPARTURE, maxIters=5000, confidence=0.9999)
    inliers = 0 if mask is None else int(mask.sum())
    if matrix is not None:
        matrix = _evened(matrix, here, there)
    if matrix is None or inliers < MIN_INLIERS or not _plausible(matrix, shape, shown):
        raise Unusable("misaligned", "The answer cannot be aligned with the photo: its geometry differs.")
    moved = _brought_back(there, matrix) - here
    near = np.hypot(*moved.T) < ASTRAY
    told = near | (True if differing is None else differing[tuple(here.T[::-1].astype(int))] == 0)
    if inliers < 0.15 * int(told.sum()):
        raise Unusable("misaligned", "The answer cannot be aligned with the photo: its geometry differs.")
    if _beside(here[told], moved[told], near[told]) > MAX_BESIDE:
        raise Unusable("misaligned", "The answer cannot be aligned with the photo: it is seen from elsewhere.")
    # Now that it is known about where each point must be, what repeats itself farther away no longer confuses.
    expected = cv2.perspectiveTransform(points_a[None], matrix)[0]
    distance, near = cv2.batchDistance(expected, points_b, cv2.CV_32F, normType=cv2.NORM_L2, K=8)
    best, top, second = _best_two(np.einsum("nd,nkd->nk", a, b[near]) * (distance < NEAR))
    # Of the likes below 0.9 most are false (at dusk, on slats).
    more = np.flatnonzero((top > 0.9) & _stands_out(top, second))
    here, there = np.vstack((here, points_a[more])), np.vstack((there, points_b[near[more, best[more]]]))
    return matrix.astype(np.float32), inliers, _bent(here, _brought_back(there, matrix) - here, shape)


def _brought_back(places: Floats, matrix: Floats) -> Floats:
    return np.asarray(cv2.perspectiveTransform(places[None], np.linalg.inv(matrix))[0])


def _beside(here: Floats, moved: Floats, near: Floats) -> float:
    """Share of the places whose points have gone elsewhere together. Points that were matched wrongly do not agree with
    their neighbours; a thing that was moved, or is nearer to another camera than the rest, does so with itself."""
    places, ways = here[~near], moved[~near]
    between, apart = (np.linalg.norm(v[:, None] - v, axis=-1) for v in (places, ways))
    together = (between > 3) & (between < ASIDE) & (apart < 6 + 0.05 * between)
    agreeing = places[together.sum(axis=1) >= 2]
    stayed, gone = (len(np.unique((v / PLACE).astype(int) @ (1, 1000))) for v in (here[near], agreeing))
    return gone / max(stayed + gone, 50)


def _best_two(similarity: Floats) -> tuple[Floats, Floats, Floats]:
    """Of N x K similarities (0 to 1, used up): where each row's best is, that one, and the second best."""
    rows = np.arange(len(similarity))
    best = similarity.argmax(axis=1)
    top = similarity[rows, best]
    similarity[rows, best] = 0
    return best, top, similarity.max(axis=1)


def _stands_out(top: Floats, second: Floats) -> Floats:
    """Ratio test on distances: d^2 = 2 - 2 s for unit vectors."""
    return np.asarray((2 - 2 * top) < 0.81 * (2 - 2 * second))


def _evened(matrix: Floats, ours: Floats, theirs: Floats) -> Floats:
    """`matrix` fitted again to one vote for each place: where most points are, it would fit the local bend only and
    miss the rest of the picture by far."""
    for reach in (48.0, 24.0, 12.0):
        near = np.hypot(*(_brought_back(theirs, matrix) - ours).T) < reach
        column, row = (ours[near] / PLACE).astype(int).T
        _, places, counts = np.unique(column + 1000 * row, return_inverse=True, return_counts=True)
        a, b = (
            np.column_stack([np.bincount(places, v[near, axis]) / counts for axis in (0, 1)]) for v in (ours, theirs)
        )
        better = cv2.findHomography(a, b, 0)[0] if len(counts) >= 4 else None
        if better is None:
            break
        matrix = better
    return matrix


def _bent(places: Floats, moved: Floats, shape: tuple[int, ...]) -> Floats:
    """The smooth flow that most of the matches agree on: what repeats itself is then searched for close by."""
    size = (shape[1] // CELL, shape[0] // CELL)
    near = np.hypot(moved[:, 0], moved[:, 1]) < REACH
    places, moved = places[near], moved[near]
    x, y = np.clip((places / CELL).astype(int), 0, (size[0] - 1, size[1] - 1)).T
    flow = np.zeros((size[1], size[0], 2), np.float32)
    for _ in range(5):
        miss = moved - flow[y, x]
        counts = 1 / (1 + (miss * miss).sum(axis=1) / 4)
        sums = np.zeros((size[1], size[0], 3), np.float32)
        np.add.at(sums, (y, x), np.column_stack((moved, np.ones(len(moved)))) * counts[:, None])
        flow = np.zeros_like(flow)
        for sigma in (max(size) / 5, max(size) / 12, max(size) / 32):
            around = cv2.GaussianBlur(sums, (0, 0), sigma)
            flow = (around[..., :2] + 0.02 * flow) / (around[..., 2:] + 0.02)
    return flow


def _plausible(matrix: Floats, shape: tuple[int, ...], shown: tuple[int, ...]) -> bool:
    """A re-rendered photo may be zoomed and shifted a little, squeezed into an answer of another aspect, cut to it or
    framed in it; not turned, mirrored or seen from elsewhere."""
    height, width = shape[:2]
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32)
    moved = cv2.perspectiveTransform(corners, matrix)[0]
    edges = np.linalg.norm(np.roll(moved, -1, axis=0) - moved, axis=1) / (width, height, width, height)
    fits = shown[1] / width, shown[0] / height
    offset = np.abs(moved.mean(axis=0) - (shown[1] / 2, shown[0] / 2)) / (width, height)
    scaled = edges.min() > 0.6 * min(fits) and edges.max() < 1.6 * max(fits)
    return bool(scaled and offset.max() < 0.25 and moved[1, 0] > moved[0, 0])
