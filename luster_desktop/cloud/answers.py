"""What the image model gave for a result, as long as the service keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import httpx

from luster_desktop.cloud.api import ApiUnreachable
from luster_desktop.cloud.http import client
from luster_desktop.reasons import Reason

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.cloud.api import ApiClient

MOST_BYTES = 64_000_000
PATIENCE = httpx.Timeout(10.0, read=60.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """A picture that the model gave, as it came. Where it lies is told in shares of the result."""

    picture: bytes
    left: float
    top: float
    width: float
    height: float


def fetch(api: ApiClient, job_id: UUID) -> tuple[Answer, ...]:
    """The answers that the job's result was made from; none where they are no longer kept.

    Raises `ApiProblem`, `ApiUnreachable` or what the sign-in raises.
    """
    made = api.job(job_id).output
    if made is None:
        return ()
    with client(PATIENCE) as http:
        found = [(one, _bytes(http, one.url)) for one in made.answers]
    return tuple(_answer(one, made, picture) for one, picture in found if picture)


def _bytes(http: httpx.Client, url: str) -> bytes:
    """Empty where it went since the link was made, or is more than an answer can be."""
    picture = bytearray()
    try:
        with http.stream("GET", url) as reply:
            if not reply.is_success:
                return b""
            for chunk in reply.iter_bytes():
                picture += chunk
                if len(picture) > MOST_BYTES:
                    return b""
    except httpx.HTTPError as error:
        raise ApiUnreachable(Reason.SERVICE_UNREACHABLE) from error
    return bytes(picture)


def _answer(one: contract.Answer, made: contract.Output, picture: bytes) -> Answer:
    width, height = made.width, made.height
    return Answer(picture, one.left / width, one.top / height, one.width / width, one.height / height)
