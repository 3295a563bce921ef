"""The vendor's image models: what each takes, and until when it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.local.image_model.problems import Problem, model_not_found

FIXED_SIZES = ("1024x1024", "1536x1024", "1024x1536")
QUALITIES = ("low", "medium", "high", "auto")
MORE_QUALITIES = (*QUALITIES, "xhigh", "max")
MIN_PIXELS, MAX_PIXELS, MAX_EDGE = 655_360, 8_294_400, 3840


@dataclass(frozen=True, slots=True)
class Model:
    id: str
    created: int
    shutdown: date | None = None
    qualities: tuple[str, ...] = MORE_QUALITIES
    free_size: bool = True
    """Takes any WIDTHxHEIGHT within the limits, not only the three fixed sizes."""
    complexity: bool = True
    markup: bool = True
    input_fidelity: tuple[str, ...] = ()

    def public(self) -> dict[str, Any]:
        """The model object of the API."""
        shutdown = self.shutdown.isoformat() if self.shutdown else None
        return {
            "id": self.id,
            "object": "model",
            "created": self.created,
            "owned_by": "system",
            "shutdown_date": shutdown,
        }

    def size(self, text: str, width: int, height: int) -> tuple[int, int]:
        """The size to answer with for `size` and a photo of width x height; raises `Problem` for a refused size."""
        if text == "auto":
            ratio = width / height
            text = FIXED_SIZES[0] if 0.8 <= ratio <= 1.25 else FIXED_SIZES[1] if ratio > 1 else FIXED_SIZES[2]
        if not self.free_size and text not in FIXED_SIZES:
            listed = ", ".join(f"'{size}'" for size in (*FIXED_SIZES, "auto"))
            raise _bad_size(f"Invalid value: '{text}'. Supported values are: {listed}.")
        across, _, down = text.partition("x")
        if not (across.isascii() and across.isdigit() and down.isascii() and down.isdigit() and len(text) <= 11):
            raise _bad_size(f"Invalid size '{text}'. Expected WIDTHxHEIGHT, for example '1536x864', or 'auto'.")
        w, h = int(across), int(down)
        if w % 16 or h % 16 or not w or not h:
            raise _bad_size(f"Invalid size '{text}'. Width and height must both be divisible by 16.")
        if max(w, h) > 3 * min(w, h):
            raise _bad_size(f"Invalid size '{text}'. The aspect ratio must be between 1:3 and 3:1.")
        if max(w, h) > MAX_EDGE:
            raise _bad_size(f"Invalid size '{text}'. The longest edge must not exceed {MAX_EDGE} pixels.")
        if not MIN_PIXELS <= w * h <= MAX_PIXELS:
            raise _bad_size(f"Invalid size '{text}'. The image must have {MIN_PIXELS} to {MAX_PIXELS} pixels in total.")
        return w, h


def _bad_size(message: str) -> Problem:
    return Problem(400, message, code="invalid_value", param="size")


_EARLIER = {"qualities": QUALITIES, "complexity": False, "markup": False}
_ENDING = {**_EARLIER, "free_size": False, "shutdown": date(2026, 12, 1)}

CATALOGUE: dict[str, Model] = {
    model.id: model
    for model in (
        Model("gpt-image-2.6-sunburst", 1793750400),
        Model("gpt-image-2.6-flare", 1793750400),
        Model("gpt-image-2.5-sunburst", 1788825600),
        Model("gpt-image-2.5-sunburst-2026-09-08", 1788825600),
        Model("gpt-image-2.5-flare", 1788825600),
        Model("gpt-image-2.5-flare-2026-09-08", 1788825600),
        Model("gpt-image-2", 1776729600, **_EARLIER),  # type: ignore[arg-type]
        Model("gpt-image-2-2026-04-21", 1776729600, **_EARLIER),  # type: ignore[arg-type]
        Model("gpt-image-1.5", 1765843200, **_ENDING, input_fidelity=("high", "low")),  # type: ignore[arg-type]
        Model("gpt-image-1-mini", 1759190400, **_ENDING, input_fidelity=("low",)),  # type: ignore[arg-type]
        Model("chatgpt-image-latest", 1765843200, **_ENDING),  # type: ignore[arg-type]
        Model("gpt-image-1", 1745280000, shutdown=date(2026, 10, 23)),
        Model("dall-e-3", 1698785189, shutdown=date(2026, 5, 12)),
        Model("dall-e-2", 1698798177, shutdown=date(2026, 5, 12)),
    )
}
DEFAULT = "gpt-image-2.6-sunburst"


def find(name: str, today: date) -> Model:
    """The model of that name if it still answers today; raises the vendor's 404 otherwise."""
    model = CATALOGUE.get(name)
    if model is None or (model.shutdown is not None and model.shutdown <= today):
        raise model_not_found(name)
    return model


def alive(today: date) -> list[Model]:
    """The models that answer today."""
    return [model for model in CATALOGUE.values() if model.shutdown is None or model.shutdown > today]
