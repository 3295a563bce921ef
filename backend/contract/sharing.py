"""The link of a shoot for whoever its photos are for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.contract.base import Reply, Request, Text

MAX_DAYS = 90
MAX_SHARED = 200
MAX_FILES = 8
Disclosure = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class SharedFile(Request):
    """A file for download besides the result itself, such as one at an MLS's size."""

    title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")
    ]
    asset_id: UUID
    """Uploaded into the same shoot, as photos are."""


class SharedPhoto(Request):
    job_id: UUID
    """The version that is delivered: a job of the shoot that succeeded."""
    caption: Text | None = None
    disclosure: Disclosure | None = None
    """What was changed, in words that rules ask for."""
    before: bool = True
    """Whether the photo as it was taken is shown beside it."""
    files: Annotated[list[SharedFile], Field(max_length=MAX_FILES)] = []


class ShareRequest(Request):
    id: UUID
    """Made by the caller, anew for each request: one that is sent again makes no second link."""
    title: Text
    """What the page is headed with, such as the property's address."""
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)] = 30
    """From now until the link ends by itself."""
    photos: Annotated[list[SharedPhoto], Field(min_length=1, max_length=MAX_SHARED)]
    """In the order of the page."""


class Share(Reply):
    title: str
    url: str | None = None
    """The link, only where it is new: the service itself does not keep it. Whoever brings a share up to date goes on
    with the link that is there."""
    photos: int
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    """When somebody looked at the page last."""
    ended_at: datetime | None = None


class SharedPicture(Request):
    """Query: which of a share's pictures or files."""

    photo: Annotated[int, Field(ge=1, le=MAX_SHARED)]
    """Its place on the page, from 1."""
    of: Literal["before", "after", "full", "file"]
    """Small pictures for the page; the result as it is; one of the files."""
    file: Annotated[int, Field(ge=1, le=MAX_FILES)] = 1
    """Which of the files, from 1."""
