"""What is blown out in the photo, kept white."""

from __future__ import annotations

import cv2
import numpy as np

from ..arrays import Floats
from ..layers import Layer

LEAST = 250.0
"""Level of 255 that what is blown out has at least: white paint around it is not brighter."""


def white(based: Floats, coverage: Floats) -> Layer:
    """Neutral, and everywhere as bright as the tone makes most of it. What the answer has drawn there leaves no shade.

    Parameters
    ----------
    based : (H, W, 3) Floats
        The photo after tone, in levels of 255.
    coverage : (H, W) Floats
        What is blown out, 0 to 1.

    Returns
    -------
    Layer
    """
    light = cv2.transform(based, np.full((1, 3), 1 / 3, np.float32))
    level = float(np.clip(np.median(light[coverage >= 0.5]), LEAST, 255))
    return Layer(coverage[None], np.full((3, 1, 1), level, np.float32), alone=True, smooth=True)
