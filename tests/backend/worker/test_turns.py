"""Whose call is next: never beyond the vendor's limits, the worker's own, or while the brake holds."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from backend.editing.client import ImageModel
from backend.editing.errors import Misconfigured
from backend.jobs import Claim
from backend.local.image_model.limits import Limits
from backend.local.image_model.problems import Problem
from backend.worker.brake import Brake
from backend.worker.heartbeat import Lease, LeaseLost
from backend.worker.originals import Originals
from backend.worker.turns import HeldBack, Turns
from tests.backend.editing.test_client import SIZE, photo, settings
from tests.backend.worker.stage import until
from tests.image_vendor import Asked, Reply, Vendor, answer, problem

MODEL = "gpt-image-2.6-sunburst"


@pytest.fixture
def model(openai: Vendor) -> Iterator[ImageModel]:
    client = ImageModel(settings(openai.url))
    yield client
    client.close()


def lease() -> Lease:
    return Lease(
        Claim(
            job_id=uuid4(),
            user_id=uuid4(),
            shoot_id=uuid4(),
            asset_id=uuid4(),
            source_id=None,
            anchor_id=None,
            note=None,
            lease=1,
            attempt=1,
            lease_until=datetime.now(UTC),
            original_key="key",
            bytes=1,
            sha256="",
            etag="",
            content_type="image/jpeg",
            usage={},
            thumb_key=None,
            edits=(),
        )
    )


def call(turns: Turns, model: ImageModel, job: Lease) -> None:
    with turns.turn(job, MODEL):
        using = model.current()
        model.edit(using, photo(), "image/png", "Dusk.", SIZE, quality="low", complexity="low", user=uuid4())


def learnt(turns: Turns, model: ImageModel) -> None:
    """One call, so that the vendor's limits are known."""
    call(turns, model, lease())


def test_jobs_wait_for_the_vendors_limits_and_none_is_refused(openai: Vendor, model: ImageModel) -> None:
    limits, refused, begun = Limits(), [], []
    limits.say({"input-images": 5, "seconds": 4})

    def limited(asked: Asked) -> Reply:
        try:
            begun.append(time.monotonic())
            told = limits.take(MODEL, 1)
        except Problem as refusal:
            refused.append(refusal)
            return Reply(429, b"{}", refusal.headers)
        reply = answer(asked)
        return Reply(200, reply.body, told)

    openai.otherwise = limited
    turns = Turns(model, calls=16)
    with ThreadPoolExecutor(14) as pool:
        list(pool.map(lambda _: call(turns, model, lease()), range(14)))
    assert (len(begun), refused) == (14, [])
    # Four at once, and then 1.25 a second.
    assert begun[-1] - begun[0] > 6


def test_no_more_calls_are_under_way_than_the_worker_may_make_and_they_come_in_order(
    openai: Vendor, model: ImageModel
) -> None:
    turns, order, jobs = Turns(model, calls=2), list[int](), [lease() for _ in range(6)]
    learnt(turns, model)
    openai.gate.clear()

    def done(number: int) -> None:
        call(turns, model, jobs[number])
        order.append(number)

    with ThreadPoolExecutor(6) as pool:
        for number in range(6):
            pool.submit(done, number)
            time.sleep(0.05)
        until(lambda: len(openai.asked) == 3)
        time.sleep(0.3)
        assert len(openai.asked) == 3
        openai.gate.set()
    assert sorted(order[:2]) == [0, 1] and sorted(order[2:4]) == [2, 3] and sorted(order) == list(range(6))


def test_who_waits_is_held_back_when_the_account_is_at_fault_and_when_the_worker_stops(
    openai: Vendor, model: ImageModel
) -> None:
    turns = Turns(model, calls=1)
    openai.gate.clear()
    openai.script.append(problem(429, "insufficient_quota", "insufficient_quota"))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(call, turns, model, lease())
        until(lambda: len(openai.asked) == 1)
        second = pool.submit(call, turns, model, lease())
        openai.gate.set()
        with pytest.raises(Misconfigured):
            first.result(30)
        with pytest.raises(HeldBack) as held:
            second.result(30)
    assert held.value.code == "model_busy" and held.value.seconds > 10
    assert len(openai.asked) == 1 and turns.claimable(4) == 0
    stopped = Turns(model, calls=1)
    stopped.close()
    with pytest.raises(HeldBack) as held:
        call(stopped, model, lease())
    assert (held.value.code, held.value.seconds) == ("worker_stopped", 0.0)


def test_a_job_that_is_no_longer_ours_stops_waiting(openai: Vendor, model: ImageModel) -> None:
    turns, job = Turns(model, calls=1), lease()
    openai.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(call, turns, model, lease())
        until(lambda: len(openai.asked) == 1)
        waiting = pool.submit(call, turns, model, job)
        job.give_up()
        with pytest.raises(LeaseLost):
            waiting.result(30)
        openai.gate.set()
        first.result(30)


def test_jobs_are_claimed_for_the_calls_that_can_be_made_and_then_ahead(openai: Vendor, model: ImageModel) -> None:
    turns = Turns(model, calls=16, ahead=5, brake=Brake())
    # Of an account that has told nothing yet.
    assert turns.claimable(40) == 4
    headers = {"x-ratelimit-limit-requests": "100", "x-ratelimit-remaining-requests": "99"}
    openai.script.append(lambda asked: Reply(200, answer(asked).body, {**headers, "x-ratelimit-reset-requests": "9s"}))
    learnt(turns, model)
    assert turns.claimable(40) == 16 and turns.claimable(3) == 3
    early = [lease() for _ in range(18)]
    for job in early[:15]:
        turns.expect(job)
    assert turns.claimable(40) == 1
    with ExitStack() as calls:
        for job in early[:16]:
            calls.enter_context(turns.turn(job, MODEL))
        assert turns.claimable(40) == 5, "all calls are under way"
        for job in early[16:]:
            turns.expect(job)
        assert turns.claimable(40) == 3
    assert turns.claimable(40) == 16 - 2


def test_a_turn_in_which_no_call_is_made_is_given_back(model: ImageModel) -> None:
    turns = Turns(model)
    for _ in range(8):
        with pytest.raises(LeaseLost), turns.turn(lease(), MODEL):
            raise LeaseLost
    assert turns.claimable(20) == 4


def test_a_day_that_is_used_up_keeps_jobs_in_the_queue(openai: Vendor, model: ImageModel) -> None:
    turns = Turns(model)
    headers = {"x-ratelimit-limit-requests": "200", "x-ratelimit-remaining-requests": "0"}
    openai.script.append(
        lambda asked: Reply(200, answer(asked).body, {**headers, "x-ratelimit-reset-requests": "24h0m0s"})
    )
    learnt(turns, model)
    assert turns.claimable(4) == 0
    with pytest.raises(HeldBack) as held:
        call(turns, model, lease())
    assert held.value.seconds > 3600 and len(openai.asked) == 1


def test_originals_are_read_again_from_the_disk_and_few_come_at_once() -> None:
    originals, gate, coming, most = Originals(2), threading.Event(), set[int](), [0]

    def fetched(number: int) -> bytes:
        coming.add(number)
        most[0] = max(most[0], len(coming))
        gate.wait(5)
        coming.discard(number)
        return b"photo %d" % number

    def read(number: int) -> tuple[bytes, bytes]:
        with originals.kept(lambda: fetched(number)) as file:
            return file(), file()

    with ThreadPoolExecutor(6) as pool:
        found = [pool.submit(read, number) for number in range(6)]
        until(lambda: len(coming) == 2)
        gate.set()
        assert [one.result(30) for one in found] == [(b"photo %d" % n, b"photo %d" % n) for n in range(6)]
    assert most == [2]
