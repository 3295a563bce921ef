"""Where the answer's structure is not the photo's: things invented, removed or moved. Colour and light do not count.

The answer is compared with the original after a local recolouring (`lift`, not the finest level), at half the working
size. Two signs have to meet: detail that does not correlate, and a residual that the recolouring cannot explain.
`amount` is their geometric mean. `judge` has the figures.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from . import lift
from .arrays import Floats, Pixels8, blur, disc

SUSPECT, TOUCHED = 0.25, 0.08
"""A place above the first, with all around it above the second, is left out of the fit (hysteresis)."""

LEVELS = ((16, 6, 60.0), (8, 1, 240.0))
LIT_LEVELS = ((16, 6, 60.0), (8, 2, 240.0), (4, 1, 480.0))
LIT_FINE, LIT_COARSE = 1.0, 0.5
"""Lamps that are switched on throw sharp light, which a finer recolouring explains. Factors to one scale."""

EDGE = 12
"""Half working pixels along the border that are not judged: there the answer may show what the photo does not."""

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True)
class Drift:
    """`amount` (h x w at half the working size, 0 to about 1); `invented`: 1 where the answer has more structure."""

    amount: Floats
    invented: Floats

    def gate(self, size: tuple[int, int]) -> Floats:
        """1 where the answer is not to be believed, at (width, height)."""
        touched = (self.amount > TOUCHED).astype(np.uint8)
        count, labels = cv2.connectedComponents(touched)
        peaks: Floats = np.zeros(count, np.float32)
        np.maximum.at(peaks, labels.astype(np.intp).ravel(), self.amount.ravel())
        suspect = peaks > SUSPECT
        suspect[0] = False
        mask = cv2.dilate(suspect[labels].astype(np.float32), disc(8))
        return np.clip(cv2.resize(blur(mask, 3), size, interpolation=cv2.INTER_LINEAR), 0, 1)


def measure(small: Pixels8, answer: Floats, valid: Floats, allowed: Floats, *, lit: bool = False) -> Drift:
    """Compare the registered `answer` with `small`, both at working size, outside `allowed` (0 to 1).

    `lit`: lamps may have been switched on.
    """
    if not lit:
        return Drift(*_amount(small, answer, valid, allowed, LEVELS))
    coarse, _ = _amount(small, answer, valid, allowed, LEVELS)
    fine, invented = _amount(small, answer, valid, allowed, LIT_LEVELS)
    return Drift(np.maximum(coarse * LIT_COARSE, fine * LIT_FINE), invented)


def _amount(
    small: Pixels8, answer: Floats, valid: Floats, allowed: Floats, levels: tuple[tuple[int, int, float], ...]
) -> tuple[Floats, Floats]:
    wide = cv2.dilate(allowed, disc(6))
    explained = lift.fit(small, answer, valid * (1 - wide) ** 2 + 1e-4, levels).apply(small)
    size = (max(1, small.shape[1] // 2), max(1, small.shape[0] // 2))
    ours, theirs, skip = (
        cv2.resize(v, size, interpolation=cv2.INTER_AREA).astype(np.float32) for v in (explained, answer, wide)
    )
    # What may change must not leak into its surroundings through the filters.
    theirs = theirs + (ours - theirs) * skip[..., None]
    residual = np.abs(blur(theirs - ours, 2)).max(axis=-1)
    fine = [luma - blur(luma, 4) for luma in (cv2.GaussianBlur(v @ _LUMA, (0, 0), 0.8) for v in (ours, theirs))]
    energy = [blur(v * v, 5) for v in fine]
    correlation = blur(fine[0] * fine[1], 5) / np.sqrt(energy[0] * energy[1] + 4)
    strongest = np.maximum(*energy)
    redrawn = np.maximum(1 - correlation, 0) * strongest / (strongest + 30)
    unexplained = blur(residual, 5) / (np.sqrt(strongest) + 6)
    outside = cv2.resize(valid * (1 - cv2.dilate(allowed, disc(10))), size, interpolation=cv2.INTER_AREA)
    looked_at = np.asarray(cv2.erode(outside, disc(3)) > 0.9)
    looked_at[:EDGE], looked_at[-EDGE:], looked_at[:, :EDGE], looked_at[:, -EDGE:] = False, False, False, False
    # Blown out is not redrawn: light that clips takes structure away without anyone having painted.
    clipped = blur((theirs.max(axis=-1) > 249).astype(np.float32), 5)
    amount = np.sqrt(redrawn * unexplained) * looked_at * np.clip(1 - 2 * clipped, 0, 1)
    return amount.astype(np.float32), (energy[1] > energy[0]).astype(np.float32)
