"""What the user has painted over."""

from __future__ import annotations

import cv2
import numpy as np

from .. import mattes
from ..arrays import Floats, Pixels8, blur, disc, over, planes, times
from ..layers import Layer
from .detail import coherence

CELL = 8
"""Working pixels to a cell in which colours outside are compared."""

NEAR = (16.0, 5.0)
"""Cells (standard deviation) from how far around light is taken, from coarse to fine."""

ODD, FEW = 5.0, 0.1
"""Levels by which a cell may differ from its surroundings to count half; share of known cells that is half sure."""

MOST_LIGHT, MOST_CAST = 24.0, 6.0
"""Levels of 255 by which the light of a place may change, and a channel against the other two: more is content."""

RING, BORDER, PER_LEVEL, MOST_STEP = 4, 4.0, 3.0, 16.0
"""Working pixels outside in which a step is seen; over how many (standard deviation) it is evened out, and how many
more for each level of its light; levels of a step that is evened out half: more is content, which ends or is cut."""

UNSEEN = 12
"""Working pixels that the answer goes on for where it does not show the photo's edge."""

SAME = 3.0
"""Levels of a place's mean up to which the answer changed nothing there."""

TEXTURE = 15.0
"""Variance (squared levels) of detail from which it tells whether it was redrawn."""


def filled(small: Pixels8, target: Floats, matte: Floats, valid: Floats) -> Layer:
    """What the user has painted over becomes the answer's, in the light of the photo around it.

    Light is what the wide surroundings have in common. The ring around the paint says little: it holds the shadow and
    the coloured light of what was removed, and these must not be painted on into what takes its place. Only over a few
    pixels at the border the two are brought together.
    """
    photo = small.astype(np.float32)
    # A strip along the photo's edge that the answer does not show goes on as the answer ends.
    matte = matte * cv2.dilate((valid > 0.5).astype(np.float32), disc(UNSEEN))
    outside = (matte < 0.02) * (valid > 0.5).astype(np.float32)
    shown = target + light(photo - target, outside)
    shown += _evened(photo - shown, outside)
    return Layer((matte * _changed(photo, shown, matte))[None], planes(shown), alone=True)


MEAN = np.full((1, 3), 1 / 3, np.float32)


def light(apart: Floats, outside: Floats) -> Floats:
    """H x W x 3: the smooth part of `apart` (photo less answer) that most of the surroundings have in common.

    Known where `outside` is 1; far from there it is none.
    """
    size = (max(1, apart.shape[1] // CELL), max(1, apart.shape[0] // CELL))
    counts = cv2.resize(outside, size, interpolation=cv2.INTER_AREA)
    cells = over(cv2.resize(times(apart, outside), size, interpolation=cv2.INTER_AREA), counts + 1e-3)
    common = np.zeros_like(cells)
    for sigma in NEAR:
        start = common
        for _ in range(3):
            odd = cells - common
            weight = counts / np.square(1 + cv2.transform(odd * odd, MEAN) / ODD**2)
            known = blur(weight, sigma)
            common = start + over(blur(times(cells - start, weight), sigma), known + FEW)
    light = common.mean(axis=-1, keepdims=True)
    common = np.clip(light, -MOST_LIGHT, MOST_LIGHT) + np.clip(common - light, -MOST_CAST, MOST_CAST)
    return np.asarray(cv2.resize(common, apart.shape[1::-1], interpolation=cv2.INTER_LINEAR))


def _evened(apart: Floats, outside: Floats) -> Floats:
    """H x W x 3: what is gained so that no step is left at the border, just `outside` of which photo and answer are
    `apart`.

    Light fades the farther the more it is apart; colour bleeds from what was removed, and ends at once.
    """
    inwards = cv2.distanceTransform((outside < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    ring = cv2.dilate((inwards > 0).astype(np.float32), disc(RING)) * outside
    near = cv2.GaussianBlur(ring, (0, 0), 1.5) + 1e-3
    step = over(cv2.GaussianBlur(times(apart, ring), (0, 0), 1.5), near)
    step = times(step, 1 / (1 + cv2.transform(step * step, MEAN) / MOST_STEP**2))
    step = mattes.extend(step, (ring > 0.5).astype(np.float32))
    light = cv2.transform(step, MEAN)
    close, wide = (np.exp(-0.5 * (inwards / reach) ** 2) for reach in (BORDER, BORDER + PER_LEVEL * np.abs(light)))
    return np.asarray(times(step, close) + (light * (wide - close))[..., None])


def _changed(photo: Floats, shown: Floats, matte: Floats) -> Floats:
    """0 to 1: where the answer did change something. Where it did not, the photo's own pixels are the sharper ones."""
    apart = blur(photo - shown, 2)
    differs = cv2.transform(apart * apart, MEAN) > SAME**2
    detail = np.maximum(*(blur(cv2.transform((v - blur(v, 3)) ** 2, MEAN), 6) for v in (photo, shown)))
    redrawn = (coherence(photo, shown, (matte > 0.02).astype(np.float32)) < 0.5) & (detail > TEXTURE)
    return blur(cv2.dilate((differs | redrawn).astype(np.float32), disc(2 * SOFT)), SOFT)


SOFT = 4
"""Working pixels (standard deviation) over which the answer gives way to the photo where both are the same."""
