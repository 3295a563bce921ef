"""Knows recorded photos again by their looks, whatever their size, and answers them with what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from backend.local.image_model.crops import WHOLE, Points, located, points, shown
from backend.local.image_model.editor import Bright, Dusk, Edit, Lawn, Remove, Sky
from backend.local.image_model.editor.raster import Plane, Rgb, plane
from backend.local.image_model.pictures import open_file, size_of
from backend.local.image_model.recordings import Recording, RecordingsUnusable

SIDE = 32
"""Looks are pictures of so many pixels each way."""
SAME = 2.0
"""Root mean square of 255 up to which two looks are of one photo. A photo after scaling and a JPEG is at up to 1.4 from
its file, a third of a stop brighter at 2.6 (a dark room) to 20, another photo of a real folder at 35 and above."""
SAME_SHAPE = 0.03
"""How far the proportions of a photo may be off, of which a model takes multiples of 16 pixels."""


class Replay:
    """Recordings and what their photos look like; safe to use from several threads."""

    def __init__(self, recordings: Sequence[Recording]) -> None:
        """Raises `RecordingsUnusable` for a file that is no picture; only heads of files are read yet."""
        self._recordings = recordings
        try:
            self._shapes = {recording.photo: _shape(*size_of(recording.photo)) for recording in recordings}
            for recording in recordings:
                size_of(recording.answer)
        except ValueError as error:
            raise RecordingsUnusable(str(error)) from None
        self._looks: dict[Path, Plane] = {}
        self._points: dict[Path, Points] = {}

    def find(self, photo: Rgb, edit: Edit | None) -> Recording | None:
        """The recording of this edit of this photo: the first one with the edit's parameters, or else the first one.

        What is removed may be asked for as a crop of the photo. None where the photo is not among them, or no such edit
        of it.
        """
        shape, here = _shape(photo.shape[1], photo.shape[0]), _look(photo)
        alike = [path for path, other in self._shapes.items() if abs(shape - other) <= SAME_SHAPE]
        away = {path: _distance(self._known(path), here) for path in alike}
        nearest = min(away.values(), default=np.inf)
        if edit is None or nearest > SAME:
            return self._cut_out(photo, here) if isinstance(edit, Remove) else None
        preset, asked = _named(edit)
        _, usual = _named(type(edit)())
        # Files that hold one and the same photo are equally far away.
        fitting = (r for r in self._recordings if r.preset == preset and away.get(r.photo) == nearest)
        return min(fitting, key=lambda r: not asked.items() <= (usual | r.parameters).items(), default=None)

    def _cut_out(self, crop: Rgb, look: Plane) -> Recording | None:
        own = points(crop)
        for recording in self._recordings:
            if recording.preset == "remove" and (part := located(own, self._points_of(recording.photo))):
                there = shown(open_file(recording.photo), part, crop.shape[1], crop.shape[0])
                if _distance(_look(there), look) <= SAME:
                    return replace(recording, part=part)
        return None

    def _points_of(self, path: Path) -> Points:
        if path not in self._points:
            self._points[path] = points(open_file(path))
        return self._points[path]

    def _known(self, path: Path) -> Plane:
        if path not in self._looks:
            self._looks[path] = _look(open_file(path, edge=16 * SIDE))
        return self._looks[path]


def recorded_answer(recording: Recording, width: int, height: int) -> Rgb:
    """The recorded answer at the size asked for, to which the vendor keeps.

    It is stretched to it: models that have sizes of their own draw the whole photo at the nearest of them.
    """
    answer = open_file(recording.answer)
    if recording.part != WHOLE:
        return shown(answer, recording.part, width, height)
    how = cv2.INTER_AREA if width < answer.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(answer, (width, height), interpolation=how), dtype=np.uint8)


def _shape(width: int, height: int) -> float:
    return float(np.log(width / height))


def _look(photo: Rgb) -> Plane:
    return plane(cv2.resize(photo, (SIDE, SIDE), interpolation=cv2.INTER_AREA))


def _distance(one: Plane, other: Plane) -> float:
    return float(np.sqrt(np.mean(np.square(one - other))))


def _named(edit: Edit) -> tuple[str, dict[str, str]]:
    """The preset and its parameters as the product names them."""
    match edit:
        case Dusk(warmth, lights):
            return "dusk", {"sky_warmth": warmth, "interior_lights": lights}
        case Sky(kind):
            return "sky", {"kind": kind}
        case Lawn(strength):
            return "lawn", {"strength": strength}
        case Bright(strength):
            return "bright", {"strength": strength}
        case Remove():
            return "remove", {}
