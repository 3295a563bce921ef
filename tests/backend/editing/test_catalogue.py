"""The preset catalogue."""

from __future__ import annotations

import pytest

from backend.editing import catalogue

PRESETS = list(catalogue.presets().values())


def test_the_four_presets_are_offered_in_order() -> None:
    assert list(catalogue.presets()) == ["dusk", "sky", "lawn", "bright"]


@pytest.mark.parametrize("spec", PRESETS, ids=lambda spec: spec.id)
def test_a_preset_costs_one_credit_and_reads_like_a_product(spec: catalogue.PresetSpec) -> None:
    assert spec.credits == 1
    assert spec.summary.endswith(".") and spec.summary.count(".") == 1
    for parameter in spec.parameters:
        assert parameter.default in [choice.value for choice in parameter.choices]
        assert len({choice.title for choice in parameter.choices}) == len(parameter.choices) > 1


def test_parameters_and_choices_are_those_that_were_promised() -> None:
    offered = {
        spec.id: {parameter.name: [choice.value for choice in parameter.choices] for parameter in spec.parameters}
        for spec in PRESETS
    }
    assert offered == {
        "dusk": {"sky_warmth": ["cool", "natural", "warm"], "interior_lights": ["off", "on", "bright"]},
        "sky": {"kind": ["clear", "clouds", "sunset"]},
        "lawn": {"strength": ["light", "natural", "lush"]},
        "bright": {"strength": ["natural", "strong"]},
    }


def test_only_dusk_and_bright_may_change_the_tone_everywhere() -> None:
    assert {spec.id: (spec.scope.tone, sorted(spec.scope.content)) for spec in PRESETS} == {
        "dusk": (True, ["sky", "windows"]),
        "sky": (False, ["sky"]),
        "lawn": (False, ["lawn"]),
        "bright": (True, []),
    }


def test_check_fills_in_defaults_and_keeps_what_was_chosen() -> None:
    assert catalogue.check("dusk", {"sky_warmth": "warm"}) == {"sky_warmth": "warm", "interior_lights": "on"}


def test_check_names_what_is_wrong() -> None:
    with pytest.raises(catalogue.UnknownPreset, match="no preset called “attic”"):
        catalogue.check("attic", {})
    with pytest.raises(catalogue.InvalidParameter, match="Sky must be one of: clear, clouds, sunset") as caught:
        catalogue.check("sky", {"kind": "rain"})
    assert caught.value.name == "kind"
    with pytest.raises(catalogue.InvalidParameter, match="no parameter called “mood”"):
        catalogue.check("sky", {"mood": "calm"})


def test_what_the_app_is_told_holds_no_prompt() -> None:
    public = catalogue.preset("lawn").public()
    assert public.parameters[0].choices[2].title == "Lush"
    assert "phrase" not in public.model_dump_json() and "exactly" not in public.model_dump_json()
