"""Whose call of the image model is next."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from backend.editing.client import ImageModel
from backend.editing.errors import Busy, Misconfigured
from backend.worker.brake import Brake
from backend.worker.heartbeat import Lease

CALLS = 16
"""Calls of the image model at once, where its limits allow that many."""

LOOK_SECONDS = 0.25
PATIENCE = 60.0
"""Longest wait for a turn in a worker's hands; who has to wait longer waits in the queue."""


class HeldBack(Exception):
    """No call may be made soon: the job is to go back to the queue for `seconds`."""

    def __init__(self, code: str, seconds: float) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds


class Turns:
    """Calls of the image model, in the order in which jobs were ready for them, for all slots of one worker.

    At most `calls` are under way at once, none is begun beyond the vendor's limits, and none while the brake holds.
    Once no more calls can be begun, up to `ahead` jobs are claimed, so that their pictures are ready when calls end.
    Not before: another worker may begin theirs. Safe to share between threads.
    """

    def __init__(self, model: ImageModel, *, calls: int = CALLS, ahead: int = 0, brake: Brake | None = None) -> None:
        self.brake = brake or Brake()
        self._model = model
        self._calls = calls
        self._ahead = ahead
        self._changed = threading.Condition()
        self._early: set[Lease] = set()
        """Jobs in hand that have not had a turn yet."""
        self._line: deque[object] = deque()
        self._under_way = 0
        self._closed = False

    def claimable(self, free: int) -> int:
        """How many jobs may be claimed now by a worker with room for `free` more."""
        allowed = self.brake.allowance(free)
        if not allowed:
            return 0
        using = self._model.usable()
        if using is not None and self._model.pace.seconds(using) > PATIENCE:
            return 0
        with self._changed:
            open_now = self._calls - self._under_way
            if using is not None:
                open_now = self._model.pace.room(using, open_now)
            return max(min(allowed, (open_now or self._ahead) - len(self._early)), 0)

    def expect(self, lease: Lease) -> None:
        """The job is in hand and will want a turn."""
        with self._changed:
            self._early.add(lease)

    def forget(self, lease: Lease) -> None:
        """The job has come to its end, with a turn or without."""
        with self._changed:
            self._early.discard(lease)

    @contextmanager
    def turn(self, lease: Lease, model: str, images: int = 1) -> Iterator[None]:
        """Wait for a turn to call the model, and have it for the length of the block.

        Raises `HeldBack`, or `LeaseLost` as soon as the job is not ours any more.
        """
        me = object()
        with self._changed:
            self._line.append(me)
            try:
                while (seconds := self._wait(me, lease, model, images)) > 0:
                    self._changed.wait(min(seconds, LOOK_SECONDS))
            finally:
                self._line.remove(me)
                self._changed.notify_all()
            self._under_way += 1
            self._early.discard(lease)
        try:
            yield
        except Busy as error:
            # Before the turn is passed on: nobody else is to run into the same wall.
            self.brake.busy(error.retry_after)
            raise
        except Misconfigured:
            self.brake.trip()
            raise
        finally:
            self._model.pace.end(model)
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def close(self) -> None:
        """Give no more turns: whoever waits for one, or comes for one, is held back."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _wait(self, me: object, lease: Lease, model: str, images: int) -> float:
        lease.check()
        if self._closed:
            raise HeldBack("worker_stopped", 0.0)
        if held := self.brake.seconds():
            raise HeldBack("model_busy", held)
        if self._line[0] is not me or self._under_way >= self._calls:
            return LOOK_SECONDS
        seconds = self._model.pace.ask(model, images)
        if seconds > PATIENCE:
            raise HeldBack("model_busy", seconds)
        return seconds
