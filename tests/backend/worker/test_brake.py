"""When a worker stops claiming."""

from __future__ import annotations

from uuid import uuid4

from backend.worker.brake import BUSY_LIMIT, FIRST_OUTAGE, LONGEST_OUTAGE, Brake


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_busy_model_holds_claims_back_for_as_long_as_it_asks() -> None:
    clock = Clock()
    brake = Brake(clock)
    assert brake.allowance(4) == 4
    assert brake.busy(7.0) == 7.0
    clock.now += 6.9
    assert brake.allowance(4) == 0
    clock.now += 0.2
    assert brake.allowance(4) == 4


def test_what_a_busy_model_asks_for_is_kept_within_reason() -> None:
    brake = Brake(Clock())
    assert brake.busy(3600.0) == BUSY_LIMIT and brake.busy(0.0) == 0.5 and brake.busy(None) == 5.0


def test_a_shorter_wait_does_not_end_a_longer_one() -> None:
    clock = Clock()
    brake = Brake(clock)
    brake.busy(30.0)
    brake.busy(1.0)
    clock.now += 10
    assert brake.allowance(2) == 0


def test_an_outage_lets_one_job_through_at_longer_and_longer_intervals() -> None:
    clock = Clock()
    brake = Brake(clock)
    waits = []
    for _ in range(7):
        waits.append(brake.trip())
        assert brake.allowance(4) == 0
        clock.now += waits[-1]
        assert brake.allowance(4) == 1
    assert waits == [15.0, 30.0, 60.0, 120.0, 240.0, 300.0, 300.0] == sorted(waits)
    assert (waits[0], waits[-1]) == (FIRST_OUTAGE, LONGEST_OUTAGE)


def test_jobs_that_fail_together_count_as_one_outage() -> None:
    clock = Clock()
    brake = Brake(clock)
    assert brake.trip() == 15.0
    clock.now += 5
    assert brake.trip() == 10.0
    clock.now += 10
    assert brake.trip() == 30.0


def test_an_answer_ends_the_outage() -> None:
    clock = Clock()
    brake = Brake(clock)
    brake.trip()
    clock.now += 15
    brake.release()
    assert brake.allowance(4) == 4 and brake.trip() == FIRST_OUTAGE


def test_one_job_that_fails_again_and_again_is_no_outage() -> None:
    brake, job = Brake(Clock()), uuid4()
    assert [brake.unavailable(job) for _ in range(4)] == [None] * 4
    assert brake.allowance(4) == 4


def test_a_second_job_that_fails_without_a_success_in_between_is_an_outage() -> None:
    clock = Clock()
    brake, first, second = Brake(clock), uuid4(), uuid4()
    assert brake.unavailable(first) is None
    brake.release()
    assert brake.unavailable(second) is None
    assert brake.unavailable(first) == FIRST_OUTAGE
    assert brake.allowance(4) == 0
    clock.now += FIRST_OUTAGE
    assert brake.allowance(4) == 1
    assert brake.unavailable(first) == 2 * FIRST_OUTAGE
    clock.now += 2 * FIRST_OUTAGE
    brake.release()
    assert brake.allowance(4) == 4
