"""What the targets for real answers are about, measured at working size on an edit before it is rendered."""

from __future__ import annotations

import cv2
import numpy as np

from backend.imaging.arrays import disc, lab_of
from backend.imaging.chain import Draft
from tests.backend.imaging.delta_e import ciede2000


def measure(made: Draft) -> dict[str, float]:
    """`sky_de`: median CIEDE2000 of the new sky to the answer's. `redder`: share of the pixels along the sky that are
    over 40 levels redder than what the answer shows within two pixels. `painted_de`: 95th percentile inside what was
    painted over, to the answer brought to the photo's colours outside. `panes_iou`: see there."""
    figures = {}
    target, output = made.after.astype(np.float32), made.output.astype(np.float32)
    sky = made.found.get("sky")
    if sky is not None and (sky > 0.95).any():
        inside = (sky > 0.95) & (made.aligned.valid > 0.5)
        figures["sky_de"] = float(np.median(ciede2000(lab_of(output)[inside], lab_of(target)[inside])))
        mask = (sky > 0.5).astype(np.uint8)
        along = (cv2.dilate(mask, disc(10)) > cv2.erode(mask, disc(10))) & (made.aligned.valid > 0.5)
        # A twig may lie a pixel or two off. Where the ground keeps the photo's light, its colours are no fringe.
        known = [target] if made.plan.tone else [target, made.before.astype(np.float32)]
        most = np.maximum.reduce([cv2.dilate(_redness(v), disc(2)) for v in known])
        redder = _redness(output) - most
        figures["redder"] = float((redder[along] > 40).mean()) if along.any() else 0.0
    painted = made.found.get("painted")
    if painted is not None:
        outside = cv2.erode((painted < 0.01).astype(np.float32), disc(8)) * made.aligned.valid
        wanted = _brought(made.before.astype(np.float32), target, outside > 0.9)
        inside = (painted > 0.99) & (made.aligned.valid > 0.5)
        if inside.any():
            apart = ciede2000(lab_of(output)[inside], lab_of(np.clip(wanted, 0, 255))[inside])
            figures["painted_de"] = float(np.quantile(apart, 0.95))
    if "windows" in made.found:
        shared = panes_iou(made)
        if shared is not None:
            figures["panes_iou"] = shared
    return figures


def _redness(picture: np.ndarray) -> np.ndarray:
    return picture @ np.array([1, -0.5, -0.5], np.float32)


BRIGHTER, LIT = 25, 110
"""Levels of 255 of the brightest channel: how much brighter than by day, and how bright, something is that glows."""


def panes_iou(made: Draft) -> float | None:
    """What glows in the answer and in the output, as intersection over union; None where nothing upright does.

    Nothing of the finder is used: what is brighter than by day outside the sky, on grey or bluish things (glass, also
    with curtains), and fills at least 60 % of the upright box around it. The output counts there and just around.
    """
    photo, answer, output = (v.max(axis=-1).astype(np.int16) for v in (made.before, made.after, made.output))
    lab = lab_of(cv2.GaussianBlur(made.before, (0, 0), 1.5))
    glassy = np.hypot(np.maximum(lab[..., 1], 0), np.maximum(lab[..., 2], 0)) < 14
    glassy &= (made.aligned.valid > 0.5) & (made.found.get("sky", np.zeros(photo.shape)) < 0.1)

    def glowing(picture: np.ndarray) -> np.ndarray:
        mask = ((picture - photo > BRIGHTER) & (picture > LIT) & glassy).astype(np.uint8)
        return cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc(1))

    wanted = glowing(answer)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(wanted, connectivity=4)
    area = stats[:, cv2.CC_STAT_AREA]
    box = stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT]
    kept = (area > 0.0001 * photo.size) & (area > 0.6 * box)
    kept[0] = False
    panes = kept[labels]
    if not panes.any():
        return None
    near = cv2.dilate(panes.astype(np.uint8), disc(6)) > 0
    shown = (glowing(output) > 0) & near & (panes | (wanted == 0))
    return float((panes & shown).sum() / (panes | shown).sum())


def _brought(photo: np.ndarray, answer: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """`answer` in the photo's colours: a line per channel through what is `outside`, by a method of its own."""
    if outside.sum() < 1000:
        return answer
    channels = []
    for shown, have in zip(cv2.split(answer), cv2.split(photo), strict=True):
        points = np.column_stack([cv2.GaussianBlur(v, (0, 0), 3)[outside][::37] for v in (shown, have)])
        points = points[((points > 3) & (points < 252)).all(axis=1)]
        if len(points) < 100:
            channels.append(shown)
            continue
        # Huber and orthogonal: noise in the answer does not flatten the line.
        across, up = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()[:2]
        gain = float(np.clip(up / max(across, 1e-6), 0.8, 1.25))
        channels.append(gain * shown + float(np.median(points[:, 1] - gain * points[:, 0])))
    return np.asarray(cv2.merge(channels))
