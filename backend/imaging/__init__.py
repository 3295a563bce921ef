"""Pixels: safe decode, the model's picture, alignment, lift to full resolution, judgement, clean encode.

Import `fit_size` and the values from here, `Pixels` from `backend.imaging.confined`. Everything else runs only inside
the confined child: importing this package loads neither OpenCV nor Pillow.
"""

from .sizes import SizeLimits, fit_size
from .values import Crop, Defect, Fill, Finished, Prepared, Rejected, Scope, Stroke, Unusable

__all__ = [
    "Crop",
    "Defect",
    "Fill",
    "Finished",
    "Prepared",
    "Rejected",
    "Scope",
    "SizeLimits",
    "Stroke",
    "Unusable",
    "fit_size",
]
