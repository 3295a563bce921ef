"""The preset catalogue: `presets.toml`, read once and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
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

LIMIT = "region"
"""The parameter of an edit that limits it to a part of the photo."""


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


class CannotCombine(Exception):
    """Edits that no recipe has together; as `UnknownPreset`. `number` is the place of the later one."""

    code = "cannot_combine"

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number = number
        self.values = {"why": why}


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
        if not self.choices:
            return region.refusal(value)
        values = [choice.value for choice in self.choices]
        return None if value in values else "unknown_choice"

    def choice(self, value: str) -> Choice:
        """The choice of that value; raises `KeyError`."""
        return {choice.value: choice for choice in self.choices}[value]


@dataclass(frozen=True, slots=True)
class Ask:
    """How one answer is asked for."""

    quality: Quality
    candidates: int = 1
    """Of which the judge takes the better one."""


@dataclass(frozen=True, slots=True)
class PresetSpec:
    id: str
    title: str
    summary: str
    parameters: tuple[Parameter, ...]
    prompt: str
    """The edit that is asked for, with one `{placeholder}` per parameter."""
    may_change: str
    """Completes the clause that demands that all else stays."""
    anchor: str
    """What a photo takes over from an anchor, as the prompt says it; empty where it follows none."""
    asks: tuple[Ask, ...]
    """For the first answer, and for the one after it was refused."""
    pixels: int
    """Asked for at most."""
    complexity: Complexity
    scope: Scope
    scene: PresetScene | None
    """What it is made for."""
    repeats: bool
    """Whether a recipe may have it more than once."""

    @property
    def painted(self) -> bool:
        """Whether it changes what the user has painted, and nothing else."""
        return any(parameter.kind is contract.ParameterKind.REGION for parameter in self.parameters)

    def public(self) -> contract.Preset:
        """What the app is told about the preset."""
        return contract.Preset(
            id=self.id,
            title=self.title,
            summary=self.summary,
            credits=price(),
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
            excludes=_excluded(self),
            anchored=bool(self.anchor),
        )


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to do to a photo."""

    spec: PresetSpec
    parameters: Mapping[str, str]
    """Checked, with defaults filled in."""

    @property
    def scope(self) -> Scope:
        """What it may change."""
        return scope(self.spec, self.parameters)

    @property
    def limit(self) -> str:
        """The region that it is limited to; empty for the whole photo."""
        return "" if self.spec.painted else self.parameters.get(LIMIT, "")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done to one photo: one job, one result, one price."""

    edits: tuple[Edit, ...]
    """In the order of the presets, whatever the order in which they were chosen."""
    credits: int

    @property
    def whole(self) -> tuple[Edit, ...]:
        """The edits that are asked for together, of the whole photo."""
        return tuple(edit for edit in self.edits if not edit.spec.painted)

    @property
    def painted(self) -> tuple[Edit, ...]:
        """The edits of what was painted."""
        return tuple(edit for edit in self.edits if edit.spec.painted)

    @property
    def anchored(self) -> frozenset[str]:
        """The presets whose light or sky an anchor may set."""
        return frozenset(edit.spec.id for edit in self.edits if edit.spec.anchor)

    @property
    def scope(self) -> Scope:
        """What all of them may change."""
        scopes = [edit.scope for edit in self.edits]
        return Scope(
            tone=any(scope.tone for scope in scopes),
            content=frozenset[str]().union(*(scope.content for scope in scopes)),
            strokes=tuple(stroke for scope in scopes for stroke in scope.strokes),
            asked=frozenset[str]().union(*(scope.content for scope in scopes if not scope.tone)),
            limit=next((scope.limit for scope in scopes if scope.limit), ()),
        )


@dataclass(frozen=True, slots=True)
class Apart:
    """Presets of which a recipe has one at most."""

    presets: frozenset[str]
    why: str
    """A sentence for the user."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """What the prompts of all presets share."""

    together: str
    """Before the prompts of several edits that are asked for at once."""
    limit: str
    """Added where the edits are limited to a region, which is the mask's."""
    keep: str
    """What must stay: part of every prompt, with the placeholder `may_change`."""
    strict: str
    """Added to the prompt after an answer that failed the fidelity check."""
    anchor: str
    """Added where an anchor is sent as the second picture, with the placeholder `anchor`."""
    note: str
    """Added to the prompt where the user has noted something, with the placeholder `note` for the quotation."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("presets.toml").read_text("utf-8"))


@cache
def apart() -> tuple[Apart, ...]:
    """What does not go together."""
    return tuple(Apart(frozenset(rule["presets"]), rule["why"]) for rule in _data()["recipe"]["apart"])


def price() -> int:
    """Credits for one photo, whatever is done to it."""
    return int(_data()["recipe"]["credits"])


@cache
def clauses() -> Clauses:
    """The clauses of `presets.toml`."""
    return Clauses(**{name: text.strip() for name, text in _data()["clauses"].items()})


@cache
def presets() -> Mapping[str, PresetSpec]:
    """Every preset by id, in the order in which the app shows them."""
    return {preset_id: _preset(preset_id, entry) for preset_id, entry in _data()["presets"].items()}


def public() -> contract.PresetList:
    """What the app is told: every preset that can be ordered, and what a recipe of them costs."""
    return contract.PresetList(presets=[spec.public() for spec in presets().values()], credits=price())


def recipe(edits: Sequence[tuple[str, Mapping[str, str]]]) -> Recipe:
    """Presets and their parameters as a recipe, with its price.

    Raises `UnknownPreset`, `InvalidParameter`, or `CannotCombine`.
    """
    chosen = [Edit(preset(preset_id), check(preset_id, parameters)) for preset_id, parameters in edits]
    for number, edit in enumerate(chosen):
        excluded = _excluded(edit.spec)
        for earlier in chosen[:number]:
            if (why := excluded.get(earlier.spec.id)) is not None:
                raise CannotCombine(number, why)
            if not edit.spec.painted and not earlier.spec.painted and edit.limit != earlier.limit:
                raise CannotCombine(number, _data()["recipe"]["limits"])
    places = {preset_id: place for place, preset_id in enumerate(presets())}
    return Recipe(tuple(sorted(chosen, key=lambda edit: places[edit.spec.id])), price())


def _excluded(spec: PresetSpec) -> dict[str, str]:
    """What cannot be in one recipe with it, each with the sentence that says why."""
    excluded = {other: rule.why for rule in apart() if spec.id in rule.presets for other in rule.presets - {spec.id}}
    return excluded if spec.repeats else excluded | {spec.id: _data()["recipe"]["twice"].format(title=spec.title)}


def preset(preset_id: str) -> PresetSpec:
    """The preset of that id; raises `UnknownPreset`."""
    try:
        return presets()[preset_id]
    except KeyError:
        raise UnknownPreset(preset_id) from None


def check(preset_id: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """The preset's parameters with defaults filled in, a limit only where there is one.

    Raises `UnknownPreset` or `InvalidParameter`.
    """
    spec = preset(preset_id)
    known = {parameter.name: parameter for parameter in spec.parameters}
    for name in parameters:
        if name not in known:
            raise InvalidParameter(name, "unknown_parameter", preset=spec.title)
    complete = {
        name: parameters.get(name, parameter.default)
        for name, parameter in known.items()
        if parameter.kind is not contract.ParameterKind.LIMIT or parameters.get(name)
    }
    for name, value in complete.items():
        if code := known[name].refusal(value):
            choices = ", ".join(choice.value for choice in known[name].choices)
            raise InvalidParameter(name, code, title=known[name].title, choices=choices)
    return complete


def scope(spec: PresetSpec, parameters: Mapping[str, str]) -> Scope:
    """What an edit with these checked parameters may change."""
    painted = [p.name for p in spec.parameters if p.kind is contract.ParameterKind.REGION]
    strokes = tuple(stroke for name in painted for stroke in region.strokes(parameters[name]))
    chosen = (p.choice(parameters[p.name]) for p in spec.parameters if p.choices)
    content = spec.scope.content.union(*(choice.content for choice in chosen))
    limit = region.strokes(parameters[LIMIT]) if not painted and LIMIT in parameters else ()
    return replace(spec.scope, content=content, strokes=strokes, limit=limit)


def _preset(preset_id: str, entry: dict[str, Any]) -> PresetSpec:
    parameters = tuple(_parameter(parameter) for parameter in entry["parameters"])
    if all(parameter.choices for parameter in parameters):
        # What is not painted can be limited to what is.
        title = _data()["recipe"]["limit"]
        parameters += (Parameter(LIMIT, title, "", (), contract.ParameterKind.LIMIT),)
    return PresetSpec(
        id=preset_id,
        title=entry["title"],
        summary=entry["summary"],
        parameters=parameters,
        prompt=entry["prompt"].strip(),
        may_change=entry["may_change"],
        anchor=entry.get("anchor", ""),
        asks=tuple(Ask(**ask) for ask in entry["asks"]),
        pixels=entry["pixels"],
        complexity=entry["complexity"],
        scope=Scope(tone=entry["tone"], content=frozenset(entry["content"])),
        scene=PresetScene(entry["scene"]) if "scene" in entry else None,
        repeats=entry.get("repeats", False),
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
