"""The preset catalogue: `presets.toml`, read once and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from backend import contract
from backend.contract import PresetScene
from backend.editing import region
from backend.imaging import Scope

Quality = Literal["low", "medium", "high", "xhigh", "max"]
Complexity = Literal["low", "medium", "high"]


class UnknownPreset(Exception):
    """There is no preset of that id. `code` and `values` are in `backend.words`."""

    code = "unknown_preset"

    def __init__(self, preset_id: str) -> None:
        super().__init__(preset_id)
        self.values = {"preset": preset_id}


class InvalidParameter(Exception):
    """A parameter that the preset does not have, or a value that it does not take; as `UnknownPreset`."""

    def __init__(self, name: str, code: str, **values: str) -> None:
        super().__init__(code)
        self.name = name
        self.code = code
        self.values = {"name": name, **values}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    title: str
    phrase: str
    """What the prompt says for this choice."""
    content: tuple[str, ...] = ()
    """What it adds to `Scope.content`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    title: str
    default: str
    choices: tuple[Choice, ...]
    kind: contract.ParameterKind = contract.ParameterKind.CHOICE

    def refusal(self, value: str) -> str | None:
        """Why the parameter does not take `value`, as a code, or None when it does."""
        if self.kind is contract.ParameterKind.REGION:
            return region.refusal(value)
        values = [choice.value for choice in self.choices]
        return None if value in values else "unknown_choice"

    def choice(self, value: str) -> Choice:
        """The choice of that value; raises `KeyError`."""
        return {choice.value: choice for choice in self.choices}[value]


@dataclass(frozen=True, slots=True)
class PresetSpec:
    id: str
    title: str
    summary: str
    credits: int
    parameters: tuple[Parameter, ...]
    prompt: str
    """The edit that is asked for, with one `{placeholder}` per parameter."""
    keep: str
    """What must stay: part of every prompt."""
    strict: str
    """Added to the prompt after an answer that failed the fidelity check."""
    quality: Quality
    complexity: Complexity
    scope: Scope
    scene: PresetScene | None
    """What it is made for."""

    def public(self) -> contract.Preset:
        """What the app is told about the preset."""
        return contract.Preset(
            id=self.id,
            title=self.title,
            summary=self.summary,
            credits=self.credits,
            parameters=[
                contract.PresetParameter(
                    name=parameter.name,
                    title=parameter.title,
                    kind=parameter.kind,
                    default=parameter.default,
                    choices=[contract.Choice(value=choice.value, title=choice.title) for choice in parameter.choices],
                )
                for parameter in self.parameters
            ],
            scene=self.scene,
        )


@cache
def presets() -> Mapping[str, PresetSpec]:
    """Every preset by id, in the order in which the app shows them."""
    data = tomllib.loads(files(__package__).joinpath("presets.toml").read_text("utf-8"))
    return {preset_id: _preset(preset_id, entry, data["clauses"]) for preset_id, entry in data["presets"].items()}


def preset(preset_id: str) -> PresetSpec:
    """The preset of that id; raises `UnknownPreset`."""
    try:
        return presets()[preset_id]
    except KeyError:
        raise UnknownPreset(preset_id) from None


def check(preset_id: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """The preset's parameters with defaults filled in; raises `UnknownPreset` or `InvalidParameter`."""
    spec = preset(preset_id)
    known = {parameter.name: parameter for parameter in spec.parameters}
    for name in parameters:
        if name not in known:
            raise InvalidParameter(name, "unknown_parameter", preset=spec.title)
    complete = {name: parameters.get(name, parameter.default) for name, parameter in known.items()}
    for name, value in complete.items():
        if code := known[name].refusal(value):
            choices = ", ".join(choice.value for choice in known[name].choices)
            raise InvalidParameter(name, code, title=known[name].title, choices=choices)
    return complete


def scope(spec: PresetSpec, parameters: Mapping[str, str]) -> Scope:
    """What an edit with these checked parameters may change."""
    painted = [p.name for p in spec.parameters if p.kind is contract.ParameterKind.REGION]
    strokes = tuple(stroke for name in painted for stroke in region.strokes(parameters[name]))
    chosen = (p.choice(parameters[p.name]) for p in spec.parameters if p.name not in painted)
    content = spec.scope.content.union(*(choice.content for choice in chosen))
    return replace(spec.scope, content=content, strokes=strokes)


def _preset(preset_id: str, entry: dict[str, Any], clauses: dict[str, str]) -> PresetSpec:
    return PresetSpec(
        id=preset_id,
        title=entry["title"],
        summary=entry["summary"],
        credits=entry["credits"],
        parameters=tuple(_parameter(parameter) for parameter in entry["parameters"]),
        prompt=entry["prompt"].strip(),
        keep=clauses["keep"].strip().format(may_change=entry["may_change"]),
        strict=clauses["strict"].strip(),
        quality=entry["quality"],
        complexity=entry["complexity"],
        scope=Scope(tone=entry["tone"], content=frozenset(entry["content"])),
        scene=PresetScene(entry["scene"]) if "scene" in entry else None,
    )


def _parameter(entry: dict[str, Any]) -> Parameter:
    return Parameter(
        name=entry["name"],
        title=entry["title"],
        default=entry.get("default", ""),
        choices=tuple(_choice(choice) for choice in entry.get("choices", ())),
        kind=contract.ParameterKind(entry.get("kind", "choice")),
    )


def _choice(entry: dict[str, Any]) -> Choice:
    return Choice(**entry | {"content": tuple(entry.get("content", ()))})
