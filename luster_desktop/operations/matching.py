"""The photos of one shoot made to look alike: looked at small, all of them together, before any of them is prepared.

What was found for a photo stays with it. Once a file of it was ordered it stays for good, and photos that are added
later follow those that are there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from luster_desktop.facts import Match, Scene
from luster_desktop.intake.formats import Unreadable, is_raw
from luster_desktop.intake.preparing.plan import NOTHING, Plan, Source
from luster_desktop.library import matchings
from luster_desktop.library.models import Matching, Photo, PhotoRow, PhotoState

if TYPE_CHECKING:
    from luster_desktop.intake.finish.pixels import Pixels
    from luster_desktop.intake.match.signs import Signs
    from luster_desktop.library.store import Library

_UNSEEN = 0.03
log = logging.getLogger(__name__)


def source_of(photo: Photo, exposures: Sequence[Photo]) -> str:
    """Names the files that a photo is made from."""
    parts = tuple(Source(part.path, part.bytes, part.mtime_ns, part.content_type) for part in (exposures or (photo,)))
    return Plan(parts, stack=bool(exposures), turn=0, finishing=NOTHING).recipe


def is_current(found: Matching | None, photo: Photo, exposures: Sequence[Photo]) -> bool:
    """Whether that was found for the photo as it is, and as the user wants it."""
    return found is not None and found.matched_to == photo.matched_to and found.source == source_of(photo, exposures)


def match_photos(library: Library, shoot_id: UUID, cancelled: Callable[[], bool] = lambda: False) -> None:
    """Find for every photo of the shoot what makes it look as the others do, and keep that in the library."""
    from luster_desktop.intake.match.solving import matched, matched_to

    rows = [row for row in library.photos(shoot_id) if row.photo.state is not PhotoState.UNUSABLE]
    ordered = library.read(matchings.ordered, shoot_id)
    looks: dict[UUID, Signs] = {}
    for row in rows:
        if cancelled():
            return
        if not row.photo.rejected and (signs := _signs(row)) is not None:
            looks[row.photo.id] = signs
    free = [row for row in rows if row.photo.id in looks and not _follows(row, looks)]
    kept = {i: _match_of(row) for i, row in enumerate(free) if row.photo.id in ordered}
    found = dict(
        zip(
            (row.photo.id for row in free),
            matched([looks[row.photo.id] for row in free], kept, cancelled),
            strict=True,
        )
    )
    if cancelled():
        return
    matches = {photo_id: one.match for photo_id, one in found.items()}
    results = []
    for row in rows:
        photo, one = row.photo, found.get(row.photo.id)
        reference = photo.matched_to
        match, doubt = (one.match, one.doubt) if one is not None else (None, None)
        if photo.id in ordered and _is_known(row):
            match, doubt = _match_of(row), row.matching.doubt if row.matching else None
        elif reference is not None and photo.id in looks and reference in looks:
            match, doubt = matched_to(looks[reference], matches.get(reference), looks[photo.id]), None
        match = _steady(_match_of(row), match)
        results.append(Matching(photo.id, source_of(photo, row.exposures), match, doubt, reference))
    library.write(matchings.keep, shoot_id, results)


def _steady(before: Match | None, now: Match | None) -> Match | None:
    """The one that the photo had, where the new one is no other to the eye: its file needs not be made again."""
    if before is None or now is None:
        return now
    one, other = astuple(before), astuple(now)
    return before if max(abs(a - b) for a, b in zip(one, other, strict=True)) < _UNSEEN else now


def _follows(row: PhotoRow, looks: dict[UUID, Signs]) -> bool:
    """Whether the user has said what the photo is to look like."""
    return row.photo.matched_to is not None and row.photo.matched_to in looks


def _is_known(row: PhotoRow) -> bool:
    """Whether the file that was ordered was made of what the photo is now, and as the user wants it."""
    return row.matching is None or is_current(row.matching, row.photo, row.exposures)


def _match_of(row: PhotoRow) -> Match | None:
    return row.matching.match if row.matching is not None else None


def _signs(row: PhotoRow) -> Signs | None:
    """None where the picture cannot be read, or is not of a room."""
    from luster_desktop.intake import pictures
    from luster_desktop.intake.match.signs import EDGE, signs
    from luster_desktop.intake.merge.files import CannotMerge, preview_files
    from luster_desktop.intake.pixels import Thumbnail, load_thumbnail
    from luster_desktop.intake.scenery import scene_of

    path = row.photo.path
    try:
        if row.exposures:
            pixels = _bytes(preview_files([part.path for part in row.exposures]))
        elif is_raw(path):
            # The camera's own picture of it is not what will be sent.
            pixels = _bytes(pictures.read_half(path))
        else:
            small = load_thumbnail(path, EDGE)
            pixels = np.frombuffer(small.rgb, np.uint8).reshape(small.height, small.width, 3)
    except (CannotMerge, Unreadable, OSError) as error:
        log.debug("a photo cannot be matched: %s", type(error).__name__)
        return None
    height, width = pixels.shape[:2]
    scene = scene_of(Thumbnail(width, height, pixels.tobytes()))
    return None if scene is Scene.OUTSIDE else signs(pixels, room=scene is Scene.INSIDE)


def _bytes(pixels: Pixels) -> Pixels:
    return np.asarray(pixels // 257, np.uint8) if pixels.dtype == np.uint16 else np.ascontiguousarray(pixels)
