"""Whether a photo can have a region, or be edited at all: asked before the model is paid, when there is no answer yet.

Every test here is weaker than the finder's in `regions`, so nothing is refused that the finder could still find. A
white ceiling may be an overcast sky and a wooden floor dry grass: what is uncertain counts as possible.
"""

from __future__ import annotations

import cv2
import numpy as np

from . import points
from .arrays import Floats, Pixels8, blur, lab_of, scale

EDGE = 384
"""Long edge that is looked at: texture fades at this size, which makes more of the photo possible sky."""


GRAIN, COARSE = 0.12, 8
"""Share of its contrast that a photo of anything keeps at so many pixels to one: photos 0.28 and more, noise 0.03."""


def alignable(small: Pixels8, differing: Floats | None = None, *, sure: bool = False) -> bool:
    """Whether an answer could be aligned with a picture.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The picture at working size.
    differing : (H, W) Floats, optional
        0 to 1: where the answer will differ, so that nothing counts there.
    sure : bool
        Whether it must show so much that hardly any answer would be refused for it.

    Returns
    -------
    bool
        False where it shows nothing but one surface, a gradient, or noise.
    """
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    centred = luma - blur(luma, max(luma.shape) / 24)
    size = (max(1, luma.shape[1] // COARSE), max(1, luma.shape[0] // COARSE))
    pictures: list[Floats] = [centred, cv2.resize(centred, size, interpolation=cv2.INTER_AREA)]
    if differing is not None:
        pictures = [v[cv2.resize(differing, v.shape[::-1]) < 0.01] for v in pictures]
    fine, coarse = pictures
    if not coarse.size or coarse.var() <= GRAIN * fine.var():
        return False
    if differing is None and points.count(scale(small, (small.shape[1] // 4, small.shape[0] // 4))) >= points.SURE:
        return (
            True  # What shows so much when it is small shows no less at its own size, which takes four times as long.
        )
    return points.count(small, differing) >= (points.SURE if sure else points.MIN_INLIERS)


def possible(name: str, small: Pixels8) -> bool:
    """Whether a region may be in a photo.

    Parameters
    ----------
    name : str
        Of a content region.
    small : (H, W, 3) Pixels8
        The photo at any size.

    Returns
    -------
    bool
        False only when it surely has none.
    """
    ratio = min(1.0, EDGE / max(small.shape[:2]))
    tiny = scale(small, (max(1, round(small.shape[1] * ratio)), max(1, round(small.shape[0] * ratio))))
    lab = lab_of(tiny)
    if name == "sky":
        return _reaches_the_top(_like_sky(lab))
    if name == "lawn":
        return _plants_below(lab)
    return True


def _like_sky(lab: Floats) -> Pixels8:
    luma, a, b = lab[..., 0], lab[..., 1], lab[..., 2]
    pale = (luma > 40) & (np.abs(a) < 22) & (b < 30)
    blue = (luma > 15) & (a < 22) & (b < -3)
    smooth = cv2.morphologyEx(luma, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) < 14
    return np.asarray(((pale | blue) & smooth).astype(np.uint8))


def _reaches_the_top(mask: Pixels8) -> bool:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    edge = labels[:3]
    for label in range(1, count):
        wide = np.any(edge == label, axis=0).mean() > 0.01
        if wide and stats[label, cv2.CC_STAT_AREA] > 0.001 * mask.size:
            return True
    return False


def _plants_below(lab: Floats) -> bool:
    """Grass may be dry, in shade or under leaves; it is never grey or blue, nor only at the top."""
    mask: Pixels8 = ((lab[..., 2] > 4) & (lab[..., 1] < 20) & (lab[..., 0] > 5)).astype(np.uint8)
    mask[: int(0.3 * len(mask))] = 0
    solid = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid)
    return bool((stats[1:, cv2.CC_STAT_AREA] > 0.002 * mask.size).any())
