"""Laplacian pyramid blending (Burt and Adelson 1983) that takes one frame at a time.

The finest level is kept in 16-bit fixed point and worked on in strips that fit the processor's cache; the levels above
it are floats. Memory is about two pictures and what the frame at hand needs, however many frames there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.arrays import Picture, Plane, white

Floats = NDArray[np.float32]
"""H x W x 3."""

_STRIP = 64
_TEXTURE, _CALM = 0.03, 0.5
_SMALLEST = 4


class Blend:
    """Add frames with weights that sum to one, then `collapse`.

    The weights come at half size, on the grid of `cv2.pyrDown` (pixel i is centred on pixel 2 i of the picture).
    """

    def __init__(self, height: int, width: int, dtype: np.dtype[Any], threads: int = 2) -> None:
        self._dtype = dtype
        self._unit = 64.0 if dtype == np.uint8 else 0.5 if dtype == np.uint16 else 0.0
        if not self._unit:
            raise ValueError("pictures are uint8 or uint16")
        self._fine = np.zeros((height, width, 3), np.int16)
        self._levels: list[NDArray[np.float32]] = []
        self._threads = threads

    def add(self, picture: Picture, weight: Plane) -> None:
        """Blend one frame in. `picture` has the blend's size and type; `weight` half of it, rounded up."""
        half = np.asarray(cv2.pyrDown(picture))
        self._add_fine(picture, half, weight)
        level, factor, depth = half.astype(np.float32), weight, 0
        del half
        while True:
            last = min(level.shape[:2]) <= _SMALLEST
            if not last:
                coarser = np.asarray(cv2.pyrDown(level), np.float32)
                level -= cv2.pyrUp(coarser, dstsize=(level.shape[1], level.shape[0]))
            cv2.multiply(level, cv2.merge([factor, factor, factor]), dst=level)
            if len(self._levels) <= depth:
                self._levels.append(level)
            else:
                self._levels[depth] += level
            if last:
                return
            level, factor, depth = coarser, np.asarray(cv2.pyrDown(factor), np.float32), depth + 1

    def _add_fine(self, picture: Picture, half: Picture, weight: Plane) -> None:
        def fine(strips: Sequence[slice]) -> None:
            details, strength = self._scratch(), self._scratch()
            for rows in strips:
                count = rows.stop - rows.start
                cv2.subtract(picture[rows], _doubled(half, rows, picture.shape), dst=details[:count], dtype=cv2.CV_32F)
                one = _doubled(weight, rows, picture.shape)
                cv2.merge([one, one, one], dst=strength[:count])
                cv2.multiply(details[:count], strength[:count], dst=details[:count], scale=self._unit)
                into = self._fine[rows]
                cv2.add(into, details[:count], dst=into, dtype=cv2.CV_16S)

        self._in_strips(fine)

    def collapse(self, finish: Callable[[Floats], Callable[[Floats], Floats]]) -> Picture:
        """The blended picture. Ends this blend.

        `finish` gets the picture at half size, with values from 0 to 1 and somewhat beyond, and returns what to do with
        each strip of the full one.
        """
        scale = np.float32(1 / white(np.empty(0, self._dtype)))
        level = self._levels.pop()
        while self._levels:
            finer = _calmed(self._levels.pop(), white(np.empty(0, self._dtype)))
            finer += cv2.pyrUp(level, dstsize=(finer.shape[1], finer.shape[0]))
            level = finer
        level *= scale
        apply = finish(level)
        out: Picture = np.empty(self._fine.shape, self._dtype)

        top = np.float32(white(out))

        def fill(strips: Sequence[slice]) -> None:
            pixels = self._scratch()
            for rows in strips:
                count = rows.stop - rows.start
                base = _doubled(level, rows, out.shape)
                cv2.addWeighted(
                    self._fine[rows], float(scale / self._unit), base, 1.0, 0.0, dst=pixels[:count], dtype=cv2.CV_32F
                )
                done = apply(pixels[:count])
                done *= top
                np.rint(done, out=done)
                out[rows] = np.clip(done, 0, top, out=done)

        self._in_strips(fill)
        return out

    def _scratch(self) -> NDArray[np.float32]:
        return np.empty((_STRIP, *self._fine.shape[1:]), np.float32)

    def _in_strips(self, work: Callable[[Sequence[slice]], None]) -> None:
        """Each thread gets its share of the strips, and so keeps its buffers: fresh memory costs more than the sums."""
        strips = _strips(self._fine.shape[0])
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(work, [strips[i :: self._threads] for i in range(self._threads)]))


def _calmed(level: Floats, top: float) -> Floats:
    """Less of what is far stronger than texture: an edge between a room and its window.

    Each side of such an edge comes from an exposure that shows the other as black or white, so blending makes the edge
    steeper than the difference of both sides, and they would have to fade towards it: a halo. (Gain by local activity,
    after Li, Sharan and Adelson 2005, so that the edge keeps its shape.)
    """
    luma = np.abs(cv2.cvtColor(level, cv2.COLOR_RGB2GRAY))
    activity = cv2.GaussianBlur(luma, (0, 0), 2.0) * np.float32(1 / (_TEXTURE * top))
    gain = np.maximum(activity, 1) ** np.float32(-_CALM)
    return np.asarray(cv2.multiply(level, cv2.merge([gain, gain, gain])), np.float32)


def _strips(height: int) -> list[slice]:
    return [slice(top, min(top + _STRIP, height)) for top in range(0, height, _STRIP)]


def _doubled(half: NDArray[Any], rows: slice, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """`rows` (which start evenly) of `half` enlarged to `shape`, as `cv2.pyrUp` of the whole would give them."""
    first = max(rows.start // 2 - 2, 0)
    last = min((rows.stop + 1) // 2 + 2, half.shape[0])
    height = min(2 * last, shape[0]) - 2 * first
    up = cv2.pyrUp(half[first:last], dstsize=(shape[1], height))
    skip = rows.start - 2 * first
    return np.asarray(up[skip : skip + rows.stop - rows.start])
