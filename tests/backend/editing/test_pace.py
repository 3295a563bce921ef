"""The pace of calls: what the vendor's headers allow, between replies and with others on the same account."""

from __future__ import annotations

import heapq
import random
from collections.abc import Mapping

import pytest

from backend.editing.pace import FIRST_CALLS, Limit, Pace, limits
from backend.local.image_model.limits import Limits
from backend.local.image_model.problems import Problem

MODEL = "gpt-image-2.6-sunburst"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [("240ms", 0.24), ("6.2s", 6.2), ("6m0s", 360.0), ("1h2m3s", 3723.0), ("12", 12.0), ("", None), ("soon", None)],
)
def test_headers_are_read_in_every_form(reset: str, seconds: float | None) -> None:
    headers = {
        "x-ratelimit-limit-input-images": "5",
        "x-ratelimit-remaining-input-images": "3",
        "x-ratelimit-reset-input-images": reset,
        "x-ratelimit-limit-requests": "odd",
        "x-request-id": "req_1",
    }
    assert limits(headers) == {"input-images": Limit(5.0, 2.0, seconds)}


def test_before_the_first_reply_no_more_calls_are_made_than_every_account_may() -> None:
    pace = Pace(Clock())
    assert pace.room(MODEL, 16) == FIRST_CALLS
    assert [pace.ask(MODEL) > 0 for _ in range(FIRST_CALLS + 1)] == [False] * FIRST_CALLS + [True]
    pace.end(MODEL)
    assert pace.ask(MODEL) == 0.0


def test_a_vendor_without_limits_is_asked_freely() -> None:
    pace = Pace(Clock())
    pace.ask(MODEL)
    pace.tell(MODEL, pace.now(), {})
    assert pace.room(MODEL, 100) == 100 and all(pace.ask(MODEL) == 0.0 for _ in range(100))


def test_a_limit_of_a_day_is_told_from_one_of_a_minute_by_its_reset() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.ask(MODEL)
    headers = {"x-ratelimit-limit-requests": "200", "x-ratelimit-remaining-requests": "0"}
    pace.tell(MODEL, pace.now(), {**headers, "x-ratelimit-reset-requests": "24h0m0s"})
    assert 20 * 432 < pace.seconds(MODEL) < 22 * 432


class Workers:
    """Several workers' slots on one account, in simulated time, against the stand-in's own limits."""

    def __init__(self, *, workers: int, slots: int, most: int, takes: tuple[float, float], seed: int = 7) -> None:
        self.clock = Clock()
        self.vendor = Limits(self.clock)
        self.vendor.say({"input-images": most, "seconds": 60})
        self.paces = [Pace(self.clock) for _ in range(workers)]
        self.slots, self.takes, self.chance = slots, takes, random.Random(seed)
        self.made: list[int] = [0] * workers
        self.refused = 0

    def run(self, seconds: float) -> None:
        """Every slot asks for a turn, calls, and asks again."""
        end = self.clock.now + seconds
        starts = [(slot / 100, n) for n in range(len(self.paces)) for slot in range(self.slots)]
        queue: list[tuple[float, int, int, str, float, Mapping[str, str]]] = []
        for number, (late, n) in enumerate(starts):
            heapq.heappush(queue, (self.clock.now + late, number, n, "ask", 0.0, {}))
        number = len(queue)
        while queue and (event := heapq.heappop(queue))[0] < end:
            self.clock.now, _, n, what, began, headers = event
            number += 1
            if what == "ask":
                wait = self.paces[n].ask(MODEL)
                # A request is under way for a while before it counts.
                late = self.chance.uniform(0.05, 0.5)
                if wait:
                    heapq.heappush(queue, (self.clock.now + min(wait, 0.5), number, n, "ask", 0.0, {}))
                else:
                    heapq.heappush(queue, (self.clock.now + late, number, n, "arrive", self.clock.now, {}))
            elif what == "arrive":
                try:
                    told = self.vendor.take(MODEL, 1)
                    over = self.clock.now + self.chance.uniform(*self.takes)
                    self.made[n] += 1
                except Problem as problem:
                    told, over = problem.headers, self.clock.now + 0.1
                    self.refused += 1
                heapq.heappush(queue, (over, number, n, "reply", began, told))
            else:
                self.paces[n].end(MODEL)
                self.paces[n].tell(MODEL, began, headers)
                heapq.heappush(queue, (self.clock.now, number, n, "ask", 0.0, {}))


@pytest.mark.parametrize("most", [5, 20, 50, 250])
def test_a_worker_alone_is_never_refused_and_uses_what_it_may(most: int) -> None:
    told = Workers(workers=1, slots=64, most=most, takes=(15.0, 40.0))
    told.run(600)
    assert told.refused == 0
    # 64 slots of calls of 27.5 s make 140 a minute at most.
    assert sum(told.made) >= 0.9 * min(most, 140) * 10


def test_two_workers_that_only_know_the_account_by_its_headers_are_seldom_refused() -> None:
    told = Workers(workers=2, slots=32, most=40, takes=(15.0, 40.0))
    told.run(900)
    # Without headers 64 slots would be refused ten times for each call that is taken.
    assert told.refused <= 0.15 * sum(told.made)
    assert sum(told.made) >= 0.9 * 40 * 15 and min(told.made) >= 0.25 * sum(told.made)
