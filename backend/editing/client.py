"""The image model, over the vendor's SDK: one call, one answer or one of our own errors."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2
import openai
from openai.types import ImagesResponse

from backend.config import Settings
from backend.editing import vendor_errors
from backend.editing.catalogue import Complexity, Quality
from backend.editing.choice import Choice
from backend.editing.errors import Gone, Misconfigured, ModelError, Unavailable
from backend.editing.models import Capabilities, table
from backend.editing.pace import Pace

READ_SECONDS = 300.0
"""Longest wait for the answer: edits at high quality have been seen to take 235 s."""

MAX_ANSWER_CHARS = 64_000_000
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
FILE_NAMES = {"image/jpeg": "photo.jpg", "image/png": "photo.png"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model returned: PNGs of exactly the size asked for, and what they cost in tokens."""

    images: tuple[bytes, ...]
    """One at least, and no more candidates than were asked for."""
    usage: dict[str, Any]
    """Tokens as the vendor reports them (empty when it does not), with model, size, quality and seconds."""
    model: str


class ImageModel:
    """The configured image models, and the pace that they can be asked at; safe to share between threads.

    Raises `UnusableModel` at once when all of them are shut down or one is unknown. Nothing is retried here: the SDK's
    own retries would carry no idempotency key and so be paid for twice.
    """

    def __init__(self, settings: Settings, *, read_seconds: float = READ_SECONDS) -> None:
        self._choice = Choice(settings.openai_image_models, table(settings.image_model_table))
        self.pace = Pace()
        """Whoever calls `edit` has asked it before."""
        self._client = openai.OpenAI(
            api_key=settings.openai_api_key,
            base_url=settings.openai_base_url,
            max_retries=0,
            timeout=httpx2.Timeout(connect=5.0, read=read_seconds, write=60.0, pool=read_seconds),
        )

    def close(self) -> None:
        """Close the pooled connections."""
        self._client.close()

    def current(self) -> Capabilities:
        """The model to prepare a photo for; raises `Misconfigured` when none is there."""
        return self._choice.current()

    def usable(self) -> str | None:
        """The name of the model that is asked now; None while none is there."""
        try:
            return self.current().model
        except Misconfigured:
            return None

    def edit(
        self,
        using: Capabilities,
        image: bytes,
        content_type: str,
        prompt: str,
        size: tuple[int, int],
        *,
        mask: bytes = b"",
        anchor: bytes = b"",
        quality: Quality,
        complexity: Complexity,
        candidates: int = 1,
        user: UUID,
    ) -> Answer:
        """Have `image` (PNG or JPEG, already `size` pixels) edited by the model `using`; blocks for seconds to minutes.

        `mask` is a PNG of the same size, transparent where the edit is wanted; the model takes it as guidance only.
        `anchor` is a JPEG of any size, which the prompt calls the second picture; the mask is not of it.
        Raises `Refused`, `Busy`, `Unavailable`, `Gone` or `Misconfigured`.
        """
        model = using.model
        width, height = size
        # Without a name and a type the file goes out as application/octet-stream, which the vendor refuses.
        photo = (FILE_NAMES[content_type], image, content_type)
        started = time.monotonic()
        began = self.pace.now()
        try:
            reply = self._client.images.with_raw_response.edit(
                model=model,
                image=[photo, ("anchor.jpg", anchor, "image/jpeg")] if anchor else photo,
                mask=("mask.png", mask, "image/png") if mask and using.mask else openai.omit,
                prompt=prompt,
                size=f"{width}x{height}",
                quality=quality if quality in using.qualities else "high",
                complexity=complexity if using.complexity else openai.omit,
                background="opaque",
                output_format="png",
                n=candidates,
                safety_identifier=_pseudonym(user),
            )
            response = reply.parse()
            self.pace.tell(model, began, reply.headers, _tokens(response))
        except openai.OpenAIError as error:
            if isinstance(error, openai.APIStatusError):
                self.pace.tell(model, began, error.response.headers)
            raise self._translated(error, model) from error
        except ValueError as error:
            raise Unavailable("model_answer_unreadable", "the reply is not JSON") from error
        images = _images(response, size)[:candidates]
        usage = response.usage.model_dump(mode="json", exclude_none=True) if response.usage else {}
        asked = {"model": model, "size": f"{width}x{height}", "quality": response.quality or quality}
        return Answer(images, {**usage, **asked, "seconds": round(time.monotonic() - started, 2)}, model)

    def _translated(self, error: openai.OpenAIError, model: str) -> ModelError:
        found = vendor_errors.translate(error)
        if found.code == "model_not_found" and self._choice.lost(model):
            return Gone(found.code, found.message)
        return found


def _tokens(response: ImagesResponse) -> int:
    found = getattr(getattr(response, "usage", None), "total_tokens", None)
    return found if isinstance(found, int) else 0


def _images(response: ImagesResponse, size: tuple[int, int]) -> tuple[bytes, ...]:
    """The reply's images that can be used; where none can, the reason is that of the first."""
    # The SDK builds replies without validating them: any field may be missing or of another type.
    items = response.data if isinstance(response, ImagesResponse) else None
    found: list[bytes] = []
    unusable: list[Unavailable] = []
    for item in items if isinstance(items, list) else ():
        try:
            found.append(_image(getattr(item, "b64_json", None), size))
        except Unavailable as error:
            unusable.append(error)
    if not found:
        raise unusable[0] if unusable else Unavailable("model_answer_empty", "the reply holds no image")
    return tuple(found)


def _image(encoded: object, size: tuple[int, int]) -> bytes:
    if not isinstance(encoded, str) or not encoded:
        raise Unavailable("model_answer_empty", "the reply holds no image")
    if len(encoded) > MAX_ANSWER_CHARS:
        raise Unavailable("model_answer_unreadable", f"the image is {len(encoded)} characters long")
    try:
        image = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unavailable("model_answer_unreadable", "the image is not base64") from error
    if (found := _png_size(image)) != size:
        raise Unavailable("model_wrong_size", f"asked for {size[0]}x{size[1]}, got {found}")
    return image


def _png_size(image: bytes) -> tuple[int, int]:
    if len(image) < 24 or not image.startswith(PNG_SIGNATURE) or image[12:16] != b"IHDR":
        raise Unavailable("model_answer_unreadable", "the image is not a PNG")
    width, height = struct.unpack(">II", image[16:24])
    return width, height


def _pseudonym(user: UUID) -> str:
    return hashlib.sha256(b"luster user " + user.bytes).hexdigest()
