"""Where a result was left as in the photo, and which of the model's pictures shows what it would have been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TOGETHER = 0.03
"""Of the longer edge: spots that are closer are one place."""
MARGIN, LEAST = 0.6, 0.16
"""What is shown around a place: of its longer side; and of the photo's longer edge at least."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in shares of its width and height."""

    left: float
    top: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height

    def within(self, other: Box) -> Box:
        """The same part, in shares of `other`."""
        left, top = (self.left - other.left) / other.width, (self.top - other.top) / other.height
        return Box(left, top, self.width / other.width, self.height / other.height)


ALL = Box(0.0, 0.0, 1.0, 1.0)


def places(change_map: Path) -> tuple[Box, ...]:
    """Each place that the service's change map has in green, from the left to the right. Raises OSError."""
    import cv2
    import numpy as np
    from PIL import Image

    with Image.open(change_map) as opened:
        pixels = np.asarray(opened.convert("RGBA"))
    height, width = pixels.shape[:2]
    spots = ((pixels[..., 1] > 127) & (pixels[..., 3] > 0)).astype(np.uint8)
    reach = max(3, round(TOGETHER * max(width, height)))
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(spots, near))
    found = (boxes[number][:4] for number in range(1, count))
    return tuple(sorted((Box(x / width, y / height, w / width, h / height) for x, y, w, h in found), key=_from_left))


def around(place: Box, aspect: float) -> Box:
    """What to look at: the place with what is around it, square in a photo of that width to its height."""
    wide, high = (1.0, 1.0 / aspect) if aspect >= 1 else (aspect, 1.0)  # of the photo's longer edge
    longer = max(place.width * wide, place.height * high)
    side = min(max(longer * (1 + 2 * MARGIN), LEAST), wide, high)
    width, height = side / wide, side / high
    left = place.left + place.width / 2 - width / 2
    top = place.top + place.height / 2 - height / 2
    return Box(min(max(left, 0.0), 1 - width), min(max(top, 0.0), 1 - height), width, height)


def showing(answers: Sequence[Box], place: Box) -> list[int]:
    """Which of the answers, by where they lie, show the middle of the place; one to all of the photo first."""
    x, y = place.left + place.width / 2, place.top + place.height / 2
    found = [number for number, box in enumerate(answers) if box.holds(x, y)]
    return sorted(found, key=lambda number: -answers[number].width * answers[number].height)


def _from_left(box: Box) -> tuple[float, float]:
    return box.left, box.top
