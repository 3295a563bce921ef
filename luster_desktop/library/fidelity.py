"""What the service measured on an edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
    """What is made of the model's own pixels: names of content regions. In a result that went on from
    another, in either of them."""
    source: Fidelity | None = None
    """Of the result that was gone on from; everything else is measured against that."""

    @property
    def clean(self) -> bool:
        """Whether there is nothing to look at: all is as in the photo or was asked for."""
        before = self.source is None or self.source.clean
        return before and self.passed and not self.beyond_request and not self.view_generated

    @property
    def view_generated(self) -> bool:
        """Whether what is seen through the windows is made up, which nobody asked for in so many words."""
        return "view" in self.generated


def fidelity_in(details: Mapping[str, Any]) -> Fidelity | None:
    """What the service's judge found, out of a job's details; None when it has not looked at this edit."""
    return _fidelity(details.get("fidelity"))


def _fidelity(found: Any) -> Fidelity | None:
    if not isinstance(found, Mapping) or "verdict" not in found:
        return None
    return Fidelity(
        passed=found["verdict"] == "pass",
        score=found.get("score"),
        beyond_request=found.get("beyond_request"),
        left_out=found.get("left_out"),
        arrived=found.get("arrived"),
        generated=tuple(found.get("generated") or ()),
        source=_fidelity(found.get("source")),
    )
