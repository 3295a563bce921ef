"""The product's own prompts, every choice of every preset, and prompts by people."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from backend.editing.catalogue import Edit as Ordered
from backend.editing.catalogue import presets
from backend.editing.prompts import build, requests
from backend.local.image_model.cues import understand
from backend.local.image_model.editor import Bright, Dusk, Edit, Lawn, Remove, Sky


def expected(preset: str, parameters: dict[str, Any]) -> Edit:
    match preset:
        case "dusk":
            return Dusk(parameters["sky_warmth"], parameters["interior_lights"])
        case "sky":
            return Sky(parameters["kind"])
        case "lawn":
            return Lawn(parameters["strength"])
        case "bright":
            return Bright(parameters["strength"])
        case "remove":
            return Remove()
    raise AssertionError(f"the stand-in has no edit for preset {preset}")


ORDERS = [
    (spec.id, dict(zip([p.name for p in spec.parameters], values, strict=True)))
    for spec in presets().values()
    for values in product(*[[c.value for c in p.choices] or ["300:5000,5000"] for p in spec.parameters])
]


@pytest.mark.parametrize(("preset", "parameters"), ORDERS, ids=lambda value: str(value))
@pytest.mark.parametrize("strict", [False, True])
def test_every_prompt_of_the_product_is_understood(preset: str, parameters: dict[str, str], strict: bool) -> None:
    edit = Ordered(presets()[preset], parameters)
    assert understand(build([edit], strict=strict)) == (expected(preset, parameters),)
    noted = requests([edit], "Make the lawn lush. Replace the sky with a sunset.")[strict]
    assert understand(noted.prompt) == (expected(preset, parameters),)


@pytest.mark.parametrize(
    ("prompt", "edit"),
    [
        ("Make it a twilight photo with a warm evening sky. The windows stay dark.", Dusk("warm", "off")),
        ("Change this to BLUE HOUR, every room brightly lit.", Dusk("natural", "bright")),
        ("Swap the sky for a dramatic sunset. Keep everything else as it is, the lawn too.", Sky("sunset")),
        ("Replace the grey sky with a cloudless one; do not touch the grass.", Sky("clear")),
        ("Make the lawn lush and dense. Do not change the sky.", Lawn("lush")),
        ("Brighten the room; airy and high-key, with a warm white balance.", Bright("strong", "warm")),
        ("Keep everything exactly as it is. Do not replace the sky.", None),
        ("Remove the bins.", None),
        ("Take away the bins and other objects by the door.", Remove()),
        ("Make the lawn green. Do not remove objects.", Lawn("natural")),
        ("[[fault:slow:1]] hello", None),
        ("", None),
    ],
)
def test_prompts_by_people(prompt: str, edit: Edit | None) -> None:
    assert understand(prompt) == (() if edit is None else (edit,))
