"""The image model's answers, which cost money: each is stored before anything else happens, and none is bought twice.

Where storage takes no writes, the database keeps them for it (`kept_answers`).

`jobs.usage` holds {"calls": [...]}: a call is written down before it is made, so that one whose answer was lost, by a
timeout or a crash, counts too. The calls of a job are numbered from 1, and the answer to a call has its number's key.
Each says of which picture of the photo it was, by `Prepared.name`: an answer to one is none to another. Where it was of
several `candidates`, each of them has a key; whoever goes on with the job judges them again.
A call whose answer a result is made from says by "used" which of its candidates that was, from 1.
{"past": N}: the first N were made before support let the job begin anew, and neither count nor are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, repeat
from typing import Any

import structlog
from sqlalchemy import Engine

from backend import database, jobs, kept_answers
from backend.editing.client import Answer, ImageModel
from backend.editing.errors import ModelError
from backend.editing.models import Capabilities
from backend.editing.prompts import Request
from backend.imaging import Prepared
from backend.storage import ObjectExists, ObjectMissing, Storage, StorageUnavailable, answer_keys
from backend.worker.heartbeat import Lease, LeaseLost
from backend.worker.turns import Turns

log = structlog.get_logger()

MAX_CALLS, MOST_CALLS = 3, 9
"""Of one picture, and of a job."""

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
        turns: Turns,
        lease: Lease,
    ) -> None:
        self._engine = engine
        self._storage = storage
        self._model = model
        self._using = using
        self._turns = turns
        self._lease = lease
        self._claim = lease.claim
        self._calls: list[dict[str, Any]] = [dict(call) for call in self._claim.usage.get("calls", [])]
        self._past = int(self._claim.usage.get("past", 0))
        self._known = len(self._calls)
        self._earlier: dict[str, Iterator[tuple[int, dict[int, bytes]]]] = {}
        self._given: dict[str, tuple[int, tuple[int, ...]]] = {}
        """Of each picture the call whose answer was given last, and the numbers of its candidates."""

    @property
    def usage(self) -> dict[str, Any]:
        """Every call of the job so far, for the job's record."""
        return {"calls": self._calls} | ({"past": self._past} if self._past else {})

    @property
    def anchored(self) -> bool:
        """Whether an anchor went along with a call that counts."""
        return any(call.get("anchor") for call in self._calls[self._past :])

    def next(self, prepared: Prepared, request: Request, *, strict: bool, anchor: bytes = b"") -> tuple[bytes, ...]:
        """The next earlier answer to this picture, or else a new one: all its candidates.

        Raises `CallsUsedUp`, `HeldBack`, or what `ImageModel.edit` raises.
        """
        for number, found in self._earlier.setdefault(prepared.name, self._read_earlier(prepared.name)):
            self._given[prepared.name] = number, tuple(found)
            return tuple(found.values())
        images = self._buy(prepared, request, strict=strict, anchor=anchor)
        self._given[prepared.name] = len(self._calls), tuple(range(1, len(images) + 1))
        return images

    def use(self, prepared: Prepared, place: int) -> None:
        """The result is made from this one of the candidates that `next` gave last, counted from 0."""
        for call in self._calls:
            if _part(call) == prepared.name:
                call.pop("used", None)
        number, candidates = self._given[prepared.name]
        self._calls[number - 1]["used"] = candidates[place]

    def _read_earlier(self, name: str) -> Iterator[tuple[int, dict[int, bytes]]]:
        for number in range(self._past + 1, self._known + 1):
            if _part(self._calls[number - 1]) != name:
                continue
            found: dict[int, bytes] = {}
            for candidate, key in enumerate(self._keys(number), start=1):
                image = self._read(key)
                if image is not None:
                    found[candidate] = image
            if found:
                log.info("answer_reused", job_id=str(self._claim.job_id), call=number)
                yield number, found

    def _buy(self, prepared: Prepared, request: Request, *, strict: bool, anchor: bytes) -> tuple[bytes, ...]:
        calls = self._calls[self._past :]
        of_this = [call for call in calls if _part(call) == prepared.name]
        if len(of_this) >= MAX_CALLS or len(calls) >= MOST_CALLS:
            raise CallsUsedUp
        pictures = 2 if anchor else 1
        with self._turns.turn(self._lease, self._using.model, images=pictures):
            answer = self._called(prepared, request, strict=strict, anchor=anchor)
        keys = self._keys(len(self._calls))
        for key, image in zip(keys, answer.images, strict=False):
            self._store(key, image)
        self._calls[-1] |= answer.usage
        self._keep()
        return answer.images

    def _called(self, prepared: Prepared, request: Request, *, strict: bool, anchor: bytes) -> Answer:
        candidates = request.ask.candidates
        call = {"model": self._using.model, "strict": strict, "part": prepared.name}
        call |= ({"candidates": candidates} if candidates > 1 else {}) | ({"anchor": True} if anchor else {})
        self._calls.append(call)
        self._keep()
        try:
            return self._model.edit(
                self._using,
                prepared.image,
                prepared.content_type,
                request.prompt,
                (prepared.width, prepared.height),
                mask=prepared.mask,
                anchor=anchor,
                quality=request.ask.quality,
                candidates=candidates,
                complexity=request.complexity,
                user=self._claim.user_id,
            )
        except ModelError as error:
            if not error.billed:
                self._calls.pop()
                self._keep()
            raise

    def _read(self, key: str) -> bytes | None:
        with suppress(ObjectMissing):
            return self._storage.read(key, max_bytes=MAX_ANSWER_BYTES)
        return kept_answers.find(self._engine, key)

    def _store(self, key: str, image: bytes) -> None:
        """In storage, or else in the database; where that is away as well, wait as long as the job is ours.

        To go back to the queue without it would mean to buy it again.
        """
        pauses = chain(PAUSES, repeat(PAUSES[-1]))
        stored = False
        while not stored:
            try:
                self._storage.write(key, image, "image/png")
                stored = True
            except ObjectExists:
                # Whoever took the job over bought this number too; the fence decides whose result counts.
                self._lease.check()
                stored = True
            except StorageUnavailable as error:
                log.warning("answer_waits_for_storage", job_id=str(self._claim.job_id), detail=str(error))
                stored = self._stored_in_database(key, image)
                if not stored:
                    self._lease.wait(next(pauses))

    def _stored_in_database(self, key: str, image: bytes) -> bool:
        try:
            if not jobs.keep_answer(self._engine, self._claim, key, image):
                raise LeaseLost(str(self._claim.job_id))
        except database.AWAY:
            return False
        return True

    def _keep(self) -> None:
        if not jobs.keep_usage(self._engine, self._claim, self.usage):
            raise LeaseLost(str(self._claim.job_id))

    def _keys(self, number: int) -> list[str]:
        claim, candidates = self._claim, int(self._calls[number - 1].get("candidates", 1))
        return answer_keys(claim.user_id, claim.shoot_id, claim.asset_id, claim.job_id, number, candidates)


def _part(call: dict[str, Any]) -> str:
    # Before there were crops, all calls were of the whole photo.
    return str(call.get("part", "whole"))
