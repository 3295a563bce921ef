"""What the user has chosen for a photo: stars, rejection, which way up, and how it is finished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.facts import Finishing
from luster_desktop.library.models import Mark, Photo, PhotoRow

if TYPE_CHECKING:
    from luster_desktop.library.writer import Write


@dataclass(frozen=True, slots=True)
class Chosen:
    mark: Mark
    finishing: Finishing | None = None
    """None leaves it to the settings."""
    matched_to: UUID | None = None
    """The photo that this one is to look like; None leaves it to its shoot."""
    room: str = ""
    """What the room is called."""


def chosen_of(photo: Photo) -> Chosen:
    """What the user has chosen so far."""
    return Chosen(Mark(photo.rating, photo.rejected, photo.turn), photo.finishing, photo.matched_to, photo.room)


def with_chosen(row: PhotoRow, chosen: Chosen) -> PhotoRow:
    """The row as it will be once `chosen` is written."""
    mark = chosen.mark
    photo = replace(
        row.photo,
        rating=mark.rating,
        rejected=mark.rejected,
        turn=mark.turn,
        finishing=chosen.finishing,
        matched_to=chosen.matched_to,
        room=chosen.room,
    )
    return replace(row, photo=photo)


def keep(write: Write, chosen: Mapping[UUID, Chosen]) -> None:
    """Write the choices down; only another way of finishing is one that files have to be made for."""
    from luster_desktop.library import marks

    marks.mark(write, {photo_id: one.mark for photo_id, one in chosen.items()})
    now = marks.finishing_of(write.connection, chosen)
    marks.finish(write, {i: chosen[i].finishing for i, before in now.items() if before != chosen[i].finishing})
    marks.match_to(write, {photo_id: one.matched_to for photo_id, one in chosen.items()})
    marks.name_rooms(write, {photo_id: one.room for photo_id, one in chosen.items()})
