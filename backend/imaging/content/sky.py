"""A new sky: the answer's, through and through, behind the photo's own leaves and roofs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from .. import mattes
from ..arrays import Floats, Pixels8, blend, blur, disc, one_way, over, planes, times
from ..layers import Layer, Mixed, lay
from ..sky import leafy
from ..transforms import Transform
from .detail import calmed, coherence

HALO = 4
"""Working pixels along an edge that are not believed: models sharpen, so what is there is continued from further in."""

MOTTLE = 30.0
"""Variance (squared levels) that is half mottle."""

REACH = 32
"""Working pixels around a region beyond which nothing is gained."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What of the sky is known before tone is.

    Attributes
    ----------
    matte : (4, h, W) Floats
        Of `rows`, as `Layer` has it.
    rows : slice
        Those of the working size that the sky is in.
    mixed : Mixed
        What pixels along its edge are made of, of `rows`; `seen` is still 0.
    """

    matte: Floats
    rows: slice
    mixed: Mixed


def begun(small: Pixels8, target: Floats, coverage: Floats, valid: Floats, tone: bool = False) -> Begun:
    """The first half of `replaced`, which needs no tone.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    target : (H, W, 3) Floats
        The registered answer, in levels of 255.
    coverage : (H, W) Floats
        The sky, 0 to 1.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.
    tone : bool
        Whether there will be one: what stands before the sky goes dark by it.

    Returns
    -------
    Begun
    """
    rows, _ = mattes.around(coverage, REACH)
    picture = small[rows].astype(np.float32)
    inner = cv2.erode(coverage[rows], disc(HALO))
    seen = np.asarray(valid[rows] > 0.5, np.float32)
    sure = (inner > 0.95).astype(np.float32) * seen
    shown = mattes.extend(calmed(target[rows], sure, MOTTLE), sure)
    shown = _beyond_border(shown, seen)
    hidden = mattes.extend(picture, sure)
    below, thin = np.zeros_like(small, np.float32), np.zeros_like(coverage)
    if not tone:
        below[rows] = np.minimum(_darkest(small[rows]), DARKER * shown)
        thin[rows] = _thin(small[rows], coverage[rows], hidden, shown)
    matte = mattes.before(small, coverage, thin, below)[:, rows].copy()
    coverage, thin = coverage[rows], thin[rows].copy()
    alpha = mattes.coverage(matte, planes(picture), 0, len(picture))
    front, spread = _in_front(picture, hidden, np.maximum(alpha, coverage))
    front = blend(below[rows], front, thin)
    mixed = Mixed(planes(front), spread[None], planes(hidden), planes(shown), np.zeros_like(spread)[None], thin[None])
    return Begun(matte, rows, mixed)


def _thin(small: Pixels8, coverage: Floats, hidden: Floats, shown: Floats) -> Floats:
    """`Mixed.thin` (H x W): what has sky to both sides of it, and leaves beside it, if it is dark before that sky
    (`hidden`), and the new one (`shown`) is so much darker that a rest of the old one would glare."""
    enclosed = cv2.dilate(cv2.morphologyEx(coverage, cv2.MORPH_CLOSE, disc(THIN)) - coverage, disc(2))
    beside = blur(cv2.dilate(coverage, disc(LEAVES)), LEAVES) * leafy(small)
    pictures = (small.astype(np.float32), hidden, shown)
    luma, behind, new = (cv2.cvtColor(v, cv2.COLOR_RGB2GRAY) for v in pictures)
    weight = np.square(1 - coverage)
    around = cv2.GaussianBlur(luma * weight, (0, 0), AROUND) / (cv2.GaussianBlur(weight, (0, 0), AROUND) + 1e-4)
    darker = np.clip((1 - around / np.maximum(behind, 1)) / DARK - 1, 0, 1)
    darker *= np.clip((GLARES - new / np.maximum(behind, 1)) / 0.15, 0, 1)
    return np.asarray(darker * np.maximum(np.clip(2 * enclosed - 0.5, 0, 1), beside))


GLARES = 0.75
"""Share of the old sky's level from which a new one is no evening before which a rest of the old one glares."""

DARK = 0.12
"""By how much less than the sky's level what stands before it is surely not pale; twice that, dark."""

THIN, LEAVES = 4, 6
"""Working pixels: half the width of what is thin, and how far into leaves the sky is mixed with them."""


def _darkest(picture: Pixels8) -> Floats:
    """The darkest channel around each place, as a grey."""
    least = cv2.erode(np.minimum.reduce(cv2.split(picture)), disc(DARKEST))
    return cv2.cvtColor(least, cv2.COLOR_GRAY2RGB).astype(np.float32)


DARKEST, DARKER = 6, 0.6
"""Working pixels around within which the darkest is what a twig is like, and its share of the new sky's levels that it
has at the most: a wire that is finer than a pixel is nowhere seen as dark as it is."""


def _beyond_border(shown: Floats, seen: Floats) -> Floats:
    """`shown`, but where the answer does not show the photo (`seen` is 0) mirrored at that border: clouds go on."""
    if seen.all():
        return shown
    _, nearest = cv2.distanceTransformWithLabels(
        1 - seen.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    own = np.flatnonzero(seen)
    place = np.zeros(int(nearest.max()) + 1, np.intp)
    place[nearest.ravel()[own]] = own
    hidden = np.flatnonzero(seen == 0)
    y, x = np.divmod(hidden, seen.shape[1])
    near_y, near_x = np.divmod(place[nearest.ravel()[hidden]], seen.shape[1])
    mirror_y, mirror_x = (
        np.clip(2 * near - at, 0, size - 1) for near, at, size in zip((near_y, near_x), (y, x), seen.shape, strict=True)
    )
    mirrored = shown.copy()
    mirrored[y, x] = shown[mirror_y, mirror_x]
    return mirrored


def _in_front(picture: Floats, behind: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """The colour of what stands before the sky, around each place, and its deviation (H x W): of pixels unmixed, the
    purer the more."""
    whole, size = alpha.shape[::-1], (max(1, alpha.shape[1] // 2), max(1, alpha.shape[0] // 2))
    picture, behind, alpha = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (picture, behind, alpha))
    pure = 1 - alpha
    weight = np.square(np.square(pure))
    unmixed = np.clip(over(picture - times(behind, alpha), np.maximum(pure, 0.1)), 0, 255)

    def mean(values: Floats) -> Floats:
        return cv2.GaussianBlur(values, (0, 0), AROUND / 2)

    total = mean(weight)
    colour, square = (over(mean(times(v, weight)), total + 1e-6) for v in (unmixed, unmixed * unmixed))
    spread = np.sqrt(np.maximum(square - colour * colour, 0).max(axis=2))
    known = np.clip(total / SOME, 0, 1)
    both = cv2.resize(mattes.extend(cv2.merge((*cv2.split(colour), spread)), known), whole)
    return both[..., :3], WITHIN * both[..., 3] + LEVELS


AROUND, SOME = 3.0, 0.05
"""Working pixels (standard deviation) over which that is averaged, and how much of them must be pure to tell it."""

WITHIN, LEVELS = 1.5, 6.0
"""Deviations, and levels of 255 more, that a pixel of it may be off."""


def replaced(
    region: Begun, small: Pixels8, target: Floats, based: Floats, valid: Floats, shared: Transform | None
) -> Layer:
    """The sky as a layer.

    Parameters
    ----------
    region : Begun
    small : (H, W, 3) Pixels8
        The photo at working size.
    target : (H, W, 3) Floats
        The registered answer, in levels of 255.
    based : (H, W, 3) Floats
        The photo after tone.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.
    shared : Transform or None
        That tone.

    Returns
    -------
    Layer
    """
    rows, height, mixed = region.rows, len(small), region.mixed

    def toned(values: Floats) -> Floats:
        return shared.apply_planes(values, rows.start, height) if shared else values

    delta = mixed.new - toned(mixed.old)
    layer = Layer(region.matte, delta, mixed=mixed, first=rows.start, of=height)
    apart = mixed.new - toned(mixed.front)
    small, target, based, valid = (v[rows] for v in (small, target, based, valid))
    made, alpha = _made(layer, rows, small, based, shared)
    seen = _witnessed(made, alpha, apart, small, target, valid)
    layer = replace(layer, mixed=replace(mixed, seen=seen[None]))
    return replace(layer, held=_held(made + seen * apart, alpha, target, valid)) if shared else layer


WITNESS, MOST = 0.8, 0.5
"""How far the answer is followed in how much sky a mixed pixel shows, and by how much at most."""


def _witnessed(made: Floats, alpha: Floats, apart: Floats, small: Pixels8, target: Floats, valid: Floats) -> Floats:
    """`Mixed.seen` of some rows: what the answer shows more or less of the sky between leaves, where it shows the same
    leaves. `made`, `alpha`: as of `_made`; `apart`: what lies between the leaves and the new sky.

    A pixel that is white in the photo may be sky through and through or half of it: light that clips does not tell.
    """
    mixed = ((alpha > 0.05) & (alpha < 0.95)).astype(np.float32)
    more = ((planes(target) - made) * apart).sum(axis=0) / ((apart * apart).sum(axis=0) + 20**2)
    alike = coherence(target, cv2.merge(tuple(made)), cv2.dilate(mixed, disc(2))) * (valid > 0.5)
    # Along a straight edge the photo's own coverage is better, and the answer's has a halo.
    straight, _ = one_way(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32), 3, floor=1)
    followed = WITNESS * alike * (1 - straight)
    return np.asarray(np.clip(followed * more, -MOST, MOST) * cv2.dilate(mixed, disc(1)))


def _made(layer: Layer, rows: slice, small: Pixels8, based: Floats, shared: Transform | None) -> tuple[Floats, Floats]:
    """What comes of some `rows` (3 x H x W), and the sky's coverage in them."""
    own = planes(small)
    alpha = mattes.coverage(layer.matte, own, 0, len(small))
    made = planes(based)
    lay(made, own, shared, layer, alpha, layer.delta, rows.start, layer.of)
    return np.clip(made, 0, 255, out=made), alpha


def _held(made: Floats, alpha: Floats, target: Floats, valid: Floats) -> Floats:
    """`Layer.held` of some rows: back to the colours and no brighter than the light that the answer shows nearby.

    A transform that was fitted on leaves and walls may be far off for the odd pixel between them and the sky.
    """
    along = blur(cv2.dilate(np.asarray(alpha > 0.05, np.float32), disc(BAND)), BAND / 2)
    along = along * (alpha < 0.95) * (valid > 0.5)
    window = np.ones((2 * NEARBY + 1, 2 * NEARBY + 1), np.uint8)
    shown, have = (cv2.transform(v, _LIGHT_AND_COLOUR) for v in (target, cv2.merge(tuple(made))))
    levels = shown.astype(np.int16)  # a fifth of the time
    least, most = (change(levels, window).astype(np.float32) for change in (cv2.erode, cv2.dilate))
    least[..., 0] = -MARGIN
    most[..., :1] = most[..., :1] + MARGIN
    back = cv2.transform(np.clip(have, least - MARGIN, most + MARGIN) - have, _BACK)
    return planes(times(np.asarray(back), along))


BAND, NEARBY, MARGIN = 12, 4, 12.0
"""Working pixels along the sky that are held, and within which the answer's colours count; and levels of 255 that a
colour may be beyond these, and light twice."""

_LIGHT_AND_COLOUR = np.array([[0.299, 0.587, 0.114], [0.701, -0.587, -0.114], [-0.299, -0.587, 0.886]], np.float32)
_BACK = np.asarray(np.linalg.inv(_LIGHT_AND_COLOUR), np.float32)
