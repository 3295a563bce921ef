"""What each content region gains, worked out at working size."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from . import lift, mattes
from .arrays import Floats, Pixels8, blur, disc, one_way, over, planes, times
from .layers import Layer, lay
from .transforms import Transform


@dataclass(frozen=True, slots=True)
class Begun:
    """What of a replaced region is known before tone is: `matte` as `Layer` has it; and of its `rows` the answer's
    content (`shown`) and what it replaces (`hidden`), both H x W x 3 and smoothly continued beyond it."""

    matte: Floats
    rows: slice
    shown: Floats
    hidden: Floats | None


def begun(name: str, small: Pixels8, target: Floats, coverage: Floats, valid: Floats) -> Begun:
    """The first half of `replaced`."""
    rows, _ = mattes.around(coverage, REACH)
    # Models sharpen: the first pixels along an edge carry a halo, so what is there is continued from further in.
    inner = cv2.erode(coverage[rows], disc(HALO[name]))
    sure = (inner > 0.95).astype(np.float32) * (valid[rows] > 0.5)
    shown = mattes.extend(_calmed(target[rows], sure, MOTTLE[name]), sure)
    if name == "windows":
        # The edges of glass that lights up are often invisible by day: there the answer's own have to do.
        return Begun(mattes.straightened(coverage)[None], rows, shown, None)
    return Begun(mattes.before(small, coverage), rows, shown, mattes.extend(small[rows].astype(np.float32), sure))


def replaced(
    region: Begun,
    small: Pixels8,
    target: Floats,
    based: Floats,
    coverage: Floats,
    valid: Floats,
    shared: Transform | None,
) -> Layer:
    """A region that is the answer's through and through: a sky, or glass that is lit now."""
    rows, height = region.rows, len(small)
    if region.hidden is None:
        # No two panes show the same behind a bar: there it is what they gain that goes on.
        whole = (coverage[rows] > 0.95).astype(np.float32)
        gained = mattes.extend(region.shown - based[rows], whole)
        return Layer(region.matte, _placed(planes(gained), rows, height))
    behind = planes(region.hidden)
    if shared:
        behind = shared.apply_planes(behind, rows.start, height)
    layer = Layer(region.matte[:, rows], planes(region.shown) - behind, behind=behind)
    seen = _witnessed(layer, small[rows], target[rows], based[rows], valid[rows])
    return Layer(
        region.matte,
        _placed(layer.delta, rows, height),
        behind=_placed(behind, rows, height),
        seen=_placed(seen, rows, height),
    )


def _placed(values: Floats, rows: slice, height: int) -> Floats:
    """Planes of some rows as planes of a picture that is `height` rows high, 0 elsewhere."""
    whole = np.zeros((len(values), height, values.shape[2]), np.float32)
    whole[:, rows] = values
    return whole


HALO = {"sky": 4, "windows": 3}
"""Working pixels along an edge that are not believed."""

MOTTLE = {"sky": 30.0, "windows": 120.0}
"""Variance (squared levels) that is half mottle: clouds are fainter than what shows through a pane."""

REACH = 32
"""Working pixels around a region beyond which nothing is gained."""

WITNESS, MOST = 0.8, 0.5
"""How far the answer is followed in how much sky a mixed pixel shows, and by how much at most."""


def _witnessed(layer: Layer, small: Pixels8, target: Floats, based: Floats, valid: Floats) -> Floats:
    """`Layer.seen`: what the answer shows more or less of the sky between leaves, where it shows the same leaves.

    A pixel that is white in the photo may be sky through and through or half of it: light that clips does not tell.
    """
    alpha = mattes.coverage(layer.matte, planes(small), 0, small.shape[0])
    made = planes(based)
    lay(made, layer, alpha, layer.delta, 0, small.shape[0])
    np.clip(made, 0, 255, out=made)
    mixed = ((alpha > 0.05) & (alpha < 0.95)).astype(np.float32)
    length = (layer.delta * layer.delta).sum(axis=0)
    more = ((planes(target) - made) * layer.delta).sum(axis=0) / (length + 20**2)
    alike = _coherence(target, cv2.merge(tuple(made)), cv2.dilate(mixed, disc(2))) * (valid > 0.5)
    # Along a straight edge the photo's own coverage is better, and the answer's has a halo.
    straight, _ = one_way(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32), 3, floor=1)
    followed = WITNESS * alike * (1 - straight)
    seen = np.clip(followed * more, -MOST, MOST) * cv2.dilate(mixed, disc(1))
    return np.asarray(seen[None])


def _calmed(picture: Floats, sure: Floats, mottle: float) -> Floats:
    """Without the mottle that models leave in smooth places: a self-guided filter; clouds stay.

    Only where `sure` (H x W, 0 or 1): the edges of what surrounds it would pass for clouds.
    """
    window = (7, 7)
    total = np.maximum(cv2.blur(sure, window), 1e-3)

    def mean(values: Floats) -> Floats:
        return over(cv2.blur(times(values, sure), window), total)

    middle = mean(picture)
    variance = np.maximum(mean(picture * picture) - middle * middle, 0)
    keep = mean(variance / (variance + mottle))
    calm = mean(middle)
    return np.asarray(calm + keep * (picture - calm))


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
    redrawn = 1 - _coherence(target, based, shown)
    if own:
        own = _grained(own, small, target, redrawn)
        based = own.apply(small)
    delta = times(target - based, redrawn)
    # At the photo's border the answer may not show it: what is gained just inside goes on.
    delta = mattes.extend(delta, np.asarray(valid > 0.5, np.float32))
    return Layer(mattes.edge_true(small, coverage, exact=own is not None), planes(delta), own)


def painted(small: Pixels8, target: Floats, matte: Floats) -> Layer:
    """What the user has painted over becomes the answer's, shifted smoothly in colour to meet the photo around it."""
    around = cv2.dilate(matte, disc(9)) * (matte < 0.02)
    apart = np.clip(blur(small.astype(np.float32) - target, 1.5), -MOST_SHIFT, MOST_SHIFT)
    return Layer(matte[None], planes(target + mattes.extend(apart, around.astype(np.float32))), alone=True)


MOST_SHIFT = 24.0
"""Levels of 255: more is no difference of colour but of content, which reaches beyond what was painted."""


def _grained(own: Transform, small: Pixels8, target: Floats, redrawn: Floats) -> Transform:
    """`own`, but where the answer is `redrawn` the original only lends its grain: as much of it as the answer shows.

    The answer has nothing finer than its own pixels; enlarged it would be soft beside the rest of the photo.
    """
    energy = []
    for picture in (small.astype(np.float32), target):
        fine = _fine(picture)
        energy.append(blur(fine * fine, 8))
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


def _fine(picture: Floats) -> Floats:
    luma = cv2.transform(picture, np.array([[0.299, 0.587, 0.114]], np.float32))
    return np.asarray(cv2.GaussianBlur(luma, (0, 0), 0.7) - cv2.GaussianBlur(luma, (0, 0), 3))


def _coherence(a: Floats, b: Floats, where: Floats) -> Floats:
    """0 to 1: how far the fine detail of two pictures is the same, around each place."""
    x, y = (_fine(picture) * where for picture in (a, b))
    correlation = blur(x * y, 8) / np.sqrt(blur(x * x, 8) * blur(y * y, 8) + 0.5)
    t = np.clip((correlation - LOW) / (HIGH - LOW), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


LOW, HIGH = 0.3, 0.65
