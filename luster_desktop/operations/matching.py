"""The photos of one shoot made to look alike: looked at small, all of them together, before any of them is prepared.

What was found for a photo stays with it. Once a file of it was ordered it stays for good, and photos that are added
later follow those that are there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from luster_desktop.facts import Match, Scene
from luster_desktop.intake.formats import Unreadable, is_raw
from luster_desktop.intake.match.memory import Known, Memory, Unseen
from luster_desktop.intake.preparing.plan import NOTHING, Plan, Source
from luster_desktop.library import matchings
from luster_desktop.library.models import Matching, Photo, PhotoRow, PhotoState

if TYPE_CHECKING:
    from luster_desktop.intake.finish.pixels import Pixels
    from luster_desktop.intake.match.signs import Signs
    from luster_desktop.intake.match.solving import Matched
    from luster_desktop.library.store import Library

_UNSEEN = 0.03
log = logging.getLogger(__name__)


Wants = Callable[["PhotoRow"], bool]


def files_of(photo: Photo, exposures: Sequence[Photo]) -> str:
    """Names the files that a photo is made from."""
    parts = tuple(Source(part.path, part.bytes, part.mtime_ns, part.content_type) for part in exposures or (photo,))
    return Plan(parts, stack=bool(exposures), turn=0, finishing=NOTHING).recipe


def source_of(photo: Photo, exposures: Sequence[Photo], *, wanted: bool) -> str:
    """Names the files that a photo is made from, and whether it is to be matched at all."""
    return f"{files_of(photo, exposures)} {'matched' if wanted else 'as it is'}"


def is_current(found: Matching | None, photo: Photo, exposures: Sequence[Photo], *, wanted: bool) -> bool:
    """Whether that was found for the photo as it is, and as the user wants it."""
    if found is None or found.matched_to != photo.matched_to:
        return False
    return found.source == source_of(photo, exposures, wanted=wanted)


def match_photos(
    library: Library,
    shoot_id: UUID,
    wants: Wants,
    memory: Memory,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Find for every photo of the shoot what makes it look as the others do, and keep that in the library.

    Photos that nobody `wants` matched stay as they are, and the others follow them; where that is all of them, it is
    found which ones stand out. What is in `memory` is not looked at again.
    """
    rows = [row for row in library.photos(shoot_id) if row.photo.state is not PhotoState.UNUSABLE]
    wanted = {row.photo.id for row in rows if wants(row)}
    ordered = library.read(matchings.ordered, shoot_id)
    fixed = {row.photo.id: _match_of(row) for row in rows if row.photo.id in ordered and _is_known(row, wanted)}
    if wanted:
        fixed |= {row.photo.id: None for row in rows if row.photo.id not in wanted}
    found = _found({row.photo.id: row for row in rows}, fixed, memory, cancelled)
    if not cancelled():
        library.write(matchings.keep, shoot_id, [_kept(row, found, wanted) for row in rows])


def _found(
    rows: Mapping[UUID, PhotoRow], fixed: Mapping[UUID, Match | None], memory: Memory, cancelled: Callable[[], bool]
) -> dict[UUID, Matched]:
    """For every photo what it needs: those that the user has a wish for by that, the others by one another."""
    from luster_desktop.intake.match.solving import Matched, matched, matched_to

    names = {i: files_of(row.photo, row.exposures) for i, row in rows.items()}
    memory.keep(names.values())

    def known(photo_ids: Iterable[UUID]) -> Iterator[tuple[UUID, Known]]:
        for photo_id in photo_ids:
            photo = None if cancelled() else memory.photo(names[photo_id], partial(_signs, rows[photo_id]))
            if photo is not None:
                yield photo_id, photo

    usable = {i: row.photo.matched_to for i, row in rows.items() if not row.photo.rejected}
    chosen = {i: to for i, to in usable.items() if to is not None and to in usable and i not in fixed}
    references = {to: photo.signs for to, photo in known(set(chosen.values()))}
    led = {i: to for i, to in chosen.items() if references.get(to) is not None}
    found = {i: Matched(fixed.get(i)) for i in rows}
    found |= matched(known(i for i in usable if i not in led), fixed, memory.link, cancelled)
    before = {i: _match_of(row) for i, row in rows.items()}
    for i, photo in known(led):
        to = led[i]
        if (reference := references[to]) is not None and photo.signs is not None:
            look = before[to] if to in led else found[to].match
            found[i] = Matched(matched_to(reference, look, photo.signs))
    return found


def _kept(row: PhotoRow, found: Mapping[UUID, Matched], wanted: Collection[UUID]) -> Matching:
    photo, one = row.photo, found[row.photo.id]
    source = source_of(photo, row.exposures, wanted=photo.id in wanted)
    return Matching(photo.id, source, _steady(_match_of(row), one.match), one.doubt, photo.matched_to)


def _steady(before: Match | None, now: Match | None) -> Match | None:
    """The one that the photo had, where the new one is no other to the eye: its file needs not be made again."""
    if before is None or now is None:
        return now
    one, other = astuple(before), astuple(now)
    return before if max(abs(a - b) for a, b in zip(one, other, strict=True)) < _UNSEEN else now


def _is_known(row: PhotoRow, wanted: Collection[UUID]) -> bool:
    """Whether the file that was ordered was made of what the photo is now, and as the user wants it."""
    found, photo = row.matching, row.photo
    return found is None or is_current(found, photo, row.exposures, wanted=photo.id in wanted)


def _match_of(row: PhotoRow) -> Match | None:
    return row.matching.match if row.matching is not None else None


def _signs(row: PhotoRow) -> Signs | None:
    """None where the picture is not of a room. Raises `Unseen` where it cannot be read."""
    from luster_desktop.intake import pictures
    from luster_desktop.intake.match.signs import EDGE, signs
    from luster_desktop.intake.merge.files import CannotMerge, preview_files
    from luster_desktop.intake.pixels import Thumbnail, load_thumbnail
    from luster_desktop.intake.scenery import see

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
        raise Unseen from None
    height, width = pixels.shape[:2]
    scene = see(Thumbnail(width, height, pixels.tobytes())).scene
    return None if scene is Scene.OUTSIDE else signs(pixels, room=scene is Scene.INSIDE)


def _bytes(pixels: Pixels) -> Pixels:
    return np.asarray(pixels // 257, np.uint8) if pixels.dtype == np.uint16 else np.ascontiguousarray(pixels)
