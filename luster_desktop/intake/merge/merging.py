"""Exposures of one scene to one photo, one full-size frame in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from luster_desktop.intake.merge import flambient, ghosts, tone
from luster_desktop.intake.merge.alignment import Placement, align, reference_of
from luster_desktop.intake.merge.arrays import Matrix, Picture, Plane, scaled
from luster_desktop.intake.merge.pyramids import Blend, Weight
from luster_desktop.intake.merge.weights import normalised, weigh
from luster_desktop.reasons import Reason

Progress = Callable[[float], None]
"""Called with 0 to 1. What it raises stops the merge and reaches the caller: the way to cancel."""

_GHOST_EDGE = 1000
_SMALLEST = 16
_FAINT = 1e-9
"""Keeps the sum of the weights above zero."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """One frame, loaded when it is its turn: `full` size, and `half` of it in both directions, rounded up."""

    full: Callable[[], Picture]
    half: Callable[[], Picture]
    flash: bool = False
    """Whether it was lit by one."""
    stops: float | None = None
    """How bright it is for a given scene; None where that is not known."""


class CannotMerge(Exception):
    """The exposures do not make one photo; the message is a `Reason`."""


@dataclass(frozen=True, slots=True)
class Merged:
    """`left_out` are frames that show something else than the reference and were not used."""

    picture: Picture
    reference: int
    placements: tuple[Placement, ...]
    left_out: tuple[int, ...]
    ghosts: float
    """Share of the picture in which something moved between the exposures."""


def merge(exposures: Sequence[Exposure], *, progress: Progress = lambda _: None, aligned: bool = False) -> Merged:
    """Merge exposures into one picture of their size and type. `aligned` frames are taken as they lie.

    Raises `CannotMerge` when fewer than two frames show the same scene or their sizes differ.
    """
    if len(exposures) < 2:
        raise CannotMerge(Reason.TOO_FEW_EXPOSURES)
    with ThreadPoolExecutor(2) as pool:
        half = list(pool.map(lambda e: e.half(), exposures))
    if len({f.shape for f in half}) > 1 or len({f.dtype for f in half}) > 1:
        raise CannotMerge(Reason.UNLIKE_EXPOSURES)
    if min(half[0].shape[:2]) < _SMALLEST:
        raise CannotMerge(Reason.SMALL_EXPOSURES)
    progress(0.1)
    # Placing and weighing need no more than bytes.
    half = [frame if frame.dtype == np.uint8 else np.right_shift(frame, 8).astype(np.uint8) for frame in half]
    reference, placed = _placed(half, aligned, [i for i, e in enumerate(exposures) if not e.flash])
    progress(0.3)
    used = [i for i, p in enumerate(placed) if p.trusted]
    if len(used) < 2:
        raise CannotMerge(Reason.OTHER_SCENES)
    ambient, lit = ([i for i in used if exposures[i].flash is flash] for flash in (False, True))
    if not ambient:
        ambient, lit = lit, []
    weights, ghosted = _weights([half[i] for i in ambient], [placed[i] for i in ambient], ambient.index(reference))
    of_flash, _ = _weights([half[i] for i in lit], [placed[i] for i in lit], None) if lit else ([], 0.0)
    tint, stops = _tint(exposures, half, placed, ambient, lit)
    del half
    progress(0.45)
    picture = _blend([exposures[i] for i in ambient], [placed[i].matrix for i in ambient], weights, progress)
    if lit:
        frames = (_moved(exposures[i].full(), scaled(placed[i].matrix, 2.0), None) for i in lit)
        picture = flambient.joined(picture, flambient.as_they_are(frames, of_flash), tint, stops)
    left_out = tuple(i for i in range(len(exposures)) if i not in used)
    return Merged(picture, reference, tuple(placed), left_out, ghosted)


def _tint(
    exposures: Sequence[Exposure],
    half: Sequence[Picture],
    placed: Sequence[Placement],
    ambient: Sequence[int],
    lit: Sequence[int],
) -> tuple[Picture | None, float]:
    """The ambient frame that is exposed most as the flash frames are, and by how much brighter those are."""
    of_flash = [stops for i in lit if (stops := exposures[i].stops) is not None]
    known = [(abs(stops - min(of_flash)), i, stops) for i in ambient if of_flash and (stops := exposures[i].stops)]
    if not known:
        return None, 0.0
    _, nearest, stops = min(known)
    return _moved(half[nearest], placed[nearest].matrix, None), min(of_flash) - stops


def _placed(half: Sequence[Picture], aligned: bool, ambient: Sequence[int]) -> tuple[int, list[Placement]]:
    """The reference, one of the `ambient` frames if there are any, and where each frame lies on it."""
    among = ambient or range(len(half))
    reference = among[reference_of([half[i] for i in among])]
    if aligned:
        return reference, [Placement(np.eye(3), True, 0.0, 0.0)] * len(half)
    placed = align(half, reference)
    others = [i for i, p in enumerate(placed) if not p.trusted]
    if 2 * len(others) > len(half):
        # The stray may be the reference itself: the majority decides.
        second = others[reference_of([half[i] for i in others])]
        again = align(half, second)
        if sum(p.trusted for p in again) > len(half) - len(others):
            return second, again
    return reference, placed


def held(frame: Picture, flash: bool = False, stops: float | None = None) -> Exposure:
    """An exposure that is in memory; at about 1500 px it makes a quick merge, for a look before the real one."""
    return Exposure(partial(np.asarray, frame), partial(halved, frame), flash, stops)


def halved(picture: Picture) -> Picture:
    """Half the size in both directions, rounded up."""
    height, width = (picture.shape[0] + 1) // 2, (picture.shape[1] + 1) // 2
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), picture.dtype)


def _weights(half: Sequence[Picture], placed: Sequence[Placement], reference: int | None) -> tuple[list[Weight], float]:
    """Weights on the pyramid's half-size grid, in the reference's frame, and the share of the picture that moved.

    Without a reference nothing is taken to have moved: what flashes light differs from frame to frame.
    """

    def place(frame: Picture, placement: Placement) -> tuple[Picture, Plane]:
        height, width = frame.shape[:2]
        # The frame's pixels are areas, the pyramid's are samples at even places: a quarter pixel apart.
        area_of_sample = np.array([[1, 0, -0.25], [0, 1, -0.25], [0, 0, 1.0]])
        matrix = placement.matrix @ area_of_sample
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        there = cv2.warpPerspective(frame, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT)
        weight = weigh(np.asarray(there, frame.dtype))
        # Beyond a frame's edge there is nothing of it to see.
        inside = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (width, height), flags=flags)
        weight = np.asarray(cv2.multiply(weight, inside, scale=1 / 255, dtype=cv2.CV_32F), np.float32)
        weight += np.float32(_FAINT)
        factor = min(1.0, _GHOST_EDGE / max(height, width))
        small = cv2.resize(there, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        return np.asarray(small, frame.dtype), weight

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(place, half, placed))
    weights = [weight for _, weight in both]
    factors = None
    if reference is not None and len(both) > 1:
        factors = ghosts.moved([small for small, _ in both], reference)
    if factors is None:
        return normalised(weights), 0.0
    for weight, factor in zip(weights, factors, strict=True):
        weight *= cv2.resize(factor, weight.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        weight += np.float32(_FAINT)
    share = float((np.min(factors, axis=0) < 0.5).mean())
    return normalised(weights), share


def _blend(
    exposures: Sequence[Exposure], matrices: Sequence[Matrix], weights: list[Weight], progress: Progress
) -> Picture:
    """Spends the weights."""
    count = len(weights)
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(exposures[0].full)
        for index, matrix in enumerate(matrices):
            frame = coming.result()
            if index + 1 < count:
                coming = ahead.submit(exposures[index + 1].full)
            if count == 1:
                return _moved(frame, scaled(matrix, 2.0), None)
            if index == 0:
                blend, room = Blend(frame.shape[0], frame.shape[1], frame.dtype), np.empty_like(frame)
            elif (frame.shape, frame.dtype) != (room.shape, room.dtype):
                raise CannotMerge(Reason.UNLIKE_EXPOSURES)  # by a row or a column, which half the size does not show
            blend.add(_moved(frame, scaled(matrix, 2.0), room), weights.pop(0))
            del frame
            progress(0.45 + 0.45 * (index + 1) / count)
    del room
    return blend.collapse(tone.levels)


def _moved(frame: Picture, matrix: Matrix, room: Picture | None) -> Picture:
    """The frame where the reference sees it, written to `room` if there is one, unless it lies right."""
    if np.allclose(matrix, np.eye(3), atol=1e-9):
        return frame
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    size = frame.shape[1::-1]
    return np.asarray(
        cv2.warpPerspective(frame, matrix, size, dst=room, flags=flags, borderMode=cv2.BORDER_REFLECT), frame.dtype
    )
