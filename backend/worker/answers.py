"""The image model's answers, which cost money: each is stored before anything else happens, and none is bought twice.

`jobs.usage` holds {"calls": [...]}: a call is written down before it is made, so that one whose answer was lost, by a
timeout or a crash, counts too. The calls of a job are numbered from 1, and the answer to a call has its number's key.
{"past": N}: the first N were made before support let the job begin anew, and neither count nor are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

import structlog
from sqlalchemy import Engine

from backend import jobs
from backend.editing import prompts
from backend.editing.catalogue import PresetSpec
from backend.editing.client import ImageModel
from backend.editing.errors import ModelError
from backend.editing.models import Capabilities
from backend.imaging import Prepared
from backend.storage import ObjectExists, ObjectMissing, Storage, StorageUnavailable, answer_key
from backend.worker.heartbeat import Lease, LeaseLost

log = structlog.get_logger()

MAX_CALLS = 3
MAX_ANSWER_BYTES = 48_000_000
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between tries to store what was paid for; the last again and again."""


class CallsUsedUp(Exception):
    """The job's calls have cost as much as they may."""


class Answers:
    """The answers to one job's calls, earlier ones first, over one claim."""

    def __init__(
        self,
        engine: Engine,
        storage: Storage,
        model: ImageModel,
        using: Capabilities,
        lease: Lease,
        spec: PresetSpec,
        parameters: dict[str, str],
    ) -> None:
        self._engine = engine
        self._storage = storage
        self._model = model
        self._using = using
        self._lease = lease
        self._claim = lease.claim
        self._spec = spec
        self._parameters = parameters
        self._calls: list[dict[str, Any]] = [dict(call) for call in self._claim.usage.get("calls", [])]
        self._past = int(self._claim.usage.get("past", 0))
        self._earlier = self._read_earlier()

    @property
    def usage(self) -> dict[str, Any]:
        """Every call of the job so far, for the job's record."""
        return {"calls": self._calls} | ({"past": self._past} if self._past else {})

    def next(self, prepared: Prepared, *, strict: bool) -> bytes:
        """The next earlier answer, or else a new one; raises `CallsUsedUp`, or what `ImageModel.edit` raises."""
        for image in self._earlier:
            return image
        return self._buy(prepared, strict=strict)

    def _read_earlier(self) -> Iterator[bytes]:
        for number in range(self._past + 1, len(self._calls) + 1):
            try:
                image = self._storage.read(self._key(number), max_bytes=MAX_ANSWER_BYTES)
            except ObjectMissing:
                continue
            log.info("answer_reused", job_id=str(self._claim.job_id), call=number)
            yield image

    def _buy(self, prepared: Prepared, *, strict: bool) -> bytes:
        if len(self._calls) - self._past >= MAX_CALLS:
            raise CallsUsedUp
        self._calls.append({"model": self._using.model, "strict": strict})
        self._keep()
        try:
            answer = self._model.edit(
                self._using,
                prepared.image,
                prepared.content_type,
                prompts.build(self._spec, self._parameters, strict=strict),
                (prepared.width, prepared.height),
                mask=prepared.mask,
                quality=self._spec.quality,
                complexity=self._spec.complexity,
                user=self._claim.user_id,
            )
        except ModelError as error:
            if not error.billed:
                self._calls.pop()
                self._keep()
            raise
        self._store(answer.image)
        self._calls[-1] |= answer.usage
        self._keep()
        return answer.image

    def _store(self, image: bytes) -> None:
        """Wait for storage as long as the job is ours: to go back to the queue would mean to buy the answer again."""
        pauses = chain(PAUSES, repeat(PAUSES[-1]))
        stored = False
        while not stored:
            try:
                self._storage.write(self._key(len(self._calls)), image, "image/png")
                stored = True
            except ObjectExists:
                # Whoever took the job over bought this number too; the fence decides whose result counts.
                self._lease.check()
                stored = True
            except StorageUnavailable as error:
                log.warning("answer_waits_for_storage", job_id=str(self._claim.job_id), detail=str(error))
                self._lease.wait(next(pauses))

    def _keep(self) -> None:
        if not jobs.keep_usage(self._engine, self._claim, self.usage):
            raise LeaseLost(str(self._claim.job_id))

    def _key(self, number: int) -> str:
        claim = self._claim
        return answer_key(claim.user_id, claim.shoot_id, claim.asset_id, claim.job_id, number, ".png")
