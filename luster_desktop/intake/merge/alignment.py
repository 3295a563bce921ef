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

from luster_desktop.intake.merge import tiles
from luster_desktop.intake.merge.arrays import Matrix, Picture, Plane, scaled, white
from luster_desktop.intake.merge.looks import Curve, Curves, Look, exposed, look_of

_COARSE_EDGE = 400
_MIDDLE_EDGE = 1500
_LEAST_CORRELATION = 0.25
_LEAST_SHARED = 0.004
_MOST_RESIDUAL = 0.4
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
class _Frame:
    luma: Plane
    middle: Plane
    coarse: Plane


def reference_of(frames: Sequence[Picture]) -> int:
    """The frame to align the others to: the middle exposure, unless another has clearly more well-exposed pixels."""
    small = [_luma(_shrunk(f, _COARSE_EDGE)) for f in frames]
    shown = [float(exposed(luma).mean()) for luma in small]
    order = [int(i) for i in np.argsort([float(luma.mean()) for luma in small], kind="stable")]
    middle, best = order[len(order) // 2], int(np.argmax(shown))
    return best if shown[best] > 1.3 * shown[middle] else middle


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
        fixed = _frame(frames[known])
        for index in chain:
            moving = _frame(frames[index])
            relative, trusted, residual = _match(fixed, moving)
            matrix = relative @ placed[known].matrix
            placed[index] = Placement(matrix, trusted, _largest_move(matrix, width, height), residual)
            if trusted:
                known, fixed = index, moving
    return [placed[i] for i in range(len(frames))]


def _match(fixed: _Frame, moving: _Frame) -> tuple[Matrix, bool, float]:
    """Coarse to fine; the matrix is for the frames themselves."""
    curves = _curves(fixed.coarse, moving.coarse)
    one, other = look_of(fixed.coarse, curves[0]), look_of(moving.coarse, curves[1])
    shift = _shift(one, other)
    starts = [scaled(m, fixed.middle.shape[1] / fixed.coarse.shape[1]) for m in (shift, _ecc(one, other, shift))]
    one, other = look_of(fixed.middle, curves[0]), look_of(moving.middle, curves[1])
    matrix = max(starts, key=lambda start: _agreement(one, other, start))
    settled = tiles.settle(fixed.middle, moving.middle, curves, matrix)
    if settled is None or settled.residual > _MOST_RESIDUAL:
        # Slow, but needs less to see and starts from farther away.
        matrix = _ecc(one, other, matrix)
        settled = tiles.settle(fixed.middle, moving.middle, curves, matrix) or tiles.Settled(matrix, 0.0)
    trusted = _agreement(one, other, settled.matrix) >= _LEAST_CORRELATION
    larger = fixed.luma.shape[1] / fixed.middle.shape[1]
    if larger > 1:
        matrix = scaled(settled.matrix, larger)
        finest = tiles.settle(fixed.luma, moving.luma, curves, matrix) if trusted else None
        settled = finest or tiles.Settled(matrix, settled.residual * larger)
    return settled.matrix, trusted, settled.residual


def _curves(one: Plane, other: Plane) -> Curves:
    """What makes both equally bright: the darker is brightened, and then clips where the brighter does.

    Clipping that only one of the two has would bend what the tiles see beside it, always to the same side.
    """
    same = np.arange(256, dtype=np.float32)
    if one.mean() <= other.mean():
        return _brightened(one, other), same
    return same, _brightened(other, one)


def _brightened(darker: Plane, brighter: Plane) -> Curve:
    ranks = np.linspace(0, 1, 1025)
    x, y = np.quantile(darker, ranks), np.quantile(brighter, ranks)
    rising, first = np.unique(np.round(x, 2), return_index=True)
    last = np.append(first[1:], len(x)) - 1
    curve = np.interp(np.arange(256), rising, (y[first] + y[last]) / 2, right=255.0)
    return np.maximum.accumulate(curve).astype(np.float32)


def _shift(fixed: Look, moving: Look) -> Matrix:
    window = cv2.createHanningWindow(fixed.normal.shape[::-1], cv2.CV_32F)
    matrix = np.eye(3)
    matrix[:2, 2] = cv2.phaseCorrelate(fixed.normal, moving.normal, window)[0]
    return matrix


def _ecc(fixed: Look, moving: Look, matrix: Matrix) -> Matrix:
    start = np.ascontiguousarray(matrix[:2], dtype=np.float32)
    try:
        _, found = cv2.findTransformECC(
            fixed.normal, moving.normal, start, cv2.MOTION_EUCLIDEAN, _CRITERIA, moving.seen, 5
        )
    except cv2.error:  # the two do not overlap, or share no texture
        return matrix
    return np.vstack([found.astype(np.float64), [0, 0, 1]])


def _agreement(fixed: Look, moving: Look, matrix: Matrix) -> float:
    """Correlation -1 to 1 of what both show when `moving` is placed by `matrix`; -1 where that is next to nothing."""
    size = fixed.normal.shape[::-1]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    there = cv2.warpPerspective(moving.normal, matrix, size, flags=flags)
    both = cv2.bitwise_and(cv2.warpPerspective(moving.seen, matrix, size, flags=flags), fixed.seen) == 255
    if both.mean() < _LEAST_SHARED:
        return -1.0
    a, b = fixed.normal[both], there[both]
    return float((a @ b) / (np.sqrt((a @ a) * (b @ b)) + 1e-6))


def _frame(frame: Picture) -> _Frame:
    middle = _shrunk(frame, _MIDDLE_EDGE)
    luma = _luma(frame)
    return _Frame(luma, luma if middle is frame else _luma(middle), _luma(_shrunk(middle, _COARSE_EDGE)))


def _shrunk(frame: Picture, edge: int) -> Picture:
    height, width = frame.shape[:2]
    factor = min(1.0, edge / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return frame if factor == 1 else np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), frame.dtype)


def _luma(frame: Picture) -> Plane:
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    return np.asarray(grey * np.float32(255.0 / white(frame)), np.float32)


def _largest_move(matrix: Matrix, width: int, height: int) -> float:
    corners = np.array([[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]], np.float64)
    moved = cv2.perspectiveTransform(corners[None], matrix)[0]
    return float(np.abs(np.linalg.norm(moved - corners, axis=1)).max())
