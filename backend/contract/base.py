"""What every message of the wire is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


# Problems (RFC 9457, application/problem+json)


class FieldError(Reply):
    pointer: str
    """JSON pointer into the request body."""
    detail: str


class Problem(Reply):
    type: str
    title: str
    status: int
    detail: str
    """A sentence for the user."""
    request_id: str
    errors: list[FieldError] | None = None
    available: int | None = None
    required: int | None = None
    url: str | None = None
    """Where a newer app is to be had."""
