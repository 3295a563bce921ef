"""One photo, from its original in storage to the finished edit in storage."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

import structlog
from sqlalchemy import Engine

from backend import jobs, storage
from backend.editing import catalogue, versions
from backend.editing.catalogue import InvalidParameter, UnknownPreset
from backend.editing.client import ImageModel
from backend.imaging import Finished, Prepared, Scope, Unusable
from backend.imaging.confined import Pixels
from backend.jobs import Claim, OutputRecord
from backend.storage import ObjectChanged, ObjectExists, ObjectMissing, Storage
from backend.worker.answers import Answers
from backend.worker.heartbeat import Lease, LeaseLost

log = structlog.get_logger()

MAX_TRIES = 2
"""Answers that are judged before the job fails; the second comes from the stricter prompt."""

UNUSABLE = {
    "uninvited": "unfaithful",
    "no_edit": "no_edit",
    "misaligned": "misaligned",
    "unreadable": "answer_unreadable",
}
"""For each reason of `Unusable` the job's error code."""


class NotDeliverable(Exception):
    """The job ends here, without a charge."""

    values: ClassVar[dict[str, str]] = {}

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Tools:
    """What the pipeline works with; all of it is shared between slots."""

    engine: Engine
    storage: Storage
    pixels: Pixels
    model: ImageModel


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a successful edit is settled with."""

    output: OutputRecord
    usage: dict[str, Any]
    details: dict[str, Any]
    prompt_version: str


def edit(tools: Tools, lease: Lease) -> Delivery:
    """Edit the claim's photo and store the result.

    Raises `LeaseLost` as soon as the job is no longer ours, `NotDeliverable`, `Rejected` (the photo), `Defect`,
    `CallsUsedUp`, any `ModelError`, `StorageUnavailable`, or `SQLAlchemyError`.
    """
    claim = lease.claim
    try:
        parameters = catalogue.check(claim.preset, claim.parameters)
    except (UnknownPreset, InvalidParameter) as error:
        # Ordered before a deploy that withdrew it.
        raise NotDeliverable("preset_withdrawn") from error
    spec = catalogue.preset(claim.preset)
    version = versions.record(tools.engine, spec)
    original = _read_original(tools.storage, claim)
    lease.check()
    scope = catalogue.scope(spec, parameters)
    using = tools.model.current()
    prepared = tools.pixels.prepare(original, using.limits, scope)
    lease.check()
    if claim.thumb_key is None:
        _store_thumb(tools, claim, prepared.thumb)
    answers = Answers(tools.engine, tools.storage, tools.model, using, lease, spec, parameters)
    finished, tries = _faithful(tools, lease, answers, original, prepared, scope)
    output = _store(tools.storage, claim, finished)
    lease.check()
    return Delivery(output, answers.usage, {"fidelity": {**finished.report, "tries": tries}}, version)


def _read_original(objects: Storage, claim: Claim) -> bytes:
    try:
        original = objects.read(claim.original_key, max_bytes=claim.bytes, if_match=claim.etag)
    except (ObjectMissing, ObjectChanged) as error:
        raise NotDeliverable("original_changed") from error
    if hashlib.sha256(original).hexdigest() != claim.sha256:
        raise NotDeliverable("original_changed")
    return original


def _store_thumb(tools: Tools, claim: Claim, thumb: bytes) -> None:
    key = storage.thumb_key(claim.user_id, claim.shoot_id, claim.asset_id)
    # Another job of the photo may have written it meanwhile, and one picture of it is as good as another.
    with suppress(ObjectExists):
        tools.storage.write(key, thumb, "image/jpeg")
    if not jobs.keep_thumb(tools.engine, claim, key):
        raise LeaseLost(str(claim.job_id))


def _faithful(
    tools: Tools, lease: Lease, answers: Answers, original: bytes, prepared: Prepared, scope: Scope
) -> tuple[Finished, int]:
    """The first result that the judge lets pass, and how many answers were judged, earlier ones of the job first."""
    reason = ""
    for number in range(1, MAX_TRIES + 1):
        answer = answers.next(prepared, strict=number > 1)
        lease.check()
        try:
            finished = tools.pixels.finish(original, answer, scope)
        except Unusable as error:
            reason = error.reason
            log.info("answer_unusable", tried=number, reason=reason, detail=error.detail)
            _note(tools, lease, {"try": number, "verdict": "retry", "reason": reason})
            continue
        lease.check()
        _note(tools, lease, {"try": number, "verdict": "pass", "score": finished.report["score"]})
        return finished, number
    raise NotDeliverable(UNUSABLE[reason])


def _note(tools: Tools, lease: Lease, judged: dict[str, Any]) -> None:
    if not jobs.note(tools.engine, lease.claim, "judged", judged):
        raise LeaseLost(str(lease.claim.job_id))


def _store(objects: Storage, claim: Claim, finished: Finished) -> OutputRecord:
    """Write result, thumbnail and change map under keys that no other claim of the job uses."""
    # The lease, not the attempt: an attempt that is given back is counted again, a lease number never comes twice.
    owner = (claim.user_id, claim.shoot_id, claim.asset_id, claim.job_id, claim.lease)
    output, thumb, changes = (
        storage.output_key(*owner),
        storage.output_thumb_key(*owner),
        storage.change_map_key(*owner),
    )
    objects.write(thumb, finished.thumb, "image/jpeg")
    objects.write(changes, finished.change_map, "image/png")
    objects.write(output, finished.image, "image/jpeg")
    return OutputRecord(
        key=output,
        thumb_key=thumb,
        width=finished.width,
        height=finished.height,
        bytes=len(finished.image),
        sha256=hashlib.sha256(finished.image).hexdigest(),
        change_map_key=changes,
    )
