"""The words that the image model gets."""

from __future__ import annotations

import dataclasses
from itertools import product

import pytest

from backend.contract import ParameterKind
from backend.editing import catalogue, prompts
from backend.editing.catalogue import Ask, Edit, Recipe
from backend.local.image_model.cues import like_second, understand
from backend.local.image_model.editor import Dusk, Lawn, Sky

PRESETS = list(catalogue.presets().values())
PAINTED = "300:5000,5000 6000,5500;40:100,200"


def every_choice(spec: catalogue.PresetSpec) -> list[dict[str, str]]:
    asked = [parameter for parameter in spec.parameters if parameter.kind is not ParameterKind.LIMIT]
    values = [[choice.value for choice in parameter.choices] or [PAINTED] for parameter in asked]
    return [dict(zip((p.name for p in asked), chosen, strict=True)) for chosen in product(*values)]


@pytest.mark.parametrize("spec", PRESETS, ids=lambda spec: spec.id)
def test_every_choice_makes_another_prompt(spec: catalogue.PresetSpec) -> None:
    choices = every_choice(spec)
    assert len({prompts.build([Edit(spec, chosen)]) for chosen in choices}) == len(choices)


@pytest.mark.parametrize("spec", PRESETS, ids=lambda spec: spec.id)
def test_every_prompt_demands_that_all_else_stays(spec: catalogue.PresetSpec) -> None:
    for chosen in every_choice(spec):
        prompt = prompts.build([Edit(spec, chosen)])
        assert "keep everything else exactly as it is" in prompt
        for kept in ("geometry", "camera", "framing", "furniture", "every object", "fixture", "text", "people"):
            assert kept in prompt
        assert "{" not in prompt and len(prompt) < 4000


@pytest.mark.parametrize("spec", PRESETS, ids=lambda spec: spec.id)
def test_the_strict_wording_asks_for_the_same_edit_and_more_restraint(spec: catalogue.PresetSpec) -> None:
    chosen = every_choice(spec)[0]
    plain, strict = prompts.build([Edit(spec, chosen)]), prompts.build([Edit(spec, chosen)], strict=True)
    assert strict.startswith(plain) and "second try" in strict.removeprefix(plain)


def test_each_prompt_asks_for_one_edit_only() -> None:
    cues = {
        "dusk": ["dusk", "twilight"],
        "sky": ["replace the sky"],
        "lawn": ["the lawn"],
        "bright": ["brighten the interior"],
        "remove": ["remove the objects"],
    }
    for spec in PRESETS:
        for chosen in every_choice(spec):
            prompt = prompts.build([Edit(spec, chosen)], strict=True).lower()
            found = {preset for preset, words in cues.items() if any(word in prompt for word in words)}
            assert found == {spec.id}


@pytest.mark.parametrize(
    ("preset", "name", "words"),
    [
        ("dusk", "sky_warmth", {"cool": "a cool", "natural": "a natural", "warm": "a warm"}),
        ("dusk", "interior_lights", {"off": "lights off", "on": "lights on:", "bright": "lights on bright"}),
        ("sky", "kind", {"clear": "clear blue", "clouds": "soft clouds", "sunset": "sunset"}),
        ("lawn", "strength", {"light": "a light touch", "natural": "a natural lawn", "lush": "a lush lawn"}),
        ("bright", "strength", {"natural": "naturally bright", "strong": "strongly bright"}),
        ("bright", "view", {"white": "do not invent a view", "generated": "a calm and believable view"}),
    ],
)
def test_the_chosen_words_and_no_others_are_in_the_prompt(preset: str, name: str, words: dict[str, str]) -> None:
    spec = catalogue.preset(preset)
    for chosen in every_choice(spec):
        prompt = prompts.build([Edit(spec, chosen)], strict=True)
        assert {value for value, word in words.items() if word in prompt} == {chosen[name]}


def recipe(*names: str) -> Recipe:
    return catalogue.recipe([(name, {"region": PAINTED} if name == "remove" else {}) for name in names])


def version_of(chosen: Recipe) -> str:
    return prompts.wording(chosen.edits).version


def test_a_version_follows_the_words_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = catalogue.preset("sky")

    def version(spec: catalogue.PresetSpec) -> str:
        return version_of(Recipe((Edit(spec, {"kind": "clouds"}),), 1))

    renamed = dataclasses.replace(spec, title="Blue sky")
    reworded = dataclasses.replace(spec, prompt=spec.prompt + " Really.")
    assert version(renamed) == version(spec) != version(reworded)
    alone = {version_of(recipe(each.id)) for each in PRESETS}
    together = {version_of(recipe(*names)) for names in (("sky", "lawn"), ("sky", "remove"), ("dusk", "lawn"))}
    assert len(alone) == len(PRESETS) and len(together) == 3 and not alone & together
    assert version_of(recipe("remove", "remove")) == version_of(recipe("remove"))
    both = version_of(recipe("sky", "lawn"))
    clauses = dataclasses.replace(catalogue.clauses(), together="Do both.")
    monkeypatch.setattr(catalogue, "clauses", lambda: clauses)
    assert version_of(recipe("sky", "lawn")) != both and version(spec) in alone


def test_edits_that_go_together_are_asked_for_in_one_prompt() -> None:
    for names, wanted in ((("sky", "lawn"), (Sky(), Lawn())), (("lawn", "dusk"), (Dusk(), Lawn()))):
        chosen = recipe(*names)
        for strict in (False, True):
            prompt = prompts.build(chosen.whole, strict=strict)
            assert understand(prompt) == wanted
            assert prompt.count("keep everything else exactly as it is") == 1
            assert all(catalogue.preset(name).may_change in prompt for name in names)
            assert prompt.startswith("Make all of the following edits") and len(prompt) < 6000


def test_the_most_demanding_edit_says_how_much_effort_is_made() -> None:
    assert prompts.requests(recipe("sky", "lawn").whole)[0].complexity == "low"
    assert prompts.requests(recipe("dusk", "lawn").whole)[0].complexity == "medium"
    assert prompts.requests(recipe("sky", "remove").painted)[0].prompt == prompts.build(recipe("remove").edits)


def test_edits_that_are_asked_for_together_are_asked_for_as_the_most_demanding_one() -> None:
    first, second = prompts.requests(recipe("dusk", "lawn").whole)
    assert (first.ask, second.ask) == (Ask("medium"), Ask("high"))
    assert prompts.requests(recipe("sky", "lawn").whole)[1].ask == Ask("medium", 2)


@pytest.mark.parametrize("name", ["dusk", "sky", "lawn", "bright"])
def test_a_limit_is_said_of_the_mask_and_asks_for_no_other_edit(name: str) -> None:
    limited = catalogue.recipe([(name, {"region": PAINTED})])
    prompt = prompts.build(limited.whole, strict=True)
    assert "only within the transparent area of the mask" in prompt
    assert understand(prompt) == understand(prompts.build(recipe(name).whole))
    assert "mask" not in prompts.build(recipe(name).whole)
    assert prompts.wording(limited.edits) == prompts.wording(recipe(name).edits)


@pytest.mark.parametrize("name", ["dusk", "sky"])
def test_an_anchor_is_named_for_light_and_sky_and_for_nothing_else(name: str) -> None:
    prompt = prompts.build(recipe(name).whole, anchored=True)
    assert catalogue.preset(name).anchor in prompt and "for nothing else" in prompt and "{" not in prompt
    assert understand(prompt) == understand(prompts.build(recipe(name).whole))
    assert like_second(prompt) and not like_second(prompts.build(recipe(name).whole))
    words = prompts.wording(recipe(name).edits)
    assert prompts.wording_of(words.template) == words and words.fits(recipe(name))
