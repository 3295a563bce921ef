"""Where a preset may put the model's own pixels: sky, lawn, lit windows.

Found at working size in the original, with the registered answer as a witness. `mattes` then carries the soft coverage
to full size.
"""

from __future__ import annotations

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, disc, dot, lab_of, local_colour
from .sky import sky


def find(name: str, small: Pixels8, answer: Pixels8, valid: Floats | None = None) -> Floats:
    """The region's coverage (H x W, 0 to 1) at working size; all zero when the photo has none.

    `valid` (H x W, 0 to 1): where the answer shows the photo; without it, everywhere.
    """
    if name == "sky":
        return sky(small, answer, valid)
    return {"lawn": lawn, "windows": windows}[name](small, answer)


def lawn(small: Pixels8, answer: Pixels8) -> Floats:
    """Plants in the lower part that the answer shows as one lawn: grown from what it made greener."""
    before, after = (lab_of(blur(v.astype(np.float32), 1.5)) for v in (small, answer))
    plant = (before[..., 2] > 4) & (before[..., 1] < 20)
    greener = before[..., 1] - after[..., 1]
    seeds = plant & (greener > 7) & (after[..., 1] < -7) & (after[..., 2] > 5)
    seeds[: int(0.3 * seeds.shape[0])] = False
    seeds = _large(cv2.morphologyEx(seeds.astype(np.uint8), cv2.MORPH_OPEN, disc(2)), 0.002)
    if not seeds.any():
        return np.zeros(seeds.shape, np.float32)
    colour, spread = local_colour(after, seeds.astype(np.float32), max(small.shape) / 16)
    unlike = (after - colour) / (spread + 2)
    near = dot(unlike, unlike) < 3.0**2
    grown: Pixels8 = (near & plant & (after[..., 1] < -4)).astype(np.uint8) | seeds
    grown = cv2.morphologyEx(grown, cv2.MORPH_CLOSE, disc(2))
    reached = _joined(grown, seeds)
    # What a lawn encloses (a few darker blades) is lawn; a tree in it or a path across it is not small.
    holes = 1 - _large(1 - reached, 0.0004)
    return cv2.GaussianBlur(holes.astype(np.float32), (0, 0), 0.8)


def windows(small: Pixels8, answer: Pixels8) -> Floats:
    """Neutral, rather dark places that the answer made much brighter than their surroundings: glass that is lit now."""
    before, after = lab_of(small), lab_of(answer)
    light = after[..., 0]
    gain = light - before[..., 0]
    lit = (gain - blur(gain, max(small.shape) / 20) > 14) & (light > 50)
    # Glass is grey or as blue as the sky in it. A post or a wall before it has a colour of its own.
    chroma = cv2.magnitude(before[..., 1].copy(), np.maximum(before[..., 2], 0))
    glass = (before[..., 0] < 65) & (chroma < 10) & (before[..., 2] > -30)
    seeds = _large(cv2.morphologyEx((lit & glass).astype(np.uint8), cv2.MORPH_OPEN, disc(2)), 0.00015)
    if not seeds.any():
        return seeds.astype(np.float32)
    # What is dim behind the glass (a curtain) belongs to it; walls hardly get brighter than by day.
    whole = cv2.morphologyEx(((gain > 4) & (light > 40) & glass).astype(np.uint8), cv2.MORPH_OPEN, disc(2))
    solid = _filled(_joined(whole | seeds, seeds) | seeds)
    # Frames and bars stay dark: between the two levels the answer's own light is the coverage.
    near = cv2.dilate(solid, disc(5))
    bright = blur(cv2.dilate(light * solid, np.ones((15, 15), np.uint8)), 3)
    dark = blur(cv2.erode(light, np.ones((11, 11), np.uint8)), 3)
    inner = cv2.erode(solid, disc(3))
    soft = np.clip((light - dark) / np.maximum(0.8 * bright - dark, 8), 0, 1) * near * (gain > 4)
    neutral = np.clip((18 - chroma) / 8, 0, 1)
    soft = soft * neutral * cv2.GaussianBlur(near.astype(np.float32), (0, 0), 1)
    return np.asarray(np.maximum(soft, inner), np.float32)


def _filled(panes: Pixels8) -> Pixels8:
    """Without the holes that reflections and what stands behind the glass leave; what crosses a pane is a bar."""
    filled = panes.copy()
    outlines, hierarchy = cv2.findContours(panes, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for hole, (_, _, _, pane) in zip(outlines, hierarchy[0], strict=True):
        if pane >= 0:
            sizes = zip(cv2.boundingRect(hole)[2:], cv2.boundingRect(outlines[pane])[2:], strict=True)
            if all(have < CROSSING * whole for have, whole in sizes):
                cv2.drawContours(filled, [hole], -1, 1, cv2.FILLED)
    return filled


CROSSING = 0.85
"""Share of a pane's width or height from which a hole is not one but a bar."""


def _joined(mask: Pixels8, seeds: Pixels8) -> Pixels8:
    """The components of `mask` that hold seeds for at least a tenth of their area."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    share = np.bincount(labels[seeds > 0], minlength=len(stats)) / stats[:, cv2.CC_STAT_AREA]
    share[0] = 0
    return np.asarray((share > 0.1)[labels].astype(np.uint8))


def _large(mask: Pixels8, share: float) -> Pixels8:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = (stats[:, cv2.CC_STAT_AREA] > share * mask.size).astype(np.uint8)
    keep[0] = 0
    return np.asarray(keep[labels])
