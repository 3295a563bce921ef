"""A form, checked as the vendor checks it, as one `EditRequest`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backend.local.image_model.editor.raster import Plane, Rgb
from backend.local.image_model.models import DEFAULT, Model, find
from backend.local.image_model.multipart import Part
from backend.local.image_model.pictures import open_mask, open_picture
from backend.local.image_model.problems import Problem, invalid_value, missing, unknown_parameter, unsupported_parameter

MAX_PROMPT = 32_000
MAX_IMAGES = 16
FILES = ("image", "image[]", "mask", "markup")
FIELDS = frozenset(
    (
        "prompt",
        "model",
        "size",
        "quality",
        "output_format",
        "output_compression",
        "background",
        "complexity",
        "n",
        "input_fidelity",
        "safety_identifier",
        "user",
        "stream",
        "partial_images",
    )
)


@dataclass(frozen=True, slots=True)
class EditRequest:
    image: Rgb
    """The first image, which is edited."""
    others: tuple[Rgb, ...]
    """The further ones, which are only looked at."""
    prompt: str
    model: Model
    width: int
    height: int
    quality: str
    output_format: str
    output_compression: int
    count: int
    image_pixels: int
    """Pixels of all of them."""
    source: bytes
    """The first image's file."""
    mask: Plane | None
    """1 where the edit is wanted, of the image's size."""
    safety_identifier: str | None


def read(parts: list[Part], today: date) -> EditRequest:
    """Check a form field by field; raises `Problem` for the first thing that the vendor refuses."""
    files = [part for part in parts if part.name in FILES]
    fields = {part.name: part.text for part in parts if part.name not in FILES}
    for name in fields:
        if name not in FIELDS:
            raise unknown_parameter(name)
    model = find(fields.get("model") or DEFAULT, today)
    prompt = _prompt(fields)
    quality = _choice(fields, "quality", model.qualities, "auto")
    output_format = _choice(fields, "output_format", ("png", "webp", "jpeg"), "png")
    compression = _number(fields, "output_compression", 0, 100, 100)
    if "output_compression" in fields and output_format == "png" and compression != 100:
        raise Problem(
            400,
            "Compression less than 100 is not supported for PNG output format.",
            code="invalid_png_output_compression",
            param="output_compression",
        )
    if _choice(fields, "background", ("transparent", "opaque", "auto"), "auto") == "transparent":
        # Photos have no background to leave out; the vendor's preview for that is not stood in for.
        raise unsupported_parameter("background", model.id)
    if "complexity" in fields and not model.complexity:
        raise unsupported_parameter("complexity", model.id)
    _choice(fields, "complexity", ("low", "medium", "high"), "high")
    if "input_fidelity" in fields:
        if not model.input_fidelity:
            raise unsupported_parameter("input_fidelity", model.id)
        _choice(fields, "input_fidelity", model.input_fidelity, "low")
    if fields.get("stream", "false").lower() not in ("false", "0", ""):
        raise unsupported_parameter("stream", model.id)
    count = _number(fields, "n", 1, 10, 1)

    images = [part for part in files if part.name in ("image", "image[]")]
    if not images or any(part.filename is None for part in images):
        raise missing("image")
    if len(images) > MAX_IMAGES:
        message = f"Invalid 'image': array too long. Expected an array with maximum length {MAX_IMAGES}."
        raise Problem(400, message, code="array_above_max_length", param="image")
    opened = [open_picture(part.data, part.content_type, "image", index + 1) for index, part in enumerate(images)]
    height, width = opened[0].shape[:2]
    size = model.size(fields.get("size") or "auto", width, height)
    return EditRequest(
        image=opened[0],
        others=tuple(opened[1:]),
        prompt=prompt,
        model=model,
        width=size[0],
        height=size[1],
        quality=quality,
        output_format=output_format,
        output_compression=compression,
        count=count,
        image_pixels=sum(picture.shape[0] * picture.shape[1] for picture in opened),
        source=images[0].data,
        mask=_overlay(files, model, (width, height)),
        safety_identifier=fields.get("safety_identifier") or fields.get("user") or None,
    )


def _prompt(fields: dict[str, str]) -> str:
    prompt = fields.get("prompt")
    if not prompt:
        raise missing("prompt")
    if len(prompt) > MAX_PROMPT:
        message = (
            f"Invalid 'prompt': string too long. Expected a string with maximum length {MAX_PROMPT}, but got a string "
            f"with length {len(prompt)} instead."
        )
        raise Problem(400, message, code="string_above_max_length", param="prompt")
    return prompt


def _overlay(files: list[Part], model: Model, size: tuple[int, int]) -> Plane | None:
    found = {part.name: part for part in files if part.name in ("mask", "markup")}
    if len(found) == 2:
        raise Problem(400, "'mask' and 'markup' cannot be combined.", code="invalid_value", param="markup")
    for name, part in found.items():
        if name == "markup" and not model.markup:
            raise unsupported_parameter(name, model.id)
        clear = open_mask(part.data, part.content_type, size, name)
        return clear if name == "mask" else None
    return None


def _choice(fields: dict[str, str], name: str, supported: tuple[str, ...], default: str) -> str:
    value = fields.get(name) or default
    if value not in supported:
        raise invalid_value(name, value, supported)
    return value


def _number(fields: dict[str, str], name: str, least: int, most: int, default: int) -> int:
    text = fields.get(name)
    if text is None or text == "":
        return default
    if not (text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10):
        message = f"Invalid type for '{name}': expected an integer, but got a string instead."
        raise Problem(400, message, code="invalid_type", param=name)
    value = int(text)
    if value < least:
        message = (
            f"Invalid '{name}': integer below minimum value. Expected a value >= {least}, but got {value} instead."
        )
        raise Problem(400, message, code="integer_below_min_value", param=name)
    if value > most:
        message = f"Invalid '{name}': integer above maximum value. Expected a value <= {most}, but got {value} instead."
        raise Problem(400, message, code="integer_above_max_value", param=name)
    return value
