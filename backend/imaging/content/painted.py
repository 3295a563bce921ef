"""What the user has painted over."""

from __future__ import annotations

import cv2
import numpy as np

from .. import mattes
from ..arrays import Floats, Pixels8, blur, disc, planes
from ..layers import Layer


def filled(small: Pixels8, target: Floats, matte: Floats) -> Layer:
    """What the user has painted over becomes the answer's, shifted smoothly in colour to meet the photo around it."""
    around = cv2.dilate(matte, disc(9)) * (matte < 0.02)
    apart = np.clip(blur(small.astype(np.float32) - target, 1.5), -MOST_SHIFT, MOST_SHIFT)
    return Layer(matte[None], planes(target + mattes.extend(apart, around.astype(np.float32))), alone=True)


MOST_SHIFT = 24.0
"""Levels of 255: more is no difference of colour but of content, which reaches beyond what was painted."""
