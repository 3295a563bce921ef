"""The answer put right where glass is lit now: light turned around there, and photo and answer share their edges only.

Registration knows such places from their surroundings only, and bars would be bent by a pixel or two.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, disc, dot, edges
from .mattes import around
from .register import Registered, grid_of, sample, slopes, step

STIFFNESS = 2e7
"""Of the flow, as in `plate`: glass moves alike over some way."""

STEPS = 4
STRENGTH = 32.0
"""Of an edge, in levels, as `register.step` weighs them."""

NEAR = 16
"""Working pixels around the glass within which the answer is moved; it fades out from there."""

MOST = 6.0
"""Working pixels that registration may have missed glass by, in the middle of a large window."""

MARGIN = 24
"""Working pixels around the glass whose edges count."""


def straightened(aligned: Registered, small: Pixels8, reply: Pixels8, glass: Pixels8) -> Registered:
    """The answer, moved so that the edges in and around lit glass are the photo's.

    Parameters
    ----------
    aligned : Registered
    small : (H, W, 3) Pixels8
        The photo at working size.
    reply : (h, w, 3) Pixels8
        The answer as it came.
    glass : (H, W) Pixels8
        0 or 1: what is lit.

    Returns
    -------
    Registered
        With another `answer` and `where`; `aligned` itself when there is no glass.
    """
    if not glass.any():
        return aligned
    part = around(glass, MARGIN)
    flow = _edgewise(small[part].astype(np.float32), aligned.answer[part].astype(np.float32))
    near = blur(cv2.dilate(glass[part].astype(np.float32), disc(NEAR)), NEAR / 2)
    where, answer = aligned.where.copy(), aligned.answer.copy()
    where[part] = sample(aligned.where[part], grid_of(*near.shape[::-1]) + flow * near[..., None])
    answer[part] = sample(reply, where[part], cv2.INTER_CUBIC)
    return replace(aligned, answer=answer, where=where)


def _edgewise(small: Floats, answer: Floats) -> Floats:
    """The smooth flow (H x W x 2) from the edges of one picture to those of the other, as in `register`."""
    grid = grid_of(small.shape[1], small.shape[0])
    ours, theirs = (STRENGTH * edges(picture) for picture in (small, answer))
    energy = blur(dot(ours, ours), 8)
    own = slopes(ours)
    flow = np.zeros_like(grid)
    for _ in range(STEPS):
        shown = sample(theirs, grid + flow)
        alike = blur(dot(ours, shown), 8) / np.sqrt(energy * blur(dot(shown, shown), 8) + 1)
        flow += step(ours, shown, own, np.clip(2 * alike - 0.6, 0, 1), 10, STIFFNESS)
    return np.clip(flow, -MOST, MOST)
