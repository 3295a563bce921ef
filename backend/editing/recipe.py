"""What an order gives one photo: edits that go together, one result, one price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.editing import catalogue


class CannotCombine(Exception):
    """Two of the edits cannot be in one recipe; the message is a sentence. `number` is the place of the later one."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a recipe."""

    preset: str
    parameters: Mapping[str, str]


def check(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits with defaults filled in, in the order of the catalogue.

    Raises `CannotCombine`, and for an edit by itself `UnknownPreset` or `InvalidParameter`.
    """
    complete = [Edit(edit.preset, catalogue.check(edit.preset, edit.parameters)) for edit in edits]
    for later, edit in enumerate(complete):
        excluded = catalogue.preset(edit.preset).excludes
        for earlier in complete[:later]:
            if (why := excluded.get(earlier.preset)) is not None:
                raise CannotCombine(later, why)
    places = {preset: place for place, preset in enumerate(catalogue.presets())}
    return tuple(sorted(complete, key=lambda edit: places[edit.preset]))


def price(edits: Sequence[Edit]) -> int:
    """Credits for one photo with these edits; raises `UnknownPreset`."""
    dearest = max(catalogue.preset(edit.preset).credits for edit in edits)
    return dearest + catalogue.further_credits() * (len(edits) - 1)


def label(edits: Sequence[Edit]) -> str:
    """The presets of the edits in short: "sky+lawn"."""
    return "+".join(edit.preset for edit in edits)


def spoken(label: str) -> str:
    """A label in a sentence: "sky + lawn", each preset once."""
    return " + ".join(Counter(label.split("+")))
