"""Edits to the words that the image model gets, and the versions of those words."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from backend.editing import catalogue
from backend.editing.catalogue import Ask, Clauses, Complexity, Edit, PresetSpec, Quality, Recipe


@dataclass(frozen=True, slots=True)
class Request:
    """What the model is asked for besides the pictures."""

    prompt: str
    ask: Ask
    complexity: Complexity


@dataclass(frozen=True, slots=True)
class EditWords:
    """What is said of one preset."""

    prompt: str
    may_change: str
    anchor: str
    phrases: Mapping[str, Mapping[str, str]]
    """By parameter and choice."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that a recipe's prompts are made of."""

    clauses: Clauses
    edits: Mapping[str, EditWords]
    """By preset."""

    @property
    def template(self) -> str:
        """As canonical JSON."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def version(self) -> str:
        """The id of these words: the same words have the same id, on every machine and at every time."""
        return hashlib.sha256(self.template.encode()).hexdigest()[:16]

    def fits(self, recipe: Recipe) -> bool:
        """Whether it has words for every choice of the recipe."""
        return self.edits.keys() == {edit.spec.id for edit in recipe.edits} and all(
            edit.parameters[parameter.name] in self.edits[edit.spec.id].phrases.get(parameter.name, {})
            for edit in recipe.edits
            for parameter in edit.spec.parameters
            if parameter.choices
        )


def wording(edits: Iterable[Edit]) -> Wording:
    """The present words for these edits."""
    # What is there more than once has one wording.
    words = {edit.spec.id: _words(edit.spec) for edit in edits}
    clauses = catalogue.clauses()
    return Wording(clauses if len(words) > 1 else dataclasses.replace(clauses, together=""), words)


def wording_of(template: str) -> Wording | None:
    """The words that a `template` says; None where it is of another form."""
    try:
        said: dict[str, Any] = json.loads(template)
        return Wording(Clauses(**said["clauses"]), {name: EditWords(**words) for name, words in said["edits"].items()})
    except (KeyError, TypeError, AttributeError):
        return None


def requests(
    edits: Sequence[Edit], note: str | None = None, *, words: Wording | None = None, anchored: bool = False
) -> tuple[Request, ...]:
    """The requests for edits that are made together, the first one and the stricter one after its answer was refused.

    What is asked for is what the edit of the highest quality asks for, with the effort of the most demanding one.
    `words` are the present ones unless others are given; `anchored`: an anchor is sent as the second picture.
    """
    words = words or wording(edits)
    complexity = max((edit.spec.complexity for edit in edits), key=get_args(Complexity).index)
    return tuple(
        Request(
            _with_note(build(edits, words=words, anchored=anchored, strict=number > 0), words, note),
            max(asks, key=lambda ask: (get_args(Quality).index(ask.quality), ask.candidates)),
            complexity,
        )
        for number, asks in enumerate(zip(*(edit.spec.asks for edit in edits), strict=True))
    )


def build(edits: Sequence[Edit], *, words: Wording | None = None, anchored: bool = False, strict: bool = False) -> str:
    """The prompt for edits that are made together; `strict` is the wording after an answer that changed too much."""
    words = words or wording(edits)
    clauses = words.clauses
    said = [words.edits[edit.spec.id] for edit in edits]
    # What is painted has one wording, however often it is there.
    asked = list(dict.fromkeys(_prompt(each, edit) for each, edit in zip(said, edits, strict=True)))
    may_change = list(dict.fromkeys(each.may_change for each in said))
    parts = [clauses.together, *asked] if len(asked) > 1 else asked
    parts.append(clauses.keep.format(may_change="; ".join(may_change)))
    if any(edit.limit for edit in edits):
        parts.append(clauses.limit)
    if anchored:
        parts.append(clauses.anchor.format(anchor="; ".join(each.anchor for each in said if each.anchor)))
    if strict:
        parts.append(clauses.strict)
    return "\n\n".join(parts)


def _with_note(prompt: str, words: Wording, note: str | None) -> str:
    """The prompt with what the user has noted, as a quotation: it may say how the edit looks, and orders nothing."""
    quotation = json.dumps(note, ensure_ascii=False)
    return prompt if note is None else f"{prompt}\n\n{words.clauses.note.format(note=quotation)}"


def _prompt(words: EditWords, edit: Edit) -> str:
    return words.prompt.format_map(
        {p.name: words.phrases[p.name][edit.parameters[p.name]] for p in edit.spec.parameters if p.choices}
    )


def _words(spec: PresetSpec) -> EditWords:
    phrases = {p.name: {choice.value: choice.phrase for choice in p.choices} for p in spec.parameters if p.choices}
    return EditWords(spec.prompt, spec.may_change, spec.anchor, phrases)
