"""What a shoot's link shows: its finished photos, in the order of the shoot, with what was changed in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from backend import contract
from luster_desktop.library.models import Edit, Job, PhotoRow


def request(
    rows: Sequence[PhotoRow], title: str, days: int, told: Callable[[Sequence[Edit]], str]
) -> contract.ShareRequest:
    """The finished photos that are not rejected, as the service takes them; `told` says of edits what they changed."""
    shown = shareable(rows)[: contract.MAX_SHARED]
    photos = [contract.SharedPhoto(job_id=way[-1].id, disclosure=told(_edits(way))) for way in map(_way, shown)]
    return contract.ShareRequest(id=uuid4(), title=title, days=days, photos=photos)


def shareable(rows: Sequence[PhotoRow]) -> list[PhotoRow]:
    """Those that have a result, are not rejected, and whose result the service has: the samples' ship with the app."""
    return [row for row in rows if not row.photo.rejected and (way := _way(row)) and not way[-1].sample]


def over(share: contract.Share) -> bool:
    """Whether the link has ended by its date."""
    return share.expires_at <= datetime.now(UTC)


def _way(row: PhotoRow) -> list[Job]:
    """The jobs that led to the result that is delivered, the first one first; empty where there is none."""
    jobs = {job.id: job for job in row.jobs}
    way: list[Job] = []
    job = jobs.get(row.delivered.job_id) if row.delivered is not None else None
    while job is not None:
        way.insert(0, job)
        job = jobs.get(job.recipe.source) if job.recipe.source is not None else None
    return way


def _edits(way: Sequence[Job]) -> list[Edit]:
    return [edit for job in way for edit in job.recipe.edits]
