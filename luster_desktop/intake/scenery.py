"""Whether a picture shows a house from outside or a room: by sky, leaves and lawn, and by their absence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from luster_desktop.facts import Scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from luster_desktop.intake.pixels import Thumbnail

EDGE = 128
"""Longer edge in pixels at which pictures are looked at: what is smaller says nothing about the place."""

# Chosen on 74 photos and on the sample's cards; what a plant in a room, or patterned green wallpaper, comes to is 0.15.
_GREEN, _SOME_GREEN, _OPEN = 0.20, 0.03, 0.20
_NO_GREEN, _NO_SKY, _WARM = 0.06, 0.003, 0.20
_DARK = 30
"""Lightness below which lamps may be those of a house in the evening."""
_GLARE = 0.9
"""Of the brightest in the picture: a ceiling is darker than windows and lamps, a grey or an evening sky is not."""


def scene_of(thumbnail: Thumbnail) -> Scene:
    """What the picture shows; `UNSURE` wherever there is doubt, since a wrong word costs more than none.

    Outside is where leaves and lawn fill a fifth of the picture, or some of them and a blue sky together. Inside is
    where there is neither, nothing at the upper edge could be a grey or an evening sky, and wood or paint is warm.
    """
    picture: NDArray[Any] = np.frombuffer(thumbnail.rgb, np.uint8).reshape(thumbnail.height, thumbnail.width, 3)
    scale = min(1.0, EDGE / max(picture.shape[:2]))
    if scale < 1.0:
        size = (max(8, round(thumbnail.width * scale)), max(8, round(thumbnail.height * scale)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor((picture / 255).astype(np.float32), cv2.COLOR_RGB2LAB).astype(np.float32, copy=False)
    light, red_green, yellow_blue = lab[..., 0], lab[..., 1], lab[..., 2]
    rough = cv2.blur(np.abs(light - cv2.GaussianBlur(light, (0, 0), 1.5)), (5, 5))
    green = _share((red_green < -6) & (yellow_blue > 8) & (light > 12) & (rough > 1.0))
    sky = _share(_from_above((yellow_blue < -6) & (light > 35) & (rough < 1.2)))
    if green >= _GREEN or (green >= _SOME_GREEN and green + sky >= _OPEN):
        return Scene.OUTSIDE
    warm = _share((yellow_blue > 8) & (red_green > -3))
    plain = _from_above((light > 25) & (rough < 1.2))
    by_day = np.median(light) >= _DARK
    if by_day and green < _NO_GREEN and sky < _NO_SKY and warm >= _WARM and not _may_be_sky(plain, light):
        return Scene.INSIDE
    return Scene.UNSURE


def _share(where: NDArray[np.bool_]) -> float:
    return float(where.mean())


def _from_above(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those parts of `where` that reach the upper edge."""
    _, parts = cv2.connectedComponents(where.astype(np.uint8))
    return np.isin(parts, np.unique(parts[:3])) & where


def _may_be_sky(plain: NDArray[np.bool_], light: NDArray[np.float32]) -> bool:
    across = plain[: max(2, len(plain) // 12)].any(axis=0).mean()
    return bool(across > 0.1 and np.percentile(light[plain], 75) >= _GLARE * np.percentile(light, 97))
