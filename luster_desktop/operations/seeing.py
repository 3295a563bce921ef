"""What a photo shows: its file, or the exposures of a stack together; and what an edit makes no sense for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from luster_desktop.facts import Scene, Seen, Shown
from luster_desktop.operations.rules import rules

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.library.models import PhotoRow

_OF_THE_LIGHT = frozenset({Shown.NIGHT, Shown.BLOWN_PANES})
"""What an exposure shows because of how it was exposed."""


def seen_of(row: PhotoRow) -> Seen | None:
    """What the photo shows; None until one of its files was looked at.

    All exposures of a stack show one place: some of them are too dark or too bright to tell it, but where two say
    different places none is sure. What comes of the light is said by the middle one.
    """
    told = [file.seen for file in row.files if file.seen is not None]
    if not told:
        return None
    sure = [seen for seen in told if seen.scene is not Scene.UNSURE]
    if len({seen.scene for seen in sure}) != 1:
        return Seen(Scene.UNSURE)
    middle = row.file.seen
    light = middle.shows & _OF_THE_LIGHT if middle is not None else frozenset()
    shows = frozenset().union(*(seen.shows for seen in sure)) - _OF_THE_LIGHT
    if Shown.LAWN in shows:
        shows -= {Shown.NO_LAWN}
    return Seen(sure[0].scene, shows | light, max(seen.front for seen in sure))


def misfit(row: PhotoRow, presets: Iterable[contract.Preset]) -> Scene | Shown | None:
    """What the photo surely shows that one of the presets is not made for; None where nothing, or in doubt."""
    seen = seen_of(row)
    if seen is None or seen.scene is Scene.UNSURE:
        return None
    for preset in presets:
        made_for = made_for_of(preset)
        if made_for is not None and seen.scene is not made_for:
            return seen.scene
        for word in rules().senseless.get(preset.id, ()):
            if word in seen.shows:
                return word
    return None


def made_for_of(preset: contract.Preset) -> Scene | None:
    """The place that the preset is for; None where it is for every one."""
    return Scene(preset.scene.value) if preset.scene is not None and preset.scene.known else None
