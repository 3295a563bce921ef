"""What a small picture is measured by, before anything is said about it: numbers of its colours, lights and edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from luster_desktop.intake.pixels import Thumbnail

    Plane = NDArray[np.float32]
    Mask = NDArray[np.bool_]

EDGE = 128
"""Longer edge in pixels at which pictures are looked at: what is smaller says nothing about the place."""
_STRONG = 40
"""Steepness of lightness (Sobel) that is an edge."""
_THIRDS = ("top", "middle", "bottom")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in Lab (lightness 0 to 100), and how rough each place is."""

    light: Plane
    red_green: Plane
    yellow_blue: Plane
    rough: Plane

    @classmethod
    def of(cls, thumbnail: Thumbnail) -> Picture:
        """The thumbnail, made `EDGE` pixels large at most."""
        found: NDArray[Any] = np.frombuffer(thumbnail.rgb, np.uint8).reshape(thumbnail.height, thumbnail.width, 3)
        scale = EDGE / max(found.shape[:2])
        if scale < 1:
            size = (max(8, round(thumbnail.width * scale)), max(8, round(thumbnail.height * scale)))
            found = cv2.resize(found, size, interpolation=cv2.INTER_AREA)
        lab = cv2.cvtColor((found / 255).astype(np.float32), cv2.COLOR_RGB2LAB).astype(np.float32, copy=False)
        light = np.ascontiguousarray(lab[..., 0], np.float32)
        rough = cv2.blur(np.abs(light - cv2.GaussianBlur(light, (0, 0), 1.5)), (5, 5))
        return cls(light, lab[..., 1], lab[..., 2], rough.astype(np.float32))

    @property
    def chroma(self) -> Plane:
        return np.hypot(self.red_green, self.yellow_blue)

    @property
    def leaves(self) -> Mask:
        """Leaves and green lawn."""
        return (self.red_green < -6) & (self.yellow_blue > 8) & (self.light > 12) & (self.rough > 1.0)

    @property
    def blue_sky(self) -> Mask:
        return from_above((self.yellow_blue < -6) & (self.light > 35) & (self.rough < 1.2))

    @property
    def pale_above(self) -> Mask:
        """Plain and pale from the upper edge down: an overcast sky, or a ceiling."""
        grey = (np.abs(self.red_green) < 8) & (np.abs(self.yellow_blue) < 12)
        return from_above((self.light > 60) & (self.rough < 1.2) & grey)

    @property
    def plain_above(self) -> Mask:
        """Plain from the upper edge down, of whatever colour."""
        return from_above((self.light > 25) & (self.rough < 1.2))

    @property
    def ground(self) -> Mask:
        """Rough and yellowish or green up from the lower edge: grass, green or dry, soil, gravel."""
        earthy = (self.yellow_blue > 5) & (self.light > 12) & (self.red_green < 6) & (self.red_green > -14)
        return from_below((self.rough > 1.0) & earthy)


def measure(picture: Picture) -> dict[str, float]:
    """Every measure by name; most of them lie between 0 and 1."""
    light, rough = picture.light, picture.rough
    height = len(light)
    return {
        **_by_third(picture),
        **_sky(picture),
        **_edges(light),
        "green": _share(picture.leaves),
        "ground": _share(picture.ground),
        "warm": _share((picture.yellow_blue > 8) & (picture.red_green > -3)),
        "clipped": _share(light > 96),
        "bright_blobs": _blobs(light > 94),
        "lightness": float(np.median(light)) / 100,
        "shadows": float(np.percentile(light, 5)) / 100,
        "highlights": float(np.percentile(light, 95)) / 100,
        "falls_off": float(light[: height // 6].mean() - light[height // 2 :].mean()) / 100,
        "chroma": float(np.median(picture.chroma)) / 20,
        "smooth": _share(rough < 0.8),
        **_upper_run(rough < 1.2),
    }


def from_above(where: Mask) -> Mask:
    """Those parts of `where` that reach the upper edge."""
    _, parts = cv2.connectedComponents(where.astype(np.uint8))
    return np.isin(parts, np.unique(parts[:3])) & where


def from_below(where: Mask) -> Mask:
    """Those parts of `where` that reach the lower edge."""
    return from_above(where[::-1])[::-1]


def _share(where: Mask) -> float:
    return float(where.mean()) if where.size else 0.0


def _by_third(picture: Picture) -> dict[str, float]:
    found: dict[str, float] = {}
    height = len(picture.light)
    warm = (picture.yellow_blue > 8) & (picture.red_green > -3)
    for number, name in enumerate(_THIRDS):
        rows = slice(number * height // 3, (number + 1) * height // 3)
        rough = picture.rough[rows]
        found |= {
            f"{name}_green": _share(picture.leaves[rows]),
            f"{name}_warm": _share(warm[rows]),
            f"{name}_blue": _share((picture.yellow_blue < -6)[rows]),
            f"{name}_clipped": _share((picture.light > 96)[rows]),
            f"{name}_lightness": float(np.median(picture.light[rows])) / 100,
            f"{name}_red_green": float(np.median(picture.red_green[rows])) / 20,
            f"{name}_yellow_blue": float(np.median(picture.yellow_blue[rows])) / 20,
            f"{name}_chroma": float(np.median(picture.chroma[rows])) / 20,
            f"{name}_rough": min(float(np.median(rough)), 6.0) / 3,
            f"{name}_smooth": _share(rough < 0.8),
            f"{name}_contrast": float(picture.light[rows].std()) / 30,
        }
    return found


def _sky(picture: Picture) -> dict[str, float]:
    pale, light = picture.pale_above, picture.light
    brightest = max(float(np.percentile(light, 99)), 1.0)
    return {
        "blue_sky": _share(picture.blue_sky),
        "pale_above": _share(pale),
        "pale_brightness": float(np.median(light[pale])) / brightest if pale.any() else 0.0,
        "pale_across": float(pale[: max(2, len(light) // 12)].any(axis=0).mean()),
    }


def _edges(light: Plane) -> dict[str, float]:
    across, down = np.abs(cv2.Sobel(light, cv2.CV_32F, 1, 0)), np.abs(cv2.Sobel(light, cv2.CV_32F, 0, 1))
    strong = np.hypot(across, down) > _STRONG
    upright, level = strong & (across > 4 * down), strong & (down > 4 * across)
    count = max(int(strong.sum()), 1)
    top = len(light) // 3
    return {
        "edges": _share(strong),
        "edges_above": _share(strong[:top]),
        "upright": int(upright.sum()) / count,
        "level": int(level.sum()) / count,
        "upright_above": 10 * _share(upright[:top]),
    }


def _blobs(bright: Mask) -> float:
    """Bright parts that the frame does not cut: windows rather than sky."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(bright.astype(np.uint8))
    kept = [
        int(area) for left, top, _, _, area in stats[1:count] if area > 0.003 * bright.size and left > 0 and top > 2
    ]
    return min(5 * sum(kept) / bright.size, 1.5)


def _upper_run(smooth: Mask) -> dict[str, float]:
    """How far down each column stays smooth, and how that goes on from column to column: roofs, trees, or a ceiling."""
    height = len(smooth)
    run = np.where(smooth.all(axis=0), height, np.argmin(smooth, axis=0))
    return {
        "run": float(np.median(run)) / height,
        "run_varies": float(run.std()) / height,
        "run_jumps": 10 * float(np.abs(np.diff(run)).mean()) / height,
    }
