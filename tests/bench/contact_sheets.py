"""A page for each real answer: photo, answer, result and change map, and crops at 100 % where they differ most."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from backend.imaging.arrays import Pixels8, blur, lab_of, scale
from backend.imaging.chain import Draft
from tests.present import present

WIDTH = 1920
CROP, ROWS = 316, 4


def save(path: Path, line: str, photo: Pixels8, made: Draft, result: Pixels8) -> None:
    """`photo` and `result` at full size; `line` is the heading."""
    height, width = photo.shape[:2]
    answer = cv2.resize(made.after, (width, height), interpolation=cv2.INTER_CUBIC)
    laid = _laid(made)
    edge = WIDTH // 4 - 6
    whole = [_fitted(v, edge) for v in (photo, answer, result, laid)]
    parts = [_heading(line), _row(whole)]
    crops = [_row([_crop(v, place) for v in (photo, answer, result)]) for place in _places(made, (width, height))]
    for left, right in zip(crops[::2], crops[1::2], strict=False):
        parts.append(np.hstack([left, np.full((left.shape[0], 12, 3), 90, np.uint8), right]))
    page = np.full((sum(p.shape[0] for p in parts), max(p.shape[1] for p in parts), 3), 40, np.uint8)
    top = 0
    for part in parts:
        page[top : top + part.shape[0], : part.shape[1]] = part
        top += part.shape[0]
    cv2.imwrite(str(path), cv2.cvtColor(page, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])


def _laid(made: Draft) -> Pixels8:
    """The change map over the photo, turned grey."""
    grey = cv2.cvtColor(cv2.cvtColor(made.before, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    encoded = np.frombuffer(made.verdict.change_map(), np.uint8)
    overlay = cv2.resize(present(cv2.imdecode(encoded, cv2.IMREAD_UNCHANGED)), grey.shape[1::-1])
    alpha = overlay[..., 3:] / 255
    return np.rint(grey * (1 - alpha) + overlay[..., 2::-1] * alpha).astype(np.uint8)


def _places(made: Draft, size: tuple[int, int]) -> list[tuple[int, int]]:
    """Centres, at full size: in turn where result and answer differ most, and where result and photo do."""
    ratio = size[0] / made.before.shape[1]
    photo, answer, output = (blur(lab_of(v), 2.0) for v in (made.before, made.after, made.output))
    fine = [np.abs(lab_of(v)[..., 0] - blur(lab_of(v)[..., 0], 4)) for v in (made.before, made.output)]
    edge = max(8, round(CROP / ratio / 2))
    maps = [
        cv2.blur(np.linalg.norm(output - answer, axis=-1) * (made.aligned.valid > 0.5), (edge // 2, edge // 2)),
        cv2.blur(np.abs(fine[1] - fine[0]), (edge // 2, edge // 2)),
        cv2.blur(np.linalg.norm(output - photo, axis=-1), (edge // 2, edge // 2)),
    ]
    found = []
    for number in range(2 * ROWS):
        values = maps[number % len(maps)]
        y, x = np.unravel_index(int(values.argmax()), values.shape)
        found.append((round(x * ratio), round(y * ratio)))
        for other in maps:
            other[max(0, y - edge) : y + edge, max(0, x - edge) : x + edge] = 0
    return found


def _crop(picture: Pixels8, place: tuple[int, int]) -> Pixels8:
    height, width = picture.shape[:2]
    x, y = (int(np.clip(v - CROP // 2, 0, max(0, n - CROP))) for v, n in zip(place, (width, height), strict=True))
    part = picture[y : y + CROP, x : x + CROP]
    framed = np.full((CROP + 4, CROP + 2, 3), 90, np.uint8)
    framed[: part.shape[0], : part.shape[1]] = part
    return framed


def _fitted(picture: Pixels8, edge: int) -> Pixels8:
    ratio = min(edge / picture.shape[1], 1.2 * edge / picture.shape[0])
    return scale(picture, (round(picture.shape[1] * ratio), round(picture.shape[0] * ratio)))


def _row(pictures: list[Pixels8]) -> Pixels8:
    tall = max(p.shape[0] for p in pictures)
    return np.hstack([np.pad(p, ((0, tall - p.shape[0] + 4), (0, 4), (0, 0))) for p in pictures])


def _heading(line: str) -> Pixels8:
    strip = np.full((30, WIDTH, 3), 40, np.uint8)
    cv2.putText(strip, line, (8, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1, cv2.LINE_AA)
    return strip
