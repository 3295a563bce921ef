"""Which of the configured image models is asked: the first that is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import date

import structlog

from backend import metrics
from backend.editing.errors import Misconfigured
from backend.editing.models import Capabilities, ShutDown, Table, UnusableModel

log = structlog.get_logger()

GONE_SECONDS = 3600.0
"""After which a model that the vendor did not find is asked for once more: no call is paid for by that."""


class Choice:
    """The models in the order of the settings; safe to share between threads.

    Raises `UnusableModel` at once when none of them can be used, or one is not described anywhere.
    """

    def __init__(
        self,
        names: Sequence[str],
        table: Table,
        *,
        today: Callable[[], date] = date.today,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._names = tuple(names)
        self._table = table
        self._today = today
        self._clock = clock
        self._lock = threading.Lock()
        self._back: dict[str, float] = {}
        """When those that were not found are asked for again."""
        self._last = ""
        refusals = [refusal for name in names if (refusal := self._refusal(name)) is not None]
        if unknown := [refusal for refusal in refusals if not isinstance(refusal, ShutDown)]:
            raise unknown[0]
        if len(refusals) == len(self._names):
            raise refusals[0]

    def current(self) -> Capabilities:
        """The model to ask now; raises `Misconfigured` when none is left."""
        with self._lock:
            passed: list[tuple[str, str]] = []
            for place, name in enumerate(self._names, start=1):
                try:
                    found = self._table.capabilities(name, today=self._today())
                except ShutDown:
                    passed.append((name, "shut_down"))
                    continue
                if self._back.get(name, 0.0) > self._clock():
                    passed.append((name, "model_not_found"))
                    continue
                self._tell(found.model, place, passed)
                return found
            # Ask for all of them anew, now and then: the fault may be on our side.
            self._back.clear()
        raise Misconfigured("model_not_found", f"none of {', '.join(self._names)} is there")

    def lost(self, model: str) -> bool:
        """The vendor did not find the model; whether another one can be asked."""
        with self._lock:
            self._back[model] = self._clock() + GONE_SECONDS
        try:
            self.current()
        except Misconfigured:
            return False
        return True

    def _tell(self, model: str, place: int, passed: Sequence[tuple[str, str]]) -> None:
        if model == self._last:
            return
        self._last = model
        metrics.IMAGE_MODEL.set(place)
        for name, reason in passed:
            log.critical("image_model_passed_over", model=name, reason=reason, instead=model)
        if not passed:
            log.info("image_model", model=model)

    def _refusal(self, name: str) -> UnusableModel | None:
        try:
            self._table.capabilities(name, today=self._today())
        except UnusableModel as error:
            return error
        return None
