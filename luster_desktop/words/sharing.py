"""Shared photos and links in words."""

from __future__ import annotations

from collections.abc import Sequence

from backend import contract
from luster_desktop.library.models import Edit
from luster_desktop.words.counts import photos
from luster_desktop.words.language import day, moment, tr

_CHANGED = {
    "dusk": "evening light",
    "sky": "another sky",
    "lawn": "a greener lawn",
    "bright": "brighter light",
    "remove": "things taken out",
}


def disclosure(edits: Sequence[Edit]) -> str:
    """What was changed, for whoever looks at the photo: "Digitally altered: evening light, a greener lawn." """
    changed = dict.fromkeys(_CHANGED.get(edit.preset, edit.preset) for edit in edits)
    return f"Digitally altered: {', '.join(changed)}."


def offer(count: int) -> str:
    """What a link would show, before it is made."""
    if not count:
        return tr("No photo of this shoot is finished yet. The link shows finished photos.")
    said = tr(
        "A page with {photos}, before and after, to download at full size, with what was changed in each. "
        "Whoever has the link can open it, without signing in.",
        photos=photos(count),
    )
    left = tr("The first {count} are shown.", count=contract.MAX_SHARED)
    return f"{said} {left}" if count > contract.MAX_SHARED else said


def standing(share: contract.Share) -> str:
    """Until when the link is good, and whether somebody has opened it."""
    if share.opened_at:
        opened = tr("Opened last on {moment}.", moment=moment(share.opened_at))
    else:
        opened = tr("Nobody has opened it yet.")
    ends = tr("Ends on {day}.", day=day(share.expires_at))
    return f"{photos(share.photos)}. {ends} {opened}"


def ended(share: contract.Share) -> str:
    """That the link is over by its date."""
    return tr("The link ended on {day}. Make a new one to share the photos again.", day=day(share.expires_at))
