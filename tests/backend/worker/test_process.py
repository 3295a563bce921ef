"""The worker as a process: killed at every step, frozen beyond its lease, drained."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from backend import jobs
from backend.worker.loop import Timing
from tests import leash
from tests.backend.worker import worker_process
from tests.backend.worker.stage import Stage, until
from tests.image_vendor import Asked, Reply, answer, problem

STEPS = [name for name, *_ in worker_process.EFFECTS]
QUICK = Timing(heartbeat=0.2, rescue=0.2)
DONE = (9, 0, 1)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


class WorkerProcess:
    """A worker in a process of its own."""

    def __init__(self, process: BaseProcess, log: Path) -> None:
        self._process = process
        self._log = log

    def send(self, number: int) -> None:
        assert self._process.pid is not None
        subprocess.run(["kill", f"-{number}", str(self._process.pid)], check=True)

    def end(self) -> tuple[int | None, str]:
        """Wait for the end; exit code (minus the signal that ended it) and log."""
        self._process.join(60)
        return self._process.exitcode, self.log()

    def log(self) -> str:
        return self._log.read_text("utf-8") if self._log.exists() else ""

    def frozen(self) -> bool:
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(self._process.pid)], capture_output=True, text=True)
        return state.stdout.strip().startswith("T")


@contextmanager
def worker(
    stage: Stage, folder: Path, *, hit: tuple[int, str] | None = None, slots: int = 1, timing: Timing = QUICK
) -> Iterator[WorkerProcess]:
    """A worker, killed at the end if the test has not ended it."""
    # Forked from a server that has everything imported: a start takes milliseconds instead of seconds.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([worker_process.__name__])
    log = folder / "worker.log"
    process = context.Process(target=worker_process.run, args=(stage.environ, log, hit, slots, timing), daemon=True)
    process.start()
    assert process.pid is not None
    leash.hold(process.pid)
    try:
        yield WorkerProcess(process, log)
    finally:
        process.kill()
        process.join(30)
        process.close()


@pytest.mark.parametrize("step", STEPS)
def test_killed_before_any_step_the_job_is_finished_by_another_and_charged_once(
    stage: Stage, tmp_path: Path, step: str
) -> None:
    job_id = stage.order()
    with worker(stage, tmp_path, hit=(signal.SIGKILL, step)) as process:
        assert process.end()[0] == -signal.SIGKILL
    if step not in ("claim", "claim the next"):
        assert stage.job(job_id).state == "processing"
        stage.lapse(job_id)
        assert jobs.rescue(stage.engine) == 1
    if step != "claim the next":
        stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == DONE
    # The one paid answer that a crash can lose is the one that had not been stored yet.
    assert len(stage.vendor.asked) == (2 if step == "store the answer" else 1)
    assert stage.row(job_id).output_key.rsplit("_", 1)[1] in stage.objects()
    assert stage.kinds(job_id).count("succeeded") == 1


def test_a_worker_frozen_beyond_its_lease_settles_nothing(stage: Stage, tmp_path: Path) -> None:
    job_id = stage.order()
    with worker(stage, tmp_path, hit=(signal.SIGSTOP, "settle")) as process:
        until(process.frozen)
        stage.lapse(job_id)
        assert jobs.rescue(stage.engine) == 1
        stage.work()
        mine = stage.row(job_id).output_key
        process.send(signal.SIGCONT)
        until(lambda: "settle_stale" in process.log())
        process.send(signal.SIGTERM)
        assert process.end()[0] == 0
    assert stage.money() == DONE and stage.row(job_id).output_key == mine
    assert stage.kinds(job_id).count("succeeded") == 1 and len(stage.vendor.asked) == 1


def test_a_worker_that_lost_its_lease_while_it_waited_gives_the_job_up(stage: Stage, tmp_path: Path) -> None:
    job_id = stage.order()
    stage.vendor.gate.clear()
    with worker(stage, tmp_path) as process:
        assert stage.vendor.reached.wait(60)
        process.send(signal.SIGSTOP)
        until(process.frozen)
        stage.lapse(job_id)
        assert jobs.rescue(stage.engine) == 1
        stage.vendor.gate.set()
        stage.work()
        process.send(signal.SIGCONT)
        until(lambda: "job_lost" in process.log())
        process.send(signal.SIGTERM)
        code, log = process.end()
        assert code == 0 and "job_succeeded" not in log
    assert stage.money() == DONE and stage.job(job_id).state == "succeeded"


def test_a_lease_is_kept_while_the_model_takes_its_time(stage: Stage, tmp_path: Path) -> None:
    job_id = stage.order()
    stage.vendor.gate.clear()
    with worker(stage, tmp_path) as process:
        assert stage.vendor.reached.wait(60)
        first = stage.row(job_id).lease_until
        until(lambda: bool(stage.row(job_id).lease_until > first))
        stage.vendor.gate.set()
        until(lambda: stage.job(job_id).state == "succeeded")
        process.send(signal.SIGTERM)
        assert process.end()[0] == 0
    assert stage.row(job_id).lease == 1 and stage.money() == DONE


def test_an_orphan_is_rescued_by_the_worker_that_is_left(stage: Stage, tmp_path: Path) -> None:
    job_id = stage.order()
    jobs.claim(stage.engine, "dead", 1)
    stage.lapse(job_id)
    with worker(stage, tmp_path):
        until(lambda: stage.job(job_id).state == "succeeded")
    assert stage.kinds(job_id)[:4] == ["queued", "processing", "retrying", "processing"]


def test_a_drain_finishes_what_runs_and_claims_nothing_more(stage: Stage, tmp_path: Path) -> None:
    first, second = stage.order(), stage.order()
    stage.vendor.gate.clear()
    with worker(stage, tmp_path) as process:
        assert stage.vendor.reached.wait(60)
        process.send(signal.SIGTERM)
        until(lambda: "worker_draining" in process.log())
        stage.vendor.gate.set()
        assert process.end()[0] == 0
    assert {stage.job(first).state, stage.job(second).state} == {"succeeded", "queued"}
    assert stage.money() == (9, 1, 1)


@pytest.mark.parametrize("how", ["the grace is over", "a second signal"])
def test_a_drain_that_takes_too_long_gives_the_job_back_without_using_the_try(
    stage: Stage, tmp_path: Path, how: str
) -> None:
    job_id = stage.order()
    stage.vendor.gate.clear()
    timing = replace(QUICK, grace=0.3 if how == "the grace is over" else 60.0)
    with worker(stage, tmp_path, timing=timing) as process:
        assert stage.vendor.reached.wait(60)
        process.send(signal.SIGTERM)
        if how == "a second signal":
            until(lambda: "worker_draining" in process.log())
            process.send(signal.SIGTERM)
        assert process.end()[0] == 0
    job = stage.job(job_id)
    assert (job.state, job.attempt) == ("queued", 0) and stage.money() == (10, 1, 0)
    stage.vendor.gate.set()
    stage.work()
    assert stage.job(job_id).state == "succeeded" and stage.money() == DONE


def test_slots_work_side_by_side(stage: Stage, tmp_path: Path) -> None:
    ordered = [stage.order() for _ in range(3)]
    stage.vendor.gate.clear()
    with worker(stage, tmp_path, slots=2) as process:
        until(lambda: len(stage.vendor.asked) == 2)
        assert sorted(stage.job(job_id).state for job_id in ordered) == ["processing", "processing", "queued"]
        stage.vendor.gate.set()
        until(lambda: all(stage.job(job_id).state == "succeeded" for job_id in ordered))
        process.send(signal.SIGTERM)
        assert process.end()[0] == 0
    assert stage.money() == (7, 0, 3)


def test_while_our_account_is_at_fault_every_job_waits_and_none_fails(stage: Stage, tmp_path: Path) -> None:
    ordered = [stage.order() for _ in range(3)]
    stage.vendor.script.extend([problem(429, "insufficient_quota", "insufficient_quota")] * 3)
    with worker(stage, tmp_path) as process:
        until(lambda: "model_misconfigured" in process.log())
        until(lambda: all(stage.job(job_id).state == "queued" for job_id in ordered))
        process.send(signal.SIGTERM)
        assert process.end()[0] == 0
    assert len(stage.vendor.asked) == 1 and stage.money() == (10, 3, 0)
    assert [stage.job(job_id).attempt for job_id in ordered] == [0, 0, 0]


def test_no_secret_and_no_key_reaches_the_log(stage: Stage, tmp_path: Path) -> None:
    def odd(asked: Asked) -> Reply:
        return answer(asked, b"junk")

    stage.vendor.script.append(odd)
    job_id = stage.order()
    with worker(stage, tmp_path) as process:
        until(lambda: "retrying" in stage.kinds(job_id))
        process.send(signal.SIGTERM)
        _, log = process.end()
    assert str(job_id) in log and "model_answer_unreadable" in log
    for secret in ("sk-test", "test-secret", "X-Amz", "someone@example.com", "original.jpg", str(stage.user_id)):
        assert secret not in log


def test_a_model_that_is_shut_down_stops_the_start_with_a_sentence(stage: Stage, tmp_path: Path) -> None:
    stage.environ["OPENAI_IMAGE_MODEL"] = "gpt-image-1"
    with worker(stage, tmp_path) as process:
        sentence = "The image model gpt-image-1 was shut down on 2026-10-23: use gpt-image-2.6-sunburst."
        assert process.end() == (2, f"OPENAI_IMAGE_MODEL: {sentence}\n")
