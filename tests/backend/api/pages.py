"""Links that are made, and the pages that they lead to, as a browser finds them."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from tests.backend.service import User

Deliver = Callable[[str, str], str]
"""Orders a photo of this name into a shoot and has it succeed; returns the job's id."""


def share(user: User, shoot: str, *job_ids: str, **more: Any) -> httpx.Response:
    photos = more.pop("photos", [{"job_id": job_id} for job_id in job_ids])
    body = {"id": str(uuid4()), "title": "12 Elm Street", "photos": photos} | more
    return user.post(f"/shoots/{shoot}/share", body)


def path_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return urlsplit(answer.json()["url"]).path


class Page(HTMLParser):
    """What a browser would find: links by kind, text, and whatever could run or be asked for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.links: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag == "img":
            self.images.append(dict(attrs))
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def fetched(user: User, path: str) -> bytes:
    answer = user.http.get(path)
    assert answer.status_code == 302, answer.text
    return httpx.get(answer.headers["location"]).content
