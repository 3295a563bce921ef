"""Photos all around the camera: an edit must not show where their left and right edges meet."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from backend import panorama

from .arrays import Floats, Pixels8
from .register import Registered

BESIDE = 8
"""Of the width, what is added on either side."""
ROUND = 16
"""Working pixels by which less may be added, to come out whole at full size too."""
NEAR = 6
"""Columns on either side of the seam in which the answer's two ends are compared."""
ALIKE = 12.0
"""Levels by which the photo's own ends may differ to be taken for one place."""
EVEN = 40
"""Of the height, the rows (standard deviation) over which the difference is one."""


def beside(width: int, small: int) -> int:
    """Columns to add to a working picture on either side.

    Parameters
    ----------
    width, small : int
        Of the photo, and of the working picture.

    Returns
    -------
    int
        So many that they are nearly a whole number at full size.
    """
    most = small // BESIDE
    return min(range(max(1, most - ROUND), most + 1), key=lambda n: abs(n * width / small - round(n * width / small)))


def extended(small: Pixels8, aligned: Registered, columns: int) -> tuple[Pixels8, Registered]:
    """The photo and its answer with the other end added on either side.

    What the model's answer has of one place at its two ends differs; the difference is spread.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    aligned : Registered
        The answer on it.
    columns : int

    Returns
    -------
    photo : (H, W + 2 columns, 3) Pixels8
    aligned : Registered
        Of that width.
    """
    wide = panorama.extended(small, columns)
    answer, where, valid, moved = (
        panorama.extended(v, columns) for v in (aligned.answer, aligned.where, aligned.valid, aligned.moved)
    )
    for seam in (columns, wide.shape[1] - columns):
        # The last columns that an answer shows are a little beside the photo's.
        valid[:, seam - NEAR : seam] = valid[:, seam - NEAR - 1 : seam - NEAR]
        valid[:, seam : seam + NEAR] = valid[:, seam + NEAR : seam + NEAR + 1]
    answer = _levelled(wide, answer, valid, columns)
    return wide, replace(aligned, answer=answer, where=where, valid=valid, moved=moved)


def joined(answer: Pixels8, coverage: Floats, columns: int) -> Pixels8:
    """The answer, in a region that is the model's own, passing over at the seam into what it has on the other side.

    Clouds, which end at the picture's edge, else end there in the result. Mirrored, what is on the other side goes on
    from the seam.

    Parameters
    ----------
    answer : (H, W + 2 columns, 3) Pixels8
        As `extended`.
    coverage : (H, W + 2 columns) Floats
        0 to 1: the region.
    columns : int

    Returns
    -------
    (H, W + 2 columns, 3) Pixels8
    """
    out = answer.copy()
    share = (0.5 - (np.arange(columns, dtype=np.float32) + 0.5) / (2 * columns))[None]
    for seam in (columns, answer.shape[1] - columns):
        # Both sides from the seam outwards; what is written into `out` turns round with it.
        sides = (slice(seam, seam + columns), slice(seam - columns, seam))
        ends = [answer[:, sides[0]].astype(np.float32), answer[:, sides[1]][:, ::-1].astype(np.float32)]
        both = np.minimum(coverage[:, sides[0]], coverage[:, sides[1]][:, ::-1]) * share
        for own, other, place in ((ends[0], ends[1], out[:, sides[0]]), (ends[1], ends[0], out[:, sides[1]][:, ::-1])):
            place[:] = np.rint(own + (other - own) * both[..., None])
    return out


def _levelled(photo: Pixels8, answer: Pixels8, valid: Floats, columns: int) -> Pixels8:
    """The answer, half of the step at the seam taken from either side, less and less farther away."""
    right, left = slice(columns, columns + NEAR), slice(columns - NEAR, columns)
    before, after = (v.astype(np.float32) for v in (photo, answer))
    ends = [v[:, side].mean(axis=1) for v in (before, after - before) for side in (right, left)]
    apart = np.abs(ends[0] - ends[1]).max(axis=1)
    seen = valid[:, columns - NEAR : columns + NEAR].mean(axis=1)
    counts = (np.exp(-np.square(apart / ALIKE)) * seen)[:, None].astype(np.float32)
    rows = max(2.0, len(photo) / EVEN)

    def smooth(values: Floats) -> Floats:
        return np.asarray(cv2.GaussianBlur(np.ascontiguousarray(values), (1, 0), sigmaX=1, sigmaY=rows))

    step = np.hstack([smooth((ends[2] - ends[3])[:, k : k + 1] * counts) for k in range(3)])
    step /= smooth(counts) + 0.02
    fading = (np.arange(columns, dtype=np.float32) + 0.5) / columns
    across = np.concatenate((fading, fading[::-1] * -1)) / 2
    for seam in (columns, photo.shape[1] - columns):
        after[:, seam - columns : seam + columns] += across[None, :, None] * step[:, None]
    return np.asarray(np.rint(np.clip(after, 0, 255)), np.uint8)
