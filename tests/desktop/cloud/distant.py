"""The real service whose storage is at the other end of a line that counts and can be cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace

import httpx

from backend.config import Settings
from tests.backend import service
from tests.backend.identities import sign_in_service
from tests.backend.service import User
from tests.desktop.cloud.forwarder import Forwarder
from tests.services import Bucket


@dataclass
class Distant:
    url: str
    user: User
    line: Forwarder
    config: Settings


@contextmanager
def distant(postgres_url: str, s3: Bucket) -> Iterator[Distant]:
    """A service and a user of it; the line to its storage carries 30 MB a second."""
    with ExitStack() as stack:
        sign_in = stack.enter_context(sign_in_service())
        line = stack.enter_context(closing(Forwarder(s3.endpoint, pace=30e6)))
        line.up()
        config = replace(service.settings(postgres_url, s3, sign_in), s3_endpoint=line.url)
        url = stack.enter_context(service.running(config))
        http = stack.enter_context(httpx.Client(base_url=url, timeout=30))
        yield Distant(url, User(http, sign_in, config), line, config)
