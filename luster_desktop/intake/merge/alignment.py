"""How hand-held exposures of one scene lie on each other.

From coarse to fine: phase correlation finds the shift, ECC (Evangelidis and Psarakis, PAMI 2008) the shift and turn,
and displacements measured on many small tiles settle the rest to a few hundredths of a pixel. All on luma that is
normalised by its surroundings, which makes a dark and a bright exposure of one wall look alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge import tiles
from luster_desktop.intake.merge.arrays import Matrix, Picture, Plane, scaled, white

_COARSE_EDGE = 400
_MIDDLE_EDGE = 1500
_LEAST_CORRELATION = 0.25
_CRITERIA = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-5)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a frame lies: `matrix` maps pixels of the reference to pixels of the frame, at the size that was given.

    `trusted` is false when the frame could not be matched; its matrix is then the best guess. `moved` is the largest
    displacement of a corner, `residual` the median disagreement of the tiles, both in pixels.
    """

    matrix: Matrix
    trusted: bool
    moved: float
    residual: float


@dataclass(frozen=True, slots=True)
class _Look:
    normal: Plane
    """Luma without its surroundings' brightness and contrast; zero where there is nothing to see."""
    seen: NDArray[np.uint8]
    """255 where the exposure is neither clipped nor black."""


def reference_of(frames: Sequence[Picture]) -> int:
    """The frame to align the others to: the middle exposure, unless another has clearly more well-exposed pixels."""
    small = [_luma(_shrunk(f, _COARSE_EDGE)) for f in frames]
    exposed = [float(_seen(luma).mean()) for luma in small]
    order = [int(i) for i in np.argsort([float(luma.mean()) for luma in small], kind="stable")]
    middle, best = order[len(order) // 2], int(np.argmax(exposed))
    return best if exposed[best] > 1.3 * exposed[middle] else middle


def align(frames: Sequence[Picture], reference: int) -> list[Placement]:
    """Place every frame on `frames[reference]`. All frames have one size; 3000 px on the long edge is ample.

    Frames are matched with their neighbour in brightness, outwards from the reference, because distant exposures share
    too few well-exposed pixels.
    """
    order = [int(i) for i in np.argsort([float(_shrunk(f, _COARSE_EDGE).mean()) for f in frames], kind="stable")]
    at = order.index(reference)
    height, width = frames[0].shape[:2]
    placed = {reference: Placement(np.eye(3), True, 0.0, 0.0)}
    for chain in (order[at + 1 :], order[:at][::-1]):
        known = reference
        looks = _levels(frames[known])
        for index in chain:
            moving = _levels(frames[index])
            relative, trusted, residual = _match(looks, moving)
            matrix = relative @ placed[known].matrix
            placed[index] = Placement(matrix, trusted, _largest_move(matrix, width, height), residual)
            if trusted:
                known, looks = index, moving
    return [placed[i] for i in range(len(frames))]


def _match(fixed: Sequence[_Look], moving: Sequence[_Look]) -> tuple[Matrix, bool, float]:
    """Coarse to fine; the matrix is for the finest level."""
    window = cv2.createHanningWindow(fixed[0].normal.shape[::-1], cv2.CV_32F)
    shift, _ = cv2.phaseCorrelate(fixed[0].normal, moving[0].normal, window)
    matrix = np.eye(3)
    matrix[:2, 2] = shift
    correlation = -1.0
    for level in range(min(2, len(fixed))):
        if level:
            matrix = scaled(matrix, _ratio(fixed[level], fixed[level - 1]))
        matrix, correlation = _ecc(fixed[level], moving[level], matrix)
    trusted = correlation >= _LEAST_CORRELATION
    finest = len(fixed) - 1
    if finest >= 2:
        matrix = scaled(matrix, _ratio(fixed[finest], fixed[1]))
    settled = (
        tiles.settle(fixed[finest].normal, fixed[finest].seen, moving[finest].normal, moving[finest].seen, matrix)
        if trusted
        else None
    )
    if settled is None:
        return matrix, trusted, 0.0
    return settled.matrix, True, settled.residual


def _ecc(fixed: _Look, moving: _Look, matrix: Matrix) -> tuple[Matrix, float]:
    start = np.ascontiguousarray(matrix[:2], dtype=np.float32)
    try:
        correlation, found = cv2.findTransformECC(
            fixed.normal, moving.normal, start, cv2.MOTION_EUCLIDEAN, _CRITERIA, moving.seen, 5
        )
    except cv2.error:  # the two do not overlap, or share no texture
        return matrix, -1.0
    return np.vstack([found.astype(np.float64), [0, 0, 1]]), float(correlation)


def _ratio(larger: _Look, smaller: _Look) -> float:
    return float(larger.normal.shape[1]) / float(smaller.normal.shape[1])


def _levels(frame: Picture) -> list[_Look]:
    """Looks of about 400 and 1500 px, and of the frame itself when it is larger."""
    edge = max(frame.shape[:2])
    edges = [e for e in (_COARSE_EDGE, _MIDDLE_EDGE) if e < edge * 0.8]
    return [_look(_shrunk(frame, e)) for e in edges] + [_look(frame)]


def _shrunk(frame: Picture, edge: int) -> Picture:
    height, width = frame.shape[:2]
    factor = min(1.0, edge / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return frame if factor == 1 else np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), frame.dtype)


def _luma(frame: Picture) -> Plane:
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    return np.asarray(grey * np.float32(255.0 / white(frame)), np.float32)


def _seen(luma: Plane) -> NDArray[np.uint8]:
    return np.asarray(cv2.inRange(luma, np.array([5.0]), np.array([247.0])), np.uint8)


def _look(frame: Picture) -> _Look:
    luma = _luma(frame)
    seen = np.asarray(cv2.erode(_seen(luma), np.ones((9, 9), np.uint8)), np.uint8)
    smooth = cv2.GaussianBlur(luma, (0, 0), 0.5)
    mean = cv2.boxFilter(smooth, cv2.CV_32F, (25, 25))
    square = cv2.sqrBoxFilter(smooth, cv2.CV_32F, (25, 25))
    spread = np.sqrt(np.maximum(square - mean * mean, 0))
    normal = (smooth - mean) / (spread + 3.0)
    return _Look(np.asarray(normal, np.float32), seen)


def _largest_move(matrix: Matrix, width: int, height: int) -> float:
    corners = np.array([[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]], np.float64)
    moved = cv2.perspectiveTransform(corners[None], matrix)[0]
    return float(np.abs(np.linalg.norm(moved - corners, axis=1)).max())
