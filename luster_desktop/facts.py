"""What is known of a user's file: what `intake` finds and `library` keeps, in the same words for both."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from uuid import UUID


class Scene(StrEnum):
    """What a picture shows."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNSURE = "unsure"


class Shown(StrEnum):
    """Something in a picture that an edit could be about."""

    SKY = "sky"
    LAWN = "lawn"
    POOL = "pool"
    NIGHT = "night"
    BLOWN_PANES = "blown_panes"
    NO_LAWN = "no_lawn"
    """There surely is none."""
    DRONE = "drone"
    """The ground from a drone: the file says so, not the picture."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a picture shows. Where there is doubt nothing is said: what is not named may be there all the same."""

    scene: Scene
    shows: frozenset[Shown] = frozenset()
    front: float = field(default=0.0, compare=False)
    """0 to 1: how much the outside looks as the fronts of houses do that are photographed to be sold."""


class Version(NamedTuple):
    """A file as it is at a moment."""

    bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """A file that is a photo by its first bytes."""

    path: Path
    bytes: int
    mtime_ns: int
    content_type: str
    """By the file's first bytes, whatever its suffix says; `formats.RAW` by the suffix alone."""

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class Known:
    """A file that a shoot has."""

    photo_id: UUID | None
    """None for a file that is only about to be added."""
    path: Path
    bytes: int
    mtime_ns: int
    fingerprint: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What a photographer has written into a file; none of it says where that was taken."""

    byline: str = ""
    copyright: str = ""
    caption: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a photo's header says that the gallery shows."""

    width: int
    """Upright, as is `height`."""
    height: int
    orientation: int
    """How the stored pixels have to be turned, as in EXIF; 1 when not at all, or when the decoder does it."""
    taken_at: datetime | None
    """The camera's local time, without a zone."""
    words: Words = field(default_factory=Words)


@dataclass(frozen=True, slots=True)
class Finishing:
    """What is done on this computer before a photo is sent; costs no credit."""

    lens: bool = True
    verticals: bool = True
    whites: bool = True
    match: bool = True
    """Whether its rooms are made to look as in the other photos of the shoot."""


class Doubt(StrEnum):
    """Why a photo was not matched to its shoot, or not by what it shows."""

    FAR = "far"
    """Its look is far from that of the others."""
    ALONE = "alone"
    """Nothing in it is found in the others."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a photo's tones are changed so that its rooms look as in the other photos: see `intake.finish.tones`."""

    red: float
    """Added to the logarithm of the odds of red light, as `green` and `blue` to theirs."""
    green: float
    blue: float
    contrast: float = 1.0
    """What these logarithms are multiplied by before."""
    white_red: float = 1.0
    """Red over green of the shoot's white paint once its photos are matched, as `white_blue` is of blue."""
    white_blue: float = 1.0
