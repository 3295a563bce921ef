"""How a call to the image model can fail, by what the worker has to do about it."""

from __future__ import annotations

from typing import ClassVar


class ModelError(Exception):
    """A call without an answer. `code` is stable and goes into the job's record; the message is for our log."""

    billed = False
    """Whether the vendor may charge for the call all the same."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Refused(ModelError):
    """The model will not do this edit of this photo, and asking again is pointless."""

    values: ClassVar[dict[str, str]] = {}


class Busy(ModelError):
    """Too many requests: ask again after `retry_after` seconds. Nothing was done, so no attempt is used up."""

    def __init__(self, message: str, retry_after: float | None) -> None:
        super().__init__("model_busy", message)
        self.retry_after = retry_after


class Unavailable(ModelError):
    """No usable answer this time, possibly after it was paid for: another attempt may do better."""

    def __init__(self, code: str, message: str, *, retry_after: float | None = None, billed: bool = True) -> None:
        super().__init__(code, message)
        self.retry_after = retry_after
        self.billed = billed


class Gone(ModelError):
    """The model is not there any more, and another one can be asked: nothing was done, so no attempt is used up."""


class Misconfigured(ModelError):
    """Our account, key or settings are at fault: every job waits until somebody mends it, and none pays for it."""
