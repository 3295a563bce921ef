"""A new sky: the answer's, through and through, behind the photo's own leaves and roofs."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .. import mattes
from ..arrays import Floats, Pixels8, disc, one_way, planes
from ..layers import Layer, lay
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
    """What of the sky is known before tone is: `matte` as `Layer` has it; and of its `rows` the answer's content
    (`shown`) and what it replaces (`hidden`), both H x W x 3 and smoothly continued beyond it."""

    matte: Floats
    rows: slice
    shown: Floats
    hidden: Floats


def begun(small: Pixels8, target: Floats, coverage: Floats, valid: Floats) -> Begun:
    """The first half of `replaced`."""
    rows, _ = mattes.around(coverage, REACH)
    inner = cv2.erode(coverage[rows], disc(HALO))
    sure = (inner > 0.95).astype(np.float32) * (valid[rows] > 0.5)
    shown = mattes.extend(calmed(target[rows], sure, MOTTLE), sure)
    return Begun(mattes.before(small, coverage), rows, shown, mattes.extend(small[rows].astype(np.float32), sure))


def replaced(
    region: Begun, small: Pixels8, target: Floats, based: Floats, valid: Floats, shared: Transform | None
) -> Layer:
    """The sky as a layer; `based` is the photo (`small`) after tone, `shared` that tone."""
    rows, height = region.rows, len(small)
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
    alike = coherence(target, cv2.merge(tuple(made)), cv2.dilate(mixed, disc(2))) * (valid > 0.5)
    # Along a straight edge the photo's own coverage is better, and the answer's has a halo.
    straight, _ = one_way(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32), 3, floor=1)
    followed = WITNESS * alike * (1 - straight)
    seen = np.clip(followed * more, -MOST, MOST) * cv2.dilate(mixed, disc(1))
    return np.asarray(seen[None])
