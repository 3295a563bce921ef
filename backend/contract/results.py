"""What a job has made: the finished photo, what was found in it, and what the image model gave for it."""

from __future__ import annotations

from datetime import datetime

from backend.contract.base import Reply


class Fidelity(Reply):
    """How well everything that was not to change was kept. What an older job did not measure is None or empty."""

    score: float
    """0..1: the worst of what differs from the photo beyond the request; low is good."""
    verdict: str
    beyond_request: int | None = None
    """Places in the output that differ from the photo beyond the request."""
    left_out: int | None = None
    """Places where the model's changes were left out: the output is as in the photo there."""
    arrived: float | None = None
    """0..1: how much of the edit is in the output."""
    generated: list[str] = []
    """What is made of the model's own pixels: "sky", "lawn", "windows", "view" (behind blown-out panes), "painted";
    in a result that went on from another, in either of them."""
    source: Fidelity | None = None
    """Of the result that was gone on from; all else is measured against that."""


class Answer(Reply):
    """A picture that the image model gave for a result, as it came, at its own size."""

    url: str
    left: int
    """Which part of the output it shows, in the output's pixels; nearly, because nothing aligns it."""
    top: int
    width: int
    height: int


class Output(Reply):
    url: str
    thumb_url: str
    change_map_url: str | None = None
    """A small RGBA picture to lay over the photo: red (in older jobs blue too) where it differs beyond the request,
    green where the model's changes were left out."""
    answers: list[Answer] = []
    """What the model gave for it; empty once that is no longer kept."""
    expires_at: datetime
    width: int
    height: int
    bytes: int
    sha256: str
    fidelity: Fidelity | None = None
