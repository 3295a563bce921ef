"""Objects taken away: the place is filled with pieces of its own surroundings, edges first (Criminisi et al. 2004).

Worked out on a small picture, as the way from each pixel to the one that it takes its colour from; the large picture
then follows the same ways, so its texture is as sharp as the photo's.
"""

from __future__ import annotations

import cv2
import numpy as np

from backend.local.image_model.editor.raster import Plane, Rgb, plane

HALF = 4
"""Pieces are 9 x 9 pixels."""
FAR = 300.0
"""Squared levels of difference that the whole picture's length counts for: the near surroundings fit best."""
SMALL = 72
"""Pixels that a place is long when it is worked out."""


def clear(image: Rgb, where: Plane) -> Rgb:
    """The photo without what is in `where` (H x W, 1 inside); every connected place is filled by itself."""
    wanted = np.asarray(cv2.dilate((where > 0.5).astype(np.uint8), np.ones((7, 7), np.uint8)), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(wanted)
    for label in range(1, count):
        left, top, width, height = (int(v) for v in stats[label, :4])
        reach = round(1.2 * max(width, height)) + 8 * HALF
        rows = slice(max(0, top - reach), min(image.shape[0], top + height + reach))
        columns = slice(max(0, left - reach), min(image.shape[1], left + width + reach))
        place = np.asarray((labels[rows, columns] == label).astype(np.uint8))
        image = image.copy()
        image[rows, columns] = _filled(image[rows, columns], place, wanted[rows, columns], max(width, height))
    return image


def _filled(image: Rgb, place: Rgb, wanted: Rgb, length: int) -> Rgb:
    height, width = place.shape
    scale = min(1.0, SMALL / length)
    size = (max(2 * HALF + 2, round(width * scale)), max(2 * HALF + 2, round(height * scale)))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    ways = _ways(small, _shrunk(place, size), _shrunk(wanted, size))
    if ways is None:
        return np.asarray(cv2.inpaint(image, place, 5, cv2.INPAINT_TELEA), np.uint8)
    wide = cv2.resize(ways, (width, height), interpolation=cv2.INTER_NEAREST)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    taken = cv2.remap(
        image, x + wide[..., 0] * (width / size[0]), y + wide[..., 1] * (height / size[1]), cv2.INTER_LINEAR
    )
    soft = cv2.GaussianBlur(place.astype(np.float32), (0, 0), 1.5)[..., None]
    return np.asarray(np.rint(image * (1 - soft) + taken * soft), np.uint8)


def _shrunk(hole: Rgb, size: tuple[int, int]) -> Rgb:
    small = cv2.resize(hole, size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.dilate(small, np.ones((3, 3), np.uint8)), np.uint8)


def _ways(image: Rgb, place: Rgb, wanted: Rgb) -> Plane | None:
    """H x W x 2 (x, y): the way from each pixel of `place` to its source; None where there is no piece to take."""
    height, width = place.shape
    open_ = place.astype(bool)
    trust = plane(1 - place)
    colours = plane(cv2.GaussianBlur(image, (0, 0), 0.7))
    ways = plane(np.zeros((height, width, 2)))
    inner = np.ones((2 * HALF + 1,) * 2, np.uint8)
    whole = cv2.erode((1 - wanted).astype(np.uint8), inner, borderValue=0).astype(bool)
    if not whole.any():
        return None
    banned = np.where(whole[HALF:-HALF, HALF:-HALF], 0.0, np.inf)
    down, across = np.mgrid[: banned.shape[0], : banned.shape[1]]
    while open_.any():
        y, x = _next(colours, open_, trust)
        rows = slice(y - HALF, y + HALF + 1)
        columns = slice(x - HALF, x + HALF + 1)
        known = plane(~open_[rows, columns])
        miss = cv2.matchTemplate(
            colours, colours[rows, columns].copy(), cv2.TM_SQDIFF, mask=np.repeat(known[..., None], 3, 2)
        )
        far = np.hypot(down - (y - HALF), across - (x - HALF)) / max(height, width)
        cost = miss / (3 * known.sum()) + FAR * far + banned
        found_y, found_x = np.unravel_index(int(cost.argmin()), cost.shape)
        new = open_[rows, columns]
        source = (slice(found_y, found_y + 2 * HALF + 1), slice(found_x, found_x + 2 * HALF + 1))
        colours[rows, columns][new] = colours[source][new]
        ways[rows, columns][new] = (found_x - (x - HALF), found_y - (y - HALF))
        trust[rows, columns][new] = 0.95 * trust[rows, columns].mean()
        open_[rows, columns] = False
    return ways


def _next(colours: Plane, open_: np.ndarray, trust: Plane) -> tuple[int, int]:
    """The pixel on the rim where most is known and the strongest edge runs in, far enough from the border."""
    holes = open_.astype(np.uint8)
    rim = holes - cv2.erode(holes, np.ones((3, 3), np.uint8))
    certain = cv2.blur(trust, (2 * HALF + 1,) * 2)
    grey = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY) * (1 - holes)
    there = cv2.erode(1 - holes, np.ones((3, 3), np.uint8))
    gradient = [cv2.Sobel(grey, cv2.CV_32F, dx, dy) * there for dx, dy in ((1, 0), (0, 1))]
    normal = [
        cv2.Sobel(cv2.GaussianBlur(holes.astype(np.float32), (0, 0), 1), cv2.CV_32F, dx, dy)
        for dx, dy in ((1, 0), (0, 1))
    ]
    # An edge runs across its gradient; how far it points into the hole is what counts.
    inward = np.abs(gradient[1] * normal[0] - gradient[0] * normal[1])
    inward = cv2.dilate(inward, np.ones((5, 5), np.uint8))
    score = np.where(rim > 0, certain**2 * (0.4 + inward / (inward + 60.0)), -1.0)
    y, x = np.unravel_index(int(score.argmax()), score.shape)
    height, width = holes.shape
    return min(max(int(y), HALF), height - HALF - 1), min(max(int(x), HALF), width - HALF - 1)
