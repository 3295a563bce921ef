"""Where the lawn is: green or straw-coloured fine texture on the ground, outdoors."""

from __future__ import annotations

import cv2
import numpy as np

from backend.local.image_model.editor.raster import (
    Plane,
    Rgb,
    blur,
    box,
    dilate,
    erode,
    grab_cut,
    guided,
    luma,
    plane,
    resize,
    smoothstep,
    to_float,
    upscale,
)
from backend.local.image_model.editor.skymask import find_sky_region, horizon_of

SMALL = 768


def find_lawn(image: Rgb) -> Plane | None:
    """Coverage by lawn, H x W, or None where there is none: rooms, paving, a few tufts."""
    height, width = image.shape[:2]
    above = find_sky_region(image)
    scale = min(1.0, SMALL / max(height, width))
    size = (round(width * scale), round(height * scale))
    small = resize(to_float(image), *size)
    likely, certain = _grass_like(small)
    rows = np.arange(size[1], dtype=np.float32)[:, None] / size[1]
    horizon = horizon_of(above) if above is not None else 0.45
    likely = likely * smoothstep(horizon - 0.02, horizon + 0.06, plane(np.broadcast_to(rows, likely.shape)))
    sky = upscale(above, *size) if above is not None else plane(np.zeros_like(likely))
    region = _region(small, likely, sky)
    if region.mean() < 0.03 or (region * certain).sum() < 0.06 * region.sum():
        return None
    if above is None and (region.mean() < 0.06 or (region * certain).sum() < 0.5 * region.sum()):
        # Without a sky only what is plainly green counts: floors of wood have straw's colour, and the garden beyond a
        # room's window is no subject.
        return None
    full = upscale(region, width, height)
    fine = guided(luma(to_float(image)), full, max(2, round(3 / scale)), 1e-3)
    return np.maximum(smoothstep(0.35, 0.65, fine), _tufts(image, full, max(2, round(5 / scale))))


def _tufts(image: Rgb, region: Plane, reach: int) -> Plane:
    """Blades that hang over the lawn's edge onto paths: grass-coloured pixels close to the region, no bushes."""
    lab = plane(cv2.cvtColor(blur(to_float(image), 0.7), cv2.COLOR_RGB2LAB))
    angle = plane(np.degrees(np.arctan2(lab[..., 2], lab[..., 1])))
    chroma = plane(np.hypot(lab[..., 1], lab[..., 2]))
    colour = smoothstep(70, 78, angle) * (1 - smoothstep(118, 128, angle)) * smoothstep(8, 13, chroma)
    return plane(colour * smoothstep(25, 32, lab[..., 0]) * dilate(plane(region > 0.5), reach))


def _grass_like(small: Plane) -> tuple[Plane, Plane]:
    """Likelihood of grass by colour and texture, and where it is plainly green."""
    lab = plane(cv2.cvtColor(blur(small, 1.2), cv2.COLOR_RGB2LAB))
    light, a, b = cv2.split(lab)
    angle = np.degrees(np.arctan2(b, a))
    chroma = np.hypot(a, b)
    grey = luma(small)
    texture = plane(np.sqrt(np.maximum(box(grey * grey, 3) - box(grey, 3) ** 2, 0)))
    colour = (
        smoothstep(66, 74, plane(angle)) * (1 - smoothstep(150, 165, plane(angle))) * smoothstep(9, 14, plane(chroma))
    )
    rough = smoothstep(0.006, 0.014, blur(texture, 4))
    lit = smoothstep(6, 14, plane(light))
    green = smoothstep(98, 108, plane(angle)) * smoothstep(9, 14, plane(chroma))
    return plane(colour * rough * lit), plane(green * colour)


def _region(small: Plane, likely: Plane, sky: Plane) -> Plane:
    """The connected ground that likely grass marks out, by colour models of both sides."""
    smooth = blur(likely, 2)
    labels = np.where(smooth > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[erode(plane(smooth > 0.75), 5) > 0.5] = cv2.GC_FGD
    labels[dilate(plane(smooth > 0.25), 9) < 0.5] = cv2.GC_BGD
    labels[sky > 0.3] = cv2.GC_BGD
    if not ((labels == cv2.GC_FGD).any() and (labels == cv2.GC_BGD).any()):
        return plane(np.zeros_like(likely))
    codes = np.round(np.clip(small, 0, 1) * 255).astype(np.uint8)
    labels = grab_cut(codes, labels, 2)
    grass = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.uint8)
    grass = np.asarray(cv2.morphologyEx(grass, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)))
    _, parts, stats, _ = cv2.connectedComponentsWithStats(grass, connectivity=4)
    kept = stats[:, cv2.CC_STAT_AREA] > 0.004 * likely.size
    kept[0] = False
    grass = kept[parts].astype(np.uint8)
    _, parts, stats, _ = cv2.connectedComponentsWithStats(1 - grass, connectivity=4)
    small_holes = stats[:, cv2.CC_STAT_AREA] < 0.0006 * likely.size
    small_holes[0] = False
    return plane((grass > 0) | (small_holes[parts] & (grass == 0)))
