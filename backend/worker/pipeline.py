"""One photo, from its original in storage to the finished edit in storage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, TypeVar

import structlog
from sqlalchemy import Engine

from backend import jobs, storage
from backend.editing import catalogue, prompts, versions
from backend.editing.catalogue import CannotCombine, Edit, InvalidParameter, Recipe, UnknownPreset
from backend.editing.client import ImageModel
from backend.editing.models import Capabilities
from backend.editing.prompts import Wording
from backend.imaging import Fill, Finished, Prepared, SizeLimits, Unusable
from backend.imaging.confined import File, Pixels
from backend.jobs import Claim, Job, OutputRecord
from backend.storage import ObjectChanged, ObjectExists, ObjectMissing, Storage
from backend.worker.answers import Answers
from backend.worker.heartbeat import Lease, LeaseLost
from backend.worker.originals import Originals
from backend.worker.turns import Turns

log = structlog.get_logger()

Made = TypeVar("Made", Fill, Finished)

MAX_ANCHOR_BYTES = 8_000_000

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
    turns: Turns
    originals: Originals


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
    `CallsUsedUp`, `HeldBack`, any `ModelError`, `StorageUnavailable`, or `SQLAlchemyError`.
    """
    claim = lease.claim
    try:
        recipe = catalogue.recipe(claim.edits)
    except (UnknownPreset, InvalidParameter, CannotCombine) as error:
        # Ordered before a deploy that withdrew it.
        raise NotDeliverable("preset_withdrawn") from error
    words = versions.of_shoot(tools.engine, claim.shoot_id, recipe)
    source = _source(tools, claim)
    before = source.details.get("fidelity", {}) if source is not None else {}
    with tools.originals.kept(lambda: _read_original(tools.storage, claim, source)) as original:
        ask = _Words(recipe, words, claim.note, _anchor(tools, claim))
        lease.check()
        using = tools.model.current()
        answers = Answers(tools.engine, tools.storage, tools.model, using, tools.turns, lease)
        made_before = before.get("generated", ())
        finished, tries = _carried_out(tools, lease, answers, original, ask, using, made_before)
    output = _store(tools.storage, claim, finished)
    lease.check()
    fidelity = {**finished.report, "tries": tries} | ({"source": before} if before else {})
    made_by = {"provider": "openai", "name": using.model, "prompt_version": words.version}
    details: dict[str, Any] = {"fidelity": fidelity, "model": made_by}
    if claim.anchor_id is not None:
        details["anchor"] = answers.anchored
    return Delivery(output, answers.usage, details, words.version)


def _source(tools: Tools, claim: Claim) -> Job | None:
    """The job whose result is edited in place of the photo."""
    return None if claim.source_id is None else jobs.get(tools.engine, claim.user_id, claim.source_id)


def _anchor(tools: Tools, claim: Claim) -> bytes:
    """The small picture of the result that the photo is to look like; empty where there is none any more.

    The thumbnail, which is large enough to tell light and sky, and the cheapest to send along.
    """
    if claim.anchor_id is None:
        return b""
    output = jobs.get(tools.engine, claim.user_id, claim.anchor_id).output
    assert output is not None, "it was ordered as a result"
    try:
        return tools.storage.read(output.thumb_key, max_bytes=MAX_ANCHOR_BYTES)
    except ObjectMissing:
        return b""


@dataclass(frozen=True, slots=True)
class _Words:
    """What the model is told, and shown besides the photo."""

    recipe: Recipe
    words: Wording
    note: str | None
    anchor: bytes

    @property
    def painted(self) -> tuple[prompts.Request, ...]:
        return prompts.requests(self.recipe.painted, self.note, words=self.words)

    @property
    def whole(self) -> tuple[prompts.Request, ...]:
        return prompts.requests(self.recipe.whole, self.note, words=self.words, anchored=bool(self.anchor))


def _carried_out(
    tools: Tools,
    lease: Lease,
    answers: Answers,
    original: File,
    ask: _Words,
    using: Capabilities,
    made_before: Sequence[str],
) -> tuple[Finished, int]:
    """The finished photo, and the most answers that were judged of one picture.

    What is painted comes first, by the light of the photo itself; all else is asked of the photo with that in it. So
    the model never sees what is to go, and what takes its place is lit with the rest.
    """
    pixels, scope, claim = tools.pixels, ask.recipe.scope, lease.claim
    # A photo that cannot be edited is refused before anything is paid for.
    limits = _limits(using, ask.recipe.whole)
    whole = pixels.prepare(original, limits, scope) if scope.whole else None
    crops = pixels.crops(original, _limits(using, ask.recipe.painted), scope)
    lease.check()
    if claim.thumb_key is None and claim.source_id is None:
        _store_thumb(tools, claim, (whole or crops[0]).thumb)
    fills: list[Fill] = []
    most = 0
    for crop in crops:
        asking = _Asking(tools, lease, answers, crop, ask.painted)
        fill, tries = asking.first_faithful(partial(pixels.fill, crop))
        fills.append(fill)
        most = max(most, tries)
    if whole is None:
        return pixels.finish(original, b"", scope, fills, made_before), most
    if fills:
        whole = pixels.prepare(original, limits, scope, fills)
    asking = _Asking(tools, lease, answers, whole, ask.whole, ask.anchor)
    finished, tries = asking.first_faithful(lambda answer: pixels.finish(original, answer, scope, fills, made_before))
    return finished, max(most, tries)


def _limits(using: Capabilities, edits: Sequence[Edit]) -> SizeLimits:
    """What is asked for of edits that are made together: no more pixels than the one that is worth most of them."""
    pixels = max((edit.spec.pixels for edit in edits), default=using.limits.max_pixels)
    return replace(using.limits, max_pixels=min(pixels, using.limits.max_pixels))


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
    requests: tuple[prompts.Request, ...]
    """One for each answer that may be judged before the job fails."""
    anchor: bytes = b""

    def first_faithful(self, made: Callable[[bytes], Made]) -> tuple[Made, int]:
        """The first thing `made` of an answer that passes, and how many answers were judged, earlier ones first."""
        reason = ""
        part = {"part": self.prepared.name}
        for number, request in enumerate(self.requests, start=1):
            passed: dict[int, Made] = {}
            given = self.answers.next(self.prepared, request, strict=number > 1, anchor=self.anchor)
            for place, candidate in enumerate(given):
                self.lease.check()
                try:
                    passed[place] = made(candidate)
                except Unusable as error:
                    reason = error.reason
                    log.info("answer_unusable", tried=number, reason=reason, detail=error.detail, **part)
            self.lease.check()
            if passed:
                chosen = min(passed, key=lambda place: passed[place].report["score"])
                best = passed[chosen]
                self.answers.use(self.prepared, chosen)
                _note(self.tools, self.lease, {"try": number, "verdict": "pass", "score": best.report["score"], **part})
                return best, number
            _note(self.tools, self.lease, {"try": number, "verdict": "retry", "reason": reason, **part})
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
