"""One photo, from its original in storage to the finished edit in storage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

import structlog
from sqlalchemy import Engine

from backend import jobs, storage
from backend.editing import catalogue, prompts, versions
from backend.editing.catalogue import CannotCombine, InvalidParameter, Recipe, UnknownPreset
from backend.editing.client import ImageModel
from backend.imaging import Fill, Finished, Prepared, SizeLimits, Unusable
from backend.imaging.confined import Pixels
from backend.jobs import Claim, Job, OutputRecord
from backend.storage import ObjectChanged, ObjectExists, ObjectMissing, Storage
from backend.worker.answers import Answers
from backend.worker.heartbeat import Lease, LeaseLost

log = structlog.get_logger()

Made = TypeVar("Made", Fill, Finished)

MAX_TRIES = 2
"""Answers to a picture that are judged before the job fails; the second comes from the stricter prompt."""

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
        recipe = catalogue.recipe(claim.edits)
    except (UnknownPreset, InvalidParameter, CannotCombine) as error:
        # Ordered before a deploy that withdrew it.
        raise NotDeliverable("preset_withdrawn") from error
    version = versions.record(tools.engine, recipe)
    source = _source(tools, claim)
    original = _read_original(tools.storage, claim, source)
    lease.check()
    using = tools.model.current()
    answers = Answers(tools.engine, tools.storage, tools.model, using, lease)
    before = source.details.get("fidelity", {}) if source is not None else {}
    finished, tries = _carried_out(tools, lease, answers, original, recipe, using.limits, before.get("generated", ()))
    output = _store(tools.storage, claim, finished)
    lease.check()
    fidelity = {**finished.report, "tries": tries} | ({"source": before} if before else {})
    made_by = {"provider": "openai", "name": using.model, "prompt_version": version}
    return Delivery(output, answers.usage, {"fidelity": fidelity, "model": made_by}, version)


def _source(tools: Tools, claim: Claim) -> Job | None:
    """The job whose result is edited in place of the photo."""
    return None if claim.source_id is None else jobs.get(tools.engine, claim.user_id, claim.source_id)


def _carried_out(
    tools: Tools,
    lease: Lease,
    answers: Answers,
    original: bytes,
    recipe: Recipe,
    limits: SizeLimits,
    made_before: Sequence[str],
) -> tuple[Finished, int]:
    """The finished photo, and the most answers that were judged of one picture.

    What is painted comes first, by the light of the photo itself; all else is asked of the photo with that in it. So
    the model never sees what is to go, and what takes its place is lit with the rest.
    """
    pixels, scope, claim = tools.pixels, recipe.scope, lease.claim
    # A photo that cannot be edited is refused before anything is paid for.
    whole = pixels.prepare(original, limits, scope) if scope.whole else None
    crops = pixels.crops(original, limits, scope)
    lease.check()
    if claim.thumb_key is None and claim.source_id is None:
        _store_thumb(tools, claim, (whole or crops[0]).thumb)
    fills: list[Fill] = []
    most = 0
    for crop in crops:
        asking = _Asking(tools, lease, answers, crop, prompts.request(recipe.painted, claim.note))
        fill, tries = asking.first_faithful(partial(pixels.fill, crop))
        fills.append(fill)
        most = max(most, tries)
    if whole is None:
        return pixels.finish(original, b"", scope, fills, made_before), most
    if fills:
        whole = pixels.prepare(original, limits, scope, fills)
    asking = _Asking(tools, lease, answers, whole, prompts.request(recipe.whole, claim.note))
    finished, tries = asking.first_faithful(lambda answer: pixels.finish(original, answer, scope, fills, made_before))
    return finished, max(most, tries)


def _read_original(objects: Storage, claim: Claim, source: Job | None) -> bytes:
    """What is edited: the photo as it was checked, or the result that the job goes on from as it was made."""
    result = source.output if source is not None else None
    key, size, sha256, etag, code = (
        (claim.original_key, claim.bytes, claim.sha256, claim.etag, "original_changed")
        if result is None
        else (result.key, result.bytes, result.sha256, None, "result_changed")
    )
    try:
        original = objects.read(key, max_bytes=size, if_match=etag)
    except (ObjectMissing, ObjectChanged) as error:
        raise NotDeliverable(code) from error
    if hashlib.sha256(original).hexdigest() != sha256:
        raise NotDeliverable(code)
    return original


def _store_thumb(tools: Tools, claim: Claim, thumb: bytes) -> None:
    key = storage.thumb_key(claim.user_id, claim.shoot_id, claim.asset_id)
    # Another job of the photo may have written it meanwhile, and one picture of it is as good as another.
    with suppress(ObjectExists):
        tools.storage.write(key, thumb, "image/jpeg")
    if not jobs.keep_thumb(tools.engine, claim, key):
        raise LeaseLost(str(claim.job_id))


@dataclass(frozen=True, slots=True)
class _Asking:
    """One picture for the model, until an answer to it passes."""

    tools: Tools
    lease: Lease
    answers: Answers
    prepared: Prepared
    request: prompts.Request

    def first_faithful(self, made: Callable[[bytes], Made]) -> tuple[Made, int]:
        """The first thing `made` of an answer that passes, and how many answers were judged, earlier ones first."""
        reason = ""
        part = {"part": self.prepared.name}
        for number in range(1, MAX_TRIES + 1):
            answer = self.answers.next(self.prepared, self.request, strict=number > 1)
            self.lease.check()
            try:
                done = made(answer)
            except Unusable as error:
                reason = error.reason
                log.info("answer_unusable", tried=number, reason=reason, detail=error.detail, **part)
                _note(self.tools, self.lease, {"try": number, "verdict": "retry", "reason": reason, **part})
                continue
            self.lease.check()
            _note(self.tools, self.lease, {"try": number, "verdict": "pass", "score": done.report["score"], **part})
            return done, number
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
