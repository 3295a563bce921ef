"""Our prompts, as the one-machine stack's image model understands them."""

from __future__ import annotations

import pytest

from backend.editing import catalogue, prompts
from backend.local.image_model.cues import understand
from backend.local.image_model.editor import Bright, Dusk, Edit, Lawn, Sky
from tests.backend.editing.test_prompts import every_choice

WANTED: dict[str, type[Edit]] = {"dusk": Dusk, "sky": Sky, "lawn": Lawn, "bright": Bright}


@pytest.mark.parametrize("spec", catalogue.presets().values(), ids=lambda spec: spec.id)
@pytest.mark.parametrize("strict", [False, True])
def test_every_choice_is_understood(spec: catalogue.PresetSpec, strict: bool) -> None:
    for chosen in every_choice(spec):
        edit = understand(prompts.build(spec, chosen, strict=strict))
        assert isinstance(edit, WANTED[spec.id])
        assert set(chosen.values()) <= {getattr(edit, name) for name in edit.__slots__}
