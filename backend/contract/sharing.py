"""The link of a shoot for whoever its photos are for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from backend.contract.base import Reply, Request, Text

MAX_DAYS = 90
MAX_SHARED = 200
MAX_FILES = 16
MAX_TOLD = 32
Disclosure = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600, pattern=r"^[^\x00-\x1f\x7f]*$")
]


Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class SharedFile(Request):
    """A file for download besides the result itself, such as one at an MLS's size."""

    title: Title
    asset_id: UUID
    """Uploaded into the same shoot, as photos are."""


class SmallPicture(Request):
    """What a page shows of a photo: a JPEG of about a thousand pixels, uploaded into the same shoot."""

    asset_id: UUID
    width: Annotated[int, Field(ge=1, le=4096)]
    height: Annotated[int, Field(ge=1, le=4096)]


class SharedPhoto(Request):
    """A photo of the page: the result of a job, or one that nothing was ordered for, which brings its `picture`."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["job_id"]}, {"required": ["picture"]}]})

    job_id: UUID | None = None
    """The version that is delivered: a job of the shoot that succeeded."""
    picture: SmallPicture | None = None
    caption: Text | None = None
    edits: Annotated[list[Title], Field(max_length=MAX_TOLD)] = []
    """What was done to it, in the words of whoever shares it."""
    disclosure: Disclosure | None = None
    """What was changed, in words that rules ask for."""
    before: bool = True
    """Whether the photo as it was taken is shown beside a job's result."""
    files: Annotated[list[SharedFile], Field(max_length=MAX_FILES)] = []

    @model_validator(mode="after")
    def _one_of_both(self) -> SharedPhoto:
        if (self.job_id is None) == (self.picture is None):
            raise ValueError("Give the job, or the picture of a photo without one.")
        return self


class ShareRequest(Request):
    id: UUID
    """Made by the caller, anew for each request: one that is sent again makes no second link."""
    title: Text
    """What the page is headed with, such as the property's address."""
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)] = 30
    """From now until the link ends by itself."""
    photos: Annotated[list[SharedPhoto], Field(min_length=1, max_length=MAX_SHARED)]
    """In the order of the page."""
    statement: Disclosure | None = None
    """What is said of all photos together, such as how many were altered."""
    files: Annotated[list[SharedFile], Field(max_length=MAX_FILES)] = []
    """Downloads of all photos at once, such as ZIP archives."""


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

    photo: Annotated[int, Field(ge=0, le=MAX_SHARED)]
    """Its place on the page, from 1; 0 for the files of all photos at once."""
    of: Literal["before", "after", "full", "file"]
    """Small pictures for the page; the result as it is; one of the files."""
    file: Annotated[int, Field(ge=1, le=MAX_FILES)] = 1
    """Which of the files, from 1."""
