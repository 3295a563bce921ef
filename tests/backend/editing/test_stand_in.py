"""The one-machine stack's image model, through our client: it understands our prompts, and we its refusals."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import httpx
import pytest
from PIL import Image

from backend.editing import catalogue, prompts
from backend.editing.errors import Busy, Misconfigured, ModelError, Refused, Unavailable
from backend.local.image_model.cues import understand
from backend.local.image_model.editor import Bright, Dusk, Edit, Lawn, Remove, Sky
from backend.local.image_model.server import create_app
from tests.backend.editing.test_client import SIZE, edit, settings
from tests.backend.editing.test_prompts import every_choice
from tests.backend.local.serving import serving

WANTED: dict[str, type[Edit]] = {"dusk": Dusk, "sky": Sky, "lawn": Lawn, "bright": Bright, "remove": Remove}


@pytest.fixture(scope="module")
def stand_in() -> Iterator[str]:
    """The stand-in's address."""
    with serving(lambda _: create_app(settings("http://127.0.0.1").openai_api_key, strength=0.0)) as url:
        yield url


@pytest.mark.parametrize("spec", catalogue.presets().values(), ids=lambda spec: spec.id)
@pytest.mark.parametrize("strict", [False, True])
def test_every_choice_is_understood(spec: catalogue.PresetSpec, strict: bool) -> None:
    for chosen in every_choice(spec):
        (wanted,) = understand(prompts.build([catalogue.Edit(spec, chosen)], strict=strict))
        assert isinstance(wanted, WANTED[spec.id])
        # What is done with the answer is not the model's to know.
        chosen = {p.name: chosen[p.name] for p in spec.parameters if p.choices and not p.choices[0].content}
        assert set(chosen.values()) <= {getattr(wanted, name) for name in wanted.__slots__}


@pytest.mark.parametrize(
    "model", ["gpt-image-2.6-sunburst", "gpt-image-2.6-flare", "gpt-image-2.5-flare", "gpt-image-2"]
)
def test_our_requests_are_taken_for_every_kind_of_model(stand_in: str, model: str) -> None:
    got = edit(f"{stand_in}/v1", model=model)
    assert Image.open(BytesIO(got.images[0])).size == SIZE
    assert got.usage["output_tokens"] > 0 and got.usage["total_tokens"] > got.usage["input_tokens"] > 0


FAULTS: list[tuple[str, type[ModelError], str]] = [
    ("rate_limited:3", Busy, "model_busy"),
    ("quota", Misconfigured, "model_quota"),
    ("model_gone", Misconfigured, "model_not_found"),
    ("moderation", Refused, "moderation_blocked"),
    ("server_error", Unavailable, "model_unavailable"),
    ("unavailable", Unavailable, "model_unavailable"),
    ("timeout:5", Unavailable, "model_timeout"),
    ("cut", Unavailable, "model_unreachable"),
    ("empty", Unavailable, "model_answer_empty"),
    ("bad_base64", Unavailable, "model_answer_unreadable"),
    ("not_an_image", Unavailable, "model_answer_unreadable"),
    ("wrong_size", Unavailable, "model_wrong_size"),
]


@pytest.mark.parametrize(("fault", "kind", "code"), FAULTS, ids=[name for name, *_ in FAULTS])
def test_each_way_to_fail_is_the_error_that_the_worker_needs(
    stand_in: str, fault: str, kind: type[ModelError], code: str
) -> None:
    httpx.post(f"{stand_in}/control/faults", json=[fault]).raise_for_status()
    with pytest.raises(kind) as caught:
        edit(f"{stand_in}/v1", read_seconds=1.0 if fault.startswith("timeout") else 10.0)
    assert caught.value.code == code
    if isinstance(caught.value, Busy):
        assert caught.value.retry_after == 3.0
