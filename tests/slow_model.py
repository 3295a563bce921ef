"""Edits that take a while, so that what is to happen in their midst does, however quick the worker is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx


@contextmanager
def slow_model(environment: Mapping[str, str], edits: int, seconds: float) -> Iterator[None]:
    """The next `edits` of the one-machine stack's image model take `seconds` each; what is left over is taken back."""
    faults = environment["OPENAI_BASE_URL"].removesuffix("/v1") + "/control/faults"
    httpx.post(faults, json=[f"slow:{seconds:g}"] * edits).raise_for_status()
    try:
        yield
    finally:
        httpx.delete(faults).raise_for_status()
