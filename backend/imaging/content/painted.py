"""What the user has painted over."""

from __future__ import annotations

import cv2
import numpy as np

from .. import mattes
from ..arrays import Floats, Pixels8, blur, disc, over, planes, times
from ..layers import Layer
from .detail import coherence, gains, strengthened

CELL = 8
"""Working pixels to a cell in which colours outside are compared."""

NEAR = (16.0, 5.0)
"""Cells (standard deviation) from how far around light is taken, from coarse to fine."""

ODD, FEW = 5.0, 0.1
"""Levels by which a cell may differ from its surroundings to count half; share of known cells that is half sure."""

MOST_LIGHT, MOST_CAST = 24.0, 6.0
"""Levels of 255 by which the light of a place may change, and a channel against the other two: more is content."""

RING, BORDER, PER_LEVEL = 4, 4.0, 6.0
"""Working pixels outside in which a step is seen; over how many (standard deviation) it is evened out, and how many
more for each level of its light."""

MOST_STEP, MOST_EVEN, UNEVEN = 16.0, 60.0, 6.0
"""Levels of a step that is evened out half, where photo and answer differ in detail (content, which ends or is cut) and
where they do not (shadow or glow); levels of the detail from which it counts wholly."""

LIT_APART, LEAST_APART = 0.03, 8.0
"""Share of the paint that may be in the light of its border by more than so many levels: the rest is the answer's."""

UNSEEN, FADE = 12, 20
"""Working pixels that the answer goes on for where it does not show the photo's edge, and over which it then fades."""

SAME = 3.0
"""Levels of a place's mean up to which the answer changed nothing there."""

TEXTURE = 15.0
"""Variance (squared levels) of detail from which it tells whether it was redrawn."""


def filled(small: Pixels8, target: Floats, matte: Floats, valid: Floats) -> Layer:
    """What the user has painted over becomes the answer's, in the light of the photo around it.

    Light is what the wide surroundings have in common. The ring around the paint says little: it holds the shadow and
    the coloured light of what was removed, and these must not be painted on into what takes its place. Only over a few
    pixels at the border the two are brought together.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    target : (H, W, 3) Floats
        The registered answer, in levels of 255.
    matte : (H, W) Floats
        What was painted, 0 to 1.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.

    Returns
    -------
    Layer
    """
    photo = small.astype(np.float32)
    reached = _reached(valid)
    matte = matte * reached
    outside = (matte < 0.02) * (valid > 0.5).astype(np.float32)
    shown = target + light(photo - target, outside)
    if (matte > 0).any():
        area = mattes.around(matte, MARGIN)
        near = outside * (blur(matte, max(matte.shape) / NEARBY) + 0.02)
        part = strengthened(np.ascontiguousarray(shown[area]), gains(photo, shown, near))
        part += _evened(photo[area], part, ((matte < 0.02) & (reached > 0))[area].astype(np.float32))
        matte[area] *= _changed(photo[area], part, matte[area])
        shown[area] = part
    return Layer(matte[None], planes(shown), alone=True)


NEARBY = 16
"""Of the longer edge (standard deviation): how far around the paint detail counts most."""

MARGIN = 32
"""Working pixels around the paint beyond which nothing tells anything about it but the light."""


def _reached(valid: Floats) -> Floats:
    """0 to 1: how far the answer is there. A strip along the photo's edge that it does not show goes on as it ends."""
    there = cv2.dilate((valid > 0.5).astype(np.uint8), disc(UNSEEN))
    if there.all():
        return there.astype(np.float32)
    # The answer's frame is straight, however its pixels were moved.
    straight = (blur(there.astype(np.float32), FADE / 2) > 0.5).astype(np.uint8)
    far = np.clip(cv2.distanceTransform(straight, cv2.DIST_L2, 5) / FADE, 0, 1)
    return np.asarray(far * far * (3 - 2 * far), np.float32)


MEAN = np.full((1, 3), 1 / 3, np.float32)


def light(apart: Floats, outside: Floats) -> Floats:
    """The smooth part of what photo and answer are apart by that most of the surroundings have in common.

    Parameters
    ----------
    apart : (H, W, 3) Floats
        Photo less answer, in levels of 255.
    outside : (H, W) Floats
        1 where that is known. Far from there it is none.

    Returns
    -------
    (H, W, 3) Floats
        Levels to add to the answer.
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


def _evened(photo: Floats, shown: Floats, outside: Floats) -> Floats:
    """H x W x 3: what `shown` gains so that no step is left at the border, just `outside` of which it is not `photo`.

    Light fades the farther the more it is apart, and so does colour that the answer has and the photo does not: a glow.
    Colour that only the photo has bleeds from what was removed, and ends at once.
    """
    inwards = cv2.distanceTransform((outside < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    ring = cv2.dilate((inwards > 0).astype(np.uint8), disc(RING)) * outside
    # What is seen at the border is smooth, and so is all that it leads to.
    size = (max(1, ring.shape[1] // FINE), max(1, ring.shape[0] // FINE))

    def seen(values: Floats) -> Floats:
        return cv2.GaussianBlur(cv2.resize(values, size, interpolation=cv2.INTER_AREA), (0, 0), 0.7)

    near = seen(ring)
    ours, theirs = (over(seen(times(v, ring)), near + 1e-3) for v in (photo, shown))
    step = ours - theirs
    apart = photo - shown
    squared = cv2.transform(step * step, MEAN)
    detail = seen(cv2.transform(apart * apart, MEAN) * ring) - squared * near
    uneven = np.maximum(blur(detail, 1), 0) / (blur(near, 1) + 1e-3)
    odd = squared / MOST_STEP**2 * np.clip(uneven / UNEVEN**2, 0, 1) + (squared / MOST_EVEN**2) ** 2
    bleeds = np.clip((_colour(ours) - _colour(theirs)) / (_colour(step) + 1) + 1, 0, 1)
    step = mattes.extend(np.dstack((times(step, 1 / (1 + odd)), bleeds)), np.clip(near * 8 - 0.5, 0, 1))
    step, bleeds = np.ascontiguousarray(step[..., :3]), step[..., 3]
    light = cv2.merge([cv2.transform(step, MEAN)] * 3)
    fading = light + times(step - light, 1 - bleeds)
    amount = np.sqrt(cv2.transform(fading * fading, MEAN))
    away = cv2.resize(inwards, size, interpolation=cv2.INTER_AREA)
    most = LIT_APART * np.count_nonzero(away > FINE / 2)
    for per_level in (PER_LEVEL, PER_LEVEL / 2, PER_LEVEL / 4, PER_LEVEL / 8, 0.0):
        share = np.exp(-0.5 * (away / (BORDER + per_level * amount)) ** 2)
        if np.count_nonzero((share * amount > LEAST_APART) & (away > FINE / 2)) <= most:
            break
    else:
        # All around small paint, such a step would be most of it.
        step, fading = (times(v, 1 / (1 + (amount / MOST_STEP) ** 2)) for v in (step, fading))
    wide = times(fading, share)
    ends, wide = (cv2.resize(v, ring.shape[::-1], interpolation=cv2.INTER_LINEAR) for v in (step - fading, wide))
    return np.asarray(times(ends, np.exp(-0.5 * (inwards / BORDER) ** 2)) + wide)


FINE = 4
"""Working pixels to a place in which what is seen at the border is compared."""


def _colour(picture: Floats) -> Floats:
    """H x W: how far from grey, in levels."""
    grey = picture - cv2.merge([cv2.transform(picture, MEAN)] * 3)
    return np.sqrt(cv2.transform(grey * grey, MEAN))


def _changed(photo: Floats, shown: Floats, matte: Floats) -> Floats:
    """0 to 1: where the answer did change something. Where it did not, the photo's own pixels are the sharper ones."""
    apart = blur(photo - shown, 2)
    differs = cv2.transform(apart * apart, MEAN) > SAME**2
    detail = np.maximum(*(blur(cv2.transform((v - blur(v, 3)) ** 2, MEAN), 6) for v in (photo, shown)))
    redrawn = (coherence(photo, shown, (matte > 0.02).astype(np.float32)) < 0.5) & (detail > TEXTURE)
    return blur(cv2.dilate((differs | redrawn).astype(np.uint8), disc(2 * SOFT)).astype(np.float32), SOFT)


SOFT = 4
"""Working pixels (standard deviation) over which the answer gives way to the photo where both are the same."""
