"""What the service measured on an edit, and how that is said, in window and command line alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

GENERATED = {
    "sky": "the sky",
    "lawn": "the lawn",
    "windows": "the light in the windows",
    "view": "the view behind the windows",
    "painted": "the painted place",
}


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Whether an edit changed only what was asked for. What an older job did not measure is None or empty."""

    passed: bool
    score: float | None = None
    """0..1, the worst of what differs from the photo beyond the request; low is good."""
    beyond_request: int | None = None
    """Places that differ from the photo beyond the request."""
    left_out: int | None = None
    """Places that were left as in the photo, where the model would have changed more than was asked for."""
    arrived: float | None = None
    """0..1, how much of the edit is in the result."""
    generated: tuple[str, ...] = ()
    """What is made of the model's own pixels: names out of `GENERATED`."""

    @property
    def clean(self) -> bool:
        """Whether there is nothing to look at: all is as in the photo or was asked for."""
        return self.passed and not self.beyond_request and not self.view_generated

    @property
    def view_generated(self) -> bool:
        """Whether what is seen through the windows is made up, which nobody asked for in so many words."""
        return "view" in self.generated

    @property
    def beyond_sentence(self) -> str:
        """ "Nothing else changed", "2 places differ beyond what you asked for"."""
        if self.beyond_request:
            verb = "differs" if self.beyond_request == 1 else "differ"
            return f"{_places(self.beyond_request)} {verb} beyond what you asked for"
        return "Nothing else changed" if self.passed else "Look at the changes"

    @property
    def left_out_sentence(self) -> str:
        """ "3 places were left as in your photo"; empty where there is none."""
        verb = "was" if self.left_out == 1 else "were"
        return f"{_places(self.left_out)} {verb} left as in your photo" if self.left_out else ""

    @property
    def generated_sentence(self) -> str:
        """ "The sky and the lawn were generated"; empty where nothing was."""
        named = [GENERATED[name] for name in self.generated if name in GENERATED]
        if not named:
            return ""
        listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
        return f"{listed[0].upper()}{listed[1:]} {'was' if len(named) == 1 else 'were'} generated"

    @property
    def sentences(self) -> tuple[str, ...]:
        """All there is to say, without full stops."""
        return tuple(filter(None, (self.generated_sentence, self.beyond_sentence, self.left_out_sentence)))

    @property
    def short(self) -> str:
        """The one thing that most needs saying, in a few words."""
        if self.beyond_request:
            return f"{_places(self.beyond_request)} to look at"
        if self.passed and self.view_generated:
            return "Generated view"
        if self.passed and self.left_out:
            return f"{_places(self.left_out)} left as in your photo"
        return self.beyond_sentence


def fidelity_in(details: Mapping[str, Any]) -> Fidelity | None:
    """What the service's judge found, out of a job's details; None when it has not looked at this edit."""
    found = details.get("fidelity")
    if not isinstance(found, Mapping) or "verdict" not in found:
        return None
    return Fidelity(
        passed=found["verdict"] == "pass",
        score=found.get("score"),
        beyond_request=found.get("beyond_request"),
        left_out=found.get("left_out"),
        arrived=found.get("arrived"),
        generated=tuple(found.get("generated") or ()),
    )


def _places(number: int) -> str:
    return "1 place" if number == 1 else f"{number} places"
