"""What the user has chosen for a photo: stars, rejection, which way up, how it is finished, and which result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.facts import Finishing
from luster_desktop.library.models import Mark, Output, Photo, PhotoRow

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
    accepted: Mapping[UUID, bool | None] = field(default_factory=dict)
    """Of results, by their jobs, as in `Output.accepted`. Those that are not named stay as they are."""


def chosen_of(photo: Photo, results: Sequence[Output] = ()) -> Chosen:
    """What the user has chosen so far for the photo and these results of it."""
    mark = Mark(photo.rating, photo.rejected, photo.turn)
    accepted = {output.job_id: output.accepted for output in results}
    return Chosen(mark, photo.finishing, photo.matched_to, photo.room, accepted)


def with_accepted(chosen: Chosen, job_id: UUID) -> Chosen:
    """The choice of this result among those that `chosen` names: the photo is wanted after all."""
    accepted = {one: one == job_id for one in chosen.accepted}
    return replace(chosen, mark=replace(chosen.mark, rejected=False), accepted=accepted)


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

    def decided(output: Output) -> Output:
        return replace(output, accepted=chosen.accepted.get(output.job_id, output.accepted))

    results = tuple(decided(output) for output in row.results)
    return replace(row, photo=photo, results=results, output=decided(row.output) if row.output is not None else None)


def keep(write: Write, chosen: Mapping[UUID, Chosen]) -> None:
    """Write the choices down; only another way of finishing is one that files have to be made for."""
    from luster_desktop.library import marks, outputs

    marks.mark(write, {photo_id: one.mark for photo_id, one in chosen.items()})
    now = marks.finishing_of(write.connection, chosen)
    marks.finish(write, {i: chosen[i].finishing for i, before in now.items() if before != chosen[i].finishing})
    marks.match_to(write, {photo_id: one.matched_to for photo_id, one in chosen.items()})
    marks.name_rooms(write, {photo_id: one.room for photo_id, one in chosen.items()})
    outputs.decide(write, {job_id: accepted for one in chosen.values() for job_id, accepted in one.accepted.items()})
