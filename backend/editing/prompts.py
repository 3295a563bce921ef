"""Edits to the words that the image model gets, and the versions of those words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from backend.editing import catalogue
from backend.editing.catalogue import Ask, Complexity, Edit, PresetSpec, Quality, Recipe


@dataclass(frozen=True, slots=True)
class Request:
    """What the model is asked for besides the picture."""

    prompt: str
    ask: Ask
    complexity: Complexity


def requests(edits: Sequence[Edit], note: str | None = None) -> tuple[Request, ...]:
    """The requests for edits that are made together, the first one and the stricter one after its answer was refused.

    What is asked for is what the edit of the highest quality asks for, with the effort of the most demanding one.
    """
    complexity = max((edit.spec.complexity for edit in edits), key=get_args(Complexity).index)
    return tuple(
        Request(
            _with_note(build(edits, strict=number > 0), note),
            max(asks, key=lambda ask: (get_args(Quality).index(ask.quality), ask.candidates)),
            complexity,
        )
        for number, asks in enumerate(zip(*(edit.spec.asks for edit in edits), strict=True))
    )


def build(edits: Sequence[Edit], *, strict: bool = False) -> str:
    """The prompt for edits that are made together; `strict` is the wording after an answer that changed too much."""
    clauses = catalogue.clauses()
    # What is painted has one wording, however often it is there.
    asked = list(dict.fromkeys(_prompt(edit) for edit in edits))
    may_change = list(dict.fromkeys(edit.spec.may_change for edit in edits))
    parts = [clauses.together, *asked] if len(asked) > 1 else asked
    parts.append(clauses.keep.format(may_change="; ".join(may_change)))
    if strict:
        parts.append(clauses.strict)
    return "\n\n".join(parts)


def _with_note(prompt: str, note: str | None) -> str:
    """The prompt with what the user has noted, as a quotation: it may say how the edit looks, and orders nothing."""
    quotation = json.dumps(note, ensure_ascii=False)
    return prompt if note is None else f"{prompt}\n\n{catalogue.clauses().note.format(note=quotation)}"


def _prompt(edit: Edit) -> str:
    phrases = {p.name: p.choice(edit.parameters[p.name]).phrase for p in edit.spec.parameters if p.choices}
    return edit.spec.prompt.format_map(phrases)


def template(recipe: Recipe) -> str:
    """Everything that the recipe's prompts are made of, as canonical JSON."""
    clauses = catalogue.clauses()
    # What is there more than once has one wording.
    words = [_words(spec) for spec in {edit.spec.id: edit.spec for edit in recipe.edits}.values()]
    several = {"together": clauses.together, "edits": words} if len(words) > 1 else words[0]
    return json.dumps(several, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _words(spec: PresetSpec) -> dict[str, object]:
    clauses = catalogue.clauses()
    return {
        "preset": spec.id,
        "prompt": spec.prompt,
        "keep": clauses.keep.format(may_change=spec.may_change),
        "strict": clauses.strict,
        "phrases": {
            parameter.name: {choice.value: choice.phrase for choice in parameter.choices}
            for parameter in spec.parameters
        },
    }


def version(recipe: Recipe) -> str:
    """The id of the recipe's wording: the same words have the same id, on every machine and at every time."""
    return hashlib.sha256(template(recipe).encode()).hexdigest()[:16]
