"""The product's clockwork, quicker, and pixel work that takes no time: faults are about everything around it.

The order of waits stays as it is, their length shrinks. What happens at full length is measured in `test_recovery.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PIL import Image

from backend import breaker, upkeep
from backend.imaging import Fill, Finished, Prepared, Scope, SizeLimits
from backend.imaging.confined import File
from backend.payments import reconcile
from backend.worker import answers, brake, loop, settle
from luster_desktop.cloud import api, orders, retrying, sync
from luster_desktop.intake.preparing.making import prepare
from luster_desktop.intake.preparing.plan import Made, Plan
from luster_desktop.intake.preparing.process import Workshop
from luster_desktop.operations import preparing

TIMING = loop.Timing(shortest_poll=0.02, longest_poll=0.1, rescue=0.1, lease=1.0, heartbeat=0.2, grace=5.0)
EDGE = 64


class QuickPixels:
    """In place of the confined children: a small picture for the model, and its answer as it is for the output."""

    def __init__(self, workers: int) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def crops(self, original: File, limits: SizeLimits, scope: Scope) -> list[Prepared]:
        return []

    def prepare(self, original: File, limits: SizeLimits, scope: Scope, fills: Sequence[Fill] = ()) -> Prepared:
        photo = Image.open(BytesIO(_read(original)))
        small, image, thumb = photo.convert("RGB").resize((EDGE, EDGE)), BytesIO(), BytesIO()
        small.save(image, "PNG")
        small.save(thumb, "JPEG")
        return Prepared(
            image=image.getvalue(),
            mask=b"",
            thumb=thumb.getvalue(),
            content_type="image/png",
            width=EDGE,
            height=EDGE,
        )

    def finish(
        self,
        original: File,
        answer: bytes,
        scope: Scope,
        fills: Sequence[Fill] = (),
        made_before: Sequence[str] = (),
    ) -> Finished:
        image, changes = BytesIO(), BytesIO()
        picture = Image.open(BytesIO(answer)).convert("RGB")
        picture.save(image, "JPEG", comment=hashlib.sha256(_read(original)).digest())
        picture.convert("RGBA").save(changes, "PNG")
        data = image.getvalue()
        return Finished(data, data, changes.getvalue(), EDGE, EDGE, {"verdict": "pass", "score": 0.0})


def _read(file: File) -> bytes:
    return file() if callable(file) else file


class QuickWorkshop(Workshop):
    """One without a child process: the same work in the caller's."""

    def _start(self) -> Any:
        return None

    def _wait(
        self, pipe: Any, plan: Plan, part: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Made:
        return prepare(plan, part, progress)


def _pause(failures: int, asked: float | None = None, **_: float) -> float:
    return min(1.0, 0.05 * 2 ** min(failures, 10) if asked is None else asked)


def _put(module: Any, **values: Any) -> None:
    for name, value in values.items():
        assert hasattr(module, name), f"{module.__name__} has no {name} any more"
        setattr(module, name, value)


def pixels() -> None:
    """Have this process do pixel work in no time."""
    _put(loop, Pixels=QuickPixels)
    _put(preparing, Workshop=QuickWorkshop)


def clockwork() -> None:
    """Shorten every wait of this process."""
    _put(preparing, PATIENCE=0.3)
    _put(settle, FIRST_DELAY=0.05, LONGEST_DELAY=1.0, SETTLE_PAUSES=(0.05, 0.1, 0.2, 0.4))
    _put(answers, PAUSES=(0.05, 0.1, 0.2))
    _put(brake, FIRST_OUTAGE=0.2, LONGEST_OUTAGE=1.0, BUSY_SECONDS=0.2)
    _put(breaker, PAUSE_SECONDS=0.1)
    _put(upkeep, MINUTE=0.8, HOUR=20.0)
    _put(reconcile, LOOK_BACK_SECONDS=300)
    _put(retrying, pause=_pause)
    _put(api, pause=_pause)
    _put(sync, LOOK_FOR_ROOM=0.3)
    _put(orders, FASTEST=0.1, SLOWEST=0.3, CREDITS_EVERY=0.2)
