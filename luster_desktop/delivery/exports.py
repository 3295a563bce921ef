"""Export recipes: how pictures are made from results, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fit(StrEnum):
    """How a picture comes into an exact size."""

    PAD = "pad"
    CROP = "crop"


class Colours(StrEnum):
    SRGB = "srgb"
    KEEP = "keep"
    """The picture's own colour profile."""


class Sharpening(StrEnum):
    """For the size that a picture is made smaller to."""

    NONE = "none"
    SCREEN = "screen"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class ExportRecipe:
    """What is made of every photo of a delivery, in a folder of its own."""

    id: str
    title: str
    names: str = "{n:02} {address} {room}"
    """A template of n, address, room, name, edits and variant; the suffix is added."""
    long_edge: int = 0
    """Pixels; 0 where it does not matter. A picture is never made larger."""
    width: int = 0
    """Of an exact size, with `height` and `fit`."""
    height: int = 0
    fit: Fit = Fit.CROP
    quality: int = 90
    """Of JPEG, 1 to 100; less where `max_bytes` asks for it."""
    max_bytes: int = 0
    colours: Colours = Colours.SRGB
    sharpening: Sharpening = Sharpening.SCREEN
    most: int = 0
    """Pictures; 0 where all are made."""
    listing: bool = True
    """Whether it goes to a listing: then the profile's limits, labels and originals hold for it."""
    own: bool = False
    """Whether the user has made it or changed it."""

    @property
    def exact(self) -> bool:
        return bool(self.width and self.height)
