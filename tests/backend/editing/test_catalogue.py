"""The preset catalogue."""

from __future__ import annotations

from itertools import permutations

import pytest

from backend import contract, words
from backend.editing import catalogue
from backend.imaging import Stroke

PRESETS = list(catalogue.presets().values())


def test_the_presets_are_offered_in_order() -> None:
    assert list(catalogue.presets()) == ["dusk", "sky", "lawn", "bright", "remove"]


@pytest.mark.parametrize("spec", PRESETS, ids=lambda spec: spec.id)
def test_a_preset_costs_one_credit_and_reads_like_a_product(spec: catalogue.PresetSpec) -> None:
    assert spec.public().credits == catalogue.price() == 1
    assert spec.summary.endswith(".") and spec.summary.count(".") == 1
    for parameter in [p for p in spec.parameters if p.kind is contract.ParameterKind.CHOICE]:
        assert parameter.default in [choice.value for choice in parameter.choices]
        assert len({choice.title for choice in parameter.choices}) == len(parameter.choices) > 1


def test_parameters_and_choices_are_those_that_were_promised() -> None:
    offered = {
        spec.id: {p.name: [choice.value for choice in p.choices] for p in spec.parameters if p.choices}
        for spec in PRESETS
    }
    assert offered == {
        "dusk": {"sky_warmth": ["cool", "natural", "warm"], "interior_lights": ["off", "on", "bright"]},
        "sky": {"kind": ["clear", "clouds", "sunset"]},
        "lawn": {"strength": ["light", "natural", "lush"]},
        "bright": {"strength": ["natural", "strong"], "view": ["white", "generated"]},
        "remove": {},
    }
    kinds = {spec.id: [p.kind.value for p in spec.parameters if not p.choices] for spec in PRESETS}
    assert kinds == {name: ["region" if name == "remove" else "limit"] for name in offered}
    assert {p.name for spec in PRESETS for p in spec.parameters if not p.choices} == {"region"}


def test_only_dusk_and_bright_may_change_the_tone_everywhere() -> None:
    assert {spec.id: (spec.scope.tone, sorted(spec.scope.content)) for spec in PRESETS} == {
        "dusk": (True, ["sky", "windows"]),
        "sky": (False, ["sky"]),
        "lawn": (False, ["lawn"]),
        "bright": (True, []),
        "remove": (False, []),
    }


def test_an_invented_view_is_asked_for_and_never_the_default() -> None:
    spec = catalogue.preset("bright")
    chosen = {value: catalogue.scope(spec, catalogue.check("bright", parameters)).content for value, parameters in (
        ("default", {}), ("white", {"view": "white"}), ("generated", {"view": "generated"})
    )}  # fmt: skip
    assert chosen == {"default": {"white"}, "white": {"white"}, "generated": {"view"}}


def test_check_fills_in_defaults_and_keeps_what_was_chosen() -> None:
    assert catalogue.check("dusk", {"sky_warmth": "warm"}) == {"sky_warmth": "warm", "interior_lights": "on"}


def test_check_names_what_is_wrong() -> None:
    with pytest.raises(catalogue.UnknownPreset, match="attic") as unknown:
        catalogue.check("attic", {})
    assert words.told(unknown.value) == "There is no preset called “attic”."
    with pytest.raises(catalogue.InvalidParameter, match="unknown_choice") as caught:
        catalogue.check("sky", {"kind": "rain"})
    assert caught.value.name == "kind"
    assert words.told(caught.value) == "Sky must be one of: clear, clouds, sunset."
    with pytest.raises(catalogue.InvalidParameter, match="unknown_parameter") as caught:
        catalogue.check("sky", {"mood": "calm"})
    assert words.told(caught.value) == "The preset New sky has no parameter called “mood”."


def test_what_the_app_is_told_holds_no_prompt() -> None:
    public = catalogue.preset("lawn").public()
    assert public.parameters[0].choices[2].title == "Lush"
    assert "phrase" not in public.model_dump_json() and "exactly" not in public.model_dump_json()


def test_a_painted_region_becomes_the_scope_of_the_edit() -> None:
    parameters = catalogue.check("remove", {"region": "250:0,10000 5000,1;1:7,8"})
    scope = catalogue.scope(catalogue.preset("remove"), parameters)
    assert (scope.tone, scope.content) == (False, frozenset())
    assert scope.strokes == (
        Stroke(0.025, ((0.0, 1.0), (0.5, 0.0001))),
        Stroke(0.0001, ((0.0007, 0.0008),)),
    )
    assert catalogue.scope(catalogue.preset("sky"), catalogue.check("sky", {})).strokes == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_painted"),
        ("paint", "region_unreadable"),
        ("0:1,1", "region_unreadable"),
        ("2501:1,1", "region_unreadable"),
        ("10:1,10001", "region_unreadable"),
        ("10:1,1;", "region_unreadable"),
        ("10:1,1  2,2", "region_unreadable"),
        ("10:-1,1", "region_unreadable"),
        ("10:1,1\n", "region_unreadable"),
        ("10:٣,1", "region_unreadable"),
        (";".join(["10:1,1"] * 201), "region_too_fine"),
        ("10:" + " ".join(["1,1"] * 2001), "region_too_fine"),
    ],
)
def test_what_is_no_region_is_refused(text: str, code: str) -> None:
    with pytest.raises(catalogue.InvalidParameter, match=code) as caught:
        catalogue.check("remove", {"region": text})
    assert caught.value.name == "region"


def test_a_recipe_is_what_its_edits_may_change_together() -> None:
    chosen = catalogue.recipe([("sky", {"kind": "sunset"}), ("lawn", {}), ("remove", {"region": "250:0,0"})])
    scope = chosen.scope
    assert (scope.tone, scope.content, len(scope.strokes)) == (False, frozenset({"sky", "lawn"}), 1)
    assert scope.required == {"sky", "lawn"} and scope.whole and chosen.credits == 1
    assert [edit.spec.id for edit in chosen.whole] == ["sky", "lawn"]
    assert [edit.spec.id for edit in chosen.painted] == ["remove"]
    assert chosen.edits[0].parameters == {"kind": "sunset"}
    lit = catalogue.recipe([("lawn", {}), ("dusk", {})]).scope
    assert lit.tone and lit.content == {"sky", "windows", "lawn"} and lit.required == {"lawn"}
    bins = catalogue.recipe([("remove", {"region": "250:0,0"}), ("remove", {"region": "250:9000,0"})])
    assert len(bins.scope.strokes) == 2 and not bins.scope.whole and bins.credits == 1


@pytest.mark.parametrize(
    ("names", "number", "sentence"),
    [
        (("dusk", "bright"), 1, "Dusk and Bright interior both set the light of the whole photo. Choose one of them."),
        (("lawn", "sky", "dusk"), 2, "Dusk brings an evening sky of its own."),
        (("sky", "lawn", "sky"), 2, "New sky can be chosen only once for a photo."),
    ],
)
def test_what_cannot_go_together_says_so(names: tuple[str, ...], number: int, sentence: str) -> None:
    with pytest.raises(catalogue.CannotCombine) as refused:
        catalogue.recipe([(name, {}) for name in names])
    assert refused.value.number == number and words.told(refused.value).startswith(sentence)
    with pytest.raises(catalogue.CannotCombine):
        catalogue.recipe([(name, {}) for name in reversed(names)])


def test_no_recipe_has_two_tones() -> None:
    toned = [spec.id for spec in PRESETS if spec.scope.tone]
    for one, other in permutations(toned, 2):
        with pytest.raises(catalogue.CannotCombine):
            catalogue.recipe([(one, {}), (other, {})])


PLACE = "300:5000,5000 6000,5500"


def test_an_edit_is_limited_where_that_is_asked_for_and_else_says_nothing_of_it() -> None:
    limited = catalogue.recipe([("dusk", {"region": PLACE}), ("lawn", {"region": PLACE})])
    assert [edit.limit for edit in limited.edits] == [PLACE, PLACE]
    assert limited.scope.limit == (Stroke(0.03, ((0.5, 0.5), (0.6, 0.55))),) and limited.scope.strokes == ()
    for nowhere in ({}, {"region": ""}):
        whole = catalogue.recipe([("dusk", nowhere)])
        assert "region" not in whole.edits[0].parameters and whole.scope.limit == ()
    with pytest.raises(catalogue.InvalidParameter, match="region_unreadable"):
        catalogue.check("sky", {"region": "everywhere"})


def test_edits_that_are_made_together_have_one_limit() -> None:
    with pytest.raises(catalogue.CannotCombine, match="same part of the photo") as refused:
        catalogue.recipe([("sky", {"region": PLACE}), ("lawn", {})])
    assert refused.value.number == 1
    mixed = catalogue.recipe([("sky", {"region": PLACE}), ("remove", {"region": "10:1,1"})])
    assert len(mixed.scope.limit) == 1 and mixed.scope.strokes == (Stroke(0.001, ((0.0001, 0.0001),)),)
