"""What a shoot's link shows: its finished photos, in the order of the shoot, with what was changed in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from backend import contract
from luster_desktop.library.models import Edit, Job, PhotoRow


def request(
    rows: Sequence[PhotoRow], title: str, days: int, told: Callable[[Sequence[Edit]], str]
) -> contract.ShareRequest:
    """The finished photos that are not rejected, as the service takes them; `told` says of edits what they changed."""
    photos = [
        contract.SharedPhoto(job_id=row.output.job_id, disclosure=told(list(_edits(row))))
        for row in shareable(rows)
        if row.output is not None
    ]
    return contract.ShareRequest(id=uuid4(), title=title, days=days, photos=photos[: contract.MAX_SHARED])


def shareable(rows: Sequence[PhotoRow]) -> list[PhotoRow]:
    """Those that have a result and are not rejected."""
    return [row for row in rows if row.output is not None and not row.photo.rejected]


def over(share: contract.Share) -> bool:
    """Whether the link has ended by its date."""
    return share.expires_at <= datetime.now(UTC)


def _edits(row: PhotoRow) -> Iterator[Edit]:
    """Of the result and of all that it went on from, first things first."""
    jobs = {job.id: job for job in row.jobs}
    chain: list[Job] = []
    job = jobs.get(row.output.job_id) if row.output is not None else None
    while job is not None:
        chain.append(job)
        job = jobs.get(job.source_id) if job.source_id is not None else None
    for made in reversed(chain):
        yield from made.edits
