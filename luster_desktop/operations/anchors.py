"""The anchor of a shoot: the first finished evening or sky, which the other photos are to look like."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.library.models import Edit, Job, JobState, PhotoRow, Recipe
from luster_desktop.operations.recipes import preset_of

if TYPE_CHECKING:
    from backend import contract


@dataclass(frozen=True, slots=True)
class Anchor:
    job_id: UUID
    name: str
    """Of its photo, without the ending."""


def anchor_of(rows: Iterable[PhotoRow], recipe: Recipe, offer: contract.PresetList) -> Anchor | None:
    """The first result that was accepted, or else the first one, with the recipe's evening or sky just as it is chosen.

    A rejected photo is none, and of a photo that was done anew only the accepted or else the newest one can be it.
    None where the recipe brings no light or sky of its own, or goes on from that very result.
    """
    edits = [edit for edit in recipe.edits if preset_of(offer, edit.preset).anchored]
    rows = [row for row in rows if not row.photo.rejected]
    accepted = {output.job_id for row in rows for output in row.results if output.accepted}
    made = [(job, row) for row in rows if (job := _made(row.jobs, edits, accepted)) is not None]
    if not made:
        return None
    job, row = min(made, key=lambda one: (one[0].id not in accepted, one[0].created_at))
    return None if job.id == recipe.source else Anchor(job.id, name_of(row))


def anchor_named(rows: Iterable[PhotoRow], job: Job) -> str | None:
    """The name of the photo that the job is to look like; None where it is to look like none, or that photo is gone."""
    wanted = job.recipe.anchor
    if wanted is None:
        return None
    return next((name_of(row) for row in rows if any(other.id == wanted for other in row.jobs)), None)


def name_of(row: PhotoRow) -> str:
    """A photo's name without its ending."""
    return PurePath(row.photo.name).stem


def _made(jobs: Iterable[Job], edits: list[Edit], accepted: Collection[UUID]) -> Job | None:
    """The accepted, or else the newest, of a photo's jobs with one of the edits that has succeeded at the service."""
    made = [
        job
        for job in jobs
        if job.state is JobState.SUCCEEDED and job.asset_id is not None and any(e in edits for e in job.recipe.edits)
    ]
    return next((job for job in made if job.id in accepted), made[0] if made else None)
