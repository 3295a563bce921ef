"""Where a picture that was cut out of a photo lies in it."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from backend.local.image_model.editor.raster import Plane, Rgb, plane

Part = tuple[float, float, float, float]
"""Left, top, right and bottom, as shares of a photo's width and height."""

WHOLE: Part = (0.0, 0.0, 1.0, 1.0)

POINTS, LEAST = 2000, 20
"""Points that are looked for, and how many must agree."""

TURNED = 0.01
"""Most that a cut-out may be turned: it is not."""


class Points(NamedTuple):
    """What can be known again in a picture of `width` x `height`: where points are, and what they look like."""

    places: Plane
    looks: Plane
    width: int
    height: int


def points(picture: Rgb) -> Points:
    """The points of a picture."""
    found, looks = cv2.SIFT.create(nfeatures=POINTS).detectAndCompute(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), None)
    places = plane(np.array([point.pt for point in found]).reshape(-1, 2))
    return Points(places, plane(np.zeros((0, 128)) if looks is None else looks), picture.shape[1], picture.shape[0])


def located(crop: Points, photo: Points) -> Part | None:
    """The part of the photo that the crop shows, at whatever size; None where that is none."""
    if min(len(crop.places), len(photo.places)) < LEAST:
        return None
    one, other = crop.looks, photo.looks
    pairs = cv2.BFMatcher().knnMatch(one, other, k=2)
    close = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.75 * pair[1].distance]
    if len(close) < LEAST:
        return None
    here, there = crop.places[[m.queryIdx for m in close]], photo.places[[m.trainIdx for m in close]]
    matrix, agreeing = cv2.estimateAffinePartial2D(here, there)
    if matrix is None or int(agreeing.sum()) < LEAST or abs(matrix[1, 0]) > TURNED * abs(matrix[0, 0]):
        return None
    (left, top), (right, bottom) = (matrix @ (x, y, 1) for x, y in ((0, 0), (crop.width, crop.height)))
    return left / photo.width, top / photo.height, right / photo.width, bottom / photo.height


def shown(picture: Rgb, part: Part, width: int, height: int) -> Rgb:
    """A part of a picture at another size; beyond the edge it goes on as it ends."""
    rows, columns = picture.shape[:2]
    left, top = part[0] * columns, part[1] * rows
    across, down = (part[2] - part[0]) * columns / width, (part[3] - part[1]) * rows / height
    x = plane((np.arange(width) + 0.5) * across + left - 0.5)
    y = plane((np.arange(height) + 0.5) * down + top - 0.5)
    if max(across, down) > 1:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.4 * max(across, down)), np.uint8)
    columns_of, rows_of = np.meshgrid(x, y)
    seen = cv2.remap(picture, columns_of, rows_of, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.uint8)
