"""What the targets for real answers are about, measured at working size on an edit before it is rendered."""

from __future__ import annotations

import cv2
import numpy as np

from backend.imaging import lift
from backend.imaging.arrays import disc, lab_of
from backend.imaging.chain import Draft
from tests.backend.imaging.delta_e import ciede2000


def measure(made: Draft) -> dict[str, float]:
    """`sky_de`: median CIEDE2000 of the new sky to the answer's. `redder`: share of the pixels along the sky that are
    over 40 levels redder than the answer. `painted_de`: 95th percentile inside what was painted over, to the answer
    brought to the photo's colours outside."""
    figures = {}
    target, output = made.after.astype(np.float32), made.output.astype(np.float32)
    sky = made.found.get("sky")
    if sky is not None and (sky > 0.95).any():
        inside = (sky > 0.95) & (made.aligned.valid > 0.5)
        figures["sky_de"] = float(np.median(ciede2000(lab_of(output)[inside], lab_of(target)[inside])))
        mask = (sky > 0.5).astype(np.uint8)
        along = (cv2.dilate(mask, disc(10)) > cv2.erode(mask, disc(10))) & (made.aligned.valid > 0.5)
        redness = (output - target) @ np.array([1, -0.5, -0.5], np.float32)
        figures["redder"] = float((redness[along] > 40).mean()) if along.any() else 0.0
    painted = made.found.get("painted")
    if painted is not None:
        outside = cv2.erode((painted < 0.01).astype(np.float32), disc(8)) * made.aligned.valid
        wanted = lift.without_cast(made.before, target, outside)
        inside = (painted > 0.99) & (made.aligned.valid > 0.5)
        if inside.any():
            apart = ciede2000(lab_of(output)[inside], lab_of(np.clip(wanted, 0, 255))[inside])
            figures["painted_de"] = float(np.quantile(apart, 0.95))
    return figures
