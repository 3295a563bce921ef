"""Logs: one JSON object a line, without secrets.

What must not reach a log is taken out twice: by the name of the field, and by what a value looks like, wherever it is.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[hidden]"
SECRET_KEYS = re.compile(
    r"(?i)authorization|cookie|token|secret|password|api_?key|signature|credential|session|e?mail|url|path|filename"
)
PATTERNS = [
    # Signed links, and any other address: its query may be the secret.
    re.compile(r"(?i)\b[a-z][a-z0-9+.-]*://\S+"),
    re.compile(r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"),
    re.compile(r"(?i)\bbearer\s+\S+"),
    re.compile(r"\b(?:sk|rk|pk|lk|whsec|sb)[-_][\w-]{6,}"),
    re.compile(r"\b(?:cs|pi|ch)_(?:test_|live_)?\w{8,}"),
    re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?i)x-amz-[\w-]+=\S+"),
    re.compile(r"(?:(?<=\s)|(?<=[\"'(=])|^)(?:[A-Za-z]:[\\/]|\\\\|~?/)(?:[^\s\"'()<>|:]+[\\/])[^\s\"'()<>|:]*"),
]
# Tracebacks keep the names of source files, without where those are.
SOURCE_FILE = re.compile(r"(?<=File \")[^\"\n]*[\\/]([\w.-]+\.py)(?=\")")
DEPTH = 6


def configure(stream: Any = None) -> None:
    """Send structlog's and the standard library's records through the same pipe, to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, redact, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)


def redact(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The last step before a record is written: nothing secret is left in it."""
    return {key: _clean(key, value, DEPTH) for key, value in event.items()}


def _clean(key: str, value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if key == "route":
        # A template of ours, never what somebody sent.
        return value
    if key not in ("event", "exception") and SECRET_KEYS.search(key):
        return HIDDEN
    if isinstance(value, str):
        return scrub(value)
    if depth and isinstance(value, Mapping):
        return {scrub(str(name)): _clean(str(name), item, depth - 1) for name, item in value.items()}
    if depth and isinstance(value, list | tuple | set | frozenset):
        return [_clean("", item, depth - 1) for item in value]
    return scrub(repr(value) if isinstance(value, BaseException) else str(value))


def scrub(text: str) -> str:
    """The text without anything that looks like a secret, an address, an e-mail or a path."""
    text = SOURCE_FILE.sub(r"\1", text)
    for pattern in PATTERNS:
        text = pattern.sub(HIDDEN, text)
    return text
