"""A lawn whose surface changes."""

from __future__ import annotations

import cv2
import numpy as np

from .. import lift, mattes
from ..arrays import Floats, Pixels8, blur, disc, planes, times
from ..layers import Layer
from ..transforms import Transform
from .detail import coherence, fine


def renewed(
    small: Pixels8,
    target: Floats,
    based: Floats,
    coverage: Floats,
    valid: Floats,
    shared: Transform | None,
) -> Layer:
    """A region whose surface changes (lawn): lifted as far as that explains it, the rest from the answer.

    What the answer redrew (turf for dry grass) does not correlate with the original's own detail; there its pixels are
    taken. What it only recoloured does, and keeps the original's detail alone.
    """
    own = None
    if shared is None:
        # One material: what happened to all of it says more about a blade of grass than a window of coarse cells does,
        # which sees next to none of the texture. Mixed pixels at the border would mislead both.
        start = lift.overall(small, target, cv2.erode(coverage, disc(8)) * valid)
        own = lift.fit(small, target, cv2.erode(coverage, disc(2)) ** 2 * valid + 1e-4, start=start)
        based = own.apply(small)
        coverage = mattes.recoloured(small, target, based, coverage, valid)
    shown = coverage * (valid > 0.5)
    redrawn = 1 - coherence(target, based, shown)
    if own:
        own = _grained(own, small, target, redrawn)
        based = own.apply(small)
    delta = times(target - based, redrawn)
    # At the photo's border the answer may not show it: what is gained just inside goes on.
    delta = mattes.extend(delta, np.asarray(valid > 0.5, np.float32))
    return Layer(mattes.edge_true(small, coverage, exact=own is not None), planes(delta), own)


def _grained(own: Transform, small: Pixels8, target: Floats, redrawn: Floats) -> Transform:
    """`own`, but where the answer is `redrawn` the original only lends its grain: as much of it as the answer shows.

    The answer has nothing finer than its own pixels; enlarged it would be soft beside the rest of the photo.
    """
    energy = []
    for picture in (small.astype(np.float32), target):
        own_detail = fine(picture)
        energy.append(blur(own_detail * own_detail, 8))
    gain = np.sqrt(energy[1] / (energy[0] + 1))
    size = own.maps.shape[:0:-1]
    gain, redrawn = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (np.minimum(gain, 1), redrawn))
    at = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
    maps = own.maps.copy()
    for channel, (shown, plain) in enumerate(zip(planes(own.apply(at)), planes(at), strict=True)):
        lent = np.zeros((4, *size[::-1]), np.float32)
        lent[channel] = gain
        lent[3] = shown - gain * plain
        row = maps[4 * channel : 4 * channel + 4]
        row += redrawn * (lent - row)
    return Transform(maps)
