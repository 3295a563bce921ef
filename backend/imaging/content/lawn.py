"""A lawn whose surface changes."""

from __future__ import annotations

import cv2
import numpy as np

from .. import lift, mattes, regions
from ..arrays import Floats, Pixels8, blend, blur, disc, lab_of, planes, times
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

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    target : (H, W, 3) Floats
        The registered answer, in levels of 255.
    based : (H, W, 3) Floats
        The photo after tone.
    coverage : (H, W) Floats
        The lawn as it was found, 0 to 1.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.
    shared : Transform or None
        The tone of the whole photo. Without one the lawn has a tone of its own.

    Returns
    -------
    Layer
    """
    found = coverage
    # Where the answer does not show the lawn, at the photo's border or as it put something there, what it shows of it
    # beside goes on.
    before, after = (lab_of(blur(v.astype(np.float32), 1.5)) for v in (small, target))
    other = 1 - regions.turf(before, after, cv2.erode(coverage, disc(2))).astype(np.float32)
    seen = valid * (1 - cv2.morphologyEx(other, cv2.MORPH_OPEN, disc(4)))
    del before, after
    own = None
    if shared is None:
        # One material: what happened to all of it says more about a blade of grass than a window of coarse cells does,
        # which sees next to none of the texture. Mixed pixels at the border would mislead both.
        start = lift.overall(small, target, cv2.erode(coverage, disc(8)) * seen)
        own = lift.fit(small, target, cv2.erode(coverage, disc(2)) ** 2 * seen + 1e-4, start=start)
        based = own.apply(small)
        # Mulch that the answer made darker has gone some way towards a lawn too, but is not green.
        green = (lab_of(cv2.GaussianBlur(target, (0, 0), 0.7))[..., 1] < GREEN).astype(np.float32)
        most = np.maximum(coverage, cv2.GaussianBlur(cv2.dilate(green, disc(2)), (0, 0), 0.7))
        coverage = np.minimum(mattes.recoloured(small, target, based, coverage, valid), most)
    shown = coverage * (seen > 0.5)
    redrawn = 1 - coherence(target, based, shown)
    redrawn = mattes.extend(cv2.merge([redrawn] * 3), np.asarray(seen > 0.5, np.float32))[..., 0]
    wanted = _continued(target, (shown > 0.9).astype(np.uint8), coverage)
    if own is None:
        gained = times(wanted - based, redrawn)
    else:
        # What was found in the photo is grass whatever the answer shows there.
        answer = blend(wanted, target, cv2.erode(found, disc(NARROW)))
        own, texture, redrawn = _grown(own, small, wanted, redrawn, coverage)
        wanted = wanted + texture
        based = own.apply(small)
        gained = times(wanted - based, redrawn)
        coverage = _no_greener(small, answer, based + gained, coverage)
    rows, _ = mattes.around(np.maximum(coverage, found), REACH)
    matte = mattes.edge_true(small, coverage, exact=own is not None)[:, rows].copy()
    return Layer(matte, planes(gained[rows]), own, first=rows.start, of=len(small))


def _no_greener(small: Pixels8, target: Floats, made: Floats, coverage: Floats) -> Floats:
    """`coverage`, less where what is `made` would be greener than the answer shows anything there.

    Mixed pixels along a road and pale stones are brighter than grass: in its colour they would be neon.
    """
    photo, answer, full = (
        cv2.transform(cv2.GaussianBlur(v, (0, 0), 0.5).astype(np.float32), GREENER) for v in (small, target, made)
    )
    most = np.maximum(cv2.dilate(answer, disc(1)) * BRIGHTER + SLACK, photo)
    return np.asarray(coverage * np.clip((most - photo) / np.maximum(full - photo, 1), 0, 1))


REACH = 16
"""Working pixels around a lawn beyond which nothing is gained."""

NARROW = 3
"""Working pixels along the border of what was found in which the answer knows better where grass ends."""

GREENER = np.array([[-0.5, 1, -0.5]], np.float32)

BRIGHTER, SLACK = 1.3, 4.0
"""How many times as green, and how many levels more, a blade in the light may be."""


def _continued(target: Floats, inside: Pixels8, coverage: Floats) -> Floats:
    """`target`, and where its lawn is not `inside` (0 or 1) what is, mirrored at its edge and again at `STRIP`.

    A smooth continuation would be flat, and as dark as the rim of the answer's lawn.
    """
    sure = cv2.erode(inside, disc(RIM))
    if not sure.any():
        return target
    _, nearest = cv2.distanceTransformWithLabels(1 - sure, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    own = np.flatnonzero(sure)
    place = np.zeros(int(nearest.max()) + 1, np.intp)
    place[nearest.ravel()[own]] = own
    missing = cv2.morphologyEx((coverage > 0.9).astype(np.uint8) & (1 - inside), cv2.MORPH_OPEN, disc(2))
    gone = cv2.dilate(missing, disc(RIM)) | (1 - inside)
    y, x = np.nonzero(gone & cv2.dilate((coverage > 0).astype(np.uint8), disc(RIM)))
    at_y, at_x = np.divmod(place[nearest[y, x]], sure.shape[1])
    away = np.hypot(at_y - y, at_x - x)
    back = (STRIP - np.abs(STRIP - away % (2 * STRIP))) / np.maximum(away, 1)
    rows, columns = (
        np.clip(np.rint(at + back * (at - v)), 0, most - 1).astype(np.intp)
        for at, v, most in zip((at_y, at_x), (y, x), sure.shape, strict=True)
    )
    missed = sure[rows, columns] == 0
    rows[missed], columns[missed] = at_y[missed], at_x[missed]
    mirrored = target.copy()
    mirrored[y, x] = target[rows, columns]
    return blend(mirrored, target, blur(gone.astype(np.float32), 1))


GREEN = -4.0
"""CIELAB a up to which a place is green."""

RIM, STRIP = 8, 64
"""Working pixels along the edge of the answer's lawn that are not continued, and beside them that are."""


def _grown(
    own: Transform, small: Pixels8, target: Floats, redrawn: Floats, coverage: Floats
) -> tuple[Transform, Floats, Floats]:
    """`own`, but where the answer is `redrawn` it is the answer's colour with the photo's blades in it; what of these
    (H x W x 3) the answer's own pixels lack; and where that is so: also where recoloured blades would be too flat.

    The answer has nothing finer than its own pixels, and often not even these: enlarged it would be flat paint beside
    the rest of the photo. Blades are light and shade, as strong as the light on them: their colour is the answer's.
    """
    size = own.maps.shape[:0:-1]
    photo, shown = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (small, target))
    ours, theirs = (np.maximum(cv2.transform(v.astype(np.float32), LUMA), 8) for v in (photo, shown))
    lent = np.zeros_like(own.maps)
    for channel, colour in enumerate(planes(shown)):
        row = lent[4 * channel : 4 * channel + 4]
        row[:3] = LUMA.T[..., None] * np.clip(colour / theirs, 0, 2) * np.clip(theirs / ours, *RATIO)
        row[3] = colour - sum(slope * v for slope, v in zip(row, planes(photo), strict=False))
    grown = Transform(lent)
    blades = grown.apply(small) - cv2.resize(shown, small.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    # What borders on the lawn has edges, which are no blades.
    inner = cv2.erode(coverage, disc(3)) + 1e-3
    counted = blur(inner, 8)
    natural, have, kept = (
        np.square(blur(np.abs(fine(v)) * inner, 8) / counted) for v in (blades, target, own.apply(small))
    )
    light = blur(cv2.transform(target, LUMA) * inner, 8) / counted
    calm = np.minimum(1, RELIEF * light / (np.sqrt(natural) + 0.1))
    natural *= calm * calm
    blades = times(blades, calm)
    redrawn = np.maximum(redrawn, np.clip(2 - 4 * kept / (natural + 1), 0, 1))
    texture = times(blades, np.sqrt(np.clip(1 - have / (ENOUGH * natural + 1), 0, 1)))
    drawn, calm = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (redrawn, calm))
    for channel, colour in enumerate(planes(shown)):
        row = lent[4 * channel : 4 * channel + 4]
        row *= calm
        row[3] += (1 - calm) * colour
    return Transform(own.maps + drawn * (lent - own.maps)), texture, redrawn


LUMA = np.array([[0.299, 0.587, 0.114]], np.float32)

ENOUGH = 0.7
"""Share of the photo's fine detail (squared) from which on the answer's has no need of it."""

RELIEF = 0.06
"""Mean deviation of a lawn's fine detail, over its light: mud, straw and weeds have more."""

RATIO = (0.3, 1.2)
"""How many times as strong as in the photo its blades may be in the answer's light."""
