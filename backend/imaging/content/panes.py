"""Glass that is lit now: the answer's, up to the photo's own bars."""

from __future__ import annotations

import cv2
import numpy as np

from .. import mattes
from ..arrays import Floats, disc, planes
from ..layers import Layer
from .detail import calmed

HALO = 3
"""Working pixels along an edge that are not believed: models sharpen."""

MOTTLE = 120.0
"""Variance (squared levels) that is half mottle: what shows through a pane is stronger than clouds."""

REACH = 32
"""Working pixels around a region beyond which nothing is gained."""


def lit(target: Floats, based: Floats, coverage: Floats, valid: Floats) -> Layer:
    """The panes as a layer; `based` is the photo after tone."""
    rows, _ = mattes.around(coverage, REACH)
    inner = cv2.erode(coverage[rows], disc(HALO))
    sure = (inner > 0.95).astype(np.float32) * (valid[rows] > 0.5)
    shown = mattes.extend(calmed(target[rows], sure, MOTTLE), sure)
    # No two panes show the same behind a bar: there it is what they gain that goes on.
    whole = (coverage[rows] > 0.95).astype(np.float32)
    delta = np.zeros((3, *coverage.shape), np.float32)
    delta[:, rows] = planes(mattes.extend(shown - based[rows], whole))
    # The edges of glass that lights up are often invisible by day: there the answer's own have to do.
    return Layer(mattes.straightened(coverage)[None], delta)
