"""Blown-out places: all that the photo knows of them is that they were brighter than it could show.

What an answer draws there (a view through a window) is no recolouring of white. Fitted as one, it comes out as fog.
"""

from __future__ import annotations

import cv2
import numpy as np

from .arrays import Floats, Pixels8, disc

WHITE, PALE = 249, 225
"""Levels of 255 of the darkest channel: what is blown out, and what its glare may have around it."""

SMALLEST = 0.0002
"""Share of the photo below which a blown-out place (a lamp, a glint) is none to speak of."""

HAZY, DARKER = 140, 30
"""Level of 255 of the darkest channel that a view in glare has at least, and how much darker the answer shows it."""

GLARE = 1 / 150
"""Long edges that glare reaches."""


def places(small: Pixels8) -> Floats:
    """Coverage of the blown-out places of a photo, with their glare.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.

    Returns
    -------
    (H, W) Floats
        0 to 1; all zero if no place has more than `SMALLEST` of the photo.
    """
    darkest = _darkest(small)
    core = cv2.morphologyEx((darkest >= WHITE).astype(np.uint8), cv2.MORPH_OPEN, disc(1))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] > SMALLEST * core.size
    kept[0] = False
    core = kept[labels].astype(np.uint8)
    if not core.any():
        return np.zeros(core.shape, np.float32)
    reach = round(GLARE * max(core.shape))
    near = cv2.dilate(core, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    pale = np.clip((darkest.astype(np.float32) - PALE) / (WHITE - PALE), 0, 1) * near
    return np.asarray(np.maximum(cv2.GaussianBlur(pale, (0, 0), 0.7), core))


def views(small: Pixels8, answer: Pixels8) -> Floats:
    """As `places`, with the rest of each view that `answer` shows there: what was in haze beside what was white.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Pixels8
        The registered answer.

    Returns
    -------
    (H, W) Floats
        0 to 1.
    """
    found = places(small)
    darker = _darkest(cv2.subtract(answer, small, dtype=cv2.CV_16S)) < -DARKER
    # Open wider than the dark line between glass and frame: the photo's own is better than half of the answer's.
    hazy = cv2.morphologyEx((darker & (_darkest(small) > HAZY)).astype(np.uint8), cv2.MORPH_OPEN, disc(3))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(hazy | (found > 0.5).astype(np.uint8), connectivity=4)
    share = np.bincount(labels[found > 0.5], minlength=len(stats)) / stats[:, cv2.CC_STAT_AREA]
    share[0] = 0
    whole = cv2.morphologyEx((share > 0.05)[labels].astype(np.uint8), cv2.MORPH_CLOSE, disc(2))
    return np.asarray(np.maximum(found, cv2.GaussianBlur(whole.astype(np.float32), (0, 0), 0.8)))


def _darkest(picture: Pixels8) -> Pixels8:
    return np.asarray(np.minimum.reduce(cv2.split(cv2.GaussianBlur(picture, (0, 0), 0.7))))
