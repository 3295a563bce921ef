"""Laplacian pyramid blending (Burt and Adelson 1983) that takes one frame at a time.

Everything is 16-bit fixed point, 14 bits of them below white, and is worked on in strips that fit the processor's
cache. Memory is about one and a third pictures of 16 bits and what the frame at hand needs, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.merge.arrays import Picture, white

Floats = NDArray[np.float32]
"""H x W x 3."""

Fixed = NDArray[np.int16]
"""H x W x 3, where `ONE` is just above white."""

Weight = NDArray[np.int16]
"""H x W, 0 to `ONE`."""

ONE = 1 << 14

_STRIP = 32
_TEXTURE, _CALM = 0.03, 0.5
_SMALLEST = 4


class Blend:
    """Add frames with weights that sum to one, then `collapse`.

    The weights come at half size, on the grid of `cv2.pyrDown` (pixel i is centred on pixel 2 i of the picture).
    """

    def __init__(self, height: int, width: int, dtype: np.dtype[Any], threads: int = 2) -> None:
        if dtype not in (np.uint8, np.uint16):
            raise ValueError("pictures are uint8 or uint16")
        self._dtype = dtype
        self._sums: list[Fixed] = [np.zeros((height, width, 3), np.int16)]
        while min(height, width) > _SMALLEST:
            height, width = (height + 1) // 2, (width + 1) // 2
            self._sums.append(np.zeros((height, width, 3), np.int16))
        # Kept from frame to frame: fresh memory costs more than the sums.
        self._scratch = [np.empty((3, _STRIP, *self._sums[0].shape[1:]), np.int16) for _ in range(threads)]

    def add(self, picture: Picture, weight: Weight) -> None:
        """Blend one frame in. `picture` has the blend's size and type; `weight` half of it, rounded up."""
        level: Any = picture if self._dtype == np.uint8 else np.right_shift(picture, 2).view(np.int16)
        unit = ONE // 256 if self._dtype == np.uint8 else 1
        for depth, total in enumerate(self._sums):
            coarser = cv2.pyrDown(level) if depth + 1 < len(self._sums) else None
            self._add_level(total, level, coarser, weight, unit)
            if coarser is None:
                return
            if depth:
                weight = np.asarray(cv2.pyrDown(weight), np.int16)
            # Bytes suffice for the finest level; below it their rounding would be seen where frames are mixed.
            level = np.multiply(coarser, unit, dtype=np.int16) if unit > 1 else coarser
            unit = 1

    def _add_level(self, total: Fixed, level: Picture, coarser: Picture | None, weight: Weight, unit: int) -> None:
        """Add what `coarser` does not hold of `level`. `weight` has the level's size, or half of it."""
        width = total.shape[1]

        def work(strips: Sequence[slice], scratch: Fixed) -> None:
            for rows in strips:
                count = rows.stop - rows.start
                # Views of whole rows, so that the strip is one block of memory.
                detail, strength, product = (
                    s.reshape(-1)[: count * width * 3].reshape(count, width, 3) for s in scratch
                )
                if coarser is None:
                    detail[:] = level[rows]
                else:
                    cv2.subtract(level[rows], _doubled(coarser, rows, total.shape), dst=detail, dtype=cv2.CV_16S)
                one = weight[rows] if weight.shape == total.shape[:2] else _doubled(weight, rows, total.shape)
                cv2.merge([one, one, one], dst=strength)
                cv2.multiply(detail, strength, dst=product, scale=unit / ONE)
                cv2.add(total[rows], product, dst=total[rows])

        self._in_strips(total.shape[0], work)

    def collapse(self, finish: Callable[[Floats], Callable[[Floats], Floats]]) -> Picture:
        """The blended picture. Ends this blend.

        `finish` gets the picture at half size, with values from 0 to 1 and somewhat beyond, and returns what to do with
        its values.
        """
        top = white(np.empty(0, self._dtype))
        to_one = np.float32((top + 1) / top / ONE)
        level = self._sums.pop() * to_one
        while len(self._sums) > 1:
            finer = _calmed(self._sums.pop() * to_one)
            finer += cv2.pyrUp(level, dstsize=(finer.shape[1], finer.shape[0]))
            level = finer
        values = np.arange(-(1 << 15), 1 << 15, dtype=np.float32) * to_one
        finished = np.rint(np.clip(finish(level)(values), 0, 1) * top).astype(self._dtype)
        table = np.roll(finished, 1 << 15)
        base = cv2.addWeighted(level, float(1 / to_one), level, 0, 0, dtype=cv2.CV_16S)
        del level
        fine = self._sums.pop()
        out: Picture = np.empty(fine.shape, self._dtype)

        def fill(strips: Sequence[slice], scratch: Fixed) -> None:
            for rows in strips:
                whole = cv2.add(fine[rows], _doubled(base, rows, out.shape), dst=scratch[0][: rows.stop - rows.start])
                np.take(table, whole.view(np.uint16), out=out[rows], mode="wrap")

        self._in_strips(out.shape[0], fill)
        return out

    def _in_strips(self, height: int, work: Callable[[Sequence[slice], Fixed], None]) -> None:
        strips = [slice(top, min(top + _STRIP, height)) for top in range(0, height, _STRIP)]
        threads = len(self._scratch)
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, [strips[i::threads] for i in range(threads)], self._scratch))


def _calmed(level: Floats) -> Floats:
    """Less of what is far stronger than texture: an edge between a room and its window.

    Each side of such an edge comes from an exposure that shows the other as black or white, so blending makes the edge
    steeper than the difference of both sides, and they would have to fade towards it: a halo. (Gain by local activity,
    after Li, Sharan and Adelson 2005, so that the edge keeps its shape.)
    """
    luma = np.abs(cv2.cvtColor(level, cv2.COLOR_RGB2GRAY))
    activity = cv2.GaussianBlur(luma, (0, 0), 2.0) * np.float32(1 / _TEXTURE)
    gain = np.maximum(activity, 1) ** np.float32(-_CALM)
    return np.asarray(cv2.multiply(level, cv2.merge([gain, gain, gain]), dst=level), np.float32)


def _doubled(half: NDArray[Any], rows: slice, shape: tuple[int, ...]) -> NDArray[Any]:
    """`rows` (which start evenly) of `half` enlarged to `shape`, as `cv2.pyrUp` of the whole would give them."""
    first = max(rows.start // 2 - 2, 0)
    last = min((rows.stop + 1) // 2 + 2, half.shape[0])
    height = min(2 * last, shape[0]) - 2 * first
    up = cv2.pyrUp(half[first:last], dstsize=(shape[1], height))
    skip = rows.start - 2 * first
    return np.asarray(up[skip : skip + rows.stop - rows.start])
