"""Whether what the user has painted over was done as asked: the thing gone, and nothing cut off at the border."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from . import lift
from .arrays import Floats, Pixels8, blur, disc, dot, over, times
from .content import painted as content

SEAM, MEETS = 0.24, 12.0
"""Share of the border (see `seam`) from which the answer is of another scene, or painted the walls; levels up to which
a place of it meets the photo. Real ones: 0.00 to 0.15 in 15 that can be delivered; 0.33 where yellow walls were painted
grey, 0.75 where a fence, a sign and a toolbox took the place of timber, and where snow was melted."""

GONE = 0.05
"""Share (see `gone`) below which the thing is still there. Real ones: 0.39 to 0.94; 0.00 in all 18 where the answer is
the photo, redrawn and aligned."""

RING, EVEN, OTHER = 12, 2.0, 12.0
"""Working pixels around the paint that are looked at, and (standard deviation) over which colour is; levels of a place
that is another one."""


@dataclass(frozen=True, slots=True)
class Removal:
    """How something that was painted over went away.

    What the answer shows inside goes on outside: where that is not the photo, it is cut off at the border. A sign or a
    toolbox alone cannot be told from the furniture that some are asked for.

    Attributes
    ----------
    seam : float
        Share of what is around the paint where the answer (in the photo's light) does not meet the photo.
    gone : float
        Share of what is painted that the answer shows as something else than the photo does.
    arrived : float
        Up to 1: how much of that is in the output.
    """

    seam: float
    gone: float
    arrived: float


def measure(small: Pixels8, answer: Pixels8, output: Pixels8, painted: Floats, valid: Floats) -> Removal:
    """Measure a removal, all at working size.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo.
    answer : (H, W, 3) Pixels8
        The registered answer.
    output : (H, W, 3) Pixels8
        What would be delivered.
    painted : (H, W) Floats
        What was painted over, 0 to 1.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.

    Returns
    -------
    Removal
    """
    target = answer.astype(np.float32)
    target = lift.without_cast(small, target, cv2.erode(1 - painted, disc(8)) * valid)
    outside = ((painted < 0.02) & (valid > 0.5)).astype(np.float32)
    apart = small.astype(np.float32) - target
    apart -= content.light(apart, outside)
    near = (cv2.dilate((painted > 0.02).astype(np.uint8), disc(RING)) > 0) & (outside > 0)
    around = over(blur(times(apart, outside), EVEN), blur(outside, EVEN) + 1e-3)
    seam = float((np.abs(around).mean(axis=-1)[near] > MEETS).mean()) if near.any() else 0.0
    inside = (painted > 0.9) & (valid > 0.5)
    within = blur(apart, EVEN)
    other = cv2.transform(within * within, content.MEAN) > OTHER**2
    if not inside.any():
        return Removal(seam, 0.0, 0.0)
    made = blur(small.astype(np.float32) - output, EVEN)
    asked, missed = (float(np.sqrt(dot(v, v))[inside].mean()) for v in (within, within - made))
    return Removal(seam, float(other[inside].mean()), 1 - missed / max(asked, 1e-3))
