"""What is delivered of one photo, and all that is known of how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from luster_desktop.facts import Words

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Origin(StrEnum):
    """How a picture came about, in IPTC's words for a digital source type."""

    CAPTURED = "digitalCapture"
    MERGED = "compositeCapture"
    ENHANCED = "algorithmicallyEnhanced"
    """Light and colour were changed, nothing that is in the picture."""
    GENERATED = "compositeWithTrainedAlgorithmicMedia"
    """Parts were made by a generative model."""


class Kind(StrEnum):
    """What an edit is to those who make rules."""

    PROCESSING = "processing"
    """Merging, developing, upright walls, lens, white balance, crop."""
    BRIGHT = "bright"
    SKY = "sky"
    DUSK = "dusk"
    LAWN = "lawn"
    REMOVE_MOVABLE = "remove_movable"
    """A thing that goes with the people who live there: a car, a bin, furniture."""
    REMOVE_FIXED = "remove_fixed"
    """What belongs to the place: wires, poles, fixtures, the neighbour's house."""
    REMOVE_DEFECT = "remove_defect"
    """Damage: a stain, a crack, a bald patch."""
    REMOVE = "remove"
    """Something was removed, and nobody has said what."""
    OTHER = "other"
    """What this app has no rule for."""


REMOVALS = {
    Kind.REMOVE_MOVABLE: "movable thing",
    Kind.REMOVE_FIXED: "fixed part",
    Kind.REMOVE_DEFECT: "damage",
}
"""What the parts of a removal can be, as it is told to others."""


def told(title: str, kind: Kind) -> str:
    """An edit with what it took away: "Remove objects (fixed part)"."""
    return f"{title} ({REMOVALS[kind]})" if kind in REMOVALS else title


@dataclass(frozen=True, slots=True)
class Done:
    """One edit that is in the picture."""

    kind: Kind
    title: str
    """As the user knows it: "New sky"."""
    settings: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """The choices by their names; never a painted place."""

    @property
    def told(self) -> str:
        return told(self.title, self.kind)


@dataclass(frozen=True, slots=True)
class Model:
    """What a generative model had to do with the picture. What is not known is empty."""

    provider: str = ""
    name: str = ""
    prompt_version: str = ""
    at: datetime | None = None
    """When the edit was finished."""
    report: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """What the service measured: see `backend.contract.Fidelity`."""


@dataclass(frozen=True, slots=True)
class Item:
    """One photo to deliver."""

    photo_id: UUID
    path: Path
    """The finished picture, or the photo as prepared where nothing was ordered."""
    original: Path
    """The semi-finished one: merged, upright, white-balanced. The same file as `path` where nothing was ordered."""
    name: str
    """Of the photo's own file."""
    number: int
    """Counted from 1, in the order of the delivery."""
    address: str = ""
    room: str = ""
    origin: Origin = Origin.CAPTURED
    """Of `path`."""
    merged: bool = False
    """Whether the original was made from several exposures."""
    done: tuple[Done, ...] = ()
    """In the order in which they were made; of a result that goes on from another, that one's first."""
    model: Model | None = None
    """None where none had to do with it."""
    words: Words = field(default_factory=Words)
    """The photographer's own, as the photo's file had them."""

    @property
    def altered(self) -> bool:
        """Whether it is anything else than the semi-finished original."""
        return self.path != self.original
