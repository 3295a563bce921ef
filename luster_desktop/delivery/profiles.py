"""Whose rules a shoot is delivered by: what each kind of edit is to them, and what they want beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from luster_desktop.delivery.items import REMOVALS, Kind


class Verdict(StrEnum):
    """What rules say of an edit."""

    EXEMPT = "exempt"
    DISCLOSE = "disclose"
    UNCLEAR = "unclear"
    """The rules do not say, or not plainly: it is disclosed."""
    PROHIBITED = "prohibited"

    @property
    def weight(self) -> int:
        """The stricter, the more."""
        return list(Verdict).index(self)


class Standing(StrEnum):
    """Whose words a profile was written from."""

    FIRST_PARTY = "first-party"
    SUMMARY = "summary"
    """Somebody else's account of the rules, to be checked by whoever relies on it."""
    OWN = "own"
    """Luster's own default."""


class Label(StrEnum):
    """Where a picture says that it was altered."""

    CAPTION = "caption"
    CAPTION_ONLY = "caption_only"
    """In its caption; a picture with words in it is refused."""
    ON_IMAGE = "on_image"
    EITHER = "either"
    BOTH = "both"
    OWN_MARKS = "own_marks"
    """By the body's own marks, which it adds itself; a picture with other words in it is refused."""
    NONE = "none"


class Original(StrEnum):
    """Where the original of an altered picture has to be."""

    DIRECTLY_AFTER = "directly_after"
    DIRECTLY_BEFORE = "directly_before"
    BESIDE = "beside"
    """Directly before or after it."""
    IN_SET = "in_set"
    LINK = "link"
    """Behind a link or a QR code."""
    NONE = "none"


class First(StrEnum):
    """What the first photo has to be."""

    FREE = "free"
    UNALTERED = "unaltered"
    UNALTERED_EXTERIOR = "unaltered_exterior"
    FRONT_EXTERIOR = "front_exterior"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a profile says of one kind of edit."""

    verdict: Verdict
    sentence: str = ""
    not_first: bool = False
    """Whether a photo with it must not be the first."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a picture has to be to be taken. 0 where nothing is said."""

    max_bytes: int = 0
    min_bytes: int = 0
    max_edge: int = 0
    min_width: int = 0
    min_height: int = 0
    most: int = 0
    """Pictures of one listing."""
    formats: tuple[str, ...] = ("jpeg",)


@dataclass(frozen=True, slots=True)
class Profile:
    """Rules as data: no legal advice, and as old as `read_on`."""

    id: str
    body: str
    country: str
    read_on: date
    source: str
    """Where they were read."""
    standing: Standing
    edits: Mapping[Kind, Rule]
    first: First = First.FREE
    label: Label = Label.CAPTION
    label_words: tuple[str, ...] = ()
    """The words that count as a label, the preferred ones first."""
    original: Original = Original.NONE
    remarks_prefix: str = ""
    """What the remarks of a listing with an altered picture begin with."""
    note: str = ""
    marked: bool = False
    """Whether altered pictures carry marks that machines read: signed metadata and one in the pixels."""
    limits: Limits = field(default_factory=Limits)
    own: bool = False
    """Whether it was read from a copy of the user's own."""

    def rule(self, kind: Kind) -> Rule:
        """What it says of this kind of edit: unclear where it says nothing, the strictest where nobody told which."""
        if kind is Kind.REMOVE:
            return max((self.rule(one) for one in REMOVALS), key=lambda rule: (rule.verdict.weight, rule.not_first))
        return self.edits.get(kind, Rule(Verdict.UNCLEAR))

    @property
    def on_image(self) -> bool:
        """Whether the picture of the set carries the words itself."""
        return self.label in (Label.ON_IMAGE, Label.BOTH)
