"""Bring the model's answer into the original's own frame; the original is never resampled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur
from .values import Unusable

MIN_INLIERS = 24
MIN_AGREEMENT = 0.25
"""Least median local correlation of structure after registration; unrelated pictures reach about 0.05."""


@dataclass(frozen=True, slots=True)
class Registered:
    """`answer` in the original's frame, `valid` 0 to 1 where the answer shows it; error in pixels of this frame."""

    answer: Pixels8
    valid: Floats
    inliers: int
    median_error: float
    agreement: float


def register(small: Pixels8, answer: Pixels8) -> Registered:
    """Align `answer` (any size) to `small` (the original at working size).

    A homography from features (SIFT, MAGSAC) and then dense flow (DIS) on luma that is normalised locally, which
    dusk and day have in common. Raises `Unusable` rather than guess.
    """
    where, trust, left, inliers = locate(small, answer)
    warped = _sample(answer, where, cv2.INTER_CUBIC)
    inside = (
        (where[..., 0] >= -0.5) & (where[..., 1] >= -0.5)
        & (where[..., 0] <= answer.shape[1] - 0.5) & (where[..., 1] <= answer.shape[0] - 0.5)
    )  # fmt: skip
    if inside.mean() < 0.9:
        raise Unusable("The answer shows only a part of the photo.")
    correlation, structured = _correlation(normalise(small), normalise(warped))
    agreement = float(np.median(correlation[structured])) if structured.any() else 0.0
    if agreement < MIN_AGREEMENT:
        raise Unusable("The answer cannot be aligned with the photo.")
    trusted = trust > 0.5
    error = float(np.median(np.hypot(left[..., 0], left[..., 1])[trusted])) if trusted.any() else 0.0
    valid = cv2.erode(inside.astype(np.float32), np.ones((5, 5), np.uint8))
    return Registered(warped, valid, inliers, error, agreement)


def locate(small: Pixels8, answer: Pixels8) -> tuple[Floats, Floats, Floats, int]:
    """Where each pixel of `small` is in `answer` (H x W x 2), how far to trust it, the last correction, the inliers."""
    height, width = small.shape[:2]
    fitted, rescale = _isotropic(answer, width, height)
    still, moving = normalise(small), normalise(fitted)
    matrix, inliers = _homography(still, moving)
    flow, trust, last = _flow(still, moving, matrix)
    where = _project(_grid(width, height) + flow, rescale @ matrix)
    return where, trust, last, inliers


def normalise(picture: Pixels8) -> Pixels8:
    """Luma less its local mean, over its local deviation: 8 bits, 128 is the mean."""
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean = blur(luma, 6)
    centred = luma - mean
    deviation = np.sqrt(blur(centred * centred, 12))
    return cv2.convertScaleAbs(centred / (deviation + 3.0), alpha=40, beta=128)


def _isotropic(answer: Pixels8, width: int, height: int) -> tuple[Pixels8, Floats]:
    """The answer at the working scale, and the matrix from there back to the answer's own pixels."""
    scale = max(width, height) / max(answer.shape[:2])
    size = (max(1, round(answer.shape[1] * scale)), max(1, round(answer.shape[0] * scale)))
    if abs(size[0] - width) <= width * 0.03 and abs(size[1] - height) <= height * 0.03:
        size = (width, height)
    fitted = answer if size == answer.shape[1::-1] else cv2.resize(answer, size, interpolation=cv2.INTER_AREA)
    sx, sy = answer.shape[1] / size[0], answer.shape[0] / size[1]
    matrix = np.array([[sx, 0, (sx - 1) / 2], [0, sy, (sy - 1) / 2], [0, 0, 1]], np.float32)
    return fitted, matrix


def _homography(still: Pixels8, moving: Pixels8) -> tuple[Floats, int]:
    """The matrix from the original's frame to the answer's, both at working scale."""
    shrink = 0.5 if max(still.shape) > 1100 else 1.0
    with ThreadPoolExecutor(1) as pool:
        features = pool.submit(_features, moving, shrink)
        points_a, a = _features(still, shrink)
        points_b, b = features.result()
    similarity = a @ b.T
    best = similarity.argmax(axis=1)
    rows = np.arange(len(a))
    top = similarity[rows, best]
    similarity[rows, best] = -1
    second = similarity.max(axis=1)
    similarity[rows, best] = top
    mutual = similarity.argmax(axis=0)[best] == rows
    # Ratio test on distances: d^2 = 2 - 2 s for unit vectors. Repeated textures fail it.
    keep = mutual & ((2 - 2 * top) < 0.81 * (2 - 2 * second))
    if keep.sum() < MIN_INLIERS:
        raise Unusable("The answer cannot be aligned with the photo: too few points match.")
    matrix, mask = cv2.findHomography(
        points_a[keep], points_b[best[keep]], cv2.USAC_MAGSAC, 2.5, maxIters=5000, confidence=0.9999
    )
    inliers = 0 if mask is None else int(mask.sum())
    if matrix is None or inliers < MIN_INLIERS or inliers < 0.15 * keep.sum() or not _plausible(matrix, still.shape):
        raise Unusable("The answer cannot be aligned with the photo: its geometry differs.")
    return matrix.astype(np.float32), inliers


def _features(picture: Pixels8, shrink: float) -> tuple[Floats, Floats]:
    """Places (N x 2) in the picture's own pixels, and unit descriptors (N x 128), found at `shrink` of its size."""
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    points, descriptors = cv2.SIFT.create(nfeatures=4000, contrastThreshold=0.02).detectAndCompute(small, None)
    if descriptors is None or len(points) < MIN_INLIERS:
        raise Unusable("The picture has too little structure to align.")
    descriptors = np.sqrt(descriptors / (descriptors.sum(axis=1, keepdims=True) + 1e-6))
    # Pixel centres: (x + 0.5) / shrink - 0.5.
    places = (np.array(cv2.KeyPoint.convert(points), np.float32) + 0.5) / shrink - 0.5
    return places, descriptors.astype(np.float32)


def _plausible(matrix: Floats, shape: tuple[int, ...]) -> bool:
    """A re-rendered photo may be zoomed and shifted a little, not turned, mirrored or seen from elsewhere."""
    height, width = shape[:2]
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32)
    moved = cv2.perspectiveTransform(corners, matrix)[0]
    edges = np.linalg.norm(np.roll(moved, -1, axis=0) - moved, axis=1) / (width, height, width, height)
    offset = np.abs(moved.mean(axis=0) - (width / 2, height / 2)) / (width, height)
    return bool(edges.min() > 0.6 and edges.max() < 1.6 and offset.max() < 0.25 and moved[1, 0] > moved[0, 0])


def _flow(still: Pixels8, moving: Pixels8, matrix: Floats) -> tuple[Floats, Floats, Floats]:
    """The smooth flow that remains before `matrix`, its trust (0 to 1), and what the second pass still corrected.

    Dense inverse search twice: a first pass that is checked forward against backward, a second at full
    resolution on what is left. Untextured places take the flow of their surroundings.
    """
    height, width = still.shape
    grid = _grid(width, height)
    texture = np.clip(blur(np.abs(still.astype(np.float32) - 128), 4) / 20, 0, 1) ** 2
    blank = np.zeros((height, width, 2), np.float32)

    turned = _sample(moving, _project(grid, matrix))
    search, reverse = (cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM) for _ in range(2))
    with ThreadPoolExecutor(1) as pool:
        returning = pool.submit(reverse.calc, turned, still, blank.copy())
        there = np.asarray(search.calc(still, turned, blank.copy()))
        back = np.asarray(returning.result())
    miss = np.sum((there + _sample(back, grid + there)) ** 2, axis=-1)
    trust = np.exp(-miss / 0.1) * texture
    trust[np.sum(there * there, axis=-1) > 20**2] = 0
    flow = _smooth(there, trust, max(width, height) / 77)

    # Glass that lights up turns its bars from bright to dark: edges found there are others, and bend what is straight.
    turned = _sample(moving, _project(grid + flow, matrix))
    alike = np.clip(2.5 * _correlation(still, turned)[0], 0, 1)
    trust *= alike
    flow = _smooth(there, trust, max(width, height) / 77)

    search.setFinestScale(0)
    search.setVariationalRefinementIterations(2)
    turned = _sample(moving, _project(grid + flow, matrix))
    left = np.asarray(search.calc(still, turned, blank))
    weight = alike * texture * np.exp(-np.sum(left * left, axis=-1) / 4) * (trust + 0.1)
    left = _smooth(left, weight, max(width, height) / 128)
    return _sample(flow, grid + left) + left, trust, left


def _smooth(flow: Floats, weight: Floats, sigma: float) -> Floats:
    """Weighted mean of the flow around each place; where nothing near counts, of a wider surrounding."""
    weighted = flow * weight[..., None]
    wide = blur(weighted, 4 * sigma) / (blur(weight, 4 * sigma) + 1e-4)[..., None]
    return np.asarray((blur(weighted, sigma) + 0.002 * wide) / (blur(weight, sigma) + 0.002)[..., None], np.float32)


def _grid(width: int, height: int) -> Floats:
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.stack((x, y), axis=-1)


def _project(points: Floats, matrix: Floats) -> Floats:
    return cv2.perspectiveTransform(points.reshape(1, -1, 2), matrix).reshape(points.shape)


def _sample(picture: Floats, where: Floats, interpolation: int = cv2.INTER_LINEAR) -> Floats:
    return cv2.remap(picture, where[..., 0], where[..., 1], interpolation, borderMode=cv2.BORDER_REPLICATE)


def _correlation(a: Pixels8, b: Pixels8) -> tuple[Floats, Floats]:
    """Local correlation of two normalised pictures, and where the first has structure (a mask)."""
    x, y = a.astype(np.float32) - 128, b.astype(np.float32) - 128
    scale = blur(x * x, 8) * blur(y * y, 8)
    return blur(x * y, 8) / np.sqrt(scale + 1), blur(np.abs(x), 8) > 15
