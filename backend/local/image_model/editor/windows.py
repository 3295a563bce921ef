"""Windows of a facade by day: dark, colourless, upright quadrilaterals that are not doors of steel, bins or shadows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.local.image_model.editor.raster import Plane, Rgb, brightest, darkest, luma, plane, resize, to_float

SIDE = 1024
"""Long side in pixels at which windows are looked for."""


@dataclass(frozen=True, slots=True)
class Window:
    """One opening with its frame, in shares of the photo's width and height."""

    corners: tuple[tuple[float, float], ...]
    """Top left, top right, bottom right, bottom left."""

    def polygon(self, width: int, height: int) -> NDArray[np.float32]:
        """Corners in pixels of a photo of that size, 4 x 2."""
        return plane(plane(self.corners) * plane((width, height)))

    def mask(self, width: int, height: int) -> Plane:
        """Coverage of the opening, anti-aliased."""
        canvas = np.zeros((height, width), np.uint8)
        points = np.round(self.polygon(width, height) * 16).astype(np.int32)
        cv2.fillConvexPoly(canvas, points, 255, cv2.LINE_AA, 4)
        return plane(canvas / 255)


def find_windows(image: Rgb, sky: Plane) -> list[Window]:
    """Openings of the facades in a daylight photo; `sky` is the sky's coverage at the photo's size."""
    height, width = image.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    small = resize(to_float(image), round(width * scale), round(height * scale))
    above = resize(sky, small.shape[1], small.shape[0])
    found: list[tuple[float, NDArray[np.bool_], Window]] = []
    for score, body, window in _candidates(small, above):
        clash = [other for other in found if (other[1] & body).sum() > 0.3 * min(other[1].sum(), body.sum())]
        if all(score > other[0] for other in clash):
            found = [other for other in found if all(other is not gone for gone in clash)]
            found.append((score, body, window))
    return [window for _, _, window in found]


def _candidates(small: Plane, sky: Plane) -> Iterator[tuple[float, NDArray[np.bool_], Window]]:
    grey = luma(small)
    # Glass is dark and colourless; brick, timber and leaves of the same darkness are not.
    veil = plane(brightest(small) + 1.2 * np.maximum(brightest(small) - darkest(small) - 0.03, 0))
    veil = plane(plane(cv2.medianBlur(np.round(np.clip(veil, 0, 1) * 255).astype(np.uint8), 3)) / 255)
    height, width = grey.shape
    ground = sky < 0.5
    # Opened, a component is the dark glass; as it is, it may be a grid of dark frames around bright reflections.
    for threshold, opened in [(t, True) for t in np.linspace(0.16, 0.58, 15)] + [(t, False) for t in (0.2, 0.26, 0.32)]:
        dark = ((veil < threshold) & ground).astype(np.uint8)
        if opened:
            dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)))
        count, parts, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
        for part in range(1, count):
            x, y, w, h, area = (int(value) for value in stats[part])
            if w < 0.018 * width or h < 0.035 * height or w > 0.3 * width or h > 0.5 * height or area < 0.12 * w * h:
                continue
            quad = _quad((parts[y : y + h, x : x + w] == part), x, y)
            if quad is None:
                continue
            if y + h > 0.95 * height or x == 0 or x + w >= width:
                continue
            quad = _down(veil, quad, float(threshold))
            canvas = np.zeros(grey.shape, np.uint8)
            cv2.fillConvexPoly(canvas, np.round(quad).astype(np.int32), 1)
            body = canvas > 0
            score = _glassiness(small, grey, sky, body, quad)
            if score > 0:
                corners = tuple((float(px / width), float(py / height)) for px, py in quad)
                yield score, body, Window(corners)


def _quad(piece: NDArray[np.bool_], x: int, y: int) -> NDArray[np.float32] | None:
    """Four straight sides around a piece, the long ones upright, or None if it is not such a shape."""
    contours, _ = cv2.findContours(piece.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    solid = np.zeros((piece.shape[0], piece.shape[1]), np.uint8)
    hull = cv2.convexHull(np.concatenate(list(contours)))
    cv2.drawContours(solid, contours, -1, 1, cv2.FILLED)
    if (full := float(cv2.contourArea(hull))) <= 0 or solid.sum() < 0.55 * full:
        return None
    cv2.fillConvexPoly(solid, hull, 1)
    h, w = piece.shape[0], piece.shape[1]
    rows, columns = np.arange(h), np.arange(w)
    left, right = solid.argmax(1), w - 1 - solid[:, ::-1].argmax(1)
    top, bottom = solid.argmax(0), h - 1 - solid[::-1].argmax(0)
    # Furniture stands before the lower edge and reflections break the jambs: the outermost points tell where they are.
    low, west, east = (
        bottom >= np.percentile(bottom, 55),
        left <= np.percentile(left, 60),
        right >= np.percentile(right, 40),
    )
    sides = []
    for along, offset, limit in (
        (rows[west], left[west], 0.08),
        (rows[east], right[east], 0.08),
        (columns, top, 0.45),
        (columns[low], bottom[low], 0.45),
    ):
        middle = slice(int(len(along) * 0.12), max(int(len(along) * 0.88), 4))
        slope, start = _line(along[middle], offset[middle])
        if abs(slope) > limit:
            return None
        sides.append((slope, start))
    if abs(sides[0][0] - sides[1][0]) > 0.02:
        # Two jambs of one window lean alike; the straighter one is the one that was seen whole.
        lean = min(sides[0][0], sides[1][0], key=abs)
        sides[0] = (lean, float(np.median(left[west] - lean * rows[west])))
        sides[1] = (lean, float(np.median(right[east] - lean * rows[east])))
    corners = []
    for vertical, level in ((0, 2), (1, 2), (1, 3), (0, 3)):
        (a, b), (c, d) = sides[vertical], sides[level]
        row = (c * b + d) / (1 - c * a)
        corners.append((a * row + b, row))
    quad = plane(corners)
    ideal = np.zeros_like(solid)
    cv2.fillConvexPoly(ideal, np.round(quad).astype(np.int32), 1)
    upper = slice(0, max(4, h // 2))
    for part, least in ((upper, 0.88), (slice(None), 0.72)):
        both, either = int((ideal[part] & solid[part]).sum()), int((ideal[part] | solid[part]).sum())
        if both < least * either:
            return None
    wide, tall = float(quad[1, 0] - quad[0, 0]), float(quad[3, 1] - quad[0, 1])
    if wide < 0.12 * tall or tall < 0.2 * wide:
        return None
    return plane(quad + plane((x, y)))


def _down(veil: Plane, quad: NDArray[np.float32], threshold: float) -> NDArray[np.float32]:
    """Follow both jambs below a lower edge that furniture hid, as long as one of them is still to be seen."""
    height, width = veil.shape
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (tuple(float(value) for value in corner) for corner in quad)
    lean_left, lean_right = (x3 - x0) / max(y3 - y0, 1), (x2 - x1) / max(y2 - y1, 1)
    sunk, missed = 0, 0
    for step in range(1, int(0.8 * max(y3 - y0, y2 - y1))):
        seen = False
        for x, y, lean, inward in ((x3, y3, lean_left, 1), (x2, y2, lean_right, -1)):
            row, column = round(y) + step, round(x + lean * step)
            if not (0 <= row < height and 6 <= column < width - 6):
                continue
            inside = veil[row, column - 1 : column + 5] if inward > 0 else veil[row, column - 4 : column + 2]
            outside = veil[row, column - 6 : column - 2] if inward > 0 else veil[row, column + 3 : column + 7]
            seen |= bool(inside.min() < threshold and np.median(outside) > inside.min() + 0.12)
        missed = 0 if seen else missed + 1
        if missed > 2:
            break
        sunk = step - missed
    if sunk < 0.12 * (y3 - y0):
        return quad
    # Seen from eye height the floor line rises towards where the lintel falls, less steeply.
    floor = y3 + sunk - 0.5 * (y1 - y0)
    return plane(((x0, y0), (x1, y1), (x2 + lean_right * (floor - y2), floor), (x3 + lean_left * sunk, y3 + sunk)))


def _line(along: NDArray[np.int64], offset: NDArray[np.int64]) -> tuple[float, float]:
    """Robust straight line through the offsets: least squares on the half that fits best."""
    kept = np.ones(len(along), bool)
    slope, start = 0.0, float(np.median(offset))
    for _ in range(3):
        slope, start = (
            (float(value) for value in np.polyfit(along[kept], offset[kept], 1)) if kept.sum() > 2 else (slope, start)
        )
        residual = np.abs(offset - slope * along - start)
        kept = residual <= max(1.0, float(np.median(residual)))
    return slope, start


def _glassiness(small: Plane, grey: Plane, sky: Plane, body: NDArray[np.bool_], quad: NDArray[np.float32]) -> float:
    """How much a dark quadrilateral looks like a window, 0 for not at all."""
    span = max(3, round(0.006 * max(grey.shape)))
    kernel = np.ones((2 * span + 1, 2 * span + 1), np.uint8)
    ring = (cv2.dilate(body.astype(np.uint8), kernel) > 0) & ~(
        cv2.dilate(body.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    )
    core = cv2.erode(body.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if core.sum() < 100 or (sky[ring] > 0.5).mean() > 0.03:
        return 0
    inside, around = small[core], small[ring]
    chroma = float(np.median(inside.max(1) - inside.min(1)))
    contrast = float(np.median(grey[ring]) - np.median(grey[core]))
    depth = float(np.median(grey[core]))
    leafy = float(((around[:, 1] > around[:, 0] * 1.05) & (around[:, 1] > around[:, 2] * 1.1)).mean())
    if chroma > 0.08 or contrast < 0.08 or depth > 0.45 or leafy > 0.25 or _is_panel_door(grey, quad):
        return 0
    return contrast * float(np.sqrt(body.mean()))


def _is_panel_door(grey: Plane, quad: NDArray[np.float32]) -> bool:
    """Garage and steel doors: grooves from side to side, none from top to bottom, and no reflections between them."""
    side = 96
    target = plane([(0, 0), (side, 0), (side, side), (0, side)])
    flat = plane(cv2.warpPerspective(grey, cv2.getPerspectiveTransform(quad, target), (side, side)))
    detail = (flat - cv2.GaussianBlur(flat, (0, 0), 4))[side // 5 : -side // 5, side // 5 : -side // 5]

    def lines(across: int) -> int:
        middle = np.median(detail, axis=across)
        along = (np.sign(detail) == np.sign(np.expand_dims(middle, across))).mean(across)
        marked = ((np.abs(middle) > 0.012) & (along > 0.85)).astype(np.int8)
        return int((np.diff(marked, prepend=0) > 0).sum())

    return lines(1) >= 2 and lines(0) == 0
