"""Glass that is lit now: the answer's, up to the photo's own bars."""

from __future__ import annotations

import cv2
import numpy as np

from .. import mattes
from ..arrays import Floats, disc, planes
from ..layers import Layer
from .detail import calmed

HALO = 1
"""Working pixels along an edge that are not believed: models sharpen. Panes between bars are no wider than some."""

MOTTLE = 120.0
"""Variance (squared levels) that is half mottle: what shows through a pane is stronger than clouds."""

REACH = 32
"""Working pixels around a region beyond which nothing is gained."""


def lit(target: Floats, coverage: Floats, valid: Floats) -> Layer:
    """The panes as a layer: nothing that the photo mirrors in them is left.

    Parameters
    ----------
    target : (H, W, 3) Floats
        The registered answer, in levels of 255.
    coverage : (H, W) Floats
        The panes, 0 to 1.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.

    Returns
    -------
    Layer
    """
    rows, columns = mattes.around(coverage, REACH)
    part = (rows, columns)
    inner = cv2.erode(coverage[part], disc(HALO))
    sure = (inner > 0.95).astype(np.float32) * (valid[part] > 0.5)
    matte = mattes.straightened(coverage)[None, rows]
    shown = np.zeros((3, *matte.shape[1:]), np.float32)
    shown[..., columns] = planes(mattes.extend(calmed(target[part], sure, MOTTLE), sure))
    # The edges of glass that lights up are often invisible by day: there the answer's own have to do.
    return Layer(matte.copy(), shown, alone=True, smooth=True, first=rows.start, of=len(coverage))
