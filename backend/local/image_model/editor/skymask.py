"""Where the open sky is: a presence test, a region at small size and a matte that is true to leaves and wires."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.local.image_model.editor.raster import (
    Plane,
    Rgb,
    blur,
    box,
    brightest,
    dilate,
    erode,
    fill_from,
    grab_cut,
    luma,
    mix,
    plane,
    resize,
    smoothstep,
    to_float,
    upscale,
)

SMALL = 640
"""Long side in pixels at which the region is found."""


@dataclass(frozen=True, slots=True)
class SkyMatte:
    """Open sky of one photo."""

    alpha: Plane
    """Coverage by sky, H x W."""
    ground: Plane
    """What stands before the sky, H x W x 3 gamma-coded, with the old sky's light taken out of mixed pixels."""
    horizon: float
    """Row where the sky would meet flat land, as a share of the height."""


def find_sky(image: Rgb) -> SkyMatte | None:
    """The open sky of a photo, or None where there is none to speak of (interiors, close-ups)."""
    region = find_sky_region(image)
    return None if region is None else _matte(to_float(image), region)


def find_sky_region(image: Rgb) -> Plane | None:
    """Roughly where the open sky is, 0 or 1, reduced to `SMALL`; None where there is none."""
    height, width = image.shape[:2]
    scale = min(1.0, SMALL / max(height, width))
    return _region(resize(to_float(image), max(8, round(width * scale)), max(8, round(height * scale))))


def horizon_of(region: Plane) -> float:
    """Row where the sky would meet flat land, as a share of the height: below all sky, never above the middle."""
    lowest = np.flatnonzero((region > 0.5).mean(1) > 0.03).max(initial=0) / region.shape[0]
    return float(min(0.9, max(lowest + 0.01, 0.48)))


def _region(small: Plane) -> Plane | None:
    """The sky's region at small size, 0 or 1, or None."""
    height = small.shape[0]
    border = _border(small)
    rows = np.arange(height)[:, None]
    above = rows < border[None, :]
    if above.mean() < 0.02 or (border > 0.02 * height).mean() < 0.2:
        return None
    region = _cut(small, above)
    return region if _is_sky(small, region) else None


def _border(small: Plane) -> NDArray[np.int64]:
    """Per column the row where the smooth area at the top ends (after Shen and Wang 2013).

    The gradient threshold is the one that leaves the two sides most uniform in colour.
    """
    soft = blur(small, 1.4)
    gradient = np.zeros(small.shape[:2], np.float32)
    for channel in cv2.split(soft):
        gradient = np.maximum(
            gradient, np.hypot(cv2.Sobel(channel, cv2.CV_32F, 1, 0), cv2.Sobel(channel, cv2.CV_32F, 0, 1))
        )
    gradient[:2] = 0
    thin = resize(small, small.shape[1] // 2, small.shape[0] // 2)
    best, found = -1.0, np.zeros(small.shape[1], np.int64)
    for threshold in np.geomspace(0.06, 1.5, 12):
        edge = gradient > threshold
        border = np.where(edge.any(0), edge.argmax(0), small.shape[0])
        inside = np.arange(thin.shape[0])[:, None] < border[: thin.shape[1] * 2 : 2][None, :] / 2
        if inside.sum() < 200 or (~inside).sum() < 200:
            continue
        spread = 1e-9  # both sides may be of one colour each
        for weight, side in ((2.0, inside), (1.0, ~inside)):
            covariance = np.cov(thin[side].T * 255)
            spread += weight * (float(np.linalg.det(covariance)) + float(np.linalg.eigvalsh(covariance)[-1]))
        if 1 / spread > best:
            best, found = 1 / spread, border
    return found


def _cut(small: Plane, above: NDArray[np.bool_]) -> Plane:
    """Colour models of both sides and their cheapest border (GrabCut), then what hangs together with the top."""
    height, width = small.shape[:2]
    size = (width * 3 // 4, height * 3 // 4)
    seed = resize(plane(above), *size) > 0.5
    sure = erode(plane(seed), max(2, size[0] // 160)) > 0.5
    labels = np.full(seed.shape, cv2.GC_PR_BGD, np.uint8)
    labels[seed] = cv2.GC_PR_FGD
    labels[sure] = cv2.GC_FGD
    lowest = np.flatnonzero(seed.any(1)).max(initial=0)
    labels[min(lowest + size[1] // 6, size[1] - 2) :] = cv2.GC_BGD
    codes = np.ascontiguousarray(resize(small, *size) * 255).clip(0, 255).astype(np.uint8)
    labels = grab_cut(codes, labels, 3)
    sky = upscale(plane((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)), width, height) > 0.5
    joined = dilate(plane(sky), 2) > 0.5
    _, parts = cv2.connectedComponents(joined.astype(np.uint8))
    kept = np.unique(parts[: max(2, height // 50)][above[: max(2, height // 50)]])
    return plane(sky & np.isin(parts, kept[kept > 0]))


def _is_sky(small: Plane, region: Plane) -> bool:
    """Tell a sky from a ceiling, a wall or a blown-out room.

    A sky is brighter than most of the ground and bluer than grey; a white overcast is not blue, so it has to be
    brighter than nearly everything. Ceilings fail on both: the windows are brighter, the paint or the lamps warmer.
    """
    inside, core = region > 0.5, erode(region, 4) > 0.5
    share = float(inside.mean())
    if not 0.02 < share < 0.85 or core.sum() < 100 or inside[:3].any(0).mean() < 0.4:
        return False
    grey = luma(small)
    light = float(np.median(grey[core]))
    blue = float((small[core][:, 2] - small[core][:, 0]).mean())
    brighter = float((grey[~inside] < light).mean())
    texture = float(np.median(np.abs(grey - blur(grey, 1.5))[core]))
    if texture > 0.02 or light < 0.2:
        return False
    if blue > 0.02:
        return brighter > 0.6
    return blue > -0.04 and light > 0.7 and brighter > 0.95 and share < 0.7


def _matte(image: Plane, region: Plane) -> SkyMatte:
    """Coverage at full size: each pixel near the border lies between the sky's colour and the ground's colour there."""
    height, width = image.shape[:2]
    unit = max(1, round(max(height, width) / 768))
    rough = plane(upscale(region, width, height) > 0.5)
    inner = erode(rough, 3 * unit)
    sky, distance = image, plane(np.zeros((height, width)))
    for _ in range(2):
        # The second round leaves out what the first found unlike its surroundings: far roofs, cranes, birds.
        sky = fill_from(image, inner, 24 * unit, 4 * unit)
        distance = brightest(plane(cv2.absdiff(image, sky)))
        noise = float(np.median(distance[inner > 0.5]))
        inner = inner * (distance < max(0.15, 8 * noise))
    tolerance = 0.03 + 3 * noise
    match = plane(distance < tolerance)
    gaps, crowns = _gaps(image, sky, match, rough, unit)
    open_sky = np.maximum(rough * dilate(match, unit), inner)
    open_sky = plane(np.where(rough > 0.5, open_sky, match * ((dilate(rough, 2 * unit) + gaps) > 0)))
    # A mixed pixel lies beside a pure one: what is far from any sky-coloured pixel is ground whatever its grey.
    beside = dilate(plane((open_sky > 0.5) & ((match > 0.5) | (inner > 0.5))), 2 * unit)
    beside = np.maximum(beside, crowns * dilate(plane(distance < 0.3), unit))
    ground = fill_from(image, plane((dilate(open_sky, unit) < 0.5) & (distance > 4 * tolerance)), 2.5 * unit, 2)
    step = sky - ground
    alpha = plane(np.clip(((image - ground) * step).sum(2) / np.maximum((step * step).sum(2), 0.01), 0, 1)) * beside
    alpha = plane(np.where((open_sky > 0.5) & (distance < 2 * tolerance), 1, alpha))
    alpha = plane(np.where(inner > 0.5, np.maximum(alpha, distance < 0.12), alpha))
    alpha = plane(np.clip((alpha - 0.04) / 0.92, 0, 1))
    pure = plane(np.clip((image - alpha[..., None] * sky) / np.maximum(1 - alpha, 0.1)[..., None], 0, 1))
    pure = mix(pure, ground, smoothstep(0.5, 0.9, alpha)[..., None])
    return SkyMatte(alpha=alpha, ground=pure, horizon=horizon_of(region))


def _gaps(image: Plane, sky: Plane, match: Plane, rough: Plane, unit: int) -> tuple[Plane, Plane]:
    """Sky seen through crowns and between trees: patches of the sky's colour outside the region, ringed by leaves.

    Returns those patches and the crowns themselves, where even mixed pixels may hold sky.
    """
    height = match.shape[0]
    grey = luma(image)
    spread = np.sqrt(np.maximum(box(grey * grey, 3 * unit) - box(grey, 3 * unit) ** 2, 0))
    leafy = plane((grey < luma(sky) - 0.25) & (dilate(plane(spread > 0.08), 2 * unit) > 0.5))
    green = plane((image[..., 1] >= image[..., 0] * 0.98) & (image[..., 1] > image[..., 2] * 1.04)) * leafy
    lowest = np.flatnonzero(rough.any(1)).max(initial=0)
    rows = np.arange(height)[:, None] <= lowest + 0.1 * height
    candidates = ((match > 0.5) & (rough < 0.5) & rows).astype(np.uint8)
    foliage = plane(box(green, 3 * unit) > 0.12)
    crowns = plane((box(green, 5 * unit) > 0.3) & (np.arange(height)[:, None] <= lowest + 0.03 * height))
    count, parts, stats, _ = cv2.connectedComponentsWithStats(candidates, connectivity=4)
    if count < 2:
        return plane(np.zeros_like(match)), crowns
    around = cv2.dilate(parts.astype(np.float32), np.ones((4 * unit + 1, 4 * unit + 1), np.uint8)).astype(np.int64)
    around[(candidates > 0) | (rough > 0.5)] = 0
    ring = np.bincount(around.ravel(), minlength=count)
    leaves = np.bincount(around.ravel(), weights=foliage.ravel(), minlength=count)
    kept = (leaves / np.maximum(ring, 1) > 0.1) & (stats[:, cv2.CC_STAT_AREA] < 0.02 * match.size)
    kept[0] = False
    return plane(kept[parts]), crowns
