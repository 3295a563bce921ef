"""The results of one photo, named so that they can be told apart, with what the service measured on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from luster_desktop.library.models import Job, Output
from luster_desktop.ui.gallery.status import Status
from luster_desktop.words.fidelity import short
from luster_desktop.words.language import tr
from luster_desktop.words.recipes import story


@dataclass(frozen=True, slots=True)
class Version:
    title: str
    job: Job | None
    output: Output


def versions_of(outputs: Sequence[Output], jobs: Sequence[Job], titles: Mapping[str, str]) -> list[Version]:
    """One per output, newest first; those of the same edits are numbered from the oldest."""
    by_id = {job.id: job for job in jobs}
    seen: Counter[str] = Counter()
    result: list[Version] = []
    for output in reversed(outputs):
        job = by_id.get(output.job_id)
        title = story(_chain(job, by_id), titles) if job is not None else tr("Result")
        title = tr("{edits} (sample)", edits=title) if job is not None and job.sample else title
        seen[title] += 1
        result.append(Version(title if seen[title] == 1 else f"{title} {seen[title]}", job, output))
    return result[::-1]


def _chain(job: Job, by_id: Mapping[UUID, Job]) -> list[Job]:
    """The job after those that it goes on from."""
    source = by_id.get(job.recipe.source) if job.recipe.source is not None else None
    return [*_chain(source, by_id), job] if source is not None else [job]


def fidelity_of(job: Job | None) -> Status | None:
    """What the judge found, in few words; None when the job carries nothing of the kind."""
    found = job.fidelity if job is not None else None
    if found is None:
        return None
    text = short(found)
    return Status(text, "fidelity", "ok_text") if found.clean else Status(text, "failed", "warn_text")
