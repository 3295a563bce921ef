"""What is blown out in the photo, kept white."""

from __future__ import annotations

import cv2
import numpy as np

from ..arrays import Floats, planes
from ..layers import Layer

LEAST = 250.0
"""Level of 255 that what is blown out has at least: white paint around it is not brighter."""


def white(based: Floats, coverage: Floats) -> Layer:
    """As bright as the tone around it makes white (`based`, the photo after tone), and neutral."""
    light = cv2.transform(based, np.full((3, 3), 1 / 3, np.float32))
    return Layer(coverage[None], planes(np.clip(light, LEAST, 255)), alone=True, smooth=True)
