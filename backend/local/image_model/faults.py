"""Misbehaviour on demand: by the header `X-Luster-Fault`, a token `[[fault:NAME]]` in the prompt, or a script.

A fault is a name, with a colon and a number of seconds where it takes one: `rate_limited:2`, `slow:0.5`. The header
wins over the prompt, the prompt over the script; each request takes at most one entry off the script.

| name | what happens | number |
|---|---|---|
| rate_limited | 429 `rate_limit_exceeded` | Retry-After, 1 |
| quota | 429 `insufficient_quota`, no Retry-After | |
| moderation | 400 `moderation_blocked`, type `image_generation_user_error` | |
| server_error | 500 `server_error` | |
| unavailable | 503 `server_overloaded` | |
| model_gone | 404 `model_not_found` | |
| slow | answers as usual, after a delay | seconds, 2 |
| timeout | holds the connection and then closes it unanswered | seconds, 600 |
| cut | the connection closes in the middle of the body | |
| empty | `data` is an empty list | |
| bad_base64 | `b64_json` cannot be decoded | |
| not_an_image | `b64_json` is no image | |
| wrong_size | the image has another size than was asked for | |
| black | the image is black | |
| invented | an object stands in the image that is not in the photo | |
| erased | something of the photo is missing from the image | |
| ok | nothing: a place in a script for a request that goes well | |
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from backend.local.image_model.problems import Problem, model_not_found

DEFAULTS: dict[str, float] = {"rate_limited": 1, "slow": 2, "timeout": 600}
NAMES = frozenset(
    (
        "rate_limited",
        "quota",
        "moderation",
        "server_error",
        "unavailable",
        "model_gone",
        "slow",
        "timeout",
        "cut",
        "empty",
        "bad_base64",
        "not_an_image",
        "wrong_size",
        "black",
        "invented",
        "erased",
        "ok",
    )
)
_TOKEN = re.compile(r"\[\[fault:([^\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    number: float = 0

    @classmethod
    def parse(cls, text: str) -> Fault:
        """A fault from its notation; raises ValueError with a sentence."""
        name, _, number = text.strip().partition(":")
        if name not in NAMES:
            raise ValueError(f"There is no fault {name!r}; there are {', '.join(sorted(NAMES))}.")
        try:
            value = float(number) if number else DEFAULTS.get(name, 0)
        except ValueError:
            value = -1
        if not 0 <= value <= 3600:
            raise ValueError(f"The number of fault {text!r} must be 0 to 3600 seconds.")
        return cls(name, value)

    def __str__(self) -> str:
        return f"{self.name}:{self.number:g}" if self.name in DEFAULTS else self.name


class Script:
    """Faults to come, one per request; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: deque[Fault] = deque()

    def extend(self, faults: list[Fault]) -> None:
        """Put faults at the script's end."""
        with self._lock:
            self._left.extend(faults)

    def clear(self) -> None:
        """Forget what is left."""
        with self._lock:
            self._left.clear()

    def left(self) -> list[str]:
        """What is left, in the notation."""
        with self._lock:
            return [str(fault) for fault in self._left]

    def take(self) -> Fault | None:
        """Take the next fault off the script, None when it is used up."""
        with self._lock:
            return self._left.popleft() if self._left else None


def chosen(headers: Mapping[str, str], prompt: str, script: Script) -> Fault:
    """The fault for one request; raises `Problem` for a name that does not exist."""
    token = _TOKEN.search(prompt)
    text = headers.get("x-luster-fault") or (token.group(1) if token else None)
    if text is None:
        return script.take() or Fault("ok")
    try:
        return Fault.parse(text)
    except ValueError as error:
        raise Problem(400, str(error), code="unknown_fault") from None


def refusal(fault: Fault, model: str, request_id: str) -> Problem | None:
    """The error that a fault answers with, if it answers with one."""
    match fault.name:
        case "rate_limited":
            message = (
                f"Rate limit reached for {model} in organization org-luster on input-images per min: Limit 5, Used 5, "
                f"Requested 1. Please try again in {fault.number:g}s."
            )
            after = {"retry-after": f"{fault.number:g}", "retry-after-ms": f"{fault.number * 1000:.0f}"}
            return Problem(429, message, code="rate_limit_exceeded", kind="input-images", headers=after)
        case "quota":
            message = "You exceeded your current quota, please check your plan and billing details."
            return Problem(429, message, code="insufficient_quota", kind="insufficient_quota")
        case "moderation":
            message = (
                "Your request was rejected by the safety system. If you believe this is an error, contact us and "
                f"include the request ID {request_id}. safety_violations=[sexual]."
            )
            details = {"moderation_details": {"moderation_stage": "input", "categories": ["sexual"]}}
            return Problem(400, message, code="moderation_blocked", kind="image_generation_user_error", extra=details)
        case "server_error":
            message = (
                "The server had an error processing your request. Sorry about that! You can retry your request, or "
                f"contact us if you keep seeing this error. (Please include the request ID {request_id}.)"
            )
            return Problem(500, message, code="server_error", kind="server_error")
        case "unavailable":
            message = "The server is currently overloaded with other requests. Please try again later."
            return Problem(503, message, code="server_overloaded", kind="server_error")
        case "model_gone":
            return model_not_found(model)
    return None
