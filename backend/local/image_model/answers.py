"""From a checked request to the body of the reply."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

import cv2
import numpy as np

from backend.local.image_model.cues import like_second, understand
from backend.local.image_model.editor import alike, carry_out
from backend.local.image_model.editor.raster import Plane, Rgb, blur, mix, plane, to_float
from backend.local.image_model.faults import Fault
from backend.local.image_model.pictures import encode
from backend.local.image_model.recordings import Recording
from backend.local.image_model.replay import recorded_answer
from backend.local.image_model.requests import EditRequest
from backend.local.image_model.rerender import fit, rerender
from backend.local.image_model.tampering import blacken, erase, invent

OUTPUT_TOKENS = {"low": 272, "medium": 1056, "high": 4160, "xhigh": 6240, "max": 8320}
"""Of one megapixel image, by quality."""


def answer(request: EditRequest, fault: Fault, strength: float, recording: Recording | None = None) -> dict[str, Any]:
    """Edit, render and encode; pure CPU work. The same request gives the same images.

    With a `recording` its answer is the image, as the model that gave it has drawn it; faults befall it as any other.
    """
    data: list[dict[str, str]] = []
    for number in range(request.count):
        digest = hashlib.sha256(request.source + b"\0" + request.prompt.encode() + bytes([number])).digest()
        file = encode(
            _render(request, fault, int.from_bytes(digest[:8], "big"), strength, recording),
            request.output_format,
            request.output_compression,
        )
        if fault.name == "not_an_image":
            file = b"This is not an image."
        data.append({"b64_json": base64.b64encode(file).decode()})
    if fault.name == "bad_base64":
        data = [{"b64_json": "!" + item["b64_json"][1:-3]} for item in data]
    quality = "high" if request.quality == "auto" else request.quality
    body: dict[str, Any] = {
        "created": int(time.time()),
        "background": "opaque",
        "data": [] if fault.name == "empty" else data,
        "output_format": request.output_format,
        "quality": quality,
        "size": f"{request.width}x{request.height}",
        "usage": usage(request, quality),
    }
    if request.safety_identifier:
        body["safety_identifier"] = request.safety_identifier
    return body


def usage(request: EditRequest, quality: str) -> dict[str, Any]:
    """Token counts of the right order: text by length, images by area."""
    text = max(1, len(request.prompt) // 4)
    pictures = 65 * (1 + len(request.others)) + round(request.image_pixels / 1024 * 0.35)
    made = round(OUTPUT_TOKENS[quality] * request.width * request.height / 1_048_576) * request.count
    return {
        "input_tokens": text + pictures,
        "input_tokens_details": {"image_tokens": pictures, "text_tokens": text},
        "output_tokens": made,
        "output_tokens_details": {"image_tokens": made, "text_tokens": 0},
        "total_tokens": text + pictures + made,
    }


def _render(request: EditRequest, fault: Fault, seed: int, strength: float, recording: Recording | None) -> Rgb:
    if recording is not None:
        edited = recorded_answer(recording, request.width, request.height)
        strength = 0  # it has been drawn by a model already
    else:
        edited = _edit(request, seed)
    match fault.name:
        case "invented":
            edited = invent(edited, seed)
        case "erased":
            edited = erase(edited, seed)
        case "black":
            return blacken(edited)
    drawn = rerender(edited, seed ^ 0x5DEECE66D, strength)
    if fault.name == "wrong_size":
        height, width = drawn.shape[:2]
        return fit(drawn, height if width != height else width // 2, width if width != height else height // 2)
    return drawn


def _edit(request: EditRequest, seed: int) -> Rgb:
    photo = fit(request.image, request.width, request.height)
    where = None if request.mask is None else _fitted(request.mask, request)
    edited = photo
    for edit in understand(request.prompt):
        edited = carry_out(edited, edit, seed, where)
    if request.others and like_second(request.prompt):
        edited = alike(edited, photo, request.others[0], np.random.default_rng(seed))
    return edited if where is None else _within(photo, edited, where)


def _fitted(mask: Plane, request: EditRequest) -> Plane:
    picture = np.repeat(np.round(mask * 255).astype(np.uint8)[..., None], 3, 2)
    return plane(fit(picture, request.width, request.height)[..., 0] / 255)


def _within(photo: Rgb, edited: Rgb, where: Plane) -> Rgb:
    """A mask guides, it does not bind: the edit fades out some way around it."""
    reach: Plane = blur(plane(cv2.dilate(where, np.ones((9, 9), np.uint8))), 6.0)
    blended = mix(to_float(photo), to_float(edited), reach[..., None])
    return np.round(np.clip(blended, 0, 1) * 255).astype(np.uint8)
