"""Orders to the service, and what becomes of them: credits, cancelling, events."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import contract
from luster_desktop.cloud.api import ApiProblem
from luster_desktop.cloud.context import Context, blamed, raise_if_temporary
from luster_desktop.library import jobs, photos, prepared, shoots
from luster_desktop.library.models import Job, JobState
from luster_desktop.library.writer import Write
from luster_desktop.reasons import Reason

FASTEST, SLOWEST = 0.5, 10.0
"""Seconds between two looks at a shoot's events: the first while things happen, the second at rest."""
CREDITS_EVERY = 5.0

_STATES = {
    "queued": JobState.QUEUED,
    "processing": JobState.PROCESSING,
    "retrying": JobState.QUEUED,
    "succeeded": JobState.SUCCEEDED,
    "failed": JobState.FAILED,
    "cancelled": JobState.CANCELLED,
}
_JOB_EVENTS = {*_STATES, "judged"}
"""Kinds of events about jobs that need no second look."""


@dataclass(slots=True)
class _Watch:
    pause: float = FASTEST
    due: float = 0.0


class Orders:
    """All of it runs on the control thread, so that no two requests about one job are ever under way."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._library = context.library
        self._watches: dict[UUID, _Watch] = {}
        self._credits_due = 0.0
        self._price = 1
        """Credits that the order which was refused last needs for each of its jobs."""
        self._unanswered = False
        """Whether the service left out an order from its reply; it is asked again soon."""
        self.credits_missing: int | None = None

    def round(self, owner: UUID) -> None:
        """Cancel, order and watch. Raises `ApiUnreachable`, `NotSignedIn` or a temporary `ApiProblem`."""
        self._cancel(owner)
        self._look_for_credits(owner)
        self._send_all(owner)
        self._watch(owner)
        self._explain(owner)

    def wake(self) -> None:
        """Look at everything in the next round."""
        self._credits_due = 0.0
        for watch in self._watches.values():
            watch.due, watch.pause = 0.0, FASTEST

    def pause(self, owner: UUID) -> float:
        """Seconds until `round` has something to do by itself."""
        due = [watch.due for watch in self._watches.values()]
        if self._waiting(owner):
            due.append(self._credits_due)
        if self._unanswered:
            due.append(time.monotonic() + CREDITS_EVERY)
        return max(0.0, min(due) - time.monotonic()) if due else 60.0

    # Cancelling

    def _cancel(self, owner: UUID) -> None:
        for job in self._library.read(jobs.cancelling, owner):
            try:
                reply = self._context.api.cancel(job.id)
            except ApiProblem as problem:
                raise_if_temporary(problem)
                self._library.write(jobs.move, job.id, JobState.CANCELLED)  # the order never arrived
            else:
                self._take_over([reply])
        for job_id in self._library.read(jobs.withdrawals, owner):
            try:
                self._context.api.cancel(job_id)
            except ApiProblem as problem:
                raise_if_temporary(problem)
            self._library.write(jobs.withdrawal_done, job_id)

    # Ordering

    def _look_for_credits(self, owner: UUID) -> None:
        waiting = self._waiting(owner)
        if not waiting:
            self.credits_missing = None
        elif time.monotonic() >= self._credits_due:
            self._credits_due = time.monotonic() + CREDITS_EVERY
            available = self._context.api.account().credits.available
            self.credits_missing = max(1, waiting * self._price - available)
            if available >= self._price:
                self._library.write(jobs.credits_are_back, owner)

    def _waiting(self, owner: UUID) -> int:
        return self._library.read(jobs.counts, owner).get(JobState.WAITING_FOR_CREDITS, 0)

    def _send_all(self, owner: UUID) -> None:
        tried: set[UUID] = set()
        self._unanswered = False
        while waiting := self._library.read(jobs.sendable, owner, contract.MAX_BATCH):
            fresh = [job for job in waiting if job.id not in tried]
            if not fresh:
                self._unanswered = True
                return
            tried.update(job.id for job in fresh)
            self._send(owner, fresh)

    def _send(self, owner: UUID, waiting: Sequence[Job]) -> None:
        if not waiting:
            return
        self._library.write(jobs.will_send, [job.id for job in waiting])
        orders = [_order_of(job, job.asset_id) for job in waiting if job.asset_id is not None]
        try:
            reply = self._context.api.order(orders)
        except ApiProblem as problem:
            if problem.is_(contract.ProblemType.OUT_OF_CREDITS):
                self._ration(owner, waiting, problem.problem)
            else:
                self._sort_out(owner, waiting, problem)
        else:
            self._take_over(reply.jobs)

    def _ration(self, owner: UUID, waiting: Sequence[Job], problem: contract.Problem) -> None:
        """Order as many as there are credits for; the others wait."""
        available, required = max(0, problem.available or 0), max(1, problem.required or len(waiting))
        self._price = max(1, -(-required // len(waiting)))
        affordable = min(available // self._price, len(waiting) - 1)
        rest = waiting[affordable:]

        def wait(write: Write) -> None:
            for job in rest:
                jobs.move(write, job.id, JobState.WAITING_FOR_CREDITS)

        self._library.write(wait)
        self._credits_due = time.monotonic() + CREDITS_EVERY
        self.credits_missing = max(1, self._waiting(owner) * self._price - (available - affordable * self._price))
        if affordable:
            self._send(owner, waiting[:affordable])

    def _sort_out(self, owner: UUID, waiting: Sequence[Job], problem: ApiProblem) -> None:
        faults = blamed(problem, len(waiting), "jobs")
        if faults and problem.is_(contract.ProblemType.NOT_UPLOADED):
            # Stored no longer: the photos are sent again, and then ordered.
            self._library.write(jobs.send_again, [waiting[number].id for number in faults])
            self._send(owner, [job for number, job in enumerate(waiting) if number not in faults])
            return
        kind = problem.problem.type.rpartition(":")[2]
        for number, reason in faults.items():
            self._library.write(jobs.move, waiting[number].id, JobState.FAILED, code=kind, error=reason)
        rest = [job for number, job in enumerate(waiting) if number not in faults]
        if faults and rest:
            self._send(owner, rest)
        elif not faults:
            for job in waiting:
                self._send(owner, [job])

    def _take_over(self, replies: Sequence[contract.Job]) -> None:
        self._library.write(_take_over, replies)

    # Watching

    def _watch(self, owner: UUID) -> None:
        active = self._library.read(jobs.active_shoots, owner)
        self._watches = {shoot_id: self._watches.get(shoot_id, _Watch()) for shoot_id in active}
        for shoot_id, watch in self._watches.items():
            if time.monotonic() >= watch.due:
                happened = self._read_events(shoot_id)
                watch.pause = FASTEST if happened else min(SLOWEST, watch.pause * 1.3)
                watch.due = time.monotonic() + watch.pause

    def _read_events(self, shoot_id: UUID) -> bool:
        happened = False
        shoot = self._library.shoot(shoot_id)
        cursor = shoot.cursor if shoot else 0
        while True:
            try:
                feed = self._context.api.events(shoot_id, cursor)
            except ApiProblem as problem:
                raise_if_temporary(problem)
                self._library.write(jobs.fail_shoot, shoot_id, "shoot_deleted", problem.problem.detail)
                return happened
            if not feed.events or feed.last <= cursor:
                return happened
            happened = True
            self._library.write(_apply, shoot_id, feed, self._not_understood(feed))
            cursor = feed.last

    def _not_understood(self, feed: contract.EventList) -> list[contract.Job]:
        """The jobs of events that are newer than this app: how they are now says what there is to know."""
        found = []
        for job_id in {event.job_id for event in feed.events if event.job_id and event.kind not in _JOB_EVENTS}:
            try:
                found.append(self._context.api.job(job_id))
            except ApiProblem as problem:
                raise_if_temporary(problem)
        return found

    def _explain(self, owner: UUID) -> None:
        """Failures whose event did not say why."""
        for job in self._library.read(jobs.unexplained, owner):
            reply = self._context.api.job(job.id)
            code, reason = (reply.error.code, reply.error.detail) if reply.error else ("failed", Reason.EDIT_FAILED)
            self._library.write(jobs.explain, job.id, code, reason)


def _order_of(job: Job, asset_id: UUID) -> contract.JobOrder:
    order = contract.JobOrder(
        id=job.id,
        asset_id=asset_id,
        edits=[contract.EditOrder(preset=edit.preset, parameters=dict(edit.parameters)) for edit in job.recipe.edits],
        source=job.recipe.source,
        note=job.recipe.note,
    )
    # Said only where there is one: a service of the release before takes no field that it does not know.
    return order if job.recipe.anchor is None else order.model_copy(update={"anchor": job.recipe.anchor})


def _take_over(write: Write, replies: Sequence[contract.Job]) -> None:
    for job in replies:
        code, error = (job.error.code, job.error.detail) if job.error else (None, None)
        if job.state.known:
            state = JobState(job.state.value)
        else:
            state = JobState.FAILED if job.final else JobState.PROCESSING
            code, error = job.state.value, error or Reason.NEWER_STATE.of(state=job.state.value)
        jobs.move(write, job.id, state, credits=job.credits, code=code, error=error)


def _apply(write: Write, shoot_id: UUID, feed: contract.EventList, replies: Sequence[contract.Job]) -> None:
    """The events and the cursor in one transaction: none is applied twice or lost."""
    for event in feed.events:
        state = _STATES.get(event.kind)
        if event.job_id is not None and state is not None:
            failed = state is JobState.FAILED
            detail = event.data.get("detail")
            jobs.move(
                write,
                event.job_id,
                state,
                code=str(event.data.get("code", "failed")) if failed else None,
                error=str(detail) if failed and detail else None,
            )
        elif event.kind == "rejected" and event.asset_id is not None:
            reason = event.data.get("detail") or event.data.get("reason")
            photo_id = prepared.photo_of(write.connection, event.asset_id)
            if photo_id is not None:
                photos.refuse(write, photo_id, str(reason or Reason.SERVICE_REFUSED))
    _take_over(write, replies)
    shoots.advance(write, shoot_id, feed.last)
