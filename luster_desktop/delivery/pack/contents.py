"""What a disclosure pack is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from luster_desktop.delivery.items import Item
from luster_desktop.delivery.profiles import Profile


def statement(count: int) -> str:
    """One sentence for people who look at photos of which so many were altered, and are shown as they were, too."""
    them = "1 photo of this listing was" if count == 1 else f"{count} photos of this listing were"
    shown = "It is" if count == 1 else "Each is"
    return f"{them} digitally altered. {shown} shown with the photo as it was before."


@dataclass(frozen=True, slots=True)
class Altered:
    """One photo that is disclosed, with its pictures: paths below the pack's folder, with slashes."""

    item: Item
    number: int
    """In the pack, counted from 1."""
    caption: str
    """The words that tell what was altered."""
    clean: str
    """The edited picture without words in it."""
    labelled: str
    """The edited picture with words in it."""
    original: str
    size: tuple[int, int]
    """Of `clean`, in pixels."""

    @property
    def title(self) -> str:
        """What people call the photo: its room, or else the name of its file."""
        return self.item.room or self.item.name.rpartition(".")[0] or self.item.name

    @property
    def edits(self) -> tuple[str, ...]:
        """As the user knows them, each once."""
        return tuple(dict.fromkeys(done.told for done in self.item.done))


@dataclass(frozen=True, slots=True)
class Pack:
    """All of one delivery that is disclosed."""

    title: str
    """The address, or else the name of the shoot."""
    profile: Profile
    photos: tuple[Altered, ...]
    remarks: str
    """What the remarks of the listing begin with; empty where they need not say anything."""
    folder: Path
    """In which the pictures are."""
    made_on: date
    url: str = ""
    """Where the user will host the page; empty where that is not known."""

    @property
    def statement(self) -> str:
        """One sentence for people who look at the photos."""
        return statement(len(self.photos))
