from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import openai
import pytest

from backend.local.image_model.server import create_app
from tests.backend.local.serving import serving
from tests.present import present

from .photos import file, photo

KEY = "sk-test-0123456789"
MODEL = "gpt-image-2.6-sunburst"
TODAY = date(2026, 11, 22)
SIZE = "1056x704"


@dataclass(frozen=True)
class Vendor:
    """The stand-in on a real port, and the vendor's SDK in front of it."""

    url: str
    sdk: openai.OpenAI
    http: httpx.Client
    """Sends the key; for what the SDK would not send."""

    def edit(
        self, prompt: str = "Replace the sky with a clear blue sky.", **changes: object
    ) -> openai.types.ImagesResponse:
        return self.sdk.images.edit(**self.arguments(prompt, **changes))

    def arguments(self, prompt: str = "Replace the sky with a clear blue sky.", **changes: object) -> dict[str, Any]:
        """Of an edit."""
        return {
            "model": MODEL,
            "image": ("photo.jpg", file(photo("IMG_0001"), quality=92), "image/jpeg"),
            "prompt": prompt,
            "size": SIZE,
            **changes,
        }

    def script(self, *faults: str) -> None:
        self.http.post("/control/faults", json=list(faults)).raise_for_status()


def in_base64(reply: openai.types.ImagesResponse) -> str:
    """The first picture of a reply, as it was sent."""
    return present(present(reply.data)[0].b64_json)


@pytest.fixture(scope="module")
def vendor_server() -> Iterator[str]:
    with serving(lambda _: create_app(KEY, today=lambda: TODAY)) as url:
        yield url


@pytest.fixture
def vendor(vendor_server: str) -> Iterator[Vendor]:
    with (
        httpx.Client(base_url=vendor_server, headers={"Authorization": f"Bearer {KEY}"}, timeout=30) as http,
        openai.OpenAI(base_url=f"{vendor_server}/v1", api_key=KEY, max_retries=0, timeout=30) as sdk,
    ):
        http.delete("/control/faults").raise_for_status()
        http.delete("/control/requests").raise_for_status()
        yield Vendor(vendor_server, sdk, http)
