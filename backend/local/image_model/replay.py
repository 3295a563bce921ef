"""Knows recorded photos again by their looks, whatever their size, and answers them with what was recorded."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from backend.local.image_model.editor import Bright, Dusk, Edit, Lawn, Remove, Sky
from backend.local.image_model.editor.raster import Plane, Rgb, plane
from backend.local.image_model.pictures import open_file
from backend.local.image_model.recordings import Recording, RecordingsUnusable

SIDE = 32
"""Looks are pictures of so many pixels each way."""
SAME = 2.0
"""Root mean square of 255 up to which two looks are of one photo. The photo after scaling and a JPEG is at up to 1.2,
an exposure of a third of a stop more at 10 and above, another photo at 35 and above."""


class Replay:
    """Recordings and the looks of their photos; safe to use from several threads."""

    def __init__(self, recordings: Sequence[Recording]) -> None:
        """Looks at each photo and opens no answer. Raises `RecordingsUnusable` for a photo that cannot be read."""
        self._recordings = recordings
        photos = dict.fromkeys(recording.photo for recording in recordings)
        try:
            self._looks = {photo: _look(open_file(photo, edge=16 * SIDE)) for photo in photos}
        except ValueError as error:
            raise RecordingsUnusable(str(error)) from None

    def find(self, photo: Rgb, edit: Edit | None) -> Recording | None:
        """The recording of this edit of this photo: the first one with the edit's parameters, or else the first one.

        None where the photo is not among them, or no such edit of it.
        """
        if edit is None:
            return None
        here = _look(photo)
        away = {path: _distance(look, here) for path, look in self._looks.items()}
        nearest = min(away.values())
        if nearest > SAME:
            return None
        preset, asked = _named(edit)
        _, usual = _named(type(edit)())
        # Files that hold one and the same photo are equally far away.
        fitting = (r for r in self._recordings if r.preset == preset and away[r.photo] == nearest)
        return min(fitting, key=lambda r: not asked.items() <= (usual | r.parameters).items(), default=None)


def recorded_answer(recording: Recording, width: int, height: int) -> Rgb:
    """The recorded answer at the size asked for, to which the vendor keeps.

    It is stretched to it: models that have sizes of their own draw the whole photo at the nearest of them.
    """
    answer = open_file(recording.answer)
    how = cv2.INTER_AREA if width < answer.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(answer, (width, height), interpolation=how), dtype=np.uint8)


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
