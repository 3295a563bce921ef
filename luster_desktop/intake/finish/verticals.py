"""Walls upright and the horizon level, by a turn of the camera that is undone: a roll and a pitch, never a bend.

Straight lines are found by LSD (Grompone von Gioi et al., PAMI 2010). Those that could be walls vote, by their length,
for the direction that all verticals of the scene share in space; the winner is refined with outliers weighted down.
Where too little speaks for it, nothing is changed: a photo left alone is better than one that is bent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.finish.pixels import Floats, Pixels, small_luma

_EDGE = 1600
_SHORTEST = 0.025
"""Of the long edge; shorter lines are leaves and patterns."""
_LEANING_MOST = math.radians(24)
_TILTED_MOST = math.radians(13)
_AGREES = math.radians(0.9)
_LEAST_LINES = 6
_LEAST_LENGTH = 1.2
"""Of agreeing lines in sum, in picture heights."""
_LEAST_SPREAD = 0.28
"""How far apart across the picture the lines lie: lines side by side leave the pitch open."""
_WORST_ERROR = math.radians(0.35)
_STRAIGHT_ENOUGH = math.radians(0.08)
_LEAST_KEPT = 0.92
_STRONG_PITCH = 8.0
"""Degrees from which on a camera that looks up or down was meant to."""
_SHARES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)
"""Of a tilt, what is undone where all of it would cost too much of the photo; less is not worth it."""
_USUAL_FOCAL = 22.0
_DIAGONAL = 43.27


@dataclass(frozen=True, slots=True)
class Tilt:
    """How the camera was held, in degrees: `roll` (clockwise), `pitch` (looking up), and their likely `error`."""

    roll: float
    pitch: float
    error: float
    lines: int


@dataclass(frozen=True, slots=True)
class Straightening:
    """`matrix` (3 x 3) maps pixels of the result to pixels of the photo; the result is `width` x `height`."""

    matrix: Floats
    width: int
    height: int
    kept: float
    """Share of the photo's area that is left after the crop, in its own pixels and in those of the result."""
    undone: Tilt
    """What of the tilt: all of it where there is room."""


def tilt(pixels: Pixels, focal35: float | None = None) -> Tilt | None:
    """How an upright photo is tilted, or None where too few lines agree. `focal35` in mm, as for 24 x 36 film."""
    luma = small_luma(pixels, _EDGE)
    height, width = luma.shape
    segments = _segments(luma)
    if len(segments) < _LEAST_LINES:
        return None
    camera = _camera(width, height, focal35)
    rays = _rays(segments, camera)
    normals = np.cross(rays[:, 0], rays[:, 1])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    lengths = np.linalg.norm(segments[:, 0] - segments[:, 1], axis=1)
    start = _vote(normals, lengths, segments, camera)
    if start is None:
        return None
    direction, weights, error = _refined(start, normals, lengths, segments, camera)
    agreeing = weights > 0.3
    middle = segments.mean(axis=1)[agreeing, 0]
    if agreeing.sum() < _LEAST_LINES or lengths[agreeing].sum() < _LEAST_LENGTH * height:
        return None
    if error > _WORST_ERROR or np.ptp(middle) < _LEAST_SPREAD * width:
        return None
    roll = math.degrees(math.atan2(-direction[0], direction[1]))
    pitch = -math.degrees(math.asin(float(np.clip(direction[2], -1, 1))))
    return Tilt(roll, pitch, math.degrees(error), int(agreeing.sum()))


def straighten(width: int, height: int, found: Tilt, focal35: float | None = None) -> Straightening | None:
    """The turn and crop that undo a tilt, or as much of it as costs 8 % of the photo.

    None where it is too small to see, where the camera was meant to look up or down, or where less than half would fit.
    """
    if math.hypot(found.roll, found.pitch) < math.degrees(_STRAIGHT_ENOUGH) or abs(found.pitch) > _STRONG_PITCH:
        return None
    tries = (
        _straightening(width, height, replace(found, roll=found.roll * share, pitch=found.pitch * share), focal35)
        for share in _SHARES
    )
    return next((found for found in tries if found.kept >= _LEAST_KEPT), None)


def _straightening(width: int, height: int, tilt: Tilt, focal35: float | None) -> Straightening:
    camera = _camera(width, height, focal35)
    turn = camera @ _rotation(tilt).T @ np.linalg.inv(camera)
    left, top, wide, high = _inside(turn, width, height)
    place = np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    matrix = np.linalg.inv(turn) @ place
    wide, high = math.floor(wide), math.floor(high)
    corners = np.array([[[0, 0], [wide, 0], [wide, high], [0, high]]], np.float64)
    seen = cv2.contourArea(cv2.perspectiveTransform(corners, matrix)[0].astype(np.float32))
    kept = min(wide * high, seen) / (width * height)
    return Straightening(matrix, wide, high, kept, tilt)


def tilted(found: Tilt, width: int, height: int, focal35: float | None = None) -> Floats:
    """The matrix that maps pixels of a level photo to those of one that is tilted so, about the same point of view."""
    camera = _camera(width, height, focal35)
    return np.asarray(camera @ _rotation(found) @ np.linalg.inv(camera))


def _camera(width: int, height: int, focal35: float | None) -> Floats:
    focal = (focal35 or _USUAL_FOCAL) / _DIAGONAL * math.hypot(width, height)
    return np.array([[focal, 0, (width - 1) / 2], [0, focal, (height - 1) / 2], [0, 0, 1.0]])


def _rotation(found: Tilt) -> Floats:
    """Takes directions of a level camera (x right, y down, z ahead) to those of the tilted one, without any yaw."""
    roll, pitch = math.radians(found.roll), math.radians(found.pitch)
    down = np.array([-math.sin(roll) * math.cos(pitch), math.cos(roll) * math.cos(pitch), -math.sin(pitch)])
    axis = np.cross([0, 1.0, 0], down)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-12:
        return np.eye(3)
    turn, _ = cv2.Rodrigues(axis / sine * math.atan2(sine, down[1]))
    return np.asarray(turn, np.float64)


def _segments(luma: NDArray[np.uint8]) -> Floats:
    """Lines that could be vertical in the scene, n x 2 x 2 (end, x y)."""
    # None where there is no line at all, whatever the type stubs say.
    found: Any = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(luma)[0]
    if found is None:
        return np.empty((0, 2, 2))
    segments = np.asarray(found, np.float64).reshape(-1, 2, 2)
    run = segments[:, 1] - segments[:, 0]
    upright = np.abs(np.arctan2(run[:, 0], np.abs(run[:, 1]))) < _LEANING_MOST
    long = np.hypot(run[:, 0], run[:, 1]) > _SHORTEST * max(luma.shape)
    return np.asarray(segments[upright & long])


def _rays(segments: Floats, camera: Floats) -> Floats:
    points = np.concatenate([segments, np.ones((*segments.shape[:2], 1))], axis=2)
    return np.asarray(points @ np.linalg.inv(camera).T)


def _off(direction: Floats, segments: Floats, camera: Floats) -> Floats:
    """Angle between each line and the line from its middle to where the verticals meet."""
    middle = segments.mean(axis=1)
    run = segments[:, 1] - segments[:, 0]
    meet = camera @ direction
    to = np.stack([meet[0] - middle[:, 0] * meet[2], meet[1] - middle[:, 1] * meet[2]], axis=1)
    cross = run[:, 0] * to[:, 1] - run[:, 1] * to[:, 0]
    dot = run[:, 0] * to[:, 0] + run[:, 1] * to[:, 1]
    return np.asarray(np.arctan2(np.abs(cross), np.abs(dot)))


def _vote(normals: Floats, lengths: Floats, segments: Floats, camera: Floats) -> Floats | None:
    rng = np.random.default_rng(7)
    chance = lengths / lengths.sum()
    best, best_score = None, 0.0
    pairs = rng.choice(len(lengths), size=(400, 2), p=chance)
    for one, other in pairs:
        direction = np.cross(normals[one], normals[other])
        norm = float(np.linalg.norm(direction))
        if norm < 1e-3:
            continue
        direction /= norm if direction[1] > 0 else -norm
        if direction[1] < math.cos(_TILTED_MOST):
            continue
        off = _off(direction, segments, camera)
        score = float((lengths * np.clip(1 - (off / _AGREES) ** 2, 0, 1)).sum())
        if score > best_score:
            best, best_score = direction, score
    return best


def _refined(
    direction: Floats, normals: Floats, lengths: Floats, segments: Floats, camera: Floats
) -> tuple[Floats, Floats, float]:
    """Re-weighted least squares; the direction, each line's weight 0 to 1, and the likely error in radians."""
    weights = np.zeros(len(lengths))
    for limit in (1.0, 0.8, 0.6, 0.5, 0.5, 0.5):
        off = _off(direction, segments, camera)
        weights = np.clip(1 - (off / (limit * _AGREES)) ** 2, 0, 1) ** 2
        # A line's angle is known the better the longer it is.
        strength = weights * lengths**2
        scatter = (normals * strength[:, None]).T @ normals
        values, vectors = np.linalg.eigh(scatter)
        direction = vectors[:, 0] if vectors[1, 0] > 0 else -vectors[:, 0]
    left = (normals @ direction) ** 2 * weights * lengths**2
    freedom = max(float((weights > 0.3).sum()) - 2, 1.0)
    error = math.sqrt(float(left.sum()) / freedom / max(float(values[1]), 1e-12))
    return direction, weights, error


def _inside(turn: Floats, width: int, height: int) -> tuple[float, float, float, float]:
    """The largest upright box of the photo's aspect that holds no pixel from beyond the turned photo."""
    corners = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float64)
    quad = cv2.perspectiveTransform(corners[None], turn)[0]
    edges = np.roll(quad, -1, axis=0) - quad
    inward = np.stack([-edges[:, 1], edges[:, 0]], axis=1)
    inward /= np.linalg.norm(inward, axis=1, keepdims=True)
    offset = (inward * quad).sum(axis=1)
    best = (0.0, 0.0, 0.0)
    # For each centre the largest scale is where the first corner of the box meets an edge; the centre is searched
    # coarse to fine.
    centre, reach = quad.mean(axis=0), 0.15 * max(width, height)
    reachable = np.abs(inward) @ np.array([(width - 1) / 2, (height - 1) / 2])
    for _ in range(6):
        grid = np.linspace(-reach, reach, 21)
        x, y = np.meshgrid(centre[0] + grid, centre[1] + grid)
        room = np.stack([x, y], axis=-1) @ inward.T - offset
        scale = (room / reachable).min(axis=-1)
        at = np.unravel_index(int(scale.argmax()), scale.shape)
        if scale[at] > best[0]:
            best = (float(scale[at]), float(x[at]), float(y[at]))
        centre, reach = np.array(best[1:]), reach / 6
    scale_best = min(max(best[0], 0.0), 1.0)
    wide, high = scale_best * (width - 1), scale_best * (height - 1)
    return best[1] - wide / 2, best[2] - high / 2, wide + 1, high + 1
